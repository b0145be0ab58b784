// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Prints the heap allocation of the frequent calls. The argument is the name of a free pin. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 300;
    private static final int CALLS = 500;
    private static final int ROUNDS = 100;

    private static boolean seen;
    private static long sum;
    /** A field, so that no compiler removes the allocation. */
    static byte[] made = {};

    private Allocation() {}

    public static void main(String[] args) {
        try (DigitalInOut pin = new DigitalInOut(Board.pin(args[0]));
                I2C i2c = Board.i2c()) {
            measure("value()", () -> seen ^= pin.value());
            pin.switchToOutput();
            measure("value(v)", () -> {
                seen = !seen;
                pin.value(seen);
            });
            byte[] out = {0};
            byte[] in = new byte[2];
            measure("writeToThenReadFrom", () -> i2c.writeToThenReadFrom(0x48, out, in));
            Register register = new Registers(new I2CDevice(i2c, 0x48)).u16be(0x00);
            measure("Register.get", () -> sum += register.get());
            // Checks that the measurement sees an allocation.
            measure("new byte[16]", () -> made = new byte[16]);
        }
    }

    /**
     * The best of up to a hundred rounds. The virtual machine itself allocates now and then, as when it links a call site, and a
     * guest on a busy machine compiles late.
     */
    private static void measure(String name, Runnable call) {
        repeat(WARM_UP, call);
        long asking = Long.MAX_VALUE;
        long both = Long.MAX_VALUE;
        int round = 0;
        do {
            // Twice, so that what asking costs is known too.
            long first = THREADS.getCurrentThreadAllocatedBytes();
            long second = THREADS.getCurrentThreadAllocatedBytes();
            repeat(CALLS, call);
            asking = Math.min(asking, second - first);
            both = Math.min(both, THREADS.getCurrentThreadAllocatedBytes() - second);
        } while (both > asking && ++round < ROUNDS);
        long least = both - asking;
        System.out.printf("%s: %s bytes in %s calls, %s per call%n", name, least, CALLS, least / CALLS);
    }

    private static void repeat(int times, Runnable call) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }
}
