// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.ina260.INA260;
import blinka4j.drivers.ina260.INA260.AveragingCount;
import blinka4j.drivers.ina260.INA260.ConversionTime;
import blinka4j.drivers.ina260.INA260.Mode;
import blinka4j.sim.chips.SimINA260;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

final class INA260Rig extends FaultRig {
    private final SimINA260 chip = new SimINA260();
    private INA260 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new INA260Rig(random, Parts.of(random)));
    }

    private INA260Rig(Random random, Parts parts) {
        super("INA260", random, parts, false);
        parts.attach(0x40, chip);
        sensor = new INA260(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new INA260(parts.i2c()), () -> true);
        addChange(() -> sensor.resetBit(true), () -> word(0) == 0x6127 && word(7) == 0);
        add(() -> {
            Mode mode = one(Mode.values());
            sensor.mode(mode);
            return (word(0) & 7) == mode.ordinal();
        });
        add(() -> {
            AveragingCount count = one(AveragingCount.values());
            sensor.averagingCount(count);
            return (word(0) >> 9 & 7) == count.ordinal();
        });
        add(() -> {
            ConversionTime time = one(ConversionTime.values());
            sensor.voltageConversionTime(time);
            return (word(0) >> 6 & 7) == time.ordinal();
        });
        add(() -> {
            ConversionTime time = one(ConversionTime.values());
            sensor.currentConversionTime(time);
            return (word(0) >> 3 & 7) == time.ordinal();
        });
        add(() -> {
            int limit = random.nextInt(65_536);
            sensor.alertLimit(limit);
            return word(7) == limit;
        });
        add(() -> {
            int mask = random.nextInt(65_536) & 0xFC03;
            sensor.maskEnable(mask);
            return (word(6) & 0xFC03) == mask;
        });
        bit(15, INA260::overcurrentLimit);
        bit(14, INA260::underCurrentLimit);
        bit(13, INA260::busVoltageOverVoltage);
        bit(12, INA260::busVoltageUnderVoltage);
        bit(11, INA260::powerOverLimit);
        bit(10, INA260::conversionReady);
        bit(1, INA260::alertPolarityBit);
        bit(0, INA260::alertLatchEnable);
    }

    private void bit(int index, BiConsumer<INA260, Boolean> set) {
        add(() -> {
            boolean to = random.nextBoolean();
            set.accept(sensor, to);
            return mask(index) == to;
        });
    }

    private int word(int register) {
        return chip.registers().word(register);
    }

    /** As it was last read or written. */
    private boolean mask(int bit) {
        return (word(6) >> bit & 1) != 0;
    }

    /** Longer than the longest measurement. */
    @Override
    public void change() {
        chip.load(uniform(0, 36), uniform(-15_000, 15_000));
        clock.advance(Duration.ofSeconds(20));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.current(), (short) word(1) * 1.25, 0, -40_960, 40_960),
                () -> near(sensor.voltage(), word(2) * 0.00125, 1e-9, 0, 41),
                () -> near(sensor.power(), word(3) * 10, 0, 0, 655_350),
                () -> sensor.overcurrentLimit() == mask(15),
                () -> sensor.underCurrentLimit() == mask(14),
                () -> sensor.busVoltageOverVoltage() == mask(13),
                () -> sensor.busVoltageUnderVoltage() == mask(12),
                () -> sensor.powerOverLimit() == mask(11),
                () -> sensor.conversionReady() == mask(10),
                () -> sensor.alertFunctionFlag() == mask(4),
                () -> sensor.mathOverflowFlag() == mask(2),
                () -> sensor.alertPolarityBit() == mask(1),
                () -> sensor.alertLatchEnable() == mask(0),
                () -> sensor.maskEnable() == word(6),
                () -> sensor.alertLimit() == word(7),
                () -> sensor.revisionId() == 0,
                () -> !sensor.resetBit(),
                () -> sensor.averagingCount().ordinal() == (word(0) >> 9 & 7),
                () -> sensor.voltageConversionTime().ordinal() == (word(0) >> 6 & 7),
                () -> sensor.currentConversionTime().ordinal() == (word(0) >> 3 & 7),
                () -> sensor.mode().ordinal() == (word(0) & 7));
    }
}
