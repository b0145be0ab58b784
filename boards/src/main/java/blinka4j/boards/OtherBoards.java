// SPDX-License-Identifier: MIT
package blinka4j.boards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The strings in the file {@code other-boards}, which explains them. They are read on first use, because few machines need them. */
final class OtherBoards {
    private static final String FILE = "other-boards";

    /** The lines of the file, each between two line ends. */
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

    /** True if the file has this string of {@code compatible}, or this whole {@code model}. */
    static boolean have(String text) {
        return !text.isEmpty() && text.indexOf('\n') < 0 && LINES.contains("\n" + text + "\n");
    }
}
