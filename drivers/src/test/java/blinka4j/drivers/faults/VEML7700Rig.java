// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.veml7700.VEML7700;
import blinka4j.drivers.veml7700.VEML7700.LightGain;
import blinka4j.drivers.veml7700.VEML7700.LightIntegrationTime;
import blinka4j.drivers.veml7700.VEML7700.LightPsm;
import blinka4j.sim.chips.SimVEML7700;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A VEML7700. */
final class VEML7700Rig extends FaultRig {
    private static final double[] GAINS = {1, 2, 0.125, 0.25};
    private static final Map<Integer, Integer> MILLIS = Map.of(12, 25, 8, 50, 0, 100, 1, 200, 2, 400, 3, 800);

    private final SimVEML7700 chip = new SimVEML7700();
    private VEML7700 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new VEML7700Rig(random, Parts.of(random)));
    }

    VEML7700Rig(Random random, Parts parts) {
        super("VEML7700", random, parts, false);
        parts.attach(0x10, chip);
        sensor = new VEML7700(parts.i2c());
        readings().forEach(this::add);
        addStart(() -> sensor = new VEML7700(parts.i2c()), () -> (register(0) & 0x1801) == 0x1000);
        add(() -> {
            LightGain gain = one(LightGain.values());
            sensor.lightGain(gain);
            return (register(0) >> 11 & 3) == gain.ordinal();
        });
        add(() -> {
            LightIntegrationTime time = one(LightIntegrationTime.values());
            sensor.lightIntegrationTime(time);
            return time.name().equals("ALS_%sMS".formatted(millis()));
        });
        add(() -> {
            LightPsm psm = one(LightPsm.values());
            sensor.lightPsm(psm);
            return register(3) >> 1 == psm.ordinal();
        });
        addFlag(sensor -> sensor::lightShutdown, 0, 1);
        addFlag(sensor -> sensor::lightInterrupt, 0, 2);
        addFlag(sensor -> sensor::lightPsmEn, 3, 1);
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.lightHighThreshold(counts);
            return register(1) == counts;
        });
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.lightLowThreshold(counts);
            return register(2) == counts;
        });
        add(() -> {
            boolean off = (register(0) & 1) != 0;
            double lux;
            try {
                lux = sensor.autolux();
            } catch (IllegalStateException e) {
                return off;
            }
            // Beyond the range there are more than 10,000 counts. The polynomial adds up to a few times the light.
            return !off && near(lux, corrected(lux), 0.01 * corrected(lux) + 0.1, 0, 2e7);
        });
        add(() -> {
            sensor.waitAutolux(uniform(0, 1));
            return sensor.computeLux(1000, false) == 1000 * sensor.resolution();
        });
    }

    private interface Flag {
        void set(boolean to);
    }

    private interface Setter {
        Flag of(VEML7700 sensor);
    }

    private void addFlag(Setter setter, int register, int mask) {
        add(() -> {
            boolean to = random.nextBoolean();
            setter.of(sensor).set(to);
            return (register(register) & mask) != 0 == to;
        });
    }

    /** The light, or the light as Vishay's polynomial corrects it, whichever is nearer. */
    private double corrected(double lux) {
        double light = chip.light();
        double corrected = light * (1.0023 + light * (8.1488e-5 + light * (-9.3924e-9 + light * 6.0135e-13)));
        return Math.abs(lux - light) < Math.abs(lux - corrected) ? light : corrected;
    }

    private int register(int address) {
        return chip.registers().word(address);
    }

    private int millis() {
        return MILLIS.getOrDefault(register(0) >> 6 & 15, 0);
    }

    private double step() {
        return 0.0042 * (2 / GAINS[register(0) >> 11 & 3]) * (800.0 / millis());
    }

    /** The chip has measured the new light, unless it is asleep. */
    @Override
    public void change() {
        chip.light(Math.exp(uniform(0, Math.log(90_000))));
        clock.advance(Duration.ofSeconds(10));
    }

    private boolean isLux(double lux) {
        double expected = (register(0) & 1) != 0
                ? register(4) * step()
                : Math.min(65535, Math.round(chip.light() / step())) * step();
        return near(lux, expected, 1e-6 * expected, 0, 140_927);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isRightOrOff(() -> isLux(sensor.lux()), (register(0) & 1) != 0),
                () -> near(sensor.light(), register(4), 0, 0, 65535),
                () -> near(sensor.white(), register(5), 0, 0, 65535),
                () -> near(sensor.resolution(), step(), 1e-9, 0.0042, 2.15041),
                () -> near(sensor.gainValue(), GAINS[register(0) >> 11 & 3], 0, 0.125, 2),
                () -> near(sensor.integrationTimeValue(), millis(), 0, 25, 800),
                () -> sensor.lightIntegrationTime().name().equals("ALS_%sMS".formatted(millis())),
                () -> sensor.lightGain().ordinal() == (register(0) >> 11 & 3),
                () -> sensor.lightShutdown() == ((register(0) & 1) != 0),
                () -> sensor.lightInterrupt() == ((register(0) & 2) != 0),
                () -> sensor.lightPsm().ordinal() == register(3) >> 1,
                () -> near(sensor.psmValue(), 500 << (register(3) >> 1), 0, 500, 4000),
                () -> sensor.lightPsmEn() == ((register(3) & 1) != 0),
                () -> near(sensor.lightHighThreshold(), register(1), 0, 0, 65535),
                () -> near(sensor.lightLowThreshold(), register(2), 0, 0, 65535),
                () -> sensor.lightInterruptHigh() == ((register(6) & 0x4000) != 0),
                () -> sensor.lightInterruptLow() == ((register(6) & 0x8000) != 0));
    }
}
