// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.PinException;
import blinka4j.provider.EncoderPort;

/** A counter of a {@link SimBoard} for an incremental encoder, and the knob of the encoder. */
public final class SimEncoder {
    private final String name;
    private long steps;
    private boolean open;

    SimEncoder(String name) {
        this.name = name;
    }

    /**
     * Turns the knob.
     *
     * @param by the number of edges of A and B: 4 for one detent of most knobs. Less than 0 turns it back
     */
    public synchronized SimEncoder turn(int by) {
        steps += by;
        return this;
    }

    /** True while the program counts. */
    public synchronized boolean isOpen() {
        return open;
    }

    private synchronized long steps() {
        return steps;
    }

    synchronized EncoderPort open() {
        if (open) {
            throw new PinException("the counter %s is in use. Close it first.".formatted(name));
        }
        open = true;
        return new Port(steps);
    }

    private final class Port implements EncoderPort {
        private final long first;
        private volatile boolean closed;

        private Port(long first) {
            this.first = first;
        }

        @Override
        public long steps() {
            if (closed) {
                throw new IllegalStateException("%s is closed. Open it again to use it.".formatted(name));
            }
            return SimEncoder.this.steps() - first;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void close() {
            synchronized (SimEncoder.this) {
                if (!closed) {
                    closed = true;
                    open = false;
                }
            }
        }
    }
}
