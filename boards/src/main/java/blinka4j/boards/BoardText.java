// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code key = value} lines: a simple subset of the format of {@link java.util.Properties}. Unlike {@code Properties}, it keeps
 * line numbers and rejects a key that is set twice.
 */
final class BoardText {
    private static final int LONGEST_KEY = 100;
    /** A comment after a list or a name. {@code #1} may be part of a name. */
    private static final Pattern COMMENT = Pattern.compile("(?:^| )#(?!\\d)");

    private static final Pattern COMMENT_IN_PROSE = Pattern.compile("(?:^| )#(?: |$)");

    /** The keys whose values are written for people. */
    private static final Pattern PROSE = Pattern.compile("name|(?:.*\\.)?enable");

    private BoardText() {}

    /**
     * The keys of a file, in the order of its lines.
     *
     * @param file the file's name in messages
     */
    static Map<String, Entry> parse(String file, String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            int number = i + 1;
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
                continue;
            }
            if (line.endsWith("\\") && i + 1 < lines.length) {
                StringBuilder whole = new StringBuilder(line);
                while (whole.length() > 0 && whole.charAt(whole.length() - 1) == '\\' && i + 1 < lines.length) {
                    whole.setLength(whole.length() - 1);
                    whole.append(lines[++i].strip());
                }
                line = whole.toString();
            }
            if (line.contains("\\")) {
                throw wrong(
                        file, number, "a backslash only continues a line. Write each character directly, in UTF-8.");
            }
            int equals = line.indexOf('=');
            if (equals <= 0) {
                throw wrong(file, number, "'%s' is not a setting. Write key = value.".formatted(Entry.shown(line)));
            }
            Entry entry = entry(
                    file,
                    number,
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
            Entry before = entries.putIfAbsent(entry.key(), entry);
            if (before != null) {
                throw entry.wrong("the key is already set on line %s. Remove one of the two.".formatted(before.line()));
            }
        }
        return entries;
    }

    private static Entry entry(String file, int number, String key, String value) {
        if (key.length() > LONGEST_KEY) {
            throw wrong(
                    file,
                    number,
                    "the key '%s' is too long. Use at most %s characters.".formatted(Entry.shown(key), LONGEST_KEY));
        }
        if (hidden(key) >= 0) {
            throw wrong(file, number, "the key contains the character %s. Remove it.".formatted(name(hidden(key))));
        }
        Entry entry = new Entry(file, number, key, value);
        int hidden = hidden(value);
        if (hidden >= 0) {
            throw entry.wrong(
                    "the value contains the character %s. Write a space, or remove it.".formatted(name(hidden)));
        }
        Pattern comment = PROSE.matcher(key).matches() ? COMMENT_IN_PROSE : COMMENT;
        if (comment.matcher(value).find()) {
            throw entry.wrong("a comment cannot follow a value. Write it on a separate line that begins with #.");
        }
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            throw entry.wrong("the quotation marks would be part of the value. Remove them.");
        }
        return entry;
    }

    /** The first invisible character, or space other than {@code ' '}; -1 if there is none. */
    private static int hidden(String text) {
        return text.codePoints()
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    case Character.SPACE_SEPARATOR -> c != ' ';
                    default -> false;
                })
                .findFirst()
                .orElse(-1);
    }

    private static String name(int character) {
        return character == '\t' ? "TAB (U+0009)" : String.format(Locale.ROOT, "U+%04X", character);
    }

    private static NotAvailableException wrong(String file, int line, String mistake) {
        return new NotAvailableException("%s, line %s: %s".formatted(file, line, mistake));
    }
}
