// SPDX-License-Identifier: MIT
package blinka4j.drivers.scd30;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import blinka4j.drivers.scd30.SCD30.Measurements;
import blinka4j.sim.Commands;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimSCD30;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SCD30Test {
    private final SimSCD30 chip = new SimSCD30();
    private final SimI2CBus bus = new SimI2CBus().attach(0x61, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    @BeforeEach
    void setTheChip() {
        chip.quantity("co2").value(812.5);
        chip.quantity("temperature").value(-3.25);
        chip.quantity("humidity").value(56.75);
    }

    private static int[] bytes(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    /** A sensor that has the interval of 2 s and was started. */
    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x61)
                .writes(0x46, 0x00)
                .sleeps(5)
                .reads(0x00, 0x02, 0xE3)
                .writes(0x00, 0x10, 0x00, 0x00, 0x81)
                .sleeps(50);
    }

    /**
     * Data sheet, 1.4.5: three IEEE 754 numbers. The first row is its example: 439 ppm, 27.2 °C, 48.8 %. The others are the ends and
     * middles of the chip's ranges.
     */
    @ParameterizedTest
    @CsvSource({
        "43DB 8C2E 41D9 E7FF 4243 3A1B, 439.09515, 27.23828, 48.80674",
        "0000 0000 C220 0000 0000 0000, 0, -40, 0",
        "471C 4000 428C 0000 42C8 0000, 40000, 70, 100",
        "4483 4000 0000 0000 4248 0000, 1050, 0, 50"
    })
    void measurementsAreThreeFloatingPointNumbers(String words, double ppm, double celsius, double percent) {
        try (I2CPlayback played = sensor().writes(0x02, 0x02)
                .sleeps(5)
                .reads(0x00, 0x01, 0xB0)
                .writes(0x03, 0x00)
                .sleeps(5)
                .reads(withChecksums(words))) {
            Measurements measured = new SCD30(new I2C(played)).measurements();
            assertThat(measured.co2()).isCloseTo(ppm, within(1e-4));
            assertThat(measured.temperature()).isCloseTo(celsius, within(1e-5));
            assertThat(measured.relativeHumidity()).isCloseTo(percent, within(1e-5));
        }
    }

    private static int[] withChecksums(String words) {
        int[] parts = bytes(words.replace(" ", ""));
        int[] shorts = IntStream.range(0, parts.length / 2)
                .map(i -> parts[2 * i] << 8 | parts[2 * i + 1])
                .toArray();
        byte[] reply = Commands.words(Crc8.SENSIRION, shorts);
        return IntStream.range(0, reply.length).map(i -> reply[i] & 0xFF).toArray();
    }

    @Test
    void withoutAMeasurementThereIsNoNumber() {
        SCD30 sensor = new SCD30(i2c);
        assertThat(sensor.dataAvailable()).isFalse();
        assertThat(sensor.co2()).isNaN();
        assertThat(sensor.temperature()).isNaN();
        assertThat(sensor.relativeHumidity()).isNaN();
    }

    @Test
    void betweenTwoMeasurementsTheLastOneIsGiven() {
        SCD30 sensor = new SCD30(i2c);
        bus.clock().advance(Duration.ofSeconds(2));
        assertThat(sensor.dataAvailable()).isTrue();
        assertThat(sensor.co2()).isEqualTo(812.5);
        chip.quantity("temperature").value(70);
        assertThat(sensor.dataAvailable()).isFalse();
        assertThat(sensor.temperature()).isEqualTo(-3.25);
        bus.clock().advance(Duration.ofSeconds(2));
        assertThat(sensor.temperature()).isEqualTo(70);
        assertThat(sensor.relativeHumidity()).isEqualTo(56.75);
    }

    /** Upstream writes it each time, also into the memory that keeps it. */
    @Test
    void theIntervalIsWrittenOnlyIfItIsAnother() {
        chip.settings().put(0x4600, 60);
        new SCD30(i2c);
        assertThat(chip.settings()).containsEntry(0x4600, 2);
        try (I2CPlayback played = sensor()) {
            new SCD30(new I2C(played));
        }
    }

    /** Data sheet, 1.4.3: its example is 2 s. */
    @ParameterizedTest
    @ValueSource(ints = {2, 60, 1800})
    void theIntervalIsSeconds(int seconds) {
        SCD30 sensor = new SCD30(i2c);
        sensor.measurementInterval(seconds);
        assertThat(chip.settings()).containsEntry(0x4600, seconds);
        assertThat(sensor.measurementInterval()).isEqualTo(seconds);
    }

    /** Data sheet, 1.4.1: 700 to 1400 hPa, or 0. */
    @ParameterizedTest
    @ValueSource(ints = {0, 700, 1013, 1400})
    void thePressureIsGivenAtTheStart(int pressure) {
        assertThat(new SCD30(i2c, pressure).ambientPressure()).isEqualTo(pressure);
        assertThat(chip.settings()).containsEntry(0x0010, pressure);
        assertThat(chip.isMeasuring()).isTrue();
    }

    @Test
    void settingsAreSentWithTheirChecksums() {
        try (I2CPlayback played = sensor().writes(0x00, 0x10, 0x03, 0xF5, 0xDB)
                .sleeps(50)
                .writes(0x51, 0x02, 0x03, 0xE8, 0xD4)
                .sleeps(50)
                .writes(0x54, 0x03, 0x01, 0xF4, 0x33)
                .sleeps(50)
                .writes(0x53, 0x06, 0x00, 0x01, 0xB0)
                .sleeps(50)
                .writes(0xD3, 0x04)
                .sleeps(2000)) {
            SCD30 sensor = new SCD30(new I2C(played));
            sensor.ambientPressure(1013);
            sensor.altitude(1000);
            sensor.temperatureOffset(5);
            sensor.selfCalibrationEnabled(true);
            sensor.reset();
        }
    }

    /** Upstream cuts off: 0.29 becomes 28, 1.15 becomes 114. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0.29, 29", "0.57, 57", "1.15, 115", "655.35, 65535"})
    void theTemperatureOffsetIsRounded(double celsius, int code) {
        SCD30 sensor = new SCD30(i2c);
        sensor.temperatureOffset(celsius);
        assertThat(chip.settings()).containsEntry(0x5403, code);
        assertThat(sensor.temperatureOffset()).isEqualTo(celsius);
    }

    @Test
    void theOtherSettingsAreReadAsTheyWereSet() {
        SCD30 sensor = new SCD30(i2c);
        assertThat(sensor.selfCalibrationEnabled()).isFalse();
        sensor.selfCalibrationEnabled(true);
        assertThat(sensor.selfCalibrationEnabled()).isTrue();
        sensor.altitude(65535);
        assertThat(sensor.altitude()).isEqualTo(65535);
        sensor.forcedRecalibrationReference(2000);
        assertThat(sensor.forcedRecalibrationReference()).isEqualTo(2000);
        sensor.forcedRecalibrationReference(400);
        assertThat(chip.settings()).containsEntry(0x5204, 400);
    }

    @Test
    void valuesThatTheChipDoesNotHaveAreRefused() {
        SCD30 sensor = new SCD30(i2c);
        for (int seconds : new int[] {0, 1, 1801}) {
            assertThatThrownBy(() -> sensor.measurementInterval(seconds))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("measurementInterval");
        }
        for (int pressure : new int[] {-1, 699, 1401}) {
            assertThatThrownBy(() -> sensor.ambientPressure(pressure))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ambientPressure");
            assertThatThrownBy(() -> new SCD30(i2c, pressure)).isInstanceOf(IllegalArgumentException.class);
        }
        for (double offset : new double[] {-0.01, 655.36, Double.NaN}) {
            assertThatThrownBy(() -> sensor.temperatureOffset(offset))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("temperatureOffset");
        }
        for (int metres : new int[] {-1, 65536}) {
            assertThatThrownBy(() -> sensor.altitude(metres)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int ppm : new int[] {399, 2001}) {
            assertThatThrownBy(() -> sensor.forcedRecalibrationReference(ppm))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("400");
        }
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new SCD30(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x61");
    }

    /** The interval of a chip of registers has no checksum. */
    @Test
    void anotherChipIsNoticed() {
        I2C other = new I2C(new SimI2CBus().attach(0x61, new WordRegisters()));
        assertThatThrownBy(() -> new SCD30(other))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 8, 11, 14, 16, 17})
    void aChangedByteIsNoticedAndTheNextMeasurementIsRead(int changed) {
        SCD30 sensor = new SCD30(i2c);
        bus.clock().advance(Duration.ofSeconds(2));
        faulty.flipNext(3, 8 * changed + 4);
        assertThatThrownBy(sensor::measurements)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        bus.clock().advance(Duration.ofSeconds(2));
        assertThat(sensor.co2()).isEqualTo(812.5);
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        SCD30 sensor = new SCD30(i2c);
        bus.clock().advance(Duration.ofSeconds(2));
        faulty.next(2, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::co2)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.co2()).isEqualTo(812.5);
    }

    @Test
    void aSettingThatWasNotWrittenIsReadAgain() {
        SCD30 sensor = new SCD30(i2c);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.altitude(300)).isInstanceOf(BusException.class);
        assertThat(sensor.altitude()).isZero();
        sensor.altitude(300);
        assertThat(sensor.altitude()).isEqualTo(300);
    }
}
