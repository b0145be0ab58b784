// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import java.io.OutputStream;
import java.io.PrintStream;

/** Passes a number of lines on, then runs an action; also if the reader has gone, as with {@code | head}. */
final class LimitedLines extends OutputStream {
    private final PrintStream out;
    private final Runnable onEnd;
    private long left;

    /** @param onEnd the action after the last line; runs once */
    LimitedLines(PrintStream out, long lines, Runnable onEnd) {
        this.out = out;
        this.left = lines;
        this.onEnd = onEnd;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int pass = 0;
        long before = left;
        while (pass < length && left > 0) {
            if (bytes[offset + pass++] == '\n') {
                left--;
            }
        }
        out.write(bytes, offset, pass);
        if (before > 0 && left == 0) {
            out.flush();
            onEnd.run();
        }
    }

    @Override
    public synchronized void flush() {
        if (left > 0 && out.checkError()) { // which flushes
            left = 0;
            onEnd.run();
        }
    }
}
