// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/** Writes JSON: maps, collections, numbers and texts. */
final class Json {
    private Json() {}

    static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            map.forEach((key, member) -> members.add(text(String.valueOf(key)) + ":" + of(member)));
            return members.toString();
        }
        if (value instanceof Collection<?> list) {
            StringJoiner elements = new StringJoiner(",", "[", "]");
            list.forEach(each -> elements.add(of(each)));
            return elements.toString();
        }
        if (value instanceof Double number) {
            return Values.text(number);
        }
        return value instanceof Number ? value.toString() : text(value.toString());
    }

    private static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter < ' ') {
                quoted.append("\\u00")
                        .append(Character.forDigit(letter >> 4, 16))
                        .append(Character.forDigit(letter & 15, 16));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }
}
