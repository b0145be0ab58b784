// SPDX-License-Identifier: MIT
package blinka4j.mcp2221;

import blinka4j.NotAvailableException;
import blinka4j.usb.HidDevice;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cable between a program and a played bridge in the same virtual machine. */
final class Cable implements Supplier<HidDevice> {
    private final PlayedMcp2221 bridge;
    /** The number of commands after which it is pulled out; -1 for never. */
    private int left = -1;

    private boolean out;
    private boolean silent;
    private int open;

    Cable(PlayedMcp2221 bridge) {
        this.bridge = bridge;
    }

    synchronized void pullOut() {
        out = true;
    }

    synchronized void pullOutAfter(int commands) {
        left = commands;
    }

    synchronized void plugIn() {
        out = false;
        left = -1;
    }

    /** Makes the bridge answer nothing. */
    synchronized void silent() {
        silent = true;
    }

    synchronized int open() {
        return open;
    }

    @Override
    public synchronized HidDevice get() {
        if (out) {
            throw new NotAvailableException("no bridge is connected");
        }
        open++;
        return new Device();
    }

    private synchronized byte @Nullable [] answer(byte[] command, boolean before) throws IOException {
        out |= left == 0;
        left--;
        // What was open before it was pulled out stays gone.
        if (out || before) {
            throw new IOException("Input/output error");
        }
        return silent ? null : bridge.answer(command);
    }

    private final class Device implements HidDevice {
        private boolean gone;
        private boolean closed;

        @Override
        public String name() {
            return "/dev/hidraw7";
        }

        @Override
        public boolean exchange(byte[] sent, byte[] received, long timeoutNanos) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            byte[] answer;
            try {
                answer = answer(sent, gone);
            } catch (IOException e) {
                gone = true;
                throw e;
            }
            if (answer == null) {
                return false;
            }
            System.arraycopy(answer, 0, received, 0, answer.length);
            return true;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                synchronized (Cable.this) {
                    open--;
                }
            }
        }
    }
}
