// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busio.I2C;
import blinka4j.register.Register;
import blinka4j.register.Registers;

/**
 * Microchip MCP23016: 16 digital inputs and outputs, without pull-ups. Its ports GP0 and GP1 are A and B here.
 *
 * <p><a href="https://ww1.microchip.com/downloads/en/DeviceDoc/20090C.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_MCP230xx">Adafruit_CircuitPython_MCP230xx</a>.
 */
public final class MCP23016 extends MCP230xx {
    /** With A0, A1 and A2 low. These pins select 0x20 to 0x27. */
    public static final int DEFAULT_ADDRESS = 0x20;

    private final Register gpioa = chip.u8(0x00).named("gpioa");
    private final Register gpiob = chip.u8(0x01).named("gpiob");
    private final Register iodira = chip.u8(0x06).named("iodira");
    private final Register iodirb = chip.u8(0x07).named("iodirb");
    private final Register capturea = chip.u8(0x08);
    private final Register captureb = chip.u8(0x09);

    /** With a reset. */
    public MCP23016(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /** With a reset. */
    public MCP23016(I2C i2c, int address) {
        this(i2c, address, true);
    }

    /**
     * @param reset true to make all pins inputs without pull-up and with normal polarity; false to leave them as they are
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or with a reset another chip does
     */
    public MCP23016(I2C i2c, int address, boolean reset) {
        super(new Registers(i2c, address), reset, 16, 0x00, 0x02, 0x06, 0x04, -1, 0x08);
    }

    /** {@link #gpio()} of port A. */
    public int gpioa() {
        return (int) gpioa.get();
    }

    public void gpioa(int levels) {
        latch.set(gpioa, 0, levels);
    }

    /** {@link #gpio()} of port B. */
    public int gpiob() {
        return (int) gpiob.get();
    }

    public void gpiob(int levels) {
        latch.set(gpiob, 8, levels);
    }

    /** {@link #iodir()} of port A. */
    public int iodira() {
        return (int) iodira.get();
    }

    public void iodira(int inputs) {
        iodir.set(iodira, 0, inputs);
    }

    /** {@link #iodir()} of port B. */
    public int iodirb() {
        return (int) iodirb.get();
    }

    public void iodirb(int inputs) {
        iodir.set(iodirb, 8, inputs);
    }

    /** Ends the interrupts of port A. */
    public void clearInta() {
        capturea.get();
    }

    /** Ends the interrupts of port B. */
    public void clearIntb() {
        captureb.get();
    }
}
