// SPDX-License-Identifier: MIT
package blinka4j.site;

import blinka4j.site.Wiring.Bridge;
import blinka4j.site.Wiring.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a wiring as SVG: the connector on the left, the parts on the right. The page's style sheet has the colors. */
final class WiringPicture {
    private static final int TOP = 34;
    private static final int ROW = 18;
    private static final int SQUARE = 15;
    private static final int LEFT = 58;
    /** Where the wires leave the connector's names. */
    private static final int EXIT = 134;

    private static final int LANE = 13;
    /** For the label of a wire, and for a part in the wire. */
    private static final int LABEL = 166;

    private static final int BETWEEN = 100;
    private static final int PIN = 36;
    private static final int PART = 124;

    private final Wiring wiring;
    private final int lanesEnd;
    private final int end;
    private final boolean isDirect;
    private final Map<Wire, Integer> heights = new HashMap<>();
    private final Map<Wire, Integer> lanes = new HashMap<>();
    private final StringBuilder svg = new StringBuilder();
    private int bottom;

    WiringPicture(Wiring wiring) {
        this.wiring = wiring;
        this.lanesEnd = EXIT + LANE * (wiring.wires().size() + 1);
        this.isDirect = wiring.wires().stream().allMatch(wire -> wire.through().isEmpty());
        this.end = lanesEnd + LABEL + (isDirect ? 0 : BETWEEN);
        placeParts();
        placeLanes();
    }

    /** A figure for a page, without empty lines, so that Markdown leaves it alone. */
    String figure(String name) {
        connector();
        int color = 0;
        for (Wire wire : wiring.wires()) {
            String style = style(wire.target());
            wire(wire, style.isEmpty() ? "w" + (color++ % 5) : style);
        }
        wiring.bridges().forEach(this::bridge);
        parts();
        int width = end + PART + 6;
        int height = Math.max(bottom, TOP + ROW * rows() + 10);
        String label = "Wiring of %s to %s. The table after the picture lists the wires."
                .formatted(
                        String.join(
                                ", ",
                                wiring.wires().stream()
                                        .map(Wire::part)
                                        .distinct()
                                        .toList()),
                        wiring.board().name());
        return ("<figure class=\"wiring\" tabindex=\"0\"><svg id=\"wiring-%s\"%s viewBox=\"0 0 %s %s\" width=\"%s\" role=\"img\" aria-label=\"%s\">"
                        + "%s</svg></figure>")
                .formatted(name, isDirect ? "" : " class=\"wide\"", width, height, width, Markdown.escape(label), svg);
    }

    private int rows() {
        return (wiring.header().positions().size() + 1) / 2;
    }

    private void placeParts() {
        // Off the rows of the connector, so that no two wires share a line.
        int y = TOP + 20;
        String part = "";
        for (Wire wire : wiring.wires()) {
            if (!wire.part().equals(part)) {
                y += part.isEmpty() ? 0 : 24;
                y += 30;
                part = wire.part();
            }
            heights.put(wire, y);
            y += PIN;
        }
        bottom = y + 4;
    }

    /** Wires that go down take the lanes from the lowest on, those that go up from the highest on: so few of them cross. */
    private void placeLanes() {
        List<Wire> down = new ArrayList<>();
        List<Wire> up = new ArrayList<>();
        for (Wire wire : wiring.wires()) {
            if (wire.number() > 0) {
                (height(wire) > start(wire) ? down : up).add(wire);
            }
        }
        down.sort(Comparator.comparing(this::start).reversed());
        up.sort(Comparator.comparing(this::start));
        up.addAll(down);
        for (Wire wire : up) {
            lanes.put(wire, EXIT + LANE * (lanes.size() + 1));
        }
    }

    private int height(Wire wire) {
        Integer height = heights.get(wire);
        if (height == null) {
            throw new IllegalStateException("a wire of another picture");
        }
        return height;
    }

    /** The middle of the row for the right column; the gap below it for the left one, whose wire passes under its neighbour. */
    private int start(Wire wire) {
        int middle = TOP + ROW * ((wire.number() - 1) / 2) + ROW / 2;
        return wire.number() % 2 == 0 ? middle : middle + ROW / 2;
    }

