// SPDX-License-Identifier: MIT
package blinka4j.drivers;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.sim.SimBoard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulated board that has only pins, D2 to D27. */
public final class PinBoard {
    private PinBoard() {}

    public static SimBoard open() {
        Map<String, Line> pins = new LinkedHashMap<>();
        for (int i = 2; i <= 27; i++) {
            pins.put("D" + i, new Line("chip", i));
        }
        return SimBoard.open(
                new BoardDefinition("PINS", "Board with pins", pins, List.of(), List.of(), List.of(), List.of(), null));
    }
}
