// SPDX-License-Identifier: MIT
package blinka4j.drivers.tsl2591;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.tsl2591.TSL2591.Clear;
import blinka4j.drivers.tsl2591.TSL2591.Gain;
import blinka4j.drivers.tsl2591.TSL2591.IntegrationTime;
import blinka4j.drivers.tsl2591.TSL2591.Interrupt;
import blinka4j.drivers.tsl2591.TSL2591.RawLuminosity;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimTSL2591;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TSL2591Test {
    private final SimTSL2591 chip = new SimTSL2591();
    private final Registers8 registers = chip.registers();
    private final SimI2CBus bus = new SimI2CBus().attach(0x29, chip);
    private final I2C i2c = new I2C(bus);

    /** A chip that holds these counts. */
    private static TSL2591 with(int full, int infrared) {
        Registers8 fixed = new Registers8().pointerMask(0x1F).register(0x12, 0x50);
        fixed.register(0x13, 1).u16le(0x14, full, infrared);
        return new TSL2591(new I2C(new SimI2CBus().attach(0x29, fixed)));
    }

    /** Counts per lux = 100 ms * 25 / 408; lux = max(c0 - 1.64 c1, 0.59 c0 - 0.86 c1), at least 0. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 0.1632",
        "0, 1, 0",
        "1000, 200, 109.6704",
        "1000, 609, 10.813632",
        "1000, 650, 5.0592",
        "1000, 700, 0",
        "36862, 0, 6015.8784",
        "36862, 36862, 0"
    })
    void theLuxAreThoseOfTheFormula(int full, int infrared, double lux) {
        assertThat(with(full, infrared).lux()).isCloseTo(lux, within(1e-6));
    }

    /** Data sheet, CONTROL register: gain in bits 5 and 4, time in bits 2 to 0. */
    @ParameterizedTest
    @CsvSource({"GAIN_LOW, 0x00, 1", "GAIN_MED, 0x10, 25", "GAIN_HIGH, 0x20, 428", "GAIN_MAX, 0x30, 9876"})
    void eachGainHasItsCodeAndItsFactor(Gain gain, String code, double factor) {
        TSL2591 sensor = with(1000, 100);
        sensor.gain(gain);
        assertThat(sensor.lux()).isCloseTo((1000 - 164) * 408 / (100 * factor), within(1e-9));
        TSL2591 other = new TSL2591(i2c);
        other.gain(gain);
        other.integrationTime(IntegrationTime.INTEGRATIONTIME_600MS);
        assertThat(registers.register(1)).isEqualTo(Integer.decode(code) | 5);
        assertThat(other.gain()).isEqualTo(gain);
        assertThat(other.integrationTime()).isEqualTo(IntegrationTime.INTEGRATIONTIME_600MS);
    }

    @ParameterizedTest
    @EnumSource(IntegrationTime.class)
    void theCountsAreDividedByTheTime(IntegrationTime time) {
        TSL2591 sensor = with(1000, 100);
        sensor.integrationTime(time);
        int millis = Integer.parseInt(time.name().replaceAll("\\D", ""));
        assertThat(sensor.lux()).isCloseTo((1000 - 164) * 408 / (25.0 * millis), within(1e-9));
    }

    /** Data sheet: 36863 counts in 100 ms, otherwise 65535. */
    @Test
    void tooMuchLightIsAnError() {
        assertThatThrownBy(with(36863, 0)::lux)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("too much light", "36863", "GAIN_LOW");
        assertThatThrownBy(with(36863, 36863)::lux).isInstanceOf(BusException.class);
        TSL2591 sensor = with(65534, 0);
        sensor.integrationTime(IntegrationTime.INTEGRATIONTIME_200MS);
        assertThat(sensor.lux()).isCloseTo(65534 * 408 / 5000.0, within(1e-9));
        TSL2591 full = with(65535, 0);
        full.integrationTime(IntegrationTime.INTEGRATIONTIME_200MS);
        assertThatThrownBy(full::lux).isInstanceOf(BusException.class);
    }

    /** Data sheet, operating characteristics: counts per µW/cm² with the high gain and 100 ms. */
    @Test
    void theCountsAreThoseOfTheDataSheet() {
        chip.light(100, 0);
        TSL2591 sensor = new TSL2591(i2c);
        sensor.gain(Gain.GAIN_HIGH);
        assertThat(sensor.rawLuminosity()).isEqualTo(new RawLuminosity(26410, 3490));
        assertThat(sensor.fullSpectrum()).isEqualTo(26410);
        assertThat(sensor.infrared()).isEqualTo(3490);
        assertThat(sensor.visible()).isEqualTo(22920);
        assertThat(with(10, 12).visible()).isZero();
    }

    @Test
    void aReadingTakesTwoTransfers() {
        try (I2CPlayback played = I2CPlayback.at(0x29)
                .register(0xB2, 0x50)
                .writes(0xA1, 0x10)
                .writes(0xA0, 0x03)
                .register(0xA1, 0x10)
                .register(0xA1, 0x10)
                .register(0xA1, 0x10)
                .sleeps(770)
                .register(0xB3, 0x01, 0xE8, 0x03, 0xC8, 0x00)
                .register(0xA1, 0x10)
                .register(0xB3, 0x01, 0xE8, 0x03, 0xC8, 0x00)
                .register(0xA1, 0x10)
                .writes(0xE7)) {
            TSL2591 sensor = new TSL2591(new I2C(played));
            assertThat(sensor.lux()).isCloseTo(672 * 408 / 2500.0, within(1e-9));
            assertThat(sensor.lux()).isCloseTo(672 * 408 / 2500.0, within(1e-9));
            sensor.clearInterrupt(Clear.CLEAR_ALL_INTERRUPTS);
        }
    }

    /** What was measured with the settings of before is not scaled with the new ones. */
    @ParameterizedTest
    @EnumSource(IntegrationTime.class)
    void afterAChangeTheNextReadingWaitsForANewMeasurement(IntegrationTime time) {
        chip.light(30, 5);
        TSL2591 sensor = new TSL2591(i2c);
        double lux = sensor.lux();
        sensor.integrationTime(time);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.01 * lux));
        sensor.gain(Gain.GAIN_LOW);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.1 * lux));
        Duration before = bus.clock().now();
        sensor.lux();
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(2));
        sensor.disable();
        chip.light(60, 10);
        sensor.enable();
        assertThat(sensor.lux()).isCloseTo(2 * lux, within(0.1 * lux));
    }

    @Test
    void aGainThatArrivedThoughItsWriteFailedScalesTheLight() {
        chip.light(300, 50);
        FaultyI2C faulty = new FaultyI2C(bus);
        TSL2591 sensor = new TSL2591(new I2C(faulty));
        double lux = sensor.lux();
        faulty.next(6, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> sensor.gain(Gain.GAIN_LOW)).isInstanceOf(BusException.class);
        assertThat(sensor.gain()).isEqualTo(Gain.GAIN_LOW);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.05 * lux));
    }

    @Test
    void theThresholdsAreTwoBytesTheLowerFirst() {
        TSL2591 sensor = new TSL2591(i2c);
        sensor.thresholdLow(0x1234);
        sensor.thresholdHigh(0xFFFF);
        sensor.nopersistThresholdLow(1);
        sensor.nopersistThresholdHigh(0x8000);
        sensor.persist(15);
        assertThat(registers.registers(4, 9)).containsExactly(0x34, 0x12, 0xFF, 0xFF, 0x01, 0x00, 0x00, 0x80, 0x0F);
        assertThat(sensor.thresholdLow()).isEqualTo(0x1234);
        assertThat(sensor.thresholdHigh()).isEqualTo(0xFFFF);
        assertThat(sensor.nopersistThresholdLow()).isEqualTo(1);
        assertThat(sensor.nopersistThresholdHigh()).isEqualTo(0x8000);
        assertThat(sensor.persist()).isEqualTo(15);
    }

    @Test
    void eachInterruptHasItsBit() {
        TSL2591 sensor = new TSL2591(i2c);
        sensor.enableInterrupt(Interrupt.ENABLE_AIEN);
        assertThat(registers.register(0)).isEqualTo(0x13);
        sensor.enableInterrupt(Interrupt.ENABLE_NPIEN);
        assertThat(registers.register(0)).isEqualTo(0x93);
        sensor.disableInterrupt(Interrupt.ENABLE_AIEN);
        assertThat(registers.register(0)).isEqualTo(0x83);
        sensor.enableInterrupt(Interrupt.ENABLE_NPAIEN);
        sensor.disableInterrupt(Interrupt.ENABLE_NPAIEN);
        assertThat(registers.register(0)).isEqualTo(0x03);
        sensor.disable();
        assertThat(registers.register(0)).isEqualTo(0x00);
    }

    /** Data sheet, special functions: 00110, 00111 and 01010. */
    @Test
    void eachInterruptIsClearedByItsCommand() {
        chip.light(100, 0);
        TSL2591 sensor = new TSL2591(i2c);
        sensor.nopersistThresholdHigh(0xFFFF);
        sensor.fullSpectrum();
        sensor.disable();
        registers.register(0x13, 0x30);
        sensor.clearInterrupt(Clear.CLEAR_INTERRUPT);
        assertThat(registers.register(0x13)).isEqualTo(0x20);
        sensor.clearInterrupt(Clear.CLEAR_PERSIST_INTERRUPT);
        assertThat(registers.register(0x13)).isEqualTo(0x00);
        registers.register(0x13, 0x30);
        sensor.clearInterrupt(Clear.CLEAR_ALL_INTERRUPTS);
        assertThat(registers.register(0x13)).isEqualTo(0x00);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 16, 65536})
    void whatTheChipDoesNotHaveIsRefused(int value) {
        TSL2591 sensor = new TSL2591(i2c);
        assertThatThrownBy(() -> sensor.persist(value)).isInstanceOf(IllegalArgumentException.class);
        if (value != 16) {
            assertThatThrownBy(() -> sensor.thresholdLow(value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sensor.nopersistThresholdHigh(value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(registers.registers(4, 9)).containsOnly(0);
    }

    @Test
    void aTimeThatTheChipDoesNotHaveIsAnError() {
        TSL2591 sensor = new TSL2591(i2c);
        sensor.fullSpectrum();
        registers.register(1, 0x17);
        assertThatThrownBy(sensor::lux).isInstanceOf(BusException.class).hasMessageContainingAll("0xa1", "value 7");
        assertFree(i2c);
    }

    @Test
    void anotherChipIsRefused() {
        registers.register(0x12, 0x44);
        assertThatThrownBy(() -> new TSL2591(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no TSL2591 at address 0x29", "0x44", "expected 0x50");
        assertThat(registers.register(0)).isZero();
    }

    @Test
    void anAbsentChipIsNotFound() {
        I2C empty = new I2C(new SimI2CBus());
        assertThatThrownBy(() -> new TSL2591(empty)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.light(30, 5);
        TSL2591 sensor = new TSL2591(i2c);
        double lux = sensor.lux();
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::lux).isInstanceOf(BusException.class);
        assertFree(i2c);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> sensor.gain(Gain.GAIN_MAX)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.gain()).isEqualTo(Gain.GAIN_MED);
        assertThat(sensor.lux()).isEqualTo(lux);
    }

    /** Data sheet, ENABLE register: without AEN the channels keep the counts of the gain and the time before. */
    @Test
    void whatWasMeasuredBeforeAChangeWhileDisabledIsNoLux() {
        chip.light(30, 5);
        TSL2591 sensor = new TSL2591(i2c);
        double lux = sensor.lux();
        sensor.disable();
        assertThat(sensor.lux()).isEqualTo(lux);
        sensor.gain(Gain.GAIN_LOW);
        assertThatIllegalStateException()
                .isThrownBy(sensor::lux)
                .withMessageContainingAll("TSL2591", "disabled", "enable()");
        assertFree(i2c);
        sensor.gain(Gain.GAIN_MED);
        sensor.integrationTime(IntegrationTime.INTEGRATIONTIME_600MS);
        assertThatIllegalStateException().isThrownBy(sensor::lux);
        sensor.enable();
        assertThat(sensor.lux()).isCloseTo(lux, within(0.01 * lux));
        sensor.gain(Gain.GAIN_LOW);
        sensor.disable();
        assertThatIllegalStateException().isThrownBy(sensor::lux);
    }

    @Test
    void aChipThatIsEnabledThoughDisablingFailedMeasuresWithANewGain() {
        chip.light(30, 5);
        TSL2591 sensor = new TSL2591(i2c);
        double lux = sensor.lux();
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::disable).isInstanceOf(BusException.class);
        sensor.gain(Gain.GAIN_LOW);
        assertThat(sensor.lux()).isCloseTo(lux, within(0.1 * lux));
    }
}
