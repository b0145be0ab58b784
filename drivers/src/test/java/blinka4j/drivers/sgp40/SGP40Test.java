// SPDX-License-Identifier: MIT
package blinka4j.drivers.sgp40;

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
import blinka4j.sim.chips.SimSGP40;
import blinka4j.testing.FaultyI2C;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SGP40Test {
    private final SimSGP40 chip = new SimSGP40();
    private final SimI2CBus bus = new SimI2CBus().attach(0x59, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private static int[] words(int... words) {
        byte[] reply = Commands.words(Crc8.SENSIRION, words);
        return IntStream.range(0, reply.length).map(i -> reply[i] & 0xFF).toArray();
    }

    private static I2CPlayback sensor(int serial, int features) {
        return I2CPlayback.at(0x59)
                .writes(0x36, 0x82)
                .sleeps(10)
                .reads(words(serial, 0x0064, 0xCC82))
                .writes(0x20, 0x2F)
                .sleeps(10)
                .reads(words(features));
    }

    private static I2CPlayback tested() {
        return sensor(0, 0x3220).writes(0x28, 0x0E).sleeps(320).reads(0xD4, 0x00, 0xC6);
    }

    /** Data sheet 1.0, tables 9 to 11: the command without compensation; a word of 16 bits. */
    @ParameterizedTest
    @CsvSource({"0", "1", "20000", "32768", "52767", "65535"})
    void theSignalIsTheWordOfTheChip(int signal) {
        try (I2CPlayback played = tested().writes(0x26, 0x0F, 0x80, 0x00, 0xA2, 0x66, 0x66, 0x93)
                .sleeps(30)
                .reads(words(signal))) {
            assertThat(new SGP40(new I2C(played)).raw()).isEqualTo(signal);
        }
    }

    /** Data sheet 1.0, table 10: default, minimum, maximum and their checksums. What is out of range is the end. */
    @ParameterizedTest
    @CsvSource({
        "25, 50, 0x80, 0x00, 0xA2, 0x66, 0x66, 0x93",
        "-45, 0, 0x00, 0x00, 0x81, 0x00, 0x00, 0x81",
        "130, 100, 0xFF, 0xFF, 0xAC, 0xFF, 0xFF, 0xAC",
        "-46, -1, 0x00, 0x00, 0x81, 0x00, 0x00, 0x81",
        "131, 101, 0xFF, 0xFF, 0xAC, 0xFF, 0xFF, 0xAC"
    })
    void temperatureAndHumidityAreThoseOfTheTable(
            double celsius, double percent, String a, String b, String c, String d, String e, String f) {
        try (I2CPlayback played = tested().writes(
                        0x26,
                        0x0F,
                        Integer.decode(a),
                        Integer.decode(b),
                        Integer.decode(c),
                        Integer.decode(d),
                        Integer.decode(e),
                        Integer.decode(f))
                .sleeps(30)
                .reads(words(30_000))) {
            assertThat(new SGP40(new I2C(played)).measureRaw(celsius, percent)).isEqualTo(30_000);
        }
    }

    /** The ticks of the original for 20.5 °C, 33.3 % and −10 °C, 90 %. */
    @ParameterizedTest
    @CsvSource({"20.5, 33.3, 0x5FD0, 0x553F", "-10, 90, 0x3333, 0xE666"})
    void theLastTemperatureAndHumidityAreUsedAgain(
            double celsius, double percent, String temperature, String humidity) {
        SGP40 sensor = new SGP40(i2c);
        assertThat(chip.isHeating()).isFalse();
        sensor.measureRaw(celsius, percent);
        sensor.raw();
        assertThat(chip.temperatureTicks()).isEqualTo(Integer.decode(temperature));
        assertThat(chip.humidityTicks()).isEqualTo(Integer.decode(humidity));
        sensor.measureRaw();
        assertThat(chip.temperatureTicks()).isEqualTo(0x6666);
        assertThat(chip.humidityTicks()).isEqualTo(0x8000);
    }

    private static void assertIndex(IntUnaryOperator signal, Map<Integer, Integer> expected) {
        VOCAlgorithm algorithm = new VOCAlgorithm();
        Map<Integer, Integer> found = new HashMap<>();
        for (int call = 1; found.size() < expected.size(); call++) {
            int index = algorithm.vocalgorithmProcess(signal.applyAsInt(call));
            if (expected.containsKey(call)) {
                found.put(call, index);
            }
        }
        // The original computes in fixed point.
        expected.forEach((call, index) ->
                assertThat(found.get(call)).as("call %s", call).isCloseTo(index, within(index == 0 ? 0 : 1)));
    }

    /** By call, what the original's fixed-point arithmetic, which is Sensirion's, gives. */
    @Test
    void theIndexIsThatOfSensirionsAlgorithm() {
        assertIndex(
                call -> call <= 200 ? 30_000 : 27_000,
                Map.of(46, 0, 47, 1, 60, 38, 100, 91, 200, 100, 201, 119, 210, 255, 220, 349, 300, 150, 400, 101));
        assertIndex(
                call -> call <= 200 ? 30_000 : 33_000,
                Map.of(46, 0, 47, 1, 60, 38, 201, 95, 210, 62, 220, 44, 250, 38, 300, 72, 400, 100));
    }

    /** With hours of gas, which become usual, signals out of range, which do not count or count as the end, and noise. */
    @Test
    void theIndexOfALongTimeIsThatOfSensirionsAlgorithm() {
        assertIndex(
                call -> call <= 3_600
                        ? 30_000
                        : call <= 18_000
                                ? 25_000
                                : call <= 18_020
                                        ? 65_000
                                        : call <= 19_000
                                                ? 60_000
                                                : call <= 20_000 ? 10_000 : 31_000 + (call * 7919) % 500,
                Map.of(
                        3_000, 100, 3_601, 112, 3_650, 464, 7_200, 366, 14_400, 362, 18_000, 351, 18_001, 351, 18_030,
                        220, 20_000, 485, 30_000, 68));
    }

    /** As in the original: 0 is no signal, and from 65000 on it is none. The last one counts. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_000, 65_535})
    void whatIsNoSignalDoesNotCount(int none) {
        VOCAlgorithm steady = new VOCAlgorithm();
        VOCAlgorithm gaps = new VOCAlgorithm();
        for (int call = 1; call <= 300; call++) {
            int expected = steady.vocalgorithmProcess(30_000);
            assertThat(gaps.vocalgorithmProcess(call > 50 && call % 2 == 0 ? none : 30_000))
                    .as("call %s", call)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theIndexOfTheSensorBeginsAfter46Calls() {
        SGP40 sensor = new SGP40(i2c);
        VOCAlgorithm algorithm = new VOCAlgorithm();
        for (int call = 1; call <= 46; call++) {
            assertThat(sensor.measureIndex()).isZero();
            assertThat(algorithm.vocalgorithmProcess(30_000)).isZero();
        }
        assertThat(sensor.measureIndex(-10, 90)).isEqualTo(1);
        assertThat(chip.humidityTicks()).isEqualTo(0xE666);
        assertThat(algorithm.vocalgorithmProcess(30_000)).isEqualTo(1);
        algorithm.vocalgorithmInit();
        assertThat(algorithm.vocalgorithmProcess(30_000)).isZero();
    }

    @Test
    void whatIsNoNumberIsRefused() {
        SGP40 sensor = new SGP40(i2c);
        assertThatThrownBy(() -> sensor.measureRaw(Double.NaN, 50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("temperature");
        assertThatThrownBy(() -> sensor.measureIndex(25, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("relativeHumidity");
        assertFree(i2c);
    }

    @ParameterizedTest
    @CsvSource({"0x0000, 0x0022", "0x0000, 0x3120", "0x1234, 0x3220"})
    void anotherChipIsNotFound(String serial, String features) {
        try (I2CPlayback played = sensor(Integer.decode(serial), Integer.decode(features))) {
            I2C other = new I2C(played);
            assertThatThrownBy(() -> new SGP40(other))
                    .isInstanceOf(DeviceNotFoundException.class)
                    .hasMessageContaining("SGP40", "feature set");
            assertFree(other);
        }
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new SGP40(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x59");
    }

    /** Data sheet 1.0, table 13: 0x4B00 if a test failed. */
    @Test
    void aBrokenChipIsAnError() {
        chip.testResult(0x4B00);
        assertThatThrownBy(() -> new SGP40(i2c))
                .hasMessageContaining("0x4b00")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind);
        assertFree(i2c);
        chip.testResult(0xD400);
        assertThat(new SGP40(i2c).raw()).isEqualTo(30_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aChangedByteIsNoticed(int changed) {
        SGP40 sensor = new SGP40(i2c);
        faulty.flipNext(1, 8 * changed + 6);
        assertThatThrownBy(sensor::raw)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.raw()).isEqualTo(30_000);
    }

    /** A chip that is not ready does not acknowledge either. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aTransferThatFailsLeavesTheBusFree(int transfer) {
        SGP40 sensor = new SGP40(i2c);
        faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::measureIndex)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        sensor.initialize();
        assertThat(sensor.raw()).isEqualTo(30_000);
    }
}
