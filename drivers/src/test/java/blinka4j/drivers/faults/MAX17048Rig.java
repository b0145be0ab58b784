// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.max1704x.MAX17048;
import blinka4j.sim.chips.SimMAX17048;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

final class MAX17048Rig extends FaultRig {
    private final SimMAX17048 chip = new SimMAX17048();
    private MAX17048 gauge;

    static List<FaultRig> all(Random random) {
        return List.of(new MAX17048Rig(random, Parts.of(random)));
    }

    private MAX17048Rig(Random random, Parts parts) {
        super("MAX17048", random, parts, false);
        parts.attach(0x36, chip);
        gauge = new MAX17048(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> gauge = new MAX17048(parts.i2c()), this::isReset);
        addChange(() -> gauge.reset(), this::isReset);
        addChange(() -> gauge.hibernate(), () -> word(0x0A) == 0xFFFF);
        addChange(() -> gauge.wake(), () -> word(0x0A) == 0);
        addChange(() -> gauge.quickStart(true), () -> true);
        addSwitch(gauge -> gauge::sleep, 0x0C, 7);
        addSwitch(gauge -> gauge::enableSleep, 0x06, 13);
        addSwitch(gauge -> gauge::resetAlert, 0x1A, 8);
        addSwitch(gauge -> gauge::voltageHighAlert, 0x1A, 9);
        addSwitch(gauge -> gauge::voltageLowAlert, 0x1A, 10);
        addSwitch(gauge -> gauge::voltageResetAlert, 0x1A, 11);
        addSwitch(gauge -> gauge::socLowAlert, 0x1A, 12);
        addSwitch(gauge -> gauge::socChangeAlert, 0x1A, 13);
        addSwitch(gauge -> gauge::comparatorDisabled, 0x18, 8);
        addLevel(gauge -> gauge::resetVoltage, 5.08, 0.04, 0x18, 9);
        addLevel(gauge -> gauge::voltageAlertMin, 5.1, 0.02, 0x14, 8);
        addLevel(gauge -> gauge::voltageAlertMax, 5.1, 0.02, 0x14, 0);
        addLevel(gauge -> gauge::activityThreshold, 0.31875, 0.00125, 0x0A, 0);
        addLevel(gauge -> gauge::hibernationThreshold, 53.04, 0.208, 0x0A, 8);
    }

    /** Something of a driver that is made anew now and then. */
    private interface Of<T> {
        T of(MAX17048 gauge);
    }

    private void addSwitch(Of<Consumer<Boolean>> of, int register, int bit) {
        add(() -> {
            boolean on = random.nextBoolean();
            of.of(gauge).accept(on);
            return bit(register, bit) == on;
        });
    }

    private void addLevel(Of<DoubleConsumer> of, double most, double step, int register, int lowest) {
        add(() -> {
            double value = uniform(0, most);
            of.of(gauge).accept(value);
            int mask = lowest == 9 ? 0x7F : 0xFF;
            return Math.abs((word(register) >> lowest & mask) * step - value) <= 0.501 * step;
        });
    }

    private boolean isReset() {
        return !bit(0x1A, 8) && !bit(0x0C, 7) && word(0x0A) == 0x8030 && word(0x14) == 0x00FF && word(0x18) == 0x960C;
    }

    private int word(int register) {
        return chip.registers().word(register);
    }

    private boolean bit(int register, int bit) {
        return (word(register) >> bit & 1) != 0;
    }

    /** Longer than the time between measurements in hibernation. */
    @Override
    public void change() {
        chip.battery(uniform(0, 5.1), uniform(0, 110), uniform(-200, 200));
        clock.advance(Duration.ofSeconds(50));
    }

    private static Operation is(Supplier<Boolean> read, Supplier<Boolean> expected) {
        return () -> read.get().equals(expected.get());
    }

    private static Operation is(DoubleSupplier read, DoubleSupplier expected, double least, double most) {
        return () -> near(read.getAsDouble(), expected.getAsDouble(), 1e-6, least, most);
    }

    @Override
    public List<Operation> readings() {
        return new ArrayList<>(List.of(
                is(() -> gauge.cellVoltage(), () -> word(0x02) * 78.125e-6, 0, 5.12),
                is(() -> gauge.cellPercent(), () -> word(0x04) / 256.0, 0, 256),
                is(() -> gauge.chargeRate(), () -> (short) word(0x16) * 0.208, -6816, 6816),
                is(() -> gauge.resetVoltage(), () -> (word(0x18) >> 9) * 0.04, 0, 5.081),
                is(() -> gauge.voltageAlertMin(), () -> (word(0x14) >> 8) * 0.02, 0, 5.101),
                is(() -> gauge.voltageAlertMax(), () -> (word(0x14) & 0xFF) * 0.02, 0, 5.101),
                is(() -> gauge.activityThreshold(), () -> (word(0x0A) & 0xFF) * 0.00125, 0, 0.3188),
                is(() -> gauge.hibernationThreshold(), () -> (word(0x0A) >> 8) * 0.208, 0, 53.05),
                is(() -> gauge.sleep(), () -> bit(0x0C, 7)),
                is(() -> gauge.activeAlert(), () -> bit(0x0C, 5)),
                is(() -> gauge.enableSleep(), () -> bit(0x06, 13)),
                is(() -> gauge.quickStart(), () -> bit(0x06, 14)),
                is(() -> gauge.hibernating(), () -> bit(0x06, 12)),
                is(() -> gauge.resetAlert(), () -> bit(0x1A, 8)),
                is(() -> gauge.voltageHighAlert(), () -> bit(0x1A, 9)),
                is(() -> gauge.voltageLowAlert(), () -> bit(0x1A, 10)),
                is(() -> gauge.voltageResetAlert(), () -> bit(0x1A, 11)),
                is(() -> gauge.socLowAlert(), () -> bit(0x1A, 12)),
                is(() -> gauge.socChangeAlert(), () -> bit(0x1A, 13)),
                is(() -> gauge.comparatorDisabled(), () -> bit(0x18, 8)),
                () -> gauge.alertReason() == (word(0x1A) >> 8 & 0x3F),
                () -> gauge.chipVersion() == 0x0012,
                () -> gauge.chipId() == 0x0C));
    }
}
