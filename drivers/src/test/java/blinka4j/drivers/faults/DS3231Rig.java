// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.ds3231.DS3231;
import blinka4j.register.BCDAlarmTimeRegister.Alarm;
import blinka4j.register.BCDAlarmTimeRegister.Frequency;
import blinka4j.sim.Registers8;
import blinka4j.sim.chips.SimDS3231;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A DS3231. */
final class DS3231Rig extends FaultRig {
    private final SimDS3231 chip = new SimDS3231();
    private final Registers8 registers = chip.registers();
    private DS3231 rtc;
    private boolean setting;

    static List<FaultRig> all(Random random) {
        return List.of(new DS3231Rig(random, Parts.of(random)));
    }

    DS3231Rig(Random random, Parts parts) {
        super("DS3231", random, parts, false);
        parts.attach(0x68, chip);
        rtc = new DS3231(parts.i2c());
        clock.advance(Duration.ofSeconds(1));
        chip.dateTime(date());
        failed();
        rtc.alarm1(alarm(0));
        rtc.alarm2(alarm(1));
        readings().forEach(this::add);
        add(() -> {
            LocalDateTime before = chip.dateTime();
            rtc = new DS3231(parts.i2c());
            return isNow(chip.dateTime(), before);
        });
        add(() -> {
            LocalDateTime date = date();
            setting = true;
            rtc.datetime(date);
            setting = false;
            return isNow(chip.dateTime(), date) && (registers.register(0x0E) & 0x80) == 0 && !flag(0x80);
        });
        add(() -> {
            LocalDateTime date = date();
            setting = true;
            rtc.datetimeRegister(date);
            setting = false;
            return isNow(chip.dateTime(), date);
        });
        add(() -> {
            Alarm alarm = alarm(0);
            setting = true;
            rtc.alarm1(alarm);
            setting = false;
            return Arrays.equals(registers.registers(0x07, 4), registers(alarm, true));
        });
        add(() -> {
            Alarm alarm = alarm(1);
            setting = true;
            rtc.alarm2(alarm);
            setting = false;
            return Arrays.equals(registers.registers(0x0B, 3), registers(alarm, false));
        });
        addBit(0x80, () -> rtc.disableOscillator(true), () -> rtc.disableOscillator(false));
        addBit(0x01, () -> rtc.alarm1Interrupt(true), () -> rtc.alarm1Interrupt(false));
        addBit(0x02, () -> rtc.alarm2Interrupt(true), () -> rtc.alarm2Interrupt(false));
        addChange(() -> rtc.lostPower(false), () -> !flag(0x80));
        addChange(() -> rtc.alarm1Status(false), () -> !flag(0x01) || registers.register(0x07) >= 0x80);
        addChange(() -> rtc.alarm2Status(false), () -> !flag(0x02));
        add(() -> near(
                rtc.forceTemperatureConversion(), chip.quantity("temperature").value(), 0.125, -128, 127.75));
        add(() -> {
            int calibration = random.nextInt(256) - 128;
            rtc.calibration(calibration);
            return (byte) registers.register(0x10) == calibration;
        });
    }

    private void addBit(int bit, Runnable set, Runnable reset) {
        addChange(set, () -> (registers.register(0x0E) & bit) != 0);
        addChange(reset, () -> (registers.register(0x0E) & bit) == 0);
    }

    /** The chip puts its flags into the register when it is addressed. */
    private boolean flag(int flag) {
        chip.start(false);
        chip.stop();
        return (registers.register(0x0F) & flag) != 0;
    }

    private LocalDateTime date() {
        return LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds((long) uniform(0, 3.15e9));
    }

    private Alarm alarm(int least) {
        Frequency[] all = Frequency.values();
        return new Alarm(date(), all[least + random.nextInt(all.length - least)]);
    }

    /** Table 2 of the data sheet. */
    private static byte[] registers(Alarm alarm, boolean seconds) {
        LocalDateTime time = alarm.time();
        int compared = alarm.frequency().ordinal();
        int day =
                compared < 4 ? 0x80 : compared == 4 ? 0x40 | time.getDayOfWeek().getValue() : bcd(time.getDayOfMonth());
        byte[] all = {
            (byte) (compared < 1 ? 0x80 : bcd(time.getSecond())),
            (byte) (compared < 2 ? 0x80 : bcd(time.getMinute())),
            (byte) (compared < 3 ? 0x80 : bcd(time.getHour())),
            (byte) day
        };
        return seconds ? all : Arrays.copyOfRange(all, 1, 4);
    }

    private static int bcd(int value) {
        return value / 10 * 16 + value % 10;
    }

    private static boolean isNow(LocalDateTime actual, LocalDateTime expected) {
        return Math.abs(Duration.between(actual, expected).toSeconds()) <= 1;
    }

    @Override
    public void change() {
        clock.advance(Duration.ofMillis(random.nextInt(90_000)));
        if (chip.dateTime().getYear() > 2098) {
            chip.dateTime(date());
        }
        chip.temperature(uniform(-40, 85));
    }

    /** What arrived in part may be no date and no alarm. */
    @Override
    protected void failed() {
        if (setting) {
            setting = false;
            chip.dateTime(date());
            registers.register(0x07, 0x80, 0x80, 0x80, 0x80).register(0x0B, 0x80, 0x80, 0x80);
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isNow(rtc.datetime(), chip.dateTime()),
                () -> isNow(rtc.datetimeRegister(), chip.dateTime()),
                () -> rtc.lostPower() == flag(0x80),
                () -> rtc.alarm1Status() == flag(0x01),
                () -> rtc.alarm2Status() == flag(0x02),
                () -> Arrays.equals(registers(rtc.alarm1(), true), registers.registers(0x07, 4)),
                () -> Arrays.equals(registers(rtc.alarm2(), false), registers.registers(0x0B, 3)),
                () -> rtc.disableOscillator() == ((registers.register(0x0E) & 0x80) != 0),
                () -> rtc.alarm1Interrupt() == ((registers.register(0x0E) & 0x01) != 0),
                () -> rtc.alarm2Interrupt() == ((registers.register(0x0E) & 0x02) != 0),
                () -> rtc.calibration() == (byte) registers.register(0x10),
                () -> near(rtc.temperature(), (byte) registers.register(0x11), 0.75, -128, 127.75));
    }
}
