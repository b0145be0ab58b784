// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.I2C;
import blinka4j.drivers.ht16k33.Bicolor24;
import blinka4j.drivers.ht16k33.BigSeg7x4;
import blinka4j.drivers.ht16k33.Color;
import blinka4j.drivers.ht16k33.Display;
import blinka4j.drivers.ht16k33.HT16K33;
import blinka4j.drivers.ht16k33.Matrix16x8;
import blinka4j.drivers.ht16k33.Matrix8x8;
import blinka4j.drivers.ht16k33.Matrix8x8x2;
import blinka4j.drivers.ht16k33.Seg14x4;
import blinka4j.drivers.ht16k33.Seg7x4;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.testing.FaultRig;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Displays of each kind. A change is in the driver's image also if it could not be written. */
final class HT16K33Rig extends FaultRig {
    private static final double[] BLINKS = {0, 2, 1, 0.5};
    private static final Color[] COLORS = Color.values();

    private final SimHT16K33 chip;
    private Display display;
    /** What the chip's memory is to have. */
    private final int[] expected = new int[16];

    private int rate;
    private int dimming = 15;

    static List<FaultRig> all(Random random) {
        return List.of(
                rig("HT16K33", random, HT16K33::new),
                rig("Matrix8x8", random, Matrix8x8::new),
                rig("Matrix16x8", random, Matrix16x8::new),
                rig("Matrix8x8x2", random, Matrix8x8x2::new),
                rig("Bicolor24", random, Bicolor24::new),
                rig("Seg14x4", random, Seg14x4::new),
                rig("Seg7x4", random, Seg7x4::new),
                rig("BigSeg7x4", random, BigSeg7x4::new));
    }

    private static FaultRig rig(String name, Random random, Function<I2C, Display> create) {
        SimHT16K33 chip = new SimHT16K33();
        return new HT16K33Rig(name, random, Parts.of(random).attach(Display.DEFAULT_ADDRESS, chip), chip, create);
    }

    private HT16K33Rig(String name, Random random, Parts parts, SimHT16K33 chip, Function<I2C, Display> create) {
        super(name, random, parts, false);
        this.chip = chip;
        display = create.apply(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            int to = random.nextInt(4);
            display.blinkRate(to);
            rate = to;
            return isRight();
        });
        add(() -> {
            int to = random.nextInt(16);
            display.brightness(to / 15.0);
            dimming = to;
            return isRight();
        });
        addChange(() -> display.show(), this::isRight);
        add(() -> {
            display = create.apply(parts.i2c());
            Arrays.fill(expected, 0);
            rate = 0;
            dimming = 15;
            return isRight();
        });
        addChange(this::draw, this::isRight);
        addChange(this::draw, this::isRight);
        addChange(this::draw, this::isRight);
    }

    private void draw() {
        boolean on = random.nextBoolean();
        int x = random.nextInt(16);
        int y = random.nextInt(8);
        Color color = one(COLORS);
        boolean red = color == Color.LED_RED || color == Color.LED_YELLOW;
        boolean green = color == Color.LED_GREEN || color == Color.LED_YELLOW;
        if (display instanceof HT16K33 all) {
            Arrays.fill(expected, on ? 0xFF : 0);
            all.fill(on);
        } else if (display instanceof Matrix16x8 matrix) {
            expect(x < 8 ? y : y + 8, x % 8, on);
            matrix.set(x, y, on);
        } else if (display instanceof Matrix8x8 matrix) {
            expect((x % 8 + 7) % 8, y, on);
            matrix.set(x % 8, y, on);
        } else if (display instanceof Matrix8x8x2 matrix) {
            expect(y, x % 8, green);
            expect(y + 8, x % 8, red);
            matrix.set(x % 8, y, color);
        } else if (display instanceof Bicolor24 bar) {
            expect(x % 4 + (y < 4 ? 0 : 4), y % 4 % 3, red);
            expect(x % 4 + (y < 4 ? 8 : 12), y % 4 % 3, green);
            bar.set((y < 4 ? 0 : 12) + 4 * (y % 4 % 3) + x % 4, color);
        } else if (display instanceof Seg14x4 text) {
            expected[2 * (x % 4)] = 7 * y;
            expected[2 * (x % 4) + 1] = x;
            text.setDigitRaw(x % 4, x << 8 | 7 * y);
        } else if (display instanceof Seg7x4 digits) {
            if (on) {
                System.arraycopy(new int[] {0x06, 0, 0x4F, 0, y % 2 == 0 ? 2 : 0, 0, 0x07, 0, 0x7F}, 0, expected, 0, 9);
                digits.print(y % 2 == 0 ? "13:78" : "13;78");
            } else {
                expected[2 * (x % 4) + (x % 4 > 1 ? 2 : 0)] = 17 * x;
                digits.setDigitRaw(x % 4, 17 * x);
            }
        } else if (display instanceof BigSeg7x4 digits) {
            expected[4] = on ? expected[4] | 0x10 : expected[4] & ~0x10;
            digits.ampm(on);
        }
    }

    private void expect(int row, int com, boolean on) {
        int at = 2 * com + row / 8;
        expected[at] = on ? expected[at] | 1 << row % 8 : expected[at] & ~(1 << row % 8);
    }

    private boolean isRight() {
        for (int address = 0; address < 16; address++) {
            if (chip.memory(address) != expected[address]) {
                return false;
            }
        }
        return chip.blinks() == BLINKS[rate] && chip.dutyCycle() == (dimming + 1) / 16.0;
    }

    /** Settings cannot be read. The driver says what was set last without an error, and writes it. */
    @Override
    protected void failed() {
        display.show();
        display.blinkRate(display.blinkRate());
        display.brightness(display.brightness());
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                this::isRight,
                () -> display.autoWrite(),
                () -> display.blinkRate() == rate,
                () -> near(display.brightness(), dimming / 15.0, 1e-9, 0, 1));
    }
}
