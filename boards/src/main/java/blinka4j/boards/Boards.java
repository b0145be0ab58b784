// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The boards that this library knows: the files in its jar and those in the user's {@code ~/.config/blinka4j/boards}. */
public final class Boards {
    private static final BoardRegistry REGISTRY = new BoardFiles();

    private Boards() {}

    /**
     * Recognises the board of {@code host}. The result says which file or setting decided, and lists mistakes in the files of other
     * boards.
     *
     * @return null only without Linux; every Linux machine is at least {@code GENERIC_LINUX}
     * @throws blinka4j.NotAvailableException if a setting is wrong, or the file of this machine's board has a mistake
     */
    public static @Nullable Detected detect(Host host) {
        return REGISTRY.detect(host);
    }

    /**
     * The board of this id, such as {@code RASPBERRY_PI_4B}, in upper or lower case.
     *
     * @throws blinka4j.NotAvailableException if there is none; the message lists similar ids
     */
    public static BoardDefinition board(String id) {
        if (isMissing(id)) {
            throw new IllegalArgumentException(
                    "Boards.board: the id of the board is null. Pass an id such as RASPBERRY_PI_4B.");
        }
        return REGISTRY.board(id);
    }

    /** A program without null checks at compile time may pass null. */
    private static boolean isMissing(@Nullable Object argument) {
        return argument == null;
    }

    /** The ids of all boards, sorted. */
    public static List<String> ids() {
        return REGISTRY.ids();
    }
}
