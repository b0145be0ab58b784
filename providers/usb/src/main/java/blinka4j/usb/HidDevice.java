// SPDX-License-Identifier: MIT
package blinka4j.usb;

import java.io.IOException;

/**
 * The way to the reports of a bridge. On Linux the provider has one, over the kernel's hidraw. For another system, implement this over
 * its HID library, and pass it to {@link UsbProvider#UsbProvider(java.util.function.Supplier)}. One thread at a time calls it.
 */
public interface HidDevice extends AutoCloseable {
    /** The bytes of a report of the MCP2221A in both directions. It has no report IDs. */
    int REPORT = 64;

    /** The name that messages use, such as {@code /dev/hidraw0}. */
    String name();

    /**
     * Sends a report and waits for the answer, which begins with the same byte. Skips other reports, which are late answers to an
     * earlier program. Allocates nothing.
     *
     * @param sent {@link #REPORT} bytes
     * @param received gets {@link #REPORT} bytes
     * @return false if there was no answer in time; the device is then not used again
     * @throws IOException if the device is gone
     */
    boolean exchange(byte[] sent, byte[] received, long timeoutNanos) throws IOException;

    /** Closes the device. Closing again does nothing. */
    @Override
    void close();
}
