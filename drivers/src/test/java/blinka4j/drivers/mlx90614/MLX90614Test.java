// SPDX-License-Identifier: MIT
package blinka4j.drivers.mlx90614;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimMLX90614;
import blinka4j.testing.FaultyI2C;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MLX90614Test {
    private final SimMLX90614 chip = new SimMLX90614().ambient(-12.34).object(-70);
    private final FaultyI2C faulty = new FaultyI2C(new SimI2CBus().attach(0x5A, chip));
    private final I2C i2c = new I2C(faulty);

    /** A sensor whose temperature was read: 24.57 °C. */
    private static I2CPlayback sensor() {
        return I2CPlayback.at(0x5A).register(0x06, 0x26, 0x3A, 0x66);
    }

    /**
     * Data sheet, 8.7.1: 0x27AD is −70.01 °C, 0x7FFF is 382.19 °C, 0x3559 is −0.01 °C, 0x355A is 0.01 °C. Checksums: those of mlx9061x-rs, and CRC-8/SMBUS.
     */
    @ParameterizedTest
    @CsvSource({
        "0xAD, 0x27, 02, -70.01",
        "0x59, 0x35, 3C, -0.01",
        "0x5A, 0x35, 03, 0.01",
        "0xF7, 0x3A, DF, 28.75",
        "0xFF, 0x7F, AB, 382.19"
    })
    void temperaturesAreThoseOfTheDataSheet(String low, String high, String crc, double celsius) {
        try (I2CPlayback played =
                sensor().register(0x07, Integer.decode(low), Integer.decode(high), Integer.parseInt(crc, 16))) {
            assertThat(new MLX90614(new I2C(played)).objectTemperature()).isEqualTo(celsius);
        }
    }

    /** The bytes of mlx9061x-rs: both addresses and the command belong to the checksum. */
    @ParameterizedTest
    @CsvSource({
        "0xE1, 0x39, 0xE9, 23.19",
        "0x61, 0x3A, 0x56, 25.75",
        "0x6B, 0x3A, 0xD4, 25.95",
        "0x26, 0x3A, 0x66, 24.57"
    })
    void theSensorsTemperatureHasItsChecksum(String low, String high, String crc, double celsius) {
        try (I2CPlayback played =
                sensor().register(0x06, Integer.decode(low), Integer.decode(high), Integer.decode(crc))) {
            assertThat(new MLX90614(new I2C(played)).ambientTemperature()).isEqualTo(celsius);
        }
    }

    @ParameterizedTest
    @CsvSource({"-40, -70", "-0.02, 0", "0, 0.02", "25, 36.6", "125, 380"})
    void agreesWithTheSimulatedChip(double ambient, double object) {
        chip.ambient(ambient).object(object);
        MLX90614 sensor = new MLX90614(i2c);
        assertThat(sensor.ambientTemperature()).isCloseTo(ambient, within(0.0101));
        assertThat(sensor.objectTemperature()).isCloseTo(object, within(0.0101));
    }

    /** Data sheet, 8.7.1: bit 15. Upstream makes 382.21 °C and more of it. */
    @Test
    void theErrorFlagIsNoTemperature() {
        MLX90614 sensor = new MLX90614(i2c);
        chip.fails(true);
        assertThatThrownBy(sensor::objectTemperature)
                .hasMessageContaining("no temperature")
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind);
        assertFree(i2c);
        chip.fails(false);
        assertThat(sensor.objectTemperature()).isCloseTo(-70, within(0.0101));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aChangedByteIsReadAgain(int changed) {
        MLX90614 sensor = new MLX90614(i2c);
        for (int bit = 0; bit < 8; bit++) {
            faulty.flipNext(0, 8 * changed + bit);
            faulty.flipNext(1, 8 * changed + bit);
            assertThat(sensor.ambientTemperature()).isCloseTo(-12.34, within(0.0101));
        }
    }

    /** Another bit each time, so that no three replies are equal. */
    @Test
    void repliesThatAreAllWrongAreAnError() {
        MLX90614 sensor = new MLX90614(i2c);
        for (int reading = 0; reading < 9; reading++) {
            faulty.flipNext(reading, reading);
        }
        assertThatThrownBy(sensor::ambientTemperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.ambientTemperature()).isCloseTo(-12.34, within(0.0101));
    }

    /** What did not arrive is not what arrived the time before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aShortReplyIsNotCompletedWithTheLastOne(int arrived) {
        MLX90614 sensor = new MLX90614(i2c);
        sensor.ambientTemperature();
        chip.ambient(100);
        for (int reading = 0; reading < 9; reading++) {
            faulty.cutNext(reading, arrived);
        }
        assertThatThrownBy(sensor::ambientTemperature).isInstanceOf(BusException.class);
        assertFree(i2c);
    }

    /** Linux's driver: "does not send us a valid PEC on reading". */
    @Test
    void aChipWithoutAChecksumIsReadThreeTimes() {
        I2CPlayback without = I2CPlayback.at(0x5A);
        for (int reading = 0; reading < 3; reading++) {
            without.register(0x06, 0x26, 0x3A, 0xFF);
        }
        without.register(0x07, 0x26, 0x3A, 0x00)
                .register(0x07, 0x27, 0x3A, 0x00)
                .register(0x07, 0x26, 0x3A, 0x00);
        without.register(0x07, 0x26, 0x3A, 0x00).register(0x07, 0x26, 0x3A, 0x00);
        try (without) {
            assertThat(new MLX90614(new I2C(without)).objectTemperature()).isEqualTo(24.57);
        }
    }

    /** Replies that differ in the checksum only were changed on the way. */
    @Test
    void equalValuesWithOtherChecksumsAreNotEqualReplies() {
        try (I2CPlayback noisy = I2CPlayback.at(0x5A)
                .register(0x06, 0x26, 0x3A, 0x67)
                .register(0x06, 0x26, 0x3A, 0x64)
                .register(0x06, 0x26, 0x3A, 0x62)
                .register(0x06, 0x26, 0x3A, 0x66)) {
            new MLX90614(new I2C(noisy));
        }
    }

    /** SMBus: the chip knows no empty writes. */
    @Test
    void theChipIsNotProbed() {
        new MLX90614(new I2C(new ForwardingI2C(faulty) {
            @Override
            public boolean probe(int address) {
                throw new AssertionError("an empty write to address " + address);
            }
        }));
    }

    /** The address is part of the checksum: CRC-8/SMBUS of 54 06 55 26 3A. */
    @Test
    void anotherAddressHasAnotherChecksum() {
        try (I2CPlayback played = I2CPlayback.at(0x2A).register(0x06, 0x26, 0x3A, 0x93)) {
            new MLX90614(new I2C(played), 0x2A);
        }
    }

    /** Data sheet, 8.7.1: the least temperature is 0x27AD. */
    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0x0054, 0x27AC, 0xFFFF})
    void anotherChipIsNoticedByItsValue(int word) {
        I2C bus = new I2C(new SimI2CBus().attach(0x5A, new WordRegisters(true).word(0x06, word)));
        assertThatThrownBy(() -> new MLX90614(bus))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind);
        assertFree(bus);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new MLX90614(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x5a");
    }

    @Test
    void aFailedTransferLeavesTheBusFree() {
        MLX90614 sensor = new MLX90614(i2c);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::objectTemperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.objectTemperature()).isCloseTo(-70, within(0.0101));
    }
}
