// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.mpu6050.MPU6050;
import blinka4j.drivers.mpu6050.MPU6050.Bandwidth;
import blinka4j.drivers.mpu6050.MPU6050.ClockSource;
import blinka4j.drivers.mpu6050.MPU6050.GyroRange;
import blinka4j.drivers.mpu6050.MPU6050.Range;
import blinka4j.drivers.mpu6050.MPU6050.Rate;
import blinka4j.sim.chips.SimMPU6050;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An MPU-6050. */
final class MPU6050Rig extends FaultRig {
    private static final double[] PER_DEGREE = {131, 65.5, 32.8, 16.4};

    private final SimMPU6050 chip = new SimMPU6050();
    private MPU6050 sensor;
    /** As the program wants it. */
    private boolean isAsleep;

    private double acceleration;
    private double rotation;
    private double temperature;

    static List<FaultRig> all(Random random) {
        return List.of(new MPU6050Rig(random, Parts.of(random)));
    }

    MPU6050Rig(Random random, Parts parts) {
        super("MPU6050", random, parts, false);
        parts.attach(0x68, chip);
        sensor = new MPU6050(parts.i2c());
        readings().forEach(this::add);
        addStart(
                () -> {
                    sensor = new MPU6050(parts.i2c());
                    isAsleep = false;
                },
                () -> register(0x6B) == 0x01 && register(0x1B) == 0x08);
        addStart(
                () -> {
                    sensor.reset();
                    isAsleep = true;
                },
                () -> register(0x6B) == 0x40);
        add(() -> {
            boolean asleep = random.nextInt(4) == 0;
            sensor.sleep(asleep);
            isAsleep = asleep;
            return (register(0x6B) & 0x40) != 0 == asleep;
        });
        add(() -> {
            boolean cycle = random.nextInt(4) != 0;
            sensor.cycle(cycle);
            isAsleep = !cycle;
            return (register(0x6B) & 0x60) == (cycle ? 0x20 : 0x40);
        });
        add(() -> {
            int divisor = random.nextInt(256);
            sensor.sampleRateDivisor(divisor);
            return register(0x19) == divisor;
        });
        add(() -> {
            Range range = one(Range.values());
            sensor.accelerometerRange(range);
            return register(0x1C) == range.ordinal() << 3;
        });
        add(() -> {
            GyroRange range = one(GyroRange.values());
            sensor.gyroRange(range);
            return register(0x1B) == range.ordinal() << 3;
        });
        add(() -> {
            Bandwidth bandwidth = one(Bandwidth.values());
            sensor.filterBandwidth(bandwidth);
            return register(0x1A) == bandwidth.ordinal();
        });
        add(() -> {
            Rate rate = one(Rate.values());
            sensor.cycleRate(rate);
            return register(0x6C) >> 6 == rate.ordinal();
        });
        add(() -> {
            ClockSource source = one(ClockSource.values());
            sensor.clockSource(source);
            return (register(0x6B) & 7) == source.ordinal();
        });
        add(() -> {
            boolean enable = random.nextBoolean();
            sensor.fifoEn(enable);
            sensor.accelFifoEn(enable);
            return (register(0x6A) & 0x40) != 0 == enable && (register(0x23) & 8) != 0 == enable;
        });
        add(() -> {
            sensor.fifoEn(false);
            chip.fifo(1, 2, 3);
            sensor.fiforst(true);
            return sensor.fifoCount() == 0;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    /** Asleep, the chip keeps its last values. */
    @Override
    public void change() {
        acceleration = uniform(-150, 150);
        rotation = uniform(-30, 30);
        temperature = uniform(-40, 85);
        for (String axis : List.of("x", "y", "z")) {
            chip.quantity("acceleration " + axis).value(acceleration);
            chip.quantity("rotation " + axis).value(rotation);
        }
        chip.quantity("temperature").value(temperature);
        clock.advance(Duration.ofMillis(900));
    }

    private boolean isOff() {
        return (register(0x6B) & 0x40) != 0 || (register(0x6B) & 7) == 7;
    }

    private boolean is(double actual, double expected, double step) {
        boolean asleep = isOff() && (isAsleep || !faults.lostPower());
        double shown = Math.max(-32768 * step, Math.min(32767 * step, expected));
        return near(actual, asleep ? actual : shown, 0.51 * step, -157, 157);
    }

    private boolean isAcceleration(MPU6050.Acceleration now) {
        double step = 9.80665 / (16384 >> (register(0x1C) >> 3));
        return is(now.x(), acceleration, step) & is(now.y(), acceleration, step) & is(now.z(), acceleration, step);
    }

    private boolean isRotation(MPU6050.Gyro now) {
        double step = Math.toRadians(1 / PER_DEGREE[register(0x1B) >> 3]);
        return is(now.x(), rotation, step) & is(now.y(), rotation, step) & is(now.z(), rotation, step);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isRightOrOff(() -> isAcceleration(sensor.acceleration()), isOff()),
                () -> isRightOrOff(() -> isRotation(sensor.gyro()), isOff()),
                () -> is(sensor.temperature(), temperature, 1 / 340.0),
                () -> sensor.scaleAccel(0, 16384, 0).y() == 9.80665 * (1 << (register(0x1C) >> 3)),
                () -> near(
                        sensor.scaleGyro(0, 0, 1000).z(),
                        Math.toRadians(1000 / PER_DEGREE[register(0x1B) >> 3]),
                        1e-9,
                        0,
                        2),
                () -> sensor.sleep() == ((register(0x6B) & 0x40) != 0),
                () -> sensor.cycle() == ((register(0x6B) & 0x20) != 0),
                () -> near(sensor.sampleRateDivisor(), register(0x19), 0, 0, 255),
                () -> sensor.accelerometerRange().ordinal() == register(0x1C) >> 3,
                () -> sensor.gyroRange().ordinal() == register(0x1B) >> 3,
                () -> sensor.filterBandwidth().ordinal() == register(0x1A),
                () -> sensor.cycleRate().ordinal() == register(0x6C) >> 6,
                () -> sensor.clockSource().ordinal() == (register(0x6B) & 7),
                () -> sensor.fifoEn() == ((register(0x6A) & 0x40) != 0),
                () -> sensor.accelFifoEn() == ((register(0x23) & 8) != 0),
                () -> !sensor.fiforst(),
                () -> {
                    sensor.readWholeFifo();
                    chip.fifo(7, 8, 9);
                    byte[] bytes = sensor.readWholeFifo();
                    return bytes.length == 3 && bytes[0] == 7 && bytes[2] == 9;
                });
    }
}
