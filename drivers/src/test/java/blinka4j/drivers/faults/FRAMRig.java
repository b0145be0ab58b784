// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.fram.FRAM;
import blinka4j.drivers.fram.FRAM_I2C;
import blinka4j.drivers.fram.FRAM_SPI;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimMB85RC256V;
import blinka4j.sim.chips.SimMB85RS64V;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** An MB85RC256V on I2C, and an MB85RS64V on SPI. */
final class FRAMRig extends FaultRig {
    /** The bytes that the chip has. */
    private interface Cells {
        byte[] bytes(int from, int to);
    }

    private final Cells chip;
    private FRAM memory;

    static List<FaultRig> all(Random random) {
        Parts parts = Parts.of(random);
        SimMB85RC256V overI2c = new SimMB85RC256V().attachTo(parts.bus(), 0x50);
        FaultRig i2c = new FRAMRig(
                "MB85RC256V",
                random,
                parts.port().faults(),
                parts.bus().clock(),
                overI2c::bytes,
                () -> new FRAM_I2C(parts.i2c()));
        SimMB85RS64V overSpi = new SimMB85RS64V();
        FaultySpi bus = new FaultySpi(overSpi, random);
        SPI spi = new SPI(bus);
        FRAMRig rig = new FRAMRig(
                "MB85RS64V",
                random,
                bus.faults(),
                bus.bus().clock(),
                overSpi::bytes,
                () -> new FRAM_SPI(new SPIDevice(spi), false, null, 8192));
        rig.addProtection(overSpi);
        return List.of(i2c, rig);
    }

    private FRAMRig(String name, Random random, Faults faults, SimClock clock, Cells chip, Supplier<FRAM> construct) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        memory = construct.get();
        readings().forEach(this::add);
        addChange(() -> memory = construct.get(), () -> true);
        add(() -> {
            byte[] values = new byte[random.nextInt(100)];
            random.nextBytes(values);
            int address = random.nextInt(memory.length() - values.length);
            memory.set(address, values);
            return Arrays.equals(chip.bytes(address, address + values.length), values);
        });
        add(() -> {
            memory.writeWraparound(true);
            byte[] values = new byte[100];
            random.nextBytes(values);
            int address = memory.length() - 50;
            memory.set(address, values);
            memory.writeWraparound(false);
            return Arrays.equals(chip.bytes(address, address + 50), Arrays.copyOf(values, 50))
                    && Arrays.equals(chip.bytes(0, 50), Arrays.copyOfRange(values, 50, 100));
        });
    }

    private void addProtection(SimMB85RS64V overSpi) {
        add(() -> memory.writeProtected() == ((overSpi.status() & 0x0C) != 0));
        add(() -> {
            memory.writeProtected(true);
            boolean isProtected = (overSpi.status() & 0x8C) == 0x8C;
            memory.writeProtected(false);
            return isProtected && (overSpi.status() & 0x8C) == 0;
        });
    }

    /** Writes of other operations must not be refused. */
    @Override
    protected void failed() {
        memory.writeProtected(false);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    int from = random.nextInt(8000);
                    int to = from + 1 + random.nextInt(96);
                    return Arrays.equals(memory.get(from, to), chip.bytes(from, to));
                },
                () -> {
                    int address = random.nextInt(8192);
                    return memory.get(address) == (chip.bytes(address, address + 1)[0] & 0xff);
                });
    }
}
