// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.mlx90614.MLX90614;
import blinka4j.sim.chips.SimMLX90614;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** An MLX90614. */
final class MLX90614Rig extends FaultRig {
    private final SimMLX90614 chip = new SimMLX90614();
    private MLX90614 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new MLX90614Rig(random, Parts.of(random)));
    }

    MLX90614Rig(Random random, Parts parts) {
        super("MLX90614", random, parts, true);
        parts.attach(0x5A, chip);
        sensor = new MLX90614(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new MLX90614(parts.i2c()), () -> true);
    }

    @Override
    public void change() {
        chip.ambient(uniform(-40, 125)).object(uniform(-70, 380));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.ambientTemperature(), chip.quantity("ambient").value(), 0.0101, -40, 125),
                () -> near(sensor.objectTemperature(), chip.quantity("object").value(), 0.0101, -70.01, 382.2));
    }
}
