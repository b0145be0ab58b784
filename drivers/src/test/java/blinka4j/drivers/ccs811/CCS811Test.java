// SPDX-License-Identifier: MIT
package blinka4j.drivers.ccs811;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.ccs811.CCS811.DriveMode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimCCS811;
import blinka4j.testing.FaultyI2C;
import blinka4j.testing.FaultyI2C.Fault;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CCS811Test {
    private final SimCCS811 chip = new SimCCS811();
    private final SimI2CBus bus = new SimI2CBus().attach(0x5A, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private void measure(int ppm, int ppb) {
        chip.quantity("co2").value(ppm);
        chip.quantity("tvoc").value(ppb);
        bus.clock().advance(Duration.ofSeconds(1));
    }

    /** Data sheet: reset with a cookie, start of the firmware without data, mode 1. */
    private static I2CPlayback started() {
        return I2CPlayback.at(0x5A)
                .register(0x20, 0x81)
                .writes(0xFF, 0x11, 0xE5, 0x72, 0x8A)
                .sleeps(20)
                .writes(0xF4)
                .sleeps(20)
                .register(0x00, 0x90)
                .register(0x00, 0x90)
                .writes(0x01, 0x10);
    }

    @Test
    void theFirmwareIsStartedAndMeasuresOnceASecond() {
        try (I2CPlayback played = started().register(0x01, 0x10)) {
            assertThat(new CCS811(played.i2c()).driveMode()).isEqualTo(DriveMode.DRIVE_MODE_1SEC);
        }
    }

    /** Data sheet: eCO2 400 to 8192 ppm, TVOC 0 to 1187 ppb; RIOT's and Zephyr's readers have the same order of bytes. */
    @ParameterizedTest
    @CsvSource({
        "0x01, 0x90, 0x00, 0x00, 400, 0",
        "0x20, 0x00, 0x04, 0xA3, 8192, 1187",
        "0x01, 0xCE, 0x00, 0x09, 462, 9",
        "0x80, 0x00, 0x72, 0x16, 32768, 29206"
    })
    void valuesHaveTheirHighByteFirst(String a, String b, String c, String d, double ppm, double ppb) {
        int[] bytes = {Integer.decode(a), Integer.decode(b), Integer.decode(c), Integer.decode(d)};
        try (I2CPlayback played =
                started().register(0x00, 0x98).register(0x02, bytes).register(0x00, 0x90)) {
            CCS811 sensor = new CCS811(played.i2c());
            assertThat(sensor.eco2()).isEqualTo(ppm);
            assertThat(sensor.tvoc()).isEqualTo(ppb);
        }
    }

    /** As chips with firmware 1.0.0 do at first: maarten-pennings/CCS811, issue 54. */
    @Test
    void valuesThatTheChipCannotHaveAreErrors() {
        try (I2CPlayback played = started()
                .register(0x00, 0x98)
                .register(0x02, 0x60, 0x89, 0xFE, 0x3F)
                .register(0x00, 0x90)) {
            CCS811 sensor = new CCS811(played.i2c());
            assertThatThrownBy(sensor::eco2).isInstanceOf(BusException.class).hasMessageContaining("65087.0 ppb");
            assertThat(sensor.eco2()).isNaN();
        }
    }

    @Test
    void valuesAreThoseOfTheNewestMeasurement() {
        CCS811 sensor = new CCS811(i2c);
        assertThat(sensor.dataReady()).isFalse();
        assertThat(sensor.eco2()).isNaN();
        assertThat(sensor.tvoc()).isNaN();
        measure(1234, 567);
        assertThat(sensor.dataReady()).isTrue();
        assertThat(sensor.eco2()).isEqualTo(1234);
        assertThat(sensor.dataReady()).isFalse();
        chip.quantity("tvoc").value(0);
        assertThat(sensor.tvoc()).isEqualTo(567);
        measure(400, 0);
        assertThat(sensor.tvoc()).isZero();
        assertThat(sensor.eco2()).isEqualTo(400);
    }

    /** Data sheet, MEAS_MODE: codes 0 to 4 from bit 4 on, each 1, 10, 60 or 0.25 s. */
    @ParameterizedTest
    @CsvSource({
        "DRIVE_MODE_IDLE, 0x00, 3600000",
        "DRIVE_MODE_1SEC, 0x10, 1000",
        "DRIVE_MODE_10SEC, 0x20, 10000",
        "DRIVE_MODE_60SEC, 0x30, 60000",
        "DRIVE_MODE_250MS, 0x40, 250"
    })
    void driveModesHaveTheirCodes(DriveMode mode, String code, int millis) {
        CCS811 sensor = new CCS811(i2c);
        sensor.driveMode(mode);
        assertThat(chip.registers().word(0x01)).isEqualTo(Integer.decode(code));
        assertThat(sensor.driveMode()).isEqualTo(mode);
        bus.clock().advance(Duration.ofMillis(millis - 10));
        assertThat(sensor.dataReady()).isFalse();
        bus.clock().advance(Duration.ofMillis(10));
        assertThat(sensor.dataReady()).isEqualTo(mode != DriveMode.DRIVE_MODE_IDLE);
    }

    /** Data sheet, MEAS_MODE: bit 3 INT_DATARDY, bit 2 INT_THRESH. */
    @Test
    void interruptsHaveTheirBits() {
        CCS811 sensor = new CCS811(i2c);
        sensor.interruptEnabled(true);
        assertThat(chip.registers().word(0x01)).isEqualTo(0x18);
        sensor.intThresh(true);
        assertThat(chip.registers().word(0x01)).isEqualTo(0x1C);
        assertThat(sensor.intThresh()).isTrue();
        sensor.interruptEnabled(false);
        assertThat(chip.registers().word(0x01)).isEqualTo(0x14);
        assertThat(sensor.interruptEnabled()).isFalse();
        sensor.driveMode(DriveMode.DRIVE_MODE_250MS);
        assertThat(chip.registers().word(0x01)).isEqualTo(0x44);
        sensor.intThresh(false);
        assertThat(sensor.intThresh()).isFalse();
    }

    /** Data sheet, ENV_DATA: 48.5 % is 0x6100, 23.5 °C too; 0x6400 for 50 % and 25 °C; 0 for -25 °C and less. */
    @ParameterizedTest
    @CsvSource({
        "48.5, 23.5, 0x61006100",
        "50, 25, 0x64006400",
        "0, -25, 0x00000000",
        "100, 85, 0xC800DC00",
        "48.25, 25.125, 0x60806440",
        "0.001, -40, 0x00010000",
        "33.333, 0, 0x42AA3200"
    })
    void environmentalDataIsInStepsOfOneIn512(double humidity, double celsius, String bytes) {
        new CCS811(i2c).setEnvironmentalData(humidity, celsius);
        assertThat(chip.registers().word(0x05)).isEqualTo(Integer.parseUnsignedInt(bytes.substring(2), 16));
    }

    /** Data sheet, THRESHOLDS: 1500 ppm, 2500 ppm and 50 ppm are the first ones. */
    @ParameterizedTest
    @CsvSource({"1500, 2500, 50, 05dc09c432", "0, 0, 0, 0000000000", "400, 65535, 255, 0190ffffff"})
    void thresholdsAreWordsAndAByte(int low, int high, int hysteresis, String bytes) {
        CCS811 sensor = new CCS811(i2c);
        sensor.setInterruptThresholds(low, high, hysteresis);
        assertThat(chip.registers().bytes(0x10)).asHexString().isEqualToIgnoringCase(bytes);
    }

    @Test
    void otherSettingsAreRefused() {
        CCS811 sensor = new CCS811(i2c);
        for (double[] each : new double[][] {{-0.1, 0}, {100.1, 0}, {Double.NaN, 0}, {0, -40.1}, {0, 85.1}}) {
            assertThatThrownBy(() -> sensor.setEnvironmentalData(each[0], each[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("environmental data", String.valueOf(each[0]));
        }
        for (int[] each : new int[][] {{-1, 0, 0}, {1, 0, 0}, {0, 65_536, 0}, {0, 0, 256}, {0, 0, -1}}) {
            assertThatThrownBy(() -> sensor.setInterruptThresholds(each[0], each[1], each[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("thresholds");
        }
        assertThatThrownBy(() -> sensor.baseline(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.registers().bytes(0x10)).asHexString().isEqualToIgnoringCase("05DC09C432");
        assertThat(chip.registers().word(0x05)).isEqualTo(0x64006400);
    }

    /** The low byte first, as CircuitPython's programs have saved it. */
    @ParameterizedTest
    @CsvSource({"0xDDAA, aadd", "0, 0000", "0xFFFF, ffff"})
    void theBaselineHasItsLowByteFirst(String value, String bytes) {
        CCS811 sensor = new CCS811(i2c);
        sensor.baseline(Integer.decode(value));
        assertThat(chip.registers().bytes(0x11)).asHexString().isEqualToIgnoringCase(bytes);
        assertThat(sensor.baseline()).isEqualTo(Integer.decode(value));
    }

    /** AN000372: 10 kΩ and 100 kΩ share the voltage 1 : 10 at 25 °C; B is 3380 K. 27.28 kΩ at 0 °C, 1.45 kΩ at 85 °C. */
    @ParameterizedTest
    @CsvSource({"1000, 100, 25, 0.001", "1000, 282, 0, 0.1", "1000, 15, 85, 2", "1000, 2363, -40, 2"})
    void temperatureIsThatOfTheThermistor(int reference, int thermistor, double celsius, double tolerance) {
        CCS811 sensor = new CCS811(i2c);
        chip.registers()
                .onRead(register -> chip.registers()
                        .bytes(0x06, reference >> 8, reference & 0xFF, thermistor >> 8, thermistor & 0xFF));
        assertThat(sensor.temperature()).isCloseTo(celsius, within(tolerance));
        sensor.tempOffset(2.5);
        assertThat(sensor.tempOffset()).isEqualTo(2.5);
        assertThat(sensor.temperature()).isCloseTo(celsius - 2.5, within(tolerance));
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "1000, 0", "65535, 1", "1, 65535"})
    void aTemperatureThatNoThermistorHasIsAnError(int reference, int thermistor) {
        CCS811 sensor = new CCS811(i2c);
        chip.registers()
                .onRead(register -> chip.registers()
                        .bytes(0x06, reference >> 8, reference & 0xFF, thermistor >> 8, thermistor & 0xFF));
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("°C, which is not from -55.0 to 150.0");
        assertFree(i2c);
    }

    @Test
    void withoutAThermistorThereIsNoTemperature() {
        CCS811 sensor = new CCS811(i2c);
        chip.registers().onRead(register -> chip.registers().bytes(0x06, 0, 0, 0, 0));
        assertThat(sensor.temperature()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -0.5, 25, 85})
    void temperatureAgreesWithTheSimulatedChip(double celsius) {
        chip.quantity("temperature").value(celsius);
        assertThat(new CCS811(i2c).temperature()).isCloseTo(celsius, within(0.05));
    }

    /** Data sheet, ERROR_ID: 0x10 is HEATER_FAULT; reading it clears the flag. */
    @Test
    void anErrorOfTheChipIsThrownOnce() {
        CCS811 sensor = new CCS811(i2c);
        measure(1000, 100);
        chip.fail(0x10);
        assertThat(sensor.error()).isTrue();
        assertThatThrownBy(sensor::eco2)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("0x10", "heater", "reset()");
        assertFree(i2c);
        assertThat(sensor.error()).isFalse();
        assertThat(sensor.eco2()).isEqualTo(1000);
        chip.fail(0x21);
        assertThat(sensor.errorCode()).isEqualTo(0x21);
        assertThat(sensor.errorCode()).isZero();
    }

    /** A program that starts again: the original's start of the firmware would be an error now. */
    @Test
    void aChipThatMeasuresIsNoError() {
        CCS811 first = new CCS811(i2c);
        first.driveMode(DriveMode.DRIVE_MODE_60SEC);
        CCS811 sensor = new CCS811(i2c);
        measure(1000, 100);
        assertThat(sensor.eco2()).isEqualTo(1000);
        assertThat(sensor.appValid()).isTrue();
        assertThat(sensor.fwMode()).isTrue();
        assertThat(sensor.hwId()).isEqualTo(0x81);
    }

    @Test
    void aResetStartsAgain() {
        CCS811 sensor = new CCS811(i2c);
        measure(1000, 100);
        assertThat(sensor.eco2()).isEqualTo(1000);
        sensor.driveMode(DriveMode.DRIVE_MODE_10SEC);
        sensor.setInterruptThresholds(1, 2, 3);
        sensor.reset();
        assertThat(sensor.eco2()).isNaN();
        assertThat(sensor.tvoc()).isNaN();
        assertThat(sensor.driveMode()).isEqualTo(DriveMode.DRIVE_MODE_1SEC);
        assertThat(chip.registers().bytes(0x10)).asHexString().isEqualToIgnoringCase("05DC09C432");
        measure(700, 70);
        assertThat(sensor.tvoc()).isEqualTo(70);
    }

    /** Its supply failed for a moment. */
    @Test
    void aChipThatIsInBootModeAgainIsAnError() {
        CCS811 sensor = new CCS811(i2c);
        measure(1000, 100);
        assertThat(sensor.eco2()).isEqualTo(1000);
        i2c.writeTo(0x5A, new byte[] {(byte) 0xFF, 0x11, (byte) 0xE5, 0x72, (byte) 0x8A});
        bus.clock().advance(Duration.ofSeconds(2));
        assertThat(sensor.fwMode()).isFalse();
        assertThatThrownBy(sensor::eco2)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("does not measure", "supply", "reset()");
        sensor.reset();
        measure(600, 60);
        assertThat(sensor.eco2()).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x00, 0xFF})
    void anotherChipIsRefusedAndNotReset(int id) {
        try (I2CPlayback played = I2CPlayback.at(0x5A).register(0x20, id)) {
            assertThatThrownBy(() -> new CCS811(played.i2c()))
                    .isInstanceOf(DeviceNotFoundException.class)
                    .hasMessageContainingAll("CCS811", "0x%02x".formatted(id));
        }
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new CCS811(i2c, 0x5B)).isInstanceOf(DeviceNotFoundException.class);
        assertFree(i2c);
    }

    @Test
    void firmwareThatDoesNotStartIsATimeout() {
        chip.registers().onRead(register -> chip.registers().bytes(0x00, 0x10));
        assertThatThrownBy(() -> new CCS811(i2c))
                .hasMessageContainingAll("still busy after 100 ms", "power")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }

    @Test
    void anErrorAtTheStartIsAnError() {
        chip.registers().onRead(register -> chip.registers().bytes(0x00, 0x91).bytes(0xE0, 0x20));
        assertThatThrownBy(() -> new CCS811(i2c))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("0x20");
    }

    /** The values that the failed transfer has taken from the chip are lost; the next ones come. */
    @ParameterizedTest
    @CsvSource({"0, NO_ACKNOWLEDGE", "0, TIMEOUT_AFTERWARDS", "1, NO_ACKNOWLEDGE", "1, TIMEOUT_AFTERWARDS"})
    void aReadingThatFailsInTheMiddleLeavesTheBusFree(int transfer, Fault fault) {
        CCS811 sensor = new CCS811(i2c);
        measure(1000, 100);
        faulty.next(transfer, fault);
        assertThatThrownBy(sensor::eco2).isInstanceOf(BusException.class);
        assertFree(i2c);
        measure(2000, 200);
        assertThat(sensor.eco2()).isEqualTo(2000);
        assertThat(sensor.tvoc()).isEqualTo(200);
    }

    @Test
    void afterASettingThatFailedTheDriverSaysWhatTheChipHas() {
        CCS811 sensor = new CCS811(i2c);
        // Three readings, then the write.
        faulty.next(3, Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.driveMode(DriveMode.DRIVE_MODE_10SEC)).isInstanceOf(BusException.class);
        assertThat(sensor.driveMode()).isEqualTo(DriveMode.DRIVE_MODE_10SEC);
        faulty.next(3, Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.driveMode(DriveMode.DRIVE_MODE_1SEC)).isInstanceOf(BusException.class);
        assertThat(sensor.driveMode()).isEqualTo(DriveMode.DRIVE_MODE_10SEC);
        faulty.flipNext(0, 3);
        sensor.driveMode(DriveMode.DRIVE_MODE_1SEC);
        assertThat(chip.registers().word(0x01)).isEqualTo(0x10);
        assertFree(i2c);
    }
}
