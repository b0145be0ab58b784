// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.apds9960.APDS9960;
import blinka4j.drivers.apds9960.APDS9960.ColorData;
import blinka4j.drivers.apds9960.APDS9960.Gesture;
import blinka4j.drivers.apds9960.APDS9960.ProximityInterruptThreshold;
import blinka4j.sim.chips.SimAPDS9960;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An APDS-9960. */
final class APDS9960Rig extends FaultRig {
    private static final Gesture[] CLOCKWISE = {Gesture.UP, Gesture.RIGHT, Gesture.DOWN, Gesture.LEFT};
    private static final int[][] DIODES = {{0, 1}, {3, 2}, {1, 0}, {2, 3}};

    private final SimAPDS9960 chip = new SimAPDS9960();
    private APDS9960 sensor;
    private int turned;
    private final Parts parts;
    private boolean starting;

    static List<FaultRig> all(Random random) {
        return List.of(new APDS9960Rig(random, Parts.of(random)));
    }

    APDS9960Rig(Random random, Parts parts) {
        super("APDS9960", random, parts, false);
        this.parts = parts;
        parts.attach(0x39, chip);
        sensor = new APDS9960(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            int quarters = random.nextInt(4);
            boolean reset = random.nextBoolean();
            starting = true;
            sensor = new APDS9960(parts.i2c(), 90 * quarters, reset, true);
            starting = false;
            turned = quarters;
            return register(0x81) == 0 && (register(0x8F) & 3) == 1 && (!reset || register(0x80) == 1);
        });
        addFlag(sensor -> sensor::enable, 1);
        addFlag(sensor -> sensor::enableColor, 2);
        addFlag(sensor -> sensor::enableProximity, 4);
        addFlag(sensor -> sensor::enableProximityInterrupt, 0x20);
        addFlag(sensor -> sensor::enableGesture, 0x40);
        add(() -> {
            int code = random.nextInt(4);
            sensor.proximityGain(code);
            return (register(0x8F) >> 2 & 3) == code;
        });
        add(() -> {
            int code = random.nextInt(4);
            sensor.colorGain(code);
            return (register(0x8F) & 3) == code;
        });
        add(() -> {
            int code = random.nextInt(4);
            sensor.gestureGain(code);
            return (register(0xA3) >> 5 & 3) == code;
        });
        add(() -> {
            int steps = 1 + random.nextInt(256);
            sensor.colorIntegrationTime(steps);
            return register(0x81) == 256 - steps;
        });
        add(() -> {
            int low = random.nextInt(256);
            int high = random.nextInt(256);
            int persistence = random.nextInt(16);
            sensor.proximityInterruptThreshold(low, high, persistence);
            return register(0x89) == low && register(0x8B) == high && register(0x8C) >> 4 == persistence;
        });
        add(() -> {
            sensor.clearInterrupt();
            return true;
        });
        add(() -> {
            turned = random.nextInt(4);
            sensor.rotation(90 * turned);
            return sensor.rotation() == 90 * turned;
        });
        add(() -> {
            int direction = random.nextInt(4);
            int[] first = {100, 100, 100, 100};
            int[] last = {100, 100, 100, 100};
            first[DIODES[direction][0]] = 200;
            last[DIODES[direction][1]] = 200;
            chip.registers().register(0xA2, 0);
            chip.gestures(first, new int[] {10, 100, 100, 100}, last);
            Gesture found = sensor.gesture();
            return found == CLOCKWISE[(direction + turned) % 4];
        });
    }

    private interface Flag {
        void set(boolean to);
    }

    private interface Setter {
        Flag of(APDS9960 sensor);
    }

    private void addFlag(Setter setter, int mask) {
        add(() -> {
            boolean to = random.nextBoolean();
            setter.of(sensor).set(to);
            return (register(0x80) & mask) != 0 == to;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private int word(int address) {
        return register(address) | register(address + 1) << 8;
    }

    /** The chip may have lost the settings that the object of before knows. */
    @Override
    protected void failed() {
        if (starting) {
            starting = false;
            sensor = new APDS9960(parts.i2c(), 90 * turned);
        }
    }

    @Override
    public void change() {
        chip.quantity("proximity").value(random.nextInt(256));
        chip.quantity("red").value(random.nextInt(1000));
        chip.gestures();
        clock.advance(Duration.ofSeconds(2));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.proximity(), register(0x9C), 0, 0, 255),
                () -> {
                    ColorData data = sensor.colorData();
                    return near(data.clear(), word(0x94), 0, 0, 65535)
                            & near(data.red(), word(0x96), 0, 0, 65535)
                            & near(data.green(), word(0x98), 0, 0, 65535)
                            & near(data.blue(), word(0x9A), 0, 0, 65535);
                },
                () -> sensor.colorDataReady() == ((register(0x93) & 1) != 0),
                () -> sensor.gesture() == Gesture.NONE,
                () -> sensor.enable() == ((register(0x80) & 1) != 0),
                () -> sensor.enableColor() == ((register(0x80) & 2) != 0),
                () -> sensor.enableProximity() == ((register(0x80) & 4) != 0),
                () -> sensor.enableProximityInterrupt() == ((register(0x80) & 0x20) != 0),
                () -> sensor.enableGesture() == ((register(0x80) & 0x40) != 0),
                () -> near(sensor.proximityGain(), register(0x8F) >> 2 & 3, 0, 0, 3),
                () -> near(sensor.colorGain(), register(0x8F) & 3, 0, 0, 3),
                () -> near(sensor.gestureGain(), register(0xA3) >> 5 & 3, 0, 0, 3),
                () -> near(sensor.colorIntegrationTime(), 256 - register(0x81), 0, 1, 256),
                () -> {
                    ProximityInterruptThreshold found = sensor.proximityInterruptThreshold();
                    return near(found.low(), register(0x89), 0, 0, 255)
                            & near(found.high(), register(0x8B), 0, 0, 255)
                            & near(found.persistence(), register(0x8C) >> 4, 0, 0, 15);
                });
    }
}
