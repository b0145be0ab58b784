// SPDX-License-Identifier: MIT
package blinka4j.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a trace: a call of a port, or an edge.
 *
 * @param line its number in the file, from 1; 0 if it is not from a file
 * @param start when it began, in nanoseconds since the start of the recording
 * @param duration how long it took, in nanoseconds
 * @param kind what was used, such as {@code gpio} or {@code i2c}
 * @param name which one, such as {@code D18} or {@code /dev/i2c-1}
 * @param call what was done, such as {@code write 1} or {@code transfer 0x76 write D0 read 1}
 * @param result what came back, such as {@code 60}; null for nothing
 * @param error the type of the error and its message; null if there was none
 */
public record TraceEvent(
        int line,
        long start,
        long duration,
        String kind,
        String name,
        String call,
        @Nullable String result,
        @Nullable String error) {
    private static final Pattern LINE = Pattern.compile("(\\d+)(?:\\+(\\d+))? ([a-z]+[0-9a-z]*) (\\S+) (\\S.*)");
    private static final Pattern END = Pattern.compile(" [=!] ");

    /** @throws IllegalArgumentException if the text is not a line of a trace */
    static TraceEvent parse(int line, String text) {
        Matcher parts = LINE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a line of a trace. Expected TIME[+DURATION] KIND NAME CALL [= RESULT | ! ERROR]."
                            .formatted(text));
        }
        String rest = parts.group(5);
        Matcher end = END.matcher(rest);
        boolean ends = end.find();
        String after = ends ? rest.substring(end.end()) : null;
        boolean failed = ends && rest.charAt(end.start() + 1) == '!';
        long start = nanos(parts.group(1));
        long duration = parts.group(2) == null ? 0 : nanos(parts.group(2));
        if (start > Long.MAX_VALUE - duration) {
            throw new IllegalArgumentException("the end of '%s' is after the end of all times.".formatted(text));
        }
        if (failed && after != null) {
            Failures.parse(after);
        }
        return new TraceEvent(
                line,
                start,
                duration,
                parts.group(3),
                Tokens.text(parts.group(4)),
                ends ? rest.substring(0, end.start()) : rest,
                failed ? null : after,
                failed ? after : null);
    }

    private static long nanos(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the time %s is too large. Expected at most %s ns.".formatted(text, Long.MAX_VALUE), e);
        }
    }

    /** When it ended, in nanoseconds since the start of the recording. */
    public long end() {
        return start + duration;
    }

    /** The bus, pin or device that the line is about. */
    String subject() {
        return kind + " " + Tokens.of(name);
    }

    boolean isEdge() {
        return call.startsWith("edge ");
    }

    /** The line as the file has it. */
    @Override
    public String toString() {
        return "%s%s %s %s%s"
                .formatted(
                        start,
                        duration == 0 ? "" : "+" + duration,
                        subject(),
                        call,
                        error != null ? " ! " + error : result != null ? " = " + result : "");
    }
}
