// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.bh1750.BH1750;
import blinka4j.drivers.bh1750.BH1750.Mode;
import blinka4j.drivers.bh1750.BH1750.Resolution;
import blinka4j.sim.chips.SimBH1750;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A BH1750. */
final class BH1750Rig extends FaultRig {
    private static final int[] CODES = {0, 1, 3};

    private final SimBH1750 chip = new SimBH1750();
    private BH1750 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new BH1750Rig(random, Parts.of(random)));
    }

    BH1750Rig(Random random, Parts parts) {
        super("BH1750", random, parts, false);
        parts.attach(0x23, chip);
        sensor = new BH1750(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new BH1750(parts.i2c()), () -> chip.command() == 0x11);
        addChange(() -> sensor.initialize(), () -> chip.command() == 0x11);
        add(() -> {
            sensor.mode(Mode.CONTINUOUS);
            Resolution resolution = one(Resolution.values());
            sensor.resolution(resolution);
            return chip.command() == (0x10 | CODES[resolution.ordinal()]);
        });
        add(() -> {
            sensor.mode(Mode.CONTINUOUS);
            sensor.mode(Mode.SHUTDOWN);
            double lux = sensor.lux();
            boolean off = chip.command() == 0;
            sensor.mode(Mode.CONTINUOUS);
            return off & isLux(lux);
        });
        add(() -> {
            sensor.mode(Mode.ONE_SHOT);
            double lux = sensor.lux();
            boolean off = chip.command() == 0;
            sensor.mode(Mode.CONTINUOUS);
            return off & isLux(lux);
        });
    }

    /** The driver remembers settings that the chip does not tell: after a failure they are the chip's again at the next call. */
    @Override
    protected void failed() {
        sensor.mode(Mode.CONTINUOUS);
    }

    @Override
    public void change() {
        chip.light(Math.exp(uniform(0, Math.log(27_000))));
        clock.advance(Duration.ofSeconds(1));
    }

    private boolean isLux(double lux) {
        return near(lux, chip.light(), 2.1, 0, 65535 / 1.2);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isLux(sensor.lux()),
                // The chip cannot tell its settings: without power they are those that the program has set.
                () -> {
                    Mode mode = sensor.mode();
                    return mode == Mode.CONTINUOUS && (chip.command() >> 4 == 1 || faults.lostPower());
                },
                () -> {
                    Resolution resolution = sensor.resolution();
                    return (chip.command() & 3) == CODES[resolution.ordinal()] || faults.lostPower();
                });
    }
}
