// SPDX-License-Identifier: MIT
package blinka4j.drivers.l3gd20;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.l3gd20.L3GD20.Gyro;
import blinka4j.drivers.l3gd20.L3GD20.Range;
import blinka4j.drivers.l3gd20.L3GD20.Rate;
import blinka4j.drivers.l3gd20.L3GD20.Raw;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimL3GD20;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class L3GD20Test {
    private final SimL3GD20 chip = new SimL3GD20();
    private final SimI2CBus bus = new SimI2CBus().attach(0x6B, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, table 4: 8.75, 17.5 and 70 m°/s for a step. */
    @ParameterizedTest
    @CsvSource({
        "L3DS20_RANGE_250DPS, 0x80, 0, 0.00875", "L3DS20_RANGE_250DPS, 0x80, 1, 0.00875",
        "L3DS20_RANGE_250DPS, 0x80, -1, 0.00875", "L3DS20_RANGE_250DPS, 0x80, 32767, 0.00875",
        "L3DS20_RANGE_500DPS, 0x90, -32768, 0.0175", "L3DS20_RANGE_2000DPS, 0xA0, 32767, 0.07",
        "L3DS20_RANGE_2000DPS, 0xA0, -32768, 0.07"
    })
    void rotationHasTheStepsOfTheDataSheet(Range range, String control, int raw, double degrees) {
        int low = raw & 0xFF;
        int high = raw >> 8 & 0xFF;
        try (I2CPlayback played = I2CPlayback.at(0x6B)
                .register(0x0F, 0xD7)
                .writes(0x20, 0x0F)
                .writes(0x23, Integer.decode(control))
                .sleeps(250)
                .register(0xA7, 0x0F, low, high, 0, 0, low, high)
                .register(0xA7, 0x0F, low, high, 0, 0, low, high)) {
            L3GD20 sensor = new L3GD20(new I2C(played), range);
            Gyro now = sensor.gyro();
            assertThat(now.x()).isCloseTo(Math.toRadians(raw * degrees), within(1e-9));
            assertThat(now.y()).isZero();
            assertThat(now.z()).isCloseTo(Math.toRadians(raw * degrees), within(1e-9));
            assertThat(sensor.gyroRaw()).isEqualTo(new Raw(raw, 0, raw));
            assertThat(sensor.scale()).isEqualTo(degrees);
        }
    }

    /** CircuitPython's values over SPI are in radians twice. */
    @Test
    void overSpiTheValuesAreTheSame() {
        SPIPlayback played = SPIPlayback.script()
                .exchanges(new int[] {0x8F, 0}, new int[] {0, 0xD7})
                .writes(0x20, 0xCF)
                .writes(0x23, 0x90)
                .sleeps(250)
                .exchanges(new int[] {0xE7, 0, 0, 0, 0, 0, 0, 0}, new int[] {0, 0x0F, 0x72, 0, 0, 0, 0x8D, 0xFF})
                .exchanges(new int[] {0xE7, 0, 0, 0, 0, 0, 0, 0}, new int[] {0, 0x0F, 0x72, 0, 0, 0, 0x8D, 0xFF})
                .exchanges(new int[] {0xA6, 0}, new int[] {0, 0xF0})
                .writes(0x21, 0x05);
        try (played) {
            SPI spi = new SPI(played);
            L3GD20 sensor = new L3GD20(new SPIDevice(spi), Range.L3DS20_RANGE_500DPS, Rate.L3DS20_RATE_800HZ);
            assertThat(sensor.gyro().x()).isCloseTo(Math.toRadians(114 * 0.0175), within(1e-9));
            assertThat(sensor.gyroRaw()).isEqualTo(new Raw(114, 0, -115));
            assertThat(sensor.readRegister(0x26)).isEqualTo(0xF0);
            sensor.writeRegister(0x21, 0x05);
            assertFree(spi);
        }
    }

    @Test
    void overSpiWithEachKindOfChipSelect() {
        try (SimBoard board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            board.spi().attach(0, chip.rotation(1, -2, 3));
            SPI spi = board.blinka().spi();
            assertThat(new L3GD20(spi, board.blinka().pin("CE0")).gyro().y()).isCloseTo(-2, within(0.0002));
            board.spi().attach(board.pin("D5"), new SimL3GD20().rotation(4, 3, 2));
            try (DigitalInOut select = new DigitalInOut(board.blinka().pin("D5"))) {
                assertThat(new L3GD20(spi, select).gyro().x()).isCloseTo(4, within(0.0002));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Range.class)
    void agreesWithTheSimulatedChip(Range range) {
        chip.rotation(-4, 0.5, 4.25);
        for (Rate rate : Rate.values()) {
            L3GD20 sensor = new L3GD20(i2c, range, 0x6B, rate);
            bus.clock().advance(Duration.ofMillis(11));
            assertThat(chip.registers().register(0x20)).isEqualTo(rate.bits() | 0x0F);
            assertThat(sensor.gyro().x()).isCloseTo(-4, within(0.0007));
            assertThat(sensor.gyro().y()).isCloseTo(0.5, within(0.0007));
            assertThat(sensor.gyro().z()).isCloseTo(4.25, within(0.0007));
        }
    }

    @Test
    void theFirstMeasurementIsWaitedFor() {
        chip.rotation(1, 0, 0);
        assertThat(new L3GD20(i2c).gyro().x()).isCloseTo(1, within(0.0002));
    }

    @Test
    void registersAreReadAndWritten() {
        L3GD20 sensor = new L3GD20(i2c);
        sensor.writeRegister(0x32, 0x7F);
        assertThat(sensor.readRegister(0x32)).isEqualTo(0x7F);
        chip.registers().register(0x32, 1, 2, 3);
        byte[] bytes = new byte[3];
        sensor.readBytes(0x32, bytes);
        assertThat(bytes).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> sensor.writeRegister(0x32, 256)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD4, 0xD7})
    void bothChipsAreFound(int id) {
        chip.registers().register(0x0F, id);
        assertThat(new L3GD20(i2c).scale()).isEqualTo(0.00875);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD3, 0xD5, 0xD6, 0x00, 0xFF})
    void anotherChipIsRefused(int id) {
        chip.registers().register(0x0F, id);
        assertThatThrownBy(() -> new L3GD20(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no L3GD20", "expected 0xd4");
        assertThat(chip.registers().register(0x20)).isEqualTo(0x07);
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new L3GD20(i2c, Range.L3DS20_RANGE_250DPS, 0x6A, Rate.L3DS20_RATE_100HZ))
                .isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aFailedWriteOfTheConstructorIsAnError() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        // After a probe and two readings of the id.
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> new L3GD20(wires)).isInstanceOf(BusException.class);
        assertFree(wires);
        chip.rotation(0, 1, 0);
        assertThat(new L3GD20(i2c).gyro().y()).isCloseTo(1, within(0.0002));
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        L3GD20 sensor = new L3GD20(i2c);
        chip.rotation(0, 0, 2);
        bus.clock().advance(Duration.ofMillis(20));
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::gyro).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.gyro().z()).isCloseTo(2, within(0.0002));
    }
}
