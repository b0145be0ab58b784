// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.I2C;
import blinka4j.drivers.characterlcd.Character_LCD;
import blinka4j.drivers.characterlcd.Character_LCD_I2C;
import blinka4j.drivers.characterlcd.Character_LCD_Mono;
import blinka4j.drivers.characterlcd.Character_LCD_RGB_I2C;
import blinka4j.sim.chips.SimCharacterLCD;
import blinka4j.sim.chips.SimLCDBackpack;
import blinka4j.sim.chips.SimMCP230xx;
import blinka4j.testing.FaultRig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Displays of characters on the I2C backpack and on the RGB LCD Pi plate. */
final class Character_LCDRig extends FaultRig {
    private static final int COLUMNS = 16;

    private final SimCharacterLCD chip = new SimCharacterLCD(COLUMNS);
    private final SimMCP230xx expander;
    private final Function<I2C, Character_LCD> create;
    private final I2C i2c;
    /** Null after a constructor that failed. */
    private @Nullable Character_LCD lcd;

    static List<FaultRig> all(Random random) {
        return List.of(
                new Character_LCDRig(
                        "Character_LCD_I2C",
                        random,
                        Parts.of(random),
                        new SimMCP230xx("MCP23008", 0),
                        i2c -> new Character_LCD_I2C(i2c, COLUMNS, 2),
                        1,
                        2,
                        3,
                        4,
                        5,
                        6),
                new Character_LCDRig(
                        "Character_LCD_RGB_I2C",
                        random,
                        Parts.of(random),
                        new SimMCP230xx("MCP23017", 0),
                        i2c -> new Character_LCD_RGB_I2C(i2c, COLUMNS, 2),
                        15,
                        13,
                        12,
                        11,
                        10,
                        9));
    }

    private Character_LCDRig(
            String name,
            Random random,
            Parts parts,
            SimMCP230xx expander,
            Function<I2C, Character_LCD> create,
            int... pins) {
        super(name, random, parts, false);
        this.expander = expander;
        this.create = create;
        i2c = parts.i2c();
        parts.attach(0x20, new SimLCDBackpack(expander, chip, pins));
        readings().forEach(this::add);
        add(() -> {
            boolean on = random.nextBoolean();
            lcd().cursor(on);
            return lcd().cursor() == on && (chip.control() & 2) != 0 == on;
        });
        add(() -> {
            boolean on = random.nextBoolean();
            lcd().blink(on);
            return lcd().blink() == on && (chip.control() & 1) != 0 == on;
        });
        add(() -> {
            lcd().clear();
            return (chip.row(0) + chip.row(1)).equals(" ".repeat(2 * COLUMNS));
        });
        add(() -> {
            int[] rows = random.ints(8, 0, 32).toArray();
            lcd().createChar(5, rows);
            return chip.pattern(5).equals(Arrays.stream(rows).boxed().toList());
        });
        addChange(() -> lcd().home(), () -> true);
        addChange(
                () -> {
                    lcd = null;
                    lcd();
                },
                () -> chip.control() == 4);
    }

    private Character_LCD lcd() {
        Character_LCD present = lcd == null ? create.apply(i2c) : lcd;
        lcd = present;
        return present;
    }

    @Override
    public void change() {
        for (int button = 0; button < 5; button++) {
            expander.connect(button, random.nextInt(2) - 1);
        }
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        readings.add(() -> {
            String text = "%016x".formatted(random.nextLong());
            lcd().message("\n" + text);
            return chip.row(1).equals(text) && lcd().message().endsWith(text);
        });
        readings.add(() -> {
            boolean on = random.nextBoolean();
            if (lcd() instanceof Character_LCD_Mono mono) {
                mono.backlight(on);
                return mono.backlight() == on && (expander.levels() & 0x80) != 0 == on;
            }
            Character_LCD_RGB_I2C plate = (Character_LCD_RGB_I2C) lcd();
            plate.color(on ? 100 : 0, 0, 0);
            return plate.color()[0] == (on ? 100 : 0) && (expander.levels() & 0x1C0) == (on ? 0x180 : 0x1C0);
        });
        readings.add(() -> !(lcd() instanceof Character_LCD_RGB_I2C plate)
                || (plate.selectButton() == pressed(0)
                        && plate.rightButton() == pressed(1)
                        && plate.downButton() == pressed(2)
                        && plate.upButton() == pressed(3)
                        && plate.leftButton() == pressed(4)));
        return readings;
    }

    private boolean pressed(int button) {
        return (expander.levels() >> button & 1) == 0;
    }
}
