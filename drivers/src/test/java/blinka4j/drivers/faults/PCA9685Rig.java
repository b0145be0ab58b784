// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.pca9685.PCA9685;
import blinka4j.drivers.pca9685.PWMRegisters.Pulse;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A PCA9685. */
final class PCA9685Rig extends FaultRig {
    private static final int OUTPUTS = 16;

    private final SimPCA9685 chip = new SimPCA9685();
    private final Parts parts;
    private PCA9685 pca;
    private boolean creating;

    static List<FaultRig> all(Random random) {
        return List.of(new PCA9685Rig(random, Parts.of(random)));
    }

    PCA9685Rig(Random random, Parts parts) {
        super("PCA9685", random, parts, false);
        this.parts = parts;
        parts.attach(PCA9685.DEFAULT_ADDRESS, chip);
        pca = new PCA9685(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            int prescale = 3 + random.nextInt(253);
            pca.frequency(25e6 / 4096 / (prescale + 1));
            return chip.register(0xFE) == prescale && (chip.register(0) & 0x30) == 0x20;
        });
        add(() -> {
            int output = random.nextInt(OUTPUTS);
            int value = random.nextInt(8) == 0 ? 0xFFFF : random.nextInt(0xFFFF);
            pca.channels().get(output).dutyCycle(value);
            return chip.dutyCycle(output) == (value == 0xFFFF ? 1 : (value >> 4) / 4096.0);
        });
        add(() -> {
            int output = random.nextInt(OUTPUTS);
            Pulse pulse = new Pulse(random.nextInt(0x2000), random.nextInt(0x2000));
            pca.pwmRegs().set(output, pulse);
            return word(output) == ((long) pulse.off() << 16 | pulse.on());
        });
        add(() -> {
            int value = random.nextInt(0x20);
            pca.mode2Reg(value);
            return chip.register(1) == value;
        });
        addChange(() -> pca.mode1Reg(random.nextInt(0x10) | random.nextInt(2) << 5), () -> true);
        addChange(() -> pca.reset(), () -> (chip.register(0) & 0x7F) == 0x20);
        add(() -> {
            creating = true;
            pca = new PCA9685(parts.i2c());
            creating = false;
            return (chip.register(0) & 0x7F) == 0x20;
        });
    }

    private long word(int output) {
        int at = 6 + 4 * output;
        return chip.register(at)
                | chip.register(at + 1) << 8
                | chip.register(at + 2) << 16
                | (long) chip.register(at + 3) << 24;
    }

    @Override
    protected void failed() {
        if (creating) {
            // The other instance does not know what this one has written.
            creating = false;
            pca = new PCA9685(parts.i2c());
        }
    }

    /** The clock of the chip starts. */
    @Override
    public void change() {
        clock.advance(Duration.ofMillis(1));
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        for (int i = 0; i < OUTPUTS; i++) {
            int output = i;
            readings.add(() -> {
                Pulse pulse = pca.pwmRegs().get(output);
                return near(((long) pulse.off() << 16) | pulse.on(), word(output), 0, 0, 0x1FFF_1FFF);
            });
            readings.add(() -> {
                int value = pca.channels().get(output).dutyCycle();
                return near(value == 0xFFFF ? 1 : value / 65536.0, expected(output), 0, 0, 1);
            });
        }
        readings.add(() -> near(pca.frequency(), 25e6 / 4096 / (chip.register(0xFE) + 1), 1e-9, 23.8, 1526));
        readings.add(() -> near(pca.prescaleReg(), chip.register(0xFE), 0, 3, 255));
        readings.add(() -> pca.mode1Reg() == chip.register(0));
        readings.add(() -> pca.mode2Reg() == chip.register(1));
        return readings;
    }

    private double expected(int output) {
        int on = (int) word(output) & 0xFFFF;
        int off = (int) (word(output) >> 16);
        return (off & 0x1000) != 0 ? 0 : (on & 0x1000) != 0 ? 1 : (off - on & 0xFFF) / 4096.0;
    }
}
