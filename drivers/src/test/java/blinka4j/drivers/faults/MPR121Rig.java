// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.mpr121.MPR121;
import blinka4j.sim.chips.SimMPR121;
import java.util.List;
import java.util.Random;

final class MPR121Rig extends Rig {
    private final SimMPR121 chip = new SimMPR121();
    private MPR121 sensor;

    static List<Rig> all(Random random) {
        return List.of(new MPR121Rig(random, Parts.of(random)));
    }

    MPR121Rig(Random random, Parts parts) {
        super("MPR121", random, parts, false);
        parts.attach(MPR121.DEFAULT_ADDRESS, chip);
        sensor = new MPR121(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new MPR121(parts.i2c()), () -> true);
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
