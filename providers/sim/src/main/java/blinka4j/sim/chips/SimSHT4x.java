// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Commands;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.time.Duration;

/**
 * Sensirion SHT40, SHT41 and SHT45: temperature and humidity; I2C, address 0x44.
 *
 * <p>A measurement takes the longest time that the data sheet names, and who reads earlier gets no acknowledge; each can
 * be read once. The heater takes its time, but heats nothing.
 *
 * <p>Data sheet: Sensirion SHT4x.
 */
public final class SimSHT4x implements SimI2CDevice {
    private static final Duration LONG_HEATER = Duration.ofMillis(1100);
    private static final Duration SHORT_HEATER = Duration.ofMillis(110);

    private final Commands commands = new Commands();
    private volatile double temperature = 22.5;
    private volatile double humidity = 45;
    private volatile int serialNumber = 0x0F4E2A61;

    /** At 22.5 °C and 45 %. */
    public SimSHT4x() {
        measures(0xFD, Duration.ofNanos(8_300_000));
        measures(0xF6, Duration.ofNanos(4_500_000));
        measures(0xE0, Duration.ofNanos(1_600_000));
        measures(0x39, LONG_HEATER);
        measures(0x32, SHORT_HEATER);
        measures(0x2F, LONG_HEATER);
        measures(0x24, SHORT_HEATER);
        measures(0x1E, LONG_HEATER);
        measures(0x15, SHORT_HEATER);
        commands.on(0x89)
                .answers(written -> words(serialNumber >>> 16, serialNumber & 0xFFFF))
                .once();
        commands.on(0x94);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature;
    }

    /**
     * Sets the temperature.
     *
     * @param celsius -40 to 125
     */
    public SimSHT4x temperature(double celsius) {
        temperature = Range.check("temperature", celsius, -40, 125, "°C");
        return this;
    }

    /** The relative humidity in %. */
    public double humidity() {
        return humidity;
    }

    /**
     * Sets the relative humidity.
     *
     * @param percent 0 to 100
     */
    public SimSHT4x humidity(double percent) {
        humidity = Range.check("humidity", percent, 0, 100, "%");
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

    @Override
    public void attached(SimI2CBus bus) {
        commands.attached(bus);
    }

    @Override
    public boolean start(boolean read) {
        return commands.start(read);
    }

    @Override
    public boolean write(int value) {
        return commands.write(value);
    }

    @Override
    public int read() {
        return commands.read();
    }

    @Override
    public void stop() {
        commands.stop();
    }

    @Override
    public String toString() {
        return "SimSHT4x";
    }

    private void measures(int command, Duration time) {
        commands.on(command)
                .answers(written -> words((int) Math.round((temperature + 45) * 65535 / 175), (int)
                        Math.round((humidity + 6) * 65535 / 125)))
                .takes(time)
                .once();
    }

    private static byte[] words(int one, int other) {
        return new byte[] {(byte) (one >> 8), (byte) one, crc(one), (byte) (other >> 8), (byte) other, crc(other)};
    }

    /** Section 4.4 of the data sheet: polynomial 0x31, from 0xFF on. */
    private static byte crc(int word) {
        int crc = 0xFF;
        for (int bit = 15; bit >= 0; bit--) {
            boolean odd = (((crc >> 7) ^ (word >> bit)) & 1) != 0;
            crc = ((crc << 1) ^ (odd ? 0x31 : 0)) & 0xFF;
        }
        return (byte) crc;
    }
}
