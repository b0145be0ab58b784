// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sensirion SHT30, SHT31 and SHT35: temperature and humidity; I2C, address 0x44 or 0x45. Data sheet: Sensirion SHT3x-DIS.
 *
 * <p>A measurement takes the longest time of the data sheet. Until then, and in periodic mode until there is a new one, the chip does
 * not acknowledge a read. Clock stretching takes no time. The heater heats nothing. Alerts are not simulated.
 */
public final class SimSHT31D extends SimChip {
    private final Commands commands = new Commands();
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private volatile int status = 0x8010;
    private volatile long period;
    private long fetched;

    public SimSHT31D() {
        single(0x24, 15_500, 0x00);
        single(0x24, 6_500, 0x0B);
        single(0x24, 4_500, 0x16);
        single(0x2C, 0, 0x06, 0x0D, 0x10);
        periodic(0x20, 2000, 0x32, 0x24, 0x2F);
        periodic(0x21, 1000, 0x30, 0x26, 0x2D);
        periodic(0x22, 500, 0x36, 0x20, 0x2B);
        periodic(0x23, 250, 0x34, 0x22, 0x29);
        periodic(0x27, 100, 0x37, 0x21, 0x2A);
        periodic(0x2B, 250, 0x32);
        commands.on(0xE0, 0x00).answers(sent -> fetch());
        commands.on(0x30, 0x93).does(sent -> period = 0);
        commands.on(0x30, 0xA2).when(() -> period == 0).does(sent -> status = 0x8010);
        commands.on(0x30, 0x41).does(sent -> status &= 0x2003);
        commands.on(0x30, 0x6D).does(sent -> status |= 0x2000);
        commands.on(0x30, 0x66).does(sent -> status &= ~0x2000);
        commands.on(0xF3, 0x2D).answers(sent -> Commands.words(Crc8.SENSIRION, status));
        commands.on(0x37, 0x80).answers(sent -> Commands.words(Crc8.SENSIRION, 0x2000, 0xBEEF));
        onI2c(commands);
    }

    public SimSHT31D temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    public SimSHT31D humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    public Duration period() {
        return Duration.ofNanos(period);
    }

    public int status() {
        return status;
    }

    @Override
    public void powerOn() {
        period = 0;
        status = 0x8010;
    }

    private void single(int msb, int micros, int... lsbs) {
        for (int lsb : lsbs) {
            Commands.Command command =
                    commands.on(msb, lsb).when(() -> period == 0).once();
            command.answers(sent -> measure()).takes(Duration.ofNanos(micros * 1000L));
        }
    }

    private void periodic(int msb, int millis, int... lsbs) {
        for (int lsb : lsbs) {
            Commands.Command command = commands.on(msb, lsb).when(() -> period == 0);
            command.does(sent -> {
                period = millis * 1_000_000L;
                fetched = clock().nanos();
            });
        }
    }

    private byte @Nullable [] fetch() {
        long measurements = period == 0 ? 0 : (clock().nanos() - fetched) / period;
        fetched += measurements * period;
        return measurements == 0 ? null : measure();
    }

    private byte[] measure() {
        int t = (int) Math.round((temperature.value() + 45) * 65535 / 175);
        return Commands.words(Crc8.SENSIRION, t, (int) Math.round(humidity.value() * 65535 / 100));
    }
}
