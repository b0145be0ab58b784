// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8523;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.pcf8523.PCF8523.PowerManagement;
import blinka4j.register.BCDAlarmTimeRegister.Alarm;
import blinka4j.register.BCDAlarmTimeRegister.Frequency;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCF8523;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the data sheet (rev. 6): tables 4 to 31. */
class PCF8523Test {
    private static final LocalDateTime TUESDAY = LocalDateTime.of(2023, 9, 12, 17, 55, 42);

    private final SimPCF8523 chip = new SimPCF8523();
    private final SimI2CBus bus = new SimI2CBus().attach(0x68, chip);
    private final I2C i2c = new I2C(bus);

    private void pass(Duration time) {
        bus.clock().advance(time);
    }

    private int register(int register) {
        return chip.registers().register(register);
    }

    private static PCF8523 of(Registers8 memory) {
        return new PCF8523(new I2C(new SimI2CBus().attach(0x68, memory)));
    }

    /** The weekday counts from 0, for Monday, as in CircuitPython. */
    @ParameterizedTest
    @CsvSource({
        "2000-01-01T00:00:00, 00 00 00 01 05 01 00",
        "2023-09-12T17:55:42, 42 55 17 12 01 09 23",
        "2024-02-29T12:34:56, 56 34 12 29 03 02 24",
        "2099-12-31T23:59:59, 59 59 23 31 03 12 99"
    })
    void aDateIsWrittenAndReadInBinaryCodedDecimal(LocalDateTime date, String registers) {
        Registers8 memory = new Registers8();
        PCF8523 clock = of(memory);
        clock.datetime(date);
        assertThat(memory.registers(0x03, 7)).asHexString().isEqualTo(registers.replace(" ", ""));
        assertThat(clock.datetime()).isEqualTo(date);
        assertThat(clock.datetimeRegister()).isEqualTo(date);
    }

