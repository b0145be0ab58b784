// SPDX-License-Identifier: MIT
package blinka4j.drivers.adxl34x;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.adxl34x.ADXL345.Acceleration;
import blinka4j.drivers.adxl34x.ADXL345.DataRate;
import blinka4j.drivers.adxl34x.ADXL345.Offset;
import blinka4j.drivers.adxl34x.ADXL345.Range;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimADXL345;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ADXL345Test {
    private static final double STEP = 0.004 * 9.80665;

    private final SimADXL345 chip = new SimADXL345();
    private final SimI2CBus bus = new SimI2CBus().attach(0x53, chip);
    private final I2C i2c = new I2C(bus);

    private static I2CPlayback played() {
        return I2CPlayback.at(0x53)
                .register(0x00, 0xE5)
                .register(0x31, 0x03)
                .register(0x31, 0x03)
                .register(0x31, 0x03)
                .writes(0x31, 0x0B)
                .writes(0x2D, 0x08)
                .writes(0x2E, 0x00)
                .sleeps(12);
    }

    /** Data sheet, page 1: 4 mg for each of 8192 steps. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, 0",
        "0x01, 0x00, 1",
        "0xFF, 0xFF, -1",
        "0xFA, 0x00, 250",
        "0xFF, 0x0F, 4095",
        "0x00, 0xF0, -4096"
    })
    void accelerationIsThirteenBitsInTwosComplement(String low, String high, int steps) {
        int l = Integer.decode(low);
        int h = Integer.decode(high);
        try (I2CPlayback played = played().register(0x31, 0x0B, l, h, 0, 0, l, h)
                .register(0x31, 0x0B, l, h, 0, 0, 0, 0)
                .register(0x31, 0x0B, 0, 0, l, h, 0, 0)
                .register(0x31, 0x0B, 0, 0, 0, 0, l, h)) {
            ADXL345 sensor = new ADXL345(new I2C(played));
            Acceleration now = sensor.acceleration();
            assertThat(now.x()).isCloseTo(steps * STEP, within(1e-9));
            assertThat(now.y()).isZero();
            assertThat(now.z()).isCloseTo(steps * STEP, within(1e-9));
            assertThat(sensor.rawX()).isEqualTo(steps);
            assertThat(sensor.rawY()).isEqualTo(steps);
            assertThat(sensor.rawZ()).isEqualTo(steps);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, -4097, 32767, -32768})
    void whatTheChipCannotMeasureIsAnError(int raw) {
        ADXL345 sensor = new ADXL345(i2c);
        chip.registers().register(0x2D, 0).u16le(0x32, 0, raw, 0);
        assertThatThrownBy(sensor::acceleration)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("" + raw);
        assertThatThrownBy(sensor::rawY).isInstanceOf(BusException.class);
        assertThat(sensor.rawX()).isZero();
        assertFree(i2c);
    }

    @ParameterizedTest
    @EnumSource(Range.class)
    void agreesWithTheSimulatedChipInEachRange(Range range) {
        // Another program has left it left-justified.
        chip.registers().register(0x31, 0x04);
        ADXL345 sensor = new ADXL343(i2c);
        chip.acceleration(19.2, -19.2, 155);
        sensor.range(range);
        assertThat(chip.registers().register(0x31)).isEqualTo(8 | range.ordinal());
        assertThat(sensor.range()).isEqualTo(range);
        bus.clock().advance(Duration.ofMillis(20));
        assertThat(sensor.acceleration().x()).isCloseTo(19.2, within(0.02));
        assertThat(sensor.acceleration().y()).isCloseTo(-19.2, within(0.02));
        assertThat(sensor.rawZ()).isEqualTo(Math.min((512 << range.ordinal()) - 1, (int) Math.round(155 / STEP)));
    }

    @ParameterizedTest
    @EnumSource(DataRate.class)
    void eachRateHasItsCode(DataRate rate) {
        ADXL345 sensor = new ADXL345(i2c);
        assertThat(sensor.dataRate()).isEqualTo(DataRate.RATE_100_HZ);
        sensor.dataRate(rate);
        assertThat(chip.registers().register(0x2C)).isEqualTo(rate.ordinal());
        assertThat(sensor.dataRate()).isEqualTo(rate);
    }

    @Test
    void offsetsAreBytesInTwosComplement() {
        ADXL345 sensor = new ADXL345(i2c);
        sensor.offset(new Offset(-128, 0, 127));
        assertThat(chip.registers().registers(0x1E, 3)).containsExactly(-128, 0, 127);
        assertThat(sensor.offset()).isEqualTo(new Offset(-128, 0, 127));
        assertThatThrownBy(() -> sensor.offset(new Offset(128, 0, 0))).isInstanceOf(IllegalArgumentException.class);
        assertThat(sensor.offset().x()).isEqualTo(-128);
    }

    @ParameterizedTest
    @CsvSource({"128, 0, 0", "1, -129, 2", "1, 2, 128", "1, 2, 2147483647"})
    void anOffsetThatDoesNotFitChangesNoAxis(int x, int y, int z) {
        ADXL345 sensor = new ADXL345(i2c);
        sensor.offset(new Offset(-3, 4, 5));
        assertThatThrownBy(() -> sensor.offset(new Offset(x, y, z)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("offset", "-128 to 127");
        assertThat(sensor.offset()).isEqualTo(new Offset(-3, 4, 5));
    }

    /** Data sheet, table 1: 1.1 ms and a period after the start. Until then the registers are 0. */
    @Test
    void theFirstReadingIsAMeasurement() {
        assertThat(new ADXL345(i2c).acceleration().z()).isCloseTo(9.81, within(0.02));
    }

    @Test
    void motionIsAnEventUntilItIsRead() {
        ADXL345 sensor = new ADXL345(i2c);
        chip.event(0x54);
        assertThat(sensor.events()).isEmpty();
        sensor.enableMotionDetection();
        assertThat(chip.registers().register(0x24)).isEqualTo(18);
        assertThat(chip.registers().register(0x27)).isEqualTo(0x70);
        assertThat(chip.registers().register(0x2E)).isEqualTo(0x10);
        assertThat(sensor.events()).isEqualTo(Map.of("motion", false));
        chip.event(0x10);
        assertThat(sensor.events()).isEqualTo(Map.of("motion", true));
        assertThat(sensor.events()).isEqualTo(Map.of("motion", false));
        sensor.disableMotionDetection();
        assertThat(sensor.events()).isEmpty();
    }

    @Test
    void freeFallIsAnEventBesideOthers() {
        ADXL345 sensor = new ADXL345(i2c);
        sensor.enableMotionDetection(30);
        sensor.enableFreefallDetection(9, 50);
        assertThat(chip.registers().registers(0x28, 2)).containsExactly(9, 50);
        chip.event(0x04);
        assertThat(sensor.events()).isEqualTo(Map.of("motion", false, "freefall", true));
        sensor.disableFreefallDetection();
        assertThat(chip.registers().register(0x2E)).isEqualTo(0x10);
        sensor.enableFreefallDetection();
        assertThat(chip.registers().registers(0x28, 2)).containsExactly(10, 25);
    }

    @ParameterizedTest
    @CsvSource({"1, 0x40, true", "1, 0x20, false", "2, 0x20, true", "2, 0x40, false"})
    void aTapIsSingleOrDouble(int taps, String event, boolean counts) {
        ADXL345 sensor = new ADXL345(i2c);
        sensor.enableTapDetection();
        assertThat(chip.registers().register(0x2E)).isEqualTo(0x40);
        sensor.enableTapDetection(taps, 255, 254, 253, 252);
        assertThat(chip.registers().register(0x1D)).isEqualTo(255);
        assertThat(chip.registers().registers(0x21, 3)).containsExactly(254, 253, 252);
        assertThat(chip.registers().register(0x2A)).isEqualTo(7);
        assertThat(sensor.events()).isEqualTo(Map.of("tap", false));
        chip.event(Integer.decode(event));
        assertThat(sensor.events()).isEqualTo(Map.of("tap", counts));
        sensor.disableTapDetection();
        assertThat(chip.registers().register(0x2E)).isZero();
    }

    @Test
    void anImpossibleDetectionChangesNothing() {
        ADXL345 sensor = new ADXL345(i2c);
        sensor.enableMotionDetection(40);
        assertThatThrownBy(() -> sensor.enableMotionDetection(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.enableMotionDetection(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.enableTapDetection(0, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.enableTapDetection(3, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.enableTapDetection(2, 1, 1, 1, 300))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.registers().register(0x24)).isEqualTo(40);
        assertThat(chip.registers().register(0x1D)).isZero();
        assertThat(chip.registers().register(0x2E)).isEqualTo(0x10);
    }

    /** The detection is off then, and the others are as they were. */
    @Test
    void aDetectionWhoseSettingFailedIsOff() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        ADXL345 sensor = new ADXL345(wires);
        sensor.enableFreefallDetection();
        faulty.next(4, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::enableMotionDetection).isInstanceOf(BusException.class);
        assertFree(wires);
        assertThat(sensor.events()).isEqualTo(Map.of("freefall", false));
        sensor.enableMotionDetection();
        assertThat(sensor.events()).containsKey("motion");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xE4, 0xFF})
    void anotherChipIsRefused(int id) {
        chip.registers().register(0x00, id);
        assertThatThrownBy(() -> new ADXL345(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("ADXL345", "expected 0xe5");
        assertThat(chip.registers().register(0x2D)).isZero();
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new ADXL343(i2c, 0x1D)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aRangeWhoseWriteFailedIsThatOfTheChip() {
        FaultyI2C faulty = new FaultyI2C(bus);
        ADXL345 sensor = new ADXL345(new I2C(faulty));
        faulty.next(3, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.range(Range.RANGE_16_G)).isInstanceOf(BusException.class);
        assertThat(sensor.range()).isEqualTo(Range.RANGE_16_G);
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.range(Range.RANGE_2_G)).isInstanceOf(BusException.class);
        assertThat(sensor.range()).isEqualTo(Range.RANGE_16_G);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        ADXL345 sensor = new ADXL345(i2c);
        bus.clock().advance(Duration.ofMillis(20));
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::acceleration).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(0.02));
    }
}
