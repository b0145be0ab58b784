// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.conformance.Commands;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.EdgeEvent;
import blinka4j.digitalio.Pull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Executes commands for pins: {@code COMMAND PIN [ARGUMENT]...}. */
public final class Pins {
    private final Map<String, DigitalInOut> pins = new HashMap<>();
    private final Map<String, List<EdgeEvent>> edges = new HashMap<>();
    /** Listeners wait while this is closed. */
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private Pins() {}

    public static void main(String[] args) throws IOException {
        Commands.answer(new Pins()::run);
    }

    private String run(String... words) throws IOException {
        String command = words[0];
        String name = words.length > 1 ? words[1] : "";
        if (command.equals("open")) {
            DigitalInOut pin = new DigitalInOut(Board.pin(name));
            DigitalInOut before = pins.put(name, pin);
            return "%s of %s is open%s"
                    .formatted(pin, Board.id(), before == null || before.isClosed() ? "" : ", a second time");
        }
        switch (command) {
            case "cycles" -> {
                return cycles(name, Integer.parseInt(words[2]));
            }
            case "hold-listeners" -> {
                gate = new CountDownLatch(1);
                return "listeners wait";
            }
            case "let-listeners-go" -> {
                gate.countDown();
                return "listeners go on";
            }
            case "edges" -> {
                return edges(name);
            }
            default -> {
                return run(command, pins.get(name), name, words);
            }
        }
    }

    private String run(String command, DigitalInOut pin, String name, String... words) {
        switch (command) {
            case "switchToInput" -> pin.switchToInput(words.length > 2 ? Pull.valueOf(words[2]) : null);
            case "switchToOutput" ->
                pin.switchToOutput(
                        Boolean.parseBoolean(words[2]),
                        words.length > 3 ? DriveMode.valueOf(words[3]) : DriveMode.PUSH_PULL);
            case "value" -> {
                if (words.length == 2) {
                    return String.valueOf(pin.value());
                }
                pin.value(Boolean.parseBoolean(words[2]));
            }
            case "onEdge" -> {
                List<EdgeEvent> seen = new ArrayList<>();
                edges.put(name, seen);
                pin.onEdge(Edge.valueOf(words[2]), Duration.ofMillis(Long.parseLong(words[3])), event -> {
                    await(gate);
                    synchronized (seen) {
                        seen.add(event);
                    }
                });
            }
            case "stopEdges" -> pin.stopEdges();
            case "lostEdges" -> {
                return String.valueOf(pin.lostEdges());
            }
            case "close" -> pin.close();
            default -> throw new IllegalArgumentException("no such command: " + command);
        }
        return "ok";
    }

    /** One line for each edge so far: its direction, its time stamp, and how many were lost before it. */
    private String edges(String name) {
        List<EdgeEvent> seen = edges.get(name);
        synchronized (seen) {
            return seen.size() + " edges\n"
                    + seen.stream()
                            .map(event -> "%s %s %s".formatted(event.edge(), event.timestamp(), event.lost()))
                            .collect(Collectors.joining("\n"));
        }
    }

    /** Opens, uses and closes a pin many times. Prints the open files before and after. */
    private static String cycles(String name, int count) throws IOException {
        // The first use loads native code and opens files that stay open.
        cycle(name);
        String before = holdings();
        for (int i = 0; i < count; i++) {
            cycle(name);
        }
        return "before: %s%nafter: %s".formatted(before, holdings());
    }

    private static void cycle(String name) {
        try (DigitalInOut pin = new DigitalInOut(Board.pin(name))) {
            pin.switchToOutput(true);
            pin.value(false);
            pin.switchToInput();
            pin.onEdge(Edge.BOTH, event -> {});
        }
    }

    private static String holdings() throws IOException {
        // Threads end on their own soon after; a leak of one per cycle stays.
        await(Duration.ofMillis(500));
        return "%s files, %s threads".formatted(count("/proc/self/fd"), count("/proc/self/task"));
    }

    private static long count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        }
    }

    private static void await(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
