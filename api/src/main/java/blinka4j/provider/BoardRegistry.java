// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows boards and recognises them. Found by {@link java.util.ServiceLoader}; {@code blinka4j-boards} has the one. */
public interface BoardRegistry {
    /**
     * The board that this machine is, or null if it is none that this registry can name.
     *
     * @throws blinka4j.NotAvailableException if a setting of the user ({@code BLINKA_FORCEBOARD},
     *     {@code BLINKA_BOARD_FILE}) or the file of that board is wrong; what is wrong with files of other boards is in the
     *     evidence
     */
    @Nullable Detected detect(Host host);

    /**
     * The board of this id, in upper or lower case.
     *
     * @throws blinka4j.NotAvailableException if there is none; the message lists those that come closest
     */
    BoardDefinition board(String id);

    /** The ids of all boards, sorted. */
    List<String> ids();

    /**
     * A recognised board.
     *
     * @param evidence what decided, such as {@code /proc/device-tree/compatible says raspberrypi,4-model-b}
     */
    record Detected(BoardDefinition board, String evidence) {}
}
