// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.pcf8523.Clock;
import blinka4j.drivers.pcf8523.PCF8523;
import blinka4j.drivers.pcf8523.PCF8523.PowerManagement;
import blinka4j.drivers.pcf8523.Timer;
import blinka4j.register.BCDAlarmTimeRegister.Alarm;
import blinka4j.register.BCDAlarmTimeRegister.Frequency;
import blinka4j.sim.Registers8;
import blinka4j.sim.chips.SimPCF8523;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A PCF8523: the clock, its timers and its output. */
final class PCF8523Rig extends FaultRig {
    private static final int[] MODES = {0, 1, 2, 4, 5, 7};
    private static final int[] FREQUENCIES = {0, 1, 2, 3, 7};

    private final SimPCF8523 chip = new SimPCF8523();
    private final Registers8 registers = chip.registers();
    private PCF8523 rtc;
    private Timer timer;
    private Clock output;
    private boolean setting;

    static List<FaultRig> all(Random random) {
        return List.of(new PCF8523Rig(random, Parts.of(random)));
    }

    PCF8523Rig(Random random, Parts parts) {
        super("PCF8523", random, parts, false);
        parts.attach(0x68, chip);
        rtc = new PCF8523(parts.i2c());
        timer = new Timer(rtc.i2cDevice());
        output = new Clock(parts.i2c());
        chip.dateTime(date());
        readings().forEach(this::add);
        add(() -> {
            LocalDateTime before = chip.dateTime();
            rtc = new PCF8523(parts.i2c());
            timer = new Timer(parts.i2c());
            output = new Clock(timer.i2cDevice());
            return isNow(chip.dateTime(), before);
        });
        add(() -> {
            LocalDateTime date = date();
            setting = true;
            rtc.datetime(date);
            setting = false;
            return isNow(chip.dateTime(), date) && !bit(0x03, 0x80) && (registers.register(0x02) & 0xE0) != 0xE0;
        });
        add(() -> {
            LocalDateTime date = date();
            setting = true;
            rtc.datetimeRegister(date);
            setting = false;
            return isNow(chip.dateTime(), date);
        });
        add(() -> {
            Frequency[] all = Frequency.values();
            Alarm alarm = new Alarm(date(), all[1 + random.nextInt(all.length - 1)]);
            setting = true;
            rtc.alarm(alarm);
            setting = false;
            return Arrays.equals(registers.registers(0x0A, 4), registers(alarm));
        });
        addBit(0x00, 0x80, () -> rtc.highCapacitance(true), () -> rtc.highCapacitance(false));
        addBit(0x00, 0x02, () -> rtc.alarmInterrupt(true), () -> rtc.alarmInterrupt(false));
        addBit(0x0E, 0x80, () -> rtc.calibrationSchedulePerMinute(true), () -> rtc.calibrationSchedulePerMinute(false));
        addBit(0x01, 0x02, () -> timer.timerInterrupt(true), () -> timer.timerInterrupt(false));
        addBit(0x01, 0x04, () -> timer.timerWatchdog(true), () -> timer.timerWatchdog(false));
        addBit(0x01, 0x01, () -> timer.timerBInterrupt(true), () -> timer.timerBInterrupt(false));
        addBit(0x0F, 0x80, () -> timer.timerPulsed(true), () -> timer.timerPulsed(false));
        addBit(0x0F, 0x40, () -> timer.timerBPulsed(true), () -> timer.timerBPulsed(false));
        addBit(0x0F, 0x01, () -> timer.timerBEnabled(true), () -> timer.timerBEnabled(false));
        // A fast timer may have come to its end again.
        addChange(() -> timer.timerStatus(false), () -> !bit(0x01, 0x40) || bit(0x0F, 0x02));
        addChange(() -> timer.timerBStatus(false), () -> !bit(0x01, 0x20) || bit(0x0F, 0x01));
        addChange(() -> rtc.alarmStatus(false), () -> !bit(0x01, 0x08));
        addChange(() -> rtc.lostPower(false), () -> !bit(0x03, 0x80));
        add(() -> {
            PowerManagement mode = one(PowerManagement.values());
            rtc.powerManagement(mode);
            return registers.register(0x02) >> 5 == MODES[mode.ordinal()];
        });
        add(() -> {
            int calibration = random.nextInt(128) - 64;
            rtc.calibration(calibration);
            return (registers.register(0x0E) & 0x7F) == (calibration & 0x7F);
        });
        add(() -> {
            Clock.Frequency frequency = one(Clock.Frequency.values());
            output.clockoutFrequency(frequency);
            return (registers.register(0x0F) >> 3 & 7) == frequency.ordinal();
        });
        add(() -> {
            Timer.Mode mode = one(Timer.Mode.values());
            timer.timerEnabled(mode);
            return (registers.register(0x0F) >> 1 & 3) == mode.ordinal();
        });
        add(() -> {
            Timer.Frequency frequency = one(Timer.Frequency.values());
            timer.timerFrequency(frequency);
            return registers.register(0x10) == FREQUENCIES[frequency.ordinal()];
        });
        add(() -> {
            Timer.Frequency frequency = one(Timer.Frequency.values());
            timer.timerBFrequency(frequency);
            return (registers.register(0x12) & 7) == FREQUENCIES[frequency.ordinal()];
        });
        addChange(() -> timer.timerValue(random.nextInt(256)), () -> true);
        addChange(() -> timer.timerBValue(random.nextInt(256)), () -> true);
    }

