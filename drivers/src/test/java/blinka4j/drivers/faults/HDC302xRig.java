// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.hdc302x.HDC302x;
import blinka4j.drivers.hdc302x.HDC302x.AutoMode;
import blinka4j.drivers.hdc302x.HDC302x.HeaterPower;
import blinka4j.sim.chips.SimHDC302x;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An HDC302x. */
final class HDC302xRig extends FaultRig {
    private static final int[] POWERS = {0, 0x009F, 0x03FF, 0x3FFF};

    private final SimHDC302x chip = new SimHDC302x();
    private HDC302x sensor;
    private boolean constructing;

    static List<FaultRig> all(Random random) {
        return List.of(new HDC302xRig(random, Parts.of(random)));
    }

    HDC302xRig(Random random, Parts parts) {
        super("HDC302x", random, parts, true);
        parts.attach(0x44, chip);
        sensor = new HDC302x(parts.i2c());
        readings().forEach(this::add);
        addChange(
                () -> {
                    constructing = true;
                    sensor = new HDC302x(parts.i2c());
                    constructing = false;
                },
                () -> chip.period().isZero());
        add(() -> {
            AutoMode mode = one(AutoMode.values());
            sensor.autoMode(mode);
            return sensor.autoMode() == mode && chip.period().isZero() == (mode == AutoMode.EXIT_AUTO_MODE);
        });
        add(() -> {
            if (sensor.autoMode() == AutoMode.EXIT_AUTO_MODE) {
                sensor.autoMode(AutoMode.AUTO_10MPS_LP3);
            }
            return isTemperature(sensor.autoTemperature()) & isHumidity(sensor.autoRelativeHumidity());
        });
        add(() -> {
            HeaterPower power = one(HeaterPower.values());
            sensor.heater(power);
            return sensor.heater() == (power != HeaterPower.OFF)
                    && (power == HeaterPower.OFF || word(0x306E) == POWERS[power.ordinal()]);
        });
        add(() -> {
            double t = uniform(-21, 21);
            double h = uniform(-24, 24);
            sensor.offsets(t, h);
            return hasOffsets(t, h);
        });
        add(() -> {
            sensor.setHighAlert(60, 80);
            return word(0x611D) == 0xCD33;
        });
        add(() -> {
            sensor.clearHighAlert(58, 79);
            return word(0x6116) == 0xCB2D;
        });
        add(() -> {
            sensor.setLowAlert(-10, 20);
            return word(0x6100) == 0x3266;
        });
        add(() -> {
            sensor.clearLowAlert(-9, 22);
            return word(0x610B) == 0x3869;
        });
    }

    private int word(int command) {
        return chip.words().getOrDefault(command, -1);
    }

    private boolean hasOffsets(double temperature, double humidity) {
        HDC302x.Offsets offsets = sensor.offsets();
        return near(offsets.temperature(), temperature, 0.0855, -22, 22)
                & near(offsets.relativeHumidity(), humidity, 0.0977, -25, 25);
    }

    private boolean isTemperature(double celsius) {
        return near(celsius, chip.quantity("temperature").value(), 0.002, -40, 125);
    }

    private boolean isHumidity(double percent) {
        return near(percent, chip.quantity("humidity").value(), 0.001, 0, 100);
    }

    @Override
    public void change() {
        chip.quantity("temperature").value(uniform(-40, 125));
        chip.quantity("humidity").value(uniform(0, 100));
        chip.words().merge(0xF32D, random.nextInt(16) << 6, (status, alerts) -> status & ~0x03C0 | alerts);
        clock.advance(Duration.ofMillis(random.nextInt(3000)));
    }

    /** A new driver that failed may have stopped the chip of the old one. */
    @Override
    protected void failed() {
        if (constructing) {
            constructing = false;
            sensor.autoMode(sensor.autoMode());
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    HDC302x.Measurements measured = sensor.measurements();
                    return isTemperature(measured.temperature()) & isHumidity(measured.relativeHumidity());
                },
                () -> isTemperature(sensor.temperature()),
                () -> isHumidity(sensor.relativeHumidity()),
                () -> {
                    int bits = word(0xA004);
                    double t = (bits & 0x7F) * ((bits & 0x80) != 0 ? 1 : -1) * 0.1708984375;
                    return hasOffsets(t, (bits >> 8 & 0x7F) * ((bits & 0x8000) != 0 ? 1 : -1) * 0.1953125);
                },
                () -> sensor.heater() == ((word(0xF32D) & 0x2000) != 0),
                () -> sensor.status() == word(0xF32D),
                () -> sensor.highAlert() == ((word(0xF32D) & 0x0280) != 0),
                () -> sensor.lowAlert() == ((word(0xF32D) & 0x0140) != 0),
                () -> sensor.manufacturerId() == 0x3000,
                () -> List.of(0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC).equals(unsigned(sensor.nistId())));
    }

    private static List<Integer> unsigned(byte[] bytes) {
        Integer[] values = new Integer[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return List.of(values);
    }
}
