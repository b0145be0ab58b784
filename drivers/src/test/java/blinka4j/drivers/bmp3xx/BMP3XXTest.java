// SPDX-License-Identifier: MIT
package blinka4j.drivers.bmp3xx;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimBMP3XX;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BMP3XXTest {
    private static final Duration SAMPLE = Duration.ofNanos(2_020_000);

    /** Of a BMP390 in the tests of the project elixir-sensors/bmp3xx: 30.4993 °C, 1008.76006 hPa. */
    private static final int[] CALIBRATION = {
        0x23, 0x6B, 0x58, 0x49, 0xF6, 0x5C, 0xFF, 0xCE, 0xF4, 0x23, 0x00, 0xEA, 0x63, 0x6E, 0x79, 0xF3, 0xF6, 0xAA,
        0x43, 0x12, 0xC4
    };

    private static final int[] VALUES = {0x97, 0x9F, 0x6D, 0x73, 0xD8, 0x85};

    private final SimBMP3XX chip = new SimBMP3XX();
    private final SimI2CBus bus = new SimI2CBus().attach(0x77, chip);
    private final I2C i2c = new I2C(bus);

    private static I2CPlayback played() {
        return I2CPlayback.at(0x76)
                .register(0x00, 0x60)
                .register(0x00, 0x60)
                .writes(0x7E, 0xB6)
                .sleeps(SAMPLE)
                .register(0x31, CALIBRATION)
                .register(0x31, CALIBRATION);
    }

    /** Begins a measurement with one sample of temperature and four of pressure: 10.9 ms. */
    private static I2CPlayback forced(I2CPlayback bus) {
        bus.register(0x1C, 0x02).writes(0x1B, 0x13);
        for (int i = 0; i < 6; i++) {
            bus.sleeps(SAMPLE);
        }
        return bus;
    }

    private static void isRecorded(BMP3XX.Measurements measured) {
        assertThat(measured.temperature()).isCloseTo(30.499314, within(1e-6));
        assertThat(measured.pressure()).isCloseTo(1008.760063, within(1e-6));
    }

    @Test
    void aMeasurementThatTakesLongerIsWaitedFor() {
        try (I2CPlayback bus = forced(played())
                .register(0x03, 0x30)
                .sleeps(5)
                .register(0x03, 0x70)
                .register(0x04, VALUES)) {
            isRecorded(new BMP3XX(bus.i2c(), 0x76).measurements());
        }
    }

    /** Data sheet, 5.3.2: the first byte of a reply has no meaning. */
    @Test
    void overSpiADummyByteIsDropped() {
        int[] out = new int[23];
        out[0] = 0xB1;
        int[] in = new int[23];
        System.arraycopy(CALIBRATION, 0, in, 2, 21);
        SPIPlayback bus = SPIPlayback.script()
                .reads(0xFF)
                .exchanges(new int[] {0x80, 0, 0}, new int[] {0, 0, 0x60})
                .exchanges(new int[] {0x80, 0, 0}, new int[] {0, 0, 0x60})
                .writes(0x7E, 0xB6)
                .sleeps(SAMPLE)
                .exchanges(out, in)
                .exchanges(out, in)
                .exchanges(new int[] {0x9F, 0, 0}, new int[] {0, 0, 0x0E});
        try (bus) {
            SPI spi = new SPI(bus);
            assertThat(new BMP3XX(new SPIDevice(spi)).filterCoefficient()).isEqualTo(128);
            assertFree(spi);
        }
    }

    @ParameterizedTest
    @CsvSource({"22.5, 1013.25", "0, 1000", "-40, 300", "85, 1250", "-0.01, 950.5", "85, 300", "-40, 1250"})
    void agreesWithTheSimulatedChip(double celsius, double hectopascals) {
        chip.temperature(celsius).pressure(hectopascals);
        BMP3XX sensor = new BMP3XX(i2c);
        assertThat(sensor.temperature()).isCloseTo(celsius, within(0.0005));
        assertThat(sensor.pressure()).isCloseTo(hectopascals, within(0.0005));
    }

    @Test
    void aBmp388IsOneToo() {
        chip.registers().register(0x00, 0x50);
        assertThat(new BMP3XX(i2c).temperature()).isCloseTo(22.5, within(0.0005));
    }

    /** Data sheet, 3.4.2 and 4.3.20: codes 0 to 5, ×4 for pressure after power-on. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "4, 2", "8, 3", "16, 4", "32, 5"})
    void oversamplingsHaveTheirCodesAndPlaces(int samples, int code) {
        BMP3XX sensor = new BMP3XX(i2c);
        assertThat(sensor.pressureOversampling()).isEqualTo(4);
        assertThat(sensor.temperatureOversampling()).isEqualTo(1);
        sensor.temperatureOversampling(samples);
        assertThat(chip.registers().register(0x1C)).isEqualTo(code << 3 | 2);
        sensor.pressureOversampling(samples);
        assertThat(chip.registers().register(0x1C)).isEqualTo(code << 3 | code);
        assertThat(sensor.temperatureOversampling()).isEqualTo(samples);
        assertThat(sensor.pressureOversampling()).isEqualTo(samples);
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.0005));
    }

    /** Data sheet, 4.3.22. */
    @ParameterizedTest
    @CsvSource({"0, 0", "2, 1", "4, 2", "8, 3", "16, 4", "32, 5", "64, 6", "128, 7"})
    void filterCoefficientsHaveTheirCodes(int coefficient, int code) {
        BMP3XX sensor = new BMP3XX(i2c);
        sensor.filterCoefficient(coefficient);
        assertThat(chip.registers().register(0x1F)).isEqualTo(code << 1);
        assertThat(sensor.filterCoefficient()).isEqualTo(coefficient);
        sensor.reset();
        assertThat(sensor.filterCoefficient()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 256, Integer.MIN_VALUE})
    void otherSettingsAreRefused(int value) {
        BMP3XX sensor = new BMP3XX(i2c);
        assertThatThrownBy(() -> sensor.pressureOversampling(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pressureOversampling cannot be " + value, "1 to 32");
        assertThatThrownBy(() -> sensor.temperatureOversampling(value)).hasMessageContaining("temperatureOversampling");
        assertThatThrownBy(() -> sensor.filterCoefficient(value))
                .hasMessageContainingAll("filterCoefficient", "2 to 128");
        assertThatThrownBy(() -> sensor.pressureOversampling(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.filterCoefficient(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.registers().register(0x1C)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void aCodeThatStandsForNothingIsAnError(int code) {
        BMP3XX sensor = new BMP3XX(i2c);
        chip.registers().register(0x1C, code);
        assertThatThrownBy(sensor::pressureOversampling)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("samples", "read wrong");
    }

    /** The standard atmosphere has 898.75 hPa at 1000 m and 954.61 hPa at 500 m. */
    @ParameterizedTest
    @CsvSource({"1013.25, 0", "954.61, 500", "898.75, 1000", "1037.5, -200"})
    void altitudeFollowsTheStandardAtmosphere(double hectopascals, double metres) {
        chip.pressure(hectopascals);
        BMP3XX sensor = new BMP3XX(i2c);
        assertThat(sensor.altitude()).isCloseTo(metres, within(2.0));
        sensor.seaLevelPressure(hectopascals);
        assertThat(sensor.altitude()).isCloseTo(0, within(0.1));
        assertThatThrownBy(() -> sensor.seaLevelPressure(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0 hPa");
        assertThat(sensor.seaLevelPressure()).isEqualTo(hectopascals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x58", "0x00", "0xff"})
    void anotherChipIsRefused(String id) {
        chip.registers().register(0x00, Integer.decode(id));
        assertThatThrownBy(() -> new BMP3XX(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("BMP388", "BMP390", id);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new BMP3XX(i2c, 0x76)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aTransferThatFailsInTheMiddleLeavesTheBusFree() {
        try (I2CPlayback played = forced(forced(played()).register(0x03, 0x70).fails(Kind.NO_ACKNOWLEDGE))
                .register(0x03, 0x70)
                .register(0x04, VALUES)) {
            I2C other = played.i2c();
            BMP3XX sensor = new BMP3XX(other, 0x76);
            assertThatThrownBy(sensor::measurements).isInstanceOf(BusException.class);
            assertFree(other);
            isRecorded(sensor.measurements());
        }
    }

    /** The flags of a measurement that was not read stay: data sheet, 4.3.3. */
    @Test
    void aMeasurementThatWasNotReadIsNotTakenForTheNext() {
        FaultyI2C faulty = new FaultyI2C(bus);
        BMP3XX sensor = new BMP3XX(new I2C(faulty));
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertThat(chip.registers().register(0x03)).isEqualTo(0x70);
        chip.temperature(-5);
        assertThat(sensor.temperature()).isCloseTo(-5, within(0.0005));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void afterASettingThatFailedTheDriverSaysWhatTheChipHas(int transfer) {
        FaultyI2C faulty = new FaultyI2C(bus);
        BMP3XX sensor = new BMP3XX(new I2C(faulty));
        faulty.next(transfer, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.pressureOversampling(32)).isInstanceOf(BusException.class);
        assertThat(sensor.pressureOversampling())
                .isEqualTo(1 << chip.registers().register(0x1C));
        assertThat(sensor.temperature()).isCloseTo(22.5, within(0.0005));
    }

    @Test
    void aSettingThatWasReadWrongOnceIsNotWritten() {
        FaultyI2C faulty = new FaultyI2C(bus);
        BMP3XX sensor = new BMP3XX(new I2C(faulty));
        faulty.flipNext(0, 3);
        sensor.pressureOversampling(8);
        assertThat(chip.registers().register(0x1C)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF})
    void aConstantCalibrationIsRefused(int value) {
        for (int i = 0; i < 21; i++) {
            chip.registers().register(0x31 + i, value);
        }
        assertThatThrownBy(() -> new BMP3XX(i2c))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("calibration", "constant");
    }

    @Test
    void aValueThatTheChipCannotMeasureIsAnError() {
        BMP3XX sensor = new BMP3XX(i2c);
        chip.registers().onRead(register -> chip.registers().register(0x03, 0x70, 0xFF, 0xFF, 0xFF, 0, 0, 0));
        assertThatThrownBy(sensor::pressure).isInstanceOf(BusException.class).hasMessageContaining("read wrong");
    }

    @Test
    void aMeasurementThatDoesNotEndIsATimeout() {
        BMP3XX sensor = new BMP3XX(i2c);
        chip.registers().onRead(register -> chip.registers().register(0x03, 0x50));
        assertThatThrownBy(sensor::temperature)
                .hasMessageContainingAll("still busy after 100 ms", "power")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind);
        assertFree(i2c);
    }
}
