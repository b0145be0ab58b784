// SPDX-License-Identifier: MIT
package blinka4j.drivers.htu21d;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.htu21d.HTU21D.Measurement;
import blinka4j.drivers.htu21d.HTU21D.Resolution;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimHTU21D;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HTU21DTest {
    private final SimHTU21D chip = new SimHTU21D().temperature(-12.34).humidity(56.78);
    private final SimI2CBus bus = new SimI2CBus().attach(0x40, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x40).writes(0xFE).sleeps(15);
    }

    /**
     * Data sheet, page 15: 175.72 code / 65536 − 46.85 °C, without the lowest two bits. Checksums: its three examples, and CRC-8 with 0x131.
     */
    @ParameterizedTest
    @CsvSource({
        "0x09, 0xF4, 0x85, -40.018113",
        "0x44, 0x40, 0x37, -0.002773",
        "0x68, 0x3A, 0x7C, 24.686401",
        "0x4E, 0x85, 0x6B, 7.043616",
        "0xFF, 0xFC, 0x7E, 128.859275"
    })
    void theTemperatureIsThatOfTheDataSheetsFormula(String high, String low, String crc, double celsius) {
        try (I2CPlayback played = sensor().writes(0xF3)
                .sleeps(50)
                .reads(Integer.decode(high), Integer.decode(low), Integer.decode(crc))) {
            assertThat(new HTU21D(new I2C(played)).temperature()).isCloseTo(celsius, within(1e-6));
        }
    }

    /** Data sheet, page 15: 125 code / 65536 − 6 %, without the lowest two bits. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x02, 0x62, -6",
        "0x0C, 0x4A, 0x52, -0.003296",
        "0x68, 0x3A, 0x7C, 44.888062",
        "0x7C, 0x82, 0x97, 54.791016",
        "0xFF, 0xFE, 0x1C, 118.992371"
    })
    void theHumidityIsThatOfTheDataSheetsFormula(String high, String low, String crc, double percent) {
        try (I2CPlayback played = sensor().writes(0xF5)
                .sleeps(16)
                .reads(Integer.decode(high), Integer.decode(low), Integer.decode(crc))) {
            assertThat(new HTU21D(new I2C(played)).relativeHumidity()).isCloseTo(percent, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"-40, 0", "-0.01, 0.5", "0, 50", "125, 100"})
    void agreesWithTheSimulatedChip(double celsius, double percent) {
        chip.temperature(celsius).humidity(percent);
        HTU21D sensor = new HTU21D(i2c);
        assertThat(sensor.temperature()).isCloseTo(celsius, within(0.012));
        assertThat(sensor.relativeHumidity()).isCloseTo(percent, within(0.04));
    }

    /** A reading takes the rest of the time. */
    @Test
    void aMeasurementThatWasStartedIsOnlyRead() {
        HTU21D sensor = new HTU21D(i2c);
        sensor.measurement(Measurement.HUMIDITY);
        sensor.measurement(Measurement.HUMIDITY);
        bus.clock().advance(Duration.ofMillis(14));
        Duration before = bus.clock().now();
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.04));
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(8));
        sensor.measurement(Measurement.TEMPERATURE);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    @Test
    void oneMeasurementAtATimeIsStarted() {
        HTU21D sensor = new HTU21D(i2c);
        sensor.measurement(Measurement.HUMIDITY);
        assertThatThrownBy(() -> sensor.measurement(Measurement.TEMPERATURE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HUMIDITY");
        assertThatThrownBy(sensor::temperature).isInstanceOf(IllegalStateException.class);
        assertFree(i2c);
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.04));
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    /** Data sheet, page 13: bits 7 and 0; the other bits keep their values. The bytes of its example: 0xE7 reads 0x02, 0xE6 0x03. */
    @ParameterizedTest
    @CsvSource({"RH_12_TEMP_14, 0x02", "RH_8_TEMP_12, 0x03", "RH_10_TEMP_13, 0x82", "RH_11_TEMP_11, 0x83"})
    void aResolutionHasItsCode(Resolution resolution, String user) {
        HTU21D sensor = new HTU21D(i2c);
        assertThat(sensor.tempRhResolution()).isEqualTo(Resolution.RH_12_TEMP_14);
        sensor.tempRhResolution(resolution);
        assertThat(chip.user()).isEqualTo(Integer.decode(user));
        assertThat(sensor.tempRhResolution()).isEqualTo(resolution);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.09));
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.5));
    }

    @Test
    void aNewResolutionKeepsTheOtherBits() {
        HTU21D sensor = new HTU21D(i2c);
        chip.user(0x7E);
        sensor.tempRhResolution(Resolution.RH_11_TEMP_11);
        assertThat(chip.user()).isEqualTo(0xFF);
        sensor.tempRhResolution(Resolution.RH_12_TEMP_14);
        assertThat(chip.user()).isEqualTo(0x7E);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new HTU21D(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x40");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aChangedByteIsNoticedAndTheNextReadingWorks(int changed) {
        HTU21D sensor = new HTU21D(i2c);
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
        HTU21D sensor = new HTU21D(i2c);
        sensor.measurement(Measurement.TEMPERATURE);
        bus.unplug(0x40);
        assertThatThrownBy(sensor::temperature)
                .hasMessageContaining("100 ms")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
        bus.plug(0x40);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    /** A reply that did not come is zeros, and their checksum is 0. The chip cannot measure −46.85 °C or −6 %. */
    @Test
    void zerosAreNoMeasurement() {
        HTU21D sensor = new HTU21D(i2c);
        faulty.cutNext(1, 0);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        HTU21D sensor = new HTU21D(i2c);
        faulty.next(1, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(sensor::relativeHumidity)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.BUSY, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.012));
    }

    @Test
    void aResolutionThatWasNotSetIsReadAgain() {
        HTU21D sensor = new HTU21D(i2c);
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.tempRhResolution(Resolution.RH_8_TEMP_12))
                .isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.tempRhResolution()).isEqualTo(Resolution.RH_12_TEMP_14);
        sensor.tempRhResolution(Resolution.RH_8_TEMP_12);
        assertThat(sensor.tempRhResolution()).isEqualTo(Resolution.RH_8_TEMP_12);
    }
}
