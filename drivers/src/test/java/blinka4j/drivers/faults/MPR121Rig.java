// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.mpr121.MPR121;
import blinka4j.sim.chips.SimMPR121;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An MPR121. */
final class MPR121Rig extends FaultRig {
    private final SimMPR121 chip = new SimMPR121();
    private final Parts parts;
    private MPR121 sensor;
    private boolean constructing;

    static List<FaultRig> all(Random random) {
        return List.of(new MPR121Rig(random, Parts.of(random)));
    }

    MPR121Rig(Random random, Parts parts) {
        super("MPR121", random, parts, false);
        this.parts = parts;
        parts.attach(MPR121.DEFAULT_ADDRESS, chip);
        sensor = new MPR121(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            constructing = true;
            sensor = new MPR121(parts.i2c());
            constructing = false;
            return isReset();
        });
        addChange(() -> sensor.reset(), this::isReset);
        add(() -> {
            int pad = random.nextInt(12);
            int threshold = random.nextInt(256);
            sensor.get(pad).threshold(threshold);
            return register(0x41 + 2 * pad) == threshold && register(0x5E) == 0x8F;
        });
        add(() -> {
            int pad = random.nextInt(12);
            int threshold = random.nextInt(256);
            sensor.get(pad).releaseThreshold(threshold);
            return register(0x42 + 2 * pad) == threshold && register(0x5E) == 0x8F;
        });
    }

    /** A program without a sensor tries again. */
    @Override
    protected void failed() {
        if (constructing) {
            sensor = new MPR121(parts.i2c());
            constructing = false;
        }
    }

    private boolean isReset() {
        boolean right = register(0x5B) == 0 && register(0x5C) == 0x10 && register(0x5D) == 0x20;
        for (int pad = 0; pad < 12; pad++) {
            right &= register(0x41 + 2 * pad) == 12 && register(0x42 + 2 * pad) == 6;
        }
        return right && register(0x2D) == 0x0E && register(0x30) == 5 && register(0x5E) == 0x8F;
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private int touch(int pad) {
        return (int) chip.quantity("touch " + pad).value();
    }

    @Override
    public void change() {
        for (int pad = 0; pad < 12; pad++) {
            chip.quantity("touch " + pad).value(random.nextInt(300));
        }
        clock.advance(Duration.ofSeconds(1));
    }

    /** Between its two thresholds a pad may be touched or not. */
    private boolean isRight(int touched) {
        boolean right = true;
        for (int pad = 0; pad < 12; pad++) {
            boolean isTouched = (touched >> pad & 1) != 0;
            boolean must = touch(pad) > register(0x41 + 2 * pad);
            boolean may = must || touch(pad) >= register(0x42 + 2 * pad);
            right &= isTouched ? may : !must;
        }
        return right && touched < 4096;
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isRight(sensor.touched()),
                () -> {
                    int touched = 0;
                    boolean[] pins = sensor.touchedPins();
                    for (int pad = 0; pad < 12; pad++) {
                        touched |= pins[pad] ? 1 << pad : 0;
                    }
                    return isRight(touched);
                },
                () -> sensor.isTouched(7) == ((register(0x00) & 0x80) != 0),
                () -> sensor.get(9).value() == ((register(0x01) & 0x02) != 0),
                () -> {
                    int pad = random.nextInt(12);
                    return near(sensor.filteredData(pad), 600 - touch(pad), 0, 0, 1023);
                },
                () -> near(sensor.get(11).rawValue(), 600 - touch(11), 0, 0, 1023),
                () -> near(sensor.baselineData(random.nextInt(12)), 600, 0, 0, 1020),
                () -> near(sensor.get(6).threshold(), register(0x4D), 0, 0, 255),
                () -> near(sensor.get(6).releaseThreshold(), register(0x4E), 0, 0, 255));
    }
}
