// SPDX-License-Identifier: MIT
package blinka4j;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the format strings of a Java source whose result depends on the locale. */
final class FormatStrings {
    private static final Pattern STRING_OR_COMMENT = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'|//[^\n]*|/\\*[\\s\\S]*?\\*/");

    /** Conversions to decimal digits, dates and capitals. */
    private static final Pattern FOLLOWS_THE_LOCALE =
            Pattern.compile("(?<!%)(?:%%)*%(?:\\d+\\$)?[-#+ 0,(]*\\d*(?:\\.\\d+)?[dfeEgGStT]");

    private FormatStrings() {}

    /** The literals with such a conversion, except in statements that use {@code Locale.ROOT} or print. */
    static List<String> thatFollowTheLocale(String source) {
        List<String> found = new ArrayList<>();
        String code = STRING_OR_COMMENT
                .matcher(source)
                .replaceAll(match -> " ".repeat(match.group().length()));
        Matcher literal = STRING_OR_COMMENT.matcher(source);
        while (literal.find()) {
            if (literal.group().startsWith("\"")
                    && FOLLOWS_THE_LOCALE.matcher(literal.group()).find()
                    && !statement(code, literal.start()).matches("(?s).*(Locale\\.ROOT|System\\.out\\.printf\\().*")) {
                found.add(literal.group());
            }
        }
        return found;
    }

    /** The statement around a place, with blank strings and comments. */
    private static String statement(String code, int at) {
        int begin = at;
        while (begin > 0 && ";{}".indexOf(code.charAt(begin - 1)) < 0) {
            begin--;
        }
        int end = code.indexOf(';', at);
        return code.substring(begin, end < 0 ? code.length() : end);
    }
}
