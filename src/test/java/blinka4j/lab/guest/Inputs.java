// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import blinka4j.board.Board;
import blinka4j.countio.Counter;
import blinka4j.digitalio.Edge;
import blinka4j.keypad.Event;
import blinka4j.keypad.EventQueue;
import blinka4j.keypad.KeyMatrix;
import blinka4j.keypad.Keys;
import blinka4j.microcontroller.Pin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Executes commands for a counter and for keys from its standard input, one per line. Answers with the result of the call or its
 * exception, then with a line {@code #N} that ends the answer to command N.
 */
public final class Inputs {
    private Counter counter;
    private Keys keys;
    private KeyMatrix matrix;
    private EventQueue queue;
    private final StringBuilder events = new StringBuilder();

    private Inputs() {}

    public static void main(String[] args) throws IOException {
        Inputs program = new Inputs();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = program.run(line.split(" "));
            } catch (RuntimeException e) {
                answer = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
            System.out.println(answer);
            System.out.println("#" + ++number);
        }
    }

    private static List<Pin> pins(String names) {
        return Arrays.stream(names.split(",")).map(Board::pin).toList();
    }

    private String run(String... words) throws IOException {
        switch (words[0]) {
            case "counter" -> counter = new Counter(Board.pin(words[1]), Edge.valueOf(words[2]));
            case "count" -> {
                return String.valueOf(counter.count());
            }
            case "reset-counter" -> counter.reset();
            case "close-counter" -> counter.close();
            case "keys" -> {
                keys = new Keys(
                        pins(words[1]), false, Boolean.parseBoolean(words[2]), Double.parseDouble(words[3]), 64, 1);
                queue = keys.events();
            }
            case "reset-keys" -> keys.reset();
            case "close-keys" -> keys.close();
            case "matrix" -> {
                matrix = new KeyMatrix(pins(words[1]), pins(words[2]), true, Double.parseDouble(words[3]), 64, 2);
                queue = matrix.events();
            }
            case "close-matrix" -> matrix.close();
            case "events" -> {
                return events();
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

    /** The threads for edges and scans, each with the number of times that it has waited for something. */
    private static String threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> read(task.resolve("comm")).matches("(?s)blinka4j-(edges|alarms).*"))
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
