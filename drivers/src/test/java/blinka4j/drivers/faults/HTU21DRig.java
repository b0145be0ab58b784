// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.htu21d.HTU21D;
import blinka4j.drivers.htu21d.HTU21D.Measurement;
import blinka4j.drivers.htu21d.HTU21D.Resolution;
import blinka4j.sim.chips.SimHTU21D;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An HTU21D. */
final class HTU21DRig extends FaultRig {
    private final SimHTU21D chip = new SimHTU21D();
    private HTU21D sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new HTU21DRig(random, Parts.of(random)));
    }

    HTU21DRig(Random random, Parts parts) {
        super("HTU21D", random, parts, false);
        parts.attach(0x40, chip);
        sensor = new HTU21D(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new HTU21D(parts.i2c()), () -> chip.user() == 0x02);
        add(() -> {
            Resolution resolution = one(Resolution.values());
            sensor.tempRhResolution(resolution);
            return (chip.user() & 0x7E) == 0x02 && code() == resolution.ordinal();
        });
        add(() -> {
            sensor.measurement(Measurement.HUMIDITY);
            clock.advance(Duration.ofMillis(random.nextInt(60)));
            return isHumidity(sensor.relativeHumidity());
        });
        add(() -> {
            sensor.measurement(Measurement.TEMPERATURE);
            clock.advance(Duration.ofMillis(random.nextInt(60)));
            return isTemperature(sensor.temperature());
        });
    }

    private int code() {
        return chip.user() >> 6 & 2 | chip.user() & 1;
    }

    /** The measurements have a checksum. Their steps are 16 times as large at most. */
    private boolean isTemperature(double celsius) {
        return right(near(celsius, chip.quantity("temperature").value(), 0.09, -40.1, 125.1));
    }

    private boolean isHumidity(double percent) {
        return right(near(percent, chip.quantity("humidity").value(), 0.5, -0.5, 100));
    }

    private static boolean right(boolean isRight) {
        if (!isRight) {
            throw new AssertionError("a wrong measurement, in spite of its checksum");
        }
        return true;
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 125)).humidity(uniform(0, 100));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isTemperature(sensor.temperature()),
                () -> isHumidity(sensor.relativeHumidity()),
                () -> sensor.tempRhResolution().ordinal() == code());
    }
}
