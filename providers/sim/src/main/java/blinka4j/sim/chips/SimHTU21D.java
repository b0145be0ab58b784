// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * TE Connectivity HTU21D: temperature and humidity; I2C, address 0x40. Data sheet: HPC199.
 *
 * <p>A measurement takes the longest time of the data sheet for its resolution, a reset 15 ms. Until then the chip does not
 * acknowledge a read. The heater heats nothing.
 */
public final class SimHTU21D extends SimChip {
    /** By resolution: bits and milliseconds of the humidity and of the temperature. */
    private static final int[][] RESOLUTIONS = {{12, 16, 14, 50}, {8, 3, 12, 13}, {10, 5, 13, 25}, {11, 8, 11, 7}};

    private final Commands commands = new Commands();
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private volatile int user = 0x02;

    public SimHTU21D() {
        commands.on(0xF3).once().answers(sent -> {
            int code = (int) Math.round((temperature.value() + 46.85) * 65536 / 175.72);
            return Commands.words(Crc8.HTU21, code & -(1 << (16 - RESOLUTIONS[resolution()][2])));
        });
        commands.on(0xF5).once().answers(sent -> {
            int code = (int) Math.round((humidity.value() + 6) * 65536 / 125);
            return Commands.words(Crc8.HTU21, (code & -(1 << (16 - RESOLUTIONS[resolution()][0]))) | 2);
        });
        commands.on(0xFE).takes(Duration.ofMillis(15)).does(sent -> powerOn());
        commands.on(0xE7).answers(sent -> new byte[] {(byte) user});
        // The reserved bits and that of a low supply do not change.
        commands.on(0xE6).does(sent -> user(sent.length == 2 ? (user & 0x78) | (sent[1] & 0x87) : user));
        onI2c(commands);
        powerOn();
    }

    /** Sets the temperature, -40 to 125 °C. */
    public SimHTU21D temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** Sets the relative humidity, 0 to 100 %. */
    public SimHTU21D humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    /** The user register: bits 7 and 0 resolution, 6 low supply, 2 heater, 1 no reload of the settings. */
    public int user() {
        return user;
    }

    /** Sets the user register, such as 0x42 for a low supply. */
    public void user(int to) {
        user = to;
        int[] now = RESOLUTIONS[resolution()];
        commands.on(0xF5).takes(Duration.ofMillis(now[1]));
        commands.on(0xF3).takes(Duration.ofMillis(now[3]));
    }

    @Override
    protected void powerOn() {
        user(0x02);
    }

    private int resolution() {
        return ((user >> 6) & 2) | (user & 1);
    }
}
