// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.adt7410.ADT7410;
import blinka4j.drivers.adt7410.ADT7410.ComparatorMode;
import blinka4j.drivers.adt7410.ADT7410.OperationMode;
import blinka4j.drivers.adt7410.ADT7410.ResolutionMode;
import blinka4j.sim.chips.SimADT7410;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

final class ADT7410Rig extends FaultRig {
    private final SimADT7410 chip = new SimADT7410();
    private ADT7410 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new ADT7410Rig(random, Parts.of(random)));
    }

    private ADT7410Rig(Random random, Parts parts) {
        super("ADT7410", random, parts, false);
        parts.attach(0x48, chip);
        sensor = new ADT7410(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new ADT7410(parts.i2c()), () -> true);
        add(() -> {
            OperationMode mode = one(OperationMode.values());
            sensor.operationMode(mode);
            return (register(0x03) >> 5 & 3) == mode.ordinal();
        });
        add(() -> {
            ResolutionMode mode = one(ResolutionMode.values());
            sensor.resolutionMode(mode);
            return register(0x03) >> 7 == mode.ordinal();
        });
        add(() -> {
            boolean high = random.nextBoolean();
            sensor.highResolution(high);
            return register(0x03) >> 7 == (high ? 1 : 0);
        });
        add(() -> {
            ComparatorMode mode = one(ComparatorMode.values());
            sensor.comparatorMode(mode);
            return (register(0x03) >> 4 & 1) == mode.ordinal();
        });
        add(() -> {
            double celsius = uniform(-55, 150);
            sensor.highTemperature(celsius);
            return Math.abs(word(0x04) - celsius) <= 0.004;
        });
        add(() -> {
            double celsius = uniform(-55, 150);
            sensor.lowTemperature(celsius);
            return Math.abs(word(0x06) - celsius) <= 0.004;
        });
        add(() -> {
            double celsius = uniform(-55, 150);
            sensor.criticalTemperature(celsius);
            return Math.abs(word(0x08) - celsius) <= 0.004;
        });
        add(() -> {
            int celsius = random.nextInt(16);
            sensor.hysteresisTemperature(celsius);
            return register(0x0A) == celsius;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    private double word(int register) {
        return (short) (register(register) << 8 | register(register + 1)) / 128.0;
    }

    @Override
    public void change() {
        chip.temperature(uniform(-55, 150));
        clock.advance(Duration.ofSeconds(2));
    }

    /** What the register has, without the flags that are there with low resolution. */
    private boolean isTemperature(double celsius) {
        int mode = register(0x03) >> 5 & 3;
        double flags = register(0x03) >> 7 == 0 ? 0.055 : 0;
        double expected = mode == 1 || mode == 3 ? word(0x00) : chip.temperature();
        return near(celsius, expected, 0.033 + flags, -60, 155);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isTemperature(sensor.temperature()),
                () -> {
                    ADT7410.AlertStatus status = sensor.alertStatus();
                    int bits = register(0x02);
                    return status.highAlert() == ((bits & 0x20) != 0)
                            && status.lowAlert() == ((bits & 0x10) != 0)
                            && status.criticalAlert() == ((bits & 0x40) != 0);
                },
                () -> sensor.operationMode().ordinal() == (register(0x03) >> 5 & 3),
                () -> sensor.resolutionMode().ordinal() == register(0x03) >> 7,
                () -> sensor.highResolution() == (register(0x03) >> 7 == 1),
                () -> sensor.comparatorMode().ordinal() == (register(0x03) >> 4 & 1),
                () -> near(sensor.highTemperature(), word(0x04), 0, -256, 256),
                () -> near(sensor.lowTemperature(), word(0x06), 0, -256, 256),
                () -> near(sensor.criticalTemperature(), word(0x08), 0, -256, 256),
                () -> near(sensor.hysteresisTemperature(), register(0x0A), 0, 0, 15));
    }
}
