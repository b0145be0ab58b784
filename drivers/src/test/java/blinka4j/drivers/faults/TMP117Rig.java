// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.tmp117.TMP117;
import blinka4j.drivers.tmp117.TMP117.AlertMode;
import blinka4j.drivers.tmp117.TMP117.AverageCount;
import blinka4j.drivers.tmp117.TMP117.MeasurementDelay;
import blinka4j.drivers.tmp117.TMP117.MeasurementMode;
import blinka4j.sim.chips.SimTMP117;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

final class TMP117Rig extends FaultRig {
    private final SimTMP117 chip = new SimTMP117();
    private TMP117 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new TMP117Rig(random, Parts.of(random)));
    }

    private TMP117Rig(Random random, Parts parts) {
        super("TMP117", random, parts, false);
        parts.attach(0x48, chip);
        sensor = new TMP117(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new TMP117(parts.i2c()), () -> (config() & 0x0FF0) == 0x0220);
        addChange(() -> sensor.reset(), () -> (config() & 0x0FF0) == 0x0220);
        addChange(() -> sensor.initialize(), () -> mode() == MeasurementMode.CONTINUOUS);
        add(() -> near(sensor.takeSingleMeasurement(), expected(), 0.004, -256, 256));
        add(() -> {
            double celsius = uniform(-256, 255.99);
            sensor.highLimit(celsius);
            return Math.abs(word(0x02) - celsius) <= 0.004;
        });
        add(() -> {
            double celsius = uniform(-256, 255.99);
            sensor.lowLimit(celsius);
            return Math.abs(word(0x03) - celsius) <= 0.004;
        });
        add(() -> {
            double celsius = uniform(-20, 20);
            sensor.temperatureOffset(celsius);
            return Math.abs(word(0x07) - celsius) <= 0.004;
        });
        add(() -> {
            AverageCount count = one(AverageCount.values());
            sensor.averagedMeasurements(count);
            return (config() >> 5 & 3) == count.ordinal();
        });
        add(() -> {
            MeasurementDelay delay = one(MeasurementDelay.values());
            sensor.measurementDelay(delay);
            return (config() >> 7 & 7) == delay.ordinal();
        });
        add(() -> {
            AlertMode mode = one(AlertMode.values());
            sensor.alertMode(mode);
            return (config() >> 4 & 1) == mode.ordinal();
        });
        add(() -> {
            MeasurementMode mode = one(MeasurementMode.values());
            sensor.measurementMode(mode);
            return mode() == (mode == MeasurementMode.ONE_SHOT ? MeasurementMode.SHUTDOWN : mode);
        });
    }

    private int config() {
        return chip.registers().word(0x01);
    }

    private double word(int register) {
        return (short) chip.registers().word(register) / 128.0;
    }

    private MeasurementMode mode() {
        return switch (config() >> 10 & 3) {
            case 1 -> MeasurementMode.SHUTDOWN;
            case 3 -> MeasurementMode.ONE_SHOT;
            default -> MeasurementMode.CONTINUOUS;
        };
    }

    /** Longer than the longest cycle. Asleep, the chip has its last temperature. */
    @Override
    public void change() {
        chip.temperature(uniform(-55, 150));
        clock.advance(Duration.ofSeconds(20));
    }

    private double expected() {
        return Math.max(-256, Math.min(255.9921875, chip.temperature() + word(0x07)));
    }

    private boolean isTemperature(double celsius) {
        return near(celsius, mode() == MeasurementMode.SHUTDOWN ? word(0x00) : expected(), 0.004, -256, 256);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isTemperature(sensor.temperature()),
                () -> near(sensor.highLimit(), word(0x02), 0, -256, 256),
                () -> near(sensor.lowLimit(), word(0x03), 0, -256, 256),
                () -> near(sensor.temperatureOffset(), word(0x07), 0, -256, 256),
                () -> {
                    TMP117.AlertStatus status = sensor.alertStatus();
                    return status.highAlert() == ((config() & 0x8000) != 0)
                            && status.lowAlert() == ((config() & 0x4000) != 0);
                },
                () -> sensor.averagedMeasurements().ordinal() == (config() >> 5 & 3),
                () -> sensor.measurementMode() == mode(),
                () -> sensor.measurementDelay().ordinal() == (config() >> 7 & 7),
                () -> sensor.alertMode().ordinal() == (config() >> 4 & 1),
                () -> sensor.serialNumber() == 0x1234_5678_9ABCL);
    }
}
