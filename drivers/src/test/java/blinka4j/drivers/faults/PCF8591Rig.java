// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.pcf8591.AnalogIn;
import blinka4j.drivers.pcf8591.AnalogOut;
import blinka4j.drivers.pcf8591.PCF8591;
import blinka4j.sim.chips.SimPCF8591;
import blinka4j.testing.FaultRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A PCF8591. */
final class PCF8591Rig extends FaultRig {
    private static final double REFERENCE = 3.3;

    private final SimPCF8591 chip = new SimPCF8591();
    private final double[] volts = new double[4];
    private PCF8591 converter;

    static List<FaultRig> all(Random random) {
        return List.of(new PCF8591Rig(random, Parts.of(random)));
    }

    PCF8591Rig(Random random, Parts parts) {
        super("PCF8591", random, parts, false);
        parts.attach(PCF8591.DEFAULT_ADDRESS, chip);
        change();
        converter = new PCF8591(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            int value = random.nextInt(256);
            converter.write(value);
            return isOutput(value);
        });
        add(() -> {
            boolean enabled = random.nextBoolean();
            converter.dacEnabled(enabled);
            return Double.isNaN(chip.output()) != enabled;
        });
        add(() -> {
            int value = random.nextInt(65536);
            AnalogOut out = new AnalogOut(converter);
            out.value(value);
            return converter.dacEnabled() && isOutput(value / 256) && out.value() == value / 256 * 256;
        });
        add(() -> {
            new AnalogOut(converter).close();
            return Double.isNaN(chip.output());
        });
    }

    private boolean isOutput(int value) {
        return near(
                chip.output(),
                converter.dacEnabled() ? value * REFERENCE / 256 : Double.NaN,
                1e-9,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY);
    }

    @Override
    public void change() {
        for (int i = 0; i < 4; i++) {
            volts[i] = uniform(0, REFERENCE);
            chip.volts(i, volts[i]);
        }
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        double step = REFERENCE / 256;
        // Half a step by the chip, and one because 255 of 256 is read as 65535 of 65535.
        for (int i = 0; i < 4; i++) {
            int input = i;
            readings.add(() -> near(converter.read(input) * step, volts[input], 1.51 * step, 0, REFERENCE));
            readings.add(() -> near(new AnalogIn(converter, input).voltage(), volts[input], 1.51 * step, 0, REFERENCE));
            readings.add(() -> near(
                    new AnalogIn(converter, input).value() * REFERENCE / 65536,
                    volts[input],
                    1.51 * step,
                    0,
                    REFERENCE));
            readings.add(() -> near(
                    new AnalogIn(converter, input).read() * REFERENCE / 65535,
                    volts[input],
                    1.51 * step,
                    0,
                    REFERENCE));
        }
        // With each reading, the output is written again.
        readings.add(() -> faults.lostPower() || converter.dacEnabled() != Double.isNaN(chip.output()));
        return readings;
    }
}
