// SPDX-License-Identifier: MIT
package blinka4j.drivers.veml7700;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.veml7700.VEML7700.LightGain;
import blinka4j.drivers.veml7700.VEML7700.LightIntegrationTime;
import blinka4j.drivers.veml7700.VEML7700.LightPsm;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimVEML7700;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VEML7700Test {
    private final SimVEML7700 chip = new SimVEML7700();
    private final SimI2CBus bus = new SimI2CBus().attach(0x10, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, table "Resolution and maximum detection range": lx per count, and lx of 65535 counts. */
    @ParameterizedTest
    @CsvSource({
        "ALS_800MS, 0.0042, 0.0084, 0.0336, 0.0672, 275", "ALS_400MS, 0.0084, 0.0168, 0.0672, 0.1344, 550",
        "ALS_200MS, 0.0168, 0.0336, 0.1344, 0.2688, 1101", "ALS_100MS, 0.0336, 0.0672, 0.2688, 0.5376, 2202",
        "ALS_50MS, 0.0672, 0.1344, 0.5376, 1.0752, 4404", "ALS_25MS, 0.1344, 0.2688, 1.0752, 2.1504, 8808"
    })
    void eachGainAndTimeHasTheResolutionOfTheTable(
            LightIntegrationTime time, double two, double one, double quarter, double eighth, int mostWithTwo) {
        VEML7700 sensor = new VEML7700(i2c);
        sensor.lightIntegrationTime(time);
        assertThat(sensor.lightIntegrationTime()).isEqualTo(time);
        assertThat(sensor.resolution()).isCloseTo(eighth, within(1e-9));
        sensor.lightGain(LightGain.ALS_GAIN_1_4);
        assertThat(sensor.resolution()).isCloseTo(quarter, within(1e-9));
        sensor.lightGain(LightGain.ALS_GAIN_1);
        assertThat(sensor.resolution()).isCloseTo(one, within(1e-9));
        sensor.lightGain(LightGain.ALS_GAIN_2);
        assertThat(sensor.resolution()).isCloseTo(two, within(1e-9));
        chip.light(200_000);
        assertThat(sensor.light()).isEqualTo(65535);
        assertThat(sensor.lux()).isCloseTo(mostWithTwo, within(1.0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 2", "1000, 1860", "35231, 65534", "35233, 65535"})
    void theCountsAreLuxByTheResolution(double lux, int counts) {
        chip.light(lux);
        VEML7700 sensor = new VEML7700(i2c);
        assertThat(sensor.light()).isEqualTo(counts);
        assertThat(sensor.lux()).isCloseTo(lux, within(2.1));
    }

    /** Data sheet, table "Command register format": low byte first; gain in bits 12 and 11, time in bits 9 to 6. */
    @Test
    void theRegistersAreThoseOfTheDataSheet() {
        WordRegisters registers = chip.registers();
        VEML7700 sensor = new VEML7700(i2c);
        assertThat(registers.bytes(0)).containsExactly(0x00, 0x10);
        sensor.lightGain(LightGain.ALS_GAIN_2);
        sensor.lightIntegrationTime(LightIntegrationTime.ALS_25MS);
        sensor.lightInterrupt(true);
        sensor.lightShutdown(true);
        assertThat(registers.word(0)).isEqualTo(0x0B03);
        sensor.lightHighThreshold(0xFFFF);
        sensor.lightLowThreshold(0x1234);
        assertThat(registers.bytes(1)).containsExactly(0xFF, 0xFF);
        assertThat(registers.bytes(2)).containsExactly(0x34, 0x12);
        sensor.lightPsm(LightPsm.PSM_4000);
        sensor.lightPsmEn(true);
        assertThat(registers.word(3)).isEqualTo(0x07);
        assertThat(sensor.psmValue()).isEqualTo(4000);
        assertThat(sensor.lightHighThreshold()).isEqualTo(0xFFFF);
        assertThat(sensor.lightLowThreshold()).isEqualTo(0x1234);
        assertThat(sensor.lightInterrupt()).isTrue();
        assertThat(sensor.lightShutdown()).isTrue();
        assertThat(sensor.lightPsmEn()).isTrue();
    }

    @Test
    void aReadingTakesTwoTransfers() {
        try (I2CPlayback played = I2CPlayback.at(0x10)
                .register(0x00, 0x01, 0x00)
                .register(0x00, 0x01, 0x00)
                .register(0x00, 0x01, 0x00)
                .register(0x00, 0x01, 0x00)
                .register(0x00, 0x01, 0x00)
                .register(0x00, 0x01, 0x00)
                .writes(0x00, 0x01, 0x10)
                .register(0x00, 0x01, 0x10)
                .register(0x00, 0x01, 0x10)
                .register(0x00, 0x01, 0x10)
                .register(0x00, 0x01, 0x10)
                .register(0x00, 0x01, 0x10)
                .register(0x00, 0x01, 0x10)
                .writes(0x00, 0x00, 0x10)
                .register(0x03, 0x00, 0x00)
                .register(0x03, 0x00, 0x00)
                .register(0x03, 0x00, 0x00)
                .register(0x00, 0x00, 0x10)
                .register(0x00, 0x00, 0x10)
                .register(0x00, 0x00, 0x10)
                .sleeps(223)
                .register(0x04, 0xC8, 0x05)
                .register(0x00, 0x00, 0x10)
                .register(0x04, 0xC8, 0x05)
                .register(0x00, 0x00, 0x10)) {
            VEML7700 sensor = new VEML7700(new I2C(played));
            assertThat(sensor.lux()).isCloseTo(1480 * 0.5376, within(1e-9));
            assertThat(sensor.lux()).isCloseTo(1480 * 0.5376, within(1e-9));
        }
    }

    /** What was measured with the settings of before is not scaled with the new ones. */
    @ParameterizedTest
    @EnumSource(LightIntegrationTime.class)
    void afterAChangeTheNextReadingWaitsForANewMeasurement(LightIntegrationTime time) {
        chip.light(200);
        VEML7700 sensor = new VEML7700(i2c);
        assertThat(sensor.lux()).isCloseTo(200, within(0.3));
        sensor.lightIntegrationTime(time);
        sensor.lightGain(LightGain.ALS_GAIN_2);
        assertThat(sensor.lux()).isCloseTo(200, within(0.3));
        Duration before = bus.clock().now();
        sensor.lux();
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(2));
        sensor.lightPsm(LightPsm.PSM_2000);
        sensor.lightPsmEn(true);
        sensor.lightGain(LightGain.ALS_GAIN_1_8);
        assertThat(sensor.lux()).isCloseTo(200, within(1.1));
    }

    @Test
    void aGainThatArrivedThoughItsWriteFailedScalesTheLight() {
        chip.light(200);
        FaultyI2C faulty = new FaultyI2C(bus);
        VEML7700 sensor = new VEML7700(new I2C(faulty));
        sensor.light();
        faulty.next(6, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.lightGain(LightGain.ALS_GAIN_2)).isInstanceOf(BusException.class);
        assertThat(sensor.lightGain()).isEqualTo(LightGain.ALS_GAIN_2);
        assertThat(sensor.lux()).isCloseTo(200, within(0.1));
    }

    /** Vishay's application note 84323: gain first, then the time; bright light is corrected. */
    @ParameterizedTest
    @CsvSource({
        "0, ALS_GAIN_2, ALS_800MS, 0", "0.3, ALS_GAIN_2, ALS_800MS, 0.3", "1, ALS_GAIN_2, ALS_400MS, 1",
        "10, ALS_GAIN_1, ALS_100MS, 10", "40, ALS_GAIN_1_4, ALS_100MS, 40", "100, ALS_GAIN_1_8, ALS_100MS, 101.0",
        "9000, ALS_GAIN_1_8, ALS_50MS, 12720", "100000, ALS_GAIN_1_8, ALS_25MS, 51658430"
    })
    void autoluxFindsGainAndTime(double lux, LightGain gain, LightIntegrationTime time, double expected) {
        chip.light(lux);
        VEML7700 sensor = new VEML7700(i2c);
        double found = sensor.autolux();
        assertThat(sensor.lightGain()).isEqualTo(gain);
        assertThat(sensor.lightIntegrationTime()).isEqualTo(time);
        if (lux < 10_000) {
            assertThat(found).isCloseTo(expected, within(0.01 * expected + 0.01));
        }
    }

    /** The original begins at 1/8 and 100 ms in its mind, whatever the sensor has. */
    @Test
    void autoluxBeginsWithTheSettingsThatTheSensorHas() {
        VEML7700 sensor = new VEML7700(i2c);
        chip.light(0.3);
        sensor.autolux();
        chip.light(400);
        assertThat(sensor.autolux()).isCloseTo(400 * (1.0023 + 400 * 8.1488e-5), within(2.0));
        assertThat(sensor.lightGain()).isEqualTo(LightGain.ALS_GAIN_1);
        assertThat(sensor.lightIntegrationTime()).isEqualTo(LightIntegrationTime.ALS_100MS);
    }

    /** Its counts are those of other settings. */
    @Test
    void autoluxOfASensorThatIsShutDownIsAnError() {
        VEML7700 sensor = new VEML7700(i2c);
        chip.light(50);
        assertThat(sensor.autolux()).isCloseTo(50.2, within(1.0));
        sensor.lightShutdown(true);
        int configuration = chip.registers().word(0);
        assertThatIllegalStateException()
                .isThrownBy(sensor::autolux)
                .withMessageContainingAll("VEML7700", "lightShutdown(false)");
        assertThat(chip.registers().word(0)).isEqualTo(configuration);
        sensor.lightShutdown(false);
        assertThat(sensor.autolux()).isCloseTo(50.2, within(1.0));
    }

    /** Vishay's application note 84323: 6.0135E-13 x⁴ - 9.3924E-9 x³ + 8.1488E-5 x² + 1.0023 x. */
    @Test
    void luxAreCorrectedWithThePolynomial() {
        VEML7700 sensor = new VEML7700(i2c);
        assertThat(sensor.computeLux(0, true)).isZero();
        assertThat(sensor.computeLux(1860, false)).isCloseTo(999.936, within(1e-9));
        double x = 999.936;
        assertThat(sensor.computeLux(1860, true))
                .isCloseTo(
                        6.0135e-13 * Math.pow(x, 4) - 9.3924e-9 * Math.pow(x, 3) + 8.1488e-5 * x * x + 1.0023 * x,
                        within(1e-6));
    }

    @Test
    void autoluxIsWaitedForAtLeastOneMeasurement() {
        VEML7700 sensor = new VEML7700(i2c);
        Duration before = bus.clock().now();
        sensor.waitAutolux(0.01);
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(100), Duration.ofMillis(102));
        sensor.waitAutolux(0.5);
        assertThat(bus.clock().now().minus(before)).isBetween(Duration.ofMillis(600), Duration.ofMillis(604));
    }

    @Test
    void theInterruptFlagsAreTheHighestBits() {
        VEML7700 sensor = new VEML7700(i2c);
        sensor.lightHighThreshold(1000);
        sensor.lightLowThreshold(500);
        sensor.lightInterrupt(true);
        chip.light(1000);
        sensor.lightShutdown(false);
        sensor.light();
        assertThat(sensor.lightInterruptHigh()).isTrue();
        assertThat(sensor.lightInterruptLow()).isFalse();
        chip.light(100);
        sensor.light();
        assertThat(sensor.lightInterruptHigh()).isFalse();
        assertThat(sensor.lightInterruptLow()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void aThresholdThatTheChipDoesNotHaveIsRefused(int counts) {
        VEML7700 sensor = new VEML7700(i2c);
        assertThatThrownBy(() -> sensor.lightHighThreshold(counts)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.lightLowThreshold(counts)).isInstanceOf(IllegalArgumentException.class);
        assertThat(sensor.lightHighThreshold()).isZero();
    }

    @Test
    void anIntegrationTimeThatTheChipDoesNotHaveIsAnError() {
        VEML7700 sensor = new VEML7700(i2c);
        sensor.light();
        chip.registers().word(0, 0x1140);
        assertThatThrownBy(sensor::lux)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("register 0x00", "value 5");
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new VEML7700(empty)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.light(100);
        VEML7700 sensor = new VEML7700(i2c);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::lux).isInstanceOf(BusException.class);
        assertFree(i2c);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.lightGain(LightGain.ALS_GAIN_2)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.lightGain()).isEqualTo(LightGain.ALS_GAIN_1_8);
        assertThat(sensor.lux()).isCloseTo(100, within(0.3));
    }

    /** Data sheet, ALS_SD: shut down, the sensor keeps the counts of the gain and the time before. */
    @Test
    void whatWasMeasuredBeforeAChangeWhileShutDownIsNoLux() {
        chip.light(1000);
        VEML7700 sensor = new VEML7700(i2c);
        double lux = sensor.lux();
        sensor.lightShutdown(true);
        assertThat(sensor.lux()).isEqualTo(lux);
        sensor.lightGain(LightGain.ALS_GAIN_1_4);
        assertThatIllegalStateException()
                .isThrownBy(sensor::lux)
                .withMessageContainingAll("VEML7700", "shut down", "lightShutdown(false)");
        assertFree(i2c);
        sensor.lightIntegrationTime(LightIntegrationTime.ALS_200MS);
        assertThatIllegalStateException().isThrownBy(sensor::lux);
        sensor.lightShutdown(false);
        assertThat(sensor.lux()).isCloseTo(1000, within(1.0));
        sensor.lightGain(LightGain.ALS_GAIN_1_8);
        sensor.lightShutdown(true);
        assertThatIllegalStateException().isThrownBy(sensor::lux);
    }
}
