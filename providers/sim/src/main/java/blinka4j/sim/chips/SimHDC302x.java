// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Texas Instruments HDC3020 to HDC3022: temperature and humidity; I2C, address 0x44 to 0x47. Data sheet: SNAS778D.
 *
 * <p>A measurement takes its typical time; the first one in an auto mode a period. Until then a read is not acknowledged. A
 * measurement of an auto mode that was read reads as zeros. Heater, offsets and
 * limits have no effect.
 */
public final class SimHDC302x extends SimChip {
    private static final int STATUS = 0xF32D;

    private final Commands commands = new Commands();
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private final Map<Integer, Integer> words = new ConcurrentHashMap<>();
    /** Nanoseconds between measurements; 0 in no auto mode. */
    private volatile long period;

    private long started;
    private long read;

    public SimHDC302x() {
        words.putAll(Map.of(STATUS, 0x8010, 0xA004, 0x8080, 0x306E, 0, 0x3781, 0x3000));
        words.putAll(Map.of(0x3683, 0x1234, 0x3684, 0x5678, 0x3685, 0x9ABC));
        words.putAll(Map.of(0x6100, 0x3466, 0x610B, 0x3869, 0x6116, 0xC92D, 0x611D, 0xCD33));
        for (int code : words.keySet()) {
            Commands.Command command = commands.on(code >> 8, code & 0xFF).does(sent -> write(code, sent));
            command.answers(sent -> Commands.words(Crc8.SENSIRION, words.getOrDefault(code, 0)));
        }
        Map.of(0x00, 12_500, 0x0B, 7_500, 0x16, 5_000, 0xFF, 3_700).forEach((noise, micros) -> {
            Commands.Command command =
                    commands.on(0x24, noise).when(() -> period == 0).once();
            command.takes(Duration.ofNanos(micros * 1000L)).answers(sent -> measure());
        });
        auto(0x20, 2000, 0x32, 0x24, 0x2F, 0xFF);
        auto(0x21, 1000, 0x30, 0x26, 0x2D, 0xFF);
        auto(0x22, 500, 0x36, 0x20, 0x2B, 0xFF);
        auto(0x23, 250, 0x34, 0x22, 0x29, 0xFF);
        auto(0x27, 100, 0x37, 0x21, 0x2A, 0xFF);
        commands.on(0xE0, 0x00).answers(sent -> next());
        commands.on(0x30, 0x93).does(sent -> period = 0);
        commands.on(0x30, 0x6D).does(sent -> words.merge(STATUS, 0x2000, (status, bit) -> status | bit));
        commands.on(0x30, 0x66).does(sent -> words.merge(STATUS, 0x2000, (status, bit) -> status & ~bit));
        onI2c(commands);
    }

    /** The time between two measurements; zero in no auto mode. */
    public Duration period() {
        return Duration.ofNanos(period);
    }

    /** By command, what it writes or reads: 0xF32D status, 0xA004 offsets, 0x306E heater power, 0x3781 id, 0x6100 to 0x611D limits. */
    public Map<Integer, Integer> words() {
        return words;
    }

    @Override
    public void powerOn() {
        period = 0;
        words.put(STATUS, 0x8010);
    }

    private void write(int code, byte[] sent) {
        int word = Commands.argument(Crc8.SENSIRION, sent);
        words.computeIfPresent(code, (key, old) -> word < 0 ? old : word);
    }

    private void auto(int msb, int millis, int... lsbs) {
        for (int lsb : lsbs) {
            commands.on(msb, lsb).when(() -> period == 0).does(sent -> {
                period = millis * 1_000_000L;
                started = clock().nanos();
                read = 0;
            });
        }
    }

    private byte @Nullable [] next() {
        long count = period == 0 ? 0 : (clock().nanos() - started) / period;
        boolean isNew = count > read;
        read = count;
        return isNew ? measure() : count == 0 ? null : Commands.words(Crc8.SENSIRION, 0, 0);
    }

    private byte[] measure() {
        int t = (int) Math.round((temperature.value() + 45) * 65535 / 175);
        return Commands.words(Crc8.SENSIRION, t, (int) Math.round(humidity.value() * 65535 / 100));
    }
}