    @Test
    void theClockCounts() {
        PCF8523 clock = new PCF8523(i2c);
        clock.datetime(LocalDateTime.of(2027, 12, 31, 23, 59, 50));
        pass(Duration.ofSeconds(15));
        assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2028, 1, 1, 0, 0, 5));
    }

    @Test
    void aReadingIsOneTransfer() {
        try (I2CPlayback played = I2CPlayback.at(0x68)
                .register(0x00, 0x00)
                .register(0x00, 0x00)
                .register(0x00, 0x00)
                .register(0x00, 0x00)
                .register(0x03, 0xC2, 0x55, 0x17, 0x12, 0x01, 0x09, 0x23)
                .register(0x03, 0x42)
                .register(0x0A, 0x55, 0x17, 0x80, 0x80)
                .register(0x01, 0x08)
                .register(0x02, 0xE4)) {
            PCF8523 clock = new PCF8523(new I2C(played));
            assertThat(clock.datetime()).isEqualTo(TUESDAY);
            assertThat(clock.lostPower()).isFalse();
            assertThat(clock.alarm()).isEqualTo(new Alarm(LocalDateTime.of(2017, 1, 1, 17, 55), Frequency.DAILY));
            assertThat(clock.alarmStatus()).isTrue();
            assertThat(clock.batteryLow()).isTrue();
        }
    }

    /** Table 15: bit 5 is PM, if bit 3 of Control_1 is set. */
    @ParameterizedTest
    @CsvSource({"0x12, 0", "0x01, 1", "0x11, 11", "0x32, 12", "0x21, 13", "0x31, 23"})
    void aClockOfTwelveHoursIsRead(String register, int hour) {
        Registers8 memory = new Registers8()
                .register(0x00, 0x08)
                .register(0x03, 0x42, 0x55, Integer.decode(register), 0x12, 0x01, 0x09, 0x23);
        PCF8523 clock = of(memory);
        assertThat(clock.datetime()).isEqualTo(TUESDAY.withHour(hour));
        clock.datetime(TUESDAY);
        assertThat(memory.register(0x00)).isZero();
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
    }

    @Test
    void aTimeIsReadAsItWasSetInTwelveHourModeToo() {
        Registers8 memory = new Registers8().register(0x00, 0xA8).register(0x02, 0x00);
        PCF8523 clock = of(memory);
        clock.datetimeRegister(TUESDAY);
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
        assertThat(memory.register(0x00)).as("STOP and CAP_SEL stay").isEqualTo(0xA0);
    }

    @Test
    void afterAWriteThatFailedTheModeIsAskedAgain() {
        FaultyI2C faulty = new FaultyI2C(bus);
        chip.registers().register(0x00, 0x08);
        PCF8523 clock = new PCF8523(new I2C(faulty));
        // Control_1 is read three times, and written.
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> clock.datetime(TUESDAY)).isInstanceOf(BusException.class);
        chip.registers().register(0x00, 0x00).register(0x03, 0x42, 0x55, 0x17, 0x12, 0x01, 0x09, 0x23);
        chip.dateTime(TUESDAY);
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
    }

    /** Micro Crystal RV-8523, page 35, which has the same registers: a read of Control_2 resets WTAF and its interrupt. */
    @Test
    void readingTheTimeLeavesTheFlagOfTheWatchdog() {
        PCF8523 clock = new PCF8523(i2c);
        Timer timer = new Timer(i2c);
        timer.timerFrequency(Timer.Frequency.TIMER_FREQ_1HZ);
        timer.timerEnabled(Timer.Mode.WATCHDOG);
        timer.timerValue(5);
        pass(Duration.ofSeconds(6));
        clock.datetime(TUESDAY);
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
        assertThat(clock.lostPower()).isFalse();
        assertThat(register(0x01) & 0x80).isEqualTo(0x80);
        assertThat(clock.alarmStatus()).isFalse();
        assertThat(clock.lostPower()).isFalse();
        assertThat(register(0x01) & 0x80).as("read with the flag of the alarm").isZero();
    }

    @Test
    void settingTheDateStartsTheClockWithItsBattery() {
        PCF8523 clock = new PCF8523(i2c);
        chip.registers().register(0x00, 0xAA);
        assertThat(clock.lostPower()).isTrue();
        assertThat(clock.powerManagement()).isEqualTo(PowerManagement.BATTERY_SWITCHOVER_OFF);
        clock.datetime(TUESDAY);
        assertThat(register(0x00))
                .as("STOP and 12_24 are cleared, CAP_SEL and AIE stay")
                .isEqualTo(0x82);
        assertThat(register(0x02)).isZero();
        assertThat(clock.lostPower()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(clock.datetime()).isEqualTo(TUESDAY.plusSeconds(1));
    }

    @Test
    void settingTheDateKeepsAPowerManagementThatWasChosen() {
        PCF8523 clock = new PCF8523(i2c);
        clock.powerManagement(PowerManagement.DIRECT_BATTERY_SWITCHOVER);
        clock.datetime(TUESDAY);
        assertThat(clock.powerManagement()).isEqualTo(PowerManagement.DIRECT_BATTERY_SWITCHOVER);
        assertThat(register(0x02)).isEqualTo(0xA0);
    }

    @Test
    void theRegisterOfTheDateIsNothingElse() {
        PCF8523 clock = new PCF8523(i2c);
        clock.datetimeRegister(TUESDAY);
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
        assertThat(clock.powerManagement()).isEqualTo(PowerManagement.BATTERY_SWITCHOVER_OFF);
    }

    @ParameterizedTest
    @ValueSource(ints = {1999, 2100, -1})
    void aYearOutsideTheCenturyIsRefusedBeforeAnythingIsWritten(int year) {
        PCF8523 clock = new PCF8523(i2c);
        assertThatThrownBy(() -> clock.datetime(LocalDateTime.of(year, 1, 1, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000 to 2099");
        assertThat(register(0x02)).isEqualTo(0xE0);
        assertThat(clock.lostPower()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"8, 0x00", "8, 0x13", "6, 0x32", "3, 0x5A", "9, 0xA0", "5, 0x24"})
    void whatIsNoDateIsAnError(int register, String value) {
        Registers8 memory = new Registers8()
                .register(0x03, 0x42, 0x55, 0x17, 0x12, 0x01, 0x09, 0x23)
                .register(register, Integer.decode(value));
        I2C other = new I2C(new SimI2CBus().attach(0x68, memory));
        PCF8523 clock = new PCF8523(other);
        assertThatThrownBy(clock::datetime)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("the clock at address 0x68", "holds no date", "set its datetime");
        assertFree(other);
        clock.datetime(TUESDAY);
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
    }

    /** Tables 22 to 25, at Tuesday, 2023-09-12 17:55:42. */
    @ParameterizedTest
    @CsvSource({
        "HOURLY, 55808080, 3600",
        "DAILY, 55178080, 86400",
        "WEEKLY, 55178001, 604800",
        "MONTHLY, 55171280, 2592000"
    })
    void anAlarmIsDueWhenItsTimeComes(Frequency frequency, String registers, int period) {
        PCF8523 clock = new PCF8523(i2c);
        clock.datetime(TUESDAY);
        clock.alarm(new Alarm(TUESDAY, frequency));
        assertThat(chip.registers().registers(0x0A, 4)).asHexString().isEqualTo(registers);
        assertThat(clock.alarm().frequency()).isEqualTo(frequency);
        assertThat(clock.alarm().time().getSecond()).isZero();
        // The minute began 42 s ago.
        pass(Duration.ofSeconds(period - 43));
        assertThat(clock.alarmStatus()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(clock.alarmStatus()).isTrue();
        clock.alarmStatus(false);
        assertThat(clock.alarmStatus()).isFalse();
    }

    @Test
    void anAlarmEachMinuteIsNone() {
        PCF8523 clock = new PCF8523(i2c);
        clock.datetime(TUESDAY);
        clock.alarm(new Alarm(TUESDAY, Frequency.MINUTELY));
        assertThat(chip.registers().registers(0x0A, 4)).asHexString().isEqualTo("80808080");
        pass(Duration.ofDays(1));
        assertThat(clock.alarmStatus()).isFalse();
        assertThat(clock.alarm().frequency()).isEqualTo(Frequency.MINUTELY);
        assertThatThrownBy(() -> clock.alarm(new Alarm(TUESDAY, Frequency.SECONDLY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Tables 26 and 27: 1 leaves a flag as it is, bits 2 to 0 are written again. */
    @Test
    void aFlagIsResetAndTheOthersStay() {
        Registers8 memory = new Registers8().register(0x01, 0x6D);
        PCF8523 clock = of(memory);
        clock.alarmStatus(false);
        assertThat(memory.register(0x01)).isEqualTo(0xF5);
        clock.alarmStatus(true);
        assertThat(memory.register(0x01)).isEqualTo(0xFD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aNeighbourThatIsReadWrongOnceIsNotWritten(int transfer) {
        FaultyI2C faulty = new FaultyI2C(bus);
        PCF8523 clock = new PCF8523(new I2C(faulty));
        Timer timer = new Timer(clock.i2cDevice());
        Clock output = new Clock(clock.i2cDevice());
        faulty.flipNext(transfer, 7);
        clock.calibration(5);
        assertThat(register(0x0E)).isEqualTo(0x05);
        faulty.flipNext(transfer, 5);
        timer.timerBFrequency(Timer.Frequency.TIMER_FREQ_1HZ);
        assertThat(register(0x12)).isEqualTo(0x02);
        faulty.flipNext(transfer, 0);
        output.clockoutFrequency(Clock.Frequency.CLOCKOUT_FREQ_1HZ);
        assertThat(register(0x0F)).isEqualTo(0x30);
    }

    @Test
    void settingsAreBitsOfTheirRegisters() {
        PCF8523 clock = new PCF8523(i2c);
        clock.alarmInterrupt(true);
        assertThat(register(0x00)).isEqualTo(0x02);
        clock.highCapacitance(true);
        assertThat(register(0x00)).isEqualTo(0x82);
        assertThat(clock.alarmInterrupt()).isTrue();
        assertThat(clock.highCapacitance()).isTrue();
        clock.alarmInterrupt(false);
        clock.highCapacitance(false);
        assertThat(register(0x00)).isZero();
        assertThat(clock.batteryLow()).isFalse();
        clock.lostPower(false);
        assertThat(clock.lostPower()).isFalse();
    }

    /** Table 11. */
    @ParameterizedTest
    @CsvSource({
        "STANDARD_BATTERY_SWITCHOVER_AND_DETECTION, 0x00",
        "DIRECT_BATTERY_SWITCHOVER_AND_DETECTION, 0x20",
        "BATTERY_DETECTION, 0x40",
        "STANDARD_BATTERY_SWITCHOVER, 0x80",
        "DIRECT_BATTERY_SWITCHOVER, 0xA0",
        "BATTERY_SWITCHOVER_OFF, 0xE0"
    })
    void thePowerManagementHasThreeBits(PowerManagement mode, String register) {
        Registers8 memory = new Registers8().register(0x02, 0x03);
        PCF8523 clock = of(memory);
        clock.powerManagement(mode);
        assertThat(memory.register(0x02)).isEqualTo(Integer.decode(register) | 0x03);
        assertThat(clock.powerManagement()).isEqualTo(mode);
    }

    @Test
    void aPowerManagementThatIsNotAllowedIsAnError() {
        Registers8 memory = new Registers8().nonVolatile().register(0x02, 0xC0);
        assertThatThrownBy(() -> of(memory).powerManagement()).isInstanceOf(BusException.class);
        memory.register(0x02, 0x60);
        assertThat(of(memory).powerManagement()).isEqualTo(PowerManagement.BATTERY_DETECTION);
    }

    /** Table 29: two's complement in 7 bits. */
    @ParameterizedTest
    @CsvSource({"0, 0x00", "1, 0x01", "63, 0x3F", "-1, 0x7F", "-64, 0x40"})
    void theCalibrationIsSignedAndKeepsItsSchedule(int calibration, String register) {
        PCF8523 clock = new PCF8523(i2c);
        clock.calibration(calibration);
        assertThat(register(0x0E)).isEqualTo(Integer.decode(register));
        assertThat(clock.calibration()).isEqualTo(calibration);
        assertThat(clock.calibrationSchedulePerMinute()).isFalse();
        clock.calibrationSchedulePerMinute(true);
        clock.calibration(-calibration / 2);
        assertThat(clock.calibrationSchedulePerMinute()).isTrue();
        assertThat(clock.calibration()).isEqualTo(-calibration / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-65, 64})
    void aCalibrationOutOfRangeIsRefused(int calibration) {
        PCF8523 clock = new PCF8523(i2c);
        assertThatThrownBy(() -> clock.calibration(calibration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-64 to 63");
        assertThat(register(0x0E)).isZero();
    }

    /** Table 40: the least and the greatest time of each frequency. */
    @ParameterizedTest
    @CsvSource({
        "TIMER_FREQ_4KHZ, 0, 1, 244000, 245000",
        "TIMER_FREQ_4KHZ, 0, 255, 62255000, 62257000",
        "TIMER_FREQ_64HZ, 1, 255, 3984000000, 3985000000",
        "TIMER_FREQ_1HZ, 2, 1, 1000000000, 1000000001",
        "TIMER_FREQ_1HZ, 2, 255, 255000000000, 255000000001",
        "TIMER_FREQ_1_60HZ, 3, 255, 15300000000000, 15300000000001",
        "TIMER_FREQ_1_3600HZ, 7, 255, 918000000000000, 918000000000001"
    })
    void aTimerCountsDown(Timer.Frequency frequency, int code, int value, long least, long most) {
        // So that the transfers take no time.
        bus.frequency(1_000_000_000);
        Timer timer = new Timer(i2c);
        timer.timerFrequency(frequency);
        timer.timerBFrequency(frequency);
        assertThat(chip.registers().register(0x10)).isEqualTo(code);
        assertThat(timer.timerFrequency()).isEqualTo(frequency);
        assertThat(timer.timerBFrequency()).isEqualTo(frequency);
        timer.timerValue(value);
        timer.timerBValue(value);
        timer.timerBEnabled(true);
        timer.timerEnabled(Timer.Mode.COUNTDOWN);
        pass(Duration.ofNanos(least - 10_000));
        assertThat(timer.timerStatus()).isFalse();
        pass(Duration.ofNanos(most - least + 10_000));
        assertThat(timer.timerStatus()).isTrue();
        assertThat(timer.timerBStatus()).isTrue();
        timer.timerStatus(false);
        assertThat(timer.timerStatus()).isFalse();
        assertThat(timer.timerBStatus()).as("the flag of the other timer stays").isTrue();
        timer.timerBStatus(false);
        assertThat(timer.timerBStatus()).isFalse();
        pass(Duration.ofNanos(most));
        assertThat(timer.timerStatus()).as("it begins again").isTrue();
    }

    /** Data sheet, section 8.9.1.7: 100 and 110 are 1/3600 Hz, too. */
    @ParameterizedTest
    @ValueSource(ints = {4, 6, 7})
    void severalCodesStandForAnHour(int code) {
        Timer timer = new Timer(i2c);
        chip.registers().register(0x10, code).register(0x12, code);
        assertThat(timer.timerFrequency()).isEqualTo(Timer.Frequency.TIMER_FREQ_1_3600HZ);
        assertThat(timer.timerBFrequency()).isEqualTo(Timer.Frequency.TIMER_FREQ_1_3600HZ);
    }

    @Test
    void aTimerShowsWhatIsLeft() {
        Timer timer = new Timer(i2c);
        timer.timerFrequency(Timer.Frequency.TIMER_FREQ_1HZ);
        timer.timerBFrequency(Timer.Frequency.TIMER_FREQ_1HZ);
        timer.timerValue(10);
        timer.timerBValue(255);
        assertThat(timer.timerValue()).isEqualTo(10);
        timer.timerEnabled(Timer.Mode.COUNTDOWN);
        timer.timerBEnabled(true);
        pass(Duration.ofMillis(3500));
        assertThat(timer.timerValue()).isEqualTo(7);
        assertThat(timer.timerBValue()).isEqualTo(252);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void aValueOutOfRangeIsRefused(int value) {
        Timer timer = new Timer(i2c);
        assertThatThrownBy(() -> timer.timerValue(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timer.timerBValue(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timersAndClockShareARegister() {
        Timer timer = new Timer(new PCF8523(i2c).i2cDevice());
        Clock clock = new Clock(timer.i2cDevice());
        assertThat(clock.clockoutFrequency()).isEqualTo(Clock.Frequency.CLOCKOUT_FREQ_32KHZ);
        clock.clockoutFrequency(Clock.Frequency.CLOCKOUT_FREQ_DISABLED);
        assertThat(register(0x0F)).isEqualTo(0x38);
        timer.timerEnabled(Timer.Mode.WATCHDOG);
        assertThat(register(0x0F)).isEqualTo(0x3C);
        timer.timerBEnabled(true);
        assertThat(register(0x0F)).isEqualTo(0x3D);
        timer.timerPulsed(true);
        assertThat(register(0x0F)).isEqualTo(0xBD);
        timer.timerBPulsed(true);
        assertThat(register(0x0F)).isEqualTo(0xFD);
        assertThat(timer.timerEnabled()).isEqualTo(Timer.Mode.WATCHDOG);
        assertThat(timer.timerBEnabled()).isTrue();
        assertThat(timer.timerPulsed()).isTrue();
        assertThat(timer.timerBPulsed()).isTrue();
        assertThat(clock.clockoutFrequency()).isEqualTo(Clock.Frequency.CLOCKOUT_FREQ_DISABLED);
        timer.timerPulsed(false);
        timer.timerEnabled(Timer.Mode.DISABLED);
        assertThat(register(0x0F)).isEqualTo(0x79);
        chip.registers().register(0x0F, 0x06);
        assertThat(timer.timerEnabled()).as("11 disables it, too").isEqualTo(Timer.Mode.DISABLED);
    }

    @ParameterizedTest
    @EnumSource(Clock.Frequency.class)
    void theClockOutputHasEightFrequencies(Clock.Frequency frequency) {
        Clock clock = new Clock(i2c);
        clock.clockoutFrequency(frequency);
        assertThat(register(0x0F)).isEqualTo(frequency.ordinal() << 3);
        assertThat(clock.clockoutFrequency()).isEqualTo(frequency);
    }

    /** TBW, the width of timer B's pulse, is in the register of its frequency. */
    @Test
    void theWidthOfThePulseStays() {
        chip.registers().register(0x12, 0x37);
        new Timer(i2c).timerBFrequency(Timer.Frequency.TIMER_FREQ_1HZ);
        assertThat(register(0x12)).isEqualTo(0x32);
    }

    @Test
    void interruptsOfTheTimersAreBitsOfControl2() {
        Registers8 memory = new Registers8();
        Timer timer = new Timer(new I2C(new SimI2CBus().attach(0x68, memory)));
        timer.timerInterrupt(true);
        assertThat(memory.register(0x01)).isEqualTo(0xFA);
        assertThat(timer.timerWatchdog()).isFalse();
        timer.timerWatchdog(true);
        assertThat(memory.register(0x01)).isEqualTo(0xFE);
        assertThat(timer.timerBInterrupt()).isFalse();
        timer.timerBInterrupt(true);
        assertThat(memory.register(0x01)).isEqualTo(0xFF);
        assertThat(timer.timerInterrupt()).isTrue();
        assertThat(timer.timerWatchdog()).isTrue();
        assertThat(timer.timerBInterrupt()).isTrue();
        timer.timerInterrupt(false);
        assertThat(memory.register(0x01)).isEqualTo(0xFD);
        assertThat(timer.timerInterrupt()).isFalse();
    }

    @Test
    void aWatchdogSetsItsOwnFlag() {
        Timer timer = new Timer(i2c);
        timer.timerFrequency(Timer.Frequency.TIMER_FREQ_1HZ);
        timer.timerEnabled(Timer.Mode.WATCHDOG);
        timer.timerValue(5);
        pass(Duration.ofSeconds(6));
        assertThat(timer.timerStatus()).isFalse();
        assertThat(register(0x01)).isEqualTo(0x80);
    }

    @Test
    void anotherChipIsRefused() {
        Registers8 memory = new Registers8().register(0x00, 0x40);
        I2C other = new I2C(new SimI2CBus().attach(0x68, memory));
        assertThatThrownBy(() -> new PCF8523(other))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no PCF8523 at address 0x68", "register 0x00");
        assertThatThrownBy(() -> new Timer(other)).isInstanceOf(DeviceNotFoundException.class);
        assertThatThrownBy(() -> new Clock(other)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new PCF8523(empty))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x68");
        assertThatThrownBy(() -> new Timer(empty)).isInstanceOf(DeviceNotFoundException.class);
        assertThatThrownBy(() -> new Clock(empty)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void settingsThatWereReadWrongOnceAreNotWritten() {
        Registers8 memory = new Registers8().register(0x01, 0x05).register(0x0F, 0x38);
        FaultyI2C faulty = new FaultyI2C(new SimI2CBus().attach(0x68, memory));
        I2C other = new I2C(faulty);
        PCF8523 clock = new PCF8523(other);
        Timer timer = new Timer(other);
        for (int transfer = 0; transfer < 3; transfer++) {
            faulty.flipNext(transfer, 0);
            clock.alarmStatus(false);
            assertThat(memory.register(0x01)).isEqualTo(0xF5);
            faulty.flipNext(transfer, 4);
            timer.timerEnabled(Timer.Mode.COUNTDOWN);
            assertThat(memory.register(0x0F)).isEqualTo(0x3A);
        }
    }

    @Test
    void aWriteThatFailedIsRepeated() {
        FaultyI2C faulty = new FaultyI2C(bus);
        PCF8523 clock = new PCF8523(new I2C(faulty));
        // Control_1 and Control_3 are written, the time is not.
        faulty.next(11, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> clock.datetime(TUESDAY)).isInstanceOf(BusException.class);
        assertThat(clock.lostPower()).isTrue();
        clock.datetime(TUESDAY);
        assertThat(clock.lostPower()).isFalse();
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        PCF8523 clock = new PCF8523(i2c);
        chip.dateTime(TUESDAY);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(clock::datetime).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(clock.datetime()).isEqualTo(TUESDAY);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> clock.alarmStatus(false)).isInstanceOf(BusException.class);
        assertFree(i2c);
        clock.alarmStatus(false);
    }
}
