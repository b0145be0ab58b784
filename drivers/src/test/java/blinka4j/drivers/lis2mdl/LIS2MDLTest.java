// SPDX-License-Identifier: MIT
package blinka4j.drivers.lis2mdl;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.lis2mdl.LIS2MDL.DataRate;
import blinka4j.drivers.lis2mdl.LIS2MDL.Faults;
import blinka4j.drivers.lis2mdl.LIS2MDL.Magnetic;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimLIS2MDL;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LIS2MDLTest {
    private final SimLIS2MDL chip = new SimLIS2MDL();
    private final SimI2CBus bus = new SimI2CBus().attach(0x1E, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, table 2: 1.5 milligauss, which is 0.15 µT, for a step. All axes in one transfer. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, 0",
        "0x01, 0x00, 0.15",
        "0xFF, 0xFF, -0.15",
        "0x64, 0x00, 15",
        "0x9C, 0xFF, -15",
        "0xFF, 0x7F, 4915.05",
        "0x00, 0x80, -4915.2"
    })
    void theFieldHasTheStepsOfTheDataSheet(String low, String high, double microteslas) {
        int l = Integer.decode(low);
        int h = Integer.decode(high);
        try (I2CPlayback played = I2CPlayback.at(0x1E)
                .register(0x4F, 0x40)
                .writes(0x60, 0x23)
                .sleeps(100)
                .writes(0x60, 0x43)
                .sleeps(100)
                .writes(0x62, 0x50)
                .writes(0x63, 0xE6)
                .writes(0x61, 0x00)
                .writes(0x60, 0x80)
                .sleeps(110)
                .register(0x68, l, h, 0, 0, l, h)) {
            if (microteslas == 0) {
                // It still measures, without a field.
                played.register(0x60, 0x80);
            }
            Magnetic field = new LIS2MDL(new I2C(played)).magnetic();
            assertThat(field.x()).isCloseTo(microteslas, within(1e-9));
            assertThat(field.y()).isZero();
            assertThat(field.z()).isCloseTo(microteslas, within(1e-9));
        }
    }

    @Test
    void agreesWithTheSimulatedChip() {
        chip.magnetic(-48.6, 22.05, 4915);
        Magnetic field = new LIS2MDL(i2c).magnetic();
        assertThat(field.x()).isCloseTo(-48.6, within(1e-9));
        assertThat(field.y()).isCloseTo(22.05, within(1e-9));
        assertThat(field.z()).isCloseTo(4915, within(0.08));
    }

    @ParameterizedTest
    @EnumSource(DataRate.class)
    void eachRateHasItsCode(DataRate rate) {
        LIS2MDL sensor = new LIS2MDL(i2c);
        assertThat(sensor.dataRate()).isEqualTo(DataRate.Rate_10_HZ);
        sensor.dataRate(rate);
        assertThat(chip.registers().register(0x60)).isEqualTo(0x80 | rate.ordinal() << 2);
        assertThat(sensor.dataRate()).isEqualTo(rate);
    }

    @Test
    void lowPowerIsABit() {
        LIS2MDL sensor = new LIS2MDL(i2c);
        assertThat(sensor.lowPower()).isFalse();
        sensor.lowPower(true);
        assertThat(chip.registers().register(0x60)).isEqualTo(0x90);
        assertThat(sensor.lowPower()).isTrue();
        sensor.lowPower(false);
        assertThat(chip.registers().register(0x60)).isEqualTo(0x80);
    }

    /** In steps of 0.15 µT, rounded. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 7, 0", "-1, -7, -1", "-30, 0x38, 0xFF", "4915.05, 0xFF, 0x7F", "-4915.2, 0x00, 0x80"})
    void offsetsAreWordsInTwosComplement(double microteslas, String low, String high) {
        LIS2MDL sensor = new LIS2MDL(i2c);
        sensor.xOffset(microteslas);
        sensor.yOffset(microteslas);
        sensor.zOffset(microteslas);
        byte l = (byte) (int) Integer.decode(low);
        byte h = (byte) (int) Integer.decode(high);
        assertThat(chip.registers().registers(0x45, 6)).containsExactly(l, h, l, h, l, h);
        assertThat(sensor.xOffset()).isCloseTo(microteslas, within(0.076));
        assertThat(sensor.yOffset()).isCloseTo(microteslas, within(0.076));
        assertThat(sensor.zOffset()).isCloseTo(microteslas, within(0.076));
    }

    @Test
    void theChipSubtractsTheOffset() {
        LIS2MDL sensor = new LIS2MDL(i2c);
        chip.magnetic(0, 30, 0);
        sensor.yOffset(45);
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.magnetic().y()).isCloseTo(-15, within(1e-9));
        sensor.reset();
        assertThat(sensor.yOffset()).isZero();
        assertThat(sensor.magnetic().y()).isCloseTo(30, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {4915.2, -4915.5, Double.NaN, 1e9})
    void anImpossibleOffsetIsRefused(double microteslas) {
        LIS2MDL sensor = new LIS2MDL(i2c);
        sensor.zOffset(3);
        assertThatThrownBy(() -> sensor.zOffset(microteslas))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("zOffset", "µT");
        assertThat(sensor.zOffset()).isEqualTo(3);
    }

    /** Data sheet, 8.13: unsigned. */
    @ParameterizedTest
    @CsvSource({"0, 0", "15, 15", "-15, 15", "4915.2, 4915.2", "9830.25, 9830.25"})
    void theThresholdHasNoSign(double set, double read) {
        LIS2MDL sensor = new LIS2MDL(i2c);
        sensor.interruptThreshold(set);
        assertThat(sensor.interruptThreshold()).isCloseTo(read, within(1e-9));
        assertThatThrownBy(() -> sensor.interruptThreshold(9831)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsBeyondTheThresholdIsAFault() {
        LIS2MDL sensor = new LIS2MDL(i2c);
        chip.magnetic(100, -100, 40);
        sensor.interruptThreshold(50);
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.faults()).isEqualTo(new Faults(false, false, false, false, false, false, false));
        sensor.interruptEnabled(true);
        assertThat(chip.registers().register(0x63)).isEqualTo(0xE7);
        assertThat(sensor.interruptEnabled()).isTrue();
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.faults()).isEqualTo(new Faults(true, false, false, false, true, false, true));
        assertThat(sensor.faults()).isEqualTo(new Faults(false, false, false, false, false, false, false));
        chip.magnetic(-60, 60, 60);
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.faults()).isEqualTo(new Faults(false, true, true, true, false, false, true));
        chip.magnetic(0, 0, -60);
        bus.clock().advance(Duration.ofMillis(100));
        assertThat(sensor.faults()).isEqualTo(new Faults(false, false, false, false, false, true, true));
        sensor.interruptEnabled(false);
        assertThat(sensor.interruptEnabled()).isFalse();
        assertThat(chip.registers().register(0x63)).isEqualTo(0x06);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x99, 0x41, 0x00, 0xFF})
    void anotherChipIsRefused(int id) {
        chip.registers().register(0x4F, id);
        assertThatThrownBy(() -> new LIS2MDL(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no LIS2MDL", "expected 0x40");
        assertThat(chip.registers().register(0x60)).isEqualTo(0x03);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new LIS2MDL(new I2C(new SimI2CBus()))).isInstanceOf(DeviceNotFoundException.class);
    }

    /** Else the chip would be reset. */
    @Test
    void aWrongBitIsNotWrittenBack() {
        FaultyI2C faulty = new FaultyI2C(bus);
        LIS2MDL sensor = new LIS2MDL(new I2C(faulty));
        sensor.xOffset(15);
        faulty.flipNext(0, 5);
        sensor.dataRate(DataRate.Rate_100_HZ);
        assertThat(chip.registers().register(0x60)).isEqualTo(0x8C);
        assertThat(sensor.xOffset()).isEqualTo(15);
    }

    @Test
    void aRateWhoseWriteFailedIsThatOfTheChip() {
        FaultyI2C faulty = new FaultyI2C(bus);
        LIS2MDL sensor = new LIS2MDL(new I2C(faulty));
        faulty.next(3, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.dataRate(DataRate.Rate_50_HZ)).isInstanceOf(BusException.class);
        assertThat(sensor.dataRate()).isEqualTo(DataRate.Rate_50_HZ);
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.dataRate(DataRate.Rate_10_HZ)).isInstanceOf(BusException.class);
        assertThat(sensor.dataRate()).isEqualTo(DataRate.Rate_50_HZ);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        LIS2MDL sensor = new LIS2MDL(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::magnetic).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.magnetic().z()).isCloseTo(43, within(0.08));
    }
}
