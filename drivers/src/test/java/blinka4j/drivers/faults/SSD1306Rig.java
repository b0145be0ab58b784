// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.ssd1306.SSD1306;
import blinka4j.drivers.ssd1306.SSD1306_I2C;
import blinka4j.drivers.ssd1306.SSD1306_SPI;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A display on I2C with both ways of addressing, and one on SPI. The outcomes are counted together: SPI has one error only. */
final class SSD1306Rig extends FaultRig {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 32;

    private final SimSSD1306 chip;
    private SSD1306 display;
    private boolean inverted;
    private boolean turned;
    private boolean isOff;
    private boolean configuring;
    private int contrast = 0xFF;

    static List<FaultRig> all(Random random) {
        return List.of(i2c(random, false), i2c(random, true), spi(random));
    }

    private static FaultRig i2c(Random random, boolean pages) {
        SimSSD1306 chip = new SimSSD1306(WIDTH, HEIGHT);
        Parts parts = Parts.of(random).attach(SSD1306_I2C.DEFAULT_ADDRESS, chip);
        return new SSD1306Rig(
                "SSD1306",
                random,
                parts.port().faults(),
                parts.bus().clock(),
                chip,
                () -> new SSD1306_I2C(WIDTH, HEIGHT, parts.i2c(), SSD1306_I2C.DEFAULT_ADDRESS, false, null, pages));
    }

    private static FaultRig spi(Random random) {
        Level dc = new Level();
        SimSSD1306 chip = new SimSSD1306(WIDTH, HEIGHT, false, dc::read);
        FaultySpi bus = new FaultySpi(chip, random);
        SPI spi = new SPI(bus);
        DigitalInOut pin = new DigitalInOut(dc);
        DigitalInOut select = new DigitalInOut(new Level());
        return new SSD1306Rig(
                "SSD1306",
                random,
                bus.faults(),
                bus.bus().clock(),
                chip,
                () -> new SSD1306_SPI(WIDTH, HEIGHT, spi, pin, null, select));
    }

    private SSD1306Rig(
            String name, Random random, Faults faults, SimClock clock, SimSSD1306 chip, Supplier<SSD1306> construct) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        display = construct.get();
        add(this::shows);
        add(() -> {
            configuring = true;
            display = construct.get();
            forget();
            return isRight();
        });
        add(() -> {
            configuring = true;
            display.initDisplay();
            forget();
            return isRight();
        });
        add(() -> {
            display.text("%x".formatted(random.nextInt()), random.nextInt(WIDTH), random.nextInt(HEIGHT), 1);
            display.line(random.nextInt(WIDTH), 0, random.nextInt(WIDTH), HEIGHT, random.nextInt(2));
            return shows();
        });
        addChange(() -> display.invert(inverted = !inverted), this::isRight);
        add(() -> {
            display.rotate(turned);
            turned = !turned;
            return shows();
        });
        addChange(() -> display.contrast(contrast = random.nextInt(256)), this::isRight);
        add(() -> {
            display.poweroff();
            isOff = true;
            return !display.power() && isRight();
        });
        add(() -> {
            display.poweron();
            isOff = false;
            return display.power() && isRight();
        });
    }

    private void forget() {
        inverted = turned = isOff = configuring = false;
        contrast = 0xFF;
    }

    private boolean shows() {
        display.show();
        return isRight();
    }

    private boolean isRight() {
        for (int x = 0; x < WIDTH; x++) {
            for (int y = 0; y < HEIGHT; y++) {
                boolean drawn = display.pixel(turned ? WIDTH - 1 - x : x, turned ? HEIGHT - 1 - y : y) != 0;
                if (chip.isLit(x, y) != (!isOff && drawn != inverted)) {
                    return false;
                }
            }
        }
        return chip.contrast() == contrast;
    }

    /** Settings cannot be read: what was set is set again. */
    @Override
    protected void failed() {
        if (configuring) {
            display.initDisplay();
            forget();
        } else {
            display.contrast(contrast);
            display.invert(inverted);
            display.rotate(!turned);
            display.show();
        }
        if (isOff) {
            display.poweroff();
        } else {
            display.poweron();
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(this::isRight, () -> display.power() != isOff);
    }
}
