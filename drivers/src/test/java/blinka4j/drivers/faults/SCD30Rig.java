// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.scd30.SCD30;
import blinka4j.sim.chips.SimSCD30;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An SCD30. */
final class SCD30Rig extends FaultRig {
    private final SimSCD30 chip = new SimSCD30();
    private SCD30 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new SCD30Rig(random, Parts.of(random)));
    }

    SCD30Rig(Random random, Parts parts) {
        super("SCD30", random, parts, true);
        parts.attach(0x61, chip);
        sensor = new SCD30(parts.i2c());
        readings().forEach(this::add);
        addChange(
                () -> sensor = new SCD30(parts.i2c()),
                () -> chip.isMeasuring() && setting(0x4600) == 2 && setting(0x0010) == 0);
        addChange(() -> sensor.reset(), () -> true);
        add(() -> {
            int seconds = 2 + random.nextInt(1799);
            sensor.measurementInterval(seconds);
            return setting(0x4600) == seconds;
        });
        add(() -> {
            boolean on = random.nextBoolean();
            sensor.selfCalibrationEnabled(on);
            return setting(0x5306) == (on ? 1 : 0);
        });
        add(() -> {
            int pressure = random.nextBoolean() ? 0 : 700 + random.nextInt(701);
            sensor.ambientPressure(pressure);
            return setting(0x0010) == pressure;
        });
        add(() -> {
            int metres = random.nextInt(65536);
            sensor.altitude(metres);
            return setting(0x5102) == metres;
        });
        add(() -> {
            double celsius = uniform(0, 655.35);
            sensor.temperatureOffset(celsius);
            return setting(0x5403) == Math.round(celsius * 100);
        });
        add(() -> {
            int ppm = 400 + random.nextInt(1601);
            sensor.forcedRecalibrationReference(ppm);
            return setting(0x5204) == ppm;
        });
    }

    private int setting(int command) {
        return chip.settings().getOrDefault(command, -1);
    }

    private double value(String quantity) {
        return chip.quantity(quantity).value();
    }

    /** Until there is a new measurement, the driver gives the last one. */
    @Override
    public void change() {
        chip.quantity("co2").value(uniform(0, 40_000));
        chip.quantity("temperature").value(uniform(-40, 70));
        chip.quantity("humidity").value(uniform(0, 100));
    }

    private void next() {
        clock.advance(Duration.ofSeconds(setting(0x4600)));
    }

    private boolean isCo2(double ppm) {
        return near(ppm, value("co2"), 0.01, 0, 40_000);
    }

    private boolean isTemperature(double celsius) {
        return near(celsius, value("temperature"), 1e-5, -40, 70);
    }

    private boolean isHumidity(double percent) {
        return near(percent, value("humidity"), 1e-5, 0, 100);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    next();
                    SCD30.Measurements all = sensor.measurements();
                    return isCo2(all.co2()) & isTemperature(all.temperature()) & isHumidity(all.relativeHumidity());
                },
                () -> {
                    next();
                    return isCo2(sensor.co2()) & isTemperature(sensor.temperature()) & !sensor.dataAvailable();
                },
                () -> {
                    next();
                    return sensor.dataAvailable() & isHumidity(sensor.relativeHumidity());
                },
                () -> sensor.measurementInterval() == setting(0x4600),
                () -> sensor.selfCalibrationEnabled() == (setting(0x5306) == 1),
                () -> sensor.ambientPressure() == setting(0x0010),
                () -> sensor.altitude() == setting(0x5102),
                () -> near(sensor.temperatureOffset(), setting(0x5403) / 100.0, 1e-9, 0, 655.35),
                () -> sensor.forcedRecalibrationReference() == setting(0x5204));
    }
}
