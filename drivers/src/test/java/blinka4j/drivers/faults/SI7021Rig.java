// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.si7021.SI7021;
import blinka4j.drivers.si7021.SI7021.Measurement;
import blinka4j.sim.chips.SimSI7021;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An Si7021. */
final class SI7021Rig extends FaultRig {
    private final SimSI7021 chip = new SimSI7021();
    private SI7021 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new SI7021Rig(random, Parts.of(random)));
    }

    SI7021Rig(Random random, Parts parts) {
        super("SI7021", random, parts, false);
        parts.attach(0x40, chip);
        sensor = new SI7021(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new SI7021(parts.i2c()), () -> chip.heater() == 0 && chip.user() == 0x3A);
        add(() -> {
            boolean on = random.nextBoolean();
            sensor.heaterEnable(on);
            return on == ((chip.user() & 4) != 0);
        });
        add(() -> {
            int level = random.nextInt(16);
            sensor.heaterLevel(level);
            return chip.heater() == level;
        });
        add(() -> {
            sensor.startMeasurement(Measurement.HUMIDITY);
            clock.advance(Duration.ofMillis(random.nextInt(30)));
            return isHumidity(sensor.relativeHumidity());
        });
        add(() -> {
            sensor.startMeasurement(Measurement.TEMPERATURE);
            clock.advance(Duration.ofMillis(random.nextInt(30)));
            return isTemperature(sensor.temperature());
        });
    }

    /** The measurements have a checksum. */
    private boolean isTemperature(double celsius) {
        return right(near(celsius, chip.quantity("temperature").value(), 0.012, -40.1, 125.1));
    }

    private boolean isHumidity(double percent) {
        return right(near(percent, chip.quantity("humidity").value(), 0.04, 0, 100));
    }

    private static boolean right(boolean isRight) {
        if (!isRight) {
            throw new AssertionError("a wrong measurement, in spite of its checksum");
        }
        return true;
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 125)).humidity(uniform(0, 100));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isTemperature(sensor.temperature()),
                () -> isHumidity(sensor.relativeHumidity()),
                () -> sensor.heaterEnable() == ((chip.user() & 4) != 0),
                () -> sensor.heaterLevel() == chip.heater(),
                () -> sensor.serialNumber() == 0x0123456715FFFFFFL,
                () -> sensor.deviceIdentifier().equals("Si7021"));
    }
}