    private void connector() {
        List<String> positions = wiring.header().positions();
        text(6, TOP - 12, "start", "name", wiring.header().name() + ", pin 1 at the top left");
        for (int i = 0; i < positions.size(); i++) {
            int number = i + 1;
            boolean left = i % 2 == 0;
            int x = left ? LEFT : LEFT + SQUARE + 3;
            int y = TOP + ROW * (i / 2) + (ROW - SQUARE) / 2;
            boolean used = wiring.wires().stream().anyMatch(wire -> wire.number() == number);
            svg.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                    .formatted(used ? "pin used" : "pin", x, y, SQUARE, SQUARE));
            text(x + SQUARE / 2.0, y + 11, "middle", used ? "number used" : "number", Integer.toString(number));
            text(
                    left ? LEFT - 5 : LEFT + 2 * SQUARE + 8,
                    y + 12,
                    left ? "end" : "start",
                    used ? "used" : "idle",
                    positions.get(i));
        }
    }

    private void wire(Wire wire, String style) {
        int y = height(wire);
        if (wire.number() == 0) {
            path(style, "M%s %s H%s".formatted(end - 40, y, end));
            text(end - 44, y + 5, "end", "label", wire.target());
            return;
        }
        String begin = wire.number() % 2 == 0
                ? "M%s %s".formatted(EXIT - 4, start(wire))
                : "M%s %s V%s".formatted(LEFT + SQUARE / 2, start(wire) - 2, start(wire));
        path(style, "%s H%s V%s H%s".formatted(begin, lanes.get(wire), y, end));
        text(lanesEnd + 26, y - 5, "start", "label", wire.label());
        if (!wire.through().isEmpty()) {
            boolean resistor = wire.through().endsWith("Ω");
            int width = resistor ? 40 : 84;
            svg.append("<rect class=\"between\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                    .formatted(end - width - 12, y - (resistor ? 7 : 11), width, resistor ? 14 : 22));
            text(end - width / 2.0 - 12, resistor ? y - 11 : y + 5, "middle", "label", wire.through());
        }
    }

    private void bridge(Bridge bridge) {
        int x = lanesEnd + 12;
        int from = Math.min(height(bridge.from()), height(bridge.to()));
        int to = Math.max(height(bridge.from()), height(bridge.to()));
        path("bridge", "M%s %s V%s".formatted(x, from, to));
        int middle = (from + to) / 2;
        svg.append(
                "<rect class=\"between\" x=\"%s\" y=\"%s\" width=\"14\" height=\"20\"/>".formatted(x - 7, middle - 10));
        for (int y : new int[] {from, to}) {
            svg.append("<circle class=\"joint\" cx=\"%s\" cy=\"%s\" r=\"4\"/>".formatted(x, y));
        }
        // Beside the resistor, below the label of the lower wire's row.
        text(x + 14, middle - 4, "start", "label", bridge.what());
    }

    private void parts() {
        Map<String, List<Wire>> parts = new LinkedHashMap<>();
        wiring.wires()
                .forEach(wire -> parts.computeIfAbsent(wire.part(), part -> new ArrayList<>())
                        .add(wire));
        int x = end;
        parts.forEach((part, wires) -> {
            int from = height(wires.get(0)) - 48;
            int to = height(wires.get(wires.size() - 1)) + 20;
            svg.append("<rect class=\"part\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"6\"/>"
                    .formatted(x, from, PART, to - from));
            text(x + PART / 2.0, from + 20, "middle", "name", part);
            wires.forEach(wire -> {
                svg.append("<circle class=\"joint\" cx=\"%s\" cy=\"%s\" r=\"4\"/>".formatted(x, height(wire)));
                text(x + 12, height(wire) + 5, "start", "label", wire.pin());
            });
        });
    }

    private static String style(String target) {
        return switch (target) {
            case "3V3", "5V" -> "power";
            case "GND" -> "ground";
            case "SCL" -> "scl";
            case "SDA" -> "sda";
            default -> "";
        };
    }

    private void path(String style, String way) {
        svg.append("<path class=\"wire %s\" d=\"%s\"/>".formatted(style, way));
    }

    private void text(double x, double y, String anchor, String style, String text) {
        svg.append("<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
                .formatted(style, x, y, anchor, Markdown.escape(text)));
    }
}
