// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimProvider;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and prints. Knows whether there are colours and letters beyond ASCII, and ends the command when the reader of its
 * output has gone, as {@code | head} does.
 */
final class Console {
    /** The providers that simulate a board. */
    private static final Set<String> SIMULATORS = Set.of("sim", "bench");

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

    /** Of a terminal that does not say. */
    private static final int USUAL_WIDTH = 80;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Host host;
    private final boolean isTerminal;
    private final boolean colours;
    private final boolean utf8;
    private int width;

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
        width = columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 0;
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

    /** In letters: that of {@code COLUMNS}, or of the terminal; 80 if neither is known. */
    int width() {
        if (width == 0) {
            width = isTerminal ? widthOfTerminal() : USUAL_WIDTH;
        }
        return width;
    }

    /** As {@code stty} has it: Java does not know it, and shells do not export {@code COLUMNS}. */
    private static int widthOfTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                String[] rowsAndColumns = new String(answer.readAllBytes(), StandardCharsets.US_ASCII)
                        .strip()
                        .split(" ", -1);
                return rowsAndColumns.length == 2 && rowsAndColumns[1].matches("[1-9]\\d{1,3}")
                        ? Integer.parseInt(rowsAndColumns[1])
                        : USUAL_WIDTH;
            }
        } catch (IOException e) {
            // No stty, or no terminal that controls this process.
            return USUAL_WIDTH;
        }
    }

    /**
     * The text as a terminal shows it: in lines of its width, broken between words. For a file or another program it stays one line.
     *
     * @param indent the spaces before each line but the first
     */
    String folded(String text, int indent) {
        return isTerminal ? Folding.of(text, this::width, indent) : text;
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

    /** Says which board a program will run on, if it is a simulated one. */
    void noteSimulated() {
        BoardDefinition board = simulated(host);
        if (board != null) {
            note(simulated(board, host.setting("BLINKA_PROVIDER").orElse("")));
        }
    }

    private static String simulated(BoardDefinition board, String provider) {
        return "Simulated: %s (provider %s).".formatted(board.name(), provider);
    }

    /** The board that the command runs on. Says so if it is a simulated one. */
    Blinka board() {
        Blinka blinka = Blinka.current();
        if (blinka.provider().standsFor().isPresent()) {
            note(simulated(blinka.board(), blinka.provider().name()));
        }
        return blinka;
    }

    /** The board that {@code BLINKA_PROVIDER} simulates; null if it names no simulator. Opens nothing. */
    static @Nullable BoardDefinition simulated(Host host) {
        String provider = host.setting("BLINKA_PROVIDER").orElse("").toLowerCase(Locale.ROOT);
        if (!SIMULATORS.contains(provider)) {
            return null;
        }
        Detected detected = Boards.detect(host);
        return detected == null || isGeneric(detected.board())
                ? Boards.board(new SimProvider().standsFor().orElseThrow())
                : detected.board();
    }

    /** True if the machine is not a known board. */
    static boolean isGeneric(BoardDefinition board) {
        return board.id().equals(BoardDefinition.GENERIC_LINUX);
    }
}
