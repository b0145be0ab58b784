// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.bno055.BNO055;
import blinka4j.drivers.bno055.BNO055.AccelBandwidth;
import blinka4j.drivers.bno055.BNO055.AccelMode;
import blinka4j.drivers.bno055.BNO055.AccelRange;
import blinka4j.drivers.bno055.BNO055.Axis;
import blinka4j.drivers.bno055.BNO055.AxisRemap;
import blinka4j.drivers.bno055.BNO055.GyroBandwidth;
import blinka4j.drivers.bno055.BNO055.GyroMode;
import blinka4j.drivers.bno055.BNO055.GyroRange;
import blinka4j.drivers.bno055.BNO055.MagnetMode;
import blinka4j.drivers.bno055.BNO055.MagnetOperationMode;
import blinka4j.drivers.bno055.BNO055.MagnetRate;
import blinka4j.drivers.bno055.BNO055.Mode;
import blinka4j.drivers.bno055.BNO055.Offsets;
import blinka4j.drivers.bno055.BNO055.Sign;
import blinka4j.sim.chips.SimBNO055;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** A BNO055. */
final class BNO055Rig extends FaultRig {
    private static final int[] SENSORS = {0, 1, 2, 4, 3, 5, 6, 7, 13, 11, 11, 15, 15};

    private final SimBNO055 chip = new SimBNO055();
    private final Parts parts;
    private BNO055 sensor;
    private boolean constructing;
    private double acceleration;
    private double magnetic;
    private double rotation;
    private double heading;

    static List<FaultRig> all(Random random) {
        return List.of(new BNO055Rig(random, Parts.of(random)));
    }

    BNO055Rig(Random random, Parts parts) {
        super("BNO055", random, parts, false);
        parts.attach(0x28, chip);
        sensor = new BNO055(parts.i2c());
        readings().forEach(this::add);
        this.parts = parts;
        addChange(
                () -> {
                    constructing = true;
                    sensor = new BNO055(parts.i2c());
                    constructing = false;
                },
                () -> mode() == 12);
        add(() -> {
            Mode mode = one(Mode.values());
            sensor.mode(mode);
            return mode() == mode.ordinal();
        });
        inMode(
                AccelRange.values(),
                value -> sensor.accelRange(value),
                () -> chip.registers(1).register(0x08) & 3);
        inMode(
                AccelBandwidth.values(),
                value -> sensor.accelBandwidth(value),
                () -> chip.registers(1).register(0x08) >> 2 & 7);
        inMode(
                AccelMode.values(),
                value -> sensor.accelMode(value),
                () -> chip.registers(1).register(0x08) >> 5);
        inMode(
                GyroRange.values(),
                value -> sensor.gyroRange(value),
                () -> chip.registers(1).register(0x0A) & 7);
        inMode(
                GyroBandwidth.values(),
                value -> sensor.gyroBandwidth(value),
                () -> chip.registers(1).register(0x0A) >> 3 & 7);
        inMode(
                GyroMode.values(),
                value -> sensor.gyroMode(value),
                () -> chip.registers(1).register(0x0B) & 7);
        inMode(
                MagnetRate.values(),
                value -> sensor.magnetRate(value),
                () -> chip.registers(1).register(0x09) & 7);
        inMode(
                MagnetOperationMode.values(),
                value -> sensor.magnetOperationMode(value),
                () -> chip.registers(1).register(0x09) >> 3 & 3);
        inMode(
                MagnetMode.values(),
                value -> sensor.magnetMode(value),
                () -> chip.registers(1).register(0x09) >> 5 & 3);
        add(() -> {
            boolean external = random.nextBoolean();
            sensor.useExternalCrystal(external);
            return chip.registers(0).register(0x3F) == (external ? 0x80 : 0);
        });
        add(() -> {
            Offsets offsets = new Offsets(word(), word(), word());
            sensor.offsetsAccelerometer(offsets);
            sensor.offsetsMagnetometer(offsets);
            sensor.offsetsGyroscope(offsets);
            return sensor.offsetsAccelerometer().equals(offsets)
                    & sensor.offsetsMagnetometer().equals(offsets)
                    & sensor.offsetsGyroscope().equals(offsets);
        });
        add(() -> {
            int radius = word();
            sensor.radiusAccelerometer(radius);
            sensor.radiusMagnetometer(radius);
            return sensor.radiusAccelerometer() == radius & sensor.radiusMagnetometer() == radius;
        });
        add(() -> {
            Axis[] of = Axis.values();
            int turn = random.nextInt(3);
            AxisRemap remap = new AxisRemap(
                    of[turn],
                    of[(turn + 1) % 3],
                    of[(turn + 2) % 3],
                    one(Sign.values()),
                    one(Sign.values()),
                    one(Sign.values()));
            sensor.axisRemap(remap);
            return sensor.axisRemap().equals(remap);
        });
        addChange(() -> sensor.setSuspendMode(), () -> chip.registers(0).register(0x3E) == 2);
        addChange(() -> sensor.setNormalMode(), () -> chip.registers(0).register(0x3E) == 0);
    }

