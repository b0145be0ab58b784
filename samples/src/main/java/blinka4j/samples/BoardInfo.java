// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import blinka4j.runtime.Blinka;
import blinka4j.samples.launcher.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints the board and how it was recognised, its buses, PWM outputs, analog inputs, analog outputs, counters for encoders and pins, and
 * a picture of its connectors.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/CircuitPython_Essentials/Pin_Map_Script">Pin_Map_Script</a>, which lists the pins.
 *
 * <p>Wiring: none.
 */
public final class BoardInfo extends Sample {
    public BoardInfo() {
        super("board-info", "which board this is, its buses and its pins", BoardInfo::main);
    }

    public static void main(String[] args) {
        Blinka blinka = Blinka.current();
        var board = blinka.board();

        System.out.println("Board:    " + board);
        // Ignored board files are in the evidence too. Each gets a separate line.
        System.out.println("Evidence: " + blinka.evidence().replace("; ignored: ", "\n          ignored: "));
        System.out.println("Provider: " + blinka.provider().name());
        System.out.println("I2C:      " + list(board.i2cBuses()));
        System.out.println("SPI:      " + list(board.spiBuses()));
        board.spiBuses().stream()
                .filter(bus -> !bus.chipSelects().isEmpty())
                .forEach(bus ->
                        System.out.println("          chip selects of " + bus.device() + ": " + bus.chipSelects()));
        System.out.println("UART:     " + list(board.uarts()));
        System.out.println("PWM:      " + list(board.pwms()));
        System.out.println("Analog:   " + list(board.analogs()));
        System.out.println("DAC:      " + list(board.analogOuts()));
        System.out.println("Encoders: " + list(board.encoders()));
        System.out.println();

        // Names of the same line are names of the same pin.
        var boardPins = board.pins().entrySet().stream()
                .collect(groupingBy(Map.Entry::getValue, LinkedHashMap::new, mapping(Map.Entry::getKey, joining(" "))));
        boardPins.forEach(
                (line, names) -> System.out.printf("%-24s %s%n", line.isGpio() ? line : "no GPIO line", names));
        board.headers().forEach(header -> System.out.printf("%n%s", header.picture()));
        if (boardPins.isEmpty()) {
            System.out.println("This board has no list of pins. gpioinfo lists the kernel's line names.");
        }
    }

    private static String list(List<?> buses) {
        return buses.isEmpty() ? "none" : buses.stream().map(Object::toString).collect(joining(", "));
    }
}
