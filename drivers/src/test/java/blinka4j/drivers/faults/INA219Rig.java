// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.ina219.INA219;
import blinka4j.drivers.ina219.INA219.ADCResolution;
import blinka4j.drivers.ina219.INA219.BusVoltageRange;
import blinka4j.drivers.ina219.INA219.Gain;
import blinka4j.drivers.ina219.INA219.Mode;
import blinka4j.sim.chips.SimINA219;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

final class INA219Rig extends FaultRig {
    private static final int[] CODES = {0, 1, 2, 3, 9, 10, 11, 12, 13, 14, 15};

    private final SimINA219 chip = new SimINA219();
    private INA219 sensor;
    /** The current's step in mA; unknown while a calibration is set. */
    private double step = 0.1;

    static List<FaultRig> all(Random random) {
        return List.of(new INA219Rig(random, Parts.of(random)));
    }

    private INA219Rig(Random random, Parts parts) {
        super("INA219", random, parts, false);
        parts.attach(0x40, chip);
        sensor = new INA219(parts.i2c());
        readings().forEach(this::add);
        addChange(
                () -> {
                    sensor = new INA219(parts.i2c());
                    step = 0.1;
                },
                () -> word(0) == 0x399F && word(5) == 4096);
        preset(INA219::setCalibration32V2A, 0x399F, 0.1);
        preset(INA219::setCalibration32V1A, 0x319F, 0.1);
        preset(INA219::setCalibration16V400mA, 0x019F, 0.1);
        preset(INA219::setCalibration16V5A, 0x119F, 0.5);
        preset(INA219::setCalibration16V80mA, 0x099F, 0.01);
        preset(INA219::setCalibration16V4mA, 0x019F, 0.001);
        addChange(() -> sensor.reset(true), () -> word(0) == 0x399F && word(5) == (sensor.calibration() & ~1));
        add(() -> {
            int value = 2 * random.nextInt(32_768);
            sensor.calibration(value);
            return word(5) == value && sensor.calibration() == value;
        });
        add(() -> {
            BusVoltageRange range = one(BusVoltageRange.values());
            sensor.busVoltageRange(range);
            return (word(0) >> 13 & 1) == range.ordinal();
        });
        add(() -> {
            Gain gain = one(Gain.values());
            sensor.gain(gain);
            return (word(0) >> 11 & 3) == gain.ordinal();
        });
        add(() -> {
            ADCResolution resolution = one(ADCResolution.values());
            sensor.busAdcResolution(resolution);
            return (word(0) >> 7 & 15) == CODES[resolution.ordinal()];
        });
        add(() -> {
            ADCResolution resolution = one(ADCResolution.values());
            sensor.shuntAdcResolution(resolution);
            return (word(0) >> 3 & 15) == CODES[resolution.ordinal()];
        });
        add(() -> {
            Mode mode = one(Mode.values());
            sensor.mode(mode);
            return (word(0) & 7) == mode.ordinal();
        });
    }

    private void preset(Consumer<INA219> set, int configuration, double stepAfterwards) {
        add(() -> {
            step = Double.NaN;
            set.accept(sensor);
            step = stepAfterwards;
            return word(0) == configuration && word(5) == 4096;
        });
    }

    private int word(int register) {
        return chip.registers().word(register);
    }

    private static int code(ADCResolution resolution) {
        return CODES[resolution.ordinal()];
    }

    /** Codes 4 to 8 have the meaning of others. */
    private static int same(int code) {
        return code == 8 ? 3 : code < 8 ? code & 3 : code;
    }

    @Override
    public void change() {
        chip.load(uniform(0, 26), uniform(-8000, 8000));
        clock.advance(Duration.ofSeconds(1));
    }

    /** A calibration that failed may be set in part. */
    @Override
    protected void failed() {
        if (Double.isNaN(step)) {
            sensor.setCalibration32V2A();
            step = 0.1;
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.current(), (short) word(4) * step, 1e-6, -32768 * step, 32767 * step),
                () -> near(sensor.power(), word(3) * step / 50, 1e-6, 0, 65535 * step / 50),
                () -> near(sensor.rawCurrent(), (short) word(4), 0, -32768, 32767),
                () -> near(sensor.rawPower(), word(3), 0, 0, 65535),
                () -> near(sensor.shuntVoltage(), (short) word(1) / 1e5, 1e-9, -0.33, 0.33),
                () -> near(sensor.rawShuntVoltage(), (short) word(1), 0, -32768, 32767),
                () -> near(sensor.busVoltage(), (word(2) >> 3) / 250.0, 1e-9, 0, 32.764),
                () -> near(sensor.rawBusVoltage(), word(2) >> 3, 0, 0, 8191),
                () -> sensor.conversionReady() == ((word(2) & 2) != 0),
                () -> sensor.overflow() == ((word(2) & 1) != 0),
                () -> !sensor.reset(),
                () -> sensor.busVoltageRange().ordinal() == (word(0) >> 13 & 1),
                () -> sensor.gain().ordinal() == (word(0) >> 11 & 3),
                () -> code(sensor.busAdcResolution()) == same(word(0) >> 7 & 15),
                () -> code(sensor.shuntAdcResolution()) == same(word(0) >> 3 & 15),
                () -> sensor.mode().ordinal() == (word(0) & 7));
    }
}
