// SPDX-License-Identifier: MIT
package blinka4j.testing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the program prints with {@code System.out}, as a parameter of a {@link Simulated} test. It does not reach the console.
 *
 * <pre>{@code
 * @Test
 * void printsTheTemperature(SimBoard board, SimMCP9808 sensor, Printed printed) {
 *     sensor.temperature(21.5);
 *     board.runFor(Thermometer::main, Duration.ofSeconds(3));
 *     assertThat(printed.lines()).containsExactly("21.5 C", "21.5 C");
 * }
 * }</pre>
 *
 * <p>It has the output of the test and of the threads that it starts, also if tests run in parallel. That of a pool which is older than the
 * test goes to the console.
 */
public final class Printed {
    private static final InheritableThreadLocal<@Nullable Printed> CURRENT = new InheritableThreadLocal<>();

    /** Guarded by the class: how many tests have their output, and where the others print. */
    private static int open;

    private static PrintStream before = System.out;
    private static PrintStream router = System.out;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    /** That of a test which runs in the same thread and waits for this one, as JUnit can do it. */
    private final @Nullable Printed outer = CURRENT.get();

    private volatile boolean ended;

    private Printed() {}

    /** Takes each line to the output of the test in whose thread it is printed. */
    private static final class Router extends OutputStream {
        private final PrintStream before;

        Router(PrintStream before) {
            this.before = before;
        }

        private PrintStream to() {
            Printed printed = CURRENT.get();
            return printed == null || printed.ended ? before : printed.out;
        }

        @Override
        public void write(int value) {
            to().write(value);
        }

        @Override
        public void write(byte[] values, int start, int length) {
            to().write(values, start, length);
        }

        @Override
        public void flush() {
            to().flush();
        }
    }

    /** Takes what this thread, and those that it starts, print. */
    static Printed start() {
        Printed printed = new Printed();
        CURRENT.set(printed);
        synchronized (Printed.class) {
            if (open++ == 0) {
                before = System.out;
                router = new PrintStream(new Router(before), true, StandardCharsets.UTF_8);
                System.setOut(router);
            }
        }
        return printed;
    }

    void end() {
        ended = true;
        CURRENT.set(outer);
        synchronized (Printed.class) {
            if (--open == 0 && System.out == router) {
                System.setOut(before);
            }
        }
    }

    /** All that was printed so far. */
    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The lines that were printed so far. */
    public List<String> lines() {
        return text().lines().toList();
    }

    @Override
    public String toString() {
        return text();
    }
}
