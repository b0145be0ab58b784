// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.I2C;
import blinka4j.drivers.lsm6ds.ISM330DHCX;
import blinka4j.drivers.lsm6ds.LSM6DS;
import blinka4j.drivers.lsm6ds.LSM6DS.AccelHPF;
import blinka4j.drivers.lsm6ds.LSM6DS.AccelRange;
import blinka4j.drivers.lsm6ds.LSM6DS.GyroRange;
import blinka4j.drivers.lsm6ds.LSM6DS.Rate;
import blinka4j.drivers.lsm6ds.LSM6DS33;
import blinka4j.drivers.lsm6ds.LSM6DS3TRC;
import blinka4j.drivers.lsm6ds.LSM6DSO32;
import blinka4j.drivers.lsm6ds.LSM6DSOX;
import blinka4j.sim.chips.SimLSM6DS;
import blinka4j.testing.FaultRig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** One chip of each generation, and those with wider ranges. */
final class LSM6DSRig extends FaultRig {
    private static final double[] MILLI_G = {0.061, 0.488, 0.122, 0.244};

    private final SimLSM6DS chip;
    private final boolean wide;
    private final boolean embedded;
    private LSM6DS sensor;
    private double acceleration;
    private double rotation;
    private int steps;

    static List<FaultRig> all(Random random) {
        return List.of(
                new LSM6DSRig("LSM6DSOX", 0x6C, LSM6DSOX::new, random, Parts.of(random)),
                new LSM6DSRig("LSM6DSO32", 0x6C, LSM6DSO32::new, random, Parts.of(random)),
                new LSM6DSRig("LSM6DS33", 0x69, LSM6DS33::new, random, Parts.of(random)),
                new LSM6DSRig("LSM6DS3TR-C", 0x6A, LSM6DS3TRC::new, random, Parts.of(random)),
                new LSM6DSRig("ISM330DHCX", 0x6B, ISM330DHCX::new, random, Parts.of(random)));
    }

    LSM6DSRig(String name, int id, Function<I2C, LSM6DS> create, Random random, Parts parts) {
        super(name, random, parts, false);
        wide = name.equals("LSM6DSO32");
        embedded = id > 0x6A;
        chip = new SimLSM6DS(id, wide);
        parts.attach(LSM6DS.DEFAULT_ADDRESS, chip);
        sensor = create.apply(parts.i2c());
        readings().forEach(this::add);
        addStart(() -> sensor = create.apply(parts.i2c()), () -> register(0x10) == 0x48 && register(0x11) == 0x40);
        add(() -> {
            AccelRange range = one(AccelRange.values());
            if (range == (wide ? AccelRange.RANGE_2G : AccelRange.RANGE_32G)) {
                return true;
            }
            sensor.accelerometerRange(range);
            return accelerationStep() * 32768 > limit(range);
        });
        add(() -> {
            GyroRange range = one(GyroRange.values());
            if (range == GyroRange.RANGE_4000_DPS && id != 0x6B) {
                return true;
            }
            sensor.gyroRange(range);
            return rotationStep() * 32768
                    > Math.toRadians(Integer.parseInt(range.name().split("_")[1]));
        });
        add(() -> {
            Rate rate = one(Rate.values());
            sensor.accelerometerDataRate(rate);
            return register(0x10) >> 4 == rate.ordinal()
                    && (id != 0x6B || rate != Rate.RATE_1_6_HZ || (register(0x15) & 0x10) != 0);
        });
        add(() -> {
            Rate rate = Rate.values()[random.nextInt(11)];
            sensor.gyroDataRate(rate);
            return register(0x11) >> 4 == rate.ordinal();
        });
        add(() -> {
            AccelHPF filter = one(AccelHPF.values());
            sensor.highPassFilter(filter);
            return (register(0x17) >> 5 & 3) == filter.ordinal();
        });
        add(() -> {
            boolean enable = random.nextBoolean();
            sensor.pedometerEnable(enable);
            if (enable) {
                steps = sensor.pedometerSteps();
            }
            return isPedometerOn() == enable && (!enable || steps == 0);
        });
        addStart(() -> sensor.reset(), () -> register(0x10) == 0);
        if (sensor instanceof LSM6DSOX) {
            Path program = program();
            addChange(
                    () -> sensor.loadMlc(program.toString()),
                    () -> chip.registers(true).register(0x05) == 0x10 && register(0x01) == 0);
        }
        if (id == 0x6B) {
            add(() -> {
                boolean lowPower = random.nextBoolean();
                ((ISM330DHCX) sensor).lowPowerMode(lowPower);
                return ((ISM330DHCX) sensor).lowPowerMode() == lowPower;
            });
        }
    }

