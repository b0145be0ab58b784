// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SPIPlayback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a program did with its hardware, from a file. The module's README describes the file. */
public final class Trace {
    /** The version is the last word. */
    static final String HEADER = "blinka4j-trace 1";

    private final Path file;
    private final String board;
    private final List<TraceEvent> events;

    private Trace(Path file, String board, List<TraceEvent> events) {
        this.file = file;
        this.board = board;
        this.events = List.copyOf(events);
    }

    /**
     * Reads a file.
     *
     * @throws NotAvailableException if the file cannot be read
     * @throws IllegalArgumentException if it is not a trace; the message has the line
     */
    public static Trace read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "cannot read the trace %s: %s. Name a file that BLINKA_RECORD or Recording has written."
                            .formatted(file, e),
                    e);
        }
        // Editors on Windows put a byte order mark in front.
        String[] lines = text.replaceFirst("^\uFEFF", "").split("\n", -1);
        if (!lines[lines.length - 1].isEmpty()) {
            throw new IllegalArgumentException(
                    "%s, line %s: the end of the line is missing. The program was stopped, or the disk was full, while it was written. Delete the line, or end it."
                            .formatted(file, lines.length));
        }
        String board = null;
        List<TraceEvent> events = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                if (board == null) {
                    board = board(line);
                } else {
                    events.add(TraceEvent.parse(i + 1, line));
                }
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("%s, line %s: %s".formatted(file, i + 1, e.getMessage()), e);
            }
        }
        if (board == null) {
            throw new IllegalArgumentException("%s is empty. %s".formatted(file, headerExpected()));
        }
        return new Trace(file, board, events);
    }

    private static String board(String line) {
        if (!line.startsWith(HEADER + " ")) {
            throw new IllegalArgumentException("'%s' is not the beginning of a trace that this version reads. %s"
                    .formatted(line, headerExpected()));
        }
        return line.substring(HEADER.length()).strip();
    }

    private static String headerExpected() {
        return "Expected '%s BOARD', such as '%s RASPBERRY_PI_4B'.".formatted(HEADER, HEADER);
    }

    /** The id of the board. */
    public String board() {
        return board;
    }

    /** The calls and edges in the order of the file: a call is written when it has ended. */
    public List<TraceEvent> events() {
        return events;
    }

    /**
     * The transfers and waits on the first I2C bus of the trace, as a playback for a test of a driver without a board.
     *
     * @throws IllegalArgumentException if there are none
     */
    public I2CPlayback i2c() {
        return i2c(first("i2c"));
    }

    /**
     * The same for one of several buses.
     *
     * @param bus the name in the trace, such as {@code /dev/i2c-1}
     */
    public I2CPlayback i2c(String bus) {
        List<I2CPlayback> playback = new ArrayList<>();
        for (TraceEvent event : of("i2c", bus)) {
            understand(event, () -> i2c(playback, event));
        }
        if (playback.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s has no transfer on the I2C bus '%s'. Use a bus that it has.".formatted(file, bus));
        }
        return playback.get(0);
    }

    private static void i2c(List<I2CPlayback> to, TraceEvent event) {
        List<String> words = List.of(event.call().split(" ", -1));
        if (words.get(0).equals("sleep")) {
            Duration time = Duration.ofNanos(Long.parseLong(words.get(1)));
            to.forEach(playback -> playback.sleeps(time));
        } else if (words.get(0).equals("transfer") && words.size() > 2) {
            int address = Integer.decode(words.get(1));
            if (to.isEmpty()) {
                to.add(I2CPlayback.at(address));
            } else {
                to.get(0).then(address);
            }
            play(to.get(0), event, argument(words, "write"));
        }
    }

    /**
     * Does something with a line, which somebody may have edited.
     *
     * @throws IllegalArgumentException if it fails; the message has the line
     */
    void understand(TraceEvent event, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "%s, line %s: '%s' is not understood (%s). Correct the line, or record the program again."
                            .formatted(file, event.line(), event, e.getMessage()),
                    e);
        }
    }

    private static void play(I2CPlayback playback, TraceEvent event, @Nullable String written) {
        if (event.error() != null) {
            playback.fails(kind(event));
            return;
        }
        String result = event.result();
        if (written == null) {
            playback.reads(ints(result));
        } else {
            playback.writes(ints(written));
            if (result != null) {
                playback.thenReads(ints(result));
            }
        }
    }

    /**
     * The transfers and waits on the first SPI bus of the trace, as a playback for a test of a driver without a board.
     *
     * @throws IllegalArgumentException if there are none
     */
    public SPIPlayback spi() {
        return spi(first("spi"));
    }

    /**
     * The same for one of several buses.
     *
     * @param bus the name in the trace, such as {@code /dev/spidev0}
     */
    public SPIPlayback spi(String bus) {
        SPIPlayback playback = SPIPlayback.script();
        AtomicBoolean selected = new AtomicBoolean();
        for (TraceEvent event : of("spi", bus)) {
            understand(event, () -> spi(playback, selected, event));
        }
        return playback;
    }

    private static void spi(SPIPlayback to, AtomicBoolean selected, TraceEvent event) {
        List<String> words = List.of(event.call().split(" ", -1));
        if (words.get(0).equals("sleep")) {
            to.sleeps(Duration.ofNanos(Long.parseLong(words.get(1))));
        } else if (words.get(0).equals("transfer") && event.error() != null) {
            to.fails(kind(event));
        } else if (words.get(0).equals("transfer")) {
            String written = argument(words, "write");
            boolean keep = words.get(words.size() - 1).equals("keep");
            boolean empty = Tokens.NONE.equals(written) || "0".equals(argument(words, "read"));
            if (!empty) {
                selected.set(true);
                play(to, written, event.result());
            }
            if (!keep && selected.getAndSet(false)) {
                to.deselects();
            }
        }
    }

    private static void play(SPIPlayback playback, @Nullable String written, @Nullable String read) {
        if (written == null) {
            playback.reads(ints(read));
        } else if (read == null) {
            playback.writes(ints(written));
        } else {
            playback.exchanges(ints(written), ints(read));
        }
    }

    private String first(String kind) {
        return events.stream()
                .filter(event -> event.kind().equals(kind))
                .map(TraceEvent::name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no line for %s. Record a program that uses one.".formatted(file, kind)));
    }

    private List<TraceEvent> of(String kind, String name) {
        return events.stream()
                .filter(event -> event.kind().equals(kind) && event.name().equals(name))
                .toList();
    }

    /** The word after another one; null if there is none. */
    static @Nullable String argument(List<String> words, String before) {
        int index = words.indexOf(before);
        return index < 0 ? null : words.get(index + 1);
    }

    private static BusException.Kind kind(TraceEvent event) {
        return event.error() != null && Failures.parse(event.error()) instanceof BusException e
                ? e.kind()
                : BusException.Kind.OTHER;
    }

    private static int[] ints(@Nullable String hex) {
        byte[] bytes = Tokens.bytes(hex == null ? Tokens.NONE : hex);
        int[] ints = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ints[i] = bytes[i] & 0xFF;
        }
        return ints;
    }

    /** The file's name. */
    @Override
    public String toString() {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
