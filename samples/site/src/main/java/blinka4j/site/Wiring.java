// SPDX-License-Identifier: MIT
package blinka4j.site;

import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How parts are connected to a board, from {@code src/site/wiring.txt}:
 *
 * <pre>
 * wiring hcsr04 RASPBERRY_PI_4B
 * part HC-SR04
 * VCC = 5V
 * Echo = D6 through 1 kΩ
 * GND = GND
 * bridge 2 kΩ = Echo GND
 * </pre>
 *
 * <p>{@code bridge} is a part between two wires, on the board's side. A text in quotation marks instead of a pin is a connection that is not
 * to the board.
 */
final class Wiring {
    /**
     * A wire.
     *
     * @param part the part, such as {@code HC-SR04}
     * @param pin the pin of the part
     * @param target the board's pin, such as {@code SDA} or {@code 5V}, or a text
     * @param number the position on the connector, from 1; 0 for a text
     * @param printed the name at that position, such as {@code D2} for {@code SDA}
     * @param through what the wire goes through, such as {@code 1 kΩ}; empty for nothing
     */
    record Wire(String part, String pin, String target, int number, String printed, String through) {
        String label() {
            String name = target.equals(printed) ? target : target + " (" + printed + ")";
            return number == 0 ? target : name + ", pin " + number;
        }
    }

    /** A part between two wires, such as a pull-up resistor. */
    record Bridge(String what, Wire from, Wire to) {}

    private static final Set<String> SUPPLIES = Set.of("3V3", "5V", "GND");

    private final BoardDefinition board;
    private final Header header;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Bridge> bridges = new ArrayList<>();
    private final Set<Integer> used = new HashSet<>();
    private String part = "";

    private Wiring(String board) {
        this.board = Boards.board(board);
        this.header = this.board.headers().get(0);
    }

    /** All wirings, by name. */
    static Map<String, Wiring> read(Path root) {
        Map<String, Wiring> wirings = new LinkedHashMap<>();
        Wiring wiring = null;
        for (String line : Site.text(root.resolve(Navigation.PAGES).resolve("wiring.txt"))
                .lines()
                .toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ", 3);
            if (words[0].equals("wiring")) {
                wiring = new Wiring(words[2]);
                wirings.put(words[1], wiring);
            } else if (wiring == null) {
                throw new IllegalStateException("wiring.txt does not begin with a line 'wiring NAME BOARD'.");
            } else {
                wiring.add(line);
            }
        }
        return wirings;
    }

    private void add(String line) {
        if (line.startsWith("part ")) {
            part = line.substring(5);
            return;
        }
        String[] sides = line.split(" = ", 2);
        if (line.startsWith("bridge ")) {
            String[] pins = sides[1].split(" ", 2);
            bridges.add(new Bridge(sides[0].substring(7), wire(pins[0]), wire(pins[1])));
            return;
        }
        String[] way = sides[1].split(" through ", 2);
        String through = way.length > 1 ? way[1] : "";
        if (way[0].startsWith("\"")) {
            wires.add(new Wire(part, sides[0], way[0].replace("\"", ""), 0, "", through));
        } else {
            int number = position(way[0]);
            wires.add(
                    new Wire(part, sides[0], way[0], number, header.positions().get(number - 1), through));
        }
    }

    private Wire wire(String pin) {
        return wires.stream()
                .filter(each -> each.pin().equals(pin) && each.part().equals(part))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wiring.txt: %s has no pin %s.".formatted(part, pin)));
    }

    /** The position of a pin on the connector, from 1: by its name or by another name of the same line. Supplies take a free one. */
    private int position(String name) {
        for (int i = 0; i < header.positions().size(); i++) {
            String printed = header.positions().get(i);
            Line line = board.pins().get(name);
            boolean same = printed.equals(name)
                    || (line != null && line.equals(board.pins().get(printed)));
            if (same && (!SUPPLIES.contains(name) || used.add(i + 1))) {
                return i + 1;
            }
        }
        throw new IllegalStateException(
                "wiring.txt: %s has no (free) pin %s at %s.".formatted(board.name(), name, header.name()));
    }

    BoardDefinition board() {
        return board;
    }

    Header header() {
        return header;
    }

    List<Wire> wires() {
        return wires;
    }

    List<Bridge> bridges() {
        return bridges;
    }

    /** The picture, and the same as a table. */
    String markdown(String name) {
        StringBuilder text = new StringBuilder(new WiringPicture(this).figure(name));
        text.append("\n\n| part | its pin | %s | pin of %s | through |\n| --- | --- | --- | --- | --- |\n"
                .formatted(board.name(), header.name()));
        for (Wire wire : wires) {
            text.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            wire.part(),
                            wire.pin(),
                            wire.number() == 0
                                    ? wire.target()
                                    : wire.target().equals(wire.printed())
                                            ? "`" + wire.target() + "`"
                                            : "`%s` (`%s`)".formatted(wire.target(), wire.printed()),
                            wire.number() == 0 ? "–" : wire.number(),
                            wire.through().isEmpty() ? "–" : wire.through()));
        }
        for (Bridge bridge : bridges) {
            text.append("| %s | between the wires of %s and %s | – | – | – |\n"
                    .formatted(bridge.what(), bridge.from().pin(), bridge.to().pin()));
        }
        return text.toString();
    }
}
