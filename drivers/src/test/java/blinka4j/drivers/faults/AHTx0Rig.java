// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.DeviceNotFoundException;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.sim.chips.SimAHTx0;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An AHT10 and an AHT20. */
final class AHTx0Rig extends FaultRig {
    private final SimAHTx0 chip;
    private AHTx0 sensor;

    /** The checksum of an AHT20 is right once in 256 times if its reply is cut off, and does not cover the status. */
    static List<FaultRig> all(Random random) {
        return List.of(
                new AHTx0Rig(SimAHTx0.Model.AHT10, random, Parts.of(random)),
                new AHTx0Rig(SimAHTx0.Model.AHT20, random, Parts.of(random)));
    }

    AHTx0Rig(SimAHTx0.Model model, Random random, Parts parts) {
        super(model.name(), random, parts, false);
        chip = new SimAHTx0(model);
        parts.attach(0x38, chip);
        sensor = new AHTx0(parts.i2c());
        readings().forEach(this::add);
        addStart(() -> sensor = new AHTx0(parts.i2c()), () -> true);
        addStart(() -> sensor.reset(), () -> true);
        addChange(
                () -> {
                    if (!sensor.calibrate()) {
                        throw new DeviceNotFoundException("not calibrated");
                    }
                },
                () -> true);
    }

    /** A command that has failed may keep the chip busy. */
    @Override
    public void change() {
        chip.temperature(uniform(-40, 85)).humidity(uniform(0, 100));
        clock.advance(Duration.ofMillis(80));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    AHTx0.Measurements measured = sensor.measurements();
                    return near(measured.temperature(), chip.temperature(), 0.0002, -50, 150)
                            & near(measured.relativeHumidity(), chip.humidity(), 0.0001, 0, 100);
                },
                () -> near(sensor.temperature(), chip.temperature(), 0.0002, -50, 150),
                () -> near(sensor.relativeHumidity(), chip.humidity(), 0.0001, 0, 100),
                () -> sensor.status() == (faults.lostPower() ? 0x10 : 0x18));
    }
}
