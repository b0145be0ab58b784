// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.tsl2591.TSL2591;
import blinka4j.drivers.tsl2591.TSL2591.Clear;
import blinka4j.drivers.tsl2591.TSL2591.Gain;
import blinka4j.drivers.tsl2591.TSL2591.IntegrationTime;
import blinka4j.drivers.tsl2591.TSL2591.Interrupt;
import blinka4j.drivers.tsl2591.TSL2591.RawLuminosity;
import blinka4j.sim.chips.SimTSL2591;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A TSL2591. */
final class TSL2591Rig extends FaultRig {
    private static final double[] GAINS = {1, 25, 428, 9876};
    private static final int[] MASKS = {0x10, 0x80, 0x90};

    private final SimTSL2591 chip = new SimTSL2591();
    private TSL2591 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new TSL2591Rig(random, Parts.of(random)));
    }

    TSL2591Rig(Random random, Parts parts) {
        super("TSL2591", random, parts, false);
        parts.attach(0x29, chip);
        sensor = new TSL2591(parts.i2c());
        readings().forEach(this::add);
        addStart(() -> sensor = new TSL2591(parts.i2c()), () -> register(0) == 3 && register(1) == 0x10);
        add(() -> {
            Gain gain = one(Gain.values());
            sensor.gain(gain);
            return register(1) >> 4 == gain.ordinal();
        });
        add(() -> {
            IntegrationTime time = one(IntegrationTime.values());
            sensor.integrationTime(time);
            return (register(1) & 7) == time.ordinal();
        });
        add(() -> {
            Interrupt which = one(Interrupt.values());
            sensor.enableInterrupt(which);
            return (register(0) & MASKS[which.ordinal()]) == MASKS[which.ordinal()];
        });
        add(() -> {
            Interrupt which = one(Interrupt.values());
            sensor.disableInterrupt(which);
            return (register(0) & MASKS[which.ordinal()]) == 0;
        });
        add(() -> {
            sensor.clearInterrupt(one(Clear.values()));
            return true;
        });
        addChange(() -> sensor.enable(), () -> register(0) == 3);
        addChange(() -> sensor.disable(), () -> register(0) == 0);
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.thresholdLow(counts);
            return word(4) == counts;
        });
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.thresholdHigh(counts);
            return word(6) == counts;
        });
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.nopersistThresholdLow(counts);
            return word(8) == counts;
        });
        add(() -> {
            int counts = random.nextInt(65536);
            sensor.nopersistThresholdHigh(counts);
            return word(10) == counts;
        });
        add(() -> {
            int code = random.nextInt(16);
            sensor.persist(code);
            return register(12) == code;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private int word(int address) {
        return register(address) | register(address + 1) << 8;
    }

    /** Little enough light for every gain. The chip has measured it, unless it is off. */
    @Override
    public void change() {
        double white = uniform(0, 0.5);
        chip.light(white, uniform(0, white / 4));
        clock.advance(Duration.ofSeconds(2));
    }

    private boolean isLux(double lux) {
        double perLux = 100 * (1 + (register(1) & 7)) * GAINS[register(1) >> 4] / 408;
        double expected = Math.max(word(0x14) - 1.64 * word(0x16), 0.59 * word(0x14) - 0.86 * word(0x16)) / perLux;
        return near(lux, Math.max(0, expected), 1e-9 * Math.abs(expected), 0, 65535 / (100 / 408.0));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isRightOrOff(() -> isLux(sensor.lux()), (register(0) & 3) != 3),
                () -> {
                    RawLuminosity raw = sensor.rawLuminosity();
                    return near(raw.fullSpectrum(), word(0x14), 0, 0, 65535)
                            & near(raw.infrared(), word(0x16), 0, 0, 65535);
                },
                () -> near(sensor.fullSpectrum(), word(0x14), 0, 0, 65535),
                () -> near(sensor.infrared(), word(0x16), 0, 0, 65535),
                () -> near(sensor.visible(), Math.max(0, word(0x14) - word(0x16)), 0, 0, 65535),
                () -> sensor.gain().ordinal() == register(1) >> 4,
                () -> sensor.integrationTime().ordinal() == (register(1) & 7),
                () -> near(sensor.thresholdLow(), word(4), 0, 0, 65535),
                () -> near(sensor.thresholdHigh(), word(6), 0, 0, 65535),
                () -> near(sensor.nopersistThresholdLow(), word(8), 0, 0, 65535),
                () -> near(sensor.nopersistThresholdHigh(), word(10), 0, 0, 65535),
                () -> near(sensor.persist(), register(12), 0, 0, 15));
    }
}
