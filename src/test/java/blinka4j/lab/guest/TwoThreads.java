// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.BusException;
import blinka4j.board.Board;
import blinka4j.busio.I2C;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two threads use two devices of one bus, as fast as they can: each writes random bytes to registers of its device and reads
 * them back; then it reads a register of a third device, by two transfers that the other's must not come between. The argument is
 * the number of transfers of both. A third thread is interrupted while it waits for the bus, again and again.
 */
public final class TwoThreads {
    /** The thermostat registers of a TMP105; the low nibbles are not there. */
    private static final int SENSOR = 0x48;

    private static final int SENSOR_REGISTER = 0x02;
    /** The memory of a DS1338. */
    private static final int CLOCK = 0x68;

    private static final int CLOCK_REGISTER = 0x08;

    /** Another TMP105. A read returns the register that was last selected. */
    private static final int SHARED = 0x37;

    private static final int BYTES = 2;
    private static final int TRANSFERS_OF_A_ROUND = 4;
    private static final int MOST_REPEATED = 100;

    private final I2C i2c;
    private final AtomicInteger transfers = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final int each;

    private TwoThreads(I2C i2c, int each) {
        this.i2c = i2c;
        this.each = each;
    }

    public static void main(String[] args) throws InterruptedException {
        try (I2C i2c = Board.i2c()) {
            new TwoThreads(i2c, Integer.parseInt(args[0]) / 2).run();
        }
    }

    private void run() throws InterruptedException {
        long start = System.nanoTime();
        i2c.writeTo(SHARED, new byte[] {2, 0x4B, 0});
        i2c.writeTo(SHARED, new byte[] {3, 0x50, 0});
        Thread sensor = new Thread(() -> exercise(SENSOR, SENSOR_REGISTER, 0xF0, 2, 0x4B), "sensor");
        Thread clock = new Thread(() -> exercise(CLOCK, CLOCK_REGISTER, 0xFF, 3, 0x50), "clock");
        sensor.start();
        clock.start();
        int interrupted = 0;
        while (sensor.isAlive() || clock.isAlive()) {
            interrupted += interruptOneThatWaits();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s transfers in %.1f s, %s answers with wrong bytes%n", transfers.get(), seconds, wrong.get());
        System.out.printf("%s transfers repeated after a timeout of the controller%n", repeated.get());
        System.out.printf("%s threads interrupted while they waited for the bus%n", interrupted);
        System.out.println("the bus is free: " + freeForOthers());
    }

    private void exercise(int address, int register, int lastMask, int sharedRegister, int sharedValue) {
        Random random = new Random(address);
        byte[] out = new byte[1 + BYTES];
        byte[] pointer = {(byte) register};
        byte[] in = new byte[BYTES];
        byte[] sharedPointer = {(byte) sharedRegister};
        byte[] shared = new byte[BYTES];
        for (int i = 0; i < each; i += TRANSFERS_OF_A_ROUND) {
            random.nextBytes(out);
            out[0] = (byte) register;
            out[BYTES] &= (byte) lastMask;
            repeatedly(() -> i2c.writeTo(address, out));
            repeatedly(() -> i2c.writeToThenReadFrom(address, pointer, in));
            repeatedly(() -> i2c.exclusively(() -> {
                i2c.writeTo(SHARED, sharedPointer);
                i2c.readFromInto(SHARED, shared);
            }));
            transfers.addAndGet(TRANSFERS_OF_A_ROUND);
            if (!Arrays.equals(in, 0, BYTES, out, 1, 1 + BYTES)) {
                wrong.incrementAndGet();
            }
            if (shared[0] != sharedValue || shared[1] != 0) {
                wrong.incrementAndGet();
            }
        }
    }

    /** A host that is busy stops the guest for longer than the 0.1 s that the kernel's driver waits for its controller. */
    private void repeatedly(Runnable transfer) {
        while (true) {
            try {
                transfer.run();
                return;
            } catch (BusException e) {
                System.out.println(e.getMessage());
                if (e.kind() != BusException.Kind.TIMEOUT || repeated.incrementAndGet() > MOST_REPEATED) {
                    throw e;
                }
            }
        }
    }

    /** Holds the bus until another thread waits for it, and interrupts that one. */
    private int interruptOneThatWaits() throws InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        Thread waiting = new Thread(
                () -> {
                    try {
                        i2c.probe(SENSOR);
                        System.out.println("not interrupted, though the bus was held");
                    } catch (BusException e) {
                        if (e.kind() == BusException.Kind.INTERRUPTED && Thread.interrupted()) {
                            refused.incrementAndGet();
                        } else {
                            System.out.println(e.getMessage());
                        }
                    }
                },
                "waiting");
        i2c.lock();
        try {
            waiting.start();
            while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            waiting.interrupt();
            waiting.join();
        } finally {
            i2c.unlock();
        }
        return refused.get();
    }

    private boolean freeForOthers() throws InterruptedException {
        AtomicInteger answers = new AtomicInteger();
        Thread other = new Thread(() -> answers.set(i2c.probe(SENSOR) ? 1 : 0), "other");
        other.start();
        other.join();
        return answers.get() == 1;
    }
}
