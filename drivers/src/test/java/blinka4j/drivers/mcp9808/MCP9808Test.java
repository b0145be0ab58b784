// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp9808;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp9808.MCP9808.Resolution;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.WordRegisters;
import blinka4j.sim.chips.SimMCP9808;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MCP9808Test {
    private final WordRegisters chip = new WordRegisters()
            .word(0x06, 0x0054)
            .word(0x07, 0x0400)
            .bytes(0x08, 3)
            .readOnly(0x05, 0x06, 0x07);
    private final SimI2CBus bus = new SimI2CBus().attach(0x18, chip);
    private final I2C i2c = new I2C(bus);

    /** The conversation of the constructor with a genuine chip. */
    private static I2CPlayback played() {
        return I2CPlayback.at(0x18).register(0x06, 0x00, 0x54).register(0x07, 0x04, 0x00);
    }

    /** Data sheet, 5.1.3: two's complement with 1/16 °C, three flags above it. */
    @ParameterizedTest
    @CsvSource({
        "0x0000, 0", "0x0001, 0.0625", "0x0194, 25.25", "0x07D0, 125", "0x0FFF, 255.9375",
        "0x1FFF, -0.0625", "0x1FF0, -1", "0x1F60, -10", "0x1D80, -40", "0x1000, -256",
        "0xC194, 25.25", "0x3F60, -10", "0xE000, 0"
    })
    void temperatureIsThirteenBitsInTwosComplement(String raw, double celsius) {
        chip.word(0x05, Integer.decode(raw));
        assertThat(new MCP9808(i2c).temperature()).isEqualTo(celsius);
    }

    @ParameterizedTest
    @CsvSource({"0x8000, true, false, false", "0x4000, false, true, false", "0x2000, false, false, true"})
    void flagsAreTheUpperBitsOfTheTemperature(String raw, boolean critical, boolean upper, boolean lower) {
        chip.word(0x05, Integer.decode(raw));
        MCP9808 sensor = new MCP9808(i2c);
        assertThat(sensor.aboveCritical()).isEqualTo(critical);
        assertThat(sensor.aboveUpper()).isEqualTo(upper);
        assertThat(sensor.belowLower()).isEqualTo(lower);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x00, 0x00", "25, 0x01, 0x90", "0.25, 0x00, 0x04", "-0.25, 0x1F, 0xFC", "-10, 0x1F, 0x60",
        "-25, 0x1E, 0x70", "-40, 0x1D, 0x80", "125, 0x07, 0xD0", "-256, 0x10, 0x00", "255.75, 0x0F, 0xFC",
        "25.3, 0x01, 0x94", "-10.1, 0x1F, 0x60"
    })
    void limitsAreWrittenInTwosComplementAndStepsOfAQuarter(double celsius, String high, String low) {
        int h = Integer.decode(high);
        int l = Integer.decode(low);
        try (I2CPlayback played = played().writes(0x02, h, l).writes(0x03, h, l).writes(0x04, h, l)) {
            MCP9808 sensor = new MCP9808(new I2C(played));
            sensor.upperTemperature(celsius);
            sensor.lowerTemperature(celsius);
            sensor.criticalTemperature(celsius);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-256, -40, -25, -0.25, 0, 0.25, 25.5, 125, 255.75})
    void limitsReadAsTheyWereSet(double celsius) {
        MCP9808 sensor = new MCP9808(i2c);
        sensor.upperTemperature(celsius);
        sensor.lowerTemperature(celsius);
        sensor.criticalTemperature(celsius);
        assertThat(sensor.upperTemperature()).isEqualTo(celsius);
        assertThat(sensor.lowerTemperature()).isEqualTo(celsius);
        assertThat(sensor.criticalTemperature()).isEqualTo(celsius);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-256.25, 256, 1e9, Double.NaN, Double.NEGATIVE_INFINITY})
    void aLimitThatTheRegisterCannotHoldIsRefused(double celsius) {
        chip.word(0x03, 0x1234);
        MCP9808 sensor = new MCP9808(i2c);
        assertThatThrownBy(() -> sensor.lowerTemperature(celsius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("lowerTemperature", "-256 to 255.75 °C");
        assertThat(chip.word(0x03)).isEqualTo(0x1234);
    }

    @ParameterizedTest
    @CsvSource({"HALF_C, 0", "QUARTER_C, 1", "EIGHTH_C, 2", "SIXTEENTH_C, 3"})
    void resolutionHasItsCode(Resolution resolution, int code) {
        MCP9808 sensor = new MCP9808(i2c);
        assertThat(sensor.resolution()).isEqualTo(Resolution.SIXTEENTH_C);
        sensor.resolution(resolution);
        assertThat(chip.bytes(0x08)).containsExactly(code);
        assertThat(sensor.resolution()).isEqualTo(resolution);
    }

    /** Data sheet, table 5-1: a measurement takes 250 ms at most; the one under way ends first. */
    @Test
    void aNewResolutionIsWaitedFor() {
        MCP9808 sensor = new MCP9808(i2c);
        sensor.resolution(Resolution.HALF_C);
        chip.word(0x05, 0x0160);
        bus.clock().after(Duration.ofMillis(500), () -> chip.word(0x05, 0x0167));
        sensor.resolution(Resolution.SIXTEENTH_C);
        assertThat(sensor.temperature()).isEqualTo(22.4375);
    }

    @ParameterizedTest
    @CsvSource({"0x0054, 0x0500, 0x0500", "0x0055, 0x0400, 0x0055", "0x5400, 0x0400, 0x5400"})
    void anotherChipIsRefused(String manufacturer, String device, String found) {
        chip.word(0x06, Integer.decode(manufacturer)).word(0x07, Integer.decode(device));
        assertThatThrownBy(() -> new MCP9808(i2c))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("no MCP9808 at address 0x18", found, "expected");
        assertFree(i2c);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -0.0625, 0, 21.4375, 125})
    void agreesWithTheSimulatedChip(double celsius) {
        SimMCP9808 model = new SimMCP9808().temperature(celsius);
        MCP9808 sensor = new MCP9808(new I2C(new SimI2CBus().attach(0x18, model)));
        assertThat(sensor.temperature()).isEqualTo(celsius);
        sensor.criticalTemperature(125);
        sensor.upperTemperature(20);
        sensor.lowerTemperature(-10);
        assertThat(sensor.aboveUpper()).isEqualTo(celsius > 20);
        assertThat(sensor.belowLower()).isEqualTo(celsius < -10);
        assertThat(sensor.aboveCritical()).isEqualTo(celsius == 125);
    }

    @Test
    void aRevisionIsNoOtherChip() {
        chip.word(0x07, 0x0401).word(0x05, 0x0194);
        assertThat(new MCP9808(i2c).temperature()).isEqualTo(25.25);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new MCP9808(i2c, 0x1f))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x1f of I2C(simulated I2C)");
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.word(0x05, 0x1F60);
        MCP9808 sensor = new MCP9808(i2c);
        bus.failNext(BusException.Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(sensor.temperature()).isEqualTo(-10);
    }

    @Test
    void twoSensorsOnOneBusDoNotMix() {
        chip.word(0x05, 0x0194);
        WordRegisters other =
                new WordRegisters().word(0x06, 0x0054).word(0x07, 0x0400).word(0x05, 0x1D80);
        bus.attach(0x19, other);
        MCP9808 first = new MCP9808(i2c);
        MCP9808 second = new MCP9808(i2c, 0x19);
        assertThat(first.temperature()).isEqualTo(25.25);
        assertThat(second.temperature()).isEqualTo(-40);
        assertThat(first.temperature()).isEqualTo(25.25);
    }
}
