// SPDX-License-Identifier: MIT
package blinka4j.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java blocks of the pages, as source files. Each block is a whole file. */
final class Snippets {
    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

    private Snippets() {}

    /** Writes the blocks. Arguments: the folder with the pages, and the folder for the sources. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        Files.createDirectories(target);
        Map<String, String> snippets = of(Path.of(arguments[0]));
        try (Stream<Path> old = Files.list(target)) {
            for (Path file : old.toList()) {
                if (!snippets.containsKey(file.getFileName().toString().replace(".java", ""))) {
                    Files.delete(file);
                }
            }
        }
        for (Map.Entry<String, String> snippet : snippets.entrySet()) {
            Files.writeString(target.resolve(snippet.getKey() + ".java"), snippet.getValue());
        }
    }

    /**
     * The blocks by the name of their class.
     *
     * @throws IllegalStateException for a block without a class, and for two different blocks with one class
     */
    static Map<String, String> of(Path pages) {
        Map<String, String> snippets = new TreeMap<>();
        try (Stream<Path> files = Files.list(pages)) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(file -> {
                for (String block : Markdown.blocks(Site.text(file), "java")) {
                    Matcher name = CLASS.matcher(block);
                    if (!name.find()) {
                        throw new IllegalStateException("%s: a Java block is no class:\n%s".formatted(file, block));
                    }
                    String before = snippets.put(name.group(1), block);
                    if (before != null && !before.equals(block)) {
                        throw new IllegalStateException("%s: there are two classes %s".formatted(file, name.group(1)));
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return snippets;
    }
}
