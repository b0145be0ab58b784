// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows boards and recognises them. Found by {@link java.util.ServiceLoader}; {@code blinka4j-boards} has the one. */
public interface BoardRegistry {
    /**
     * Recognises this machine; null if it is not a board of this registry.
     *
     * @throws blinka4j.NotAvailableException if a setting of the user ({@code BLINKA_FORCEBOARD},
     *     {@code BLINKA_BOARD_FILE}) or the file of that board is wrong; errors in files of other boards are in the evidence
     */
    @Nullable Detected detect(Host host);

    /**
     * Returns the board with this id, in upper or lower case.
     *
     * @throws blinka4j.NotAvailableException if there is none; the message lists similar ids
     */
    BoardDefinition board(String id);

    /** Returns the ids of all boards, sorted. */
    List<String> ids();

    /**
     * A recognised board.
     *
     * @param evidence why this board was chosen, such as {@code /proc/device-tree/compatible says raspberrypi,4-model-b}
     */
    record Detected(BoardDefinition board, String evidence) {}
}
