// SPDX-License-Identifier: MIT
package blinka4j.drivers.sht31d;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.sht31d.SHT31D.Measurements;
import blinka4j.drivers.sht31d.SHT31D.Mode;
import blinka4j.drivers.sht31d.SHT31D.Repeatability;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimSHT31D;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SHT31DTest {
    private static final int[] MIDDLE = {0x80, 0x00, 0xA2, 0x80, 0x00, 0xA2};
    private static final Duration HIGH = Duration.ofNanos(15_500_000);

    private final SimSHT31D chip = new SimSHT31D().temperature(-12.34).humidity(56.78);
    private final SimI2CBus bus = new SimI2CBus().attach(0x44, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    /** A sensor that was stopped and reset. */
    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x44)
                .writes(0x30, 0x93)
                .sleeps(1)
                .writes(0x30, 0xA2)
                .sleeps(Duration.ofNanos(1_500_000));
    }

    /** Data sheet, 4.13: −45 + 175 t / 65535 °C, 100 h / 65535 %. Checksums: table 20, and CRC-8/NRSC-5. */
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
        try (I2CPlayback played = sensor().writes(0x24, 0x00).sleeps(HIGH).reads(h, l, c, h, l, c)) {
            Measurements measured = new SHT31D(new I2C(played)).measurements();
            assertThat(measured.temperature()).isCloseTo(celsius, within(1e-6));
            assertThat(measured.relativeHumidity()).isCloseTo(percent, within(1e-6));
        }
    }

    /** Data sheet, tables 4 (longest times, all supplies) and 9. */
    @ParameterizedTest
    @CsvSource({
        "REP_HIGH, false, 0x24, 0x00, 15500",
        "REP_MED, false, 0x24, 0x0B, 6500",
        "REP_LOW, false, 0x24, 0x16, 4500",
        "REP_HIGH, true, 0x2C, 0x06, 1000",
        "REP_MED, true, 0x2C, 0x0D, 1000",
        "REP_LOW, true, 0x2C, 0x10, 1000"
    })
    void aSingleMeasurementHasItsCommandAndItsTime(
            Repeatability repeatability, boolean stretching, String msb, String lsb, long micros) {
        try (I2CPlayback played = sensor().writes(Integer.decode(msb), Integer.decode(lsb))
                .sleeps(Duration.ofNanos(1000 * micros))
                .reads(MIDDLE)) {
            SHT31D sensor = new SHT31D(new I2C(played));
            sensor.repeatability(repeatability);
            sensor.clockStretching(stretching);
            assertThat(sensor.repeatability()).isEqualTo(repeatability);
            assertThat(sensor.clockStretching()).isEqualTo(stretching);
            assertThat(sensor.temperature()).isCloseTo(42.501335, within(1e-6));
        }
    }

    /** Data sheet, table 10. */
    @ParameterizedTest
    @CsvSource({
        "REP_HIGH, 0.5, 0x20, 0x32", "REP_MED, 0.5, 0x20, 0x24", "REP_LOW, 0.5, 0x20, 0x2F",
        "REP_HIGH, 1, 0x21, 0x30", "REP_MED, 1, 0x21, 0x26", "REP_LOW, 1, 0x21, 0x2D",
        "REP_HIGH, 2, 0x22, 0x36", "REP_MED, 2, 0x22, 0x20", "REP_LOW, 2, 0x22, 0x2B",
        "REP_HIGH, 4, 0x23, 0x34", "REP_MED, 4, 0x23, 0x22", "REP_LOW, 4, 0x23, 0x29",
        "REP_HIGH, 10, 0x27, 0x37", "REP_MED, 10, 0x27, 0x21", "REP_LOW, 10, 0x27, 0x2A"
    })
    void periodicModeHasTheCommandOfItsSettings(Repeatability repeatability, double hertz, String msb, String lsb) {
        try (I2CPlayback played = sensor().writes(0x30, 0x93)
                .sleeps(1)
                .writes(Integer.decode(msb), Integer.decode(lsb))
                .sleeps(1)
                .writes(0xE0, 0x00)
                .sleeps(1)
                .reads(MIDDLE)
                .writes(0x30, 0x93)
                .sleeps(1)
                .writes(
                        0x24,
                        repeatability == Repeatability.REP_HIGH
                                ? 0x00
                                : repeatability == Repeatability.REP_MED ? 0x0B : 0x16)
                .sleeps(Duration.ofNanos(
                        repeatability == Repeatability.REP_HIGH
                                ? 15_500_000
                                : repeatability == Repeatability.REP_MED ? 6_500_000 : 4_500_000))
                .reads(MIDDLE)) {
            SHT31D sensor = new SHT31D(new I2C(played));
            sensor.repeatability(repeatability);
            sensor.frequency(hertz);
            sensor.mode(Mode.MODE_PERIODIC);
            assertThat(sensor.relativeHumidity()).isCloseTo(50.000763, within(1e-6));
            sensor.mode(Mode.MODE_SINGLE);
            assertThat(sensor.relativeHumidity()).isCloseTo(50.000763, within(1e-6));
        }
    }

    @Test
    void acceleratedResponseIsAModeOfItsOwnAtFourHertz() {
        SHT31D sensor = new SHT31D(i2c);
        sensor.frequency(SHT31D.FREQUENCY_10);
        sensor.mode(Mode.MODE_PERIODIC);
        assertThat(chip.period()).isEqualTo(Duration.ofMillis(100));
        sensor.art(true);
        assertThat(chip.period()).isEqualTo(Duration.ofMillis(250));
        assertThat(sensor.frequency()).isEqualTo(4);
        assertThatThrownBy(() -> sensor.frequency(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("art");
        assertFree(i2c);
        sensor.art(false);
        sensor.frequency(SHT31D.FREQUENCY_0_5);
        assertThat(chip.period()).isEqualTo(Duration.ofSeconds(2));
    }

    /** Data sheet, table 12. */
    @Test
    void acceleratedResponseHasItsCommand() {
        try (I2CPlayback played =
                sensor().writes(0x30, 0x93).sleeps(1).writes(0x2B, 0x32).sleeps(1)) {
            SHT31D sensor = new SHT31D(new I2C(played));
            sensor.art(true);
            sensor.mode(Mode.MODE_PERIODIC);
        }
    }

    @ParameterizedTest
    @EnumSource(Repeatability.class)
    void agreesWithTheSimulatedChip(Repeatability repeatability) {
        SHT31D sensor = new SHT31D(i2c);
        sensor.repeatability(repeatability);
        for (Mode mode : Mode.values()) {
            sensor.mode(mode);
            assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
            assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.001));
        }
        assertThat(sensor.serialNumber()).isEqualTo(0x2000BEEFL);
    }

    /** Each reading is of another measurement: two of them take a period. */
    @Test
    void periodicModeWaitsForTheNextMeasurement() {
        SHT31D sensor = new SHT31D(i2c);
        sensor.frequency(1);
        sensor.mode(Mode.MODE_PERIODIC);
        sensor.measurements();
        Duration before = bus.clock().now();
        sensor.measurements();
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1100));
    }

    /** A moment without supply: the chip is in single mode, but does not say so. */
    @Test
    void aChipThatStoppedIsATimeoutAndIsStartedAgain() {
        SHT31D sensor = new SHT31D(i2c);
        sensor.mode(Mode.MODE_PERIODIC);
        chip.powerOn();
        assertThatThrownBy(sensor::measurements)
                .hasMessageContaining("500 ms")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
    }

    /** The second write of the change fails: the chip was stopped, but not started. The next reading starts it. */
    @Test
    void aChangeOfSettingsThatFailedIsMadeAtTheNextReading() {
        SHT31D sensor = new SHT31D(i2c);
        sensor.mode(Mode.MODE_PERIODIC);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.frequency(10)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(chip.period()).isZero();
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
        assertThat(chip.period()).isEqualTo(Duration.ofMillis(100));
    }

    /** Data sheet, table 18: bit 13. */
    @Test
    void theHeaterIsReadFromTheStatus() {
        SHT31D sensor = new SHT31D(i2c);
        assertThat(sensor.status()).isEqualTo(0x8010);
        sensor.heater(true);
        assertThat(sensor.heater()).isTrue();
        assertThat(sensor.status()).isEqualTo(0xA010);
        sensor.heater(false);
        assertThat(sensor.heater()).isFalse();
    }

    /** What upstream does not check: the status has a checksum too. */
    @Test
    void aStatusWithAWrongChecksumIsRefused() {
        try (I2CPlayback played = sensor().writes(0xF3, 0x2D).sleeps(1).reads(0x20, 0x00, 0x5C)) {
            SHT31D sensor = new SHT31D(new I2C(played));
            assertThatThrownBy(sensor::heater)
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.CHECKSUM, BusException::kind);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aChangedByteIsNoticedAndTheNextReadingWorks(int changed) {
        SHT31D sensor = new SHT31D(i2c);
        faulty.flipNext(1, 8 * changed + 4);
        assertThatThrownBy(sensor::measurements)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        SHT31D sensor = new SHT31D(i2c);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 3, 11, -1, Double.NaN})
    void aFrequencyThatTheChipDoesNotHaveIsRefused(double hertz) {
        SHT31D sensor = new SHT31D(i2c);
        assertThatThrownBy(() -> sensor.frequency(hertz))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("frequency", "0.5, 1, 2, 4 or 10");
        assertThat(sensor.frequency()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x43, 0x46})
    void anAddressThatTheChipDoesNotHaveIsRefused(int address) {
        assertThatThrownBy(() -> new SHT31D(i2c, address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x44 or 0x45");
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new SHT31D(i2c, 0x45))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x45");
    }

    /** A chip of registers does not know the commands, or has no checksums. */
    @Test
    void anotherChipIsNoticedAtTheFirstReading() {
        SHT31D sensor = new SHT31D(new I2C(new SimI2CBus().attach(0x44, new WordRegisters())));
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
    }
}
