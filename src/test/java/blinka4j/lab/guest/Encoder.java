// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import blinka4j.board.Board;
import blinka4j.rotaryio.IncrementalEncoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;

/**
 * Answers commands for an encoder on its standard input, one per line: {@code open PIN PIN DIVISOR}, {@code position}, {@code illegal},
 * {@code cpu}, {@code threads} and {@code close}. A line {@code #N} ends the answer to command N.
 */
public final class Encoder {
    private Encoder() {}

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        String[] opened = in.readLine().split(" ");
        try (IncrementalEncoder encoder =
                new IncrementalEncoder(Board.pin(opened[1]), Board.pin(opened[2]), Integer.parseInt(opened[3]))) {
            int number = 0;
            answer(encoder.toString(), ++number);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(run(encoder, line), ++number);
            }
        }
    }

    private static void answer(String text, int number) {
        System.out.println(text);
        System.out.println("#" + number);
    }

    private static String run(IncrementalEncoder encoder, String command) {
        return switch (command) {
            case "position" -> String.valueOf(encoder.position());
            case "illegal" -> String.valueOf(encoder.illegalTransitions());
            // Milliseconds of processor time that the process has used.
            case "cpu" ->
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .map(String::valueOf)
                        .orElse("unknown");
            case "threads" -> threads();
            case "close" -> {
                encoder.close();
                yield "ok";
            }
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    /** The threads that deliver edges. */
    private static String threads() {
        return String.valueOf(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("blinka4j-edges-"))
                .count());
    }
}
