// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * Aosong AHT10 or AHT20: temperature and humidity; I2C, address 0x38. Data sheet: Aosong AHT20.
 *
 * <p>A measurement takes 80 ms, a reset 20 ms, the calibration 10 ms. Until then bit 7 of the status is 1.
 */
public final class SimAHTx0 extends SimChip {
    /** Which command calibrates the chip, and whether its reply ends in a checksum. */
    public enum Model {
        AHT10(0xE1),
        AHT20(0xBE);

        private final int calibrate;

        Model(int calibrate) {
            this.calibrate = calibrate;
        }
    }

    private final Model model;
    private final Quantity temperature = measures("temperature", -40, 85, "°C", 20);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private volatile int status = 0x18;
    private volatile boolean calibrated;

    /** An AHT20. */
    public SimAHTx0() {
        this(Model.AHT20);
    }

    public SimAHTx0(Model model) {
        this.model = model;
        Commands commands = new Commands();
        commands.whileBusy(sent -> new byte[] {(byte) (status() | 0x80)});
        commands.on().answers(sent -> new byte[] {(byte) status()});
        commands.on(0xBA).takes(Duration.ofMillis(20));
        commands.on(model.calibrate).takes(Duration.ofMillis(10)).does(sent -> calibrated = true);
        commands.on(0xAC).answers(sent -> measure()).takes(Duration.ofMillis(80));
        onI2c(commands);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -40 to 85 °C. */
    public SimAHTx0 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The relative humidity in %. */
    public double humidity() {
        return humidity.value();
    }

    /** Sets the relative humidity, 0 to 100 %. */
    public SimAHTx0 humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    /** Sets the status byte: 0x80 busy, 0x08 calibrated. */
    public void status(int to) {
        status = to;
    }

    private int status() {
        return calibrated ? status : status & ~0x08;
    }

    @Override
    protected void powerOn() {
        calibrated = false;
    }

    private byte[] measure() {
        int h = (int) Math.min((1 << 20) - 1, Math.round(humidity() * (1 << 20) / 100));
        int t = (int) Math.round((temperature() + 50) * (1 << 20) / 200);
        int[] frame = {status(), h >> 12, h >> 4, (h << 4) | (t >> 16), t >> 8, t};
        byte[] reply = new byte[model == Model.AHT20 ? 7 : 6];
        for (int i = 0; i < frame.length; i++) {
            reply[i] = (byte) frame[i];
        }
        if (model == Model.AHT20) {
            reply[6] = (byte) Crc8.SENSIRION.of(reply, 0, 6);
        }
        return reply;
    }
}
