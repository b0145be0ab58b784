// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.lis2mdl.LIS2MDL;
import blinka4j.drivers.lis2mdl.LIS2MDL.DataRate;
import blinka4j.drivers.lis2mdl.LIS2MDL.Magnetic;
import blinka4j.sim.chips.SimLIS2MDL;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An LIS2MDL. */
final class LIS2MDLRig extends FaultRig {
    private final SimLIS2MDL chip = new SimLIS2MDL();
    private LIS2MDL sensor;
    private double x;
    private double y;
    private double z;

    static List<FaultRig> all(Random random) {
        return List.of(new LIS2MDLRig(random, Parts.of(random)));
    }

    LIS2MDLRig(Random random, Parts parts) {
        super("LIS2MDL", random, parts, false);
        parts.attach(0x1E, chip);
        sensor = new LIS2MDL(parts.i2c());
        readings().forEach(this::add);
        addStart(() -> sensor = new LIS2MDL(parts.i2c()), () -> register(0x60) == 0x80 && register(0x62) == 0x50);
        addStart(() -> sensor.reset(), () -> register(0x60) == 0x80 && word(0x45) == 0);
        add(() -> {
            DataRate rate = one(DataRate.values());
            sensor.dataRate(rate);
            return (register(0x60) & 0x6C) == rate.ordinal() << 2;
        });
        add(() -> {
            boolean low = random.nextBoolean();
            sensor.lowPower(low);
            return (register(0x60) & 0x70) == (low ? 0x10 : 0);
        });
        add(() -> {
            double microteslas = uniform(-5000, 9800);
            sensor.interruptThreshold(microteslas);
            return (word(0x65) & 0xFFFF) == Math.round(Math.abs(microteslas) / 0.15);
        });
        add(() -> {
            boolean enabled = random.nextBoolean();
            sensor.interruptEnabled(enabled);
            return register(0x63) == (enabled ? 0xE7 : 0x06);
        });
        add(() -> {
            double microteslas = uniform(-1000, 1000);
            sensor.xOffset(microteslas);
            sensor.yOffset(microteslas);
            sensor.zOffset(microteslas);
            long steps = Math.round(microteslas / 0.15);
            return word(0x45) == steps & word(0x47) == steps & word(0x49) == steps;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private int word(int address) {
        return (short) (register(address) | register(address + 1) << 8);
    }

    @Override
    public void change() {
        x = uniform(-3000, 3000);
        y = uniform(-3000, 3000);
        z = uniform(-3000, 3000);
        chip.magnetic(x, y, z);
        clock.advance(Duration.ofMillis(110));
    }

    /** Asleep after a reset that failed, the chip keeps its last values. */
    private boolean is(double actual, double expected, int offset) {
        boolean asleep = (register(0x60) & 3) != 0;
        double shown = Math.max(-4915.2, Math.min(4915.05, expected - word(offset) * 0.15));
        return near(actual, asleep ? actual : shown, 0.08, -4915.21, 4915.06);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    Magnetic now = sensor.magnetic();
                    return is(now.x(), x, 0x45) & is(now.y(), y, 0x47) & is(now.z(), z, 0x49);
                },
                () -> sensor.dataRate().ordinal() == (register(0x60) >> 2 & 3),
                () -> sensor.lowPower() == ((register(0x60) & 0x10) != 0),
                () -> near(sensor.interruptThreshold(), (word(0x65) & 0xFFFF) * 0.15, 1e-9, 0, 9830.26),
                () -> sensor.interruptEnabled() == ((register(0x63) & 1) != 0),
                () -> near(sensor.xOffset(), word(0x45) * 0.15, 1e-9, -4915.21, 4915.06),
                () -> near(sensor.yOffset(), word(0x47) * 0.15, 1e-9, -4915.21, 4915.06),
                () -> near(sensor.zOffset(), word(0x49) * 0.15, 1e-9, -4915.21, 4915.06),
                () -> {
                    boolean on = (register(0x63) & 1) != 0 && (register(0x60) & 3) == 0;
                    boolean beyond = Math.abs(Math.round(x / 0.15)) > (word(0x65) & 0xFFFF);
                    sensor.faults();
                    clock.advance(Duration.ofMillis(110));
                    LIS2MDL.Faults faults = sensor.faults();
                    return (faults.xHi() || faults.xLow()) == (on && beyond);
                });
    }
}
