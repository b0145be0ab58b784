// SPDX-License-Identifier: MIT
package blinka4j.drivers.lis2mdl;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * STMicroelectronics LIS2MDL magnetometer, also in the LSM303AGR: three axes, ±4915 µT in steps of 0.15 µT, with an interrupt beyond
 * a threshold. If it lost its settings, because its power failed, it raises a {@link BusException}. Safe to share between threads.
 *
 * <p><a href="https://www.st.com/resource/en/datasheet/lis2mdl.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_LIS2MDL">Adafruit_CircuitPython_LIS2MDL</a>.
 */
public final class LIS2MDL {
    /** The only address of the chip. */
    public static final int ADDRESS = 0x1e;

    private static final double STEP = 0.15;

    private final Registers chip;
    private final Register control;
    private final Register interrupts;
    private final Choice<DataRate> dataRate;
    private final Bits lowPower;
    private final Scaled threshold;
    private final Scaled xOffset;
    private final Scaled yOffset;
    private final Scaled zOffset;
    /** Used with the bus locked. */
    private final ByteBuffer block = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);

    /** Measurements per second. */
    public enum DataRate {
        Rate_10_HZ,
        Rate_20_HZ,
        Rate_50_HZ,
        Rate_100_HZ
    }

    /** The magnetic field along each axis in µT. */
    public record Magnetic(double x, double y, double z) {}

    /** Which axes are above the threshold, which are below its negative, and whether any is. */
    public record Faults(
            boolean xHi, boolean yHi, boolean zHi, boolean xLow, boolean yLow, boolean zLow, boolean intTriggered) {}

    /** @throws blinka4j.DeviceNotFoundException if nothing answers, or another chip does */
    public LIS2MDL(I2C i2c) {
        chip = new Registers(i2c, ADDRESS);
        control = chip.u8(0x60);
        interrupts = chip.u8(0x63);
        // The other bits of the register reset the chip.
        dataRate = control.steady().bits(2, 2).choice(DataRate.values());
        lowPower = control.steady().bit(4);
        threshold = chip.u16le(0x65).bits(0, 16).scaled(STEP, "interruptThreshold", "µT");
        xOffset = chip.u16le(0x45).bits(0, 16).signed().scaled(STEP, "xOffset", "µT");
        yOffset = chip.u16le(0x47).bits(0, 16).signed().scaled(STEP, "yOffset", "µT");
        zOffset = chip.u16le(0x49).bits(0, 16).signed().scaled(STEP, "zOffset", "µT");
        chip.u8(0x4F).require(0x40, "LIS2MDL");
        reset();
    }

    /** Resets the chip, offsets and threshold too. It then measures 10 times a second. Takes 0.3 s. */
    public void reset() {
        BusHold hold = chip.lock();
        try (hold) {
            control.set(0x23);
            chip.sleep(Duration.ofMillis(100));
            control.set(0x43);
            chip.sleep(Duration.ofMillis(100));
            // Both bytes of a value from one measurement; interrupts at the pin, until they are read, active high.
            chip.u8(0x62).set(0x50);
            interrupts.set(0xE6);
            // Interrupts before the offsets are subtracted.
            chip.u8(0x61).set(0);
            // Continuously, with temperature compensation.
            control.set(0x80);
            chip.sleep(Duration.ofMillis(110));
        }
    }

    /** The magnetic field, all axes of the same measurement. */
    public Magnetic magnetic() {
        BusHold hold = chip.lock();
        try (hold) {
            chip.readInto(0x68, block.array());
            // After power-on it is idle, and all axes are 0.
            if (block.getInt(0) == 0 && block.getShort(4) == 0 && (control.get() & 3) == 3) {
                throw BusException.settingsLost(chip, "LIS2MDL");
            }
            return new Magnetic(block.getShort(0) * STEP, block.getShort(2) * STEP, block.getShort(4) * STEP);
        }
    }

    public DataRate dataRate() {
        return dataRate.get();
    }

    public void dataRate(DataRate rate) {
        dataRate.set(rate);
    }

    public boolean lowPower() {
        return lowPower.isSet();
    }

    public void lowPower(boolean lowPower) {
        this.lowPower.set(lowPower);
    }

    /** The threshold of the interrupt, for both directions of all axes, 0 to 9830.25 µT. A sign is ignored. */
    public double interruptThreshold() {
        return threshold.get();
    }

    public void interruptThreshold(double microteslas) {
        threshold.set(Math.abs(microteslas));
    }

    public boolean interruptEnabled() {
        return (interrupts.get() & 1) != 0;
    }

    public void interruptEnabled(boolean enabled) {
        interrupts.set(enabled ? 0xE7 : 0x06);
    }

    /** What is beyond the threshold. Ends an interrupt. */
    public Faults faults() {
        int source = (int) chip.u8(0x64).get();
        return new Faults(
                (source & 0x80) != 0,
                (source & 0x40) != 0,
                (source & 0x20) != 0,
                (source & 0x10) != 0,
                (source & 0x08) != 0,
                (source & 0x04) != 0,
                (source & 0x01) != 0);
    }

    /** What the chip subtracts from the x axis, −4915.2 to 4915.05 µT. */
    public double xOffset() {
        return xOffset.get();
    }

    public void xOffset(double microteslas) {
        xOffset.set(microteslas);
    }

    /** What the chip subtracts from the y axis, −4915.2 to 4915.05 µT. */
    public double yOffset() {
        return yOffset.get();
    }

    public void yOffset(double microteslas) {
        yOffset.set(microteslas);
    }

    /** What the chip subtracts from the z axis, −4915.2 to 4915.05 µT. */
    public double zOffset() {
        return zOffset.get();
    }

    public void zOffset(double microteslas) {
        zOffset.set(microteslas);
    }
}
