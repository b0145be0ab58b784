// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * Sensirion SHTC3: temperature and humidity; I2C, address 0x70. Data sheet: Sensirion SHTC3.
 *
 * <p>A measurement takes the longest time of the data sheet. Until then the chip does not acknowledge a read. While it sleeps it
 * acknowledges only its address and the command that wakes it. Clock stretching is not simulated.
 */
public final class SimSHTC3 extends SimChip {
    private final Commands commands = new Commands();
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private volatile int id = 0x0887;
    private volatile boolean sleeps;

    public SimSHTC3() {
        commands.on(0x35, 0x17).does(sent -> sleeps = false);
        commands.on(0xB0, 0x98).when(this::isAwake).does(sent -> sleeps = true);
        commands.on(0x80, 0x5D).when(this::isAwake).takes(Duration.ofNanos(240_000));
        commands.on(0xEF, 0xC8).when(this::isAwake).answers(sent -> Commands.words(Crc8.SENSIRION, id));
        measurement(12_100, true, 0x78, 0x66);
        measurement(12_100, false, 0x58, 0xE0);
        measurement(800, true, 0x60, 0x9C);
        measurement(800, false, 0x40, 0x1A);
        onI2c(commands);
    }

    /** Sets the temperature, -40 to 125 °C. */
    public SimSHTC3 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** Sets the relative humidity, 0 to 100 %. */
    public SimSHTC3 humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    /** Sets the id. In an SHTC3 it has 0x0807 in the bits 0x083f. */
    public SimSHTC3 id(int to) {
        id = to;
        return this;
    }

    public boolean isAwake() {
        return !sleeps;
    }

    @Override
    protected void powerOn() {
        sleeps = false;
    }

    private void measurement(int micros, boolean temperatureFirst, int msb, int lsb) {
        Commands.Command command = commands.on(msb, lsb).when(this::isAwake).once();
        command.takes(Duration.ofNanos(micros * 1000L)).answers(sent -> {
            int t = code((temperature.value() + 45) / 175);
            int h = code(humidity.value() / 100);
            return Commands.words(Crc8.SENSIRION, temperatureFirst ? t : h, temperatureFirst ? h : t);
        });
    }

    private static int code(double part) {
        return (int) Math.min(0xFFFF, Math.round(part * 65536));
    }
}
