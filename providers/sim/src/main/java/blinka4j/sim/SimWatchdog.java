// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.PinException;
import blinka4j.provider.Clock;
import blinka4j.provider.WatchdogPort;
import org.jspecify.annotations.Nullable;

/** The watchdog of a {@link SimBoard}. It resets nothing. A test asks whether it would have: {@link #hasReset()}. */
public final class SimWatchdog {
    private final Clock clock;
    private @Nullable Port port;
    private boolean reset;

    SimWatchdog(Clock clock) {
        this.clock = clock;
    }

    /** True while the program uses the watchdog. */
    public synchronized boolean isRunning() {
        return port != null;
    }

    /** True if the program was once late to feed it. The program goes on, although a real machine would have been reset. */
    public synchronized boolean hasReset() {
        Port running = port;
        if (running != null) {
            running.check();
        }
        return reset;
    }

    synchronized WatchdogPort open(double seconds) {
        if (port != null) {
            throw new PinException("the watchdog is in use. Stop it first.");
        }
        Port opened = new Port(seconds);
        port = opened;
        return opened;
    }

    private final class Port implements WatchdogPort {
        private double timeout;
        private long fed;
        private boolean closed;

        Port(double seconds) {
            timeout = seconds;
            fed = clock.nanos();
        }

        void check() {
            reset |= clock.nanos() - fed > timeout * 1e9;
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("the watchdog is closed. Open it again to use it.");
            }
        }

        @Override
        public double timeout() {
            synchronized (SimWatchdog.this) {
                requireOpen();
                return timeout;
            }
        }

        @Override
        public void timeout(double seconds) {
            synchronized (SimWatchdog.this) {
                feed();
                timeout = seconds;
            }
        }

        @Override
        public void feed() {
            synchronized (SimWatchdog.this) {
                requireOpen();
                check();
                fed = clock.nanos();
            }
        }

        @Override
        public String name() {
            return "watchdog";
        }

        @Override
        public void close() {
            synchronized (SimWatchdog.this) {
                if (!closed) {
                    check();
                    closed = true;
                    port = null;
                }
            }
        }
    }
}
