// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;

/**
 * Sensirion SGP30: air quality; I2C, address 0x58. Data sheet: Sensirion SGP30 1.0.
 *
 * <p>A command takes the longest time of the data sheet. In the first 15 s after it was started the chip says 400 ppm and 0 ppb.
 * Baseline and humidity change nothing.
 */
public final class SimSGP30 extends SimChip {
    private static final long STARTING = Duration.ofSeconds(15).toNanos();
    private static final int NORMAL_HUMIDITY = 0x0B92;

    private final Commands commands = new Commands();
    private final Quantity co2 = measures("co2", 400, 60_000, "ppm", 600);
    private final Quantity tvoc = measures("tvoc", 0, 60_000, "ppb", 50);
    private final Quantity hydrogen = measures("hydrogen", 0, 65_535, "ticks", 13_500);
    private final Quantity ethanol = measures("ethanol", 0, 65_535, "ticks", 18_500);
    private volatile int humidity = NORMAL_HUMIDITY;
    /** CO2 and organic gases. */
    private int[] baseline = new int[2];

    private boolean started;
    private long since;

    public SimSGP30() {
        commands.on(0x20, 0x03).does(sent -> start()).takes(Duration.ofMillis(10));
        reply(0x08, 12).answers(sent -> started ? airQuality() : null);
        reply(0x15, 10).answers(sent -> words(baseline));
        commands.on(0x20, 0x1E).does(this::restore).takes(Duration.ofMillis(10));
        commands.on(0x20, 0x61).does(this::humidity).takes(Duration.ofMillis(10));
        reply(0x32, 220).answers(sent -> words(0xD400));
        reply(0x2F, 10).answers(sent -> words(0x0022));
        reply(0x50, 25).answers(sent -> words((int) hydrogen.value(), (int) ethanol.value()));
        commands.on(0x36, 0x82).answers(sent -> words(0x0000, 0x0064, 0xCC82)).takes(Duration.ofNanos(500_000));
        onI2c(commands);
    }

    /** In 1/256 g/m³. */
    public int humidity() {
        return humidity;
    }

    @Override
    protected void powerOn() {
        started = false;
        humidity = NORMAL_HUMIDITY;
        baseline = new int[2];
    }

    private Commands.Command reply(int code, int millis) {
        return commands.on(0x20, code).takes(Duration.ofMillis(millis));
    }

    private void start() {
        started = true;
        since = clock().nanos();
        baseline = new int[2];
    }

    private void restore(byte[] sent) {
        boolean complete = sent.length == 8
                && Crc8.SENSIRION.of(sent, 2, 4) == (sent[4] & 0xFF)
                && Crc8.SENSIRION.of(sent, 5, 7) == (sent[7] & 0xFF);
        if (complete) {
            baseline = new int[] {(sent[5] & 0xFF) << 8 | (sent[6] & 0xFF), (sent[2] & 0xFF) << 8 | (sent[3] & 0xFF)};
        }
    }

    private void humidity(byte[] sent) {
        int argument = Commands.argument(Crc8.SENSIRION, sent);
        if (argument >= 0) {
            humidity = argument == 0 ? NORMAL_HUMIDITY : argument;
        }
    }

    private byte[] airQuality() {
        return clock().nanos() - since < STARTING ? words(400, 0) : words((int) co2.value(), (int) tvoc.value());
    }

    private static byte[] words(int... words) {
        return Commands.words(Crc8.SENSIRION, words);
    }
}
