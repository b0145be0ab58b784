// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.sht4x.SHT4x;
import blinka4j.sim.chips.SimSHT4x;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** An SHT4x. */
final class SHT4xRig extends FaultRig {
    private final SimSHT4x chip = new SimSHT4x();
    private SHT4x sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new SHT4xRig(random, Parts.of(random)));
    }

    SHT4xRig(Random random, Parts parts) {
        super("SHT4x", random, parts, true);
        parts.attach(0x44, chip);
        sensor = new SHT4x(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new SHT4x(parts.i2c()), () -> true);
        addChange(() -> sensor.reset(), () -> true);
        add(() -> {
            SHT4x.Mode mode = one(SHT4x.Mode.values());
            sensor.mode(mode);
            return sensor.mode() == mode;
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
                    SHT4x.Measurements measured = sensor.measurements();
                    return near(measured.temperature(), chip.temperature(), 0.003, -40, 125)
                            & near(measured.relativeHumidity(), chip.humidity(), 0.002, 0, 100);
                },
                () -> near(sensor.temperature(), chip.temperature(), 0.003, -40, 125),
                () -> near(sensor.relativeHumidity(), chip.humidity(), 0.002, 0, 100),
                () -> sensor.serialNumber() == chip.serialNumber());
    }
}
