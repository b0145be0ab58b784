// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.ht16k33.HT16K33;
import blinka4j.sim.chips.SimHT16K33;
import java.util.List;
import java.util.Random;

final class HT16K33Rig extends Rig {
    private final SimHT16K33 chip = new SimHT16K33();
    private HT16K33 sensor;

    static List<Rig> all(Random random) {
        return List.of(new HT16K33Rig(random, Parts.of(random)));
    }

    HT16K33Rig(Random random, Parts parts) {
        super("HT16K33", random, parts, false);
        parts.attach(HT16K33.DEFAULT_ADDRESS, chip);
        sensor = new HT16K33(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new HT16K33(parts.i2c()), () -> true);
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
