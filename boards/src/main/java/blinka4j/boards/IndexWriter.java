// SPDX-License-Identifier: MIT
package blinka4j.boards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes the index of the board files in a folder, and a record of each. The build runs it. A mistake in a board file fails the build. */
final class IndexWriter {
    private IndexWriter() {}

    /** Takes one argument: the folder, where it writes a file {@code index} and one for each board. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try {
            Index index = index(folder);
            Files.writeString(folder.resolve("index"), index.text());
            for (String id : index.ids()) {
                Files.writeString(
                        folder.resolve(id + BoardRecord.SUFFIX),
                        BoardRecord.write(BoardFiles.builtIn(id).definition()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The index of the board files in {@code folder}. */
    static Index index(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            paths.filter(path -> path.toString().endsWith(BoardFiles.SUFFIX)).forEach(files::add);
        }
        Index index = new Index();
        for (Path file : files.stream().sorted().toList()) {
            String id = BoardFiles.id(file);
            index.add(id, BoardFiles.builtIn(id));
        }
        return index;
    }
}
