// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.max31865.MAX31865;
import blinka4j.drivers.max31865.MAX31865.Fault;
import blinka4j.sim.chips.SimMAX31865;
import blinka4j.testing.FaultRig;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A PT100 with three wires. */
final class MAX31865Rig extends FaultRig {
    private final SimMAX31865 chip;
    private final SPIDevice device;
    private MAX31865 sensor;
    private double celsius;

    static List<FaultRig> all(Random random) {
        SimMAX31865 chip = new SimMAX31865();
        return List.of(new MAX31865Rig(random, chip, new FaultySpi(chip, random)));
    }

    private MAX31865Rig(Random random, SimMAX31865 chip, FaultySpi spi) {
        super("MAX31865", random, spi.faults(), spi.bus().clock(), false);
        this.chip = chip;
        device = new SPIDevice(new SPI(spi));
        change();
        sensor = new MAX31865(device, 100, 430, 3, 50);
        readings().forEach(this::add);
        addChange(() -> sensor = new MAX31865(device, 100, 430, 3, 50), () -> configuration() == 0x11);
        addChange(() -> sensor.clearFaults(), () -> chip.registers().register(7) == 0);
        add(() -> {
            boolean on = random.nextBoolean();
            sensor.bias(on);
            return (configuration() & 0x80) != 0 == on && (configuration() & 0x11) == 0x11;
        });
        add(() -> {
            boolean on = random.nextBoolean();
            sensor.autoConvert(on);
            return configuration() == (on ? 0xD1 : 0x11);
        });
    }

    private int configuration() {
        return chip.registers().register(0);
    }

    private boolean found(int bit) {
        return (chip.registers().register(7) >> bit & 1) != 0;
    }

    /** A program that lost its settings makes them again: automatic conversion needs the bias. */
    @Override
    protected void failed() {
        sensor = new MAX31865(device, 100, 430, 3, 50);
    }

    /** IEC 60751, which Callendar and Van Dusen found. */
    @Override
    public void change() {
        celsius = uniform(0, 800);
        chip.resistance(100 * (1 + 3.9083e-3 * celsius - 5.775e-7 * celsius * celsius));
        if ((configuration() & 0xC0) == 0x40) {
            failed();
        }
        clock.advance(Duration.ofMillis(200));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.temperature(), celsius, 0.05, -243, 990),
                () -> near(sensor.resistance(), chip.resistance(), 0.014, 0, 430),
                () -> near(sensor.readRtd(), chip.resistance() * 32768 / 430, 1, 0, 32767),
                () -> sensor.bias() == ((configuration() & 0x80) != 0),
                () -> sensor.autoConvert() == ((configuration() & 0x40) != 0),
                () -> sensor.fault().equals(new Fault(found(7), found(6), found(5), found(4), found(3), found(2))));
    }
}
