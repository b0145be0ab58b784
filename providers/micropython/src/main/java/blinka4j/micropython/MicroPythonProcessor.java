// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardProcessor;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The processor of the board on the cable. Each question connects to the board, if no port does already. */
final class MicroPythonProcessor implements BoardProcessor {
    /** So many digits no board has. */
    private static final int MOST_DIGITS = 64;

    private final Link link;

    MicroPythonProcessor(Link link) {
        this.link = link;
    }

    @Override
    public double temperature() {
        return decimal("temperature", "_mt()");
    }

    @Override
    public long frequency() {
        return Math.round(decimal("clock frequency", "_mf()"));
    }

    @Override
    public double voltage() {
        return decimal("supply voltage", "_mv()");
    }

    @Override
    public Start lastStart() {
        String answer = ask("reason of the last start", "_mr()");
        for (Start start : Start.values()) {
            if (start.name().equals(answer)) {
                return start;
            }
        }
        throw wrong("reason of the last start", answer, null);
    }

    @Override
    public byte[] uid() {
        String answer = ask("serial number", "_mu()");
        if (answer.length() < 2 || answer.length() > MOST_DIGITS) {
            throw wrong("serial number", answer, null);
        }
        try {
            return HexFormat.of().parseHex(answer);
        } catch (IllegalArgumentException e) {
            throw wrong("serial number", answer, e);
        }
    }

    private double decimal(String what, String code) {
        String answer = ask(what, code);
        try {
            return answer.equals("nan") ? Double.NaN : Double.parseDouble(answer);
        } catch (NumberFormatException e) {
            throw wrong(what, answer, e);
        }
    }

    private String ask(String what, String code) {
        Connection board = link.join();
        try {
            return board.call(code);
        } catch (PythonError e) {
            throw new NotAvailableException(
                    "the Python of the board at %s does not report the %s of its processor (%s). Use a sensor, or another board."
                            .formatted(board.port(), what, e.said()),
                    e);
        } finally {
            link.leave(board);
        }
    }

    private static BusException wrong(String what, String answer, @Nullable Throwable cause) {
        return new BusException(
                BusException.Kind.OTHER,
                0,
                "the board answered '%s', which is no %s. A program on it may still print. Remove it from boot.py, and retry."
                        .formatted(answer, what),
                cause);
    }
}
