// SPDX-License-Identifier: MIT
package blinka4j.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.fake.FakeI2C;
import blinka4j.register.BCDAlarmTimeRegister.Alarm;
import blinka4j.register.BCDAlarmTimeRegister.Frequency;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layouts are those of the DS3231 (data sheet, figure 1 and table 2) and the PCF8523 (data sheet, tables 22 to 25). */
class BCDAlarmTimeRegisterTest {
    private final FakeI2C port = new FakeI2C();
    private final byte[] memory = port.device(0x68);
    private final Registers clock = new Registers(new I2CDevice(new I2C(port), 0x68, false));
    private final BCDAlarmTimeRegister first = new BCDAlarmTimeRegister(clock, 0, true, true, 1);
    private final BCDAlarmTimeRegister second = new BCDAlarmTimeRegister(clock, 0, false, true, 1);
    private final BCDAlarmTimeRegister pcf8523 = new BCDAlarmTimeRegister(clock, 0, false, false, 0);

    private BCDAlarmTimeRegister named(String name) {
        return name.equals("first") ? first : name.equals("second") ? second : pcf8523;
    }

    private void holds(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, memory, 0, bytes.length);
    }

    private String held(int count) {
        return HexFormat.of().formatHex(Arrays.copyOf(memory, count));
    }

    /** Tuesday, 2023-09-12 17:55:42; what does not count is read as 2017-01-01 00:00:00. */
    @ParameterizedTest
    @CsvSource({
        "first, SECONDLY, 80808080, 2017-01-01T00:00:00",
        "first, MINUTELY, 42808080, 2017-01-01T00:00:42",
        "first, HOURLY, 42558080, 2017-01-01T00:55:42",
        "first, DAILY, 42551780, 2017-01-01T17:55:42",
        "first, WEEKLY, 42551742, 2017-01-03T17:55:42",
        "first, MONTHLY, 42551712, 2017-01-12T17:55:42",
        "second, MINUTELY, 808080, 2017-01-01T00:00:00",
        "second, HOURLY, 558080, 2017-01-01T00:55:00",
        "second, DAILY, 551780, 2017-01-01T17:55:00",
        "second, WEEKLY, 551742, 2017-01-03T17:55:00",
        "second, MONTHLY, 551712, 2017-01-12T17:55:00",
        "pcf8523, MINUTELY, 80808080, 2017-01-01T00:00:00",
        "pcf8523, HOURLY, 55808080, 2017-01-01T00:55:00",
        "pcf8523, DAILY, 55178080, 2017-01-01T17:55:00",
        "pcf8523, WEEKLY, 55178001, 2017-01-03T17:55:00",
        "pcf8523, MONTHLY, 55171280, 2017-01-12T17:55:00"
    })
    void anAlarmIsWrittenAndReadAsTheDataSheetHasIt(
            String name, Frequency frequency, String registers, LocalDateTime read) {
        BCDAlarmTimeRegister alarm = named(name);
        alarm.set(new Alarm(LocalDateTime.parse("2023-09-12T17:55:42.9"), frequency));
        assertThat(held(registers.length() / 2)).isEqualTo(registers);
        assertThat(alarm.get()).isEqualTo(new Alarm(read, frequency));
    }

    @ParameterizedTest
    @CsvSource({
        "first, 00000041, WEEKLY, 2017-01-02T00:00:00",
        "first, 59592347, WEEKLY, 2017-01-08T23:59:59",
        "first, 00000001, MONTHLY, 2017-01-01T00:00:00",
        "first, 59592331, MONTHLY, 2017-01-31T23:59:59",
        "pcf8523, 00008000, WEEKLY, 2017-01-02T00:00:00",
        "pcf8523, 59238006, WEEKLY, 2017-01-08T23:59:00",
        "pcf8523, 59233180, MONTHLY, 2017-01-31T23:59:00"
    })
    void theLeastAndTheGreatestPartsAreRead(String name, String registers, Frequency frequency, LocalDateTime time) {
        holds(registers);
        assertThat(named(name).get()).isEqualTo(new Alarm(time, frequency));
    }

    @ParameterizedTest
    @CsvSource({
        "first, 60000001", "first, 00600001", "first, 00002401", "first, 00000000", "first, 00000032",
        "first, 00000040", "first, 5a000001", "first, 00006101", "first, 80000001", "first, 00800001",
        "first, 00008001", "second, 800001", "pcf8523, 00000000", "pcf8523, 00008007", "pcf8523, 00000101",
        "pcf8523, 80000180", "pcf8523, 00240180"
    })
    void whatIsNoAlarmIsAnError(String name, String registers) {
        holds(registers);
        assertThatThrownBy(() -> named(name).get())
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("holds no alarm (" + registers + ")", "set the alarm first");
        assertThat(held(registers.length() / 2)).isEqualTo(registers);
        first.set(new Alarm(LocalDateTime.of(2024, 2, 29, 1, 2), Frequency.DAILY));
        assertThat(first.get().time()).isEqualTo(LocalDateTime.of(2017, 1, 1, 1, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"second", "pcf8523"})
    void anAlarmWithoutSecondsIsNotDueEachSecond(String name) {
        Alarm secondly = new Alarm(LocalDateTime.of(2024, 2, 29, 1, 2), Frequency.SECONDLY);
        assertThatThrownBy(() -> named(name).set(secondly))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no seconds", "MINUTELY to MONTHLY");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void anAlarmIsWrittenInOneTransferAndReadInOne() {
        first.set(new Alarm(LocalDateTime.of(2024, 2, 29, 1, 2, 3), Frequency.MONTHLY));
        first.get();
        assertThat(port.calls).containsExactly("68 write 0003020129", "released", "68 write 00 read 4", "released");
    }
}
