// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.drivers.pct2075.PCT2075.FaultCount;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** A PCT2075. */
final class PCT2075Rig extends FaultRig {
    private final SimPCT2075 chip = new SimPCT2075();
    private PCT2075 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new PCT2075Rig(random, Parts.of(random)));
    }

    PCT2075Rig(Random random, Parts parts) {
        super("PCT2075", random, parts, false);
        parts.attach(0x37, chip);
        sensor = new PCT2075(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new PCT2075(parts.i2c()), () -> true);
        add(() -> {
            PCT2075.Mode mode = one(PCT2075.Mode.values());
            sensor.mode(mode);
            return (bits() & 2) != 0 == (mode == PCT2075.Mode.INTERRUPT);
        });
        add(() -> {
            boolean shutdown = random.nextBoolean();
            sensor.shutdown(shutdown);
            return (bits() & 1) != 0 == shutdown;
        });
        add(() -> {
            boolean high = random.nextBoolean();
            sensor.highTempActiveHigh(high);
            return (bits() & 4) != 0 == high;
        });
        add(() -> {
            FaultCount count = one(FaultCount.values());
            sensor.faultsToAlert(count);
            return (bits() >> 3 & 3) == count.ordinal();
        });
        add(() -> {
            int millis = 100 * (1 + random.nextInt(31));
            sensor.delayBetweenMeasurements(millis);
            return (chip.registers().bytes(0x04)[0] & 31) == millis / 100;
        });
        add(() -> {
            double celsius = uniform(70, 127);
            sensor.highTemperatureThreshold(celsius);
            return limit(0x03) == Math.round(celsius * 2) / 2.0;
        });
        add(() -> {
            double celsius = uniform(-55, 69);
            sensor.temperatureHysteresis(celsius);
            return limit(0x02) == Math.round(celsius * 2) / 2.0;
        });
    }

    private int bits() {
        return chip.registers().bytes(0x01)[0];
    }

    private double limit(int register) {
        return ((short) chip.registers().word(register) >> 7) / 2.0;
    }

    /** Asleep, the chip has its last temperature: that of its register. */
    @Override
    public void change() {
        chip.temperature(uniform(-55, 125));
    }

    private double expected() {
        return (bits() & 1) == 0
                ? chip.temperature()
                : ((short) chip.registers().word(0x00) >> 5) / 8.0;
    }

    @Override
    protected boolean isDocumented(IllegalArgumentException e) {
        return e.getMessage().contains("less than highTemperatureThreshold");
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.temperature(), expected(), 0.07, -128, 127.875),
                () -> near(sensor.highTemperatureThreshold(), limit(0x03), 0, -128, 127.5),
                () -> near(sensor.temperatureHysteresis(), limit(0x02), 0, -128, 127.5),
                () -> (sensor.mode() == PCT2075.Mode.INTERRUPT) == ((bits() & 2) != 0),
                () -> sensor.shutdown() == ((bits() & 1) != 0),
                () -> sensor.highTempActiveHigh() == ((bits() & 4) != 0),
                () -> sensor.faultsToAlert().ordinal() == (bits() >> 3 & 3),
                () -> near(
                        sensor.delayBetweenMeasurements(),
                        100 * Math.max(1, chip.registers().bytes(0x04)[0] & 31),
                        0,
                        100,
                        3100));
    }
}
