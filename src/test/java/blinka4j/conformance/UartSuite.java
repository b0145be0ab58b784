// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of a serial port. The test is at its other end. */
public abstract class UartSuite extends Suite {
    private static final int MANY = 16_384;

    private final Outside outside = site().outside();

    protected UartSuite(Site site) {
        super(site);
    }

    @Override
    Feature kind() {
        return Feature.UART;
    }

    @Override
    String attempt(Feature feature) {
        return ask("uart open");
    }

    @Override
    void afterAttempt() {
        // Nothing was opened.
    }

    @BeforeEach
    void open() {
        if (site().reasonAgainst(Feature.UART) == null) {
            does("uart open");
            does("uart baudrate 115200");
            does("uart reset");
            does("uart timeout 20");
        }
    }

    @AfterEach
    void close() {
        ask("uart close");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(US_ASCII));
    }

    @Test
    void bytesOfAllValuesPassBothWays() {
        assertThat(ask("uart write 00ff0a0d1103137f80")).isEqualTo("9");
        assertThat(outside.receive(9)).isEqualTo(HexFormat.of().parseHex("00ff0a0d1103137f80"));
        outside.send(HexFormat.of().parseHex("00ff0a0d1103137f80"));
        assertThat(ask("uart read 9")).isEqualTo("00ff0a0d1103137f80");
    }

    @Test
    void manyBytesPassUnharmed() {
        assertThat(ask("uart write-random %s", MANY)).isEqualTo(String.valueOf(MANY));
        assertThat(outside.receive(MANY)).isEqualTo(Site.content(MANY));
        outside.send(Site.content(2000));
        assertThat(ask("uart read 2000")).isEqualTo("2000 bytes, " + Subject.sha256(Site.content(2000)));
    }

    @Test
    void aReadEndsWhenTheTimeIsOver() {
        does("uart timeout 0.2");
        assertThat(ask("uart read 5")).isEmpty();
        outside.send("ab".getBytes(US_ASCII));
        assertThat(ask("uart read 5")).isEqualTo(hex("ab"));
    }

    @Test
    void linesAreReadUpToTheirEnd() {
        outside.send("first\nsecond\nthi".getBytes(US_ASCII));
        assertThat(ask("uart line")).isEqualTo(hex("first\n"));
        assertThat(ask("uart line")).isEqualTo(hex("second\n"));
        does("uart timeout 0.2");
        assertThat(ask("uart line")).isEqualTo(hex("thi"));
    }

    @Test
    void whatWaitsIsCountedAndDropped() {
        outside.send("rubbish".getBytes(US_ASCII));
        await("uart waiting", "7"::equals);
        does("uart reset");
        assertThat(ask("uart waiting")).isEqualTo("0");
        outside.send("x".getBytes(US_ASCII));
        assertThat(ask("uart read 1")).isEqualTo(hex("x"));
    }

    @Test
    void aPortClosedByAnotherThreadEndsTheRead() {
        assertThat(ask("uart close-while-reading"))
                .startsWith("IllegalStateException")
                .contains("closed");
    }

    @Test
    void aClosedPortIsRefusedAndOpenedAnew() {
        does("uart close");
        does("uart close");
        assertThat(ask("uart waiting")).startsWith("IllegalStateException").contains("is closed");
        does("uart open");
        assertThat(ask("uart waiting")).isEqualTo("0");
    }
}
