// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.I2C;
import blinka4j.drivers.ads1x15.ADS1015;
import blinka4j.drivers.ads1x15.ADS1115;
import blinka4j.drivers.ads1x15.ADS1x15;
import blinka4j.drivers.ads1x15.ADS1x15.Comp_Latch;
import blinka4j.drivers.ads1x15.ADS1x15.Comp_Mode;
import blinka4j.drivers.ads1x15.ADS1x15.Comp_Polarity;
import blinka4j.drivers.ads1x15.ADS1x15.Mode;
import blinka4j.drivers.ads1x15.ADS1x15.Pin;
import blinka4j.drivers.ads1x15.AnalogIn;
import blinka4j.sim.chips.SimADS1x15;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** An ADS1015 and an ADS1115. */
final class ADS1x15Rig extends FaultRig {
    private static final double[] FULL_SCALE = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256};
    private static final List<Integer> QUEUE = List.of(1, 2, 4, 0);

    private final SimADS1x15 chip;
    private final Function<I2C, ADS1x15> create;
    private final Parts parts;
    private final double[] volts = new double[4];
    private ADS1x15 adc;
    private boolean creating;

    static List<FaultRig> all(Random random) {
        return List.of(
                new ADS1x15Rig(SimADS1x15.Model.ADS1015, ADS1015::new, random, Parts.of(random)),
                new ADS1x15Rig(SimADS1x15.Model.ADS1115, ADS1115::new, random, Parts.of(random)));
    }

    ADS1x15Rig(SimADS1x15.Model model, Function<I2C, ADS1x15> create, Random random, Parts parts) {
        super(model.toString(), random, parts, false);
        this.create = create;
        this.parts = parts;
        chip = new SimADS1x15(model);
        parts.attach(ADS1x15.DEFAULT_ADDRESS, chip);
        change();
        adc = create.apply(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            creating = true;
            adc = create.apply(parts.i2c());
            creating = false;
            return (config() & 0x0F1F) == 0x0303;
        });
        add(() -> {
            double gain = one(adc.gains().toArray(Double[]::new));
            adc.gain(gain);
            return adc.gains().get(config() >> 9 & 7) == gain;
        });
        add(() -> {
            int rate = one(adc.rates().toArray(Integer[]::new));
            adc.dataRate(rate);
            return adc.rates().get(config() >> 5 & 7) == rate;
        });
        add(() -> {
            Mode mode = one(Mode.values());
            adc.mode(mode);
            return (config() >> 8 & 1) == mode.ordinal();
        });
        add(() -> {
            Comp_Mode mode = one(Comp_Mode.values());
            adc.comparatorMode(mode);
            return (config() >> 4 & 1) == mode.ordinal();
        });
        add(() -> {
            Comp_Polarity polarity = one(Comp_Polarity.values());
            adc.comparatorPolarity(polarity);
            return (config() >> 3 & 1) == polarity.ordinal();
        });
        add(() -> {
            Comp_Latch latch = one(Comp_Latch.values());
            adc.comparatorLatch(latch);
            return (config() >> 2 & 1) == latch.ordinal();
        });
        add(() -> {
            int length = one(QUEUE.toArray(Integer[]::new));
            adc.comparatorQueueLength(length);
            return QUEUE.get(config() & 3) == length;
        });
        add(() -> {
            int value = 16 * (random.nextInt(4096) - 2048);
            adc.comparatorLowThreshold(value);
            return (short) chip.registers().word(2) == value;
        });
        add(() -> {
            int value = random.nextInt(65536) - 32768;
            adc.comparatorHighThreshold(value);
            return (short) chip.registers().word(3) == value;
        });
    }

    private int config() {
        return chip.registers().word(1);
    }

    @Override
    protected void failed() {
        if (creating) {
            // The other instance does not know what this one has written.
            creating = false;
            adc = create.apply(parts.i2c());
        }
    }

    @Override
    public void change() {
        for (int i = 0; i < 4; i++) {
            volts[i] = uniform(-0.3, random.nextBoolean() ? 0.3 : 5.5);
            chip.volts(i, volts[i]);
        }
        clock.advance(Duration.ofMillis(300));
    }

    private double fullScale() {
        return FULL_SCALE[config() >> 9 & 7];
    }

    private double clipped(double value) {
        return Math.max(-fullScale(), Math.min(value, fullScale() * 32767 / 32768));
    }

    /** A step of the ADS1015 is 16. It rounds down. */
    private boolean measures(AnalogIn input, double expected) {
        double measured = input.voltage();
        return near(measured, clipped(expected), fullScale() * 16.5 / 32768, -6.144, 6.144);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> measures(new AnalogIn(adc, Pin.A0), volts[0]),
                () -> measures(new AnalogIn(adc, Pin.A1), volts[1]),
                () -> measures(new AnalogIn(adc, Pin.A2), volts[2]),
                () -> measures(new AnalogIn(adc, Pin.A3), volts[3]),
                () -> measures(new AnalogIn(adc, Pin.A0, Pin.A1), volts[0] - volts[1]),
                () -> measures(new AnalogIn(adc, Pin.A0, Pin.A3), volts[0] - volts[3]),
                () -> measures(new AnalogIn(adc, Pin.A1, Pin.A3), volts[1] - volts[3]),
                () -> measures(new AnalogIn(adc, Pin.A2, Pin.A3), volts[2] - volts[3]),
                () -> {
                    int read = new AnalogIn(adc, Pin.A0).read();
                    double expected = 65535 * Math.max(0, clipped(volts[0])) / fullScale();
                    return near(read, expected, 40, 0, 65535);
                },
                () -> near(adc.getLastResult(), (short) chip.registers().word(0), 0, -32768, 32767),
                () -> adc.gain() == adc.gains().get(config() >> 9 & 7),
                () -> adc.dataRate() == adc.rates().get(config() >> 5 & 7),
                () -> adc.mode().ordinal() == (config() >> 8 & 1),
                () -> adc.comparatorMode().ordinal() == (config() >> 4 & 1),
                () -> adc.comparatorPolarity().ordinal() == (config() >> 3 & 1),
                () -> adc.comparatorLatch().ordinal() == (config() >> 2 & 1),
                () -> adc.comparatorQueueLength() == QUEUE.get(config() & 3),
                () -> adc.comparatorLowThreshold() == (short) chip.registers().word(2),
                () -> adc.comparatorHighThreshold() == (short) chip.registers().word(3));
    }
}
