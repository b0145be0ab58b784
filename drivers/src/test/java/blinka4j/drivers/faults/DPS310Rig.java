// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.dps310.DPS310;
import blinka4j.drivers.dps310.DPS310_Advanced;
import blinka4j.drivers.dps310.DPS310_Advanced.Mode;
import blinka4j.drivers.dps310.DPS310_Advanced.Rate;
import blinka4j.drivers.dps310.DPS310_Advanced.SampleCount;
import blinka4j.sim.chips.SimDPS310;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A DPS310. */
final class DPS310Rig extends FaultRig {
    private final SimDPS310 chip = new SimDPS310();
    private DPS310_Advanced sensor;
    private boolean restarting;
    private boolean inOtherMode;

    static List<FaultRig> all(Random random) {
        return List.of(new DPS310Rig(random, Parts.of(random)));
    }

    DPS310Rig(Random random, Parts parts) {
        super("DPS310", random, parts, false);
        parts.attach(DPS310.DEFAULT_ADDRESS, chip);
        sensor = new DPS310_Advanced(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            restarting = true;
            sensor = new DPS310_Advanced(parts.i2c());
            restarting = false;
            return register(0x06) == 0x26;
        });
        addChange(() -> sensor.initialize(), () -> register(0x06) == 0x26 && register(0x07) == 0xA6);
        add(() -> {
            SampleCount count = one(SampleCount.values());
            sensor.pressureOversampleCount(count);
            return (register(0x06) & 0xF) == count.ordinal();
        });
        add(() -> {
            SampleCount count = one(SampleCount.values());
            sensor.temperatureOversampleCount(count);
            return (register(0x07) & 0xF) == count.ordinal();
        });
        add(() -> {
            Rate rate = one(Rate.values());
            sensor.pressureRate(rate);
            return register(0x06) >> 4 == rate.ordinal();
        });
        add(() -> {
            Rate rate = one(Rate.values());
            sensor.temperatureRate(rate);
            return register(0x07) >> 4 == (0x8 | rate.ordinal());
        });
        add(() -> {
            Mode mode = one(Mode.values());
            inOtherMode = true;
            sensor.mode(mode);
            boolean isRight = sensor.mode() == (mode.name().startsWith("ONE") ? Mode.IDLE : mode);
            sensor.mode(Mode.CONT_PRESTEMP);
            inOtherMode = false;
            return isRight;
        });
        add(() -> {
            inOtherMode = true;
            sensor.reset();
            boolean isRight = register(0x06) == 0 && measured();
            sensor.mode(Mode.CONT_PRESTEMP);
            inOtherMode = false;
            return isRight;
        });
        addChange(() -> sensor.waitPressureReady(), () -> true);
        addChange(() -> sensor.waitTemperatureReady(), () -> true);
        addChange(() -> sensor.temperatureReady(), () -> true);
        addChange(() -> sensor.pressureReady(), () -> true);
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private double value(String quantity) {
        return chip.quantity(quantity).value();
    }

    private boolean measured() {
        DPS310.Measurements measured = sensor.measurements();
        return near(measured.temperature(), value("temperature"), 0.002, -60, 105)
                & near(measured.pressure(), value("pressure"), 0.004, 200, 1400);
    }

    /** The slowest rate is once a second. */
    @Override
    public void change() {
        chip.quantity("temperature").value(uniform(-40, 85));
        chip.quantity("pressure").value(uniform(300, 1200));
        clock.advance(Duration.ofMillis(1500));
    }

    @Override
    protected void failed() {
        if (restarting) {
            restarting = false;
            sensor.initialize();
        }
        if (inOtherMode) {
            inOtherMode = false;
            sensor.mode(Mode.CONT_PRESTEMP);
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                this::measured,
                () -> near(sensor.temperature(), value("temperature"), 0.002, -60, 105),
                () -> near(sensor.pressure(), value("pressure"), 0.004, 200, 1400),
                () -> near(
                        sensor.altitude(),
                        44330 * (1 - Math.pow(value("pressure") / 1013.25, 0.1903)),
                        0.1,
                        -3000,
                        12_000),
                () -> sensor.mode() == (faults.lostPower() ? Mode.IDLE : Mode.CONT_PRESTEMP),
                () -> sensor.pressureRate().ordinal() == register(0x06) >> 4,
                () -> sensor.temperatureRate().ordinal() == (register(0x07) >> 4 & 7),
                () -> sensor.pressureOversampleCount().ordinal() == (register(0x06) & 0xF),
                () -> sensor.temperatureOversampleCount().ordinal() == (register(0x07) & 0xF));
    }
}
