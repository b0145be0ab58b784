// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds3231;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.register.BCDAlarmTimeRegister.Alarm;
import blinka4j.register.BCDAlarmTimeRegister.Frequency;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimDS3231;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.time.LocalDateTime;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the data sheet (19-5170): figure 1, table 2, and the section of the special-purpose registers. */
class DS3231Test {
    private static final LocalDateTime MONDAY = LocalDateTime.of(2018, 8, 13, 23, 59, 58);

    private final SimDS3231 chip = new SimDS3231();
    private final SimI2CBus bus = new SimI2CBus().attach(0x68, chip);
    private final I2C i2c = new I2C(bus);

    private void pass(Duration time) {
        bus.clock().advance(time);
    }

    @ParameterizedTest
    @CsvSource({
        "2000-01-01T00:00:00, 00 00 00 06 01 01 00",
        "2018-08-13T23:59:58, 58 59 23 01 13 08 18",
        "2024-02-29T12:34:56, 56 34 12 04 29 02 24",
        "2099-12-31T23:59:59, 59 59 23 04 31 12 99"
    })
    void aDateIsWrittenAndReadInBinaryCodedDecimal(LocalDateTime date, String registers) {
        Registers8 memory = new Registers8();
        DS3231 clock = new DS3231(new I2C(new SimI2CBus().attach(0x68, memory)));
        clock.datetime(date);
        assertThat(memory.registers(0x00, 7)).asHexString().isEqualTo(registers.replace(" ", ""));
        assertThat(clock.datetime()).isEqualTo(date);
        assertThat(clock.datetimeRegister()).isEqualTo(date);
    }

