// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.tm1637.TM1637Display;
import blinka4j.sim.chips.SimTM1637;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A TM1637, whose bytes have no checksum. The contact of its data breaks. */
final class TM1637DisplayRig extends FaultRig {
    private static final String CLOCK = "D5";

    private final FaultyWire wire;
    private final SimTM1637 chip = new SimTM1637();
    private TM1637Display display;

    static List<FaultRig> all(Random random) {
        return List.of(new TM1637DisplayRig(random, new FaultyWire(random)));
    }

    private TM1637DisplayRig(Random random, FaultyWire wire) {
        super("TM1637Display", random, wire.faults, wire.board.clock(), false);
        this.wire = wire;
        chip.attachTo(wire.board, CLOCK, FaultyWire.CHIP);
        display = open();
        readings().forEach(this::add);
        add(() -> shows(() -> display.print(7), 0, 0, 0, 0, 0, 0x07));
        add(() -> shows(() -> display.print("1.0"), 0, 0, 0, 0, 0x86, 0x3F));
        add(() -> shows(() -> display.print(0.5, 1), 0, 0, 0, 0, 0xBF, 0x6D));
        add(() -> shows(() -> display.printHex(0xA), 0, 0, 0, 0, 0, 0x77));
        add(() -> shows(display::clear, 0, 0, 0, 0, 0, 0));
        add(() -> {
            int brightness = random.nextInt(8);
            faulty(() -> display.brightness(brightness));
            return chip.brightness() == (display.power() ? brightness : -1);
        });
        add(() -> {
            boolean power = random.nextBoolean();
            faulty(() -> display.power(power));
            return chip.brightness() == (power ? display.brightness() : -1);
        });
        add(() -> {
            display.autoWrite(false);
            display.showDots(true, true, true, true, true, true);
            display.autoWrite(true);
            faulty(display::show);
            return chip.segments().stream().allMatch(segments -> segments >= 0x80);
        });
        addChange(
                () -> {
                    display.close();
                    display = open();
                },
                () -> true);
    }

    private TM1637Display open() {
        return new TM1637Display(
                wire.board.blinka().pin(CLOCK), wire.board.blinka().pin(FaultyWire.PROGRAM), 6);
    }

    private void faulty(Runnable update) {
        wire.answers(Duration.ofMillis(1));
        update.run();
    }

    private boolean shows(Runnable update, Integer... segments) {
        faulty(update);
        return chip.segments().equals(List.of(segments));
    }

    /** The contact is closed again. */
    @Override
    public void change() {
        clock.advance(Duration.ofMillis(10));
    }

    @Override
    public List<Operation> readings() {
        return List.of(() -> {
            int first = random.nextInt(256);
            int last = random.nextInt(256);
            return shows(() -> display.setSegments(first, 0, 0, 0xFF, 0, last), first, 0, 0, 0xFF, 0, last)
                    && chip.brightness() == (display.power() ? display.brightness() : -1);
        });
    }
}
