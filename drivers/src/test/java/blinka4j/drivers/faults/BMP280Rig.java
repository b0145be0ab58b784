// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.bmp280.BMP280;
import blinka4j.drivers.bmp280.BMP280.IIRFilter;
import blinka4j.drivers.bmp280.BMP280.Mode;
import blinka4j.drivers.bmp280.BMP280.Overscan;
import blinka4j.drivers.bmp280.BMP280.StandbyPeriod;
import blinka4j.register.Registers;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimBMP280;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A BMP280, over I2C and over SPI. */
final class BMP280Rig extends FaultRig {
    private final SimBMP280 chip;
    private BMP280 sensor;

    static List<FaultRig> all(Random random) {
        SimBMP280 spiChip = new SimBMP280();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimBMP280 i2cChip = new SimBMP280();
        Parts parts = Parts.of(random).attach(0x77, i2cChip);
        return List.of(
                new BMP280Rig(
                        "BMP280",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        () -> new BMP280(parts.i2c())),
                new BMP280Rig(
                        "BMP280 (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        () -> new BMP280(new Registers(new SPIDevice(spiBus)))));
    }

    BMP280Rig(String name, Random random, Faults faults, SimClock clock, SimBMP280 chip, Supplier<BMP280> create) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        sensor = create.get();
        readings().forEach(this::add);
        // The commonest.
        add(this::measures);
        add(this::measures);
        addStart(() -> sensor = create.get(), () -> register(0xF4) == 0x54);
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
            IIRFilter filter = one(IIRFilter.values());
            sensor.iirFilter(filter);
            return (register(0xF5) >> 2 & 7) == filter.ordinal();
        });
        add(() -> {
            StandbyPeriod period = one(StandbyPeriod.values());
            sensor.standbyPeriod(period);
            return register(0xF5) >> 5 == period.ordinal();
        });
        add(() -> {
            if (Double.isNaN(pressure())) {
                return true;
            }
            sensor.altitude(100);
            double right = pressure() / Math.pow(1 - 100 / 44330.0, 5.255);
            boolean isRight = near(sensor.seaLevelPressure(), right, 0.3, 100, 1320);
            sensor.seaLevelPressure(1013.25);
            return isRight;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 85)).pressure(uniform(300, 1100));
        clock.advance(Duration.ofSeconds(2));
    }

    @Override
    protected boolean isDocumented(IllegalArgumentException e) {
        return e.getMessage().contains("seaLevelPressure cannot be NaN");
    }

    private double temperature() {
        return register(0xF4) >> 5 == 0
                ? Double.NaN
                : chip.quantity("temperature").value();
    }

    private double pressure() {
        boolean expected = register(0xF4) >> 5 != 0 && (register(0xF4) >> 2 & 7) != 0;
        return expected ? chip.quantity("pressure").value() : Double.NaN;
    }

    private boolean measures() {
        BMP280.Measurements measured = sensor.measurements();
        return near(measured.temperature(), temperature(), 0.01, -60, 105)
                & near(measured.pressure(), pressure(), 0.05, 100, 1300);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                this::measures,
                () -> near(sensor.temperature(), temperature(), 0.01, -60, 105),
                () -> near(sensor.pressure(), pressure(), 0.05, 100, 1300),
                () -> near(
                        sensor.altitude(),
                        44330 * (1 - Math.pow(pressure() / sensor.seaLevelPressure(), 0.1903)),
                        1,
                        -3000,
                        17_000),
                () -> sensor.overscanTemperature().ordinal() == register(0xF4) >> 5,
                () -> sensor.overscanPressure().ordinal() == (register(0xF4) >> 2 & 7),
                () -> sensor.iirFilter().ordinal() == (register(0xF5) >> 2 & 7),
                () -> sensor.standbyPeriod().ordinal() == register(0xF5) >> 5,
                () -> (sensor.mode() == Mode.MODE_NORMAL) == ((register(0xF4) & 3) == 3),
                () -> sensor.measurementTimeTypical() <= sensor.measurementTimeMax());
    }
}
