// SPDX-License-Identifier: MIT
package blinka4j.drivers.lis3dh;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.lis3dh.LIS3DH.Acceleration;
import blinka4j.drivers.lis3dh.LIS3DH.DataRate;
import blinka4j.drivers.lis3dh.LIS3DH.Range;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimLIS3DH;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LIS3DHTest {
    private static final double G = 9.80665;

    private final SimLIS3DH chip = new SimLIS3DH();
    private final SimI2CBus bus = new SimI2CBus().attach(0x18, chip);
    private final I2C i2c = new I2C(bus);

    private static I2CPlayback played() {
        return I2CPlayback.at(0x18)
                .register(0x0F, 0x33)
                .writes(0x24, 0x80)
                .sleeps(10)
                .writes(0x20, 0x77)
                .writes(0x23, 0x88)
                .writes(0x1F, 0x80)
                .writes(0x24, 0x08)
                .sleeps(20);
    }

    /** Data sheet, table 4: 1, 2, 4 and 12 mg for each of 4096 steps, which are the upper 12 bits. */
    @ParameterizedTest
    @CsvSource({
        "0x88, 0x00, 0x00, 0",
        "0x88, 0x10, 0x00, 0.001",
        "0x88, 0xF0, 0xFF, -0.001",
        "0x88, 0x80, 0x3E, 1",
        "0x88, 0x80, 0xC1, -1",
        "0x88, 0xF0, 0x7F, 2.047",
        "0x88, 0x00, 0x80, -2.048",
        "0x98, 0x40, 0x1F, 1",
        "0x98, 0xF0, 0x7F, 4.094",
        "0xA8, 0x00, 0x80, -8.192",
        "0xB8, 0x30, 0x05, 0.996",
        "0xB8, 0xF0, 0x7F, 24.564",
        "0xB8, 0x00, 0x80, -24.576"
    })
    void accelerationHasTheStepsOfTheDataSheet(String control, String low, String high, double g) {
        try (I2CPlayback played = played().register(0x23, Integer.decode(control))
                .register(0xA8, Integer.decode(low), Integer.decode(high), 0, 0, 0x10, 0)) {
            LIS3DH sensor = new LIS3DH(new I2C(played));
            Acceleration now = sensor.acceleration();
            assertThat(now.x()).isCloseTo(g * G, within(1e-9));
            assertThat(now.y()).isZero();
            assertThat(now.z()).isPositive();
        }
    }

    @Test
    void overSpiTheBitForSeveralRegistersIsAnother() {
        SPIPlayback played = SPIPlayback.script()
                .exchanges(new int[] {0x8F, 0}, new int[] {0, 0x33})
                .writes(0x24, 0x80)
                .sleeps(10)
                .writes(0x20, 0x77)
                .writes(0x23, 0x88)
                .writes(0x1F, 0x80)
                .writes(0x24, 0x08)
                .sleeps(20)
                .exchanges(new int[] {0xA3, 0}, new int[] {0, 0x88})
                .exchanges(new int[] {0xE8, 0, 0, 0, 0, 0, 0}, new int[] {0, 0x80, 0x3E, 0, 0, 0x80, 0xC1})
                .exchanges(new int[] {0xCC, 0, 0}, new int[] {0, 0xC0, 0xFF});
        try (played) {
            SPI spi = new SPI(played);
            LIS3DH sensor = new LIS3DH(new SPIDevice(spi), null);
            Acceleration now = sensor.acceleration();
            assertThat(now.x()).isCloseTo(G, within(1e-9));
            assertThat(now.z()).isCloseTo(-G, within(1e-9));
            assertThat(sensor.readAdcRaw(3)).isEqualTo(-64);
            assertFree(spi);
        }
    }

    @Test
    void overSpiWithEachKindOfChipSelect() {
        try (SimBoard board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            board.spi().attach(0, chip.acceleration(1, -2, 3));
            SPI spi = board.blinka().spi();
            assertThat(new LIS3DH(spi, board.blinka().pin("CE0")).acceleration().y())
                    .isCloseTo(-2, within(0.005));
            board.spi().attach(board.pin("D5"), new SimLIS3DH().acceleration(4, 5, 6));
            try (DigitalInOut select = new DigitalInOut(board.blinka().pin("D5"))) {
                assertThat(new LIS3DH(spi, select).acceleration().x()).isCloseTo(4, within(0.005));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Range.class)
    void agreesWithTheSimulatedChipAndWaitsForTheNewRange(Range range) {
        chip.acceleration(-19, 0.5, 9.81);
        LIS3DH sensor = new LIS3DH(i2c);
        for (DataRate rate : DataRate.values()) {
            if (rate != DataRate.DATARATE_POWERDOWN) {
                sensor.dataRate(rate);
                assertThat(sensor.dataRate()).isEqualTo(rate);
                sensor.range(Range.RANGE_2_G);
                sensor.range(range);
                assertThat(sensor.range()).isEqualTo(range);
                double step = (rate.name().contains("LOWPOWER") ? 16 : 0.51)
                        * 0.001
                        * G
                        * new int[] {1, 2, 4, 12}[range.ordinal()];
                assertThat(sensor.acceleration().x()).isCloseTo(-19, within(step));
                assertThat(sensor.acceleration().z()).isCloseTo(9.81, within(step));
            }
        }
    }

    /** Data sheet, table 31. */
    @ParameterizedTest
    @CsvSource({
        "DATARATE_POWERDOWN, 0x07, 0x88", "DATARATE_1_HZ, 0x17, 0x88", "DATARATE_10_HZ, 0x27, 0x88",
        "DATARATE_25_HZ, 0x37, 0x88", "DATARATE_50_HZ, 0x47, 0x88", "DATARATE_100_HZ, 0x57, 0x88",
        "DATARATE_200_HZ, 0x67, 0x88", "DATARATE_400_HZ, 0x77, 0x88", "DATARATE_LOWPOWER_1K6HZ, 0x8F, 0x80",
        "DATARATE_1344_HZ, 0x97, 0x88", "DATARATE_LOWPOWER_5KHZ, 0x9F, 0x80"
    })
    void eachRateHasItsCode(DataRate rate, String control1, String control4) {
        LIS3DH sensor = new LIS3DH(i2c);
        sensor.dataRate(rate);
        assertThat(chip.registers().register(0x20)).isEqualTo(Integer.decode(control1));
        assertThat(chip.registers().register(0x23)).isEqualTo(Integer.decode(control4));
        assertThat(sensor.dataRate()).isEqualTo(rate);
    }

    @Test
    void switchedOffARangeIsSetAtOnce() {
        LIS3DH sensor = new LIS3DH(i2c);
        sensor.dataRate(DataRate.DATARATE_POWERDOWN);
        Duration before = bus.clock().now();
        sensor.range(Range.RANGE_8_G);
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(3));
        assertThat(sensor.range()).isEqualTo(Range.RANGE_8_G);
    }

    @Test
    void analogInputsFallWithTheVoltage() {
        LIS3DH sensor = new LIS3DH(i2c);
        chip.registers().u16le(0x08, 32512, -32512, 0);
        assertThat(sensor.readAdcRaw(1)).isEqualTo(32512);
        assertThat(sensor.readAdcRaw(2)).isEqualTo(-32512);
        assertThat(sensor.readAdcMv(1)).isEqualTo(900);
        assertThat(sensor.readAdcMv(2)).isEqualTo(1800);
        assertThat(sensor.readAdcMv(3)).isEqualTo(1350);
        assertThatThrownBy(() -> sensor.readAdcMv(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.readAdcRaw(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 2, false", "2, 2, true", "2, 1, false", "0, 1, false"})
    void tapsCountAsTheyAreSet(int set, int tapped, boolean counts) {
        LIS3DH sensor = new LIS3DH(i2c);
        sensor.setTap(set, 80);
        assertThat(chip.registers().register(0x22)).isEqualTo(set == 0 ? 0 : 0x80);
        if (set > 0) {
            assertThat(chip.registers().registers(0x3A, 4)).containsExactly(0x80 | 80, 10, 20, 255);
        }
        assertThat(sensor.tapped()).isFalse();
        chip.tap(tapped);
        assertThat(sensor.tapped()).isEqualTo(counts);
        assertThat(sensor.tapped()).isFalse();
    }

    @Test
    void aTapNeedsThePinWhereThereIsOne() {
        try (SimBoard board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            board.i2c().attach(0x18, chip);
            board.pin("D4").drive(false);
            try (DigitalInOut int1 = new DigitalInOut(board.blinka().pin("D4"))) {
                LIS3DH sensor = new LIS3DH(board.blinka().i2c(), 0x18, int1);
                sensor.setTap(1, 40, 5, 6, 7, 0x3F);
                assertThat(chip.registers().register(0x38)).isEqualTo(0x3F);
                chip.tap(1);
                assertThat(sensor.tapped()).isFalse();
                board.pin("D4").drive(true);
                assertThat(sensor.tapped()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 80, 1, 1, 1",
        "3, 80, 1, 1, 1",
        "1, 128, 1, 1, 1",
        "1, -1, 1, 1, 1",
        "2, 80, 128, 1, 1",
        "2, 80, 1, 256, 1",
        "2, 80, 1, 1, 256"
    })
    void anImpossibleTapChangesNothing(int tap, int threshold, int limit, int latency, int window) {
        LIS3DH sensor = new LIS3DH(i2c);
        assertThatThrownBy(() -> sensor.setTap(tap, threshold, limit, latency, window))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to");
        assertThat(chip.registers().registers(0x38, 6)).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(chip.registers().register(0x22)).isZero();
    }

    @Test
    void shakingIsMoreThanTheThreshold() {
        LIS3DH sensor = new LIS3DH(i2c);
        chip.acceleration(0, 0, G);
        assertThat(sensor.shake()).isFalse();
        Duration before = bus.clock().now();
        assertThat(sensor.shake(9.7, 5, 0.5)).isTrue();
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(500), Duration.ofMillis(530));
        chip.acceleration(12, -12, 12);
        sensor.range(Range.RANGE_4_G);
        assertThat(sensor.shake()).isTrue();
        assertThatThrownBy(() -> sensor.shake(20, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.shake(20, 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x32, 0x00, 0xFF})
    void anotherChipIsRefused(int id) {
        chip.registers().register(0x0F, id);
        assertThatThrownBy(() -> new LIS3DH(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no LIS3DH", "expected 0x33");
        assertThat(chip.registers().register(0x20)).isEqualTo(0x07);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new LIS3DH(i2c, 0x19)).isInstanceOf(DeviceNotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource(value = FaultyI2C.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "SLOW")
    void afterARangeWhoseWriteFailedTheScaleIsThatOfTheChip(FaultyI2C.Fault fault) {
        chip.acceleration(5, 0, 0);
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        LIS3DH sensor = new LIS3DH(wires);
        // After the rate and three readings of the register.
        faulty.next(4, fault);
        if (fault != FaultyI2C.Fault.FLIPPED && fault != FaultyI2C.Fault.CUT) {
            assertThatThrownBy(() -> sensor.range(Range.RANGE_16_G)).isInstanceOf(BusException.class);
        }
        assertFree(wires);
        bus.clock().advance(Duration.ofMillis(3));
        assertThat(sensor.acceleration().x()).isCloseTo(5, within(0.06));
    }

    @Test
    void aWrongBitIsNotWrittenBack() {
        FaultyI2C faulty = new FaultyI2C(bus);
        LIS3DH sensor = new LIS3DH(new I2C(faulty));
        // The bit that makes SPI use three wires.
        faulty.flipNext(1, 0);
        sensor.range(Range.RANGE_8_G);
        assertThat(chip.registers().register(0x23)).isEqualTo(0xA8);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.acceleration(1, 2, 3);
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        LIS3DH sensor = new LIS3DH(wires);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::acceleration).isInstanceOf(BusException.class);
        assertFree(wires);
        assertThat(sensor.acceleration().z()).isCloseTo(3, within(0.005));
    }

    /** Data sheet, table 31: in power-down the chip does not measure. */
    @Test
    void whatWasMeasuredBeforeAChangeWhileSwitchedOffHasNoScale() {
        chip.acceleration(0, 0, 10);
        LIS3DH sensor = new LIS3DH(i2c);
        assertThat(sensor.acceleration().z()).isCloseTo(10, within(0.02));
        sensor.dataRate(DataRate.DATARATE_POWERDOWN);
        assertThat(sensor.acceleration().z()).isCloseTo(10, within(0.02));
        sensor.range(Range.RANGE_16_G);
        assertThatIllegalStateException()
                .isThrownBy(sensor::acceleration)
                .withMessageContainingAll("LIS3DH", "dataRate");
        assertFree(i2c);
        sensor.dataRate(DataRate.DATARATE_10_HZ);
        assertThat(sensor.acceleration().z()).isCloseTo(10, within(0.15));
    }
}
