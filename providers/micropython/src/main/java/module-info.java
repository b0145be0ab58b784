// SPDX-License-Identifier: MIT
/** GPIO, I2C, SPI, PWM and analog inputs of a board with MicroPython or CircuitPython on a USB cable. */
module blinka4j.provider.micropython {
    requires transitive blinka4j.api;
    requires blinka4j.kernel;

    exports blinka4j.micropython;

    // The provider that opens the serial port.
    uses blinka4j.provider.Provider;

    provides blinka4j.provider.Provider with
            blinka4j.micropython.MicroPythonProvider;
}
