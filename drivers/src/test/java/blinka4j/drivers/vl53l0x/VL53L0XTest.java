// SPDX-License-Identifier: MIT
package blinka4j.drivers.vl53l0x;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.vl53l0x.VL53L0X.ContinuousMode;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimVL53L0X;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VL53L0XTest {
    private final SimVL53L0X chip = new SimVL53L0X();
    private final Registers8 registers = chip.registers();
    private final SimI2CBus bus = new SimI2CBus().attach(0x29, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    /** 8190 is what ST's API reports without a target; the data sheet has up to 2 m. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 1, 0.1", "300, 300, 30", "1234, 1234, 123.4", "2000, 2000, 200", "2001, 8190, 819"})
    void distancesAreInMillimetresAndCentimetres(double distance, int millimetres, double centimetres) {
        VL53L0X sensor = new VL53L0X(i2c);
        chip.distance(distance);
        assertThat(sensor.range()).isEqualTo(millimetres);
        assertThat(sensor.distance()).isCloseTo(centimetres, within(1e-9));
        sensor.startContinuous();
        assertThat(sensor.range()).isEqualTo(millimetres);
        sensor.stopContinuous();
        sensor.doRangeMeasurement();
        assertThat(sensor.readRange()).isEqualTo(millimetres);
    }

    @Test
    void allBitsOfTheDistanceAreRead() {
        VL53L0X sensor = new VL53L0X(i2c);
        registers.register(0x13, 0x04).u16be(0x1E, 0xFFFF);
        assertThat(sensor.readRange()).isEqualTo(0xFFFF);
        registers.register(0x13, 0x07).u16be(0x1E, 0x1FFE);
        assertThat(sensor.readRange()).isEqualTo(8190);
    }

    /**
     * The codes and times of Pololu's library (VL53L0X.cpp, 9f3773c, setMeasurementTimingBudget and getMeasurementTimingBudget), which
     * are those of ST's API.
     */
    @ParameterizedTest
    @CsvSource({
        "20000, 0x00D5, 19981",
        "33000, 0x028A, 32908",
        "50000, 0x02FA, 49990",
        "200000, 0x059A, 199769",
        "1000000, 0x07CA, 997774",
        "2500000, 0x08FE, 2491289"
    })
    void theTimingBudgetIsThatOfStsApi(int microseconds, String code, int found) {
        VL53L0X sensor = new VL53L0X(i2c);
        sensor.measurementTimingBudget(microseconds);
        assertThat(registers.register(0x71) << 8 | registers.register(0x72)).isEqualTo(Integer.decode(code));
        assertThat(sensor.measurementTimingBudget()).isCloseTo(found, within(2));
        Duration before = bus.clock().now();
        sensor.range();
        assertThat(bus.clock().now().minus(before))
                .isBetween(Duration.ofNanos(500L * microseconds), Duration.ofNanos(1500L * microseconds));
    }

    /** CircuitPython's driver makes it 590 µs longer each time. Steps are 1/128 of the time, or 38 µs. */
    @Test
    void aTimingBudgetThatWasReadCanBeSetAgain() {
        VL53L0X sensor = new VL53L0X(i2c);
        for (int wanted = 20_000; wanted <= 2_500_000; wanted += 997) {
            sensor.measurementTimingBudget(wanted);
            int found = sensor.measurementTimingBudget();
            assertThat(found).isBetween((int) (wanted * 127L / 128) - 39, wanted + 20);
            int code = registers.register(0x71) << 8 | registers.register(0x72);
            sensor.measurementTimingBudget(Math.max(found, 20_000));
            assertThat(registers.register(0x71) << 8 | registers.register(0x72)).isEqualTo(code);
            assertThat(sensor.measurementTimingBudget()).isEqualTo(found);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {19_999, 0, -1, 2_500_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void timingBudgetsThatTheChipCannotKeepAreRefused(int microseconds) {
        VL53L0X sensor = new VL53L0X(i2c);
        assertThatThrownBy(() -> sensor.measurementTimingBudget(microseconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("measurementTimingBudget", "20000", "2500000");
        assertThat(sensor.measurementTimingBudget()).isCloseTo(33_823, within(2));
    }

    @Test
    void aTimingBudgetThatCannotBeIsAnError() {
        VL53L0X sensor = new VL53L0X(i2c);
        registers.register(0x71, 0xFF, 0xFF);
        assertThatThrownBy(sensor::measurementTimingBudget)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("read wrong");
        registers.register(0x71, 0, 0);
        assertThat(sensor.measurementTimingBudget()).isBetween(11_000, 20_000);
    }

    /** Fixed point with 7 bits after the point, in the register 0x44: ST's API. */
    @ParameterizedTest
    @CsvSource({"0, 0x0000", "0.25, 0x0020", "0.1, 0x000D", "0.0078125, 0x0001", "256, 0x8000", "511.99, 0xFFFF"})
    void theSignalRateLimitHasSteps(double limit, String code) {
        VL53L0X sensor = new VL53L0X(i2c);
        sensor.signalRateLimit(limit);
        assertThat(registers.register(0x44) << 8 | registers.register(0x45)).isEqualTo(Integer.decode(code));
        assertThat(sensor.signalRateLimit()).isCloseTo(limit, within(0.5 / 128));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 512, Double.NaN})
    void otherSignalRateLimitsAreRefused(double limit) {
        VL53L0X sensor = new VL53L0X(i2c);
        assertThatThrownBy(() -> sensor.signalRateLimit(limit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signalRateLimit");
        assertThat(sensor.signalRateLimit()).isEqualTo(0.25);
    }

    /** The settings at the end of VL53L0X::init in Pololu's library. */
    @Test
    void theConstructorLeavesStsSettings() {
        assertThat(new VL53L0X(i2c).isContinuousMode()).isFalse();
        assertThat(registers.register(0x01)).isEqualTo(0xE8);
        assertThat(registers.register(0x0A)).isEqualTo(0x04);
        assertThat(registers.register(0x13)).isZero();
        assertThat(registers.register(0x46)).isEqualTo(0x25);
        assertThat(List.of(registers.register(0x50), registers.register(0x51), registers.register(0x52)))
                .containsExactly(0x06, 0x00, 0x96);
        assertThat(List.of(registers.register(0x70), registers.register(0x71), registers.register(0x72)))
                .containsExactly(0x04, 0x02, 0x90);
        assertThat(registers.register(0x80)).isZero();
        assertThat(registers.register(0x84)).isEqualTo(0x01);
        assertThat(registers.register(0xB6)).isEqualTo(0xB4);
    }

    /** Six sensors with apertures, of which the first is 12. */
    @Test
    void theConstructorEnablesTheReferenceSensorsThatTheMemoryNames() {
        registers.register(0xB0, 0xFF, 0xAF, 0xFF, 0xFF, 0xFF, 0xFF);
        I2CRecorder recorder = new I2CRecorder(bus);
        assertThat(new VL53L0X(new I2C(recorder)).dataReady()).isFalse();
        assertThat(List.of(registers.register(0xB0), registers.register(0xB1), registers.register(0xB2)))
                .containsExactly(0x00, 0xA0, 0x0F);
        assertThat(List.of(registers.register(0xB3), registers.register(0xB4), registers.register(0xB5)))
                .containsExactly(0, 0, 0);
        assertThat(recorder.writes(0x29).stream().map(HexFormat.of()::formatHex))
                .containsSubsequence("8001", "ff01", "0000", "ff06", "ff07", "8101", "8001", "946b", "8300")
                .containsSubsequence("8301", "8100", "ff06", "ff01", "0001", "ff00", "8000", "ff01", "4f00", "4e2c")
                .containsSubsequence("01e8", "0101", "0041", "0b01", "0000", "0102", "0001", "0b01", "0000", "01e8");
    }

    @Test
    void continuousModeMeasuresUntilItIsClosed() {
        VL53L0X sensor = new VL53L0X(i2c);
        ContinuousMode mode = sensor.continuousMode();
        try (mode) {
            assertThat(sensor.isContinuousMode()).isTrue();
            assertThat(sensor.dataReady()).isFalse();
            bus.clock().advance(Duration.ofMillis(34));
            assertThat(sensor.dataReady()).isTrue();
            assertThat(sensor.range()).isEqualTo(300);
            assertThat(sensor.dataReady()).isFalse();
            Duration before = bus.clock().now();
            chip.distance(400);
            assertThat(sensor.range()).isEqualTo(400);
            assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(36));
        }
        assertThat(sensor.isContinuousMode()).isFalse();
        assertThat(registers.register(0x00)).isZero();
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.dataReady()).isFalse();
    }

    /** What the chip measured while it was stopped, or before an error, is not the next distance. */
    @Test
    void anOldMeasurementIsNotANewOne() {
        VL53L0X sensor = new VL53L0X(i2c);
        sensor.startContinuous();
        bus.clock().advance(Duration.ofSeconds(1));
        sensor.stopContinuous();
        bus.clock().advance(Duration.ofSeconds(1));
        chip.distance(500);
        assertThat(sensor.range()).isEqualTo(500);
        sensor.doRangeMeasurement();
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.dataReady()).isTrue();
        chip.distance(600);
        assertThat(sensor.range()).isEqualTo(600);
        sensor.doRangeMeasurement();
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.dataReady()).isTrue();
        chip.distance(700);
        sensor.startContinuous();
        assertThat(sensor.range()).isEqualTo(700);
        sensor.doRangeMeasurement();
        assertThat(sensor.isContinuousMode()).isFalse();
    }

    /** As many as CircuitPython's driver needs, if each of its questions is answered at once. */
    @Test
    void aDistanceTakesNoMoreThanTwelveTransfers() {
        I2CRecorder recorder = new I2CRecorder(bus);
        VL53L0X sensor = new VL53L0X(new I2C(recorder));
        int before = recorder.writes(0x29).size();
        sensor.doRangeMeasurement();
        bus.clock().advance(Duration.ofSeconds(1));
        sensor.readRange();
        assertThat(recorder.writes(0x29).subList(before, recorder.writes(0x29).size()).stream()
                        .map(HexFormat.of()::formatHex))
                .containsExactly(
                        "0b01", "8001", "ff01", "0000", "913c", "0001", "ff00", "8000", "0001", "00", "13", "0b01");
    }

    @Test
    void aNewAddressIsUsed() {
        VL53L0X sensor = new VL53L0X(i2c);
        sensor.setAddress(0x30);
        assertThat(registers.register(0x8A)).isEqualTo(0x30);
        assertThatThrownBy(() -> new VL53L0X(i2c)).isInstanceOf(DeviceNotFoundException.class);
        // The next one, as in CircuitPython's example with several sensors.
        bus.attach(0x29, new SimVL53L0X().distance(700));
        assertThat(new VL53L0X(i2c).range()).isEqualTo(700);
        assertThat(sensor.range()).isEqualTo(300);
        assertThat(sensor.signalRateLimit()).isEqualTo(0.25);
        assertThat(sensor.measurementTimingBudget()).isCloseTo(33_823, within(2));
        assertThat(new VL53L0X(i2c, 0x30).dataReady()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x07, 0x78, -1, 0x129})
    void addressesThatI2CDoesNotHaveAreRefused(int address) {
        VL53L0X sensor = new VL53L0X(i2c);
        assertThatThrownBy(() -> sensor.setAddress(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("newAddress", "0x08 to 0x77");
        assertThat(sensor.range()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({"0xC0, 0xEA", "0xC1, 0xAB", "0xC2, 0x00"})
    void anotherChipIsRefused(String register, String value) {
        registers.register(Integer.decode(register), Integer.decode(value));
        assertThatThrownBy(() -> new VL53L0X(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("VL53L0X", "0xeeaa10");
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new VL53L0X(i2c, 0x30))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x30");
    }

    /** Registers that keep what is written: the memory is never found. Then one that never measures. */
    @ParameterizedTest
    @CsvSource({"0, 4000", "0.5, 500", "0.0001, 1"})
    void aChipThatNeverAnswersTimesOut(double timeout, int millis) {
        I2C dead = new I2C(new SimI2CBus().attach(0x29, new Registers8().register(0xC0, 0xEE, 0xAA, 0x10)));
        assertThatThrownBy(() -> new VL53L0X(dead, 0x29, timeout))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessageContainingAll("VL53L0X", "busy after " + millis + " ms");
        assertFree(dead);
    }

    @Test
    void aMeasurementThatNeverEndsTimesOut() {
        VL53L0X sensor = new VL53L0X(i2c, 0x29, 0.1);
        Duration before = bus.clock().now();
        assertThatThrownBy(sensor::readRange)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertFree(i2c);
        assertThat(sensor.range()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, 3601, Double.POSITIVE_INFINITY})
    void otherTimeoutsAreRefused(double timeout) {
        assertThatThrownBy(() -> new VL53L0X(i2c, 0x29, timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ioTimeoutS");
    }

    /** Each transfer of a reading, also those with another page of registers open. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void afterAFailureInTheMiddleTheNextCallWorks(int after) {
        VL53L0X sensor = new VL53L0X(i2c);
        faulty.next(after, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::range).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.measurementTimingBudget()).isCloseTo(33_823, within(2));
        faulty.next(after, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(sensor::range).isInstanceOf(BusException.class);
        chip.distance(450);
        assertThat(sensor.range()).isEqualTo(450);
        assertThat(registers.register(0x80)).isZero();
        faulty.next(after, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(sensor::stopContinuous).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.measurementTimingBudget()).isCloseTo(33_823, within(2));
        chip.distance(550);
        assertThat(sensor.range()).isEqualTo(550);
    }

    /** Whatever page it leaves open, the next constructor finds the chip. */
    @Test
    void aConstructorThatFailsInTheMiddleLeavesTheBusFree() {
        for (int after = 1; after < 160; after += 3) {
            faulty.next(after, FaultyI2C.Fault.BUSY);
            assertThatThrownBy(() -> new VL53L0X(i2c)).as("after %s", after).isInstanceOf(BusException.class);
            assertFree(i2c);
            assertThat(new VL53L0X(i2c).range()).isEqualTo(300);
        }
    }

    @Test
    void aFailureOnTheWayBackToTheRightPageLeavesTheBusFree() {
        VL53L0X sensor = new VL53L0X(i2c);
        for (int after : new int[] {4, 0, 0, 1, 2}) {
            faulty.next(after, FaultyI2C.Fault.BUSY);
            assertThatThrownBy(sensor::range).isInstanceOf(BusException.class);
            assertFree(i2c);
        }
        assertThat(sensor.signalRateLimit()).isEqualTo(0.25);
    }

    /** A program that ended during a measurement, with another page open. */
    @Test
    void aNewProgramFindsTheChipOnAnyPage() {
        VL53L0X sensor = new VL53L0X(i2c);
        faulty.next(4, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(sensor::range).isInstanceOf(BusException.class);
        assertThat(new VL53L0X(i2c).range()).isEqualTo(300);
    }

    @Test
    void afterAFailedWriteTheChipsSettingCounts() {
        VL53L0X sensor = new VL53L0X(i2c);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.signalRateLimit(1)).isInstanceOf(BusException.class);
        assertThat(sensor.signalRateLimit()).isEqualTo(0.25);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.measurementTimingBudget(50_000)).isInstanceOf(BusException.class);
        assertThat(sensor.measurementTimingBudget()).isCloseTo(33_823, within(2));
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.setAddress(0x30)).isInstanceOf(BusException.class);
        assertThat(sensor.range()).isEqualTo(300);
    }
}
