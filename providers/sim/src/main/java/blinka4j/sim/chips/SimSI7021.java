// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * Silicon Labs Si7021: temperature in steps of 14 bits and humidity in steps of 12 bits; I2C, address 0x40. Data sheet: Si7021-A20.
 *
 * <p>A measurement takes the longest time of the data sheet, a reset 15 ms. Until then the chip does not acknowledge a read. The heater
 * heats nothing. Other resolutions are not simulated.
 */
public final class SimSI7021 extends SimChip {
    private static final int USER = 0x3A;
    private static final long SERIAL_NUMBER = 0x0123456715FFFFFFL;

    private final Commands commands = new Commands();
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private volatile int user = USER;
    private volatile int heater;

    public SimSI7021() {
        commands.on(0xF3)
                .answers(sent -> Commands.words(Crc8.HTU21, temperatureCode()))
                .takes(Duration.ofNanos(10_800_000))
                .once();
        commands.on(0xF5)
                .answers(sent -> Commands.words(Crc8.HTU21, humidityCode()))
                .takes(Duration.ofNanos(22_800_000))
                .once();
        commands.on(0xFE).takes(Duration.ofMillis(15)).does(sent -> powerOn());
        commands.on(0xE7).answers(sent -> new byte[] {(byte) user});
        commands.on(0xE6).does(sent -> user = sent.length == 2 ? (sent[1] & 0x85) | USER : user);
        commands.on(0x11).answers(sent -> new byte[] {(byte) heater});
        commands.on(0x51).does(sent -> heater = sent.length == 2 ? sent[1] & 0x0F : heater);
        commands.on(0xFA, 0x0F).answers(sent -> electronicId(32, 1));
        commands.on(0xFC, 0xC9).answers(sent -> electronicId(0, 2));
        onI2c(commands);
    }

    /** Sets the temperature, -40 to 125 °C. */
    public SimSI7021 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** Sets the relative humidity, 0 to 100 %. */
    public SimSI7021 humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    /** User register 1: bit 2 is the heater. */
    public int user() {
        return user;
    }

    /** The heater's current, 0 to 15. */
    public int heater() {
        return heater;
    }

    @Override
    protected void powerOn() {
        user = USER;
        heater = 0;
    }

    /** The lowest two bits are 0. */
    private int temperatureCode() {
        return (int) Math.round((temperature.value() + 46.85) * 65536 / 175.72) & ~3;
    }

    /** The lowest two bits are 2. */
    private int humidityCode() {
        return ((int) Math.round((humidity.value() + 6) * 65536 / 125) & ~0xF) | 2;
    }

    /** Four bytes of the serial number; after each group the checksum of all bytes so far. */
    private byte[] electronicId(int shift, int group) {
        byte[] number = new byte[4];
        byte[] reply = new byte[4 + 4 / group];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            number[i] = (byte) (SERIAL_NUMBER >> (shift + 24 - 8 * i));
            reply[at++] = number[i];
            if ((i + 1) % group == 0) {
                reply[at++] = (byte) Crc8.HTU21.of(number, 0, i + 1);
            }
        }
        return reply;
    }
}
