// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.adxl34x.ADXL345;
import blinka4j.drivers.adxl34x.ADXL345.DataRate;
import blinka4j.drivers.adxl34x.ADXL345.Offset;
import blinka4j.drivers.adxl34x.ADXL345.Range;
import blinka4j.sim.chips.SimADXL345;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An ADXL345. */
final class ADXL34xRig extends FaultRig {
    private final SimADXL345 chip = new SimADXL345();
    private ADXL345 sensor;
    private double x;
    private double y;
    private double z;

    static List<FaultRig> all(Random random) {
        return List.of(new ADXL34xRig(random, Parts.of(random)));
    }

    ADXL34xRig(Random random, Parts parts) {
        super("ADXL345", random, parts, false);
        parts.attach(0x53, chip);
        sensor = new ADXL345(parts.i2c());
        readings().forEach(this::add);
        addChange(
                () -> sensor = new ADXL345(parts.i2c()),
                () -> register(0x2E) == 0 && register(0x2D) == 8 && register(0x31) >> 2 == 2);
        add(() -> {
            DataRate rate = one(DataRate.values());
            sensor.dataRate(rate);
            return register(0x2C) == rate.ordinal();
        });
        add(() -> {
            Range range = one(Range.values());
            sensor.range(range);
            return register(0x31) == (8 | range.ordinal());
        });
        add(() -> {
            Offset offset = new Offset(random.nextInt(256) - 128, random.nextInt(256) - 128, random.nextInt(256) - 128);
            sensor.offset(offset);
            return sensor.offset().equals(offset);
        });
        add(() -> {
            sensor.enableMotionDetection(20);
            chip.event(0x10);
            return register(0x24) == 20 && register(0x27) == 0x70 && is("motion", true);
        });
        add(() -> {
            sensor.enableFreefallDetection();
            chip.event(0x04);
            return register(0x28) == 10 && register(0x29) == 25 && is("freefall", true);
        });
        add(() -> {
            int taps = 1 + random.nextInt(2);
            sensor.enableTapDetection(taps, 1, 2, 3, 4);
            chip.event(0x20);
            return register(0x1D) == 1 && register(0x21) == 2 && register(0x2A) == 7 && is("tap", taps == 2);
        });
        addChange(() -> sensor.disableMotionDetection(), () -> is("motion", null));
        addChange(() -> sensor.disableFreefallDetection(), () -> is("freefall", null));
        addChange(() -> sensor.disableTapDetection(), () -> is("tap", null));
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private boolean is(String key, Boolean expected) {
        Boolean found = sensor.events().get(key);
        return expected == null ? found == null : expected.equals(found);
    }

    /** The slowest rate is one measurement in ten seconds. */
    @Override
    public void change() {
        x = uniform(-150, 150);
        y = uniform(-150, 150);
        z = uniform(-150, 150);
        chip.acceleration(x, y, z);
        clock.advance(Duration.ofSeconds(11));
    }

    private boolean is(double actual, double expected) {
        double step = 0.004 * 9.80665;
        int limit = 512 << (register(0x31) & 3);
        return near(actual, Math.max(-limit * step, Math.min((limit - 1) * step, expected)), 0.51 * step, -161, 161);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    ADXL345.Acceleration now = sensor.acceleration();
                    return is(now.x(), x) & is(now.y(), y) & is(now.z(), z);
                },
                () -> is(sensor.rawX() * 0.004 * 9.80665, x),
                () -> is(sensor.rawY() * 0.004 * 9.80665, y),
                () -> is(sensor.rawZ() * 0.004 * 9.80665, z),
                () -> sensor.range().ordinal() == (register(0x31) & 3),
                () -> sensor.dataRate().ordinal() == register(0x2C),
                () -> sensor.offset().x() == (byte) register(0x1E)
                        && sensor.offset().z() == (byte) register(0x20),
                () -> {
                    sensor.events();
                    chip.event(0x14);
                    Map<String, Boolean> events = sensor.events();
                    int on = register(0x2E);
                    return events.containsKey("motion") == ((on & 0x10) != 0)
                            && events.containsKey("tap") == ((on & 0x60) != 0)
                            && events.getOrDefault("motion", true)
                            && events.getOrDefault("freefall", true)
                            && !events.getOrDefault("tap", false);
                });
    }
}
