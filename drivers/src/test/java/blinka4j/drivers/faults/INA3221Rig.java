// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.ina3221.INA3221;
import blinka4j.drivers.ina3221.INA3221.AVG_MODE;
import blinka4j.drivers.ina3221.INA3221.CONV_TIME;
import blinka4j.drivers.ina3221.INA3221.MODE;
import blinka4j.sim.chips.SimINA3221;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class INA3221Rig extends FaultRig {
    private final SimINA3221 chip = new SimINA3221();
    private INA3221 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new INA3221Rig(random, Parts.of(random)));
    }

    private INA3221Rig(Random random, Parts parts) {
        super("INA3221", random, parts, false);
        parts.attach(0x40, chip);
        sensor = new INA3221(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new INA3221(parts.i2c()), () -> word(0) == 0x77FF);
        addChange(() -> sensor.reset(), () -> word(0) == 0x7127);
        add(() -> {
            MODE mode = one(MODE.values());
            sensor.mode(mode);
            return (word(0) & 7) == mode.ordinal();
        });
        add(() -> {
            CONV_TIME time = one(CONV_TIME.values());
            sensor.shuntVoltageConvTime(time);
            return (word(0) >> 3 & 7) == time.ordinal();
        });
        add(() -> {
            CONV_TIME time = one(CONV_TIME.values());
            sensor.busVoltageConvTime(time);
            return (word(0) >> 6 & 7) == time.ordinal();
        });
        add(() -> {
            AVG_MODE mode = one(AVG_MODE.values());
            sensor.averagingMode(mode);
            return (word(0) >> 9 & 7) == mode.ordinal();
        });
        add(() -> {
            double lower = uniform(0, 20);
            double upper = uniform(0, 20);
            sensor.powerValidLimits(lower, upper);
            return Math.abs(number(0x11, 3) * 0.008 - lower) <= 0.0041
                    && Math.abs(number(0x10, 3) * 0.008 - upper) <= 0.0041;
        });
        add(() -> {
            double volts = uniform(-0.65, 0.65);
            sensor.shuntVoltageSumLimit(volts);
            return Math.abs(number(0x0E, 1) * 0.00004 - volts) <= 0.000021;
        });
        for (int i = 0; i < 3; i++) {
            int channel = i;
            add(() -> {
                boolean on = random.nextBoolean();
                sensor.get(channel).enable(on);
                return bit(0x00, channel) == on;
            });
            add(() -> {
                boolean on = random.nextBoolean();
                sensor.get(channel).summationChannel(on);
                return bit(0x0F, channel) == on;
            });
            add(() -> {
                double amperes = uniform(-3, 3);
                sensor.get(channel).criticalAlertThreshold(amperes);
                return Math.abs(number(0x07 + 2 * channel, 3) * 0.0008 - amperes) <= 0.00041;
            });
            add(() -> {
                double amperes = uniform(-3, 3);
                sensor.get(channel).warningAlertThreshold(amperes);
                return Math.abs(number(0x08 + 2 * channel, 3) * 0.0008 - amperes) <= 0.00041;
            });
        }
    }

    private int word(int register) {
        return chip.registers().word(register);
    }

    private int number(int register, int unused) {
        return (short) word(register) >> unused;
    }

    private boolean bit(int register, int channel) {
        return (word(register) >> (14 - channel) & 1) != 0;
    }

    /** Longer than the longest measurement. */
    @Override
    public void change() {
        for (int channel = 0; channel < 3; channel++) {
            chip.load(channel, uniform(0, 26), uniform(-163.8, 163.8));
        }
        clock.advance(Duration.ofSeconds(60));
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>(List.of(
                () -> sensor.mode().ordinal() == (word(0) & 7),
                () -> sensor.shuntVoltageConvTime().ordinal() == (word(0) >> 3 & 7),
                () -> sensor.busVoltageConvTime().ordinal() == (word(0) >> 6 & 7),
                () -> sensor.averagingMode().ordinal() == (word(0) >> 9 & 7),
                () -> sensor.flags() == (word(0x0F) & 0x3FF),
                () -> near(sensor.powerValidLimits().lower(), number(0x11, 3) * 0.008, 1e-9, -32.768, 32.76),
                () -> near(sensor.powerValidLimits().upper(), number(0x10, 3) * 0.008, 1e-9, -32.768, 32.76),
                () -> near(sensor.shuntVoltageSum(), number(0x0D, 1) * 0.00004, 1e-9, -0.66, 0.66),
                () -> near(sensor.shuntVoltageSumLimit(), number(0x0E, 1) * 0.00004, 1e-9, -0.66, 0.66),
                () -> sensor.dieId() == 0x3220,
                () -> sensor.manufacturerId() == 0x5449));
        for (int i = 0; i < 3; i++) {
            int channel = i;
            int shunt = 1 + 2 * channel;
            readings.add(
                    () -> near(sensor.get(channel).busVoltage(), number(shunt + 1, 3) * 0.008, 1e-9, -32.768, 32.76));
            readings.add(() -> near(sensor.get(channel).shuntVoltage(), number(shunt, 3) * 0.04, 1e-9, -163.84, 163.8));
            readings.add(() -> near(sensor.get(channel).current(), number(shunt, 3) * 0.8, 1e-6, -3276.81, 3276.1));
            readings.add(() -> sensor.get(channel).enabled() == bit(0x00, channel));
            readings.add(() -> sensor.get(channel).summationChannel() == bit(0x0F, channel));
            readings.add(() -> near(
                    sensor.get(channel).criticalAlertThreshold(), number(shunt + 6, 3) * 0.0008, 1e-9, -3.28, 3.28));
            readings.add(() -> near(
                    sensor.get(channel).warningAlertThreshold(), number(shunt + 7, 3) * 0.0008, 1e-9, -3.28, 3.28));
        }
        return readings;
    }
}
