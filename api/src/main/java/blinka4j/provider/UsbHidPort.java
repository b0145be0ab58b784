// SPDX-License-Identifier: MIT
package blinka4j.provider;

import org.jspecify.annotations.Nullable;

/** A USB device with one or more HID interfaces, which the board shows to the computer at its USB port. */
public interface UsbHidPort extends Port {
    /** A HID interface of the device. */
    final class Function {
        private final byte[] descriptor;
        private final int reportLength;
        private final int protocol;

        /**
         * @param descriptor the report descriptor. If it has report IDs, each report begins with one
         * @param reportLength the bytes of the longest report in either direction, with its ID
         * @param protocol of the boot interface: 1 for a keyboard, 2 for a mouse, 0 for none
         */
        public Function(byte[] descriptor, int reportLength, int protocol) {
            this.descriptor = descriptor.clone();
            this.reportLength = reportLength;
            this.protocol = protocol;
        }

        public byte[] descriptor() {
            return descriptor.clone();
        }

        public int reportLength() {
            return reportLength;
        }

        public int protocol() {
            return protocol;
        }
    }

    /** True if a computer has configured the device and is awake. */
    boolean isConnected();

    /**
     * Sends a report. Waits up to 2 s for the computer to take the report before it.
     *
     * @param index of the interface
     * @param reportId sent before the bytes; 0 if the descriptor has no report IDs
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes reports; this one is not sent then
     */
    void send(int index, int reportId, byte[] report);

    /** Returns the next report from the computer, with its ID if the descriptor has report IDs. Null if there is none. */
    byte @Nullable [] receive(int index);
}
