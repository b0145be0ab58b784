// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.analogio.AnalogOut;
import blinka4j.board.Board;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.mcp4725.MCP4725;
import blinka4j.drivers.mcp4728.MCP4728;
import blinka4j.drivers.pcf8591.PCF8591;
import blinka4j.microcontroller.Pin;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP4725;
import blinka4j.sim.chips.SimMCP4728;
import blinka4j.sim.chips.SimPCF8591;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the simulator, and through the drivers of converters. */
class AnalogOutTest {
    private SimBoard board;

    @BeforeEach
    void start() {
        board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
    }

    @AfterEach
    void end() {
        board.close();
    }

    @Test
    void anOutputHasAVoltageThatStaysAfterItsEnd() {
        try (AnalogOut out = new AnalogOut("mcp4725", 0)) {
            assertThat(out).hasToString("AnalogOut(mcp4725:0)");
            out.value(32768);
            assertThat(board.analogOut("mcp4725:0").voltage()).isCloseTo(out.referenceVoltage() / 2, within(1e-4));
            out.value(65535);
        }
        assertThat(board.analogOut("mcp4725:0").value()).isEqualTo(65535);
        assertThat(board.analogOut("mcp4725:1").value()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE})
    void aValueHas16Bits(int value) {
        try (AnalogOut out = new AnalogOut("mcp4725", 0)) {
            assertThatThrownBy(() -> out.value(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("AnalogOut(mcp4725:0)", String.valueOf(value), "0 to 65535");
        }
    }

    @Test
    void anOutputIsOpenOnceAndRefusedAfterItsEnd() {
        AnalogOut out = new AnalogOut("mcp4725", 0);
        assertThatThrownBy(() -> new AnalogOut("mcp4725", 0))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("already open as AnalogOut(mcp4725:0)");
        new AnalogOut("mcp4725", 1).close();
        out.close();
        out.close();
        assertThat(out.isClosed()).isTrue();
        assertThatThrownBy(() -> out.value(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("AnalogOut(mcp4725:0) is closed", "a new AnalogOut");
        new AnalogOut("mcp4725", 0).close();
    }

    @Test
    void aPinHasNoConverterAndTheErrorSaysWhatHas() {
        assertThatThrownBy(() -> new AnalogOut(Board.D18))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("D18", "MCP4725", "PWMOut");
        assertThatThrownBy(() -> new AnalogOut(" ", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("converter");
        assertThatThrownBy(() -> new AnalogOut("dac", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channel -1");
    }

    /** A board whose processor has converters: outputs 1 and 2 of an STM32MP157, on PA4 and PA5. */
    @Test
    void aPinWithAConverterIsAnOutput() {
        try (SimBoard octavo = SimBoard.open(Boards.board("OSD32MP1_BRK"))) {
            Pin pin = octavo.blinka().pin("GPIO_PA4");
            try (AnalogOut out = new AnalogOut(pin)) {
                assertThat(out).hasToString("AnalogOut(GPIO_PA4)");
                out.value(65535);
                assertThat(octavo.analogOut("GPIO_PA4").value()).isEqualTo(65535);
                assertThat(octavo.analogOut("40017000.dac:dac@1:1").value()).isEqualTo(65535);
                assertThatThrownBy(() -> new DigitalInOut(pin))
                        .isInstanceOf(PinException.class)
                        .hasMessageContaining("already open as AnalogOut(GPIO_PA4)");
            }
            assertThatThrownBy(() -> new AnalogOut(octavo.blinka().pin("GPIO_PA3")))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("GPIO_PA3 has no digital-to-analog converter", "(GPIO_PA4)", "(GPIO_PA5)");
            assertThatThrownBy(() -> new AnalogOut(octavo.blinka().pin("NONE")))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("NONE");
        }
    }

    /** From the data sheets: 12, 12 and 8 bits, of which the value's upper ones are taken. */
    @Test
    void aProgramUsesTheOutputsOfDriversAsThoseOfTheKernel() {
        board.i2c().attach(0x62, new SimMCP4725());
        board.i2c().attach(0x60, new SimMCP4728());
        board.i2c().attach(0x48, new SimPCF8591());
        MCP4725 mcp4725 = new MCP4725(Board.i2c());
        MCP4728 mcp4728 = new MCP4728(Board.i2c());
        PCF8591 pcf8591 = new PCF8591(Board.i2c());
        blinka4j.drivers.pcf8591.AnalogOut dac = new blinka4j.drivers.pcf8591.AnalogOut(pcf8591);
        AnalogOut first = new AnalogOut(mcp4725.analogOut());
        try (AnalogOut second = new AnalogOut(mcp4728.channelB().analogOut());
                AnalogOut third = new AnalogOut(dac)) {
            first.value(0x1230);
            second.value(0xABC0);
            third.value(0x8000);
            assertThat(mcp4725.rawValue()).isEqualTo(0x123);
            assertThat(mcp4728.channelB().rawValue()).isEqualTo(0xABC);
            assertThat(dac.value()).isEqualTo(0x8000);
            assertThat(first.referenceVoltage()).isNaN();
            assertThat(third.referenceVoltage()).isEqualTo(pcf8591.referenceVoltage());
            assertThat(second.toString()).contains("output 1", "MCP4728", "0x60");
            first.close();
            assertThatThrownBy(() -> first.value(1)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(mcp4725.rawValue()).as("the driver goes on").isEqualTo(0x123);
        assertThat(pcf8591.dacEnabled()).isFalse();
    }
}
