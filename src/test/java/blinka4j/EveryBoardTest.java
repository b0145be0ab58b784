// SPDX-License-Identifier: MIT
package blinka4j;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.sim.SimBoard;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every board, simulated. */
class EveryBoardTest {
    static Stream<BoardDefinition> boards() {
        return Boards.ids().stream()
                .filter(id -> !id.equals(BoardDefinition.GENERIC_LINUX))
                .map(Boards::board);
    }

    @ParameterizedTest
    @MethodSource("boards")
    void opensItsDefaultBuses(BoardDefinition definition) {
        try (SimBoard board = SimBoard.open(definition)) {
            if (!definition.i2cBuses().isEmpty()) {
                try (I2C i2c = board.blinka().i2c()) {
                    assertThat(i2c.scan()).isEmpty();
                }
            }
            if (!definition.spiBuses().isEmpty()) {
                try (SPI spi = board.blinka().spi()) {
                    spi.write(new byte[] {1});
                }
            }
            if (!definition.uarts().isEmpty()) {
                try (UART uart = board.blinka().uart()) {
                    assertThat(uart.inWaiting()).isZero();
                }
            }
            assertThat(board.definition()).isSameAs(definition);
        }
    }

    /** As in a ported program: buses are opened by their pins. */
    @ParameterizedTest
    @MethodSource("boards")
    void opensItsBusesByTheirPinNames(BoardDefinition definition) {
        List<String> names = List.copyOf(definition.pins().keySet());
        try (SimBoard board = SimBoard.open(definition)) {
            if (names.containsAll(List.of("SCL", "SDA"))) {
                new I2C(pin(board, "SCL"), pin(board, "SDA")).close();
            }
            if (names.containsAll(List.of("SCLK", "MOSI", "MISO"))) {
                new SPI(pin(board, "SCLK"), pin(board, "MOSI"), pin(board, "MISO")).close();
            }
            // Pins with these names may have no serial port.
            if (names.containsAll(List.of("TX", "RX")) && !definition.uarts().isEmpty()) {
                new UART(pin(board, "TX"), pin(board, "RX")).close();
            }
            assertThat(board.definition()).isSameAs(definition);
        }
    }

    private static Pin pin(SimBoard board, String name) {
        return board.blinka().pin(name);
    }

    @ParameterizedTest
    @MethodSource("boards")
    void drivesEveryPinWithALine(BoardDefinition definition) {
        try (SimBoard board = SimBoard.open(definition)) {
            definition.spiBuses().stream()
                    .flatMap(bus -> bus.chipSelects().stream())
                    .filter(select -> !select.isEmpty())
                    .forEach(select -> assertThat(definition.pins()).containsKey(select));
            definition.pins().forEach((name, line) -> {
                if (line.isGpio() && !isChipSelect(definition, name)) {
                    try (DigitalInOut pin = new DigitalInOut(board.blinka().pin(name))) {
                        pin.switchToOutput(true);
                        assertThat(board.pin(name).level()).as(name).isTrue();
                    }
                }
            });
        }
    }

    /** The kernel drives the chip selects of the default bus. */
    private static boolean isChipSelect(BoardDefinition definition, String name) {
        return definition.spiBuses().stream()
                .limit(1)
                .flatMap(bus -> bus.chipSelects().stream())
                .anyMatch(select -> !select.isEmpty()
                        && definition
                                .pins()
                                .get(select)
                                .equals(definition.pins().get(name)));
    }
}
