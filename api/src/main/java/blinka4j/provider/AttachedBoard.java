// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * What a {@link Provider} also implements if it reaches one board whatever the host is, such as one on a USB cable. Then {@code Board}
 * means that board, and not the host.
 */
public interface AttachedBoard {
    /**
     * Returns the id of the board. Called when the provider is selected, unless a setting of the user names a board. It may open the board
     * and ask it.
     *
     * @throws blinka4j.HardwareException if the board does not answer, or is not known
     */
    String boardId();
}
