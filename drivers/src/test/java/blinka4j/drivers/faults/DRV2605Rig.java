// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.drv2605.DRV2605;
import blinka4j.sim.chips.SimDRV2605;
import java.util.List;
import java.util.Random;

final class DRV2605Rig extends Rig {
    private final SimDRV2605 chip = new SimDRV2605();
    private DRV2605 sensor;

    static List<Rig> all(Random random) {
        return List.of(new DRV2605Rig(random, Parts.of(random)));
    }

    DRV2605Rig(Random random, Parts parts) {
        super("DRV2605", random, parts, false);
        parts.attach(DRV2605.DEFAULT_ADDRESS, chip);
        sensor = new DRV2605(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new DRV2605(parts.i2c()), () -> true);
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
