// SPDX-License-Identifier: MIT
package blinka4j.bitbangio;

import blinka4j.NotAvailableException;
import blinka4j.hardware.LineGroup;
import blinka4j.provider.Clock;
import blinka4j.provider.GpioPort;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.SpiPort;
import org.jspecify.annotations.Nullable;

/** An SPI controller on two or three lines. Chip selects are digital outputs of the program. */
final class BitbangSpi extends BitbangBus implements SpiPort {
    private static final int HALF_SECOND = 500_000_000;
    private static final int BITS = 8;

    private final GpioPort sck;
    private final @Nullable GpioPort mosi;
    private final @Nullable GpioPort miso;

    // Guarded by the lock.
    private long halfPeriod;
    private boolean idle;
    private boolean secondEdge;
    private boolean lsbFirst;

    BitbangSpi(LineGroup lines, Clock clock, boolean hasMosi, boolean hasMiso) {
        super(lines, clock);
        sck = lines.ports().get(0);
        mosi = hasMosi ? lines.ports().get(1) : null;
        miso = hasMiso ? lines.ports().get(hasMosi ? 2 : 1) : null;
        lines.begin(() -> {
            sck.output(false, false);
            if (mosi != null) {
                mosi.output(false, false);
            }
            if (miso != null) {
                miso.input(Bias.DISABLED);
            }
        });
    }

    @Override
    public int configure(Settings settings) {
        if (settings.bits() != BITS || settings.threeWire() || settings.chipSelect() != Settings.BY_HAND) {
            throw new NotAvailableException(
                    "%s: a bus of BitbangIO has words of 8 bits, two data wires and no chip select. Use these, with a digital output as chip select, or a bus of a controller."
                            .formatted(name));
        }
        lock();
        try {
            halfPeriod = (HALF_SECOND + settings.baudrate() - 1L) / settings.baudrate();
            secondEdge = settings.phase() == 1;
            lsbFirst = settings.lsbFirst();
            idle = settings.polarity() == 1;
            sck.write(idle);
            return settings.baudrate();
        } finally {
            unlock();
        }
    }

    @Override
    public void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        if (out != null && mosi == null) {
            throw new IllegalArgumentException(
                    "%s cannot write: it has no MOSI pin. Open the bus with one.".formatted(name));
        }
        if (in != null && miso == null) {
            throw new IllegalArgumentException(
                    "%s cannot read: it has no MISO pin. Open the bus with one.".formatted(name));
        }
        lock();
        try {
            for (int i = 0; i < length; i++) {
                int received = exchange(out == null ? 0 : out[outStart + i]);
                if (in != null) {
                    in[inStart + i] = (byte) received;
                }
            }
        } finally {
            unlock();
        }
    }

    private int exchange(int value) {
        int received = 0;
        for (int i = 0; i < BITS; i++) {
            int place = lsbFirst ? i : BITS - 1 - i;
            boolean bit = (value >> place & 1) != 0;
            if (secondEdge) {
                sck.write(!idle);
                send(bit);
                clock.delay(halfPeriod);
                sck.write(idle);
                received |= receive() << place;
                clock.delay(halfPeriod);
            } else {
                send(bit);
                clock.delay(halfPeriod);
                sck.write(!idle);
                received |= receive() << place;
                clock.delay(halfPeriod);
                sck.write(idle);
            }
        }
        return received;
    }

    private void send(boolean bit) {
        if (mosi != null) {
            mosi.write(bit);
        }
    }

    private int receive() {
        return miso != null && miso.read() ? 1 : 0;
    }
}
