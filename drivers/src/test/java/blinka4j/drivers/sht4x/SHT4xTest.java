// SPDX-License-Identifier: MIT
package blinka4j.drivers.sht4x;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.sht4x.SHT4x.Measurements;
import blinka4j.drivers.sht4x.SHT4x.Mode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSHT4x;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SHT4xTest {
    private static final int[] MIDDLE = {0x80, 0x00, 0xA2, 0x80, 0x00, 0xA2};

    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x44).writes(0x94).sleeps(1);
    }

    /** Data sheet, 4.6: −45 + 175 t / 65535 °C, −6 + 125 h / 65535 % cut to 0 to 100. Checksums: its example, and CRC-8/NRSC-5. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, 0x81, -45, 0",
        "0x80, 0x00, 0xA2, 42.501335, 56.500954",
        "0xBE, 0xEF, 0x92, 85.523003, 87.230716",
        "0xFF, 0xFF, 0xAC, 130, 100"
    })
    void measurementsAreThoseOfTheDataSheetsFormula(
            String high, String low, String crc, double celsius, double percent) {
        int h = Integer.decode(high);
        int l = Integer.decode(low);
        int c = Integer.decode(crc);
        try (I2CPlayback bus =
                sensor().writes(0xFD).sleeps(Duration.ofNanos(8_300_000)).reads(h, l, c, h, l, c)) {
            Measurements measured = new SHT4x(new I2C(bus)).measurements();
            assertThat(measured.temperature()).isCloseTo(celsius, within(1e-6));
            assertThat(measured.relativeHumidity()).isCloseTo(percent, within(1e-6));
        }
    }

    @Test
    void temperatureAndHumidityAreAMeasurementEach() {
        Duration time = Duration.ofNanos(8_300_000);
        try (I2CPlayback bus = sensor().writes(0xFD)
                .sleeps(time)
                .reads(0x66, 0xF4, 0xC8, 0x4C, 0x9B, 0x6F)
                .writes(0xFD)
                .sleeps(time)
                .reads(MIDDLE)) {
            SHT4x sensor = new SHT4x(new I2C(bus));
            assertThat(sensor.temperature()).isCloseTo(25.3792, within(1e-4));
            assertThat(sensor.relativeHumidity()).isCloseTo(56.501, within(1e-3));
        }
    }

    /** Data sheet, tables 5 and 8: the longest times. */
    @ParameterizedTest
    @CsvSource({
        "NOHEAT_HIGHPRECISION, 0xFD, 8300",
        "NOHEAT_MEDPRECISION, 0xF6, 4500",
        "NOHEAT_LOWPRECISION, 0xE0, 1700",
        "HIGHHEAT_1S, 0x39, 1100000",
        "HIGHHEAT_100MS, 0x32, 110000",
        "MEDHEAT_1S, 0x2F, 1100000",
        "MEDHEAT_100MS, 0x24, 110000",
        "LOWHEAT_1S, 0x1E, 1100000",
        "LOWHEAT_100MS, 0x15, 110000"
    })
    void aModeHasItsCommandAndItsTime(Mode mode, String command, long micros) {
        try (I2CPlayback bus = sensor().writes(Integer.decode(command))
                .sleeps(Duration.ofNanos(1000 * micros))
                .reads(MIDDLE)) {
            SHT4x sensor = new SHT4x(new I2C(bus));
            assertThat(sensor.mode()).isEqualTo(Mode.NOHEAT_HIGHPRECISION);
            sensor.mode(mode);
            assertThat(sensor.mode()).isEqualTo(mode);
            sensor.measurements();
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void resetKeepsTheMode(Mode mode) {
        try (I2CPlayback bus = sensor().writes(0x94).sleeps(1)) {
            SHT4x sensor = new SHT4x(new I2C(bus));
            sensor.mode(mode);
            sensor.reset();
            assertThat(sensor.mode()).isEqualTo(mode);
        }
    }

    /** The simulated chip does not answer before its time. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void agreesWithTheSimulatedChipInEveryMode(Mode mode) {
        SimSHT4x chip = new SimSHT4x().temperature(-12.34).humidity(56.78).serialNumber(0x89ABCDEF);
        SHT4x sensor = new SHT4x(new I2C(new SimI2CBus().attach(0x44, chip)));
        sensor.mode(mode);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.001));
        assertThat(sensor.serialNumber()).isEqualTo(0x89ABCDEFL);
    }

    @Test
    void serialNumberIsUnsignedAndHasBothWords() {
        try (I2CPlayback bus = sensor().writes(0x89).sleeps(1).reads(0xBE, 0xEF, 0x92, 0x00, 0x00, 0x81)) {
            assertThat(new SHT4x(new I2C(bus)).serialNumber()).isEqualTo(0xBEEF0000L);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "5"})
    void aChangedByteIsNoticedAndTheNextReadingWorks(int changed) {
        int[] wrong = MIDDLE.clone();
        wrong[changed] ^= 0x10;
        Duration time = Duration.ofNanos(8_300_000);
        try (I2CPlayback bus = sensor().writes(0xFD)
                .sleeps(time)
                .reads(wrong)
                .writes(0xFD)
                .sleeps(time)
                .reads(MIDDLE)) {
            I2C i2c = new I2C(bus);
            SHT4x sensor = new SHT4x(i2c);
            assertThatThrownBy(sensor::measurements)
                    .hasMessageStartingWith("wrong checksum from address 0x44 of I2C(played I2C)")
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.CHECKSUM, BusException::kind);
            assertFree(i2c);
            assertThat(sensor.temperature()).isCloseTo(42.501, within(1e-3));
        }
    }

    /** What the read leaves out is not what it left there the time before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aShortReplyIsNotCompletedWithTheLastOne(int arrived) {
        FaultyI2C faulty = new FaultyI2C(
                new SimI2CBus().attach(0x44, new SimSHT4x().temperature(20).humidity(50)));
        SHT4x sensor = new SHT4x(new I2C(faulty));
        sensor.measurements();
        faulty.cutNext(1, arrived);
        assertThatThrownBy(sensor::measurements)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertThat(sensor.temperature()).isCloseTo(20, within(0.002));
    }

    @Test
    void aSerialNumberWithAWrongChecksumIsRefused() {
        try (I2CPlayback bus = sensor().writes(0x89).sleeps(1).reads(0xBE, 0xEF, 0x92, 0xBE, 0xEF, 0x93)) {
            SHT4x sensor = new SHT4x(new I2C(bus));
            assertThatThrownBy(sensor::serialNumber).isInstanceOf(BusException.class);
        }
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        Duration time = Duration.ofNanos(8_300_000);
        try (I2CPlayback bus = sensor().writes(0xFD)
                .sleeps(time)
                .fails(Kind.NO_ACKNOWLEDGE)
                .writes(0xFD)
                .sleeps(time)
                .reads(MIDDLE)) {
            I2C i2c = new I2C(bus);
            SHT4x sensor = new SHT4x(i2c);
            assertThatThrownBy(sensor::measurements).isInstanceOf(BusException.class);
            assertFree(i2c);
            assertThat(sensor.measurements().temperature()).isCloseTo(42.501, within(1e-3));
        }
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C i2c = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new SHT4x(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x44");
    }
}
