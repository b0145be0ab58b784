// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.sh1106.SH1106;
import blinka4j.drivers.sh1106.SH1106_I2C;
import blinka4j.drivers.sh1106.SH1106_SPI;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimSH1106;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A display on I2C, and one on SPI. The outcomes are counted together: SPI has one error only. */
final class SH1106Rig extends FaultRig {
    private static final int WIDTH = 128;
    private static final int HEIGHT = 64;

    private final SimSH1106 chip;
    private final Supplier<SH1106> construct;
    private SH1106 display;
    private boolean inverted;
    private boolean turned;
    private boolean isOff;
    private boolean configuring;
    private int contrast = 0xFF;

    static List<FaultRig> all(Random random) {
        return List.of(i2c(random), spi(random));
    }

    private static FaultRig i2c(Random random) {
        SimSH1106 chip = new SimSH1106(WIDTH, HEIGHT);
        Parts parts = Parts.of(random).attach(SH1106_I2C.DEFAULT_ADDRESS, chip);
        return new SH1106Rig(
                "SH1106",
                random,
                parts.port().faults(),
                parts.bus().clock(),
                chip,
                () -> new SH1106_I2C(WIDTH, HEIGHT, parts.i2c()));
    }

    private static FaultRig spi(Random random) {
        Level dc = new Level();
        SimSH1106 chip = new SimSH1106(WIDTH, HEIGHT, false, dc::read);
        FaultySpi bus = new FaultySpi(chip, random);
        SPI spi = new SPI(bus);
        DigitalInOut pin = new DigitalInOut(dc);
        DigitalInOut select = new DigitalInOut(new Level());
        return new SH1106Rig(
                "SH1106",
                random,
                bus.faults(),
                bus.bus().clock(),
                chip,
                () -> new SH1106_SPI(WIDTH, HEIGHT, spi, pin, null, select));
    }

    private SH1106Rig(
            String name, Random random, Faults faults, SimClock clock, SimSH1106 chip, Supplier<SH1106> construct) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        this.construct = construct;
        display = construct.get();
        add(this::shows);
        add(() -> {
            configuring = true;
            display = construct.get();
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
            display.sleep();
            isOff = true;
            return !display.isAwake() && isRight();
        });
        add(() -> {
            display.wake();
            isOff = false;
            return display.isAwake() && isRight();
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
            display = construct.get();
            forget();
        } else {
            display.contrast(contrast);
            display.invert(inverted);
            display.rotate(!turned);
            display.show();
        }
        if (isOff) {
            display.sleep();
        } else {
            display.wake();
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(this::isRight, () -> display.isAwake() != isOff);
    }
}
