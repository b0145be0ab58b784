// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds1307;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimDS1307;
import blinka4j.testing.FaultyI2C;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DS1307Test {
    /** Monday, 13 August 2018, 23:59:58, running. */
    private final Registers8 chip =
            new Registers8().pointerMask(0x3F).register(0x00, 0x58, 0x59, 0x23, 0x01, 0x13, 0x08, 0x18, 0x03);

    private final SimI2CBus bus = new SimI2CBus().attach(0x68, chip);
    private final I2C i2c = new I2C(bus);

    @ParameterizedTest
    @CsvSource({
        "2000-01-01T00:00:00, 00 00 00 06 01 01 00",
        "2018-08-13T23:59:58, 58 59 23 01 13 08 18",
        "2024-02-29T12:34:56, 56 34 12 04 29 02 24",
        "2026-11-01T09:08:07, 07 08 09 07 01 11 26",
        "2099-12-31T23:59:59, 59 59 23 04 31 12 99"
    })
    void aDateIsWrittenAndReadInBinaryCodedDecimal(LocalDateTime date, String registers) {
        DS1307 clock = new DS1307(i2c);
        clock.datetime(date);
        assertThat(chip.registers(0x00, 7)).asHexString().isEqualTo(registers.replace(" ", ""));
        assertThat(clock.datetime()).isEqualTo(date);
        assertThat(clock.weekday()).isEqualTo(date.getDayOfWeek());
    }

    @Test
    void allIsReadInOneTransferAndWrittenInOne() {
        try (I2CPlayback played = I2CPlayback.at(0x68)
                .register(0x07, 0x00)
                .register(0x03, 0x01)
                .register(0x00, 0x58, 0x59, 0x23)
                .register(0x00, 0x58, 0x59, 0x23)
                .register(0x00, 0x58, 0x59, 0x23)
                .register(0x00, 0x58, 0x59, 0x23, 0x01, 0x13, 0x08, 0x18)
                .writes(0x00, 0x05, 0x04, 0x03, 0x04, 0x02, 0x10, 0x31)) {
            DS1307 clock = new DS1307(new I2C(played));
            assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2018, 8, 13, 23, 59, 58));
            clock.datetime(LocalDateTime.of(2031, 10, 2, 3, 4, 5, 999_999_999));
        }
    }

    /** CircuitPython's other name. */
    @Test
    void theRegisterOfTheDateIsTheDate() {
        DS1307 clock = new DS1307(i2c);
        LocalDateTime date = LocalDateTime.of(2024, 2, 29, 12, 34, 56);
        clock.datetimeRegister(date);
        assertThat(chip.registers(0x00, 7)).asHexString().isEqualTo("56341204290224");
        assertThat(clock.datetimeRegister()).isEqualTo(date);
    }

    @Test
    void theHaltBitIsNoPartOfTheSeconds() {
        chip.register(0x00, 0xD8);
        DS1307 clock = new DS1307(i2c);
        assertThat(clock.disableOscillator()).isTrue();
        assertThat(clock.datetime().getSecond()).isEqualTo(58);
    }

    @Test
    void theOscillatorIsStoppedAndStartedWithoutTouchingTheSeconds() {
        DS1307 clock = new DS1307(i2c);
        assertThat(clock.disableOscillator()).isFalse();
        clock.disableOscillator(true);
        assertThat(chip.register(0x00)).isEqualTo(0xD8);
        clock.disableOscillator(false);
        assertThat(chip.register(0x00)).isEqualTo(0x58);
    }

    @Test
    void settingTheDateStartsTheClock() {
        chip.register(0x00, 0x80);
        DS1307 clock = new DS1307(i2c);
        clock.datetime(LocalDateTime.of(2026, 1, 1, 0, 0));
        assertThat(clock.disableOscillator()).isFalse();
    }

    /** Data sheet, table 2: bit 6 is 12 hours, bit 5 then PM. */
    @ParameterizedTest
    @CsvSource({
        "0x52, 0x00", "0x41, 0x01", "0x49, 0x09", "0x50, 0x10", "0x51, 0x11",
        "0x72, 0x12", "0x61, 0x13", "0x68, 0x20", "0x70, 0x22", "0x71, 0x23"
    })
    void aClockOfTwelveHoursIsSwitchedToTwentyFour(String twelve, String twentyFour) {
        chip.register(0x02, Integer.decode(twelve));
        new DS1307(i2c);
        assertThat(chip.registers(0x00, 8))
                .containsExactly(0x58, 0x59, Integer.decode(twentyFour), 0x01, 0x13, 0x08, 0x18, 0x03);
    }

    /** 13:00 with bit 6 of the hour read wrong once is 01:00 in the afternoon of a clock of 12 hours. */
    @ParameterizedTest
    @CsvSource({"0x13", "0x23", "0x21", "0x12", "0x00"})
    void anHourThatWasReadWrongOnceIsNotWritten(String hour) {
        chip.register(0x02, Integer.decode(hour));
        FaultyI2C faulty = new FaultyI2C(bus);
        // After the probe and the two registers that identify the chip.
        faulty.flipNext(3, 8 * 2 + 6);
        DS1307 clock = new DS1307(new I2C(faulty));
        assertThat(chip.registers(0x00, 8))
                .containsExactly(0x58, 0x59, Integer.decode(hour), 0x01, 0x13, 0x08, 0x18, 0x03);
        assertThat(clock.datetime().getMinute()).isEqualTo(59);
    }

    @Test
    void everyBitOfTheTimeMayBeReadWrongOnce() {
        for (int transfer = 0; transfer < 12; transfer++) {
            for (int bit = 0; bit < 24; bit++) {
                chip.register(0x00, 0x58, 0x59, 0x49);
                FaultyI2C faulty = new FaultyI2C(bus);
                faulty.flipNext(transfer, bit);
                try {
                    new DS1307(new I2C(faulty));
                } catch (BusException | DeviceNotFoundException e) {
                    assertThat(e).isNotNull();
                }
                assertThat(chip.register(0x02)).isIn(0x49, 0x09);
                assertThat(chip.registers(0x00, 2)).containsExactly(0x58, 0x59);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x5F, 0x40, 0x53, 0x4A, 0x73, 0x2A, 0x24})
    void anHourThatIsNoneIsAnErrorAndNotRepaired(int hour) {
        chip.register(0x02, hour);
        DS1307 clock = new DS1307(i2c);
        assertThat(chip.registers(0x00, 8)).containsExactly(0x58, 0x59, hour, 0x01, 0x13, 0x08, 0x18, 0x03);
        assertThatThrownBy(clock::datetime)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("holds no date (5859%02x01130818)", hour);
        assertThat(chip.register(0x02)).isEqualTo(hour);
    }

    /** Set by another program after the driver has looked. */
    @Test
    void anHourOfTwelveIsNotTakenForOneOfTwentyFour() {
        DS1307 clock = new DS1307(i2c);
        chip.register(0x02, 0x61);
        assertThat(clock.datetime().getHour()).isEqualTo(13);
        assertThat(chip.registers(0x00, 8)).containsExactly(0x58, 0x59, 0x13, 0x01, 0x13, 0x08, 0x18, 0x03);
    }

    @Test
    void aDateThatIsNoneIsReadAgain() {
        FaultyI2C faulty = new FaultyI2C(bus);
        DS1307 clock = new DS1307(new I2C(faulty));
        for (int bit : new int[] {1, 8 + 1, 16 + 3, 16 + 6, 40 + 4}) {
            faulty.flipNext(0, bit);
            assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2018, 8, 13, 23, 59, 58));
        }
    }

    @Test
    void secondsThatWereReadWrongOnceAreNotWritten() {
        FaultyI2C faulty = new FaultyI2C(bus);
        DS1307 clock = new DS1307(new I2C(faulty));
        for (int bit = 0; bit < 8; bit++) {
            for (int transfer = 0; transfer < 3; transfer++) {
                faulty.flipNext(transfer, bit);
                clock.disableOscillator(true);
                assertThat(chip.register(0x00)).isEqualTo(0xD8);
                faulty.flipNext(transfer, bit);
                clock.disableOscillator(false);
                assertThat(chip.register(0x00)).isEqualTo(0x58);
            }
        }
    }

    @Test
    void aHaltedClockOfTwelveHoursStaysHalted() {
        chip.register(0x00, 0xD8, 0x59, 0x71);
        DS1307 clock = new DS1307(i2c);
        assertThat(clock.disableOscillator()).isTrue();
        assertThat(clock.datetime().getHour()).isEqualTo(23);
    }

    @ParameterizedTest
    @CsvSource({"1, MONDAY", "6, SATURDAY", "7, SUNDAY"})
    void theWeekdayCountsFromMonday(int register, DayOfWeek day) {
        chip.register(0x03, register);
        assertThat(new DS1307(i2c).weekday()).isEqualTo(day);
    }

    @Test
    void noWeekdayIsAnError() {
        chip.register(0x03, 0);
        DS1307 clock = new DS1307(i2c);
        assertThatThrownBy(clock::weekday)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("DS1307", "no weekday", "Set its datetime");
    }

    @ParameterizedTest
    @CsvSource({"5, 0x00", "5, 0x13", "4, 0x30", "0, 0x5A", "6, 0xA0"})
    void aClockThatWasNeverSetHasNoDate(int register, String value) {
        chip.register(0x05, 0x02).register(register, Integer.decode(value));
        DS1307 clock = new DS1307(i2c);
        assertThatThrownBy(clock::datetime)
                .isInstanceOf(BusException.class)
                .hasMessageStartingWith("the clock at address 0x68 of I2C(simulated I2C) holds no date");
        assertFree(i2c);
        clock.datetime(LocalDateTime.of(2026, 1, 1, 0, 0));
        assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2026, 1, 1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1999, 2100, -1})
    void aYearOutsideTheCenturyIsRefused(int year) {
        DS1307 clock = new DS1307(i2c);
        assertThatThrownBy(() -> clock.datetime(LocalDateTime.of(year, 1, 1, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000 to 2099");
        assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2018, 8, 13, 23, 59, 58));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x08, 0x20, 0x40})
    void aChipWithOtherControlBitsIsRefused(int control) {
        chip.register(0x07, control);
        assertThatThrownBy(() -> new DS1307(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll(
                        "no DS1307 at address 0x68", "0x%02x in register 0x07".formatted(control), "in the bits 0x6c");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x10, 0x20, 0x40, 0x80})
    void aChipWithOtherWeekdayBitsIsRefused(int weekday) {
        chip.register(0x03, weekday);
        assertThatThrownBy(() -> new DS1307(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("register 0x03", "in the bits 0xf8");
    }

    @Test
    void theSquareWaveIsNoOtherChip() {
        chip.register(0x07, 0x93);
        assertThat(new DS1307(i2c).datetime().getYear()).isEqualTo(2018);
    }

    @Test
    void agreesWithTheSimulatedChipWhichCounts() {
        SimDS1307 model = new SimDS1307();
        SimI2CBus other = new SimI2CBus().attach(0x68, model);
        DS1307 clock = new DS1307(new I2C(other));
        clock.datetime(LocalDateTime.of(2027, 12, 31, 23, 59, 50));
        assertThat(model.dateTime()).isEqualTo(LocalDateTime.of(2027, 12, 31, 23, 59, 50));
        other.clock().advance(Duration.ofSeconds(15));
        assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2028, 1, 1, 0, 0, 5));
        assertThat(clock.weekday()).isEqualTo(DayOfWeek.SATURDAY);
        clock.disableOscillator(true);
        assertThat(model.isHalted()).isTrue();
        other.clock().advance(Duration.ofSeconds(15));
        assertThat(clock.datetime()).isEqualTo(LocalDateTime.of(2028, 1, 1, 0, 0, 5));
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new DS1307(empty))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x68");
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        DS1307 clock = new DS1307(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(clock::datetime).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(clock.datetime().getDayOfMonth()).isEqualTo(13);
    }
}
