// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.bme280.BME280;
import blinka4j.drivers.bme280.BME280.IIRFilter;
import blinka4j.drivers.bme280.BME280.Mode;
import blinka4j.drivers.bme280.BME280.Overscan;
import blinka4j.drivers.bme280.BME280.StandbyPeriod;
import blinka4j.register.Registers;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimBME280;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A BME280, over I2C and over SPI. */
final class BME280Rig extends FaultRig {
    private final SimBME280 chip;
    private BME280 sensor;

    static List<FaultRig> all(Random random) {
        SimBME280 spiChip = new SimBME280();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimBME280 i2cChip = new SimBME280();
        Parts parts = Parts.of(random).attach(0x77, i2cChip);
        return List.of(
                new BME280Rig(
                        "BME280",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        () -> new BME280(parts.i2c())),
                new BME280Rig(
                        "BME280 (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        () -> new BME280(new Registers(new SPIDevice(spiBus)))));
    }

    BME280Rig(String name, Random random, Faults faults, SimClock clock, SimBME280 chip, Supplier<BME280> create) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        sensor = create.get();
        readings().forEach(this::add);
        // The commonest.
        add(this::measures);
        add(this::measures);
        addChange(() -> sensor = create.get(), () -> register(0xF4) >> 2 == 0x0D);
        add(() -> {
            Mode mode = one(Mode.values());
            sensor.mode(mode);
            return mode == Mode.MODE_FORCE || (register(0xF4) & 3) == (mode == Mode.MODE_NORMAL ? 3 : 0);
        });
        add(() -> {
            Overscan overscan = one(Overscan.values());
            sensor.overscanTemperature(overscan);
            return register(0xF4) >> 5 == overscan.ordinal();
        });
        add(() -> {
            Overscan overscan = one(Overscan.values());
            sensor.overscanPressure(overscan);
            return (register(0xF4) >> 2 & 7) == overscan.ordinal();
        });
        add(() -> {
            Overscan overscan = one(Overscan.values());
            sensor.overscanHumidity(overscan);
            return (register(0xF2) & 7) == overscan.ordinal();
        });
        add(() -> {
            IIRFilter filter = one(IIRFilter.values());
            sensor.iirFilter(filter);
            return (register(0xF5) >> 2 & 7) == filter.ordinal();
        });
        add(() -> {
            StandbyPeriod period = one(StandbyPeriod.values());
            sensor.standbyPeriod(period);
            return sensor.standbyPeriod() == period;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 85)).pressure(uniform(300, 1100)).humidity(uniform(0, 100));
        if (random.nextInt(20) == 0) {
            // Its supply fails for a moment.
            chip.registers().register(0xF2, 0, 0, 0, 0, 0, 0x80, 0, 0, 0x80, 0, 0, 0x80, 0);
        }
        clock.advance(Duration.ofSeconds(2));
    }

    private boolean on(int field) {
        return (field & 7) != 0;
    }

    private boolean isTemperature(double celsius) {
        return near(celsius, on(register(0xF4) >> 5) ? chip.temperature() : Double.NaN, 0.02, -60, 105);
    }

    private boolean isPressure(double hectopascals) {
        boolean expected = on(register(0xF4) >> 5) && on(register(0xF4) >> 2);
        return near(hectopascals, expected ? chip.pressure() : Double.NaN, 0.2, 100, 1300);
    }

    private boolean isHumidity(double percent) {
        boolean expected = on(register(0xF4) >> 5) && on(register(0xF2));
        return near(percent, expected ? chip.humidity() : Double.NaN, 0.1, 0, 100);
    }

    private boolean measures() {
        BME280.Measurements measured = sensor.measurements();
        return isTemperature(measured.temperature())
                & isPressure(measured.pressure())
                & isHumidity(measured.humidity());
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                this::measures,
                () -> isTemperature(sensor.temperature()),
                () -> isPressure(sensor.pressure()),
                () -> isHumidity(sensor.relativeHumidity()),
                () -> {
                    double metres = sensor.altitude();
                    boolean expected = on(register(0xF4) >> 5) && on(register(0xF4) >> 2);
                    double right = 44330 * (1 - Math.pow(chip.pressure() / 1013.25, 0.1903));
                    return near(metres, expected ? right : Double.NaN, 5, -2500, 16_500);
                },
                () -> sensor.overscanTemperature().ordinal() == Math.min(5, register(0xF4) >> 5),
                () -> sensor.overscanPressure().ordinal() == Math.min(5, register(0xF4) >> 2 & 7),
                () -> sensor.overscanHumidity().ordinal() == Math.min(5, register(0xF2) & 7),
                () -> sensor.iirFilter().ordinal() == Math.min(4, register(0xF5) >> 2 & 7),
                () -> (sensor.mode() == Mode.MODE_NORMAL) == ((register(0xF4) & 3) == 3),
                () -> sensor.measurementTimeTypical() <= sensor.measurementTimeMax());
    }
}
