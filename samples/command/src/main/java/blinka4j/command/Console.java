// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Host;
import blinka4j.runtime.Blinka;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and prints. Knows whether there are colours and letters beyond ASCII, and ends the command when the reader of its
 * output has gone, as {@code | head} does.
 */
final class Console {
    /** Letters that a terminal without UTF-8 lacks, and what stands for them. */
    private static final Map<String, String> ASCII = Map.ofEntries(
            Map.entry("°", ""),
            Map.entry("µ", "u"),
            Map.entry("Ω", "Ohm"),
            Map.entry("²", "2"),
            Map.entry("³", "3"),
            Map.entry("→", "->"),
            Map.entry("–", "-"),
            Map.entry("−", "-"),
            Map.entry("…", "..."),
            Map.entry("█", "#"),
            Map.entry("×", "x"),
            Map.entry("±", "+-"));

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Host host;
    private final boolean isTerminal;
    private final boolean colours;
    private final boolean utf8;
    private final int width;

    /** How a text looks. */
    enum Style {
        GOOD("32"),
        BAD("31"),
        WARNING("33"),
        POWER("31"),
        GROUND("90"),
        BUS("36"),
        STRONG("1"),
        DIM("2");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** Thrown when nobody reads the output any more. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Gone() {
            super("the reader of the output has gone");
        }
    }

    /** A pipe or a terminal that takes nothing more has lost its reader. A file that takes nothing more, as on a full disk, is an error. */
    private static final class StandardOutput extends FileOutputStream {
        private volatile @Nullable IllegalStateException failure;

        private StandardOutput() {
            super(FileDescriptor.out);
        }

        @Override
        public void flush() {
            IllegalStateException earlier = failure;
            if (earlier != null) {
                throw earlier;
            }
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                super.write(bytes, from, count);
            } catch (IOException e) {
                String file = String.valueOf(Files.readSymbolicLink(Path.of("/proc/self/fd/1")));
                if (file.startsWith("/") && !isTerminal(file)) {
                    failure = new IllegalStateException(
                            "the output does not go to %s any more: %s.".formatted(file, e.getMessage()), e);
                    flush();
                }
                throw e;
            }
        }
    }

    /**
     * @param isTerminal whether a person reads the standard output
     * @param environment decides on colours and letters: {@code NO_COLOR}, {@code TERM}, {@code LC_ALL}, {@code LC_CTYPE}, {@code LANG},
     *     {@code COLUMNS}
     */
    Console(
            InputStream in,
            OutputStream out,
            OutputStream err,
            boolean isTerminal,
            Map<String, String> environment,
            Host host) {
        this.in = in;
        this.host = host;
        this.isTerminal = isTerminal;
        utf8 = isUtf8(environment);
        Charset letters = utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        this.out = new PrintStream(out, false, letters);
        this.err = new PrintStream(err, true, letters);
        String terminal = environment.getOrDefault("TERM", "");
        colours = isTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !terminal.isEmpty()
                && !terminal.equals("dumb");
        String columns = environment.getOrDefault("COLUMNS", "");
        width = columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 80;
    }

    /** The console of this process. */
    static Console ofThisProcess() {
        return new Console(
                System.in,
                new StandardOutput(),
                new FileOutputStream(FileDescriptor.err),
                standardOutputIsTerminal(),
                System.getenv(),
                Host.local());
    }

    /** System.console() is not used: before Java 22 it is null if the input is redirected, and since then it is never null. */
    private static boolean standardOutputIsTerminal() {
        try {
            return isTerminal(new File("/proc/self/fd/1").getCanonicalPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isTerminal(String file) {
        return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
    }

    private static boolean isUtf8(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8");
            }
        }
        return false;
    }

    Host host() {
        return host;
    }

    InputStream in() {
        return in;
    }

    /** True if a person reads the standard output. */
    boolean isTerminal() {
        return isTerminal;
    }

    boolean utf8() {
        return utf8;
    }

    /** In letters. */
    int width() {
        return width;
    }

    /** Prints a line of the result. */
    void line(String text) {
        out.print(letters(text) + "\n");
        requireReader();
    }

    /** Prints bytes of the result as they are. */
    void bytes(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        requireReader();
    }

    /** Ends the command if a reader of what was printed has gone. */
    void requireReader() {
        if (out.checkError()) {
            throw new Gone();
        }
    }

    /** Prints a line that is not the result, such as a notice or an error, on the standard error. */
    void note(String text) {
        err.print(letters(text) + "\n");
        err.flush();
    }

    /** Returns the text in the colours of a style, or unchanged without colours. */
    String style(Style style, String text) {
        return colours ? "\033[" + style.code + "m" + text + "\033[0m" : text;
    }

    boolean colours() {
        return colours;
    }

    /** The text as the terminal can show it. */
    String letters(String text) {
        if (utf8) {
            return text;
        }
        String ascii = text;
        for (Map.Entry<String, String> each : ASCII.entrySet()) {
            ascii = ascii.replace(each.getKey(), each.getValue());
        }
        return ascii;
    }

    /** The board that the command runs on. Says so if it is a simulated one. */
    Blinka board() {
        Blinka blinka = Blinka.current();
        if (blinka.provider().standsFor().isPresent()) {
            note("Simulated: %s (provider %s)."
                    .formatted(blinka.board().name(), blinka.provider().name()));
        }
        return blinka;
    }

    /** True if the machine is not a known board. */
    static boolean isGeneric(BoardDefinition board) {
        return board.id().equals(BoardDefinition.GENERIC_LINUX);
    }
}
