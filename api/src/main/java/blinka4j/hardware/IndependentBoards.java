// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** The boards that the program has opened by itself and not closed. Does not keep them from garbage collection. */
final class IndependentBoards {
    private static final Set<Hardware> OPEN = Collections.newSetFromMap(new WeakHashMap<>());

    private IndependentBoards() {}

    static void add(Hardware hardware) {
        synchronized (OPEN) {
            OPEN.add(hardware);
        }
    }

    static void remove(Hardware hardware) {
        synchronized (OPEN) {
            OPEN.remove(hardware);
        }
    }

    /**
     * Explains that {@code Board.*} does not mean one of these boards; empty if there is none.
     *
     * @param pin the name of the pin that the program asked for, or empty
     */
    static String hint(String pin) {
        List<String> boards;
        synchronized (OPEN) {
            boards = OPEN.stream()
                    .map(each -> each.board().toString())
                    .distinct()
                    .sorted()
                    .toList();
        }
        return boards.isEmpty()
                ? ""
                : "Board.* does not mean %s, which this program has opened as an independent board. Take the pin from that board (blinka.pin(\"%2$s\"), or board.blinka().pin(\"%2$s\") of a SimBoard), or make it the current board with SimBoard.start or Blinka.use. "
                        .formatted(String.join(" or ", boards), pin.isEmpty() ? "D18" : pin);
    }
}
