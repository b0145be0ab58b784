// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.scd4x.SCD4X;
import blinka4j.sim.chips.SimSCD4X;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** An SCD4X. Settings are read and written in no measurement, and values while it measures. */
final class SCD4XRig extends FaultRig {
    private final SimSCD4X chip = new SimSCD4X();
    private SCD4X sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new SCD4XRig(random, Parts.of(random)));
    }

    SCD4XRig(Random random, Parts parts) {
        super("SCD4X", random, parts, true);
        parts.attach(0x62, chip);
        sensor = new SCD4X(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new SCD4X(parts.i2c()), () -> !chip.isMeasuring());
        add(() -> {
            stop();
            double offset = uniform(0, 20);
            sensor.temperatureOffset(offset);
            return setting(0x2318) == Math.round(offset * 65535 / 175);
        });
        add(() -> {
            stop();
            int altitude = random.nextInt(3000);
            sensor.altitude(altitude);
            return setting(0x2322) == altitude;
        });
        add(() -> {
            stop();
            boolean on = random.nextBoolean();
            sensor.selfCalibrationEnabled(on);
            return setting(0x2313) == (on ? 1 : 0);
        });
        add(() -> {
            int pressure = 700 + random.nextInt(500);
            sensor.setAmbientPressure(pressure);
            return setting(0xE000) == pressure;
        });
        add(() -> {
            stop();
            sensor.persistSettings();
            int altitude = setting(0x2322);
            sensor.altitude(1234);
            sensor.reinit();
            return setting(0x2322) == altitude;
        });
        add(() -> {
            sensor.factoryReset();
            return setting(0x2322) == 0 && setting(0x2318) == 0x05DA && setting(0x2313) == 1;
        });
        add(() -> {
            sensor.selfTest();
            sensor.forceCalibration(480);
            return !chip.isMeasuring();
        });
        add(() -> {
            stop();
            sensor.measureSingleShot();
            return isRight(sensor.measurements(), value("co2"));
        });
        add(() -> {
            stop();
            sensor.measureSingleShotRhtOnly();
            return isRight(sensor.measurements(), 0);
        });
        add(() -> {
            stop();
            sensor.startLowPeriodicMeasurement();
            return chip.isMeasuring();
        });
    }

    private void stop() {
        sensor.stopPeriodicMeasurement();
    }

    private int setting(int command) {
        return chip.settings().getOrDefault(command, -1);
    }

    private double value(String quantity) {
        return chip.quantity(quantity).value();
    }

    /** An old measurement is not asked for: it is right as soon as there is a new one. */
    private SCD4X.Measurements next() {
        if (!chip.isMeasuring()) {
            sensor.startPeriodicMeasurement();
        }
        clock.advance(Duration.ofSeconds(30));
        return sensor.measurements();
    }

    private boolean isRight(SCD4X.Measurements measured, double co2) {
        return near(measured.co2(), co2, 0.5, 0, 40_000)
                & near(measured.temperature(), value("temperature"), 0.002, -10, 60)
                & near(measured.relativeHumidity(), value("humidity"), 0.001, 0, 100);
    }

    @Override
    public void change() {
        chip.quantity("co2").value(uniform(0, 40_000));
        chip.quantity("temperature").value(uniform(-10, 60));
        chip.quantity("humidity").value(uniform(0, 100));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isRight(next(), value("co2")),
                () -> !faults.lostPower() || isRight(sensor.measurements(), value("co2")),
                () -> {
                    next();
                    clock.advance(Duration.ofSeconds(30));
                    return near(sensor.co2(), value("co2"), 0.5, 0, 40_000)
                            & near(sensor.temperature(), value("temperature"), 0.002, -10, 60)
                            & near(sensor.relativeHumidity(), value("humidity"), 0.001, 0, 100)
                            & !sensor.dataReady();
                },
                () -> {
                    stop();
                    return near(sensor.temperatureOffset(), setting(0x2318) * 175 / 65535.0, 1e-6, 0, 175);
                },
                () -> {
                    stop();
                    return sensor.altitude() == setting(0x2322);
                },
                () -> {
                    stop();
                    return sensor.selfCalibrationEnabled() == (setting(0x2313) == 1);
                },
                () -> {
                    stop();
                    return HexFormat.of().formatHex(sensor.serialNumber()).equals("f8969f073bbe");
                });
    }
}
