// SPDX-License-Identifier: MIT
package blinka4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrintedTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @AfterEach
    void putBack() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void linesArePassedOnAndKept() {
        System.setOut(new PrintStream(bytes, true, Charset.defaultCharset()));
        try (Printed printed = new Printed()) {
            System.out.print("Temperature: ");
            System.out.print("21 C\r\nnot yet");

            assertThat(bytes.toString(Charset.defaultCharset())).isEqualTo("Temperature: 21 C\r\nnot yet");
            assertThat(printed.take()).containsExactly(new Printed.Line(false, "Temperature: 21 C"));
            assertThat(printed.take()).isEmpty();
        }
    }

    @Test
    void aFloodKeepsTheLatestLinesAndTheirBeginnings() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        try (Printed printed = new Printed()) {
            for (int i = 0; i < 1000; i++) {
                System.err.println(i + "x".repeat(10_000));
            }

            assertThat(printed.take()).hasSize(200).last().satisfies(line -> {
                assertThat(line.error()).isTrue();
                assertThat(line.text()).startsWith("999x").hasSize(500);
            });
        }
    }

    @Test
    void afterwardsTheOutputIsAsBefore() {
        PrintStream before = System.out;
        new Printed().close();

        assertThat(System.out).isSameAs(before);
    }

    /** Otherwise a sample would never notice that the reader of its pipe has gone. */
    @Test
    void anErrorOfTheOutputIsOneOfTheWatchedOutput() {
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("broken pipe");
            }
        }));
        try (Printed printed = new Printed()) {
            System.out.println("lost");

            assertThat(System.out.checkError()).isTrue();
            assertThat(printed.take()).hasSize(1);
        }
    }
}
