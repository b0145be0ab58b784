// SPDX-License-Identifier: MIT
package blinka4j.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Passes on what the program prints, and keeps the latest lines for the page. */
final class Printed implements AutoCloseable {
    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 500;

    /**
     * A line.
     *
     * @param error true if it was printed on the standard error
     */
    record Line(boolean error, String text) {}

    private final Queue<Line> lines = new ArrayDeque<>();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final PrintStream watchedOut = watched(out, false);
    private final PrintStream watchedErr = watched(err, true);

    Printed() {
        System.setOut(watchedOut);
        System.setErr(watchedErr);
    }

    private PrintStream watched(PrintStream to, boolean error) {
        return new PrintStream(new Copy(to, error), true, Charset.defaultCharset());
    }

    /** Prints a line for the user, which is not the program's. */
    void say(String line) {
        err.println(line);
    }

    /** Returns the lines since the last call, at most the latest 200. */
    List<Line> take() {
        synchronized (lines) {
            List<Line> taken = new ArrayList<>(lines);
            lines.clear();
            return taken;
        }
    }

    private void add(Line line) {
        synchronized (lines) {
            if (lines.size() == MOST_LINES) {
                lines.remove();
            }
            lines.add(line);
        }
    }

    /** The program's output is as it was before, unless the program has replaced it since. */
    @Override
    public void close() {
        if (System.out.equals(watchedOut)) {
            System.setOut(out);
        }
        if (System.err.equals(watchedErr)) {
            System.setErr(err);
        }
    }

    private final class Copy extends OutputStream {
        private final PrintStream to;
        private final boolean error;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        private Copy(PrintStream to, boolean error) {
            this.to = to;
            this.error = error;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            to.write(bytes, offset, length);
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    add(new Line(error, line.toString(Charset.defaultCharset()).stripTrailing()));
                    line.reset();
                } else if (line.size() < LONGEST_LINE) {
                    line.write(bytes[i]);
                }
            }
        }

        /** A broken pipe is an error of this stream too. */
        @Override
        public void flush() throws IOException {
            if (to.checkError()) {
                throw new IOException("the output has failed, as with a reader that has gone");
            }
        }
    }
}
