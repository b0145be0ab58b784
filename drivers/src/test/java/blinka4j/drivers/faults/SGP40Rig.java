// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.sgp40.SGP40;
import blinka4j.sim.chips.SimSGP40;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** An SGP40. */
final class SGP40Rig extends FaultRig {
    private final SimSGP40 chip = new SimSGP40();
    private SGP40 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new SGP40Rig(random, Parts.of(random)));
    }

    SGP40Rig(Random random, Parts parts) {
        super("SGP40", random, parts, true);
        parts.attach(SGP40.DEFAULT_ADDRESS, chip);
        sensor = new SGP40(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new SGP40(parts.i2c()), () -> true);
        addChange(() -> sensor.initialize(), () -> true);
    }

    private double raw() {
        return chip.quantity("raw").value();
    }

    @Override
    public void change() {
        chip.quantity("raw").value(random.nextInt(65_536));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.raw(), raw(), 0, 0, 65_535),
                () -> near(sensor.measureRaw(), raw(), 0, 0, 65_535) & chip.temperatureTicks() == 0x6666,
                () -> {
                    double percent = uniform(0, 100);
                    return near(sensor.measureRaw(-50, percent), raw(), 0, 0, 65_535)
                            & chip.temperatureTicks() == 0
                            & near(chip.humidityTicks(), percent * 655.35, 0.51, 0, 65_535);
                },
                () -> {
                    int index = sensor.measureIndex();
                    return index >= 0 && index <= 500 && chip.humidityTicks() == 0x8000;
                },
                () -> {
                    int index = sensor.measureIndex(uniform(-10, 50), uniform(0, 90));
                    return index >= 0 && index <= 500;
                });
    }
}
