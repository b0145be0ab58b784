// SPDX-License-Identifier: MIT
package blinka4j.drivers.shtc3;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.shtc3.SHTC3.Measurements;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimSHTC3;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SHTC3Test {
    private final SimSHTC3 chip = new SimSHTC3().temperature(-12.34).humidity(56.78);
    private final FaultyI2C faulty = new FaultyI2C(new SimI2CBus().attach(0x70, chip));
    private final I2C i2c = new I2C(faulty);

    /** The constructor wakes the chip, resets it and reads its id. */
    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x70)
                .writes(0x35, 0x17)
                .sleeps(1)
                .writes(0x80, 0x5D)
                .sleeps(1)
                .writes(0xEF, 0xC8)
                .sleeps(1)
                .reads(0x08, 0x87, 0x5B);
    }

    /**
     * Data sheet, 5.11: −45 + 175 t / 2^16 °C, 100 h / 2^16 %. Its example (5.5) is 0x648B and 0xA133: 23.7 °C and 63 %. Checksums:
     * that example, and CRC-8/NRSC-5.
     */
    @ParameterizedTest
    @CsvSource({
        "00, 00, 81, 00, 00, 81, -45, 0",
        "41, D4, 3C, 80, 00, A2, -0.000305, 50",
        "64, 8B, C7, A1, 33, 1C, 23.730545, 62.968445",
        "BE, EF, 92, BE, EF, 92, 85.521011, 74.583435",
        "FF, FF, AC, FF, FF, AC, 129.997330, 99.998474"
    })
    void measurementsAreThoseOfTheDataSheetsFormula(
            String a, String b, String c, String d, String e, String f, double celsius, double percent) {
        try (I2CPlayback played = sensor().writes(0x35, 0x17)
                .sleeps(1)
                .writes(0x78, 0x66)
                .sleeps(Duration.ofNanos(12_100_000))
                .reads(hex(a), hex(b), hex(c), hex(d), hex(e), hex(f))
                .writes(0xB0, 0x98)
                .sleeps(1)) {
            Measurements measured = new SHTC3(new I2C(played)).measurements();
            assertThat(measured.temperature()).isCloseTo(celsius, within(1e-6));
            assertThat(measured.relativeHumidity()).isCloseTo(percent, within(1e-6));
        }
    }

    private static int hex(String number) {
        return Integer.parseInt(number, 16);
    }

    /** Data sheet, table 4: 12.1 ms or 0.8 ms. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWithTheSimulatedChip(boolean lowPower) {
        SHTC3 sensor = new SHTC3(i2c);
        sensor.lowPower(lowPower);
        assertThat(sensor.lowPower()).isEqualTo(lowPower);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.001));
    }

    @Test
    void lowPowerHasItsOwnCommand() {
        try (I2CPlayback played = sensor().writes(0x35, 0x17)
                .sleeps(1)
                .writes(0x60, 0x9C)
                .sleeps(1)
                .reads(0x64, 0x8B, 0xC7, 0xA1, 0x33, 0x1C)
                .writes(0xB0, 0x98)
                .sleeps(1)) {
            SHTC3 sensor = new SHTC3(new I2C(played));
            sensor.lowPower(true);
            assertThat(sensor.relativeHumidity()).isCloseTo(62.968445, within(1e-6));
        }
    }

    @Test
    void theChipSleepsAfterAReading() {
        SHTC3 sensor = new SHTC3(i2c);
        assertThat(sensor.sleeping()).isFalse();
        sensor.measurements();
        assertThat(sensor.sleeping()).isTrue();
        assertThat(chip.isAwake()).isFalse();
        sensor.sleeping(false);
        assertThat(chip.isAwake()).isTrue();
        sensor.sleeping(true);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
        sensor.reset();
        assertThat(sensor.sleeping()).isFalse();
        assertThat(chip.isAwake()).isTrue();
    }

    @Test
    void aChipThatSleepsIsFound() {
        new SHTC3(i2c).sleeping(true);
        assertThat(new SHTC3(i2c).temperature()).isCloseTo(-12.34, within(0.002));
    }

    /** Data sheet, 5.9: the bits 0x083f are 0x0807; the others may have any value. */
    @ParameterizedTest
    @ValueSource(ints = {0x0807, 0x0887, 0xFFC7})
    void theIdIsThatOfAnShtc3(int id) {
        chip.id(id);
        assertThat(new SHTC3(i2c).temperature()).isCloseTo(-12.34, within(0.002));
    }

    /** 0x0007 is an SHTC1. */
    @ParameterizedTest
    @ValueSource(ints = {0x0007, 0x0806, 0x0000, 0xFFFF})
    void anotherChipIsRefused(int id) {
        chip.id(id);
        assertThatThrownBy(() -> new SHTC3(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no SHTC3 at address 0x70", "0x%04x".formatted(id), "expected 0x0807");
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new SHTC3(empty))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("no I2C device at address 0x70")
                .hasCauseInstanceOf(BusException.class);
        assertFree(empty);
    }

    @Test
    void anotherErrorOfTheBusIsNoAbsentChip() {
        faulty.next(0, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(() -> new SHTC3(i2c))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.BUSY, BusException::kind);
    }

    /** Upstream returns nothing then, and leaves the chip awake. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aChangedByteIsNoticedAndTheChipSleeps(int changed) {
        SHTC3 sensor = new SHTC3(i2c);
        faulty.flipNext(2, 8 * changed + 4);
        assertThatThrownBy(sensor::measurements)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(chip.isAwake()).isFalse();
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aTransferThatFailsInTheMiddleLeavesTheBusFree(int after) {
        SHTC3 sensor = new SHTC3(i2c);
        faulty.next(after, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.002));
    }
}
