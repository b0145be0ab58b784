// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SpiOpcodes;

/**
 * Microchip MCP23008, MCP23016, MCP23017, MCP23S08 or MCP23S17: 8 or 16 digital inputs and outputs; I2C, address 0x20 to 0x27, or SPI.
 * Data sheets: DS20001919, DS20090, DS20001952.
 *
 * <p>The registers' other order (IOCON.BANK), byte mode and the interrupts of the MCP23016 are not simulated.
 */
public final class SimMCP230xx extends SimChip {
    private final String order;
    private final int ports;
    private final Registers8 registers = new Registers8();
    private final Quantity[] outside;
    private int previous;

    /** @param address the levels of the address pins, 0 to 7, which a chip with SPI compares if IOCON.HAEN is 1 */
    public SimMCP230xx(String name, int address) {
        order = name.endsWith("16") ? "GLPDIO" : "DPEVCOUFIGL";
        ports = name.endsWith("08") ? 1 : 2;
        outside = new Quantity[8 * ports];
        for (int i = 0; i < outside.length; i++) {
            outside[i] = measures("GP" + i, -1, 1, "", 0);
        }
        onI2c(registers.onRead(this::reading).onWrite(this::written));
        // Errata 80311A: A2 is compared always.
        onSpi(new SpiOpcodes(registers, () -> 0x40 | ((get('O') & 0x08) == 0 ? address & 4 : address) << 1));
    }

    @Override
    protected void powerOn() {
        registers.register(0, new int[11 * ports]);
        put('D', 0xFFFF);
        previous = levels();
    }

    /** Connects a pin: below 0 to ground, such as with a button; 0 to nothing; above 0 to the supply. */
    public synchronized SimMCP230xx connect(int pin, double to) {
        outside[pin].value(to);
        interrupts();
        return this;
    }

    /** A register of all pins: Direction, Polarity, interrupt Enable, default Value, Compare, cOntrol, pull-Up, Flag, Input captured, Latch. */
    public synchronized int get(char register) {
        int at = order.indexOf(register) * ports;
        return at < 0 ? 0 : registers.register(at) | (ports == 2 ? registers.register(at + 1) << 8 : 0);
    }

    private void put(char register, int value) {
        for (int port = 0; order.indexOf(register) >= 0 && port < ports; port++) {
            registers.register(order.indexOf(register) * ports + port, value >> (8 * port) & 0xFF);
        }
    }

    /** The levels of the pins: of outputs their latch, of inputs what is connected, or the pull-up. */
    public synchronized int levels() {
        int levels = get('L') & ~get('D');
        for (int i = 0; i < outside.length; i++) {
            double to = outside[i].value();
            levels |= to > 0 || (to == 0 && (get('U') >> i & 1) != 0) ? get('D') & 1 << i : 0;
        }
        return levels;
    }

    private void interrupts() {
        int levels = levels();
        int changed = get('E') & ((get('C') & (levels ^ get('V'))) | (~get('C') & (levels ^ previous)));
        for (int port = 0xFF; port < 1 << outside.length; port <<= 8) {
            if ((changed & port) != 0 && (get('F') & port) == 0) {
                put('F', get('F') | (changed & port));
                put('I', (get('I') & ~port) | (levels & port));
            }
        }
    }

    private void reading(int register) {
        interrupts();
        put('G', levels() ^ get('P'));
        if (register / ports == order.indexOf('G') || register / ports == order.indexOf('I')) {
            int port = 0xFF << (8 * (register % ports));
            put('F', get('F') & ~port);
            previous = (previous & ~port) | (levels() & port);
        }
    }

    private void written(int register, int value) {
        if (register / ports == order.indexOf('G')) {
            registers.register(order.indexOf('L') * ports + register % ports, value);
        }
        interrupts();
    }
}
