// SPDX-License-Identifier: MIT
package blinka4j.drivers.hdc302x;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.hdc302x.HDC302x.AutoMode;
import blinka4j.drivers.hdc302x.HDC302x.HeaterPower;
import blinka4j.drivers.hdc302x.HDC302x.Measurements;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimHDC302x;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.EnumSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HDC302xTest {
    private final SimHDC302x chip = new SimHDC302x();
    private final SimI2CBus bus = new SimI2CBus().attach(0x44, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    @BeforeEach
    void setTheChip() {
        chip.quantity("temperature").value(-12.34);
        chip.quantity("humidity").value(56.78);
    }

    /** A sensor in no auto mode, whose manufacturer's id was read. */
    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x44)
                .writes(0x30, 0x93)
                .sleeps(1)
                .writes(0x37, 0x81)
                .sleeps(1)
                .reads(0x30, 0x00, 0x33);
    }

    /** Data sheet, 7.3.3: −45 + 175 t / 65535 °C, 100 h / 65535 %. Checksums: CRC-8/NRSC-5. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, 0x81, -45, 0",
        "0x41, 0xD4, 0x3C, 0.000381, 25.714504",
        "0x80, 0x00, 0xA2, 42.501335, 50.000763",
        "0xBE, 0xEF, 0x92, 85.523003, 74.584573",
        "0xFF, 0xFF, 0xAC, 130, 100"
    })
    void measurementsAreThoseOfTheDataSheetsFormula(
            String high, String low, String crc, double celsius, double percent) {
        int h = Integer.decode(high);
        int l = Integer.decode(low);
        int c = Integer.decode(crc);
        try (I2CPlayback played = sensor().writes(0x24, 0x00).sleeps(15).reads(h, l, c, h, l, c)) {
            Measurements measured = new HDC302x(new I2C(played)).measurements();
            assertThat(measured.temperature()).isCloseTo(celsius, within(1e-6));
            assertThat(measured.relativeHumidity()).isCloseTo(percent, within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(AutoMode.class)
    void agreesWithTheSimulatedChip(AutoMode mode) {
        HDC302x sensor = new HDC302x(i2c);
        sensor.autoMode(mode);
        assertThat(sensor.autoMode()).isEqualTo(mode);
        for (int reading = 0; reading < 2; reading++) {
            assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
            assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.001));
        }
    }

    /** Data sheet, table 7-4. */
    @ParameterizedTest
    @CsvSource({
        "AUTO_5MPS_LP0, 0x2032", "AUTO_5MPS_LP1, 0x2024", "AUTO_5MPS_LP2, 0x202F", "AUTO_5MPS_LP3, 0x20FF",
        "AUTO_1MPS_LP0, 0x2130", "AUTO_1MPS_LP1, 0x2126", "AUTO_1MPS_LP2, 0x212D", "AUTO_1MPS_LP3, 0x21FF",
        "AUTO_2MPS_LP0, 0x2236", "AUTO_2MPS_LP1, 0x2220", "AUTO_2MPS_LP2, 0x222B", "AUTO_2MPS_LP3, 0x22FF",
        "AUTO_4MPS_LP0, 0x2334", "AUTO_4MPS_LP1, 0x2322", "AUTO_4MPS_LP2, 0x2329", "AUTO_4MPS_LP3, 0x23FF",
        "AUTO_10MPS_LP0, 0x2737", "AUTO_10MPS_LP1, 0x2721", "AUTO_10MPS_LP2, 0x272A", "AUTO_10MPS_LP3, 0x27FF"
    })
    void anAutoModeHasItsCommand(AutoMode mode, String code) {
        int command = Integer.decode(code);
        try (I2CPlayback played = sensor().writes(0x30, 0x93)
                .sleeps(1)
                .writes(command >> 8, command & 0xFF)
                .sleeps(1)
                .writes(0xE0, 0x00)
                .sleeps(1)
                .reads(0x68, 0xC5, 0x51, 0x3B, 0x82, 0x31)) {
            HDC302x sensor = new HDC302x(new I2C(played));
            sensor.autoMode(mode);
            assertThat(sensor.autoTemperature()).isCloseTo(26.6209, within(1e-4));
        }
        assertThat(EnumSet.allOf(AutoMode.class)).hasSize(21);
    }

    /** Data sheet, 7.4.1: a measurement that was read before is read as zeros, which would be −45 °C. */
    @Test
    void anAutoModeWaitsForTheNextMeasurement() {
        HDC302x sensor = new HDC302x(i2c);
        sensor.autoMode(AutoMode.AUTO_1MPS_LP0);
        sensor.measurements();
        Duration before = bus.clock().now();
        assertThat(sensor.autoTemperature()).isCloseTo(-12.34, within(0.002));
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1100));
    }

    @Test
    void aChipThatStoppedIsATimeoutAndIsStartedAgain() {
        HDC302x sensor = new HDC302x(i2c);
        sensor.autoMode(AutoMode.AUTO_4MPS_LP1);
        chip.powerOn();
        assertThatThrownBy(sensor::autoRelativeHumidity)
                .hasMessageContainingAll("500 ms", "AUTO_4MPS_LP1")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.autoTemperature()).isCloseTo(-12.34, within(0.002));
    }

    @Test
    void withoutAnAutoModeThereIsNoAutomaticMeasurement() {
        HDC302x sensor = new HDC302x(i2c);
        assertThatThrownBy(sensor::autoTemperature)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("autoMode", "temperature()");
        assertThatThrownBy(sensor::autoRelativeHumidity).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aModeThatFailedIsSetBeforeTheNextMeasurement() {
        HDC302x sensor = new HDC302x(i2c);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.autoMode(AutoMode.AUTO_10MPS_LP0)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(chip.period()).isZero();
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
        assertThat(chip.period()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aChipInAnAutoModeIsStopped() {
        new HDC302x(i2c).autoMode(AutoMode.AUTO_2MPS_LP0);
        assertThat(new HDC302x(i2c).temperature()).isCloseTo(-12.34, within(0.002));
        assertThat(chip.period()).isZero();
    }

    /** Data sheet, 7.3.7: the power first; upstream switches on first. The steps are those of its table of the heater. */
    @ParameterizedTest
    @CsvSource({"QUARTER_POWER, 0x009F", "HALF_POWER, 0x03FF", "FULL_POWER, 0x3FFF"})
    void theHeaterHasPowersAndIsReadFromTheStatus(HeaterPower power, String code) {
        HDC302x sensor = new HDC302x(i2c);
        sensor.heater(power);
        assertThat(chip.words()).containsEntry(0x306E, Integer.decode(code));
        assertThat(sensor.heater()).isTrue();
        sensor.heater(HeaterPower.OFF);
        assertThat(sensor.heater()).isFalse();
    }

    @Test
    void theHeaterGetsItsPowerBeforeItIsSwitchedOn() {
        try (I2CPlayback played = sensor().writes(0x30, 0x6E, 0x03, 0xFF, 0x00)
                .sleeps(1)
                .writes(0x30, 0x6D)
                .sleeps(1)
                .writes(0x30, 0x66)
                .sleeps(1)) {
            HDC302x sensor = new HDC302x(new I2C(played));
            sensor.heater(HeaterPower.HALF_POWER);
            sensor.heater(HeaterPower.OFF);
        }
    }

    /** Data sheet, table 7-14 (status): high is the bits 9 and 7, low 8 and 6. Upstream has others. */
    @ParameterizedTest
    @CsvSource({
        "0x0000, false, false", "0x8A00, true, false", "0x8480, true, false", "0x8900, false, true",
        "0x8440, false, true", "0x8FC0, true, true", "0x8C00, false, false", "0x8010, false, false"
    })
    void alertsAreBitsOfTheStatus(String status, boolean high, boolean low) {
        chip.words().put(0xF32D, Integer.decode(status));
        HDC302x sensor = new HDC302x(i2c);
        assertThat(sensor.status()).isEqualTo(Integer.decode(status));
        assertThat(sensor.highAlert()).isEqualTo(high);
        assertThat(sensor.lowAlert()).isEqualTo(low);
    }

    /** Data sheet, 7.5.7.3.1, example: 90 % and 65 °C are 0xE741, with the checksum 0x55. The others: recorded by periph. */
    @ParameterizedTest
    @CsvSource({"65, 90, 0xE741", "60, 80, 0xCD33", "-45, 0, 0x0000", "130, 100, 0xFFFF", "0, 50, 0x7E83"})
    void limitsAreWordsOfBothValues(double celsius, double percent, String word) {
        HDC302x sensor = new HDC302x(i2c);
        sensor.setHighAlert(celsius, percent);
        sensor.clearHighAlert(celsius, percent);
        sensor.setLowAlert(celsius, percent);
        sensor.clearLowAlert(celsius, percent);
        for (int command : new int[] {0x611D, 0x6116, 0x6100, 0x610B}) {
            assertThat(chip.words()).containsEntry(command, Integer.decode(word));
        }
    }

    @Test
    void aLimitIsSentWithItsChecksum() {
        try (I2CPlayback played = sensor().writes(0x61, 0x1D, 0xE7, 0x41, 0x55).sleeps(1)) {
            new HDC302x(new I2C(played)).setHighAlert(65, 90);
        }
    }

    @ParameterizedTest
    @CsvSource({"131, 50", "-46, 50", "20, 101", "20, -1", "NaN, 50", "20, NaN"})
    void aLimitThatTheChipDoesNotHaveIsRefused(double celsius, double percent) {
        HDC302x sensor = new HDC302x(i2c);
        assertThatThrownBy(() -> sensor.setLowAlert(celsius, percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-45 to 130 °C");
        assertThat(chip.words()).containsEntry(0x6100, 0x3466);
    }

    /** Data sheet, 7.3.10: bit 7 is 1 for plus; steps of 0.1708984375 °C and 0.1953125 %. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0x8080, 0, 0",
        "5, -5, 0x1A9D, 4.956055, -5.078125",
        "-5, 5, 0x9A1D, -4.956055, 5.078125",
        "21.7, 24.8, 0xFFFF, 21.704102, 24.804688",
        "-21.7, -24.8, 0x7F7F, -21.704102, -24.804688",
        "-0.01, -0.01, 0x8080, 0, 0"
    })
    void offsetsAreSignAndMagnitude(double celsius, double percent, String word, double t, double h) {
        HDC302x sensor = new HDC302x(i2c);
        sensor.offsets(celsius, percent);
        assertThat(chip.words()).containsEntry(0xA004, Integer.decode(word));
        assertThat(sensor.offsets().temperature()).isCloseTo(t, within(1e-6));
        assertThat(sensor.offsets().relativeHumidity()).isCloseTo(h, within(1e-6));
    }

    /** Data sheet, 7.3.10: not in an auto mode, and nothing else for 77 ms. */
    @Test
    void anOffsetIsProgrammedInNoAutoMode() {
        try (I2CPlayback played = sensor().writes(0x30, 0x93)
                .sleeps(1)
                .writes(0x21, 0x30)
                .sleeps(1)
                .writes(0x30, 0x93)
                .sleeps(1)
                .writes(0xA0, 0x04, 0x1A, 0x9D, 0x74)
                .sleeps(77)
                .writes(0x30, 0x93)
                .sleeps(1)
                .writes(0x21, 0x30)
                .sleeps(1)) {
            HDC302x sensor = new HDC302x(new I2C(played));
            sensor.autoMode(AutoMode.AUTO_1MPS_LP0);
            sensor.offsets(5, -5);
        }
    }

    @ParameterizedTest
    @CsvSource({"21.8, 0", "-21.8, 0", "0, 24.91", "0, -24.91", "NaN, 0", "0, Infinity"})
    void anOffsetThatTheChipDoesNotHaveIsRefused(double celsius, double percent) {
        HDC302x sensor = new HDC302x(i2c);
        assertThatThrownBy(() -> sensor.offsets(celsius, percent)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.words()).containsEntry(0xA004, 0x8080);
    }

    @Test
    void theChipIsNumbered() {
        assertThat(new HDC302x(i2c).nistId()).containsExactly(0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC);
    }

    @Test
    void anotherChipIsRefused() {
        chip.words().put(0x3781, 0x5449);
        assertThatThrownBy(() -> new HDC302x(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no HDC302x at address 0x44", "0x5449", "expected 0x3000");
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new HDC302x(i2c, 0x47))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x47");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aChangedByteIsNoticedAndTheNextReadingWorks(int changed) {
        HDC302x sensor = new HDC302x(i2c);
        faulty.flipNext(1, 8 * changed + 4);
        assertThatThrownBy(sensor::measurements)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        HDC302x sensor = new HDC302x(i2c);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
    }
}
