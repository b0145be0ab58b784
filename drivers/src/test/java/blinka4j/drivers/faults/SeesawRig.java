// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.seesaw.DigitalIO;
import blinka4j.drivers.seesaw.IncrementalEncoder;
import blinka4j.drivers.seesaw.NeoPixel;
import blinka4j.drivers.seesaw.PWMOut;
import blinka4j.drivers.seesaw.Seesaw;
import blinka4j.drivers.seesaw.Seesaw.PinMode;
import blinka4j.sim.chips.SimSeesaw;
import blinka4j.testing.FaultRig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A seesaw with an ATSAMD09. */
final class SeesawRig extends FaultRig {
    private static final int PINS = 64;
    private static final int MOST = 10_000;

    private final SimSeesaw chip = new SimSeesaw();
    private final int[] analog = new int[4];
    private Seesaw seesaw;

    static List<FaultRig> all(Random random) {
        return List.of(new SeesawRig(random, Parts.of(random)));
    }

    SeesawRig(Random random, Parts parts) {
        super("Seesaw", random, parts, false);
        parts.attach(Seesaw.DEFAULT_ADDRESS, chip);
        change();
        seesaw = new Seesaw(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> seesaw = new Seesaw(parts.i2c()), () -> chip.pins().outputs() == 0);
        addChange(() -> seesaw.swReset(), () -> chip.pins().outputs() == 0 && chip.position() == 0);
        add(() -> {
            int pin = random.nextInt(PINS);
            boolean value = random.nextBoolean();
            new DigitalIO(seesaw, pin).switchToOutput(value);
            return has(chip.pins().outputs(), pin) && has(chip.pins().levels(), pin) == value;
        });
        add(() -> {
            int pin = random.nextInt(PINS);
            PinMode mode = one(PinMode.values());
            seesaw.pinMode(pin, mode);
            return has(chip.pins().outputs(), pin) == (mode == PinMode.OUTPUT)
                    && (mode == PinMode.OUTPUT || has(chip.pins().pulls(), pin) == (mode != PinMode.INPUT));
        });
        add(() -> {
            int position = random.nextInt();
            new IncrementalEncoder(seesaw).position(position);
            return chip.position() == position;
        });
        add(() -> {
            int pin = random.nextInt(4);
            int value = random.nextInt(0x10000);
            new PWMOut(seesaw, 4 + pin).dutyCycle(value);
            return Arrays.equals(chip.written(0x08, 0x01), new byte[] {(byte) pin, (byte) (value >> 8)});
        });
        add(() -> {
            int place = random.nextInt(32);
            int value = random.nextInt(256);
            seesaw.eepromWrite8(place, value);
            return Arrays.equals(chip.written(0x0D, place), new byte[] {(byte) value});
        });
        add(() -> {
            int color = random.nextInt(0x1000000);
            new NeoPixel(seesaw, 6, 1).fill(color);
            byte[] sent = {0, 0, (byte) (color >> 8), (byte) (color >> 16), (byte) color};
            return Arrays.equals(chip.written(0x0E, 0x04), sent);
        });
    }

    private static boolean has(long mask, int pin) {
        return (mask >> pin & 1) != 0;
    }

    @Override
    public void change() {
        chip.quantity("temperature").value(uniform(-40, 125));
        chip.quantity("moisture").value(random.nextInt(200, 2001));
        chip.quantity("encoder").value(random.nextInt(-MOST, MOST + 1));
        for (int channel = 0; channel < analog.length; channel++) {
            analog[channel] = random.nextInt(1024);
            chip.pins().analog(channel, analog[channel]);
        }
        chip.pins().connect(random.nextInt(PINS), random.nextInt(3) - 1);
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        readings.add(() -> near(seesaw.getTemp(), chip.quantity("temperature").value(), 1e-5, -50, 150));
        readings.add(() -> near(seesaw.moistureRead(), chip.quantity("moisture").value(), 0, 0, 4095));
        readings.add(() -> seesaw.getVersion() >> 16 == 4991);
        readings.add(() -> seesaw.encoderPosition() == chip.position());
        readings.add(() -> {
            double before = chip.quantity("encoder").value();
            seesaw.encoderDelta();
            change();
            return seesaw.encoderDelta() == chip.quantity("encoder").value() - before;
        });
        for (int channel = 0; channel < analog.length; channel++) {
            int at = channel;
            readings.add(() -> near(seesaw.analogRead(2 + at), analog[at], 0, 0, 1023));
        }
        readings.add(() -> seesaw.digitalReadBulk(-1) == (int) chip.pins().levels());
        readings.add(() -> seesaw.digitalReadBulkB(-1) == (int) (chip.pins().levels() >> 32));
        return readings;
    }
}
