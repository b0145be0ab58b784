// SPDX-License-Identifier: MIT
package blinka4j.drivers.mpr121;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMPR121;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MPR121Test {
    private static final int RUN = 0x8F;

    private final SimMPR121 chip = new SimMPR121();
    private final SimI2CBus bus = new SimI2CBus().attach(0x5A, chip);
    private final I2C i2c = new I2C(bus);

    /** A chip that does not measure. */
    private final Registers8 fixed = new Registers8().register(0x5D, 0x24);

    private MPR121 ofFixed() {
        return new MPR121(new I2C(new SimI2CBus().attach(0x5D, fixed)), 0x5D);
    }

    private void touch(int pad, int counts) {
        chip.quantity("touch " + pad).value(counts);
        bus.clock().advance(Duration.ofMillis(10));
    }

    /** Data sheet, touch status registers: electrodes 0 to 7, then 8 to 11 and others. */
    @ParameterizedTest
    @CsvSource({"0x00, 0x00, 0", "0x01, 0x00, 1", "0x80, 0x00, 128", "0x00, 0x08, 2048", "0xFF, 0x0F, 4095"})
    void theTouchStatusHasTwelveBits(String low, String high, int touched) {
        MPR121 sensor = ofFixed();
        // The pad for proximity is no pad of the twelve.
        fixed.register(0x00, Integer.decode(low), Integer.decode(high) | 0x10);
        assertThat(sensor.touched()).isEqualTo(touched);
        for (int pad = 0; pad < 12; pad++) {
            boolean isTouched = (touched >> pad & 1) != 0;
            assertThat(sensor.isTouched(pad)).isEqualTo(isTouched);
            assertThat(sensor.get(pad).value()).isEqualTo(isTouched);
            assertThat(sensor.touchedPins()[pad]).isEqualTo(isTouched);
        }
        assertThat(sensor.touchedPins()).hasSize(12);
    }

    /** Data sheet, filtered data: 10 bits, the low byte first. */
    @ParameterizedTest
    @CsvSource({"0x00, 0x00, 0", "0xFF, 0x00, 255", "0x00, 0x02, 512", "0xFF, 0x03, 1023", "0x58, 0x02, 600"})
    void theFilteredDataHaveTenBits(String low, String high, int counts) {
        MPR121 sensor = ofFixed();
        fixed.register(0x04, Integer.decode(low), Integer.decode(high));
        fixed.register(0x1A, Integer.decode(low), Integer.decode(high));
        assertThat(sensor.filteredData(0)).isEqualTo(counts);
        assertThat(sensor.filteredData(11)).isEqualTo(counts);
        assertThat(sensor.get(11).rawValue()).isEqualTo(counts);
    }

    /** Data sheet: the register has the upper 8 of 10 bits. */
    @ParameterizedTest
    @CsvSource({"0x00, 0", "0x01, 4", "0x96, 600", "0xFF, 1020"})
    void aBaselineHasStepsOfFour(String register, int counts) {
        MPR121 sensor = ofFixed();
        fixed.register(0x1E, Integer.decode(register)).register(0x29, Integer.decode(register));
        assertThat(sensor.baselineData(0)).isEqualTo(counts);
        assertThat(sensor.baselineData(11)).isEqualTo(counts);
    }

    @Test
    void theSettingsAreThoseOfTheOriginal() {
        I2CRecorder recorder = new I2CRecorder(bus);
        new MPR121(new I2C(recorder));
        assertThat(recorder.writes(0x5A).stream().map(HexFormat.of()::formatHex))
                .containsSubsequence("5e00", "8063", "410c", "4206", "570c", "5806", "2b01", "2c01", "2d0e", "2e00")
                .containsSubsequence("2e00", "2f01", "3005", "3101", "3200", "3300", "3400", "3500", "5b00", "5c10")
                .endsWith("5d20", "5e8f");
        // One reset, one run.
        assertThat(recorder.writes(0x5A).stream().map(HexFormat.of()::formatHex))
                .filteredOn(write -> write.startsWith("5e"))
                .containsExactly("5e00", "5e8f");
        assertThat(chip.registers().register(0x58)).isEqualTo(6);
        assertThat(chip.registers().register(0x59)).isZero();
    }

    @Test
    void theConstructorReturnsAfterTheFirstMeasurement() {
        chip.quantity("touch 4").value(100);
        MPR121 sensor = new MPR121(i2c);
        assertThat(sensor.filteredData(4)).isEqualTo(500);
        assertThat(sensor.baselineData(4)).isEqualTo(600);
        assertThat(sensor.touched()).isEqualTo(0x10);
    }

    @Test
    void aTouchBeginsAndEndsAtItsThreshold() {
        MPR121 sensor = new MPR121(i2c);
        touch(11, 12);
        assertThat(sensor.isTouched(11)).isFalse();
        touch(11, 13);
        assertThat(sensor.isTouched(11)).isTrue();
        touch(11, 6);
        assertThat(sensor.isTouched(11)).isTrue();
        touch(11, 5);
        assertThat(sensor.isTouched(11)).isFalse();
    }

    @Test
    void thresholdsAreSetWhileTheChipIsStopped() {
        MPR121 sensor = new MPR121(i2c);
        assertThat(sensor.get(3).threshold()).isEqualTo(12);
        assertThat(sensor.get(3).releaseThreshold()).isEqualTo(6);
        sensor.get(3).threshold(255);
        sensor.get(3).releaseThreshold(0);
        sensor.get(11).threshold(40);
        assertThat(sensor.get(3).threshold()).isEqualTo(255);
        assertThat(sensor.get(3).releaseThreshold()).isZero();
        assertThat(chip.registers().register(0x47)).isEqualTo(255);
        assertThat(chip.registers().register(0x48)).isZero();
        assertThat(chip.registers().register(0x57)).isEqualTo(40);
        assertThat(chip.registers().register(0x5E)).isEqualTo(RUN);
        touch(3, 255);
        assertThat(sensor.touched()).isZero();
        touch(3, 256);
        assertThat(sensor.touched()).isEqualTo(0x08);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void aThresholdIsAByte(int counts) {
        MPR121 sensor = new MPR121(i2c);
        assertThatThrownBy(() -> sensor.get(0).threshold(counts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to 255");
        assertThatThrownBy(() -> sensor.get(0).releaseThreshold(counts)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.registers().register(0x5E)).isEqualTo(RUN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 12})
    void otherPadsDoNotExist(int pin) {
        MPR121 sensor = new MPR121(i2c);
        assertThatThrownBy(() -> sensor.get(pin)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sensor.filteredData(pin)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.baselineData(pin)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.isTouched(pin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to 11");
    }

    @Test
    void resetRestoresTheSettings() {
        MPR121 sensor = new MPR121(i2c);
        sensor.get(0).threshold(200);
        touch(0, 100);
        sensor.reset();
        assertThat(sensor.get(0).threshold()).isEqualTo(12);
        assertThat(sensor.touched()).isEqualTo(1);
    }

    /** Data sheet: the chip stops when the current at REXT is too high. */
    @Test
    void tooMuchCurrentAtItsResistorIsAnError() {
        MPR121 sensor = ofFixed();
        fixed.register(0x01, 0x80);
        assertThatThrownBy(sensor::touched).isInstanceOf(BusException.class).hasMessageContainingAll("REXT", "reset()");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x20, 0xFF})
    void anotherChipIsRefused(int configuration) {
        fixed.register(0x5D, configuration);
        assertThatThrownBy(this::ofFixed)
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no MPR121", "expected 0x24");
        assertThat(fixed.register(0x41)).isZero();
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new MPR121(i2c, 0x5B)).isInstanceOf(DeviceNotFoundException.class);
    }

    /** The chip would stay stopped: no pad would ever be touched. */
    @ParameterizedTest
    @EnumSource(
            value = FaultyI2C.Fault.class,
            names = {"NO_ACKNOWLEDGE", "NO_ACKNOWLEDGE_LATER", "TIMEOUT_AFTERWARDS", "BUSY"})
    void afterAFailedSettingTheNextCallMeasures(FaultyI2C.Fault fault) {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        MPR121 sensor = new MPR121(wires);
        // Stop, write, run.
        for (int transfer = 0; transfer < 3; transfer++) {
            touch(7, 0);
            assertThat(sensor.touched()).isZero();
            faulty.next(transfer, fault);
            assertThatThrownBy(() -> sensor.get(0).threshold(50)).isInstanceOf(BusException.class);
            assertFree(wires);
            touch(7, 99);
            assertThat(sensor.touched()).isEqualTo(0x80);
            assertThat(sensor.filteredData(7)).isEqualTo(501);
            assertThat(chip.registers().register(0x5E)).isEqualTo(RUN);
        }
    }

    /** With the thresholds of a reset, which are 0, all pads would be touched. */
    @Test
    void afterAFailedResetTheNextCallResets() {
        FaultyI2C faulty = new FaultyI2C(bus);
        MPR121 sensor = new MPR121(new I2C(faulty));
        for (int transfer = 0; transfer < 42; transfer++) {
            touch(2, 300);
            faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
            assertThatThrownBy(sensor::reset).isInstanceOf(BusException.class);
            assertThat(sensor.touched()).as("after transfer %s", transfer).isEqualTo(0x04);
            assertThat(sensor.get(11).releaseThreshold()).isEqualTo(6);
        }
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        MPR121 sensor = new MPR121(i2c);
        touch(9, 100);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::touched).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.touched()).isEqualTo(0x200);
    }

    @Test
    void aFailedConstructorIsAnError() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        faulty.next(20, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> new MPR121(wires)).isInstanceOf(BusException.class);
        assertFree(wires);
        assertThat(new MPR121(wires).touched()).isZero();
    }

    /** Data sheet, 5.11: after power-on ECR is 0, and the chip measures nothing. */
    @Test
    void aLossOfPowerIsAnError() {
        MPR121 sensor = new MPR121(i2c);
        bus.detach(0x5A);
        bus.attach(0x5A, chip);
        assertThatThrownBy(sensor::touched)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("power")
                .hasMessageContaining("reset()");
        assertThatThrownBy(() -> sensor.filteredData(3)).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> sensor.baselineData(3)).isInstanceOf(BusException.class);
        assertFree(i2c);
        sensor.reset();
        touch(3, 100);
        assertThat(sensor.touched()).isEqualTo(8);
    }

    @Test
    void aPadThatReadsZeroIsNoLossOfPower() {
        MPR121 sensor = new MPR121(i2c);
        touch(0, 600);
        assertThat(sensor.filteredData(0)).isZero();
        assertThat(sensor.touched()).isEqualTo(1);
    }
}
