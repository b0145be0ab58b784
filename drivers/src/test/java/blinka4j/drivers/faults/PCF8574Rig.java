// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.pcf8574.DigitalInOut;
import blinka4j.drivers.pcf8574.PCF8574;
import blinka4j.sim.chips.SimPCF8574;
import blinka4j.testing.FaultRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A PCF8574. */
final class PCF8574Rig extends FaultRig {
    private static final int PINS = 8;

    private final SimPCF8574 chip = new SimPCF8574();
    private final PCF8574 pcf;
    private final List<DigitalInOut> pins = new ArrayList<>();
    /** What the last write that succeeded has left in the chip. */
    private int latch = 0xFF;

    static List<FaultRig> all(Random random) {
        return List.of(new PCF8574Rig(random, Parts.of(random)));
    }

    PCF8574Rig(Random random, Parts parts) {
        super("PCF8574", random, parts, false);
        parts.attach(PCF8574.DEFAULT_ADDRESS, chip);
        pcf = new PCF8574(parts.i2c());
        for (int i = 0; i < PINS; i++) {
            pins.add(pcf.getPin(i));
        }
        readings().forEach(this::add);
        add(() -> {
            int value = random.nextInt(256);
            pcf.writeGpio(value);
            return has(value);
        });
        addWrite((pin, value) -> pcf.writePin(pin, value));
        addWrite((pin, value) -> pins.get(pin).value(value));
        addWrite((pin, value) -> pins.get(pin).switchToOutput(value));
        addWrite((pin, value) -> {
            pins.get(pin).direction(value ? Direction.INPUT : Direction.OUTPUT);
        });
        addWrite((pin, value) -> {
            if (value) {
                pins.get(pin).switchToInput(random.nextBoolean() ? Pull.UP : null);
            } else {
                pins.get(pin).output(false, random.nextBoolean());
            }
        });
    }

    private interface Write {
        void pin(int pin, boolean value);
    }

    private void addWrite(Write write) {
        add(() -> {
            int pin = random.nextInt(PINS);
            boolean value = random.nextBoolean();
            write.pin(pin, value);
            return has(value ? latch | 1 << pin : latch & ~(1 << pin));
        });
    }

    private boolean has(int wanted) {
        latch = wanted;
        return chip.latch() == wanted;
    }

    /** What a failed write has left in the chip is there until the next one. */
    @Override
    protected void failed() {
        pcf.writePin(0, (latch & 1) != 0);
        if (chip.latch() != latch) {
            throw new AssertionError("the chip has 0x%02x and not 0x%02x".formatted(chip.latch(), latch));
        }
    }

    @Override
    public void change() {
        for (int i = 0; i < PINS; i++) {
            chip.connect(i, random.nextInt(3) - 1);
        }
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        readings.add(() -> near(pcf.readGpio(), chip.levels(), 0, 0, 255));
        for (int i = 0; i < PINS; i++) {
            int pin = i;
            readings.add(() -> pcf.readPin(pin) == ((chip.levels() >> pin & 1) != 0));
            readings.add(() -> pcf.getPin(pin).value() == ((chip.levels() >> pin & 1) != 0));
        }
        return readings;
    }
}
