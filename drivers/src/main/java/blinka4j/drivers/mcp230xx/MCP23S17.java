// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;

/**
 * Microchip MCP23S17: 16 digital inputs and outputs, on SPI.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/devicedoc/20001952c.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP230xx">Adafruit_CircuitPython_MCP230xx</a>.
 *
 * <p>After its power failed, a chip with another address than 0x20 does not answer until there is a new object. SPI does not report that:
 * all bits read 1, or all 0.
 */
public final class MCP23S17 extends MCP23x17 {
    /** With A0, A1 and A2 low. These pins select 0x20 to 0x27. */
    public static final int DEFAULT_ADDRESS = 0x20;

    /** With a reset; 100 kHz. */
    public MCP23S17(SPI spi, DigitalInOut chipSelect) {
        this(spi, chipSelect, DEFAULT_ADDRESS);
    }

    /** With a reset; 100 kHz. */
    public MCP23S17(SPI spi, DigitalInOut chipSelect, int address) {
        this(spi, chipSelect, address, true);
    }

    /** 100 kHz. */
    public MCP23S17(SPI spi, DigitalInOut chipSelect, int address, boolean reset) {
        this(spi, chipSelect, address, reset, 100_000);
    }

    /** @param baudrate clock in Hz, at most 10 MHz */
    public MCP23S17(SPI spi, DigitalInOut chipSelect, int address, boolean reset, int baudrate) {
        this(new SPIDevice(spi, chipSelect, baudrate, 0, 0), address, reset);
    }

    /** With a reset; 100 kHz, with a chip select that the controller drives. */
    public MCP23S17(SPI spi, Pin chipSelect) {
        this(new SPIDevice(spi, chipSelect), DEFAULT_ADDRESS, true);
    }

    /**
     * @param address several chips may share a chip select. Make that with the address 0x20 last
     * @param reset true to make all pins inputs without pull-up and with normal polarity; false to leave them as they are
     * @throws blinka4j.DeviceNotFoundException if with a reset nothing answers, or another chip does
     */
    public MCP23S17(SPIDevice device, int address, boolean reset) {
        super(registers(device, address, IOCON), reset, ioControlAlways(address));
    }
}
