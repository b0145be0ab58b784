// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.max31865.MAX31865;
import blinka4j.sim.chips.SimMAX31865;
import java.util.List;
import java.util.Random;

final class MAX31865Rig extends Rig {
    private final SimMAX31865 chip = new SimMAX31865();
    private MAX31865 sensor;

    static List<Rig> all(Random random) {
        return List.of(new MAX31865Rig(random, Parts.of(random)));
    }

    MAX31865Rig(Random random, Parts parts) {
        super("MAX31865", random, parts, false);
        parts.attach(MAX31865.DEFAULT_ADDRESS, chip);
        sensor = new MAX31865(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new MAX31865(parts.i2c()), () -> true);
    }

    @Override
    void change() {
        chip.temperature(uniform(-40, 85));
    }

    @Override
    List<Operation> readings() {
        return List.of(() -> near(sensor.temperature(), chip.temperature(), 0.1, -40, 85));
    }
}
