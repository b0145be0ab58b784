// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitedLinesTest {
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final AtomicInteger ends = new AtomicInteger();

    private PrintStream limitedTo(long lines) {
        return new PrintStream(
                new LimitedLines(new PrintStream(passed, true, US_ASCII), lines, ends::incrementAndGet),
                true,
                US_ASCII);
    }

    @Test
    void onlyTheFirstLinesPass() {
        PrintStream out = limitedTo(2);

        out.print("one\ntwo\nthree\n");
        out.println("four");

        assertThat(passed.toString(US_ASCII)).isEqualTo("one\ntwo\n");
        assertThat(ends).hasValue(1);
    }

    @Test
    void aLineCountsWhenItIsComplete() {
        PrintStream out = limitedTo(1);

        out.print("half");
        assertThat(ends).hasValue(0);
        out.write('\n');

        assertThat(passed.toString(US_ASCII)).isEqualTo("half\n");
        assertThat(ends).hasValue(1);
    }

    @Test
    void theActionRunsWhenTheOutputIsClosed() {
        PrintStream broken = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true,
                US_ASCII);
        PrintStream out =
                new PrintStream(new LimitedLines(broken, Long.MAX_VALUE, ends::incrementAndGet), true, US_ASCII);

        out.println("to nobody");
        out.println("to nobody");

        assertThat(ends).hasValue(1);
    }
}
