// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes on the serial port. The conversations are those of MicroPython's docs/reference/repl.rst and shared/runtime/pyexec.c. */
class ReplTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private static final String BANNER = "raw REPL; CTRL-B to exit\r\n>";
    private static final String LONG_CODE = "x=1\n".repeat(50);

    private final ScriptedPort port = new ScriptedPort();
    private final Repl repl = new Repl(new Wire(port));

    @Test
    void theProgramOfTheBoardIsInterruptedTwiceAndWhatItPrintedIsDropped() {
        port.on("\r\u0003\u0003", "Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n>>> ")
                .on("\r\u0001", "\r\n>>> \r\n" + BANNER);
        repl.enter();
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @Test
    void aRestartIsWaitedFor() {
        port.on("\u0004", "OK\r\nMPY: soft reboot\r\nboot.py prints\r\n" + BANNER);
        repl.reset();
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @Test
    void shortCodeIsSentAtOnce() {
        port.on("print('=1')\u0004", "OK=1\r\n\u0004\u0004>");
        assertThat(repl.run("print('=1')", LONG)).isEqualTo("=1\r\n");
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @Test
    void longCodeWaitsUntilTheBoardHasRoom() {
        port.on("\u0005A\u0001", "R\u0001\u0040\u0000\u0001")
                .on(LONG_CODE.substring(0, 64), "")
                .on(LONG_CODE.substring(64, 128), "\u0001")
                .on(LONG_CODE.substring(128, 192), "\u0001")
                .on(LONG_CODE.substring(192), "")
                .on("\u0004", "\u0001\u0004=ready\r\n\u0004\u0004>");
        assertThat(repl.run(LONG_CODE, LONG)).isEqualTo("=ready\r\n");
        assertThat(port.rest()).isEqualTo("||[]");
    }

    /** It may read more only when it says so; otherwise the program waits, here until the time is over. */
    @Test
    void withoutRoomNothingIsSent() {
        port.on("\u0005A\u0001", "R\u0001\u0040\u0000").on(LONG_CODE.substring(0, 64), "");
        assertThatThrownBy(() -> repl.run(LONG_CODE, TimeUnit.MILLISECONDS.toNanos(1)))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @Test
    void codeThatTheBoardRejectsInTheMiddleIsAnExceptionOfPython() {
        port.on("\u0005A\u0001", "R\u0001\u0040\u0000\u0001")
                .on(LONG_CODE.substring(0, 128), "\u0004")
                .on(
                        "\u0004",
                        "\u0004Traceback:\r\n  File \"<stdin>\", line 1\r\nSyntaxError: invalid syntax\r\n\u0004>");
        assertThatThrownBy(() -> repl.run(LONG_CODE, LONG))
                .isInstanceOf(PythonError.class)
                .hasMessage("SyntaxError: invalid syntax");
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"R\u0000", BANNER})
    void aBoardWithoutRawPasteModeGetsLongCodeInParts(String refusal) {
        port.on("\u0005A\u0001", refusal)
                .on(LONG_CODE + "\u0004", "OK\u0004\u0004>")
                .on(LONG_CODE + "\u0004", "OK\u0004\u0004>");
        repl.run(LONG_CODE, LONG);
        // It is not asked again.
        repl.run(LONG_CODE, LONG);
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @Test
    void anExceptionOfPythonIsTheLastLineOfItsTraceback() {
        port.on(
                "_it(1,54,'',1)\u0004",
                "OK\u0004Traceback (most recent call last):\r\n  File \"<stdin>\", line 1, in <module>\r\nOSError: [Errno 5] EIO\r\n\u0004>");
        assertThatThrownBy(() -> repl.run("_it(1,54,'',1)", LONG))
                .isInstanceOfSatisfying(
                        PythonError.class, e -> assertThat(e.errno()).isEqualTo(5))
                .hasMessage("OSError: [Errno 5] EIO");
    }

    @Test
    void anythingElseIsAnErrorThatSaysSo() {
        port.on("f()\u0004", "xx");
        assertThatThrownBy(() -> repl.run("f()", LONG))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER))
                .hasMessageContainingAll("/dev/ttyACM9", "0x78", "raw REPL");
    }

    @Test
    void aBoardThatDoesNotAnswerIsATimeout() {
        assertThatThrownBy(() -> repl.run("f()", 1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessageContainingAll("/dev/ttyACM9", "reset");
    }

    @Test
    void anInterruptDoesNotEndACallInTheMiddle() {
        Wire wire = new Wire(port);
        port.on("f()\u0004", "OK=\r\n\u0004\u0004>");
        Thread.currentThread().interrupt();
        port.fail(new BusException(Kind.INTERRUPTED, "interrupted"));
        assertThat(new Repl(wire).run("f()", LONG)).isEqualTo("=\r\n");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        wire.restoreInterrupt();
        assertThat(Thread.interrupted()).isTrue();
    }
}
