// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.vl53l0x.VL53L0X;
import blinka4j.sim.chips.SimVL53L0X;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A VL53L0X that gets other addresses. */
final class VL53L0XRig extends FaultRig {
    private static final int OTHER_ADDRESS = 0x30;

    private final SimVL53L0X chip = new SimVL53L0X();
    private final Parts parts;
    private VL53L0X sensor;
    private boolean isNew = true;
    private int distance;

    static List<FaultRig> all(Random random) {
        return List.of(new VL53L0XRig(random, Parts.of(random)));
    }

    VL53L0XRig(Random random, Parts parts) {
        super("VL53L0X", random, parts, false);
        this.parts = parts;
        parts.attach(VL53L0X.DEFAULT_ADDRESS, chip);
        sensor = create();
        readings().forEach(this::add);
        add(() -> {
            isNew = false;
            sensor = create();
            isNew = true;
            return register(0x01) == 0xE8 && register(0x71) == 0x02 && register(0x72) == 0x90;
        });
        add(() -> {
            double limit = uniform(0, 511.99);
            sensor.signalRateLimit(limit);
            return Math.abs(word(0x44) / 128.0 - limit) <= 0.5 / 128;
        });
        add(() -> {
            int budget = 20_000 + random.nextInt(1_000_000);
            sensor.measurementTimingBudget(budget);
            return Math.abs(budget() - budget) <= 0.008 * budget + 20;
        });
        add(() -> {
            sensor.doRangeMeasurement();
            return sensor.readRange() == expected();
        });
        add(() -> {
            sensor.startContinuous();
            return sensor.isContinuousMode() && sensor.readRange() == expected();
        });
        add(() -> {
            sensor.stopContinuous();
            return !sensor.isContinuousMode() && (register(0x00) & 2) == 0 && (register(0x13) & 7) == 0;
        });
        add(() -> {
            VL53L0X.ContinuousMode mode = sensor.continuousMode();
            try (mode) {
                return sensor.isContinuousMode() && sensor.range() == expected();
            }
        });
        add(() -> {
            int address = random.nextBoolean() ? OTHER_ADDRESS : VL53L0X.DEFAULT_ADDRESS;
            isNew = false;
            sensor.setAddress(address);
            isNew = true;
            return register(0x8A) == address;
        });
    }

    /** At the address that the chip has. */
    private VL53L0X create() {
        return new VL53L0X(parts.i2c(), register(0x8A) == OTHER_ADDRESS ? OTHER_ADDRESS : VL53L0X.DEFAULT_ADDRESS);
    }

    private int register(int number) {
        return chip.registers().register(number);
    }

    private int word(int number) {
        return register(number) << 8 | register(number + 1);
    }

    /** By ST's API, user manual UM2039: 577 periods of 38.131 µs are 33.8 ms. */
    private double budget() {
        return 33_823 + ((register(0x72) << register(0x71)) + 1 - 577) * 38.131;
    }

    private int expected() {
        return distance <= 2000 ? distance : 8190;
    }

    /** Settings that were lost are made again. */
    @Override
    protected void failed() {
        if (!isNew) {
            sensor = create();
            isNew = true;
        }
    }

    /** Longer than a measurement takes. */
    @Override
    public void change() {
        distance = random.nextInt(2200);
        chip.distance(distance);
        clock.advance(Duration.ofSeconds(3));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.range(), expected(), 0, 0, 65535),
                () -> near(sensor.distance(), expected() / 10.0, 1e-9, 0, 6553.5),
                () -> near(sensor.signalRateLimit(), word(0x44) / 128.0, 0, 0, 512),
                () -> near(sensor.measurementTimingBudget(), budget(), 1, 0, 2_500_000),
                () -> sensor.dataReady() == ((register(0x13) & 7) != 0),
                // What the program has begun. Without power there is no measurement, and that is an error.
                () -> faults.lostPower() || sensor.isContinuousMode() == ((register(0x00) & 2) != 0));
    }
}
