// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code key = value} lines: the simple half of {@link java.util.Properties}, which any properties reader
 * understands alike, with the line numbers that {@code Properties} forgets and without its silence about a key that is
 * set twice.
 */
final class BoardText {
    private BoardText() {}

    /**
     * The keys of a file in the order in which they are written.
     *
     * @param file what messages call it
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
            while (line.endsWith("\\") && i + 1 < lines.length) {
                line = line.substring(0, line.length() - 1) + lines[++i].strip();
            }
            if (line.contains("\\")) {
                throw wrong(
                        file, number, "a backslash only continues a line; write every character as it is, in UTF-8");
            }
            int equals = line.indexOf('=');
            if (equals <= 0) {
                throw wrong(file, number, "expected 'key = value', found '" + line + "'");
            }
            String key = line.substring(0, equals).strip();
            Entry entry =
                    new Entry(file, number, key, line.substring(equals + 1).strip());
            Entry before = entries.putIfAbsent(key, entry);
            if (before != null) {
                throw entry.wrong("it is set on line %s already".formatted(before.line()));
            }
        }
        return entries;
    }

    private static NotAvailableException wrong(String file, int line, String expected) {
        return new NotAvailableException("%s, line %s: %s".formatted(file, line, expected));
    }
}
