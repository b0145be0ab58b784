// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Writes a class of pin constants for each board, such as {@code blinka4j.boards.pins.BeagleBoneBlack}, from the board files. The
 * build runs it.
 */
final class PinsWriter {
    private static final String PACKAGE = "blinka4j.boards.pins";

    private PinsWriter() {}

    /** Takes two arguments: the folder of the board files, and the folder for the sources. */
    public static void main(String[] arguments) {
        Path target = Path.of(arguments[1]).resolve(PACKAGE.replace('.', '/'));
        try {
            Files.createDirectories(target);
            Files.writeString(target.resolve("package-info.java"), packageInfo());
            Map<String, String> taken = new LinkedHashMap<>();
            for (String id : IndexWriter.index(Path.of(arguments[0])).ids()) {
                BoardDefinition board = BoardFiles.builtIn(id).definition();
                if (board.pins().isEmpty()) {
                    continue;
                }
                String name = className(board.name());
                String before = taken.putIfAbsent(name, id);
                if (before != null) {
                    throw new IllegalStateException(
                            "%s and %s are both called '%s', so their pin classes would have the same name. Rename one."
                                    .formatted(before, id, board.name()));
                }
                Files.writeString(target.resolve(name + ".java"), source(board, name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code BeagleBone Black} is BeagleBoneBlack, {@code ROCK Pi 4C+ (2021)} ROCKPi4CPlus. */
    static String className(String board) {
        StringBuilder name = new StringBuilder();
        for (String word :
                board.replaceAll("\\([^)]*\\)", "").replace("+", " Plus").split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return Character.isDigit(name.charAt(0)) ? "Board" + name : name.toString();
    }

    /** Replaces characters that are not allowed in Java names by an underscore: {@code GPIO-7} becomes GPIO_7. */
    static String constant(String pin) {
        String name = pin.replace("+", "_PLUS").replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    static String source(BoardDefinition board, String name) {
        Set<String> taken = new LinkedHashSet<>();
        StringJoiner constants = new StringJoiner("\n\n");
        board.pins().forEach((pin, line) -> {
            if (!taken.add(constant(pin))) {
                throw new IllegalStateException(
                        "%s has two pins with the constant name %s. Rename one.".formatted(board, constant(pin)));
            }
            constants.add("""
                        /** %s */
                        public static final Pin %s = Pin.of("%s", "%s", new Line("%s", %s));""".formatted(
                            describe(board, pin, line), constant(pin), board.name(), pin, line.chip(), line.offset())
                    .indent(4)
                    .stripTrailing());
        });
        return """
                // SPDX-License-Identifier: MIT
                package %s;

                import blinka4j.microcontroller.Pin;
                import blinka4j.provider.Line;

                /**
                 * The pins of the board %s, {@code %s}. Opening one of them on another board raises an error. Generated from the board's file.
                 */
                public final class %s {
                %s

                    private %s() {}
                }
                """.formatted(PACKAGE, board.name(), board.id(), name, constants, name);
    }

    /** The pin's connectors, positions and line. */
    private static String describe(BoardDefinition board, String pin, Line line) {
        StringJoiner places = new StringJoiner(", ");
        for (Header header : board.headers()) {
            for (int i = 0; i < header.positions().size(); i++) {
                if (line.equals(board.pins().get(header.positions().get(i)))) {
                    places.add("%s pin %s".formatted(header.name(), i + 1));
                }
            }
        }
        places.add(line.isGpio() ? "line " + line : "no GPIO line");
        return "{@code %s}: %s.".formatted(pin, places);
    }

    private static String packageInfo() {
        return """
                // SPDX-License-Identifier: MIT
                /**
                 * The pins of each board as constants, such as {@code BeagleBoneBlack.P9_12}, for programs written for one board. Generated
                 * from the board files.
                 */
                @org.jspecify.annotations.NullMarked
                package %s;
                """.formatted(PACKAGE);
    }
}
