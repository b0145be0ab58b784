// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Breaks long lines for a terminal. */
final class Folding {
    /** What is not broken at the end of a line: a part of a usage line, a command to copy, a word. */
    private static final Pattern UNIT =
            Pattern.compile("\\[-[^\\]]*\\]|\\b(sudo|docker|export|unset) ([^.:()]|[.:](?=\\S))*|\\S+");

    private static final Pattern COLOURS = Pattern.compile("\033\\[\\d+m");

    /** So little room is left for text that breaking it makes it worse. */
    private static final int LEAST_WIDTH = 20;

    private Folding() {}

    /**
     * @param width of the terminal, which is only asked for if it may matter
     * @param indent the spaces before each line but the first
     */
    static String of(String text, IntSupplier width, int indent) {
        if (text.length() <= 2 * LEAST_WIDTH) {
            return text;
        }
        if (text.indexOf('\n') >= 0) {
            return text.lines().map(line -> of(line, width, indent)).collect(Collectors.joining("\n"));
        }
        int most = width.getAsInt();
        if (visible(text) <= most || most - indent < LEAST_WIDTH) {
            return text;
        }
        StringBuilder folded = new StringBuilder();
        int column = 0;
        int end = 0;
        Matcher unit = UNIT.matcher(text);
        while (unit.find()) {
            String gap = text.substring(end, unit.start());
            int length = visible(unit.group());
            if (!gap.isEmpty() && column > indent && column + gap.length() + length > most) {
                folded.append('\n').append(" ".repeat(indent));
                column = indent;
            } else {
                folded.append(gap);
                column += gap.length();
            }
            folded.append(unit.group());
            column += length;
            end = unit.end();
        }
        return folded.toString();
    }

    private static int visible(String text) {
        return COLOURS.matcher(text).replaceAll("").length();
    }
}
