// SPDX-License-Identifier: MIT
package blinka4j.drivers.lsm303dlhmag;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.MagGain;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.MagRate;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag.Magnetic;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimLSM303DLHMag;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LSM303DLH_MagTest {
    /** As it is switched on. */
    private final Registers8 chip =
            new Registers8().register(0x00, 0x10, 0x20, 0x03).register(0x0A, 'H', '4', '3');

    private final SimI2CBus bus = new SimI2CBus().attach(0x1E, chip);
    private final I2C i2c = new I2C(bus);

    @Test
    void theConstructorLooksForTheChipAndWakesItOneRegisterAtATime() {
        try (I2CPlayback played = I2CPlayback.at(0x1E)
                .register(0x0A, 0x48, 0x34, 0x33)
                .writes(0x01, 0x20)
                .writes(0x02, 0x00)
                .register(0x00, 0x10)
                .register(0x00, 0x10)
                .register(0x00, 0x10)
                .sleeps(Duration.ofNanos(146_666_666))
                .register(0x00, 0x10, 0x20, 0x00, 0x04, 0x4C, 0x01, 0xEA, 0x06, 0x72)
                .register(0x00, 0x10, 0x20, 0x00, 0x04, 0x4C, 0x01, 0xEA, 0x06, 0x72)
                .register(0x01, 0x20)) {
            LSM303DLH_Mag sensor = new LSM303DLH_Mag(new I2C(played));
            // The registers' order is x, z, y.
            assertThat(sensor.magnetic()).isEqualTo(new Magnetic(100, 150, 50));
            assertThat(sensor.magnetic()).isEqualTo(new Magnetic(100, 150, 50));
            assertThat(sensor.magGain()).isEqualTo(MagGain.MAGGAIN_1_3);
        }
    }

    /** The write arrives, and the driver is told that it did not. */
    @ParameterizedTest
    @EnumSource(MagGain.class)
    void aGainThatArrivedThoughItsWriteFailedScalesTheField(MagGain gain) {
        SimI2CBus faultless = new SimI2CBus().attach(0x1E, new SimLSM303DLHMag().magnetic(20, -5, 43));
        FaultyI2C faulty = new FaultyI2C(faultless);
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(new I2C(faulty));
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.magGain(gain)).isInstanceOf(BusException.class);
        assertThat(sensor.magGain()).isEqualTo(gain);
        assertThat(sensor.magnetic().x()).isCloseTo(20, within(0.25));
        assertThat(sensor.magnetic().z()).isCloseTo(43, within(0.25));
    }

    /** What was measured with the gain of before is not scaled with the new one; the chip measures at its rate. */
    @ParameterizedTest
    @EnumSource(MagRate.class)
    void afterAChangeOfTheGainTheNextMeasurementIsWaitedFor(MagRate rate) {
        double hertz = rate == MagRate.MAGRATE_0_7
                ? 0.75
                : Double.parseDouble(rate.name().replace("MAGRATE_", "").replace('_', '.'));
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(i2c);
        sensor.magRate(rate);
        chip.register(0x03, 0x00, 220);
        sensor.magGain(MagGain.MAGGAIN_8_1);
        bus.clock().after(Duration.ofNanos((long) (2e9 / hertz)), () -> chip.register(0x03, 0x00, 46));
        assertThat(sensor.magnetic().x()).isCloseTo(20, within(1e-9));
        Duration before = bus.clock().now();
        sensor.magnetic();
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x1F, 0x21, 0xE8})
    void aGainThatTheChipDoesNotHaveIsAnError(int code) {
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(i2c);
        chip.register(0x01, code);
        assertThatThrownBy(sensor::magnetic)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("register 0x01", "value " + code);
        assertThatThrownBy(sensor::magGain).isInstanceOf(BusException.class);
        assertFree(i2c);
    }

    /** Data sheet, 7.2.4: −2048 to 2047, or −4096. */
    @ParameterizedTest
    @CsvSource({"0x0800, 2048", "0x7FFF, 32767", "0xF7FF, -2049", "0x8000, -32768", "0xEFFF, -4097"})
    void whatTheChipCannotMeasureIsAnError(String raw, int value) {
        chip.register(0x07, Integer.decode(raw) >> 8, Integer.decode(raw) & 0xff);
        assertThatThrownBy(new LSM303DLH_Mag(i2c)::magnetic)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("gave " + value, "for an axis", "read wrong");
    }

    /** Data sheet, table 75: LSB per gauss for x and y, and for z. One gauss is 100 µT. */
    @ParameterizedTest
    @CsvSource({
        "MAGGAIN_1_3, 0x20, 1100, 980", "MAGGAIN_1_9, 0x40, 855, 760", "MAGGAIN_2_5, 0x60, 670, 600",
        "MAGGAIN_4_0, 0x80, 450, 400", "MAGGAIN_4_7, 0xA0, 400, 355", "MAGGAIN_5_6, 0xC0, 330, 295",
        "MAGGAIN_8_1, 0xE0, 230, 205"
    })
    void eachGainHasItsCodeAndItsScales(MagGain gain, String code, int xy, int z) {
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(i2c);
        sensor.magGain(gain);
        assertThat(sensor.magGain()).isEqualTo(gain);
        assertThat(chip.register(0x01)).isEqualTo(Integer.decode(code));
        chip.register(0x03, xy >> 8, xy & 0xff, z >> 8, z & 0xff, -xy >> 8 & 0xff, -xy & 0xff);
        Magnetic field = sensor.magnetic();
        assertThat(field.x()).isCloseTo(100, within(1e-9));
        assertThat(field.y()).isCloseTo(-100, within(1e-9));
        assertThat(field.z()).isCloseTo(100, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0x07FF, 186.0909091", "0xF800, -186.1818182", "0x0000, 0", "0xFFFF, -0.0909091", "0x0001, 0.0909091"})
    void theRangeIsTwelveBitsInTwosComplement(String raw, double microtesla) {
        int value = Integer.decode(raw);
        chip.register(0x03, value >> 8, value & 0xff);
        assertThat(new LSM303DLH_Mag(i2c).magnetic().x()).isCloseTo(microtesla, within(1e-6));
    }

    @Test
    void anAxisBeyondTheRangeIsNoNumber() {
        chip.register(0x03, 0x04, 0x4C, 0xF0, 0x00, 0x00, 0x0B);
        assertThat(new LSM303DLH_Mag(i2c).magnetic()).isEqualTo(new Magnetic(100, 1, Double.NaN));
    }

    @Test
    void aChipThatAnotherProgramLeftInAnotherGainIsReadRight() {
        chip.register(0x01, 0xE0).register(0x03, 0x04, 0x4C);
        assertThat(new LSM303DLH_Mag(i2c).magnetic().x()).isEqualTo(100);
        assertThat(chip.register(0x01)).isEqualTo(0x20);
    }

    @ParameterizedTest
    @EnumSource(MagRate.class)
    void eachRateHasItsCodeAndLeavesTheThermometerOn(MagRate rate) {
        chip.register(0x00, 0x90);
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(i2c);
        assertThat(sensor.magRate()).isEqualTo(MagRate.MAGRATE_15);
        sensor.magRate(rate);
        assertThat(chip.register(0x00))
                .isEqualTo(0x80
                        | switch (rate) {
                            case MAGRATE_0_7 -> 0x00;
                            case MAGRATE_1_5 -> 0x04;
                            case MAGRATE_3_0 -> 0x08;
                            case MAGRATE_7_5 -> 0x0C;
                            case MAGRATE_15 -> 0x10;
                            case MAGRATE_30 -> 0x14;
                            case MAGRATE_75 -> 0x18;
                            case MAGRATE_220 -> 0x1C;
                        });
        assertThat(sensor.magRate()).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0A, 0x0B, 0x0C})
    void anotherChipIsRefused(int register) {
        chip.register(register, 0);
        assertThatThrownBy(() -> new LSM303DLH_Mag(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no LSM303DLH magnetometer at address 0x1e", "expected 0x483433");
        assertThat(chip.registers(0x00, 3)).containsExactly(0x10, 0x20, 0x03);
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new LSM303DLH_Mag(empty)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aGainThatCouldNotBeWrittenDoesNotCount() {
        chip.register(0x03, 0x04, 0x4C);
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.magGain(MagGain.MAGGAIN_8_1)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.magGain()).isEqualTo(MagGain.MAGGAIN_1_3);
        assertThat(sensor.magnetic().x()).isEqualTo(100);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.register(0x03, 0x04, 0x4C);
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::magnetic).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.magnetic().x()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(MagGain.class)
    void agreesWithTheSimulatedChip(MagGain gain) {
        SimLSM303DLHMag model = new SimLSM303DLHMag().magnetic(-48.5, 22.25, 0);
        LSM303DLH_Mag sensor = new LSM303DLH_Mag(new I2C(new SimI2CBus().attach(0x1E, model)));
        sensor.magGain(gain);
        Magnetic field = sensor.magnetic();
        assertThat(field.x()).isCloseTo(-48.5, within(0.25));
        assertThat(field.y()).isCloseTo(22.25, within(0.25));
        assertThat(field.z()).isCloseTo(0, within(0.25));
    }
}
