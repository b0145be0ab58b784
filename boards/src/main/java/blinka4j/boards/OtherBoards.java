// SPDX-License-Identifier: MIT
package blinka4j.boards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The strings of the file {@code other-boards}, which explains them. Few machines need them, so they are read on first use. */
final class OtherBoards {
    private static final String FILE = "other-boards";

    /** The lines of the file, each with a line end before it and behind it. */
    private static final String LINES = "\n" + text();

    private OtherBoards() {}

    private static String text() {
        try (InputStream stream = OtherBoards.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("blinka4j-boards lacks its own file " + FILE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a string of {@code compatible}, or a whole {@code model}, is in the file. */
    static boolean have(String text) {
        return !text.isEmpty() && text.indexOf('\n') < 0 && LINES.contains("\n" + text + "\n");
    }
}
