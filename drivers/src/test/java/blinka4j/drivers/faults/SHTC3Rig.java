// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.shtc3.SHTC3;
import blinka4j.sim.chips.SimSHTC3;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** An SHTC3. */
final class SHTC3Rig extends FaultRig {
    private final SimSHTC3 chip = new SimSHTC3();
    private SHTC3 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new SHTC3Rig(random, Parts.of(random)));
    }

    SHTC3Rig(Random random, Parts parts) {
        super("SHTC3", random, parts, true);
        parts.attach(0x70, chip);
        sensor = new SHTC3(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new SHTC3(parts.i2c()), chip::isAwake);
        addChange(() -> sensor.reset(), chip::isAwake);
        add(() -> {
            sensor.lowPower(random.nextBoolean());
            return true;
        });
        add(() -> {
            // The chip is awake at first, or asleep after a reading: it must be woken to be put to sleep.
            boolean sleeping = random.nextBoolean();
            sensor.sleeping(false);
            if (sleeping) {
                sensor.sleeping(true);
            }
            return chip.isAwake() != sleeping && sensor.sleeping() == sleeping;
        });
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 125)).humidity(uniform(0, 100));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    SHTC3.Measurements measured = sensor.measurements();
                    return near(
                                    measured.temperature(),
                                    chip.quantity("temperature").value(),
                                    0.002,
                                    -40,
                                    125)
                            & near(
                                    measured.relativeHumidity(),
                                    chip.quantity("humidity").value(),
                                    0.002,
                                    0,
                                    100)
                            & !chip.isAwake()
                            & sensor.sleeping();
                },
                () -> near(sensor.temperature(), chip.quantity("temperature").value(), 0.002, -40, 125),
                () -> near(sensor.relativeHumidity(), chip.quantity("humidity").value(), 0.002, 0, 100));
    }
}
