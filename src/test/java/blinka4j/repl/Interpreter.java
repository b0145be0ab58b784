// SPDX-License-Identifier: MIT
package blinka4j.repl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** MicroPython with {@code src/test/lab/pico/board.py}: the Python and the hardware of a board. One thread at a time. */
final class Interpreter implements AutoCloseable {
    private static final Path LAB = Path.of("lab").toAbsolutePath();
    private static final int END = 4;

    private final Process process;
    private final OutputStream in;
    private final InputStream out;

    /**
     * @param implementation {@code micropython} or {@code circuitpython}
     * @param machine what the board calls itself
     */
    Interpreter(String implementation, String machine) {
        try {
            process = new ProcessBuilder(
                            program().toString(),
                            LAB.resolve("pico/board.py").toString(),
                            implementation,
                            LAB.resolve("pico").toString(),
                            machine)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = process.getOutputStream();
        out = process.getInputStream();
    }

    /** The machine's MicroPython, or Debian 13's, which the script fetches once. Without one the test is skipped; in continuous integration that is an error. */
    private static Path program() {
        List<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "micropython"))
                .filter(Files::isExecutable)
                .toList();
        if (!found.isEmpty()) {
            return found.get(0);
        }
        String said = "";
        try {
            Process script = new ProcessBuilder(LAB.resolve("build-micropython").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            said = new String(script.getInputStream().readAllBytes(), UTF_8).strip();
            script.waitFor();
        } catch (IOException e) {
            said = "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean isThere = !said.isEmpty() && Files.isExecutable(Path.of(said));
        String reason =
                "no MicroPython here: install the package micropython, or make src/test/lab/build-micropython work";
        if (!isThere && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        assumeTrue(isThere, reason);
        return Path.of(said);
    }

    /** Starts code, and does not wait for its end. */
    void start(String code) {
        send('x', code);
    }

    /** Waits for the end of code, and returns what it printed. */
    String printed() {
        return until();
    }

    /** Then returns its exception; empty if there was none. */
    String error() {
        return until();
    }

    /** Waits for a line that code prints. */
    String line() {
        return read('\n');
    }

    /** Asks the hardware, from outside. */
    String outside(String expression) {
        send('o', expression);
        String answer = until();
        if (answer.startsWith("error: ")) {
            throw new IllegalStateException(expression + ": " + answer);
        }
        return answer;
    }

    /** Restarts Python. */
    void restart() {
        send('r', "");
    }

    /** Raises KeyboardInterrupt. */
    void interrupt() {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(char what, String text) {
        try {
            in.write((what + HexFormat.of().formatHex(text.getBytes(UTF_8)) + "\n").getBytes(UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String until() {
        return read(END);
    }

    private String read(int last) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            for (int each = out.read(); each != last; each = out.read()) {
                if (each < 0) {
                    throw new IllegalStateException("MicroPython has ended: " + text.toString(UTF_8));
                }
                text.write(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
