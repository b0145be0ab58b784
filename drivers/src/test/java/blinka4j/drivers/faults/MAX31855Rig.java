// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.max31855.MAX31855;
import blinka4j.sim.chips.SimMAX31855;
import java.util.List;
import java.util.Random;

final class MAX31855Rig extends Rig {
    private final SimMAX31855 chip = new SimMAX31855();
    private MAX31855 sensor;

    static List<Rig> all(Random random) {
        return List.of(new MAX31855Rig(random, Parts.of(random)));
    }

    MAX31855Rig(Random random, Parts parts) {
        super("MAX31855", random, parts, false);
        parts.attach(MAX31855.DEFAULT_ADDRESS, chip);
        sensor = new MAX31855(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new MAX31855(parts.i2c()), () -> true);
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
