// SPDX-License-Identifier: MIT
package blinka4j.drivers.am2320;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc16;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimAM2320;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AM2320Test {
    private final SimAM2320 chip = new SimAM2320();
    private final SimI2CBus bus = new SimI2CBus().attach(0x5C, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private static I2CPlayback command(I2CPlayback playback, int register, int count) {
        return playback.fails(Kind.NO_ACKNOWLEDGE)
                .sleeps(10)
                .writes(0x03, register, count)
                .sleeps(2);
    }

    private static int[] withChecksum(int... reply) {
        int[] all = Arrays.copyOf(reply, reply.length + 2);
        byte[] bytes = new byte[reply.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) reply[i];
        }
        int crc = Crc16.MODBUS.of(bytes);
        all[reply.length] = crc & 0xFF;
        all[reply.length + 1] = crc >> 8;
        return all;
    }

    /** Product manual, page 17: the example of 8.2.4, with its checksum. */
    @Test
    void bothValuesAreThoseOfTheManualsExample() {
        try (I2CPlayback played =
                command(I2CPlayback.at(0x5C), 0, 4).reads(0x03, 0x04, 0x03, 0x39, 0x01, 0x15, 0xE1, 0xFE)) {
            assertThat(new AM2320(new I2C(played)).measurements()).isEqualTo(new AM2320.Measurements(27.7, 82.5));
        }
    }

    /** Product manual: 0.1 °C, the highest bit is the sign (page 22); −40 to 80 °C (table 2), an AM2315 to 125 °C. */
    @ParameterizedTest
    @CsvSource({
        "0x01, 0x15, 27.7",
        "0x80, 0x65, -10.1",
        "0x81, 0x90, -40",
        "0x03, 0x20, 80",
        "0x04, 0xE2, 125",
        "0x00, 0x00, 0",
        "0x80, 0x00, 0",
        "0x80, 0x01, -0.1"
    })
    void theHighestBitOfTheTemperatureIsItsSign(String high, String low, double celsius) {
        try (I2CPlayback played = command(I2CPlayback.at(0x5C), 2, 2)
                .reads(withChecksum(3, 2, Integer.decode(high), Integer.decode(low)))) {
            assertThat(new AM2320(new I2C(played)).temperature()).isEqualTo(celsius);
        }
    }

    /** Product manual, table 1 and page 13: 0 to 99.9 %, 0x01F4 is 50.0 %. */
    @ParameterizedTest
    @CsvSource({"0x00, 0x00, 0", "0x01, 0xF4, 50", "0x03, 0xE7, 99.9"})
    void humidityIsInTenths(String high, String low, double percent) {
        try (I2CPlayback played = command(I2CPlayback.at(0x5C), 0, 2)
                .reads(withChecksum(3, 2, Integer.decode(high), Integer.decode(low)))) {
            assertThat(new AM2320(new I2C(played)).relativeHumidity()).isEqualTo(percent);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0xFF, 0xFF", "2, 0x81, 0x91", "2, 0x04, 0xE3", "0, 0x03, 0xE9", "0, 0xFF, 0xFF"})
    void whatTheChipCannotMeasureIsAnError(int register, String high, String low) {
        try (I2CPlayback played = command(I2CPlayback.at(0x5C), register, 2)
                .reads(withChecksum(3, 2, Integer.decode(high), Integer.decode(low)))) {
            I2C played2 = new I2C(played);
            AM2320 sensor = new AM2320(played2);
            assertThatThrownBy(register == 0 ? sensor::relativeHumidity : sensor::temperature)
                    .hasMessageContaining("not from")
                    .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                    .returns(Kind.OTHER, BusException::kind);
            assertFree(played2);
        }
    }

    /** Product manual, page 20: code 0x81 for a wrong address. Also with a right checksum, and with another length. */
    @Test
    void aRefusalIsNoValue() {
        for (int[] reply : new int[][] {{0x81, 2, 0, 0}, {3, 4, 0, 0}, {0x10, 2, 0, 0}}) {
            try (I2CPlayback played = command(I2CPlayback.at(0x5C), 2, 2).reads(withChecksum(reply))) {
                AM2320 sensor = new AM2320(new I2C(played));
                assertThatThrownBy(sensor::temperature)
                        .hasMessageContaining("%02x%02x0000".formatted(reply[0], reply[1]))
                        .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                        .returns(Kind.CHECKSUM, BusException::kind);
            }
        }
    }

    /** Product manual, page 17: a reading gives the values of the measurement that the reading before has started. */
    @Test
    void aReadingGivesTheMeasurementAfterTheOneBefore() {
        AM2320 sensor = new AM2320(i2c);
        chip.quantity("temperature").value(-12.3);
        chip.quantity("humidity").value(99.9);
        bus.clock().advance(Duration.ofSeconds(2));
        assertThat(sensor.temperature()).isEqualTo(22.5);
        assertThat(chip.isAwake()).isFalse();
        bus.clock().advance(Duration.ofSeconds(2));
        assertThat(sensor.measurements()).isEqualTo(new AM2320.Measurements(-12.3, 99.9));
        assertThat(sensor.relativeHumidity()).isEqualTo(99.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aChangedByteIsNoticed(int changed) {
        AM2320 sensor = new AM2320(i2c);
        faulty.flipNext(2, 8 * changed + 5);
        assertThatThrownBy(sensor::measurements)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.measurements()).isEqualTo(new AM2320.Measurements(22.5, 44.2));
    }

    /** Product manual, page 20: a chip that was read less than 2 s ago may refuse. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRefusedCommandOrReadingIsTriedAgain(int transfer) {
        AM2320 sensor = new AM2320(i2c);
        faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThat(sensor.temperature()).isEqualTo(22.5);
    }

    @Test
    void aChipThatDoesNotAnswerAnyMoreIsAnError() {
        AM2320 sensor = new AM2320(i2c);
        for (int transfer : new int[] {1, 3, 5}) {
            faulty.next(transfer, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        }
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.NO_ACKNOWLEDGE, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.temperature()).isEqualTo(22.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anotherErrorIsNotTriedAgain(int transfer) {
        AM2320 sensor = new AM2320(i2c);
        faulty.next(transfer, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.BUSY, BusException::kind);
        assertFree(i2c);
        assertThat(sensor.relativeHumidity()).isEqualTo(44.2);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new AM2320(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x5c");
    }

    /** As in the original, three probes with 0.25 s in between. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void aChipThatWakesLateIsFoundAtTheThirdProbe(int wakes) {
        int[] probes = {0};
        I2C late = new I2C(new ForwardingI2C(bus) {
            @Override
            public boolean probe(int address) {
                probes[0]++;
                return probes[0] >= wakes;
            }
        });
        if (wakes > 3) {
            assertThatThrownBy(() -> new AM2320(late)).isInstanceOf(DeviceNotFoundException.class);
        } else {
            new AM2320(late);
        }
        assertThat(probes[0]).isEqualTo(Math.min(wakes, 3));
        assertThat(bus.clock().now()).isEqualTo(Duration.ofMillis(250L * (probes[0] - 1)));
    }

    /** The chip has no id. */
    @Test
    void anotherChipIsNoticed() {
        I2C other = new I2C(new SimI2CBus().attach(0x5C, new WordRegisters()));
        AM2320 sensor = new AM2320(other);
        assertThatThrownBy(sensor::temperature)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.CHECKSUM, BusException::kind);
        assertFree(other);
    }
}
