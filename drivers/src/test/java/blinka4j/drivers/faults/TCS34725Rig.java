// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.tcs34725.TCS34725;
import blinka4j.drivers.tcs34725.TCS34725.ColorRaw;
import blinka4j.drivers.tcs34725.TCS34725.ColorRgbBytes;
import blinka4j.sim.chips.SimTCS34725;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A TCS34725. */
final class TCS34725Rig extends FaultRig {
    private static final int[] GAINS = {1, 4, 16, 60};
    private static final int[] CYCLES = {0, 1, 2, 3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60};

    private final SimTCS34725 chip = new SimTCS34725();
    private TCS34725 sensor;
    private double attenuation = 1;
    private double[] light = {200, 80, 70, 60};

    static List<FaultRig> all(Random random) {
        return List.of(new TCS34725Rig(random, Parts.of(random)));
    }

    TCS34725Rig(Random random, Parts parts) {
        super("TCS34725", random, parts, false);
        parts.attach(0x29, chip);
        sensor = new TCS34725(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            sensor = new TCS34725(parts.i2c());
            attenuation = 1;
            return register(1) == 255;
        });
        add(() -> {
            int steps = 1 + random.nextInt(256);
            sensor.integrationTime(2.4 * steps);
            return register(1) == 256 - steps;
        });
        add(() -> {
            int code = random.nextInt(4);
            sensor.gain(GAINS[code]);
            return register(15) == code;
        });
        add(() -> {
            boolean active = random.nextBoolean();
            sensor.active(active);
            return ((register(0) & 3) == 3) == active;
        });
        add(() -> {
            int code = random.nextInt(17) - 1;
            sensor.cycles(code < 0 ? -1 : CYCLES[code]);
            return code < 0 ? (register(0) & 16) == 0 : (register(0) & 16) != 0 && register(12) == code;
        });
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.minValue(counts);
            return word(4) == counts;
        });
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.maxValue(counts);
            return word(6) == counts;
        });
        add(() -> {
            sensor.interrupt(false);
            return true;
        });
        add(() -> {
            attenuation = uniform(1, 3);
            sensor.glassAttenuation(attenuation);
            return sensor.glassAttenuation() == attenuation;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private int word(int address) {
        return register(address) | register(address + 1) << 8;
    }

    @Override
    public void change() {
        double red = uniform(10, 200);
        double green = uniform(10, 200);
        double blue = uniform(10, 200);
        light = new double[] {(red + green + blue) * uniform(0.85, 1.1), red, green, blue};
        chip.light(light[0], red, green, blue);
        clock.advance(Duration.ofSeconds(2));
    }

    /** The counts that the chip has to give. */
    private int counts(int color) {
        int steps = 256 - register(1);
        return (int) Math.min(Math.min(65535, 1024 * steps), Math.round(light[color] * steps * GAINS[register(15)]));
    }

    private boolean isSaturated() {
        int steps = 256 - register(1);
        double most = steps > 63 ? 65535 : 1024 * steps;
        return counts(0) >= (2.4 * steps < 150 ? most * 0.75 : most);
    }

    private double infrared() {
        return Math.max(0, (counts(1) + counts(2) + counts(3) - counts(0)) / 2.0);
    }

    private boolean isLux(double lux) {
        double ir = infrared();
        double weighted = 0.136 * (counts(1) - ir) + (counts(2) - ir) - 0.444 * (counts(3) - ir);
        double expected = weighted * attenuation * 310 / (2.4 * (256 - register(1)) * GAINS[register(15)]);
        // Wrong bits may be any three counts, which is least with 2.4 ms.
        double most = 2 * 65535 * attenuation * 310 / 2.4;
        return Double.isNaN(lux)
                ? isSaturated()
                : near(lux, expected, 1e-6 * Math.abs(expected) + 1e-9, -most, most) && !isSaturated();
    }

    private boolean isTemperature(double kelvin) {
        double red = counts(1) - infrared();
        double expected = 3810 * (counts(3) - infrared()) / (red == 0 ? 0.001 : red) + 1391;
        return Double.isNaN(kelvin)
                ? isSaturated()
                : near(kelvin, expected, 1e-6 * Math.abs(expected), -1e12, 1e12) && !isSaturated();
    }

    private int part(int color) {
        return counts(0) == 0
                ? 0
                : Math.min(255, (int) (Math.pow((int) (counts(color) / (double) counts(0) * 256) / 255.0, 2.5) * 255));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isLux(sensor.lux()),
                () -> isTemperature(sensor.colorTemperature()),
                () -> {
                    ColorRaw raw = sensor.colorRaw();
                    return near(raw.clear(), counts(0), 0, 0, 65535)
                            & near(raw.red(), counts(1), 0, 0, 65535)
                            & near(raw.green(), counts(2), 0, 0, 65535)
                            & near(raw.blue(), counts(3), 0, 0, 65535);
                },
                () -> {
                    ColorRgbBytes rgb = sensor.colorRgbBytes();
                    return near(rgb.red(), part(1), 0, 0, 255)
                            & near(rgb.green(), part(2), 0, 0, 255)
                            & near(rgb.blue(), part(3), 0, 0, 255);
                },
                () -> near(sensor.color(), part(1) << 16 | part(2) << 8 | part(3), 0, 0, 0xFFFFFF),
                () -> near(sensor.integrationTime(), 2.4 * (256 - register(1)), 1e-9, 2.4, 614.41),
                () -> sensor.gain() == GAINS[register(15)],
                () -> sensor.active() == ((register(0) & 3) == 3),
                () -> sensor.cycles() == ((register(0) & 16) == 0 ? -1 : CYCLES[register(12)]),
                () -> sensor.interrupt() == ((register(0x13) & 16) != 0),
                () -> near(sensor.minValue(), word(4), 0, 0, 65535),
                () -> near(sensor.maxValue(), word(6), 0, 0, 65535));
    }
}
