// SPDX-License-Identifier: MIT
package blinka4j.drivers.sgp30;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import blinka4j.sim.Commands;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSGP30;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SGP30Test {
    private final SimSGP30 chip = new SimSGP30();
    private final SimI2CBus bus = new SimI2CBus().attach(0x58, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private static int[] words(int... words) {
        byte[] reply = Commands.words(Crc8.SENSIRION, words);
        return IntStream.range(0, reply.length).map(i -> reply[i] & 0xFF).toArray();
    }

    private static I2CPlayback sensor(int features) {
        return I2CPlayback.at(0x58)
                .writes(0x36, 0x82)
                .sleeps(10)
                .reads(0x00, 0x00, 0x81, 0x00, 0x64, 0xFE, 0xCC, 0x82, 0x87)
                .writes(0x20, 0x2F)
                .sleeps(10)
                .reads(words(features));
    }

    private static I2CPlayback started() {
        return sensor(0x0022).writes(0x20, 0x03).sleeps(10);
    }

    /** Data sheet 1.0, tables 2 and 10: the ends of the output ranges, 12 and 25 ms. The raw signals have 16 bits. */
    @ParameterizedTest
    @CsvSource({"400, 0, 0, 0", "401, 1, 1, 65535", "60000, 60000, 65535, 32768"})
    void valuesAreTheWordsOfTheChip(int ppm, int ppb, int hydrogen, int ethanol) {
        try (I2CPlayback played = started()
                .writes(0x20, 0x08)
                .sleeps(12)
                .reads(words(ppm, ppb))
                .writes(0x20, 0x50)
                .sleeps(25)
                .reads(words(hydrogen, ethanol))) {
            SGP30 sensor = new SGP30(new I2C(played));
            assertThat(sensor.iaqMeasure()).isEqualTo(new SGP30.AirQuality(ppm, ppb));
            assertThat(sensor.rawMeasure()).isEqualTo(new SGP30.RawSignals(hydrogen, ethanol));
            assertThat(sensor.serial()).containsExactly(0, 0x64, 0xCC82);
        }
    }

    /** Data sheet, 6.3: fixed values in the first 15 s. */
    @Test
    void eachPropertyIsItsOwnValueOfTheChip() {
        chip.quantity("co2").value(1234);
        chip.quantity("tvoc").value(567);
        chip.quantity("hydrogen").value(13_000);
        chip.quantity("ethanol").value(18_000);
        SGP30 sensor = new SGP30(i2c);
        bus.clock().advance(Duration.ofSeconds(14));
        assertThat(sensor.eCO2()).isEqualTo(400);
        assertThat(sensor.tvoc()).isZero();
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.eCO2()).isEqualTo(1234);
        assertThat(sensor.tvoc()).isEqualTo(567);
        assertThat(sensor.h2()).isEqualTo(13_000);
        assertThat(sensor.ethanol()).isEqualTo(18_000);
        sensor.iaqInit();
        assertThat(sensor.eCO2()).isEqualTo(400);
    }

    /** Data sheet, 6.3: it is read as CO2, TVOC and written as TVOC, CO2. */
    @Test
    void theBaselineIsWrittenInTheOtherOrder() {
        try (I2CPlayback played = started()
                .writes(0x20, 0x1E, 0xBE, 0xEF, 0x92, 0x12, 0x34, 0x37)
                .sleeps(10)
                .writes(0x20, 0x15)
                .sleeps(10)
                .reads(words(0x1234, 0xBEEF))) {
            SGP30 sensor = new SGP30(new I2C(played));
            sensor.setIaqBaseline(0x1234, 0xBEEF);
            assertThat(sensor.getIaqBaseline()).isEqualTo(new SGP30.Baseline(0x1234, 0xBEEF));
        }
        SGP30 sensor = new SGP30(i2c);
        sensor.setIaqBaseline(65535, 0);
        assertThat(sensor.baselineECO2()).isEqualTo(65535);
        assertThat(sensor.baselineTvoc()).isZero();
    }

    /** Data sheet, 6.3: 0x0001 is 1/256 g/m³, 0x0F80 is 15.5, 0xFFFF is 255 + 255/256, 0x0B92 is 11.57; 0 is the default. */
    @ParameterizedTest
    @CsvSource({"0.00390625, 0x0001", "15.5, 0x0F80", "255.99609375, 0xFFFF", "11.57, 0x0B92", "0, 0x0B92"})
    void humidityIsInStepsOfOneIn256(double grams, String word) {
        new SGP30(i2c).setIaqHumidity(grams);
        assertThat(chip.humidity()).isEqualTo(Integer.decode(word));
    }

    /** Saturated air has 4.85 g/m³ at 0 °C and 17.3 g/m³ at 20 °C. */
    @ParameterizedTest
    @CsvSource({"0, 100, 4.85, 0.01", "20, 100, 17.3, 0.1", "20, 50, 8.65, 0.05", "-20, 0, 0.0039, 0.0001"})
    void relativeHumidityIsThatOfThisTemperature(double celsius, double percent, double grams, double tolerance) {
        new SGP30(i2c).setIaqRelativeHumidity(celsius, percent);
        assertThat(chip.humidity() / 256.0).isCloseTo(grams, within(tolerance));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.004, 256, Double.NaN})
    void humidityOutOfRangeIsRefused(double grams) {
        SGP30 sensor = new SGP30(i2c);
        assertThatThrownBy(() -> sensor.setIaqHumidity(grams))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("humidity");
        assertThatThrownBy(() -> sensor.setIaqRelativeHumidity(20, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.humidity()).isEqualTo(0x0B92);
        assertFree(i2c);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 5", "5, 65536"})
    void aBaselineThatIsNoneIsRefused(int co2, int tvoc) {
        SGP30 sensor = new SGP30(i2c);
        assertThatThrownBy(() -> sensor.setIaqBaseline(co2, tvoc)).isInstanceOf(IllegalArgumentException.class);
        assertThat(sensor.getIaqBaseline()).isEqualTo(new SGP30.Baseline(0, 0));
    }

    /** Data sheet, table 9: product type 0; the last five bits of the version may change. */
    @ParameterizedTest
    @ValueSource(ints = {0x0020, 0x0022, 0x0023, 0x003F})
    void laterVersionsAreAccepted(int features) {
        try (I2CPlayback played = sensor(features).writes(0x20, 0x03).sleeps(10)) {
            assertThat(new SGP30(new I2C(played)).serial()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0x1020, 0x0040, 0x3220})
    void anotherChipIsNotFound(int features) {
        try (I2CPlayback played = sensor(features)) {
            I2C other = new I2C(played);
            assertThatThrownBy(() -> new SGP30(other))
                    .isInstanceOf(DeviceNotFoundException.class)
                    .hasMessageContaining("SGP30", "feature set");
            assertFree(other);
        }
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new SGP30(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x58");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aChangedByteIsNoticed(int changed) {
        SGP30 sensor = new SGP30(i2c);
        faulty.flipNext(1, 8 * changed + 3);
        assertThatThrownBy(sensor::iaqMeasure)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.eCO2()).isEqualTo(400);
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        SGP30 sensor = new SGP30(i2c);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::h2)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.h2()).isEqualTo(13_500);
    }

    @Test
    void aBaselineThatWasNotWrittenIsThatOfTheChip() {
        SGP30 sensor = new SGP30(i2c);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER);
        assertThatThrownBy(() -> sensor.setIaqBaseline(7, 8)).isInstanceOf(BusException.class);
        assertThat(sensor.getIaqBaseline()).isEqualTo(new SGP30.Baseline(0, 0));
        sensor.setIaqBaseline(7, 8);
        assertThat(sensor.getIaqBaseline()).isEqualTo(new SGP30.Baseline(7, 8));
    }
}
