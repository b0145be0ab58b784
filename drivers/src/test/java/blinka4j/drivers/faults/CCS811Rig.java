// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.ccs811.CCS811;
import blinka4j.drivers.ccs811.CCS811.DriveMode;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimCCS811;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A CCS811. */
final class CCS811Rig extends FaultRig {
    private final SimCCS811 chip = new SimCCS811();
    private final WordRegisters registers = chip.registers();
    private CCS811 sensor;
    private boolean restarting;

    static List<FaultRig> all(Random random) {
        return List.of(new CCS811Rig(random, Parts.of(random)));
    }

    CCS811Rig(Random random, Parts parts) {
        super("CCS811", random, parts, false);
        parts.attach(CCS811.DEFAULT_ADDRESS, chip);
        sensor = new CCS811(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            restarting = true;
            sensor = new CCS811(parts.i2c());
            restarting = false;
            return mode() == 0x10;
        });
        add(() -> {
            restarting = true;
            sensor.reset();
            restarting = false;
            return mode() == 0x10;
        });
        add(() -> {
            DriveMode mode = one(DriveMode.values());
            restarting = true;
            sensor.driveMode(mode);
            boolean isRight = mode() >> 4 == mode.ordinal();
            sensor.driveMode(DriveMode.DRIVE_MODE_1SEC);
            restarting = false;
            return isRight;
        });
        addChange(() -> sensor.intThresh(true), () -> (mode() & 0x04) != 0);
        addChange(() -> sensor.intThresh(false), () -> (mode() & 0x04) == 0);
        addChange(() -> sensor.interruptEnabled(true), () -> (mode() & 0x08) != 0);
        addChange(() -> sensor.interruptEnabled(false), () -> (mode() & 0x08) == 0);
        add(() -> {
            int baseline = random.nextInt(65_536);
            sensor.baseline(baseline);
            return hasBytes(0x11, baseline & 0xFF, baseline >> 8);
        });
        add(() -> {
            int humidity = random.nextInt(101);
            int celsius = random.nextInt(126) - 40;
            sensor.setEnvironmentalData(humidity, celsius);
            return hasBytes(0x05, 2 * humidity, 0, celsius < -25 ? 0 : 2 * (celsius + 25), 0);
        });
        add(() -> {
            int low = random.nextInt(8192);
            int high = low + random.nextInt(8192 - low);
            int hysteresis = random.nextInt(256);
            sensor.setInterruptThresholds(low, high, hysteresis);
            return hasBytes(0x10, low >> 8, low & 0xFF, high >> 8, high & 0xFF, hysteresis);
        });
    }

    /** NaN if the flag of the first values, or the voltage of the thermistor, is read wrong. */
    private boolean isValue(double actual, String quantity) {
        return !Double.isNaN(actual) && near(actual, chip.quantity(quantity).value(), 0.05, -55, 32_768);
    }

    private int mode() {
        return registers.word(0x01);
    }

    private boolean hasBytes(int register, int... expected) {
        byte[] bytes = registers.bytes(register);
        int[] found = new int[bytes.length];
        Arrays.setAll(found, i -> bytes[i] & 0xFF);
        return Arrays.equals(found, expected);
    }

    /** There is a new measurement each second. */
    @Override
    public void change() {
        chip.quantity("co2").value(400 + random.nextInt(7793));
        chip.quantity("tvoc").value(random.nextInt(1188));
        chip.quantity("temperature").value(uniform(-40, 85));
        clock.advance(Duration.ofMillis(1500));
    }

    /** The chip does not answer for 2 ms after a reset. */
    @Override
    protected void failed() {
        if (restarting) {
            restarting = false;
            clock.advance(Duration.ofMillis(2));
            sensor.reset();
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isValue(sensor.eco2(), "co2"),
                () -> isValue(sensor.tvoc(), "tvoc"),
                () -> isValue(sensor.temperature(), "temperature"),
                () -> !sensor.error(),
                () -> sensor.errorCode() == 0,
                () -> sensor.appValid(),
                // The register has it after it was read.
                () -> sensor.fwMode() == registers.bytes(0x00)[0] < 0,
                () -> sensor.hwId() == 0x81,
                () -> sensor.intThresh() == ((mode() & 0x04) != 0),
                () -> sensor.interruptEnabled() == ((mode() & 0x08) != 0),
                () -> sensor.driveMode().ordinal() == mode() >> 4,
                () -> {
                    int baseline = sensor.baseline();
                    return hasBytes(0x11, baseline & 0xFF, baseline >> 8);
                });
    }
}
