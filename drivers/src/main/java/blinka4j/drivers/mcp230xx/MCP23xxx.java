// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import blinka4j.busdevice.SPIDevice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What all expanders but the MCP23016 have: pull-ups, and settings of their interrupts.
 *
 * <p>A pin whose interrupt is enabled makes INT active when its level changes, or is not the default value. Connect INT to a pin of the
 * board, and ask {@link #intFlag()} in the listener of its {@code onEdge}.
 */
public abstract sealed class MCP23xxx extends MCP230xx permits MCP23008, MCP23S08, MCP23x17 {
    private static final int BANK = 0x80;
    /** IOCON.HAEN: the chip compares its address on SPI. */
    private static final int HARDWARE_ADDRESS = 0x08;

    private static final int A2 = 0x04;

    final PinRegister pullUps;
    private final Register interruptEnable;
    private final Register defaultValue;
    private final Register interruptConfiguration;
    private final Register ioControl;
    private final Register flags;
    /** Bits that have to stay 1. */
    private final int ioControlAlways;

    MCP23xxx(Registers chip, boolean reset, int pins, int ioControlAlways) {
        this(chip, reset, pins, ioControlAlways, pins / 8);
    }

    private MCP23xxx(Registers chip, boolean reset, int pins, int ioControlAlways, int ports) {
        super(chip, reset, pins, 0x09 * ports, 0x0A * ports, 0x00, 0x01 * ports, 0x06 * ports, 0x08 * ports);
        interruptEnable = register(0x02 * ports).named("interruptEnable");
        defaultValue = register(0x03 * ports).named("defaultValue");
        interruptConfiguration = register(0x04 * ports).named("interruptConfiguration");
        ioControl = chip.u8(0x05 * ports);
        pullUps = Objects.requireNonNull(gppu);
        flags = register(0x07 * ports);
        this.ioControlAlways = ioControlAlways;
    }

    /** The registers of a chip on SPI. Switches the comparison of addresses on if the address is not the first one. */
    static Registers registers(SPIDevice device, int address, int ioControl) {
        if (address < 0x20 || address > 0x27) {
            throw new IllegalArgumentException("address 0x%02x: expected 0x20 to 0x27".formatted(address));
        }
        if (address != 0x20) {
            // Until then the chip takes the first address for its own.
            new Registers(new OpcodeAccessor(device, 0x20)).u8(ioControl).set(HARDWARE_ADDRESS);
        }
        if ((address & A2) != 0) {
            // Microchip's errata 80311A: an MCP23S17 compares A2 even then.
            new Registers(new OpcodeAccessor(device, 0x20 | A2)).u8(ioControl).set(HARDWARE_ADDRESS);
        }
        return new Registers(new OpcodeAccessor(device, address));
    }

    static int ioControlAlways(int address) {
        return address == 0x20 ? 0 : HARDWARE_ADDRESS;
    }

    /** Which pins have their pull-up, of about 100 kΩ, on. */
    public int gppu() {
        return pullUps.get();
    }

    public void gppu(int pulledUp) {
        pullUps.set(pulledUp);
    }

    /** INTCON: pins that are compared with {@link #defaultValue}, and not with their level before. */
    public int interruptConfiguration() {
        return (int) interruptConfiguration.get();
    }

    public void interruptConfiguration(int compared) {
        interruptConfiguration.set(compared);
    }

    /** GPINTEN: pins whose interrupt is enabled. */
    public int interruptEnable() {
        return (int) interruptEnable.get();
    }

    public void interruptEnable(int enabled) {
        interruptEnable.set(enabled);
    }

    /** DEFVAL: the levels that are no interrupt. */
    public int defaultValue() {
        return (int) defaultValue.get();
    }

    public void defaultValue(int levels) {
        defaultValue.set(levels);
    }

    /**
     * IOCON: bit 1 for INT active high, bit 2 for INT open drain, bit 4 for SDA without slew rate control, bit 5 for registers without
     * auto-increment, bit 6 for INTA and INTB connected.
     */
    public int ioControl() {
        return (int) ioControl.get();
    }

    /** @param value as {@link #ioControl()}. Bit 7, another order of the registers, is ignored */
    public void ioControl(int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("ioControl cannot be %s: expected 0 to 255".formatted(value));
        }
        ioControl.set((value & ~BANK) | ioControlAlways);
    }

    /** The numbers of the pins that caused an interrupt. */
    public List<Integer> intFlag() {
        return numbers(flags, 0);
    }

    static List<Integer> numbers(Register register, int first) {
        long bits = register.get();
        return IntStream.range(0, 16)
                .filter(pin -> (bits >> pin & 1) != 0)
                .mapToObj(pin -> first + pin)
                .toList();
    }

    /** The levels of all pins at the interrupt. Reading them ends it. */
    public boolean[] intCap() {
        return levels(capture, pins);
    }

    static boolean[] levels(Register register, int count) {
        long bits = register.get();
        boolean[] levels = new boolean[count];
        for (int pin = 0; pin < count; pin++) {
            levels[pin] = (bits >> pin & 1) != 0;
        }
        return levels;
    }
}
