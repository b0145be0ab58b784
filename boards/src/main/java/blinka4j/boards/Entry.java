// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A key of a board file, its value, and its place. */
record Entry(String file, int line, String key, String value) {
    /** The longest word of a list. Names of pins, devices and boards are much shorter. */
    private static final int LONGEST_WORD = 200;

    private static final int LONGEST_SHOWN = 80;

    /** The exception for a mistake here. */
    NotAvailableException wrong(String mistake) {
        return new NotAvailableException("%s, line %s, key %s: %s".formatted(file, line, key, mistake));
    }

    /** The words of the value, separated by spaces. */
    List<String> words() {
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> words = Arrays.asList(value.split(" +", -1));
        for (String word : words) {
            if (word.length() > LONGEST_WORD) {
                throw wrong("'%s' is too long. Use at most %s characters.".formatted(shown(word), LONGEST_WORD));
            }
            if (word.endsWith(",") || word.startsWith(",") || word.endsWith(";")) {
                throw wrong("'%s' is not a name. Separate words by spaces only.".formatted(word));
            }
        }
        return words;
    }

    /** The words of the value. A repeated word is a mistake. */
    List<String> distinctWords() {
        List<String> words = words();
        requireDistinct(words);
        return words;
    }

    void requireDistinct(List<String> values) {
        Set<String> seen = new HashSet<>();
        for (String each : values) {
            if (!seen.add(each)) {
                throw wrong("'%s' is listed twice. List it once.".formatted(shown(each)));
            }
        }
    }

    /** The value as one word; empty if the key is set to nothing. */
    String word(String expected) {
        if (words().size() > 1) {
            throw wrong("'%s' is more than one word. Write %s.".formatted(shown(value), expected));
        }
        return value;
    }

    /** A text from a file, shortened for a message. */
    static String shown(String text) {
        return text.length() <= LONGEST_SHOWN
                ? text
                : "%s… (%s characters)".formatted(text.substring(0, LONGEST_SHOWN), text.length());
    }
}
