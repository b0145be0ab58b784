// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.conformance.Commands;
import blinka4j.countio.Counter;
import blinka4j.digitalio.Edge;
import blinka4j.keypad.Event;
import blinka4j.keypad.EventQueue;
import blinka4j.keypad.KeyMatrix;
import blinka4j.keypad.Keys;
import blinka4j.microcontroller.Pin;
import blinka4j.rotaryio.IncrementalEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Executes commands for a counter, keys and an encoder. */
public final class Inputs {
    private Counter counter;
    private Keys keys;
    private IncrementalEncoder encoder;
    private AutoCloseable open = () -> {};
    private EventQueue queue;
    private final StringBuilder events = new StringBuilder();

    private Inputs() {}

    public static void main(String[] args) throws IOException {
        Commands.answer(new Inputs()::run);
    }

    private static List<Pin> pins(String names) {
        return Arrays.stream(names.split(",")).map(Board::pin).toList();
    }

    private String run(String... words) throws Exception {
        switch (words[0]) {
            case "counter" -> open = counter = new Counter(Board.pin(words[1]), Edge.valueOf(words[2]));
            case "count" -> {
                return String.valueOf(counter.count());
            }
            case "reset-counter" -> counter.reset();
            case "keys" -> {
                open = keys = new Keys(
                        pins(words[1]), false, Boolean.parseBoolean(words[2]), Double.parseDouble(words[3]), 64, 1);
                queue = keys.events();
            }
            case "reset-keys" -> keys.reset();
            case "matrix" -> {
                KeyMatrix matrix =
                        new KeyMatrix(pins(words[1]), pins(words[2]), true, Double.parseDouble(words[3]), 64, 2);
                open = matrix;
                queue = matrix.events();
            }
            case "events" -> {
                return events();
            }
            case "sorted" -> {
                return Arrays.stream(events().split(" ")).sorted().collect(Collectors.joining(" "));
            }
            case "encoder" ->
                open = encoder =
                        new IncrementalEncoder(Board.pin(words[1]), Board.pin(words[2]), Integer.parseInt(words[3]));
            case "counter-encoder" -> {
                open = encoder = new IncrementalEncoder(words[1], Integer.parseInt(words[2]));
                encoder.divisor(Integer.parseInt(words[3]));
            }
            case "hardware" -> {
                return String.valueOf(encoder.isHardware());
            }
            case "position" -> {
                return String.valueOf(encoder.position());
            }
            case "illegal" -> {
                return String.valueOf(encoder.illegalTransitions());
            }
            case "close" -> {
                open.close();
                events.setLength(0);
            }
            case "threads" -> {
                return threads();
            }
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        }
        return "ok";
    }

    /** The keys that were pressed (+) and released (-) so far. */
    private String events() {
        for (Event event = queue.get(); event != null; event = queue.get()) {
            events.append(event.pressed() ? "+" : "-").append(event.keyNumber()).append(' ');
        }
        return events.toString().strip();
    }

    /** The threads for edges, scans and pulses, each with the number of times that it has waited for something. */
    static String threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> read(task.resolve("comm")).matches("(?s)blinka4j-(edges|alarms|pwm).*"))
                    .map(task -> read(task.resolve("comm")).strip()
                            + read(task.resolve("status"))
                                    .lines()
                                    .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                                    .collect(Collectors.joining())
                                    .replaceAll("\\D+", " "))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** An empty text if the thread has ended meanwhile. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
