// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.MagGain;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.MagRate;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.Magnetic;
import blinka4j.sim.chips.SimLSM303DLHMag;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** An LSM303DLH_Mag. */
final class LSM303DLH_MagRig extends FaultRig {
    private static final int[] XY = {0, 1100, 855, 670, 450, 400, 330, 230};
    private static final int[] Z = {0, 980, 760, 600, 400, 355, 295, 205};

    private final SimLSM303DLHMag chip = new SimLSM303DLHMag();
    private LSM303DLH_Mag sensor;
    private double x;
    private double y;
    private double z;

    static List<FaultRig> all(Random random) {
        return List.of(new LSM303DLH_MagRig(random, Parts.of(random)));
    }

    LSM303DLH_MagRig(Random random, Parts parts) {
        super("LSM303DLH_Mag", random, parts, false);
        parts.attach(0x1E, chip);
        sensor = new LSM303DLH_Mag(parts.i2c());
        readings().forEach(this::add);
        add(this::measures);
        addChange(() -> sensor = new LSM303DLH_Mag(parts.i2c()), () -> register(1) == 0x20);
        add(() -> {
            MagGain gain = one(MagGain.values());
            sensor.magGain(gain);
            return register(1) >> 5 == gain.ordinal() + 1;
        });
        add(() -> {
            MagRate rate = one(MagRate.values());
            sensor.magRate(rate);
            return (register(0) >> 2 & 7) == rate.ordinal();
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    @Override
    public void change() {
        x = uniform(-200, 200);
        y = uniform(-200, 200);
        z = uniform(-200, 200);
        chip.magnetic(x, y, z);
    }

    private boolean measures() {
        Magnetic field = sensor.magnetic();
        return is(field.x(), x, XY) & is(field.y(), y, XY) & is(field.z(), z, Z);
    }

    private boolean is(double actual, double microtesla, int[] scale) {
        int perGauss = scale[register(1) >> 5];
        boolean beyond = Math.abs(Math.round(microtesla / 100 * perGauss)) > 2047;
        // -4096 is one wrong bit away from 0 and others: so it may be NaN.
        return Double.isNaN(actual) && !beyond
                ? false
                : near(actual, beyond ? Double.NaN : microtesla, 50.01 / perGauss, -1000, 1000);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                this::measures,
                () -> sensor.magGain().ordinal() + 1 == register(1) >> 5,
                () -> sensor.magRate().ordinal() == (register(0) >> 2 & 7));
    }
}
