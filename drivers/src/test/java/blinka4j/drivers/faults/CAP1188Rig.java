// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.cap1188.CAP1188;
import blinka4j.sim.chips.SimCAP1188;
import java.util.List;
import java.util.Random;

final class CAP1188Rig extends Rig {
    private final SimCAP1188 chip = new SimCAP1188();
    private CAP1188 sensor;

    static List<Rig> all(Random random) {
        return List.of(new CAP1188Rig(random, Parts.of(random)));
    }

    CAP1188Rig(Random random, Parts parts) {
        super("CAP1188", random, parts, false);
        parts.attach(CAP1188.DEFAULT_ADDRESS, chip);
        sensor = new CAP1188(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new CAP1188(parts.i2c()), () -> true);
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
