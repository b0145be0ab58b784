// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.bmp3xx.BMP3XX;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimBMP3XX;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A BMP390, over I2C and over SPI. */
final class BMP3XXRig extends FaultRig {
    private final SimBMP3XX chip;
    private BMP3XX sensor;

    static List<FaultRig> all(Random random) {
        SimBMP3XX spiChip = new SimBMP3XX();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimBMP3XX i2cChip = new SimBMP3XX();
        Parts parts = Parts.of(random).attach(0x77, i2cChip);
        return List.of(
                new BMP3XXRig(
                        "BMP3XX",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        () -> new BMP3XX(parts.i2c())),
                new BMP3XXRig(
                        "BMP3XX (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        () -> new BMP3XX(new SPIDevice(spiBus))));
    }

    BMP3XXRig(String name, Random random, Faults faults, SimClock clock, SimBMP3XX chip, Supplier<BMP3XX> create) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        sensor = create.get();
        readings().forEach(this::add);
        addChange(() -> sensor = create.get(), () -> register(0x1C) == 0x02);
        addChange(() -> sensor.reset(), () -> register(0x1C) == 0x02 && register(0x1F) == 0);
        add(() -> {
            int code = random.nextInt(6);
            sensor.pressureOversampling(1 << code);
            return (register(0x1C) & 7) == code;
        });
        add(() -> {
            int code = random.nextInt(6);
            sensor.temperatureOversampling(1 << code);
            return register(0x1C) >> 3 == code;
        });
        add(() -> {
            int code = random.nextInt(8);
            sensor.filterCoefficient(code == 0 ? 0 : 1 << code);
            return register(0x1F) >> 1 == code;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private double value(String quantity) {
        return chip.quantity(quantity).value();
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 85)).pressure(uniform(300, 1250));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    BMP3XX.Measurements measured = sensor.measurements();
                    return near(measured.temperature(), value("temperature"), 0.001, -60, 105)
                            & near(measured.pressure(), value("pressure"), 0.001, 100, 1400);
                },
                () -> near(sensor.temperature(), value("temperature"), 0.001, -60, 105),
                () -> near(sensor.pressure(), value("pressure"), 0.001, 100, 1400),
                () -> near(
                        sensor.altitude(),
                        44307.7 * (1 - Math.pow(value("pressure") / 1013.25, 0.190284)),
                        0.1,
                        -3000,
                        17_000),
                () -> sensor.pressureOversampling() == 1 << (register(0x1C) & 7),
                () -> sensor.temperatureOversampling() == 1 << (register(0x1C) >> 3),
                () -> sensor.filterCoefficient() == (1 << (register(0x1F) >> 1) & ~1));
    }
}