    private static Path program() {
        try {
            Path file = Files.createTempFile("mlc", ".ucf");
            file.toFile().deleteOnExit();
            return Files.write(file, List.of("-- a program", "Ac 01 80", "Ac 05 10", "Ac 01 00", "Ac 10 48"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double limit(AccelRange range) {
        return 9.8 * Integer.parseInt(range.name().replaceAll("\\D", ""));
    }

    private int register(int address) {
        return chip.registers(false).register(address);
    }

    private boolean isPedometerOn() {
        if (embedded) {
            return (chip.registers(true).register(0x04) & 8) != 0;
        }
        boolean old = sensor instanceof LSM6DS33;
        return (register(0x19) & 4) != 0 && (old ? register(0x58) & 0x40 : register(0x19) & 0x10) != 0;
    }

    private double accelerationStep() {
        return MILLI_G[register(0x10) >> 2 & 3] * (wide ? 2 : 1) * 0.00980665;
    }

    private double rotationStep() {
        int code = register(0x11);
        int times = (code & 1) != 0 ? 32 : (code & 2) != 0 ? 1 : 2 << (code >> 2 & 3);
        return Math.toRadians(0.004375) * times;
    }

    @Override
    public void change() {
        acceleration = uniform(-150, 150);
        rotation = uniform(-30, 30);
        steps = random.nextInt(65536);
        for (String axis : List.of("x", "y", "z")) {
            chip.quantity("acceleration " + axis).value(acceleration);
            chip.quantity("rotation " + axis).value(rotation);
        }
        chip.quantity("temperature").value(acceleration / 4 + 20);
        chip.steps(steps);
        clock.advance(Duration.ofMillis(700));
    }

    private boolean is(double actual, double expected, double step, boolean on) {
        double shown = Math.max(-32768 * step, Math.min(32767 * step, expected));
        return near(actual, on ? shown : actual, 0.51 * step, -32768 * 0.9761 * 0.0098067, 32768 * 0.9761 * 0.0098067);
    }

    private boolean isAcceleration(LSM6DS.Acceleration now, boolean on) {
        return is(now.x(), acceleration, accelerationStep(), on)
                & is(now.y(), acceleration, accelerationStep(), on)
                & is(now.z(), acceleration, accelerationStep(), on);
    }

    private boolean isRotation(LSM6DS.Gyro now, boolean on) {
        return is(now.x(), rotation, rotationStep(), on)
                & is(now.y(), rotation, rotationStep(), on)
                & is(now.z(), rotation, rotationStep(), on);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> {
                    boolean on = register(0x10) >> 4 != 0;
                    return isRightOrOff(() -> isAcceleration(sensor.acceleration(), on), !on);
                },
                () -> {
                    boolean on = register(0x11) >> 4 != 0;
                    return isRightOrOff(() -> isRotation(sensor.gyro(), on), !on);
                },
                () -> {
                    boolean on = register(0x11) >> 4 != 0 || register(0x10) >> 4 != 0;
                    double actual = sensor.temperature();
                    return near(actual, on ? acceleration / 4 + 20 : actual, 0.04, -2100, 2100);
                },
                () -> accelerationStep() * 32768 > limit(sensor.accelerometerRange()),
                () -> sensor.accelerometerDataRate().ordinal() == register(0x10) >> 4,
                () -> rotationStep() * 32768
                        > Math.toRadians(
                                Integer.parseInt(sensor.gyroRange().name().split("_")[1])),
                () -> sensor.gyroDataRate().ordinal() == register(0x11) >> 4,
                () -> sensor.highPassFilter().ordinal() == (register(0x17) >> 5 & 3),
                () -> sensor.pedometerEnable() == isPedometerOn(),
                () -> sensor.pedometerSteps() == steps,
                () -> sensor.readMlcOutput().length == 0);
    }
}
