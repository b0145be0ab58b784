// SPDX-License-Identifier: MIT
/** GPIO, I2C, analog inputs and the analog output of a USB bridge with an MCP2221A. */
module blinka4j.provider.usb {
    requires transitive blinka4j.api;
    requires blinka4j.kernel;

    exports blinka4j.usb;

    provides blinka4j.provider.Provider with
            blinka4j.usb.UsbProvider;
}
