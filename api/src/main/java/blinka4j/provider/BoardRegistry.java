// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of boards that can recognise them. Found by {@link java.util.ServiceLoader}. {@code blinka4j-boards} has one. */
public interface BoardRegistry {
    /**
     * Recognises the board of this machine. Returns null if this registry has no board for it.
     *
     * @throws blinka4j.NotAvailableException if a setting of the user ({@code BLINKA_FORCEBOARD}, {@code BLINKA_BOARD_FILE}) is wrong, or
     *     the file of this machine's board has a mistake; mistakes in files of other boards are in the evidence
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
     * @param evidence the text that decided, such as {@code /proc/device-tree/compatible says raspberrypi,4-model-b}
     */
    record Detected(BoardDefinition board, String evidence) {}
}
