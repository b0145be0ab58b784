// SPDX-License-Identifier: MIT
package blinka4j.drivers.mpu6050;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.DuringTransfer;
import blinka4j.drivers.mpu6050.MPU6050.Acceleration;
import blinka4j.drivers.mpu6050.MPU6050.Bandwidth;
import blinka4j.drivers.mpu6050.MPU6050.ClockSource;
import blinka4j.drivers.mpu6050.MPU6050.Gyro;
import blinka4j.drivers.mpu6050.MPU6050.GyroRange;
import blinka4j.drivers.mpu6050.MPU6050.Range;
import blinka4j.drivers.mpu6050.MPU6050.Rate;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMPU6050;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MPU6050Test {
    private final Registers8 registers =
            new Registers8().register(0x75, 0x68).register(0x6B, 0x40).selfClearing(0x6B, 0x80);
    private final SimI2CBus bus = new SimI2CBus().attach(0x68, registers);
    private final I2C i2c = new I2C(bus);

    @Test
    void theConstructorResetsTheChipAndItsSignalPathsAndWakesIt() {
        List<String> writes = new ArrayList<>();
        registers.onWrite((register, value) -> writes.add("%02x=%02x".formatted(register, value)));
        new MPU6050(i2c);
        // After the reset the model has the settings of before it.
        assertThat(writes).containsExactly("6b=80", "68=07", "19=00", "1a=00", "1b=08", "1c=00", "6b=01", "6b=01");
    }

    /** Register map 4.17: 16384, 8192, 4096 or 2048 steps for 1 g. */
    @ParameterizedTest
    @CsvSource({"RANGE_2_G, 16384, 0x00", "RANGE_4_G, 8192, 0x08", "RANGE_8_G, 4096, 0x10", "RANGE_16_G, 2048, 0x18"})
    void eachRangeOfTheAccelerationHasItsStep(Range range, int perG, String code) {
        MPU6050 sensor = new MPU6050(i2c);
        sensor.accelerometerRange(range);
        assertThat(registers.register(0x1C)).isEqualTo(Integer.decode(code));
        assertThat(sensor.accelerometerRange()).isEqualTo(range);
        registers.u16be(0x3B, perG - 1, -32768, 32767);
        Acceleration now = sensor.acceleration();
        assertThat(now.x()).isCloseTo(9.80665 * (perG - 1) / perG, within(1e-9));
        assertThat(now.y()).isCloseTo(-32768 * 9.80665 / perG, within(1e-9));
        assertThat(now.z()).isCloseTo(32767 * 9.80665 / perG, within(1e-9));
        assertThat(sensor.scaleAccel(0, perG, -1).y()).isEqualTo(9.80665);
    }

    /** Register map 4.19: 131, 65.5, 32.8 or 16.4 steps for 1 °/s. */
    @ParameterizedTest
    @CsvSource({
        "RANGE_250_DPS, 131, 0x00",
        "RANGE_500_DPS, 65.5, 0x08",
        "RANGE_1000_DPS, 32.8, 0x10",
        "RANGE_2000_DPS, 16.4, 0x18"
    })
    void eachRangeOfTheRotationHasItsStep(GyroRange range, double perDegree, String code) {
        MPU6050 sensor = new MPU6050(i2c);
        assertThat(sensor.gyroRange()).isEqualTo(GyroRange.RANGE_500_DPS);
        sensor.gyroRange(range);
        assertThat(registers.register(0x1B)).isEqualTo(Integer.decode(code));
        assertThat(sensor.gyroRange()).isEqualTo(range);
        registers.u16be(0x43, 0, -32768, 32767);
        Gyro now = sensor.gyro();
        assertThat(now.x()).isZero();
        assertThat(now.y()).isCloseTo(Math.toRadians(-32768 / perDegree), within(1e-9));
        assertThat(now.z()).isCloseTo(Math.toRadians(32767 / perDegree), within(1e-9));
        assertThat(sensor.scaleGyro(-1, 0, 0).x()).isCloseTo(Math.toRadians(-1 / perDegree), within(1e-12));
    }

    /** Register map 4.18: raw / 340 + 36.53. */
    @ParameterizedTest
    @CsvSource({"0, 36.53", "-26020, -40", "16480, 85", "-12420, 0", "-32768, -59.846", "32767, 132.904"})
    void theTemperatureIsThatOfTheFormula(int raw, double celsius) {
        registers.u16be(0x41, raw);
        assertThat(new MPU6050(i2c).temperature()).isCloseTo(celsius, within(0.002));
    }

    /** Register map 4.3: DLPF_CFG are the bits 0 to 2 of CONFIG. */
    @ParameterizedTest
    @EnumSource(Bandwidth.class)
    void eachBandwidthHasItsCode(Bandwidth bandwidth) {
        MPU6050 sensor = new MPU6050(i2c);
        sensor.filterBandwidth(bandwidth);
        assertThat(registers.register(0x1A)).isEqualTo(bandwidth.ordinal());
        assertThat(sensor.filterBandwidth()).isEqualTo(bandwidth);
    }

    @Test
    void aReservedBandwidthIsAnError() {
        MPU6050 sensor = new MPU6050(i2c);
        registers.register(0x1A, 7);
        assertThatThrownBy(sensor::filterBandwidth).isInstanceOf(BusException.class);
    }

    @ParameterizedTest
    @EnumSource(Rate.class)
    void eachRateOfCycleModeHasItsCode(Rate rate) {
        registers.register(0x6C, 0x3F);
        MPU6050 sensor = new MPU6050(i2c);
        sensor.cycleRate(rate);
        assertThat(registers.register(0x6C)).isEqualTo(rate.ordinal() << 6 | 0x3F);
        assertThat(sensor.cycleRate()).isEqualTo(rate);
    }

    @ParameterizedTest
    @EnumSource(ClockSource.class)
    void eachClockHasItsCode(ClockSource source) {
        MPU6050 sensor = new MPU6050(i2c);
        assertThat(sensor.clockSource()).isEqualTo(ClockSource.CLKSEL_INTERNAL_X);
        sensor.clockSource(source);
        assertThat(registers.register(0x6B)).isEqualTo(source.ordinal());
        assertThat(sensor.clockSource()).isEqualTo(source);
    }

    @Test
    void sleepAndCycleAreTwoBits() {
        MPU6050 sensor = new MPU6050(i2c);
        assertThat(sensor.sleep() || sensor.cycle()).isFalse();
        sensor.sleep(true);
        assertThat(registers.register(0x6B)).isEqualTo(0x41);
        assertThat(sensor.sleep()).isTrue();
        sensor.cycle(true);
        assertThat(registers.register(0x6B)).isEqualTo(0x21);
        assertThat(sensor.cycle()).isTrue();
        assertThat(sensor.sleep()).isFalse();
        sensor.cycle(false);
        assertThat(registers.register(0x6B)).isEqualTo(0x41);
    }

    @Test
    void theDivisorIsAByte() {
        MPU6050 sensor = new MPU6050(i2c);
        sensor.sampleRateDivisor(255);
        assertThat(sensor.sampleRateDivisor()).isEqualTo(255);
        assertThatThrownBy(() -> sensor.sampleRateDivisor(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.sampleRateDivisor(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(registers.register(0x19)).isEqualTo(255);
    }

    @Test
    void theFifoIsReadAtOnce() {
        SimMPU6050 chip = new SimMPU6050();
        MPU6050 sensor = new MPU6050(new I2C(new SimI2CBus().attach(0x68, chip)));
        assertThat(sensor.readWholeFifo()).isEmpty();
        sensor.accelFifoEn(true);
        sensor.fifoEn(true);
        assertThat(sensor.accelFifoEn() && sensor.fifoEn()).isTrue();
        assertThat(chip.registers().register(0x23)).isEqualTo(0x08);
        assertThat(chip.registers().register(0x6A)).isEqualTo(0x40);
        chip.fifo(0x40, 0, 0, 0, 0xC0, 0);
        assertThat(sensor.fifoCount()).isEqualTo(6);
        assertThat(sensor.readWholeFifo()).containsExactly(0x40, 0, 0, 0, 0xC0, 0);
        assertThat(sensor.fifoCount()).isZero();
        chip.fifo(1, 2);
        sensor.fifoEn(false);
        sensor.fiforst(true);
        assertThat(sensor.fiforst()).isFalse();
        assertThat(sensor.fifoCount()).isZero();
    }

    /** The FIFO has 1024 bytes. */
    @ParameterizedTest
    @CsvSource({"1024, true", "1025, false", "65535, false"})
    void aLargerFifoIsAnError(int count, boolean possible) {
        MPU6050 sensor = new MPU6050(i2c);
        registers.u16be(0x72, count);
        if (possible) {
            assertThat(sensor.fifoCount()).isEqualTo(count);
        } else {
            assertThatThrownBy(sensor::fifoCount).isInstanceOf(BusException.class);
            assertThatThrownBy(sensor::readWholeFifo).isInstanceOf(BusException.class);
        }
        assertFree(i2c);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 255})
    void agreesWithTheSimulatedChipAndWaitsForTheNewRange(int divisor) {
        SimMPU6050 chip = new SimMPU6050();
        MPU6050 sensor = new MPU6050(new I2C(new SimI2CBus().attach(0x68, chip)));
        chip.quantity("acceleration y").value(-70);
        chip.quantity("rotation x").value(-17);
        chip.quantity("temperature").value(-12.5);
        sensor.sampleRateDivisor(divisor);
        sensor.accelerometerRange(Range.RANGE_16_G);
        sensor.gyroRange(GyroRange.RANGE_2000_DPS);
        assertThat(sensor.acceleration().y()).isCloseTo(-70, within(0.003));
        assertThat(sensor.gyro().x()).isCloseTo(-17, within(0.001));
        assertThat(sensor.temperature()).isCloseTo(-12.5, within(0.002));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x70, 0x69, 0x00, 0xFF})
    void anotherChipIsRefused(int id) {
        registers.register(0x75, id);
        assertThatThrownBy(() -> new MPU6050(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no MPU6050", "expected 0x68");
        assertThat(registers.register(0x6B)).isEqualTo(0x40);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new MPU6050(i2c, 0x69)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aChipThatStaysInResetIsATimeout() {
        Registers8 stuck = new Registers8().register(0x75, 0x68);
        I2C wires = new I2C(new SimI2CBus().attach(0x68, stuck));
        assertThatThrownBy(() -> new MPU6050(wires))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT));
        assertFree(wires);
    }

    @Test
    void aRangeWhoseWriteFailedIsThatOfTheChip() {
        FaultyI2C faulty = new FaultyI2C(bus);
        MPU6050 sensor = new MPU6050(new I2C(faulty));
        registers.u16be(0x3B, 2048);
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.accelerometerRange(Range.RANGE_16_G)).isInstanceOf(BusException.class);
        assertThat(sensor.acceleration().x()).isEqualTo(9.80665);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.accelerometerRange(Range.RANGE_2_G)).isInstanceOf(BusException.class);
        assertThat(sensor.acceleration().x()).isEqualTo(9.80665);
    }

    /** Else the chip would be reset. */
    @Test
    void aWrongBitIsNotWrittenBack() {
        FaultyI2C faulty = new FaultyI2C(bus);
        MPU6050 sensor = new MPU6050(new I2C(faulty));
        registers.onWrite((register, value) -> assertThat(value & 0x80).isZero());
        faulty.flipNext(0, 7);
        sensor.sleep(true);
        assertThat(registers.register(0x6B)).isEqualTo(0x41);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        MPU6050 sensor = new MPU6050(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::gyro).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.gyro().x()).isZero();
    }

    /** What was measured before would be taken for up to eight times as much. */
    @Test
    void anotherThreadReadsTheNewRangeToo() throws InterruptedException {
        DuringTransfer port = new DuringTransfer(new SimI2CBus().attach(0x68, new SimMPU6050()));
        MPU6050 sensor = new MPU6050(new I2C(port));
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.003));
        sensor.sampleRateDivisor(255);
        List<Acceleration> read = new ArrayList<>();
        port.nextSleep(() -> read.add(sensor.acceleration()));
        sensor.accelerometerRange(Range.RANGE_16_G);
        port.assertWaited();
        assertThat(read.get(0).z()).isCloseTo(9.81, within(0.003));
    }

    /** Register map, 4.29: 1.25 to 40 measurements per second. */
    @ParameterizedTest
    @EnumSource(Rate.class)
    void inCyclesARangeWaitsForTheNextOne(Rate rate) {
        SimI2CBus other = new SimI2CBus().attach(0x68, new SimMPU6050());
        MPU6050 sensor = new MPU6050(new I2C(other));
        sensor.cycleRate(rate);
        sensor.cycle(true);
        other.clock().advance(Duration.ofSeconds(2));
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.003));
        sensor.accelerometerRange(Range.RANGE_16_G);
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.003));
    }

    /** Register map, 4.28: asleep, the chip does not measure, and keeps the numbers of the range before. */
    @Test
    void whatWasMeasuredBeforeAChangeWhileAsleepHasNoScale() {
        SimMPU6050 chip = new SimMPU6050();
        I2C own = new I2C(new SimI2CBus().attach(0x68, chip));
        MPU6050 sensor = new MPU6050(own);
        chip.quantity("rotation x").value(2);
        sensor.gyroRange(GyroRange.RANGE_250_DPS);
        assertThat(sensor.gyro().x()).isCloseTo(2, within(0.01));
        sensor.sleep(true);
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.01));
        sensor.accelerometerRange(Range.RANGE_16_G);
        assertThatIllegalStateException()
                .isThrownBy(sensor::acceleration)
                .withMessageContainingAll("MPU6050", "sleep(false)");
        assertFree(own);
        sensor.sleep(false);
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.01));
        sensor.cycle(false);
        sensor.gyroRange(GyroRange.RANGE_2000_DPS);
        assertThatIllegalStateException().isThrownBy(sensor::gyro);
        sensor.cycle(true);
        assertThat(sensor.gyro().x()).isCloseTo(2, within(0.01));
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.01));
    }

    /** Register map, 4.28: the clock source 7 stops the clock. */
    @Test
    void aStoppedClockMeasuresNothing() {
        MPU6050 sensor = new MPU6050(new I2C(new SimI2CBus().attach(0x68, new SimMPU6050())));
        sensor.clockSource(ClockSource.CLKSEL_STOP);
        sensor.accelerometerRange(Range.RANGE_16_G);
        assertThatIllegalStateException().isThrownBy(sensor::acceleration);
        sensor.clockSource(ClockSource.CLKSEL_INTERNAL_X);
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.01));
    }
}
