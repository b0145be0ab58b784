// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.fram.FRAM;
import blinka4j.sim.chips.SimFRAM;
import java.util.List;
import java.util.Random;

final class FRAMRig extends Rig {
    private final SimFRAM chip = new SimFRAM();
    private FRAM sensor;

    static List<Rig> all(Random random) {
        return List.of(new FRAMRig(random, Parts.of(random)));
    }

    FRAMRig(Random random, Parts parts) {
        super("FRAM", random, parts, false);
        parts.attach(FRAM.DEFAULT_ADDRESS, chip);
        sensor = new FRAM(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new FRAM(parts.i2c()), () -> true);
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
