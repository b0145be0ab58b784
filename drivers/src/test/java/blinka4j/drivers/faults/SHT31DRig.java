// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.sht31d.SHT31D;
import blinka4j.drivers.sht31d.SHT31D.Mode;
import blinka4j.drivers.sht31d.SHT31D.Repeatability;
import blinka4j.sim.chips.SimSHT31D;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An SHT31-D. */
final class SHT31DRig extends FaultRig {
    private static final double[] FREQUENCIES = {0.5, 1, 2, 4, 10};

    private final SimSHT31D chip = new SimSHT31D();
    private SHT31D sensor;
    private boolean constructing;

    static List<FaultRig> all(Random random) {
        return List.of(new SHT31DRig(random, Parts.of(random)));
    }

    SHT31DRig(Random random, Parts parts) {
        super("SHT31D", random, parts, true);
        parts.attach(0x44, chip);
        sensor = new SHT31D(parts.i2c());
        readings().forEach(this::add);
        addChange(
                () -> {
                    constructing = true;
                    sensor = new SHT31D(parts.i2c());
                    constructing = false;
                },
                () -> chip.period().isZero());
        add(() -> {
            sensor.mode(one(Mode.values()));
            return isSettled();
        });
        add(() -> {
            sensor.repeatability(one(Repeatability.values()));
            return isSettled();
        });
        add(() -> {
            sensor.art(random.nextBoolean());
            return isSettled() && (!sensor.art() || sensor.frequency() == 4);
        });
        add(() -> {
            sensor.art(false);
            sensor.frequency(FREQUENCIES[random.nextInt(5)]);
            return isSettled();
        });
        add(() -> {
            sensor.clockStretching(random.nextBoolean());
            return true;
        });
        add(() -> {
            boolean on = random.nextBoolean();
            sensor.heater(on);
            return (chip.status() & 0x2000) != 0 == on;
        });
    }

    private boolean isSettled() {
        Duration period = Duration.ofNanos(Math.round(1e9 / sensor.frequency()));
        return chip.period().equals(sensor.mode() == Mode.MODE_PERIODIC ? period : Duration.ZERO);
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 125)).humidity(uniform(0, 100));
        clock.advance(Duration.ofMillis(random.nextInt(3000)));
    }

    /** A new driver that failed may have stopped the chip of the old one. */
    @Override
    protected void failed() {
        if (constructing) {
            constructing = false;
            sensor.mode(sensor.mode());
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    SHT31D.Measurements measured = sensor.measurements();
                    return isSettled()
                            & near(
                                    measured.temperature(),
                                    chip.quantity("temperature").value(),
                                    0.002,
                                    -40,
                                    125)
                            & near(
                                    measured.relativeHumidity(),
                                    chip.quantity("humidity").value(),
                                    0.001,
                                    0,
                                    100);
                },
                () -> near(sensor.temperature(), chip.quantity("temperature").value(), 0.002, -40, 125),
                () -> near(sensor.relativeHumidity(), chip.quantity("humidity").value(), 0.001, 0, 100),
                () -> sensor.heater() == ((chip.status() & 0x2000) != 0),
                () -> sensor.status() == chip.status(),
                () -> sensor.serialNumber() == 0x2000BEEFL);
    }
}
