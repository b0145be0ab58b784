// SPDX-License-Identifier: MIT
package blinka4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A generated table in a README file, between {@code <!-- NAME -->} and {@code <!-- /NAME -->}.
 *
 * @param file the README file
 * @param name the name in the two comments
 */
record Table(Path file, String name) {
    /** The command that writes all tables. */
    static final String COMMAND = "src/test/tables";

    private String begin() {
        return "<!-- %s -->".formatted(name);
    }

    private String end() {
        return "<!-- /%s -->".formatted(name);
    }

    /** Returns the text between the comments, without blank lines around it. */
    String text() throws IOException {
        String all = Files.readString(file);
        return all.substring(from(all), all.indexOf(end())).strip();
    }

    void write(String text) throws IOException {
        String all = Files.readString(file);
        Files.writeString(
                file, all.substring(0, from(all)) + "\n" + text.strip() + "\n" + all.substring(all.indexOf(end())));
    }

    private int from(String all) {
        int begin = all.indexOf(begin());
        if (begin < 0 || all.indexOf(end()) < begin) {
            throw new IllegalStateException("%s has no table '%s'. It must have a line %s and, below it, a line %s."
                    .formatted(file, name, begin(), end()));
        }
        return begin + begin().length();
    }
}
