// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp3xxx;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.mcp3xxx.MCP3xxx.Pin;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimMCP3xxx;
import blinka4j.sim.chips.SimMCP3xxx.Model;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MCP3xxxTest {
    private static MCP3xxx create(String name, SPI spi) {
        return create(name, new SPIDevice(spi));
    }

    private static MCP3xxx create(String name, SPIDevice device) {
        return switch (name) {
            case "MCP3002" -> new MCP3002(device, 3.3);
            case "MCP3004" -> new MCP3004(device, 3.3);
            case "MCP3008" -> new MCP3008(device, 3.3);
            case "MCP3202" -> new MCP3202(device, 3.3);
            case "MCP3204" -> new MCP3204(device, 3.3);
            default -> new MCP3208(device, 3.3);
        };
    }

    /**
     * Data sheets: figure 6-1 of the MCP3002, MCP3004/3008, MCP3202 and MCP3204/3208. The bits before the value may have any
     * level.
     */
    @ParameterizedTest
    @CsvSource({
        "MCP3002, P0, false, 60 00, F9 23, 0x123", "MCP3002, P1, false, 70 00, 03 FF, 0x3FF",
        "MCP3002, P1, true, 50 00, FC 00, 0", "MCP3004, P3, false, 01 B0 00, FF F9 23, 0x123",
        "MCP3008, P7, false, 01 F0 00, FF F2 11, 0x211", "MCP3008, P0, false, 01 80 00, 00 03 FF, 0x3FF",
        "MCP3008, P4, true, 01 40 00, FF FC 00, 0", "MCP3202, P0, false, 01 A0 00, FF EF FE, 0xFFE",
        "MCP3202, P1, false, 01 E0 00, FF E1 23, 0x123", "MCP3202, P1, true, 01 60 00, FF E0 00, 0",
        "MCP3204, P2, false, 06 80 00, FF E1 23, 0x123", "MCP3208, P5, false, 07 40 00, 00 0F FF, 0xFFF",
        "MCP3208, P7, true, 05 C0 00, FF E0 00, 0"
    })
    void theBytesAreThoseOfTheDataSheet(
            String name, Pin pin, boolean isDifferential, String out, String in, String value) {
        try (SPIPlayback played = SPIPlayback.script().exchanges(bytes(out), bytes(in))) {
            assertThat(create(name, new SPI(played)).read(pin, isDifferential)).isEqualTo(Integer.decode(value));
        }
    }

    private static int[] bytes(String hex) {
        return Arrays.stream(hex.split(" "))
                .mapToInt(each -> Integer.parseInt(each, 16))
                .toArray();
    }

    /** Data sheets, 4.2 or 5: code = 1024 or 4096 times V/Vref, rounded down. */
    @ParameterizedTest
    @EnumSource(Model.class)
    void agreesWithTheSimulatedChips(Model model) {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut cs = new DigitalInOut(board.blinka().pin("D5"))) {
            SimMCP3xxx chip = new SimMCP3xxx(model);
            board.spi().attach(board.pin("D5"), chip);
            SPI spi = board.blinka().spi();
            agree(model, chip, create(model.toString(), new SPIDevice(spi, cs)));
        }
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void theClockMayBeFaster(Model model) {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut cs = new DigitalInOut(board.blinka().pin("D5"))) {
            SimMCP3xxx chip = new SimMCP3xxx(model).volts(1, 2.5);
            board.spi().attach(board.pin("D5"), chip);
            MCP3xxx adc = fast(model, board.blinka().spi(), cs);
            assertThat(new AnalogIn(adc, Pin.P1).voltage()).isCloseTo(2.5, within(3.3 / 1024));
            assertThat(board.spi().settings().baudrate()).isEqualTo(1_000_000);
            assertThat(adc.referenceVoltage()).isEqualTo(3.3);
        }
    }

    private static MCP3xxx fast(Model model, SPI spi, DigitalInOut cs) {
        return switch (model.toString()) {
            case "MCP3002" -> new MCP3002(spi, cs, 3.3, 1_000_000);
            case "MCP3004" -> new MCP3004(spi, cs, 3.3, 1_000_000);
            case "MCP3008" -> new MCP3008(spi, cs, 3.3, 1_000_000);
            case "MCP3202" -> new MCP3202(spi, cs, 3.3, 1_000_000);
            case "MCP3204" -> new MCP3204(spi, cs, 3.3, 1_000_000);
            default -> new MCP3208(spi, cs, 3.3, 1_000_000);
        };
    }

    private static void agree(Model model, SimMCP3xxx chip, MCP3xxx adc) {
        int codes = model.toString().startsWith("MCP30") ? 1024 : 4096;
        int inputs = chip.quantities().size();
        for (int i = 0; i < inputs; i++) {
            chip.volts(i, 3.3 * (i + 1) / (inputs + 1));
        }
        for (int i = 0; i < inputs; i++) {
            assertThat(adc.read(Pin.values()[i])).as("P" + i).isEqualTo(codes * (i + 1) / (inputs + 1));
        }
        double step = 3.3 / codes;
        chip.volts(0, 2).volts(1, 0.5);
        assertThat(new AnalogIn(adc, Pin.P0, Pin.P1).voltage()).isCloseTo(1.5, within(step));
        assertThat(new AnalogIn(adc, Pin.P1, Pin.P0).voltage()).isZero();
        chip.volts(0, 0).volts(1, 5);
        assertThat(new AnalogIn(adc, Pin.P0).value()).isZero();
        assertThat(new AnalogIn(adc, Pin.P1).value()).isEqualTo(65535);
        assertThat(new AnalogIn(adc, Pin.P1).voltage()).isEqualTo(3.3);
    }

    @ParameterizedTest
    @CsvSource({"MCP3008, 00 02 00, 32800", "MCP3008, 00 00 01, 64", "MCP3208, 00 08 00, 32776", "MCP3208, 00 00 01, 16"
    })
    void aValueCoversSixteenBits(String name, String in, int value) {
        try (SPIPlayback played =
                SPIPlayback.script().exchanges(bytes(name.equals("MCP3008") ? "01 80 00" : "06 00 00"), bytes(in))) {
            assertThat(new AnalogIn(create(name, new SPI(played)), Pin.P0).value())
                    .isEqualTo(value);
        }
    }

    @Test
    void anInputIsAPortOfAnalogio() {
        SimMCP3xxx chip = new SimMCP3xxx(Model.MCP3008, 5).volts(6, 5);
        AnalogIn port = new AnalogIn(new MCP3008(new SPIDevice(new SPI(new SimSpiBus().attach(chip))), 5), Pin.P6);
        var input = new blinka4j.analogio.AnalogIn(port);
        assertThat(input.value()).isEqualTo(65535);
        assertThat(input.referenceVoltage()).isEqualTo(5);
        input.close();
        assertThatThrownBy(port::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("P6");
    }

    @Test
    void inputsAndPairsThatAChipDoesNotHaveAreRefused() {
        SPI spi = new SPI(new SimSpiBus());
        MCP3xxx two = create("MCP3002", spi);
        assertThatThrownBy(() -> two.read(Pin.P2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("MCP3002", "P2");
        assertThatThrownBy(() -> new AnalogIn(two, Pin.P4)).isInstanceOf(IllegalArgumentException.class);
        MCP3xxx eight = create("MCP3208", spi);
        assertThatThrownBy(() -> new AnalogIn(eight, Pin.P0, Pin.P2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("P0 − P1");
        assertThatThrownBy(() -> new MCP3008(new SPIDevice(spi), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MCP3008(new SPIDevice(spi), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        SimSpiBus bus = new SimSpiBus().attach(new SimMCP3xxx(Model.MCP3008).volts(0, 3.3));
        SPI spi = new SPI(bus);
        MCP3xxx adc = create("MCP3008", spi);
        bus.failNext(Kind.OTHER);
        assertThatThrownBy(() -> adc.read(Pin.P0)).isInstanceOf(BusException.class);
        assertFree(spi);
        assertThat(adc.read(Pin.P0)).isEqualTo(1023);
    }
}
