// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.sgp30.SGP30;
import blinka4j.sim.chips.SimSGP30;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An SGP30. */
final class SGP30Rig extends FaultRig {
    private final SimSGP30 chip = new SimSGP30();
    private SGP30 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new SGP30Rig(random, Parts.of(random)));
    }

    SGP30Rig(Random random, Parts parts) {
        super("SGP30", random, parts, true);
        parts.attach(SGP30.DEFAULT_ADDRESS, chip);
        sensor = new SGP30(parts.i2c());
        readings().forEach(this::add);
        SGP30.Baseline none = new SGP30.Baseline(0, 0);
        addChange(
                () -> sensor = new SGP30(parts.i2c()),
                () -> sensor.getIaqBaseline().equals(none));
        addChange(() -> sensor.iaqInit(), () -> sensor.getIaqBaseline().equals(none));
        add(() -> {
            SGP30.Baseline baseline = new SGP30.Baseline(1 + random.nextInt(65535), random.nextInt(65536));
            sensor.setIaqBaseline(baseline.eCO2(), baseline.tvoc());
            return sensor.getIaqBaseline().equals(baseline);
        });
        add(() -> {
            double grams = uniform(0.01, 255.9);
            sensor.setIaqHumidity(grams);
            return chip.humidity() == Math.round(256 * grams);
        });
        addChange(() -> sensor.setIaqRelativeHumidity(uniform(-20, 60), 0), () -> chip.humidity() == 1);
    }

    private double value(String quantity) {
        return chip.quantity(quantity).value();
    }

    @Override
    public void change() {
        chip.quantity("co2").value(400 + random.nextInt(59_601));
        chip.quantity("tvoc").value(random.nextInt(60_001));
        chip.quantity("hydrogen").value(random.nextInt(65_536));
        chip.quantity("ethanol").value(random.nextInt(65_536));
        clock.advance(Duration.ofSeconds(15));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> sensor.iaqMeasure().equals(new SGP30.AirQuality((int) value("co2"), (int) value("tvoc"))),
                () -> sensor.rawMeasure().equals(new SGP30.RawSignals((int) value("hydrogen"), (int) value("ethanol"))),
                () -> near(sensor.eCO2(), value("co2"), 0, 400, 60_000),
                () -> near(sensor.tvoc(), value("tvoc"), 0, 0, 60_000),
                () -> near(sensor.h2(), value("hydrogen"), 0, 0, 65_535),
                () -> near(sensor.ethanol(), value("ethanol"), 0, 0, 65_535),
                () -> sensor.baselineECO2() == sensor.getIaqBaseline().eCO2(),
                () -> sensor.baselineTvoc() == sensor.getIaqBaseline().tvoc(),
                () -> sensor.serial()[2] == 0xCC82);
    }
}