    private <E extends Enum<E>> void inMode(E[] values, Consumer<E> set, IntSupplier code) {
        add(() -> {
            E value = one(values);
            sensor.mode(random.nextBoolean() ? Mode.AMG_MODE : Mode.CONFIG_MODE);
            set.accept(value);
            return code.getAsInt() == value.ordinal();
        });
    }

    /** A program without a sensor tries again. The old one does not know in which page and mode the chip is. */
    @Override
    protected void failed() {
        if (constructing) {
            sensor = new BNO055(parts.i2c());
            constructing = false;
        }
    }

    private int word() {
        return random.nextInt(65536) - 32768;
    }

    private int mode() {
        return chip.registers(0).register(0x3D) & 15;
    }

    @Override
    public void change() {
        acceleration = uniform(-150, 150);
        magnetic = uniform(-1000, 1000);
        rotation = uniform(-30, 30);
        heading = uniform(0, 359);
        chip.quantity("acceleration x").value(acceleration);
        chip.quantity("magnetic y").value(magnetic);
        chip.quantity("rotation z").value(rotation);
        chip.quantity("heading").value(heading);
        chip.quantity("temperature").value(acceleration / 5);
    }

    /** In a mode that does not measure it, a value is not a number. A mode that was read wrong may be another one. */
    private boolean is(double actual, double expected, int sensor, double step) {
        boolean measured = (SENSORS[mode()] & sensor) != 0;
        return Double.isNaN(actual)
                ? !measured
                : measured && near(actual, expected, 0.51 * step, -32768 * step, 32767 * step);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> is(sensor.acceleration().x(), acceleration, 1, 0.01),
                () -> is(sensor.magnetic().y(), magnetic, 2, 1 / 16.0),
                () -> is(sensor.gyro().z(), rotation, 4, Math.toRadians(1 / 16.0)),
                () -> is(sensor.euler().heading(), heading, 8, 1 / 16.0),
                () -> is(sensor.quaternion().w(), Math.cos(Math.toRadians(heading / 2)), 8, 1 / 16384.0),
                () -> is(sensor.linearAcceleration().x(), acceleration, 8, 0.01),
                () -> is(sensor.gravity().z(), 9.81, 8, 0.01),
                () -> near(sensor.temperature(), acceleration / 5, 0.51, -128, 127),
                () -> sensor.mode().ordinal() == mode(),
                () -> sensor.calibrationStatus().gyro() == 0,
                () -> !sensor.calibrated(),
                () -> sensor.externalCrystal() == (chip.registers(0).register(0x3F) == 0x80),
                () -> sensor.accelRange().ordinal() == (chip.registers(1).register(0x08) & 3),
                () -> sensor.gyroBandwidth().ordinal() == (chip.registers(1).register(0x0A) >> 3 & 7),
                () -> sensor.magnetMode().ordinal() == (chip.registers(1).register(0x09) >> 5 & 3),
                () -> sensor.offsetsGyroscope().y()
                        == (short) (chip.registers(0).register(0x63)
                                | chip.registers(0).register(0x64) << 8),
                () -> sensor.radiusMagnetometer()
                        == (short) (chip.registers(0).register(0x69)
                                | chip.registers(0).register(0x6A) << 8),
                () -> sensor.axisRemap().x().ordinal() == (chip.registers(0).register(0x41) & 3));
    }
}
