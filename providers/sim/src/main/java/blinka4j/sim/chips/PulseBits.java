// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.chips.SimNeoPixel.Model;

/** The bits of the pulses on the wire of a {@link SimNeoPixel}: a short one is a 0, a long one a 1. */
final class PulseBits {
    /** Called at the end of a frame. */
    interface Frame {
        void ended(byte[] received, int bytes);
    }

    private static final double LEAST_PERIOD = 650;
    private static final double MOST_PERIOD = 1850;

    private final Model model;
    private final byte[] received;
    private final Frame frame;
    private int bits;
    /** The length of the last pulse, and for how long the wire has been low since then, in ns. */
    private double high;

    private double low = 1;

    PulseBits(Model model, int bytes, Frame frame) {
        this.model = model;
        received = new byte[bytes];
        this.frame = frame;
    }

    /** The wire has a level for so long. */
    void level(boolean isHigh, double nanos) {
        if (isHigh) {
            if (low > 0) {
                double period = high + low;
                require(bits == 0 || (period >= LEAST_PERIOD && period <= MOST_PERIOD), "bit", period);
                high = 0;
                low = 0;
            }
            high += nanos;
        } else {
            if (low == 0) {
                receive();
            }
            low += nanos;
            if (bits > 0 && low >= model.reset) {
                frame.ended(received, Math.min(bits / 8, received.length));
                bits = 0;
            }
        }
    }

    private void receive() {
        boolean isOne = high >= model.leastOf1;
        require(isOne ? high <= model.mostOf1 : high >= model.leastOf0 && high <= model.mostOf0, "pulse", high);
        if (bits < received.length * 8) {
            int mask = 0x80 >> (bits % 8);
            received[bits / 8] = (byte) (isOne ? received[bits / 8] | mask : received[bits / 8] & ~mask);
        }
        bits++;
    }

    private void require(boolean isRight, String what, double nanos) {
        if (!isRight) {
            throw new IllegalStateException("a %s of %s ns is not in the data sheet of the %s. Choose another clock."
                    .formatted(what, nanos, model));
        }
    }
}
