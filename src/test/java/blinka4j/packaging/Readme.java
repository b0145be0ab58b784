// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A document of the project, as text. */
final class Readme {
    private final String name;
    private final String text;

    private Readme(String name, String text) {
        this.name = name;
        this.text = text;
    }

    static Readme read() throws IOException {
        return read("README.md");
    }

    /** @param name of a file in the project's folder */
    static Readme read(String name) throws IOException {
        return new Readme(name, Files.readString(Build.ROOT.resolve(name)));
    }

    /** The one fenced block of a language that contains a text. */
    String block(String language, String containing) {
        List<String> blocks = blocks(language).stream()
                .filter(block -> block.contains(containing))
                .toList();
        if (blocks.size() != 1) {
            throw new IllegalStateException("%s has %s blocks of %s with '%s'. Expected one."
                    .formatted(name, blocks.size(), language, containing));
        }
        return blocks.get(0);
    }

    private List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The text between the two comments with this name. */
    String between(String name) {
        String begin = "<!-- " + name + " -->";
        return text.substring(text.indexOf(begin) + begin.length(), text.indexOf("<!-- /" + name + " -->"));
    }

    /** The names in code type in the first column of a table. */
    static List<String> firstColumn(String table) {
        return Pattern.compile("^\\| (`.*?) \\|", Pattern.MULTILINE)
                .matcher(table)
                .results()
                .flatMap(
                        row -> Pattern.compile("`(\\w+)`").matcher(row.group(1)).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
    }
}
