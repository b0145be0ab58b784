// SPDX-License-Identifier: MIT
package blinka4j.drivers.tlv493d;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.tlv493d.TLV493D.Magnetic;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimTLV493D;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TLV493DTest {
    private final SimTLV493D chip = new SimTLV493D();
    private final SimI2CBus bus = new SimI2CBus().attach(0x5E, chip);
    private final I2C i2c = new I2C(bus);

    /** The conversation of the constructor with the chip that periph recorded. */
    private static I2CPlayback played() {
        int[] recorded = {0xFD, 0x2D, 0x79, 0x18, 0xBB, 0x31, 0x51, 0x81, 0x04, 0x60};
        return I2CPlayback.at(0x5E)
                .reads(recorded)
                .reads(recorded)
                .writes(0x00, 0x01, 0x04, 0x40)
                .sleeps(20);
    }

    /** User manual, 2.3: 12 bits in two's complement, 98 µT for a step. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, 0x10, 0",
        "0x00, 0x11, 0x11, 1",
        "0xFF, 0xFF, 0x1F, -1",
        "0x7F, 0xFF, 0x1F, 2047",
        "0x80, 0x00, 0x10, -2048",
        "0x52, 0xEE, 0x1E, 1326",
        "0xAD, 0x22, 0x12, -1326"
    })
    void anAxisIsTwelveBitsInTwosComplement(String high, String lowXy, String lowZ, int steps) {
        int h = Integer.decode(high);
        try (I2CPlayback played = played().reads(h, h, h, 0x14, Integer.decode(lowXy), Integer.decode(lowZ), 0x54)) {
            Magnetic field = new TLV493D(new I2C(played)).magnetic();
            assertThat(field).isEqualTo(new Magnetic(steps * 98.0, steps * 98.0, steps * 98.0));
        }
    }

    /** User manual, 3.2: the number of ones in all bytes is odd. The factory's bits come back as they are. */
    @ParameterizedTest
    @CsvSource({
        "0x00, 0x00, 0x00, 0x81, 0x00, 0x40",
        "0x18, 0x00, 0x00, 0x99, 0x00, 0x40",
        "0x08, 0xFF, 0x1F, 0x89, 0xFF, 0x5F",
        "0xFF, 0x04, 0xE0, 0x19, 0x04, 0x40"
    })
    void theSettingsHaveTheFactorysBitsAndOddParity(
            String seven, String eight, String nine, String first, String second, String third) {
        chip.values()[7] = (byte) (int) Integer.decode(seven);
        chip.values()[8] = (byte) (int) Integer.decode(eight);
        chip.values()[9] = (byte) (int) Integer.decode(nine);
        new TLV493D(i2c);
        byte[] settings = chip.settings();
        assertThat(settings[1] & 0x7F).isEqualTo(Integer.decode(first) & 0x7F);
        assertThat(settings[2] & 0xFF).isEqualTo(Integer.decode(second));
        assertThat(settings[3] & 0xFF).isEqualTo(Integer.decode(third));
        int ones = 0;
        for (byte each : settings) {
            ones += Integer.bitCount(each & 0xFF);
        }
        assertThat(ones % 2).isEqualTo(1);
    }

    /** While an axis is measured, or power is not down, the values belong to several measurements. */
    @ParameterizedTest
    @CsvSource({"0x01, 0x10", "0x02, 0x10", "0x03, 0x10", "0x00, 0x00", "0xFF, 0x00"})
    void aMeasurementThatRunsIsWaitedFor(String channel, String powerDown) {
        int third = Integer.decode(channel);
        int fifth = Integer.decode(powerDown);
        try (I2CPlayback played = played().reads(1, 2, 3, third, 0, fifth, 0)
                .sleeps(1)
                .reads(1, 2, 3, third, 0, fifth, 0)
                .sleeps(1)
                .reads(0x01, 0x02, 0x03, 0x14, 0x00, 0x10, 0x54)) {
            assertThat(new TLV493D(new I2C(played)).magnetic()).isEqualTo(new Magnetic(1568, 3136, 4704));
        }
    }

    @Test
    void aMeasurementThatNeverEndsIsATimeout() {
        try (I2CPlayback played = never()) {
            I2C wires = new I2C(played);
            TLV493D other = new TLV493D(wires);
            assertThatThrownBy(other::magnetic)
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT));
            assertFree(wires);
            assertThat(other.magnetic()).isEqualTo(new Magnetic(0, 0, 0));
        }
    }

    private static I2CPlayback never() {
        I2CPlayback played = played();
        for (int i = 0; i < 20; i++) {
            played.reads(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF).sleeps(1);
        }
        return played.reads(0, 0, 0, 0x10, 0, 0x10, 0x54);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, 11, 12, 13, 24, 500})
    void agreesWithTheSimulatedChipAtAnyTime(int millis) {
        TLV493D sensor = new TLV493D(i2c);
        chip.quantity("magnetic x").value(-130_000);
        chip.quantity("magnetic y").value(0);
        chip.quantity("magnetic z").value(130_000);
        bus.clock().advance(Duration.ofMillis(millis));
        Magnetic field = sensor.magnetic();
        assertThat(field.x()).isCloseTo(-130_000, within(49.0));
        assertThat(field.y()).isZero();
        assertThat(field.z()).isCloseTo(130_000, within(49.0));
    }

    @Test
    void anotherAddressIsRefused() {
        assertThatThrownBy(() -> new TLV493D(i2c, 0x5E, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("addrReg");
        assertThat(chip.settings()).containsExactly(0, 0, 0, 0);
        assertThat(new TLV493D(i2c, 0x5E, 0).magnetic().y()).isEqualTo(-196);
    }

    /** A bus without a chip, or a chip whose bytes change. */
    @Test
    void whatCannotBeTheFactorysBitsIsAnotherChip() {
        FaultyI2C faulty = new FaultyI2C(bus);
        // After the probe, a bit of byte 9 in the first reading.
        faulty.flipNext(1, 72);
        I2C wires = new I2C(faulty);
        assertThatThrownBy(() -> new TLV493D(wires)).isInstanceOf(DeviceNotFoundException.class);
        assertFree(wires);
        assertThat(chip.settings()).containsExactly(0, 0, 0, 0);
        chip.values()[7] = -1;
        chip.values()[8] = -1;
        chip.values()[9] = -1;
        assertThatThrownBy(() -> new TLV493D(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("no TLV493D");
        assertThat(chip.settings()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new TLV493D(i2c, 0x1F)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void settingsThatCouldNotBeWrittenAreAnError() {
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C wires = new I2C(faulty);
        faulty.next(3, FaultyI2C.Fault.NO_ACKNOWLEDGE_LATER);
        assertThatThrownBy(() -> new TLV493D(wires)).isInstanceOf(BusException.class);
        assertFree(wires);
        assertThat(new TLV493D(wires).magnetic().z()).isEqualTo(980);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        TLV493D sensor = new TLV493D(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::magnetic).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.magnetic()).isEqualTo(new Magnetic(98, -196, 980));
    }
}
