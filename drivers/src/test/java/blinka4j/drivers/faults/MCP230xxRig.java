// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.mcp230xx.MCP23008;
import blinka4j.drivers.mcp230xx.MCP23016;
import blinka4j.drivers.mcp230xx.MCP23017;
import blinka4j.drivers.mcp230xx.MCP230xx;
import blinka4j.drivers.mcp230xx.MCP23S08;
import blinka4j.drivers.mcp230xx.MCP23S17;
import blinka4j.drivers.mcp230xx.MCP23x17;
import blinka4j.drivers.mcp230xx.MCP23xxx;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimMCP230xx;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Each chip of the family. */
final class MCP230xxRig extends FaultRig {
    private final SimMCP230xx chip;
    private final MCP230xx mcp;
    private final int pins;

    static List<FaultRig> all(Random random) {
        return List.of(
                overI2C("MCP23008", MCP23008::new, random),
                overI2C("MCP23016", MCP23016::new, random),
                overI2C("MCP23017", MCP23017::new, random),
                overSpi("MCP23S08", 0, device -> new MCP23S08(device, 0x20, true), random),
                overSpi("MCP23S17", 5, device -> new MCP23S17(device, 0x25, true), random));
    }

    private static FaultRig overI2C(String name, Function<I2C, MCP230xx> create, Random random) {
        SimMCP230xx chip = new SimMCP230xx(name, 0);
        Parts parts = Parts.of(random).attach(0x20, chip);
        return new MCP230xxRig(
                name, random, parts.port().faults(), parts.bus().clock(), chip, create.apply(parts.i2c()));
    }

    private static FaultRig overSpi(String name, int address, Function<SPIDevice, MCP230xx> create, Random random) {
        SimMCP230xx chip = new SimMCP230xx(name, address);
        FaultySpi spi = new FaultySpi(chip, random);
        return new MCP230xxRig(
                name, random, spi.faults(), spi.bus().clock(), chip, create.apply(new SPIDevice(new SPI(spi))));
    }

    private MCP230xxRig(String name, Random random, Faults faults, SimClock clock, SimMCP230xx chip, MCP230xx mcp) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        this.mcp = mcp;
        pins = chip.quantities().size();
        readings().forEach(this::add);
        addWrite('L', mcp::gpio);
        addWrite('D', mcp::iodir);
        addWrite('P', mcp::ipol);
        addPin('L', pin -> mcp.getPin(pin).value(true), 1);
        addPin('L', pin -> mcp.getPin(pin).value(false), 0);
        addPin('D', pin -> mcp.getPin(pin).direction(Direction.INPUT), 1);
        addPin('D', pin -> mcp.getPin(pin).direction(Direction.OUTPUT), 0);
        addPin('P', pin -> mcp.getPin(pin).invertPolarity(true), 1);
        addPin('D', pin -> mcp.getPin(pin).switchToInput(), 1);
        addPin('D', pin -> mcp.getPin(pin).switchToOutput(), 0);
        addPin('L', pin -> mcp.getPin(pin).output(true, false), 1);
        add(() -> {
            mcp.clearInts();
            return true;
        });
        if (mcp instanceof MCP23xxx more) {
            addWrite('U', more::gppu);
            addWrite('E', more::interruptEnable);
            addWrite('V', more::defaultValue);
            addWrite('C', more::interruptConfiguration);
            addPin('U', pin -> more.getPin(pin).pull(Pull.UP), 1);
            addPin('U', pin -> more.getPin(pin).pull(null), 0);
            add(() -> {
                int value = random.nextInt(0x40) << 1;
                more.ioControl(value);
                return (chip.get('O') & 0xF6) == (value & 0xF6);
            });
        }
        if (mcp instanceof MCP23x17 two) {
            addHalf('L', two::gpioa, 0);
            addHalf('L', two::gpiob, 8);
            addHalf('D', two::iodira, 0);
            addHalf('D', two::iodirb, 8);
            addHalf('P', two::ipola, 0);
            addHalf('P', two::ipolb, 8);
            addHalf('U', two::gppua, 0);
            addHalf('U', two::gppub, 8);
        }
    }

    private void addWrite(char register, IntConsumer write) {
        add(() -> {
            int value = random.nextInt(1 << pins);
            write.accept(value);
            return chip.get(register) == value;
        });
    }

    private void addHalf(char register, IntConsumer write, int shift) {
        add(() -> {
            int value = random.nextInt(256);
            int expected = (chip.get(register) & ~(0xFF << shift)) | value << shift;
            write.accept(value);
            return chip.get(register) == expected;
        });
    }

    /** A change of a bit leaves the others as they are. */
    private void addPin(char register, Consumer<Integer> write, int bit) {
        add(() -> {
            int pin = random.nextInt(pins);
            int expected = (chip.get(register) & ~(1 << pin)) | bit << pin;
            write.accept(pin);
            return chip.get(register) == expected;
        });
    }

    @Override
    public void change() {
        chip.connect(random.nextInt(pins), random.nextInt(3) - 1);
    }

    private int port() {
        return chip.levels() ^ chip.get('P');
    }

    private Operation is(IntSupplier read, IntSupplier expected, int most) {
        return () -> near(read.getAsInt(), expected.getAsInt(), 0, 0, most);
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        int most = (1 << pins) - 1;
        readings.add(is(mcp::gpio, this::port, most));
        readings.add(is(mcp::iodir, () -> chip.get('D'), most));
        readings.add(is(mcp::ipol, () -> chip.get('P'), most));
        for (int i = 0; i < pins; i++) {
            int pin = i;
            readings.add(() -> mcp.getPin(pin).value() == ((port() >> pin & 1) != 0));
            readings.add(() -> (mcp.getPin(pin).direction() == Direction.INPUT) == ((chip.get('D') >> pin & 1) != 0));
            readings.add(() -> (mcp.getPin(pin).pull() == Pull.UP) == ((chip.get('U') >> pin & 1) != 0));
            readings.add(() -> mcp.getPin(pin).invertPolarity() == ((chip.get('P') >> pin & 1) != 0));
        }
        if (mcp instanceof MCP23xxx more) {
            readings.add(is(more::gppu, () -> chip.get('U'), most));
            readings.add(is(more::interruptEnable, () -> chip.get('E'), most));
            readings.add(is(more::defaultValue, () -> chip.get('V'), most));
            readings.add(is(more::interruptConfiguration, () -> chip.get('C'), most));
            readings.add(is(more::ioControl, () -> chip.get('O') & 0xFF, 255));
            readings.add(() -> more.intFlag().stream().mapToInt(pin -> 1 << pin).sum() == chip.get('F'));
            readings.add(() -> {
                int captured = chip.get('I');
                boolean[] levels = more.intCap();
                int read = 0;
                for (int i = 0; i < pins; i++) {
                    read |= levels[i] ? 1 << i : 0;
                }
                return levels.length == pins && read == captured;
            });
        }
        if (mcp instanceof MCP23x17 two) {
            readings.add(is(two::gpioa, () -> port() & 0xFF, 255));
            readings.add(is(two::gpiob, () -> port() >> 8, 255));
            readings.add(is(two::iodira, () -> chip.get('D') & 0xFF, 255));
            readings.add(is(two::iodirb, () -> chip.get('D') >> 8, 255));
            readings.add(is(two::gppua, () -> chip.get('U') & 0xFF, 255));
            readings.add(is(two::gppub, () -> chip.get('U') >> 8, 255));
        }
        return readings;
    }
}
