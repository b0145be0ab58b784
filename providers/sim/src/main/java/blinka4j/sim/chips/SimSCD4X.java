// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.Commands.Command;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sensirion SCD40 and SCD41: CO2, temperature and humidity; I2C, address 0x62. Data sheet: Sensirion SCD4x 1.3.
 *
 * <p>A measurement takes 5 s, with low power 30 s, of temperature and humidity only 50 ms. While measuring periodically the chip
 * acknowledges only some commands. Settings and pressure change nothing.
 */
public final class SimSCD4X extends SimChip {
    private static final Map<Integer, Integer> FACTORY = Map.of(0x2318, 0x05DA, 0x2322, 0, 0x2313, 1);

    private final Commands commands = new Commands();
    private final Quantity co2 = measures("co2", 0, 40_000, "ppm", 600);
    private final Quantity temperature = measures("temperature", -10, 60, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 45);
    private final Map<Integer, Integer> settings = new ConcurrentHashMap<>(FACTORY);
    private final Map<Integer, Integer> eeprom = new ConcurrentHashMap<>(FACTORY);
    private volatile long period;
    private long ready = Long.MAX_VALUE;
    private boolean withCo2;

    public SimSCD4X() {
        idle(0x21, 0xB1).does(sent -> measure(5_000, true, true));
        idle(0x21, 0xAC).does(sent -> measure(30_000, true, true));
        idle(0x21, 0x9D).does(sent -> measure(5_000, false, true));
        idle(0x21, 0x96).does(sent -> measure(50, false, false));
        commands.on(0x3F, 0x86).does(sent -> period = 0);
        commands.on(0xE4, 0xB8).answers(sent -> words(clock().nanos() >= ready ? 0x8006 : 0x8000));
        commands.on(0xEC, 0x05).answers(sent -> clock().nanos() >= ready ? newest() : null);
        idle(0x36, 0x82).answers(sent -> words(0xF896, 0x9F07, 0x3BBE));
        settings.putAll(Map.of(0x362F, 0x7FCE, 0x3639, 0));
        settings.keySet()
                .forEach(code -> idle(code >> 8, code & 0xFF).answers(sent -> words(settings.getOrDefault(code, 0))));
        idle(0x24, 0x1D).does(sent -> set(0x2318, sent));
        idle(0x24, 0x27).does(sent -> set(0x2322, sent));
        idle(0x24, 0x16).does(sent -> set(0x2313, sent));
        commands.on(0xE0, 0x00).does(sent -> set(0xE000, sent));
        idle(0x36, 0x15).does(sent -> eeprom.putAll(settings));
        idle(0x36, 0x46).does(sent -> settings.putAll(eeprom));
        idle(0x36, 0x32).does(sent -> List.of(settings, eeprom).forEach(each -> each.putAll(FACTORY)));
        idle(0x36, 0x2F).takes(Duration.ofMillis(400));
        idle(0x36, 0x39).takes(Duration.ofSeconds(10));
        onI2c(commands);
    }

    /**
     * By command: 0x2318 temperature offset, 0x2322 altitude, 0x2313 self calibration, 0xE000 pressure, and the results of 0x362F forced
     * calibration and 0x3639 self test.
     */
    public Map<Integer, Integer> settings() {
        return settings;
    }

    public boolean isMeasuring() {
        return period != 0;
    }

    @Override
    protected void powerOn() {
        settings.putAll(eeprom);
        period = 0;
        ready = Long.MAX_VALUE;
    }

    private Command idle(int msb, int lsb) {
        return commands.on(msb, lsb).when(() -> period == 0);
    }

    private void set(int code, byte[] sent) {
        int argument = Commands.argument(Crc8.SENSIRION, sent);
        settings.putAll(argument < 0 ? Map.of() : Map.of(code, argument));
    }

    private void measure(long millis, boolean periodically, boolean measuresCo2) {
        ready = clock().nanos() + millis * 1_000_000;
        period = periodically ? millis * 1_000_000 : 0;
        withCo2 = measuresCo2;
    }

    private byte[] newest() {
        ready = period == 0 ? Long.MAX_VALUE : clock().nanos() + period;
        int t = (int) Math.round((temperature.value() + 45) * 65535 / 175);
        return words(withCo2 ? (int) Math.round(co2.value()) : 0, t, (int) Math.round(humidity.value() * 65535 / 100));
    }

    private static byte[] words(int... words) {
        return Commands.words(Crc8.SENSIRION, words);
    }
}
