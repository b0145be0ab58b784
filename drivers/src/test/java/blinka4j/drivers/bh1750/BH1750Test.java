// SPDX-License-Identifier: MIT
package blinka4j.drivers.bh1750;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.bh1750.BH1750.Mode;
import blinka4j.drivers.bh1750.BH1750.Resolution;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimBH1750;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BH1750Test {
    private final SimBH1750 chip = new SimBH1750();
    private final SimI2CBus bus = new SimI2CBus().attach(0x23, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, page 10: 0x8390 is 28067 lx. Page 11: in H-resolution mode 2 the lowest bit is half a step. */
    @ParameterizedTest
    @CsvSource({
        "MID, 0x10, 180, 0x83, 0x90, 28066.667",
        "MID, 0x10, 180, 0x00, 0x01, 0.8333",
        "MID, 0x10, 180, 0xFF, 0xFF, 54612.5",
        "HIGH, 0x11, 180, 0x83, 0x90, 14033.333",
        "HIGH, 0x11, 180, 0x00, 0x01, 0.41667",
        "HIGH, 0x11, 180, 0xFF, 0xFF, 27306.25",
        "LOW, 0x13, 24, 0x83, 0x90, 28066.667"
    })
    void theLuxAreThoseOfTheDataSheet(
            Resolution resolution, String command, int millis, String high, String low, double lux) {
        try (I2CPlayback played = I2CPlayback.at(0x23)
                .writes(0x11)
                .sleeps(180)
                .writes(Integer.decode(command))
                .sleeps(millis)
                .reads(Integer.decode(high), Integer.decode(low))) {
            BH1750 sensor = new BH1750(new I2C(played));
            sensor.resolution(resolution);
            assertThat(sensor.lux()).isCloseTo(lux, within(0.001));
        }
    }

    /** Data sheet, page 5: after power-on the chip does not measure, and reads 0. */
    @Test
    void zeroIsMeasuredAgain() {
        try (I2CPlayback played = I2CPlayback.at(0x23)
                .writes(0x11)
                .sleeps(180)
                .reads(0x00, 0x00)
                .writes(0x11)
                .sleeps(180)
                .reads(0x83, 0x90)
                .reads(0x00, 0x00)
                .writes(0x11)
                .sleeps(180)
                .reads(0x00, 0x00)) {
            BH1750 sensor = new BH1750(new I2C(played));
            assertThat(sensor.lux()).isCloseTo(14033.333, within(0.001));
            assertThat(sensor.lux()).isZero();
        }
    }

    /** Data sheet, instruction set. The original writes 0x01, power on, to shut down. */
    @Test
    void eachModeHasItsCommand() {
        try (I2CPlayback played = I2CPlayback.at(0x23)
                .writes(0x11)
                .sleeps(180)
                .writes(0x21)
                .sleeps(180)
                .writes(0x23)
                .sleeps(24)
                .writes(0x20)
                .sleeps(180)
                .writes(0x00)
                .writes(0x10)
                .sleeps(180)
                .writes(0x11)
                .sleeps(180)) {
            BH1750 sensor = new BH1750(new I2C(played));
            sensor.mode(Mode.ONE_SHOT);
            sensor.resolution(Resolution.LOW);
            sensor.resolution(Resolution.MID);
            sensor.mode(Mode.SHUTDOWN);
            assertThat(sensor.mode()).isEqualTo(Mode.SHUTDOWN);
            sensor.mode(Mode.CONTINUOUS);
            assertThat(sensor.resolution()).isEqualTo(Resolution.MID);
            sensor.initialize();
            assertThat(sensor.resolution()).isEqualTo(Resolution.HIGH);
        }
    }

    @ParameterizedTest
    @EnumSource(Resolution.class)
    void agreesWithTheSimulatedChip(Resolution resolution) {
        chip.light(1234);
        BH1750 sensor = new BH1750(i2c);
        sensor.resolution(resolution);
        assertThat(sensor.lux()).isCloseTo(1234, within(2.1));
        chip.light(0);
        sensor.mode(Mode.ONE_SHOT);
        assertThat(sensor.lux()).isZero();
        chip.light(100);
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.lux()).isZero();
        sensor.mode(Mode.ONE_SHOT);
        assertThat(sensor.lux()).isCloseTo(100, within(2.1));
        sensor.mode(Mode.SHUTDOWN);
        assertThat(chip.command()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_ACKNOWLEDGE", "TIMEOUT_AFTERWARDS"})
    void aResolutionThatCouldNotBeSetIsNotUsed(FaultyI2C.Fault fault) {
        chip.light(1000);
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C port = new I2C(faulty);
        BH1750 sensor = new BH1750(port);
        faulty.next(0, fault);
        assertThatThrownBy(() -> sensor.resolution(Resolution.MID)).isInstanceOf(BusException.class);
        assertFree(port);
        assertThat(sensor.lux()).isCloseTo(1000, within(0.3));
        assertThat(sensor.resolution()).isEqualTo(Resolution.HIGH);
        assertThat(chip.command()).isEqualTo(0x11);
    }

    @Test
    void settingsThatCannotBeRestoredLeaveTheBusFree() {
        chip.light(1000);
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C port = new I2C(faulty);
        BH1750 sensor = new BH1750(port);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        faulty.next(1, FaultyI2C.Fault.BUSY);
        assertThatThrownBy(() -> sensor.mode(Mode.SHUTDOWN)).isInstanceOf(BusException.class);
        assertThatThrownBy(sensor::lux).isInstanceOf(BusException.class);
        assertFree(port);
        assertThat(sensor.mode()).isEqualTo(Mode.CONTINUOUS);
        assertThat(sensor.lux()).isCloseTo(1000, within(0.3));
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new BH1750(empty)).isInstanceOf(DeviceNotFoundException.class);
        assertThat(new BH1750(new I2C(new SimI2CBus().attach(0x5C, new SimBH1750().light(0))), 0x5C).lux())
                .isZero();
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.light(1000);
        BH1750 sensor = new BH1750(i2c);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::lux).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.lux()).isCloseTo(1000, within(0.3));
    }

    /** Data sheet, pages 10 and 11: a count of MID and LOW is 1/1.2 lx, of HIGH half of that. */
    @Test
    void theResolutionOfTheMeasurementCountsAndNotThatOfTheShutdown() {
        chip.light(1200);
        BH1750 sensor = new BH1750(i2c);
        sensor.mode(Mode.SHUTDOWN);
        sensor.resolution(Resolution.MID);
        assertThat(sensor.lux()).isCloseTo(1200, within(1.0));
        sensor.mode(Mode.ONE_SHOT);
        sensor.mode(Mode.SHUTDOWN);
        sensor.resolution(Resolution.HIGH);
        assertThat(sensor.lux()).isCloseTo(1200, within(1.0));
    }

    @Test
    void aMeasurementWhoseCommandFailedIsNotScaledWhileShutDown() {
        chip.light(1200);
        FaultyI2C faulty = new FaultyI2C(bus);
        BH1750 sensor = new BH1750(new I2C(faulty));
        sensor.resolution(Resolution.MID);
        sensor.mode(Mode.SHUTDOWN);
        sensor.resolution(Resolution.HIGH);
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.mode(Mode.CONTINUOUS)).isInstanceOf(BusException.class);
        bus.clock().advance(Duration.ofSeconds(1));
        assertThatIllegalStateException().isThrownBy(sensor::lux).withMessageContainingAll("BH1750", "CONTINUOUS");
        assertThat(sensor.mode()).isEqualTo(Mode.SHUTDOWN);
        sensor.mode(Mode.CONTINUOUS);
        assertThat(sensor.lux()).isCloseTo(1200, within(1.0));
    }
}
