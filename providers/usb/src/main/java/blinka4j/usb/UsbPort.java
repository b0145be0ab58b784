// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.BusException;
import blinka4j.NotAvailableException;

/** What all ports on a bridge share. Their methods are synchronized: the bridge carries out one command at a time anyway. */
abstract class UsbPort implements AutoCloseable {
    private final Link link;
    private final String label;
    final Bridge bridge;

    private boolean closed;

    UsbPort(Link link, String label) {
        this.link = link;
        this.label = label;
        this.bridge = link.join();
    }

    /** Requires that a device of the board's file is the one that the bridge has. */
    static void require(String what, String device, String expected) {
        if (!device.equals(expected)) {
            throw new NotAvailableException(
                    "the %s %s is not on a bridge with an MCP2221, whose only one is called %s. Set BLINKA_FORCEBOARD to MICROCHIP_MCP2221, or unset it."
                            .formatted(what, device, expected));
        }
    }

    /** The port as messages call it. */
    final String label() {
        return label;
    }

    final void requireOpen() {
        if (closed) {
            throw new IllegalStateException(label + " is closed. Open it again to use it.");
        }
    }

    /** Leaves the hardware so that nothing is driven. Not called if the bridge is gone. */
    void end() {}

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!bridge.isGone()) {
                end();
            }
        } catch (BusException e) {
            // If it was pulled out, there is nothing to end.
            if (!bridge.isGone()) {
                throw e;
            }
        } finally {
            link.leave(bridge);
        }
    }
}
