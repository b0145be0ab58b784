// SPDX-License-Identifier: MIT
package blinka4j.drivers.ahtx0;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimAHTx0;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AHTx0Test {
    /** An AHT10 that has just been reset and calibrated. */
    private static I2CPlayback aht10() {
        return I2CPlayback.at(0x38)
                .writes(0xBA)
                .sleeps(20)
                .writes(0xE1, 8, 0)
                .sleeps(10)
                .reads(0x18);
    }

    /** An AHT20, likewise. */
    private static I2CPlayback aht20() {
        return I2CPlayback.at(0x38)
                .writes(0xBA)
                .sleeps(20)
                .fails(Kind.NO_ACKNOWLEDGE)
                .sleeps(10)
                .writes(0xBE, 8, 0)
                .sleeps(10)
                .reads(0x18);
    }

    /** Data sheet, 6.1 and 6.2: 100 S / 2^20 %, 200 S / 2^20 - 50 °C. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, 0x00, 0x00, 0x00, -50, 0",
        "0x80, 0x00, 0x04, 0x00, 0x00, 0, 50",
        "0x40, 0x00, 0x03, 0x33, 0x33, -10.00004, 25",
        "0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 149.99981, 99.9999"
    })
    void measurementsAreThoseOfTheDataSheetsFormula(
            String a, String b, String c, String d, String e, double celsius, double percent) {
        try (I2CPlayback bus = aht10().writes(0xAC, 0x33, 0)
                .sleeps(80)
                .reads(0x18)
                .reads(
                        0x18,
                        Integer.decode(a),
                        Integer.decode(b),
                        Integer.decode(c),
                        Integer.decode(d),
                        Integer.decode(e))) {
            AHTx0.Measurements measured = new AHTx0(new I2C(bus)).measurements();

            assertThat(measured.temperature()).isCloseTo(celsius, within(1e-4));
            assertThat(measured.relativeHumidity()).isCloseTo(percent, within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource(SimAHTx0.Model.class)
    void agreesWithBothSimulatedChips(SimAHTx0.Model model) {
        SimAHTx0 chip = new SimAHTx0(model).temperature(-12.34).humidity(56.78);
        AHTx0 sensor = new AHTx0(new I2C(new SimI2CBus().attach(0x38, chip)));

        assertThat(sensor.temperature()).isCloseTo(-12.34, within(0.0002));
        assertThat(sensor.relativeHumidity()).isCloseTo(56.78, within(0.0001));
        assertThat(sensor.status()).isEqualTo(0x18);
    }

    /** Any one wrong bit. The frame is one that periph recorded: 0x7F is its checksum. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aChangedByteOfAnAht20IsNoticed(int index) {
        for (int bit = 0; bit < 8; bit++) {
            int[] frame = {0x18, 0x75, 0x52, 0x05, 0x8E, 0x40, 0x7F};
            frame[index] ^= 1 << bit;
            try (I2CPlayback bus =
                    aht20().writes(0xAC, 0x33, 0).sleeps(80).reads(0x18).reads(frame)) {
                I2C i2c = new I2C(bus);
                AHTx0 sensor = new AHTx0(i2c);

                assertThatThrownBy(sensor::measurements)
                        .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                        .returns(Kind.CHECKSUM, BusException::kind);
                assertFree(i2c);
            }
        }
    }

    /** Another error is the bus's. It says nothing about the chip, whose checksum must not be asked for because of it. */
    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "NO_ACKNOWLEDGE", mode = EnumSource.Mode.EXCLUDE)
    void onlyARefusedCommandMeansAnotherChip(Kind kind) {
        try (I2CPlayback bus =
                aht10().fails(kind).writes(0xAC, 0x33, 0).sleeps(80).reads(0x18).reads(0x18, 0x80, 0, 4, 0, 0)) {
            I2C i2c = new I2C(bus);
            AHTx0 sensor = new AHTx0(i2c);

            assertThatThrownBy(sensor::calibrate)
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(kind, BusException::kind);
            assertFree(i2c);
            assertThat(sensor.relativeHumidity()).isEqualTo(50);
        }
    }

    /** It accepts the AHT10's command, but is not calibrated by it. */
    @Test
    void aSensorThatTheFirstCommandDoesNotCalibrateGetsTheOther() {
        try (I2CPlayback bus = I2CPlayback.at(0x38)
                .writes(0xBA)
                .sleeps(20)
                .writes(0xE1, 8, 0)
                .sleeps(10)
                .reads(0x10)
                .writes(0xBE, 8, 0)
                .sleeps(10)
                .reads(0x18)
                .writes(0xAC, 0x33, 0)
                .sleeps(80)
                .reads(0x98)
                .sleeps(10)
                .reads(0x18)
                .reads(0x18, 0x75, 0x52, 0x05, 0x8E, 0x40, 0x7F)) {
            assertThat(new AHTx0(new I2C(bus)).temperature()).isCloseTo(19.445800781, within(1e-9));
        }
    }

    @Test
    void aSensorThatStaysBusyIsATimeout() {
        SimAHTx0 chip = new SimAHTx0();
        I2C i2c = new I2C(new SimI2CBus().attach(0x38, chip));
        AHTx0 sensor = new AHTx0(i2c);
        chip.status(0x98);

        assertThatThrownBy(sensor::temperature)
                .hasMessageContaining("busy")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
        chip.status(0x18);
        assertThat(sensor.temperature()).isCloseTo(20, within(0.001));
    }

    @Test
    void aSensorWithoutCalibrationIsNotFound() {
        SimAHTx0 chip = new SimAHTx0();
        chip.status(0x10);
        I2C i2c = new I2C(new SimI2CBus().attach(0x38, chip));

        assertThatThrownBy(() -> new AHTx0(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x10");
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C i2c = new I2C(new SimI2CBus());

        assertThatThrownBy(() -> new AHTx0(i2c)).isInstanceOf(DeviceNotFoundException.class);
    }
}
