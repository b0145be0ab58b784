// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * Sensirion SHT40, SHT41 and SHT45: temperature and humidity; I2C, address 0x44. Data sheet: Sensirion SHT4x.
 *
 * <p>A measurement takes the longest time of the data sheet. Until then the chip does not acknowledge a read. Each measurement
 * can be read once. The heater takes its time, but heats nothing.
 */
public final class SimSHT4x extends SimChip {
    private final Commands commands = new Commands();
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private volatile int serialNumber = 0x0F4E2A61;

    public SimSHT4x() {
        takes(8_300, 0xFD);
        takes(4_500, 0xF6);
        takes(1_600, 0xE0);
        takes(1_100_000, 0x39, 0x2F, 0x1E);
        takes(110_000, 0x32, 0x24, 0x15);
        commands.on(0x89)
                .answers(sent -> Commands.words(Crc8.SENSIRION, serialNumber >>> 16, serialNumber))
                .once();
        commands.on(0x94);
        onI2c(commands);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -40 to 125 °C. */
    public SimSHT4x temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The relative humidity in %. */
    public double humidity() {
        return humidity.value();
    }

    /** Sets the relative humidity, 0 to 100 %. */
    public SimSHT4x humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    /** The serial number, 32 bits. */
    public int serialNumber() {
        return serialNumber;
    }

    /** Sets the serial number, 32 bits. */
    public SimSHT4x serialNumber(int number) {
        serialNumber = number;
        return this;
    }

    private void takes(int micros, int... measurements) {
        for (int command : measurements) {
            commands.on(command)
                    .answers(sent -> measure())
                    .takes(Duration.ofNanos(micros * 1000L))
                    .once();
        }
    }

    private byte[] measure() {
        int t = (int) Math.round((temperature() + 45) * 65535 / 175);
        return Commands.words(Crc8.SENSIRION, t, (int) Math.round((humidity() + 6) * 65535 / 125));
    }
}