    @Test
    void theClockCounts() {
        DS3231 clock = new DS3231(i2c);
        clock.datetime(LocalDateTime.of(2027, 12, 31, 23, 59, 50));
        pass(Duration.ofSeconds(15));
        assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2028, 1, 1, 0, 0, 5));
        assertThat(chip.dateTime()).isEqualTo(clock.datetime());
    }

    /** Bit 7 of the month counts centuries. */
    @Test
    void theCenturyIsNoPartOfTheMonth() {
        Registers8 memory = new Registers8().register(0x00, 0x58, 0x59, 0x23, 0x01, 0x13, 0x88, 0x18);
        assertThat(new DS3231(new I2C(new SimI2CBus().attach(0x68, memory))).datetime())
                .isEqualTo(MONDAY);
    }

    @Test
    void aReadingIsOneTransfer() {
        try (I2CPlayback played = I2CPlayback.at(0x68)
                .register(0x03, 0x01)
                .register(0x12, 0xC0)
                .register(0x00, 0x58, 0x59, 0x23)
                .register(0x00, 0x58, 0x59, 0x23)
                .register(0x00, 0x58, 0x59, 0x23)
                .register(0x00, 0x58, 0x59, 0x23, 0x01, 0x13, 0x08, 0x18)
                .register(0x11, 0x19, 0x40)
                .register(0x0F, 0x88)
                .register(0x10, 0xFF)
                .register(0x07, 0x80, 0x80, 0x80, 0x80)) {
            DS3231 clock = new DS3231(new I2C(played));
            assertThat(clock.datetime()).isEqualTo(MONDAY);
            assertThat(clock.temperature()).isEqualTo(25.25);
            assertThat(clock.lostPower()).isTrue();
            assertThat(clock.calibration()).isEqualTo(-1);
            assertThat(clock.alarm1().frequency()).isEqualTo(Frequency.SECONDLY);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x52, 0x00", "0x41, 0x01", "0x72, 0x12", "0x61, 0x13", "0x71, 0x23"})
    void aClockOfTwelveHoursIsSwitchedToTwentyFour(String twelve, String twentyFour) {
        Registers8 memory = new Registers8().register(0x00, 0x58, 0x59, Integer.decode(twelve), 0x01, 0x13, 0x08, 0x18);
        new DS3231(new I2C(new SimI2CBus().attach(0x68, memory)));
        assertThat(memory.registers(0x00, 7))
                .containsExactly(0x58, 0x59, Integer.decode(twentyFour), 0x01, 0x13, 0x08, 0x18);
    }

    @Test
    void settingTheDateStartsTheClockAndResetsThePowerFlag() {
        DS3231 clock = new DS3231(i2c);
        pass(Duration.ofSeconds(1));
        clock.disableOscillator(true);
        assertThat(clock.disableOscillator()).isTrue();
        assertThat(chip.registers().register(0x0E)).isEqualTo(0x9C);
        assertThat(clock.lostPower()).isTrue();
        clock.datetimeRegister(MONDAY);
        assertThat(clock.lostPower()).isTrue();
        assertThat(clock.disableOscillator()).isTrue();
        clock.datetime(MONDAY);
        assertThat(clock.lostPower()).isFalse();
        assertThat(clock.disableOscillator()).isFalse();
        assertThat(chip.registers().register(0x0E)).isEqualTo(0x1C);
        assertThat(chip.registers().register(0x0F)).isEqualTo(0x08);
    }

    @ParameterizedTest
    @ValueSource(ints = {1999, 2100, -1})
    void aYearOutsideTheCenturyIsRefused(int year) {
        DS3231 clock = new DS3231(i2c);
        chip.dateTime(MONDAY);
        assertThatThrownBy(() -> clock.datetime(LocalDateTime.of(year, 1, 1, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000 to 2099");
        assertThat(clock.lostPower()).isTrue();
        assertThat(clock.datetime()).isEqualTo(MONDAY);
    }

    @ParameterizedTest
    @CsvSource({"5, 0x00", "5, 0x13", "4, 0x32", "0, 0x5A", "6, 0xA0", "2, 0x24"})
    void aClockThatWasNeverSetHasNoDate(int register, String value) {
        Registers8 memory = new Registers8()
                .register(0x00, 0x58, 0x59, 0x23, 0x01, 0x13, 0x08, 0x18)
                .register(register, Integer.decode(value));
        I2C other = new I2C(new SimI2CBus().attach(0x68, memory));
        DS3231 clock = new DS3231(other);
        assertThatThrownBy(clock::datetime)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("the clock at address 0x68", "holds no date", "set its datetime");
        assertFree(other);
        clock.datetime(MONDAY);
        assertThat(clock.datetime()).isEqualTo(MONDAY);
    }

    /** Table 2 of the data sheet, at Monday, 2018-08-13 23:59:58. */
    @ParameterizedTest
    @CsvSource({
        "SECONDLY, 80808080, 1",
        "MINUTELY, 58808080, 60",
        "HOURLY, 58598080, 3600",
        "DAILY, 58592380, 86400",
        "WEEKLY, 58592341, 604800",
        "MONTHLY, 58592313, 2678400"
    })
    void theFirstAlarmIsDueWhenItsTimeComes(Frequency frequency, String registers, int period) {
        DS3231 clock = new DS3231(i2c);
        clock.datetime(MONDAY);
        clock.alarm1(new Alarm(MONDAY, frequency));
        assertThat(chip.registers().registers(0x07, 4)).asHexString().isEqualTo(registers);
        assertThat(clock.alarm1().frequency()).isEqualTo(frequency);
        assertThat(clock.alarm1Status()).isFalse();
        pass(Duration.ofSeconds(period - 1));
        assertThat(clock.alarm1Status()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(clock.alarm1Status()).isTrue();
        assertThat(clock.alarm2Status()).isFalse();
        clock.alarm1Status(true);
        assertThat(clock.alarm1Status()).isTrue();
        clock.alarm1Status(false);
        assertThat(clock.alarm1Status()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTELY, 808080, 62",
        "HOURLY, 598080, 3602",
        "DAILY, 592380, 86402",
        "WEEKLY, 592341, 604802",
        "MONTHLY, 592313, 2678402"
    })
    void theSecondAlarmIsDueAtTheBeginningOfAMinute(Frequency frequency, String registers, int after) {
        DS3231 clock = new DS3231(i2c);
        clock.datetime(MONDAY);
        clock.alarm2(new Alarm(MONDAY, frequency));
        assertThat(chip.registers().registers(0x0B, 3)).asHexString().isEqualTo(registers);
        assertThat(clock.alarm2().frequency()).isEqualTo(frequency);
        assertThat(clock.alarm2().time().getSecond()).isZero();
        // 23:59:58 is after 23:59:00; the next minute begins in 2 s.
        pass(Duration.ofSeconds(frequency == Frequency.MINUTELY ? 1 : after - 63));
        assertThat(clock.alarm2Status()).isFalse();
        pass(Duration.ofSeconds(frequency == Frequency.MINUTELY ? 1 : 3));
        assertThat(clock.alarm2Status()).isTrue();
        clock.alarm2Status(false);
        assertThat(clock.alarm2Status()).isFalse();
    }

    @Test
    void theSecondAlarmHasNoSeconds() {
        DS3231 clock = new DS3231(i2c);
        assertThatThrownBy(() -> clock.alarm2(new Alarm(MONDAY, Frequency.SECONDLY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAlarmThatWasNeverSetIsAnError() {
        DS3231 clock = new DS3231(i2c);
        assertThatThrownBy(clock::alarm1).isInstanceOf(BusException.class).hasMessageContaining("holds no alarm");
        assertThatThrownBy(clock::alarm2).isInstanceOf(BusException.class).hasMessageContaining("holds no alarm");
        assertFree(i2c);
    }

    /** The data sheet: writing 1 to a flag leaves it unchanged. One that is due now must not be lost. */
    @Test
    void aFlagIsResetAndTheOthersStay() {
        Registers8 memory = new Registers8().register(0x0F, 0x8B);
        DS3231 clock = new DS3231(new I2C(new SimI2CBus().attach(0x68, memory)));
        clock.alarm1Status(false);
        assertThat(memory.register(0x0F)).isEqualTo(0x8A);
        memory.register(0x0F, 0x89);
        clock.alarm1Status(false);
        assertThat(memory.register(0x0F))
                .as("A2F is written 1, which the chip ignores")
                .isEqualTo(0x8A);
        memory.register(0x0F, 0x80);
        clock.alarm2Status(false);
        assertThat(memory.register(0x0F)).as("EN32kHz stays 0").isEqualTo(0x81);
        memory.register(0x0F, 0x88);
        clock.lostPower(false);
        assertThat(memory.register(0x0F)).isEqualTo(0x0B);
        clock.lostPower(true);
        assertThat(memory.register(0x0F)).isEqualTo(0x8B);
    }

    @Test
    void interruptsAreBitsOfTheControlRegister() {
        DS3231 clock = new DS3231(i2c);
        assertThat(clock.alarm1Interrupt()).isFalse();
        clock.alarm1Interrupt(true);
        assertThat(chip.registers().register(0x0E)).isEqualTo(0x1D);
        clock.alarm2Interrupt(true);
        assertThat(chip.registers().register(0x0E)).isEqualTo(0x1F);
        assertThat(clock.alarm1Interrupt()).isTrue();
        assertThat(clock.alarm2Interrupt()).isTrue();
        clock.alarm1Interrupt(false);
        assertThat(chip.registers().register(0x0E)).isEqualTo(0x1E);
    }

    /** The data sheet's example is 25.25 °C, 00011001 01. */
    @ParameterizedTest
    @CsvSource({
        "0x1940, 25.25",
        "0x0000, 0",
        "0x0040, 0.25",
        "0xFFC0, -0.25",
        "0xE700, -25",
        "0x5500, 85",
        "0xD800, -40",
        "0x7FC0, 127.75",
        "0x8000, -128"
    })
    void theTemperatureHasStepsOfAQuarter(String registers, double celsius) {
        Registers8 memory = new Registers8().u16be(0x11, Integer.decode(registers));
        assertThat(new DS3231(new I2C(new SimI2CBus().attach(0x68, memory))).temperature())
                .isEqualTo(celsius);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -0.25, 0, 25.25, 85})
    void theTemperatureIsMeasuredEach64SecondsOrNow(double celsius) {
        DS3231 clock = new DS3231(i2c);
        pass(Duration.ofSeconds(10));
        assertThat(clock.temperature()).isEqualTo(22.5);
        chip.temperature(celsius);
        assertThat(clock.temperature()).isEqualTo(22.5);
        Duration before = bus.clock().now();
        assertThat(clock.forceTemperatureConversion()).isEqualTo(celsius);
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(125), Duration.ofMillis(200));
        chip.temperature(30);
        pass(Duration.ofSeconds(64));
        assertThat(clock.temperature()).isEqualTo(30);
    }

    /** Right after power-on the chip converts; the one that is asked for begins after it. */
    @Test
    void aConversionOfTheChipIsWaitedForFirst() {
        DS3231 clock = new DS3231(i2c);
        assertThat(chip.registers().register(0x0F) & 0x04).isNotZero();
        assertThat(clock.forceTemperatureConversion()).isEqualTo(22.5);
        assertThat(bus.clock().now()).isBetween(Duration.ofMillis(250), Duration.ofMillis(400));
        assertThat(chip.registers().register(0x0E)).isEqualTo(0x1C);
    }

    @ParameterizedTest
    @CsvSource({"0x0E, 0x20", "0x0F, 0x04"})
    void aConversionThatDoesNotEndIsATimeout(String register, String bit) {
        int busy = Integer.decode(register);
        Registers8 memory = new Registers8();
        memory.onRead(read -> {
            if (read == busy) {
                memory.register(busy, Integer.decode(bit));
            }
        });
        I2C other = new I2C(new SimI2CBus().attach(0x68, memory));
        DS3231 clock = new DS3231(other);
        assertThatThrownBy(clock::forceTemperatureConversion)
                .hasMessageContainingAll("0x68", "250 ms", register.toLowerCase(java.util.Locale.ROOT))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(other);
        assertThat(clock.temperature()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0x00", "1, 0x01", "127, 0x7F", "-1, 0xFF", "-128, 0x80"})
    void theAgingOffsetIsSignedAndUsedAtOnce(int calibration, String register) {
        DS3231 clock = new DS3231(i2c);
        pass(Duration.ofSeconds(1));
        assertThat(clock.temperature()).isEqualTo(22.5);
        chip.temperature(30);
        clock.calibration(calibration);
        assertThat(chip.registers().register(0x10)).isEqualTo(Integer.decode(register));
        assertThat(clock.calibration()).isEqualTo(calibration);
        assertThat(clock.temperature()).as("a conversion was made").isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {-129, 128})
    void anAgingOffsetOutOfRangeIsRefused(int calibration) {
        DS3231 clock = new DS3231(i2c);
        assertThatThrownBy(() -> clock.calibration(calibration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-128 to 127");
        assertThat(clock.calibration()).isZero();
        assertFree(i2c);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aControlBitThatIsReadWrongOnceIsNotWritten(int transfer) {
        FaultyI2C faulty = new FaultyI2C(bus);
        DS3231 clock = new DS3231(new I2C(faulty));
        faulty.flipNext(transfer, 7);
        clock.alarm1Interrupt(true);
        assertThat(chip.registers().register(0x0E)).isEqualTo(0x1D);
    }

    /** A PCF8523 has the frequency of its timer B there, 7 after power-on. */
    @ParameterizedTest
    @CsvSource({"0x12, 0x07", "0x12, 0x20", "0x03, 0x08", "0x03, 0x80"})
    void anotherChipIsRefused(String register, String value) {
        Registers8 memory = new Registers8().register(Integer.decode(register), Integer.decode(value));
        I2C other = new I2C(new SimI2CBus().attach(0x68, memory));
        assertThatThrownBy(() -> new DS3231(other))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no DS3231 at address 0x68", "register " + register);
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new DS3231(empty))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x68");
    }

    @Test
    void aFlagThatWasReadWrongOnceIsNotWritten() {
        Registers8 memory = new Registers8().register(0x0F, 0x88);
        FaultyI2C faulty = new FaultyI2C(new SimI2CBus().attach(0x68, memory));
        DS3231 clock = new DS3231(new I2C(faulty));
        for (int transfer = 0; transfer < 3; transfer++) {
            for (int bit : new int[] {3, 7}) {
                faulty.flipNext(transfer, bit);
                clock.alarm1Status(false);
                assertThat(memory.register(0x0F)).isEqualTo(0x8A);
            }
        }
    }

    @Test
    void aWriteThatFailedIsRepeated() {
        DS3231 clock = new DS3231(i2c);
        FaultyI2C faulty = new FaultyI2C(bus);
        DS3231 other = new DS3231(new I2C(faulty));
        // The date is written; the flag of the power is not.
        faulty.next(4, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> other.datetime(MONDAY)).isInstanceOf(BusException.class);
        assertThat(clock.lostPower()).isTrue();
        other.datetime(MONDAY);
        assertThat(clock.lostPower()).isFalse();
        assertThat(clock.datetime()).isEqualTo(MONDAY);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        DS3231 clock = new DS3231(i2c);
        chip.dateTime(MONDAY);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(clock::datetime).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(clock.datetime()).isEqualTo(MONDAY);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> clock.calibration(3)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(clock.calibration()).isZero();
    }
}
