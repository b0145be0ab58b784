// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Prints the time to drive an output, and the GPIO mappings of this process while a pin is open and after. The arguments are the
 * name of a free pin and the number of calls that are timed together.
 */
public final class Driving {
    private static final int ROUNDS = 31;

    private Driving() {}

    public static void main(String[] args) throws IOException {
        int calls = Integer.parseInt(args[1]);
        try (DigitalInOut pin = new DigitalInOut(Board.pin(args[0]))) {
            pin.switchToOutput();
            System.out.println("mapped while open: " + mapped());
            // So long that the compiler is done with it.
            for (int i = 0; i < 10; i++) {
                drive(pin, calls);
            }
            double[] nanos = new double[ROUNDS];
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long allocated = threads.getCurrentThreadAllocatedBytes();
                long start = System.nanoTime();
                drive(pin, calls);
                nanos[round] = (double) (System.nanoTime() - start) / calls;
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - allocated);
            }
            Arrays.sort(nanos);
            System.out.printf("median of value(v): %.1f ns%n", nanos[ROUNDS / 2]);
            System.out.printf("bytes per call: %s%n", least / calls);
        }
        System.out.println("mapped after: " + mapped());
    }

    /** The same level each time. QEMU may have to report each change to the test, which takes most of the time. */
    private static void drive(DigitalInOut pin, int calls) {
        for (int i = 0; i < calls; i++) {
            pin.value(true);
        }
    }

    private static String mapped() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.matches(".*/dev/(gpio)?mem.*"))
                .map(line -> line.replaceAll(" +", " "))
                .toList()
                .toString();
    }
}
