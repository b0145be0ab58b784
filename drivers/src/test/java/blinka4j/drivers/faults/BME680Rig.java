// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.bme680.BME680;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimBME680;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A BME680, over I2C and over SPI. */
final class BME680Rig extends FaultRig {
    private final SimBME680 chip;
    private BME680 sensor;

    static List<FaultRig> all(Random random) {
        SimBME680 spiChip = new SimBME680();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimBME680 i2cChip = new SimBME680();
        Parts parts = Parts.of(random).attach(0x77, i2cChip);
        return List.of(
                new BME680Rig(
                        "BME680",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        () -> new BME680(parts.i2c())),
                new BME680Rig(
                        "BME680 (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        () -> new BME680(new SPIDevice(spiBus))));
    }

    BME680Rig(String name, Random random, Faults faults, SimClock clock, SimBME680 chip, Supplier<BME680> create) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        sensor = create.get();
        readings().forEach(this::add);
        addChange(() -> sensor = create.get(), () -> register(0x70) == 0 && register(0x64) == 0x65);
        addChange(() -> sensor.setGasHeater(200, 63), () -> register(0x70) == 0 && register(0x64) == 63);
        add(() -> {
            int samples = 1 << random.nextInt(5);
            sensor.temperatureOversample(samples);
            sensor.pressureOversample(samples);
            sensor.humidityOversample(samples);
            return sensor.temperatureOversample() == samples
                    && sensor.pressureOversample() == samples
                    && sensor.humidityOversample() == samples;
        });
        add(() -> {
            int size = (1 << random.nextInt(8)) - 1;
            sensor.filterSize(size);
            return sensor.filterSize() == size;
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
        chip.quantity("temperature").value(uniform(-40, 85));
        chip.quantity("pressure").value(uniform(300, 1100));
        chip.quantity("humidity").value(uniform(0, 100));
        chip.quantity("gas").value(uniform(500, 1_000_000));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    BME680.Measurements all = sensor.measurements();
                    return near(all.temperature(), value("temperature"), 0.01, -60, 105)
                            & near(all.pressure(), value("pressure"), 0.01, 100, 1300)
                            & near(all.humidity(), value("humidity"), 0.05, 0, 100)
                            & gas(all.gas());
                },
                () -> near(sensor.temperature(), value("temperature"), 0.01, -60, 105),
                () -> near(sensor.pressure(), value("pressure"), 0.01, 100, 1300),
                () -> near(sensor.humidity(), value("humidity"), 0.05, 0, 100),
                () -> near(sensor.relativeHumidity(), value("humidity"), 0.05, 0, 100),
                () -> gas(sensor.gas()),
                () -> near(
                        sensor.altitude(),
                        44330 * (1 - Math.pow(value("pressure") / 1013.25, 0.1903)),
                        0.5,
                        -3000,
                        17_000));
    }

    private boolean gas(double ohms) {
        return near(ohms, value("gas"), value("gas") / 500, 100, 20_000_000);
    }
}
