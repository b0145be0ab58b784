// SPDX-License-Identifier: MIT
package blinka4j.drivers.adt7410;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.DuringTransfer;
import blinka4j.drivers.adt7410.ADT7410.AlertStatus;
import blinka4j.drivers.adt7410.ADT7410.ComparatorMode;
import blinka4j.drivers.adt7410.ADT7410.OperationMode;
import blinka4j.drivers.adt7410.ADT7410.ResolutionMode;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimADT7410;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ADT7410Test {
    /** After power-on, with the registers only. */
    private final Registers8 chip = new Registers8().register(0x00, 0, 0, 0, 0, 0x20, 0, 0x05, 0, 0x49, 0x80, 5, 0xCB);

    private final SimI2CBus bus = new SimI2CBus().attach(0x48, chip);
    private final I2C i2c = new I2C(bus);

    /** Data sheet, table 5, whose values are bits 15 to 3. The flags below them are no temperature. */
    @ParameterizedTest
    @CsvSource({
        "0x1C90, -55",
        "0x1CE0, -50",
        "0x1E70, -25",
        "0x1FFF, -0.0625",
        "0, 0",
        "1, 0.0625",
        "0x190, 25",
        "0x320, 50",
        "0x7D0, 125",
        "0x960, 150"
    })
    void thirteenBitsAreTheTemperatureAfterPowerOn(String raw, double celsius) {
        for (int flags = 0; flags < 8; flags++) {
            chip.u16be(0x00, Integer.decode(raw) << 3 | flags);
            assertThat(new ADT7410(i2c).temperature()).isEqualTo(celsius);
        }
    }

    /** Data sheet, page 12: the ADC's code divided by 128. */
    @ParameterizedTest
    @CsvSource({
        "0xE480, -55",
        "0xF380, -25",
        "0xFFFF, -0.0078125",
        "0, 0",
        "0x0001, 0.0078125",
        "0x0C80, 25",
        "0x0C87, 25.0546875",
        "0x4980, 147",
        "0x4B00, 150"
    })
    void sixteenBitsAreTheTemperatureWithHighResolution(String raw, double celsius) {
        ADT7410 sensor = new ADT7410(i2c);
        sensor.highResolution(true);
        chip.u16be(0x00, Integer.decode(raw));
        assertThat(sensor.temperature()).isEqualTo(celsius);
        assertThat(new ADT7410(i2c).temperature()).isEqualTo(celsius);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8000, 0xE17F, 0x4D88, 0x7FFF})
    void aTemperatureThatTheChipCannotMeasureIsAnError(int raw) {
        chip.u16be(0x00, raw);
        ADT7410 sensor = new ADT7410(i2c);
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("°C", "not from -60", "read wrong");
    }

    /** Data sheet, table 10: resolution is bit 7, mode bits 6 and 5, comparator bit 4. */
    @Test
    void settingsHaveTheirCodesAndLeaveTheOthers() {
        chip.register(0x03, 0x0F);
        ADT7410 sensor = new ADT7410(i2c);
        assertThat(sensor.highResolution()).isFalse();
        sensor.resolutionMode(ResolutionMode.HIGH_RESOLUTION);
        assertThat(chip.register(0x03)).isEqualTo(0x8F);
        assertThat(sensor.highResolution()).isTrue();
        for (OperationMode mode : OperationMode.values()) {
            sensor.operationMode(mode);
            assertThat(chip.register(0x03)).isEqualTo(0x8F | mode.ordinal() << 5);
            assertThat(sensor.operationMode()).isEqualTo(mode);
        }
        sensor.comparatorMode(ComparatorMode.COMP_ENABLED);
        assertThat(chip.register(0x03)).isEqualTo(0xFF);
        assertThat(sensor.comparatorMode()).isEqualTo(ComparatorMode.COMP_ENABLED);
        sensor.highResolution(false);
        assertThat(chip.register(0x03)).isEqualTo(0x7F);
        assertThat(sensor.resolutionMode()).isEqualTo(ResolutionMode.LOW_RESOLUTION);
    }

    @ParameterizedTest
    @CsvSource({
        "-55, 0xE480",
        "-24.5, 0xF3C0",
        "-25, 0xF380",
        "0, 0",
        "0.0078125, 1",
        "25.5, 0x0CC0",
        "64, 0x2000",
        "147, 0x4980",
        "150, 0x4B00",
        "0.004, 1",
        "0.0039, 0"
    })
    void limitsAreWrittenAndReadInStepsOf128th(double celsius, String raw) {
        ADT7410 sensor = new ADT7410(i2c);
        sensor.highTemperature(celsius);
        sensor.lowTemperature(celsius);
        sensor.criticalTemperature(celsius);
        int expected = Integer.decode(raw);
        for (int register : new int[] {0x04, 0x06, 0x08}) {
            assertThat(chip.register(register) << 8 | chip.register(register + 1))
                    .isEqualTo(expected);
        }
        assertThat(sensor.highTemperature()).isEqualTo((short) expected / 128.0);
        assertThat(sensor.lowTemperature()).isEqualTo((short) expected / 128.0);
        assertThat(sensor.criticalTemperature()).isEqualTo((short) expected / 128.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-55.1, 150.1, Double.NaN})
    void limitsOutsideTheRangeOfTheChipAreRefused(double celsius) {
        ADT7410 sensor = new ADT7410(i2c);
        assertThatThrownBy(() -> sensor.highTemperature(celsius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("highTemperature", "-55 to 150 °C");
        assertThatThrownBy(() -> sensor.lowTemperature(celsius)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sensor.criticalTemperature(celsius)).isInstanceOf(IllegalArgumentException.class);
        assertThat(sensor.highTemperature()).isEqualTo(64);
        assertThat(sensor.lowTemperature()).isEqualTo(10);
        assertThat(sensor.criticalTemperature()).isEqualTo(147);
    }

    @Test
    void theHysteresisIsFourBits() {
        ADT7410 sensor = new ADT7410(i2c);
        assertThat(sensor.hysteresisTemperature()).isEqualTo(5);
        chip.register(0x0A, 0xF3);
        assertThat(sensor.hysteresisTemperature()).isEqualTo(3);
        sensor.hysteresisTemperature(15);
        assertThat(chip.register(0x0A)).isEqualTo(15);
        assertThatThrownBy(() -> sensor.hysteresisTemperature(16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("hysteresisTemperature", "0 to 15 °C");
        assertThatThrownBy(() -> sensor.hysteresisTemperature(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTemperatureAndTheAlertsAreOneTransferEach() {
        try (I2CPlayback played = I2CPlayback.at(0x48)
                .register(0x0B, 0xC8)
                .register(0x03, 0x00)
                .register(0x03, 0x00)
                .register(0x03, 0x00)
                .register(0x00, 0x0C, 0x87)
                .register(0x02, 0x60)) {
            ADT7410 sensor = new ADT7410(new I2C(played));
            assertThat(sensor.temperature()).isEqualTo(25);
            assertThat(sensor.alertStatus()).isEqualTo(new AlertStatus(true, false, true));
        }
    }

    /** Data sheet, table 8: bit 6 is T_CRIT, bit 5 T_HIGH, bit 4 T_LOW. */
    @ParameterizedTest
    @CsvSource({
        "0x40, false, false, true",
        "0x20, true, false, false",
        "0x10, false, true, false",
        "0x8F, false, false, false"
    })
    void theAlertsHaveTheirBits(String raw, boolean high, boolean low, boolean critical) {
        chip.register(0x02, Integer.decode(raw));
        assertThat(new ADT7410(i2c).alertStatus()).isEqualTo(new AlertStatus(high, low, critical));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0, 0xD8, 0x4B, 0x00, 0xFF})
    void anotherChipIsRefused(int id) {
        chip.register(0x0B, id);
        assertThatThrownBy(() -> new ADT7410(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no ADT7410 at address 0x48", "0x%02x in register 0x0b".formatted(id));
        assertFree(i2c);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new ADT7410(i2c, 0x4b))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x4b");
    }

    @Test
    void aModeIsWaitedFor() {
        SimADT7410 model = new SimADT7410().temperature(-20);
        SimI2CBus other = new SimI2CBus().attach(0x48, model);
        ADT7410 sensor = new ADT7410(new I2C(other));
        other.clock().advance(Duration.ofMillis(10));
        assertThat(sensor.temperature()).isEqualTo(-20);
        sensor.operationMode(OperationMode.SHUTDOWN);
        model.temperature(120.03125);
        other.clock().advance(Duration.ofSeconds(5));
        assertThat(sensor.temperature()).isEqualTo(-20);
        sensor.highResolution(true);
        sensor.operationMode(OperationMode.ONE_SHOT);
        assertThat(sensor.temperature()).isEqualTo(120.03125);
        model.temperature(0);
        other.clock().advance(Duration.ofSeconds(5));
        assertThat(sensor.temperature()).isEqualTo(120.03125);
        sensor.operationMode(OperationMode.SPS);
        assertThat(sensor.temperature()).isZero();
    }

    /** Data sheet, page 15: the hysteresis is subtracted from T_HIGH and T_CRIT and added to T_LOW. */
    @Test
    void agreesWithTheSimulatedChipAboutAlerts() {
        SimADT7410 model = new SimADT7410().temperature(50);
        SimI2CBus other = new SimI2CBus().attach(0x48, model);
        ADT7410 sensor = new ADT7410(new I2C(other));
        double[] celsius = {50, 64.5, 148, 60, 50, 9.5, 14, 16};
        String[] expected = {"", "high", "high critical", "", "", "low", "", ""};
        for (int i = 0; i < celsius.length; i++) {
            model.temperature(celsius[i]);
            other.clock().advance(Duration.ofMillis(300));
            AlertStatus status = sensor.alertStatus();
            assertThat((status.highAlert() ? "high " : "")
                            .concat(status.lowAlert() ? "low " : "")
                            .concat(status.criticalAlert() ? "critical" : "")
                            .strip())
                    .as("at %s", celsius[i])
                    .isEqualTo(expected[i]);
            assertThat(sensor.temperature()).isEqualTo(celsius[i]);
        }
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.u16be(0x00, 0xF380);
        ADT7410 sensor = new ADT7410(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.temperature()).isEqualTo(-25);
    }

    /** After a write that failed the resolution is read again. */
    @ParameterizedTest
    @EnumSource(
            value = FaultyI2C.Fault.class,
            names = {"NO_ACKNOWLEDGE", "NO_ACKNOWLEDGE_LATER", "TIMEOUT_AFTERWARDS"})
    void aResolutionThatFailedIsReadAgain(FaultyI2C.Fault fault) {
        chip.u16be(0x00, 0x0C87);
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C shared = new I2C(faulty);
        ADT7410 sensor = new ADT7410(shared);
        faulty.next(3, fault);
        assertThatThrownBy(() -> sensor.highResolution(true)).isInstanceOf(BusException.class);
        assertFree(shared);
        assertThat(sensor.temperature()).isEqualTo(chip.register(0x03) == 0x80 ? 25.0546875 : 25);
    }

    /** Else the chip would have 1/128 °C, and the driver would drop the lowest bits, until the next change. */
    @Test
    void aReadingDuringAChangeDoesNotHideTheChange() throws InterruptedException {
        chip.u16be(0x00, 0x0C81);
        DuringTransfer port = new DuringTransfer(bus);
        ADT7410 sensor = new ADT7410(new I2C(port));
        sensor.highResolution(false);
        port.next(() -> sensor.highResolution(true));
        assertThat(sensor.temperature()).isEqualTo(25);
        port.assertWaited();
        assertThat(sensor.temperature()).isEqualTo(25.0078125);
    }

    /** Until the next measurement the lowest three bits are T_CRIT, T_HIGH and T_LOW. */
    @Test
    void alertsAreNoTemperatureAfterAChangeToHighResolution() {
        SimADT7410 model = new SimADT7410().temperature(150);
        SimI2CBus other = new SimI2CBus().attach(0x48, model);
        ADT7410 sensor = new ADT7410(new I2C(other));
        other.clock().advance(Duration.ofSeconds(1));
        assertThat(sensor.temperature()).isEqualTo(150);
        assertThat(model.registers().register(1) & 7).isEqualTo(6);
        sensor.highResolution(true);
        assertThat(sensor.temperature()).isEqualTo(150);
    }
}
