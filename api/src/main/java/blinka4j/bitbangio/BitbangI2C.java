// SPDX-License-Identifier: MIT
package blinka4j.bitbangio;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.hardware.LineGroup;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.I2CPort;

/**
 * An I2C controller on two lines, as in the I2C-bus specification (NXP UM10204). A line is low as an output, and released as an input.
 * That is the same as open drain, and works on lines without it. The clock is low a little longer than high, because the
 * specification's shortest times for low are longer.
 */
final class BitbangI2C extends BitbangBus implements I2CPort {
    private static final int HIGHEST_FREQUENCY = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    /** The number of clocks after which a device that holds SDA low must have released it (UM10204, 3.1.16). */
    private static final int CLEARING_CLOCKS = 9;

    private final GpioPort scl;
    private final GpioPort sda;
    private final long low;
    private final long high;
    private final int timeoutMicros;

    /** True if this controller does not pull SDA low. Guarded by the lock. */
    private boolean released;

    BitbangI2C(LineGroup lines, Clock clock, int frequency, int timeoutMicros) {
        super(lines, clock);
        this.timeoutMicros = timeoutMicros;
        scl = lines.ports().get(0);
        sda = lines.ports().get(1);
        long period = (NANOS_PER_SECOND + frequency - 1) / frequency;
        high = period * 9 / 20;
        low = period - high;
        lines.begin(this::releaseBoth);
    }

    static void require(int frequency, int timeoutMicros) {
        if (frequency < 1 || frequency > HIGHEST_FREQUENCY) {
            throw new IllegalArgumentException("an I2C frequency of %s Hz is not possible. It must be 1 to %s Hz."
                    .formatted(frequency, HIGHEST_FREQUENCY));
        }
        if (timeoutMicros < 1) {
            throw new IllegalArgumentException(
                    "an I2C timeout of %s µs is not possible. It must be 1 µs or more.".formatted(timeoutMicros));
        }
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        lock();
        try {
            try {
                requireIdle();
                start();
                if (outEnd > outStart || inEnd == inStart) {
                    write(address << 1, address, 0);
                    for (int i = outStart; i < outEnd; i++) {
                        write(out[i], address, i - outStart + 1);
                    }
                }
                if (inEnd > inStart) {
                    if (outEnd > outStart) {
                        repeatedStart();
                    }
                    write(address << 1 | 1, address, 0);
                    for (int i = inStart; i < inEnd; i++) {
                        in[i] = read(i < inEnd - 1);
                    }
                }
                stop();
            } catch (RuntimeException | Error e) {
                end(e);
                throw e;
            }
        } finally {
            unlock();
        }
    }

    /** Ends a transaction that failed, so that the bus is free for the next one. */
    private void end(Throwable failure) {
        try {
            if (failure instanceof BusException e && e.kind() == Kind.NO_ACKNOWLEDGE) {
                stop();
            } else {
                releaseBoth();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void releaseBoth() {
        released = true;
        sda.input(Bias.DISABLED);
        scl.input(Bias.DISABLED);
    }

    /** If a device holds SDA low, because its last transaction was interrupted, clocks it until it releases SDA. */
    private void requireIdle() {
        awaitClock();
        for (int i = 0; !sda.read(); i++) {
            if (i == CLEARING_CLOCKS) {
                throw new BusException(
                        Kind.OTHER,
                        "%s: SDA stays low, also after %s clocks. A device holds it, or it has no pull-up resistor. Check the wiring, or switch the device off and on."
                                .formatted(name, CLEARING_CLOCKS));
            }
            clockDown();
            clock.delay(low);
            clockUp();
            clock.delay(high);
            if (sda.read()) {
                clockDown();
                stop();
            }
        }
    }

    private void start() {
        data(false);
        clock.delay(high);
        clockDown();
    }

    private void repeatedStart() {
        changeData(true);
        clockUp();
        clock.delay(low);
        start();
    }

    private void stop() {
        changeData(false);
        clockUp();
        clock.delay(high);
        data(true);
        clock.delay(low);
    }

    /** @param number 0 for the address, 1 for the first byte */
    private void write(int value, int address, int number) {
        for (int bit = 7; bit >= 0; bit--) {
            writeBit((value >> bit & 1) != 0);
        }
        if (readBit()) {
            throw new BusException(
                    Kind.NO_ACKNOWLEDGE,
                    number == 0
                            ? "%s: no device answers at address 0x%02x. Check its wiring, its power and its address."
                                    .formatted(name, address)
                            : "%s: the device at address 0x%02x did not acknowledge byte %s. It is busy, or it does not accept this data."
                                    .formatted(name, address, number));
        }
    }

    private byte read(boolean acknowledge) {
        int value = 0;
        for (int bit = 7; bit >= 0; bit--) {
            value = value << 1 | (readBit() ? 1 : 0);
        }
        writeBit(!acknowledge);
        return (byte) value;
    }

    private void writeBit(boolean bit) {
        changeData(bit);
        clockUp();
        clock.delay(high);
        if (bit && !sda.read()) {
            throw new BusException(
                    Kind.ARBITRATION_LOST,
                    "%s: SDA is low while it should be high. Another controller uses the bus, or a wire has a short circuit. Retry."
                            .formatted(name));
        }
        clockDown();
    }

    private boolean readBit() {
        changeData(true);
        clockUp();
        clock.delay(high);
        boolean bit = sda.read();
        clockDown();
        return bit;
    }

    /** Changes SDA in the middle of the time for which the clock is low. */
    private void changeData(boolean to) {
        clock.delay(low / 2);
        data(to);
        clock.delay(low - low / 2);
    }

    private void data(boolean to) {
        if (to != released) {
            set(sda, to);
            released = to;
        }
    }

    private void clockDown() {
        set(scl, false);
    }

    private void clockUp() {
        set(scl, true);
        awaitClock();
    }

    private static void set(GpioPort wire, boolean to) {
        if (to) {
            wire.input(Bias.DISABLED);
        } else {
            wire.output(false, false);
        }
    }

    /** Waits while a device stretches the clock. */
    private void awaitClock() {
        long end = clock.nanos() + timeoutMicros * NANOS_PER_MICRO;
        while (true) {
            // Asked first: after the time is over, the level decides once more.
            boolean isOver = clock.nanos() - end >= 0;
            if (scl.read()) {
                return;
            }
            if (isOver) {
                throw new BusException(
                        Kind.TIMEOUT,
                        "%s: SCL stays low for more than %s µs. A device stretches the clock, or SCL has no pull-up resistor. Check the wiring, or open the bus with a longer timeout."
                                .formatted(name, timeoutMicros));
            }
            clock.delay(NANOS_PER_MICRO);
        }
    }
}
