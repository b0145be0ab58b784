// SPDX-License-Identifier: MIT
package blinka4j.drivers.si7021;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.si7021.SI7021.Measurement;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSI7021;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SI7021Test {
    private static final Duration TEMPERATURE = Duration.ofNanos(10_800_000);
    private static final Duration HUMIDITY = Duration.ofNanos(22_800_000);

    private final SimSI7021 chip = new SimSI7021().temperature(-12.34).humidity(56.78);
    private final SimI2CBus bus = new SimI2CBus().attach(0x40, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    /** A sensor that was reset, and whose heater has the least current. */
    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x40).writes(0xFE).sleeps(15).register(0xE7, 0x3A).writes(0x51, 0x00);
    }

    /** Data sheet, 5.1.2: 175.72 code / 65536 − 46.85 °C. Checksums: those of the HTU21D's data sheet, and CRC-8 with 0x131. */
    @ParameterizedTest
    @CsvSource({
        "0x09, 0xF4, 0x85, -40.018113",
        "0x44, 0x40, 0x37, -0.002773",
        "0x68, 0x3A, 0x7C, 24.691764",
        "0x4E, 0x85, 0x6B, 7.046297",
        "0xFA, 0x40, 0xCB, 124.923164"
    })
    void theTemperatureIsThatOfTheDataSheetsFormula(String high, String low, String crc, double celsius) {
        try (I2CPlayback played = sensor().writes(0xF3)
                .sleeps(TEMPERATURE)
                .reads(Integer.decode(high), Integer.decode(low), Integer.decode(crc))) {
            assertThat(new SI7021(new I2C(played)).temperature()).isCloseTo(celsius, within(1e-6));
        }
    }

    /** Data sheet, 5.1.1: 125 code / 65536 − 6 %, cut to 0 to 100. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x02, 0x62, 0",
        "0x0C, 0x4A, 0x52, 0.000519",
        "0x68, 0x3A, 0x7C, 44.891876",
        "0x4E, 0x85, 0x6B, 32.339615",
        "0xFF, 0xF2, 0x61, 100"
    })
    void theHumidityIsThatOfTheDataSheetsFormula(String high, String low, String crc, double percent) {
        try (I2CPlayback played = sensor().writes(0xF5)
                .sleeps(HUMIDITY)
                .reads(Integer.decode(high), Integer.decode(low), Integer.decode(crc))) {
            assertThat(new SI7021(new I2C(played)).relativeHumidity()).isCloseTo(percent, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"-40, 0", "-0.01, 0.5", "0, 50", "125, 100"})
    void agreesWithTheSimulatedChip(double celsius, double percent) {
        chip.temperature(celsius).humidity(percent);
        SI7021 sensor = new SI7021(i2c);
        assertThat(sensor.temperature()).isCloseTo(celsius, within(0.012));
        assertThat(sensor.relativeHumidity()).isCloseTo(percent, within(0.04));
        assertThat(sensor.serialNumber()).isEqualTo(0x0123456715FFFFFFL);
        assertThat(sensor.deviceIdentifier()).isEqualTo("Si7021");
    }

    /** A reading takes the rest of the time. */
    @Test
    void aMeasurementThatWasStartedIsOnlyRead() {
        SI7021 sensor = new SI7021(i2c);
        sensor.startMeasurement(Measurement.HUMIDITY);
        sensor.startMeasurement(Measurement.HUMIDITY);
        bus.clock().advance(Duration.ofMillis(20));
        Duration before = bus.clock().now();
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.04));
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(5));
        sensor.startMeasurement(Measurement.TEMPERATURE);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    @Test
    void oneMeasurementAtATimeIsStarted() {
        SI7021 sensor = new SI7021(i2c);
        sensor.startMeasurement(Measurement.HUMIDITY);
        assertThatThrownBy(() -> sensor.startMeasurement(Measurement.TEMPERATURE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HUMIDITY");
        assertThatThrownBy(sensor::temperature).isInstanceOf(IllegalStateException.class);
        assertFree(i2c);
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.04));
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    /** Data sheet, 6.1: bit 2 of user register 1; the other bits keep their values. Upstream's property calls itself for ever. */
    @Test
    void theHeaterIsABitOfTheUserRegister() {
        SI7021 sensor = new SI7021(i2c);
        assertThat(sensor.heaterEnable()).isFalse();
        sensor.heaterEnable(true);
        assertThat(chip.user()).isEqualTo(0x3E);
        assertThat(sensor.heaterEnable()).isTrue();
        sensor.heaterEnable(false);
        assertThat(chip.user()).isEqualTo(0x3A);
    }

    /** Data sheet, table 6.2: the bits 0 to 3. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 8, 15})
    void theHeaterHasSixteenLevels(int level) {
        SI7021 sensor = new SI7021(i2c);
        sensor.heaterLevel(level);
        assertThat(chip.heater()).isEqualTo(level);
        assertThat(sensor.heaterLevel()).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 16, 256})
    void aLevelThatTheHeaterDoesNotHaveIsRefused(int level) {
        SI7021 sensor = new SI7021(i2c);
        assertThatThrownBy(() -> sensor.heaterLevel(level)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.heater()).isZero();
    }

    /** Data sheet, 5.3. */
    @ParameterizedTest
    @CsvSource({
        "0x0D, Si7013",
        "0x14, Si7020",
        "0x15, Si7021",
        "0x00, Engineering sample",
        "0xFF, Engineering sample",
        "0x32, Unknown"
    })
    void theElectronicIdNamesTheDevice(String snb3, String name) {
        int id = Integer.decode(snb3);
        I2CPlayback played = sensor();
        for (int reading = 0; reading < 2; reading++) {
            played.writes(0xFA, 0x0F)
                    .thenReads(1, 0, 2, 0, 3, 0, 4, 0)
                    .writes(0xFC, 0xC9)
                    .thenReads(id, 6, 0, 7, 8, 0);
        }
        try (played) {
            assertThat(new SI7021(new I2C(played)).deviceIdentifier()).isEqualTo(name);
        }
    }

    @Test
    void anElectronicIdThatIsReadWrongIsRefused() {
        SI7021 sensor = new SI7021(i2c);
        faulty.flipNext(1, 0);
        assertThatThrownBy(sensor::serialNumber)
                .hasMessageContaining("two readings")
                .isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.serialNumber()).isEqualTo(0x0123456715FFFFFFL);
    }

    /** Data sheet, 6.1: 0x3A after a reset; bit 6 is a low supply, bit 2 the heater. */
    @ParameterizedTest
    @ValueSource(ints = {0x3A, 0x7A, 0x3E})
    void theUserRegisterIsThatOfASi7021(int user) {
        try (I2CPlayback played = I2CPlayback.at(0x40)
                .writes(0xFE)
                .sleeps(15)
                .register(0xE7, user)
                .writes(0x51, 0)) {
            new SI7021(new I2C(played));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x02, 0xBA, 0xFF})
    void anotherChipIsRefused(int user) {
        try (I2CPlayback played = I2CPlayback.at(0x40).writes(0xFE).sleeps(15).register(0xE7, user)) {
            I2C i2c = new I2C(played);
            assertThatThrownBy(() -> new SI7021(i2c))
                    .isInstanceOf(DeviceNotFoundException.class)
                    .hasMessageContainingAll("no SI7021 at address 0x40", "0x%02x".formatted(user), "expected 0x3a");
            assertFree(i2c);
        }
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new SI7021(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x40");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aChangedByteIsNoticedAndTheNextReadingWorks(int changed) {
        SI7021 sensor = new SI7021(i2c);
        faulty.flipNext(1, 8 * changed + 4);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    /** It is busy for longer than a measurement takes. Upstream waits for ever. */
    @Test
    void aChipThatDoesNotAnswerIsATimeout() {
        SI7021 sensor = new SI7021(i2c);
        sensor.startMeasurement(Measurement.TEMPERATURE);
        bus.unplug(0x40);
        assertThatThrownBy(sensor::temperature)
                .hasMessageContaining("50 ms")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
        bus.plug(0x40);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    /** A reply that did not come is zeros, and their checksum is 0. The chip cannot measure −46.85 °C or −6 %. */
    @Test
    void zerosAreNoMeasurement() {
        SI7021 sensor = new SI7021(i2c);
        faulty.cutNext(1, 0);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        SI7021 sensor = new SI7021(i2c);
        faulty.next(1, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(sensor::relativeHumidity)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.BUSY, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    /** The heater's bit is not known after a failed write: it is read again. */
    @Test
    void aHeaterThatWasNotSetIsReadAgain() {
        SI7021 sensor = new SI7021(i2c);
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.heaterEnable(true)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.heaterEnable()).isFalse();
        sensor.heaterEnable(true);
        assertThat(sensor.heaterEnable()).isTrue();
    }
}
