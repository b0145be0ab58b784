// SPDX-License-Identifier: MIT
package blinka4j.drivers.cap1188;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.cap1188.CAP1188.Cycle;
import blinka4j.drivers.cap1188.CAP1188.Sample;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimCAP1188;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CAP1188Test {
    private final SimCAP1188 chip = new SimCAP1188();
    private final SimI2CBus bus = new SimI2CBus().attach(0x29, chip);
    private final I2C i2c = new I2C(bus);

    private CAP1188 calibrated() {
        CAP1188 sensor = new CAP1188(i2c);
        bus.clock().advance(Duration.ofSeconds(1));
        return sensor;
    }

    /** Sets how much a finger adds, and waits for two cycles. */
    private void touch(int pin, double picofarads) {
        chip.quantity("pad " + pin).value(picofarads);
        bus.clock().advance(Duration.ofMillis(140));
    }

    private static I2CPlayback started() {
        return I2CPlayback.at(0x29)
                .register(0xFE, 0x5D)
                .register(0xFD, 0x50)
                .writes(0x72, 0xFF)
                .writes(0x2A, 0x00)
                .writes(0x2F, 0x10)
                .writes(0x26, 0xFF);
    }

    /** periph/devices, cap1xxx_test.go: the status 0xFF, 0x80, 0x40, 0x01. */
    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x40, 0x80, 0x84, 0xFF})
    void aTouchIsReadAfterTheInterruptIsCleared(int status) {
        try (I2CPlayback played = started()
                .writes(0x00, 0x00)
                .register(0x03, status)
                .writes(0x00, 0x00)
                .register(0x03, status)) {
            CAP1188 sensor = new CAP1188(new I2C(played));
            assertThat(sensor.touched()).isEqualTo(status);
            assertThat(sensor.get(8).value()).isEqualTo(status >= 0x80);
        }
    }

    /** Data sheet, 5.4: two's complement, 0x80 to 0x7F. */
    @ParameterizedTest
    @CsvSource({"0x00, 0", "0x01, 1", "0x7F, 127", "0x80, -128", "0xFF, -1", "0xF0, -16", "0x30, 48"})
    void aDeltaCountIsTwosComplement(String register, int counts) {
        int raw = Integer.decode(register);
        try (I2CPlayback played = started().register(0x10, raw).register(0x17, raw)) {
            CAP1188 sensor = new CAP1188(new I2C(played));
            assertThat(sensor.deltaCount(1)).isEqualTo(counts);
            assertThat(sensor.get(8).rawValue()).isEqualTo(counts);
        }
    }

    @Test
    void overSpiEachByteHasACommand() {
        SPIPlayback played = SPIPlayback.script()
                .exchanges(new int[] {0x7D, 0xFE, 0x7F, 0x7F}, new int[] {0, 0, 0, 0x5D})
                .exchanges(new int[] {0x7D, 0xFD, 0x7F, 0x7F}, new int[] {0, 0, 0, 0x50})
                .writes(0x7D, 0x72, 0x7E, 0xFF)
                .writes(0x7D, 0x2A, 0x7E, 0x00)
                .writes(0x7D, 0x2F, 0x7E, 0x10)
                .writes(0x7D, 0x26, 0x7E, 0xFF)
                .writes(0x7D, 0x00, 0x7E, 0x00)
                .exchanges(new int[] {0x7D, 0x03, 0x7F, 0x7F}, new int[] {0, 0, 0, 0x84})
                .writes(0x7D, 0x30, 0x7E, 9, 0x7E, 9, 0x7E, 9, 0x7E, 9, 0x7E, 9, 0x7E, 9, 0x7E, 9, 0x7E, 9)
                .exchanges(
                        new int[] {0x7D, 0x30, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F},
                        new int[] {0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 127});
        try (played) {
            SPI spi = new SPI(played);
            CAP1188 sensor = new CAP1188(new SPIDevice(spi));
            assertThat(sensor.touched()).isEqualTo(0x84);
            sensor.thresholds(9);
            assertThat(sensor.thresholdValues()).containsExactly(1, 2, 3, 4, 5, 6, 7, 127);
            assertFree(spi);
        }
    }

    @Test
    void overSpiWithEachKindOfChipSelect() {
        try (SimBoard board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            board.spi().attach(0, chip);
            SPI spi = board.blinka().spi();
            CAP1188 sensor = new CAP1188(spi, board.blinka().pin("CE0"));
            sensor.get(3).threshold(99);
            assertThat(sensor.thresholds()).containsExactly(64, 64, 99, 64, 64, 64, 64, 64);
            board.spi().attach(board.pin("D5"), new SimCAP1188());
            try (DigitalInOut select = new DigitalInOut(board.blinka().pin("D5"))) {
                CAP1188 other = new CAP1188(spi, select);
                other.sample(Sample.SAMPLE_2_56MS);
                assertThat(other.sample()).isEqualTo(Sample.SAMPLE_2_56MS);
                assertThat(other.cycle()).isEqualTo(Cycle.CYCLE_70MS);
            }
        }
    }

    /** Data sheet, 5.5: 25 fF are 64 counts with a sensitivity of 128, and 3.33 pF with 1. */
    @ParameterizedTest
    @CsvSource({"128, 0x0F, 0.025", "64, 0x1F, 0.05", "32, 0x2F, 0.1", "16, 0x3F, 0.2", "2, 0x6F, 1.6", "1, 0x7F, 3.2"})
    void theSensitivityScalesTheCounts(int sensitivity, String register, double picofarads) {
        CAP1188 sensor = calibrated();
        assertThat(sensor.sensitivity()).isEqualTo(32);
        sensor.sensitivity(sensitivity);
        assertThat(chip.registers().register(0x1F)).isEqualTo(Integer.decode(register));
        assertThat(sensor.sensitivity()).isEqualTo(sensitivity);
        touch(5, picofarads);
        assertThat(sensor.deltaCount(5)).isEqualTo(64);
        assertThat(sensor.touched()).isZero();
        touch(5, picofarads * 1.05);
        assertThat(sensor.touched()).isEqualTo(0x10);
        touch(5, -picofarads * 2);
        assertThat(sensor.deltaCount(5)).isEqualTo(-128);
    }

    /** Data sheet: 0x39 is 8 samples of 1.28 ms, every 70 ms. */
    @Test
    void theSettingsOfTheMeasurementAreThoseOfTheDataSheet() {
        CAP1188 sensor = new CAP1188(i2c);
        assertThat(sensor.averaging()).isEqualTo(8);
        assertThat(sensor.sample()).isEqualTo(Sample.SAMPLE_1_28MS);
        assertThat(sensor.cycle()).isEqualTo(Cycle.CYCLE_70MS);
        sensor.averaging(1);
        assertThat(chip.registers().register(0x24)).isEqualTo(0x09);
        sensor.averaging(128);
        assertThat(chip.registers().register(0x24)).isEqualTo(0x79);
        sensor.sample(Sample.SAMPLE_320US);
        assertThat(chip.registers().register(0x24)).isEqualTo(0x71);
        sensor.cycle(Cycle.CYCLE_140MS);
        assertThat(chip.registers().register(0x24)).isEqualTo(0x73);
        assertThat(sensor.averaging()).isEqualTo(128);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, 129, 256, Integer.MIN_VALUE})
    void onlyPowersOfTwoAreTaken(int value) {
        CAP1188 sensor = new CAP1188(i2c);
        assertThatThrownBy(() -> sensor.sensitivity(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sensitivity", "expected 1, 2");
        assertThatThrownBy(() -> sensor.averaging(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("averaging");
        assertThat(chip.registers().register(0x1F)).isEqualTo(0x2F);
        assertThat(chip.registers().register(0x24)).isEqualTo(0x39);
    }

    @Test
    void theThresholdsAreOneByOneOrAll() {
        CAP1188 sensor = calibrated();
        sensor.get(1).threshold(0);
        sensor.get(8).threshold(127);
        assertThat(sensor.thresholds()).containsExactly(0, 64, 64, 64, 64, 64, 64, 127);
        assertThat(sensor.get(8).threshold()).isEqualTo(127);
        touch(1, 0.002);
        assertThat(sensor.touched()).isEqualTo(1);
        sensor.thresholds(5);
        assertThat(sensor.thresholdValues()).containsOnly(5).hasSize(8);
        assertThatThrownBy(() -> sensor.thresholds(128)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.thresholds(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.get(2).threshold(128)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.get(2).threshold(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(sensor.thresholds()).containsOnly(5);
    }

    @Test
    void aReleasedPadIsNotTouched() {
        CAP1188 sensor = calibrated();
        touch(2, 0.5);
        touch(7, 0.5);
        assertThat(sensor.touchedPins()).containsExactly(false, true, false, false, false, false, true, false);
        assertThat(sensor.get(2).value()).isTrue();
        touch(2, 0);
        assertThat(sensor.get(2).value()).isFalse();
        assertThat(sensor.touched()).isEqualTo(0x40);
    }

    @Test
    void aCalibrationIsOfTheChosenPads() {
        CAP1188 sensor = calibrated();
        sensor.recalibratePins(0x81);
        assertThat(chip.registers().register(0x26)).isEqualTo(0x81);
        touch(1, 1);
        touch(2, 1);
        assertThat(sensor.touched()).isEqualTo(0x02);
        bus.clock().advance(Duration.ofMillis(600));
        assertThat(sensor.touched()).isEqualTo(0x03);
        sensor.get(3).recalibrate();
        assertThat(chip.registers().register(0x26)).isEqualTo(0x04);
        sensor.recalibrate();
        assertThat(chip.registers().register(0x26)).isEqualTo(0xFF);
        assertThatThrownBy(() -> sensor.recalibratePins(256)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, -1})
    void otherPadsDoNotExist(int pin) {
        CAP1188 sensor = new CAP1188(i2c);
        assertThatThrownBy(() -> sensor.get(pin))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("expected 1 to 8");
        assertThatThrownBy(() -> sensor.deltaCount(pin)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @CsvSource({"0xFE, 0x5C", "0xFD, 0x51", "0xFD, 0x00", "0xFE, 0xFF"})
    void anotherChipIsRefused(String register, String id) {
        chip.registers().register(Integer.decode(register), Integer.decode(id));
        assertThatThrownBy(() -> new CAP1188(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("CAP1188");
        assertThat(chip.registers().register(0x2A)).isEqualTo(0x80);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new CAP1188(i2c, 0x28)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aFailedWriteOfTheConstructorIsAnError() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        // After a probe and the two ids.
        faulty.next(4, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> new CAP1188(wires)).isInstanceOf(BusException.class);
        assertFree(wires);
        assertThat(new CAP1188(wires).averaging()).isEqualTo(8);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        CAP1188 sensor = calibrated();
        touch(4, 1);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::touched).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.touched()).isEqualTo(0x08);
    }

    /** A block that ends in the middle. */
    @Test
    void afterAFailedWriteTheSettingIsReadFromTheChip() {
        FaultyI2C faulty = new FaultyI2C(bus);
        CAP1188 sensor = new CAP1188(new I2C(faulty));
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.thresholds(20)).isInstanceOf(BusException.class);
        assertThat(sensor.thresholds()).containsOnly(20);
        // A field is read three times before it is written.
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.sensitivity(1)).isInstanceOf(BusException.class);
        assertThat(sensor.sensitivity()).isEqualTo(32);
    }

    /** A bit for deep sleep or for the gain must not come from a reading that went wrong. */
    @Test
    void aTouchAwakensTheChip() {
        CAP1188 sensor = calibrated();
        chip.registers().register(0x00, 0xF1);
        touch(6, 1);
        sensor.touched();
        bus.clock().advance(Duration.ofMillis(140));
        assertThat(sensor.touched()).isEqualTo(0x20);
        assertThat(chip.registers().register(0x00) & 0xF0).isZero();
    }

    @Test
    void bitsThatTheChipDoesNotHaveAreNoPartOfAThreshold() {
        Registers8 fixed = new Registers8().register(0xFD, 0x50, 0x5D, 0x83);
        CAP1188 sensor = new CAP1188(new I2C(new SimI2CBus().attach(0x2C, fixed)), 0x2C);
        fixed.register(0x30, IntStream.rangeClosed(0xF8, 0xFF).toArray());
        assertThat(sensor.thresholds()).containsExactly(120, 121, 122, 123, 124, 125, 126, 127);
        assertThat(sensor.get(1).threshold()).isEqualTo(120);
    }
}
