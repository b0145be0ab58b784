// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sensirion SGP40: organic gases in the air; I2C, address 0x59. Data sheet: Sensirion SGP40 1.2.
 *
 * <p>A command takes the longest time of the data sheet. Until then the chip does not acknowledge a read. Temperature and humidity
 * change nothing.
 */
public final class SimSGP40 extends SimChip {
    private final Quantity raw = measures("raw", 0, 65_535, "ticks", 30_000);
    private volatile int testResult = 0xD400;
    private volatile boolean heating;
    private volatile int humidityTicks;
    private volatile int temperatureTicks;

    public SimSGP40() {
        Commands commands = new Commands();
        commands.on(0x26, 0x0F).answers(this::measure).takes(Duration.ofMillis(30));
        commands.on(0x28, 0x0E).answers(sent -> words(testResult)).takes(Duration.ofMillis(320));
        commands.on(0x36, 0x15).does(sent -> heating = false);
        commands.on(0x36, 0x82).answers(sent -> words(0x0000, 0x0064, 0xCC82)).takes(Duration.ofMillis(1));
        commands.on(0x20, 0x2F).answers(sent -> words(0x3220)).takes(Duration.ofMillis(10));
        onI2c(commands);
    }

    /** Sets the result of the chip's own test: 0xD400 passed, 0x4B00 failed. */
    public void testResult(int word) {
        testResult = word;
    }

    public boolean isHeating() {
        return heating;
    }

    /** The relative humidity of the last measurement: 0xFFFF is 100 %. */
    public int humidityTicks() {
        return humidityTicks;
    }

    /** The temperature of the last measurement: 0 is -45 °C, 0xFFFF 130 °C. */
    public int temperatureTicks() {
        return temperatureTicks;
    }

    @Override
    protected void powerOn() {
        heating = false;
    }

    private byte @Nullable [] measure(byte[] sent) {
        boolean complete = sent.length == 8
                && Crc8.SENSIRION.of(sent, 2, 4) == (sent[4] & 0xFF)
                && Crc8.SENSIRION.of(sent, 5, 7) == (sent[7] & 0xFF);
        if (!complete) {
            return null;
        }
        heating = true;
        humidityTicks = (sent[2] & 0xFF) << 8 | (sent[3] & 0xFF);
        temperatureTicks = (sent[5] & 0xFF) << 8 | (sent[6] & 0xFF);
        return words((int) raw.value());
    }

    private static byte[] words(int... words) {
        return Commands.words(Crc8.SENSIRION, words);
    }
}
