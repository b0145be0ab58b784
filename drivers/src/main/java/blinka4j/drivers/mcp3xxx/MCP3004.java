// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp3xxx;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;

/**
 * Microchip MCP3004: analog-to-digital converter of 10 bits with 4 inputs, 0 V to its reference voltage.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/21295d.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP3xxx">Adafruit_CircuitPython_MCP3xxx</a>.
 */
public final class MCP3004 extends MCP3xxx {
    /** At 100 kHz, with a reference voltage of 3.3 V. */
    public MCP3004(SPI spi, DigitalInOut cs) {
        this(spi, cs, 3.3);
    }

    /** At 100 kHz. */
    public MCP3004(SPI spi, DigitalInOut cs, double refVoltage) {
        this(spi, cs, refVoltage, 100_000);
    }

    /** @param baudrate in Hz */
    public MCP3004(SPI spi, DigitalInOut cs, double refVoltage, int baudrate) {
        super(new SPIDevice(spi, cs, baudrate, 0, 0), refVoltage, 10, 4);
    }

    /** At 100 kHz, with a chip select that the controller drives and a reference voltage of 3.3 V. */
    public MCP3004(SPI spi, blinka4j.microcontroller.Pin cs) {
        this(new SPIDevice(spi, cs), 3.3);
    }

    /** With another speed, for example. */
    public MCP3004(SPIDevice device, double refVoltage) {
        super(device, refVoltage, 10, 4);
    }

    @Override
    int command(int pin, int single) {
        return 0x010000 | (single << 15) | (pin << 12);
    }
}
