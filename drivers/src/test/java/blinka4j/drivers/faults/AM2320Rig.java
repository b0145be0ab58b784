// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.am2320.AM2320;
import blinka4j.sim.chips.SimAM2320;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An AM2320. */
final class AM2320Rig extends FaultRig {
    private final SimAM2320 chip = new SimAM2320();
    private AM2320 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new AM2320Rig(random, Parts.of(random)));
    }

    AM2320Rig(Random random, Parts parts) {
        super("AM2320", random, parts, true);
        parts.attach(AM2320.AM2320_DEFAULT_ADDR, chip);
        sensor = new AM2320(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new AM2320(parts.i2c()), () -> true);
    }

    @Override
    public void change() {
        chip.quantity("temperature").value(uniform(-40, 80));
        chip.quantity("humidity").value(uniform(0, 99.9));
    }

    /** A reading gives what was measured after the one before. */
    private void next() {
        clock.advance(Duration.ofSeconds(2));
        sensor.measurements();
        clock.advance(Duration.ofSeconds(2));
    }

    private boolean isTemperature(double celsius) {
        return near(celsius, chip.quantity("temperature").value(), 0.0501, -40, 80);
    }

    private boolean isHumidity(double percent) {
        return near(percent, chip.quantity("humidity").value(), 0.0501, 0, 99.9);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    next();
                    AM2320.Measurements measured = sensor.measurements();
                    return isTemperature(measured.temperature()) & isHumidity(measured.relativeHumidity());
                },
                () -> {
                    next();
                    return isTemperature(sensor.temperature()) & isHumidity(sensor.relativeHumidity());
                });
    }
}