    private void addBit(int register, int bit, Runnable set, Runnable reset) {
        addChange(set, () -> bit(register, bit));
        addChange(reset, () -> !bit(register, bit));
    }

    /** The chip puts its flags into the registers when it is addressed. */
    private boolean bit(int register, int bit) {
        chip.start(false);
        chip.stop();
        return (registers.register(register) & bit) != 0;
    }

    private LocalDateTime date() {
        return LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds((long) uniform(0, 3.15e9));
    }

    /** Tables 22 to 25 of the data sheet. */
    private static byte[] registers(Alarm alarm) {
        LocalDateTime time = alarm.time();
        int compared = alarm.frequency().ordinal();
        return new byte[] {
            (byte) (compared < 2 ? 0x80 : bcd(time.getMinute())),
            (byte) (compared < 3 ? 0x80 : bcd(time.getHour())),
            (byte) (compared < 5 ? 0x80 : bcd(time.getDayOfMonth())),
            (byte) (compared == 4 ? time.getDayOfWeek().getValue() - 1 : 0x80)
        };
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
    }

    /** What arrived in part may be no date and no alarm. */
    @Override
    protected void failed() {
        if (setting) {
            setting = false;
            chip.dateTime(date());
            registers.register(0x0A, 0x80, 0x80, 0x80, 0x80);
        }
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> isNow(rtc.datetime(), chip.dateTime()),
                () -> isNow(rtc.datetimeRegister(), chip.dateTime()),
                () -> rtc.lostPower() == bit(0x03, 0x80),
                () -> Arrays.equals(registers(rtc.alarm()), registers.registers(0x0A, 4)),
                () -> rtc.alarmStatus() == bit(0x01, 0x08),
                () -> rtc.batteryLow() == bit(0x02, 0x04),
                () -> rtc.highCapacitance() == bit(0x00, 0x80),
                () -> rtc.alarmInterrupt() == bit(0x00, 0x02),
                () -> rtc.calibrationSchedulePerMinute() == bit(0x0E, 0x80),
                () -> (rtc.calibration() & 0x7F) == (registers.register(0x0E) & 0x7F),
                () -> MODES[rtc.powerManagement().ordinal()] == registers.register(0x02) >> 5,
                () -> timer.timerEnabled().ordinal() == (registers.register(0x0F) >> 1 & 3),
                () -> timer.timerBEnabled() == bit(0x0F, 0x01),
                () -> FREQUENCIES[timer.timerFrequency().ordinal()] == registers.register(0x10),
                () -> FREQUENCIES[timer.timerBFrequency().ordinal()] == registers.register(0x12),
                () -> timer.timerInterrupt() == bit(0x01, 0x02),
                () -> timer.timerWatchdog() == bit(0x01, 0x04),
                () -> timer.timerBInterrupt() == bit(0x01, 0x01),
                () -> timer.timerPulsed() == bit(0x0F, 0x80),
                () -> timer.timerBPulsed() == bit(0x0F, 0x40),
                () -> timer.timerStatus() == bit(0x01, 0x40) || bit(0x0F, 0x02),
                () -> timer.timerBStatus() == bit(0x01, 0x20) || bit(0x0F, 0x01),
                () -> timer.timerValue() == registers.register(0x11),
                () -> timer.timerBValue() == registers.register(0x13),
                () -> output.clockoutFrequency().ordinal() == (registers.register(0x0F) >> 3 & 7));
    }
}
