// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The raw REPL of MicroPython and CircuitPython, as MicroPython's {@code docs/reference/repl.rst} describes it: a mode of the prompt for
 * programs. Long code is sent in raw-paste mode, in which the board says when it can take more. Not thread-safe.
 */
final class Repl {
    private static final String CTRL_A = "\u0001";
    private static final String CTRL_B = "\u0002";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String RAW_PASTE = "\u0005A\u0001";
    private static final int END = 4;
    private static final int MORE = 1;

    private static final String PROMPT = "raw REPL; CTRL-B to exit\r\n>";
    private static final String SOFT_RESET = "soft reboot\r\n";

    /** A board without raw-paste mode has a buffer of 256 bytes, and a UART may have no flow control: so mpremote paces it, too. */
    private static final int PART = 256;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    /** Shorter code fits the buffer of any board. */
    private static final int SHORT = 128;

    private static final int ATTEMPTS = 4;
    private static final long ATTEMPT = TimeUnit.SECONDS.toNanos(3);
    private static final long RESET = TimeUnit.SECONDS.toNanos(15);

    private final Wire wire;
    private boolean pastes = true;

    Repl(Wire wire) {
        this.wire = wire;
    }

    /** Interrupts the program that the board runs, and switches to the raw REPL. */
    void enter() {
        for (int attempt = 1; ; attempt++) {
            wire.within(ATTEMPT);
            // The first byte of these ends CircuitPython's "Press any key". A program may catch one interrupt.
            wire.send("\r" + CTRL_C + CTRL_C);
            wire.drop();
            wire.send("\r" + CTRL_A);
            try {
                wire.skip(PROMPT);
                return;
            } catch (BusException e) {
                if (e.kind() != Kind.TIMEOUT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Restarts Python. Timers, threads and PWM of an earlier program end; {@code main.py} does not run. */
    void reset() {
        wire.within(RESET);
        wire.send(CTRL_D);
        wire.skip(SOFT_RESET);
        wire.skip(PROMPT);
    }

    /** Returns to the prompt for people. Does not wait for it. */
    void leave() {
        wire.within(ATTEMPT);
        wire.send("\r" + CTRL_B);
    }

    /**
     * Runs code and returns what it printed.
     *
     * @param nanos the longest time
     * @throws PythonError if the code raised an exception
     * @throws BusException if the board is gone, does not answer in time, or answers something else
     */
    String run(String code, long nanos) {
        wire.within(nanos);
        if (code.length() <= SHORT || !pastes || !paste(code)) {
            send(code);
        }
        String printed = wire.until(END);
        String error = wire.until(END);
        expect('>');
        if (!error.isEmpty()) {
            throw new PythonError(error);
        }
        return printed;
    }

    private void send(String code) {
        for (int at = 0; at < code.length(); at += PART) {
            if (at > 0) {
                LockSupport.parkNanos(PAUSE);
            }
            wire.send(code.substring(at, Math.min(code.length(), at + PART)));
        }
        wire.send(CTRL_D);
        expect('O');
        expect('K');
    }

    /** Sends code in raw-paste mode. Returns false, with nothing sent, if the board has no such mode. */
    private boolean paste(String code) {
        wire.send(RAW_PASTE);
        int first = wire.next();
        int second = wire.next();
        if (first != 'R' || second != 1) {
            // Boards older than the mode print their prompt again; its first two letters have been read.
            if (first == 'r') {
                wire.skip(PROMPT.substring(2));
            } else if (first != 'R' || second != 0) {
                throw unexpected(second);
            }
            pastes = false;
            return false;
        }
        int window = wire.next() | wire.next() << 8;
        if (window == 0) {
            throw unexpected(0);
        }
        int room = window;
        for (int at = 0; at < code.length(); ) {
            while (room == 0 || wire.isWaiting()) {
                int said = wire.next();
                if (said == END) {
                    // The board takes no more, because the code so far has an error. It prints that error.
                    wire.send(CTRL_D);
                    return true;
                }
                if (said != MORE) {
                    throw unexpected(said);
                }
                room += window;
            }
            int part = Math.min(room, code.length() - at);
            wire.send(code.substring(at, at + part));
            at += part;
            room -= part;
        }
        wire.send(CTRL_D);
        for (int said = wire.next(); said != END; said = wire.next()) {
            if (said != MORE) {
                throw unexpected(said);
            }
        }
        return true;
    }

    private void expect(int wanted) {
        int said = wire.next();
        if (said != wanted) {
            throw unexpected(said);
        }
    }

    private BusException unexpected(int said) {
        return new BusException(
                Kind.OTHER,
                "the board at %s sent the byte 0x%02x, which its raw REPL does not have here. Another program may use the port, or the board was reset. End that program, and retry."
                        .formatted(wire.name(), said));
    }
}
