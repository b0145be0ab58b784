// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.tlv493d.TLV493D;
import blinka4j.drivers.tlv493d.TLV493D.Magnetic;
import blinka4j.sim.chips.SimTLV493D;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A TLV493D. */
final class TLV493DRig extends FaultRig {
    private final SimTLV493D chip = new SimTLV493D();
    private final Parts parts;
    private TLV493D sensor;
    private boolean constructing;
    private double x;
    private double y;
    private double z;

    static List<FaultRig> all(Random random) {
        return List.of(new TLV493DRig(random, Parts.of(random)));
    }

    TLV493DRig(Random random, Parts parts) {
        super("TLV493D", random, parts, false);
        this.parts = parts;
        parts.attach(0x5E, chip);
        sensor = new TLV493D(parts.i2c());
        readings().forEach(this::add);
        add(this::measures);
        add(this::measures);
        addChange(
                () -> {
                    constructing = true;
                    sensor = new TLV493D(parts.i2c());
                    constructing = false;
                },
                () -> chip.settings()[1] == 0x01 && chip.settings()[2] == 0x04 && chip.settings()[3] == 0x40);
    }

    /** A program without a sensor tries again. */
    @Override
    protected void failed() {
        if (constructing) {
            sensor = new TLV493D(parts.i2c());
            constructing = false;
        }
    }

    @Override
    public void change() {
        x = uniform(-130_000, 130_000);
        y = uniform(-130_000, 130_000);
        z = uniform(-130_000, 130_000);
        chip.quantity("magnetic x").value(x);
        chip.quantity("magnetic y").value(y);
        chip.quantity("magnetic z").value(z);
        clock.advance(Duration.ofMillis(random.nextInt(30)));
    }

    private boolean measures() {
        Magnetic field = sensor.magnetic();
        return is(field.x(), x) & is(field.y(), y) & is(field.z(), z);
    }

    private static boolean is(double actual, double expected) {
        return near(actual, expected, 49.01, -2048 * 98, 2047 * 98);
    }

    @Override
    public List<Operation> readings() {
        return List.of(this::measures);
    }
}
