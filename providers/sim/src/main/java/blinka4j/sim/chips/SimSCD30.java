// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sensirion SCD30: CO2, temperature and humidity; I2C, address 0x61. Data sheet: interface description of the SCD30 1.0.
 *
 * <p>A reply takes 3 ms, a reset 2 s. Measuring goes on after a reset. Settings and pressure change nothing.
 */
public final class SimSCD30 extends SimChip {
    private static final Duration REPLY = Duration.ofMillis(3);

    private final Commands commands = new Commands();
    private final Quantity co2 = measures("co2", 0, 40_000, "ppm", 600);
    private final Quantity temperature = measures("temperature", -40, 70, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private final Map<Integer, Integer> settings = new ConcurrentHashMap<>();
    private volatile boolean measuring;
    /** The time of the last measurement that was read, or that of the start. */
    private long read;

    public SimSCD30() {
        settings.putAll(Map.of(0x0010, 0, 0x4600, 2, 0x5306, 0, 0x5204, 400, 0x5403, 0, 0x5102, 0));
        for (int code : settings.keySet()) {
            Commands.Command command = commands.on(code >> 8, code & 0xFF).does(sent -> write(code, sent));
            command.answers(sent -> words(settings.getOrDefault(code, 0))).takes(REPLY);
        }
        commands.on(0x01, 0x04).does(sent -> measuring = false);
        commands.on(0x02, 0x02).answers(sent -> words(isReady() ? 1 : 0)).takes(REPLY);
        commands.on(0x03, 0x00).answers(sent -> isReady() ? measure() : null).takes(REPLY);
        commands.on(0xD1, 0x00).answers(sent -> words(0x0342)).takes(REPLY);
        commands.on(0xD3, 0x04).takes(Duration.ofSeconds(2));
        onI2c(commands);
    }

    /**
     * By command: 0x0010 pressure, 0x4600 interval, 0x5306 self calibration, 0x5204 reference of the calibration, 0x5403 temperature
     * offset, 0x5102 altitude.
     */
    public Map<Integer, Integer> settings() {
        return settings;
    }

    public boolean isMeasuring() {
        return measuring;
    }

    private void write(int code, byte[] sent) {
        int argument = Commands.argument(Crc8.SENSIRION, sent);
        if (argument >= 0) {
            settings.put(code, argument);
            if (code == 0x0010 && !measuring) {
                measuring = true;
                read = clock().nanos();
            }
        }
    }

    private boolean isReady() {
        return measuring && clock().nanos() - read >= settings.getOrDefault(0x4600, 2) * 1_000_000_000L;
    }

    private byte[] measure() {
        read = clock().nanos();
        int c = Float.floatToIntBits((float) co2.value());
        int t = Float.floatToIntBits((float) temperature.value());
        int h = Float.floatToIntBits((float) humidity.value());
        return words(c >>> 16, c, t >>> 16, t, h >>> 16, h);
    }

    private static byte[] words(int... words) {
        return Commands.words(Crc8.SENSIRION, words);
    }
}
