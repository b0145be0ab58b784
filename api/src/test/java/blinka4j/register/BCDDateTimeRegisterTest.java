// SPDX-License-Identifier: MIT
package blinka4j.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.fake.FakeI2C;
import blinka4j.fake.FakeSpi;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The layout is that of the DS1307's data sheet, table 2: seconds with the clock-halt bit, minutes, hours with the
 * 12/24 bit, day 1 to 7, date, month, year.
 */
class BCDDateTimeRegisterTest {
    private final FakeI2C port = new FakeI2C();
    private final byte[] memory = port.device(0x68);
    private final I2C i2c = new I2C(port);
    private final Registers clock = new Registers(new I2CDevice(i2c, 0x68, false));
    private final BCDDateTimeRegister ds1307 = new BCDDateTimeRegister(clock, 0, true, 1);

    private void holds(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, memory, 0, bytes.length);
    }

    private String held() {
        return HexFormat.of().formatHex(Arrays.copyOf(memory, 7));
    }

    /** The weekdays are those of the Gregorian calendar: 1 is Monday. */
    @ParameterizedTest
    @CsvSource({
        "00000006010100, 2000-01-01T00:00:00",
        "59592304311299, 2099-12-31T23:59:59",
        "30451204290224, 2024-02-29T12:45:30",
        "07050301231126, 2026-11-23T03:05:07",
        "00002007101021, 2021-10-10T20:00:00"
    })
    void aDateIsWrittenAndReadAsTheDataSheetHasIt(String registers, LocalDateTime time) {
        ds1307.set(time);
        assertThat(held()).isEqualTo(registers);
        assertThat(ds1307.get()).isEqualTo(time);
    }

    @Test
    void aDateIsReadInOneTransferAndWrittenInOne() {
        ds1307.set(LocalDateTime.parse("2024-02-29T12:45:30"));
        ds1307.get();

        assertThat(port.calls)
                .containsExactly("68 write 0030451204290224", "released", "68 write 00 read 7", "released");
    }

    @Test
    void fractionsOfASecondAreDropped() {
        ds1307.set(LocalDateTime.parse("2024-02-29T12:45:30.999999999"));

        assertThat(ds1307.get()).isEqualTo(LocalDateTime.parse("2024-02-29T12:45:30"));
    }

    /** Bit 7 of the seconds halts the clock; other clocks have the century in bit 7 of the month. */
    @Test
    void bitsThatAreNoPartOfTheDateAreLeftOut() {
        holds("b0c5d2fce98224");

        assertThat(ds1307.get()).isEqualTo(LocalDateTime.parse("2024-02-29T12:45:30"));
    }

    @Test
    void settingTheDateStartsTheClock() {
        holds("80000001010100");

        ds1307.set(LocalDateTime.parse("2024-02-29T12:45:30"));

        assertThat(memory[0] & 0x80).isZero();
    }

    /** The PCF8523's data sheet, table 5: days come before weekdays, and Adafruit's library counts Monday as 0 there. */
    @Test
    void theWeekdayMayFollowTheDayAndBeginWithZero() {
        BCDDateTimeRegister other = new BCDDateTimeRegister(clock, 3, false, 0);

        other.set(LocalDateTime.parse("2026-11-23T03:05:07"));

        assertThat(port.calls.get(0)).isEqualTo("68 write 0307050323001126");
        assertThat(other.get()).isEqualTo(LocalDateTime.parse("2026-11-23T03:05:07"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000001000000", // day 0, month 0: as the chip wakes up without a battery
                "00000001010000", // month 0
                "00000001011324", // month 13
                "00000004300224", // 30 February
                "00000004290223", // 29 February of a common year
                "60000004290224", // second 60
                "00600004290224", // minute 60
                "00002404290224", // hour 24
                "0a000004290224", // no decimal digit
                "000000042902a0" // no decimal digit
            })
    void whatIsNoDateIsAnErrorThatSaysSo(String registers) {
        holds(registers);

        assertThatThrownBy(ds1307::get)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.OTHER))
                .hasMessage(
                        "the clock at address 0x68 of I2C(/dev/i2c-1) holds no date (%s): set its datetime first",
                        registers);
        assertThat(port.calls).endsWith("released");
    }

    /** Data sheet of the DS1307, table 2: bit 6 is 12 hours, bit 5 then PM. */
    @ParameterizedTest
    @CsvSource({"52, 00", "41, 01", "49, 09", "51, 11", "72, 12", "61, 13", "68, 20", "71, 23", "21, 21", "10, 10"})
    void aClockLeavesTwelveHourMode(String twelve, String twentyFour) {
        BCDDateTimeRegister twelveHours = new BCDDateTimeRegister(clock, 0, true, 1, true);
        holds("3045" + twelve + "04290224");

        twelveHours.leaveTwelveHourMode();

        assertThat(held()).isEqualTo("3045" + twentyFour + "04290224");
    }

    @Test
    void aDateInTwelveHourModeIsReadAfterTheClockHasLeftIt() {
        BCDDateTimeRegister twelveHours = new BCDDateTimeRegister(clock, 0, true, 1, true);
        holds("30457104290224");

        assertThat(twelveHours.get()).isEqualTo(LocalDateTime.parse("2024-02-29T23:45:30"));
        assertThat(held()).isEqualTo("30452304290224");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f", "40", "53", "4a", "73"})
    void anInvalidHourOfTwelveIsReportedAndNotChanged(String hour) {
        BCDDateTimeRegister twelveHours = new BCDDateTimeRegister(clock, 0, true, 1, true);
        holds("3045" + hour + "04290224");

        assertThatThrownBy(twelveHours::get).isInstanceOf(BusException.class).hasMessageContaining("no date");
        assertThat(held()).isEqualTo("3045" + hour + "04290224");
    }

    @Test
    void aClockWithoutTwelveHourModeIsNotChanged() {
        holds("30455204290224");

        ds1307.leaveTwelveHourMode();

        assertThat(port.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1999-12-31T23:59:59", "2100-01-01T00:00:00"})
    void aYearThatDoesNotFitIsRefused(LocalDateTime time) {
        assertThatThrownBy(() -> ds1307.set(time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the clock at address 0x68 of I2C(/dev/i2c-1) holds the years 2000 to 2099, not %s",
                        time.getYear());
        assertThat(port.calls).isEmpty();
    }

    @Test
    void aClockOverSpiIsReadAndSetInTheSameWay() {
        FakeSpi spi = new FakeSpi();
        BCDDateTimeRegister overSpi = new BCDDateTimeRegister(new Registers(new SPIDevice(new SPI(spi))), 0, true, 1);
        spi.answer(0, 0x30, 0x45, 0x12, 4, 0x29, 2, 0x24);

        assertThat(overSpi.get()).isEqualTo(LocalDateTime.parse("2024-02-29T12:45:30"));
        overSpi.set(LocalDateTime.parse("2026-11-23T03:05:07"));

        assertThat(spi.calls).endsWith("send 8000000000000000 receive", "send 0007050301231126");
    }
}
