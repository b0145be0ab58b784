// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.pwmio.PWMOut;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pulses on a pin in software, at 50 Hz, with each of several duty cycles for some time. Then it prints what the thread needs while the
 * level does not change, and what is left after the close. The arguments are the pin, the seconds for each duty cycle, and these.
 */
public final class SoftwarePulses {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String THREAD = "blinka4j-pwm";

    private SoftwarePulses() {}

    public static void main(String[] args) throws IOException {
        Pin pin = Board.pin(args[0]);
        double seconds = Double.parseDouble(args[1]);
        // Loads the classes, and opens the files that stay open.
        PWMOut.software(pin, 0, 50, false).close();
        long files = files();
        System.out.println("threads before: " + pulsing());
        try (PWMOut pwm = new PWMOut(pin, 0, 50)) {
            System.out.println("hardware: " + pwm.isHardware());
            System.out.println("threads: " + pulsing());
            for (String dutyCycle : List.of(args).subList(2, args.length)) {
                pwm.dutyCycle(Integer.parseInt(dutyCycle));
                long before = cpu();
                sleep(seconds);
                System.out.println("CPU share at %s: %.2f %%".formatted(dutyCycle, (cpu() - before) / seconds / 1e7));
            }
            for (int constant : new int[] {0, 65535}) {
                pwm.dutyCycle(constant);
                sleep(0.2);
                long before = cpu();
                sleep(2);
                System.out.println("CPU at rest at %s: %s ns".formatted(constant, cpu() - before));
            }
        }
        System.out.println("threads after: " + pulsing());
        System.out.println("more files: " + (files() - files));
        new DigitalInOut(pin).close();
        System.out.println("the line is free");
    }

    private static long pulsing() {
        return Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().equals(THREAD))
                .count();
    }

    private static long cpu() {
        return Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().equals(THREAD))
                .mapToLong(info -> THREADS.getThreadCpuTime(info.getThreadId()))
                .sum();
    }

    private static long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
