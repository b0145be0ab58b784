// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.ds1307.DS1307;
import blinka4j.sim.chips.SimDS1307;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;

/** A DS1307. */
final class DS1307Rig extends FaultRig {
    private final SimDS1307 chip = new SimDS1307();
    private DS1307 rtc;
    private boolean setting;

    static List<FaultRig> all(Random random) {
        return List.of(new DS1307Rig(random, Parts.of(random)));
    }

    DS1307Rig(Random random, Parts parts) {
        super("DS1307", random, parts, false);
        parts.attach(0x68, chip);
        rtc = new DS1307(parts.i2c());
        chip.dateTime(date());
        readings().forEach(this::add);
        add(() -> {
            LocalDateTime before = chip.dateTime();
            if (random.nextInt(4) == 0) {
                twelveHours();
            }
            rtc = new DS1307(parts.i2c());
            return isNow(chip.dateTime(), before);
        });
        add(() -> {
            LocalDateTime date = date();
            setting = true;
            rtc.datetime(date);
            setting = false;
            return isNow(chip.dateTime(), date) && !chip.isHalted();
        });
        add(() -> {
            LocalDateTime before = chip.dateTime();
            boolean halted = random.nextBoolean();
            rtc.disableOscillator(halted);
            if (!isNow(chip.dateTime(), before)) {
                throw new AssertionError("%s became %s".formatted(before, chip.dateTime()));
            }
            return chip.isHalted() == halted;
        });
    }

    /** Another program has set the clock to count so, and the hour was kept. */
    private void twelveHours() {
        int hour = chip.dateTime().getHour();
        int ofTwelve = hour % 12 == 0 ? 12 : hour % 12;
        chip.registers().register(0x02, 0x40 | (hour >= 12 ? 0x20 : 0) | ofTwelve / 10 << 4 | ofTwelve % 10);
    }

    private LocalDateTime date() {
        return LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds((long) uniform(0, 3.15e9));
    }

    private static boolean isNow(LocalDateTime actual, LocalDateTime expected) {
        return Math.abs(Duration.between(actual, expected).toSeconds()) <= 1;
    }

    @Override
    public void change() {
        clock.advance(Duration.ofMillis(random.nextInt(90_000)));
        if (chip.dateTime().getYear() > 2099) {
            chip.dateTime(date());
        }
    }

    /** What arrived in part may be no date. */
    @Override
    protected void failed() {
        if (setting) {
            setting = false;
            chip.dateTime(date());
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isNow(rtc.datetime(), chip.dateTime()),
                () -> rtc.weekday().getValue() == (chip.registers().register(0x03) & 7),
                () -> rtc.disableOscillator() == chip.isHalted());
    }
}
