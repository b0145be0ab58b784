// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.kernel.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open serial port with the functions of {@code micropython.py} behind it, for all ports that are open on the board. After an error
 * of the serial port it stays unusable: a {@link Link} then makes a new one. Thread-safe.
 */
final class Connection {
    /** What a board says about itself. */
    record Identity(String implementation, String machine) {
        boolean isCircuitPython() {
            return implementation.equals("circuitpython");
        }

        /** True for the RP2040 and the RP2350, two of whose PWM outputs share a frequency. */
        boolean isRp2() {
            return machine.toLowerCase(Locale.ROOT).contains("rp2");
        }
    }

    /** Old versions have no {@code _machine}. */
    private static final String WHO = """
            import sys
            try:
             m=sys.implementation._machine
            except AttributeError:
             import os
             m=os.uname().machine
            print('='+sys.implementation.name+'|'+m)
            """;

    private static final long DEFAULT = TimeUnit.SECONDS.toNanos(5);

    /** The bytes that one line of code carries. Twice as many digits fit the memory of any board. */
    private static final int PART = 512;

    private final Wire wire;
    private final Repl repl;
    private final Identity identity;

    // All that follows is guarded by this object's monitor.
    private final Map<Integer, Long> periods = new HashMap<>();
    private int numbers;
    private boolean outOfStep;
    private @Nullable BusException gone;
    private boolean left;

    private Connection(Wire wire, Repl repl, Identity identity) {
        this.wire = wire;
        this.repl = repl;
        this.identity = identity;
    }

    /**
     * Takes over the board. Closes the wire if that fails.
     *
     * @param fresh true to restart its Python first, which ends what an earlier program left
     */
    static Connection open(Wire wire, boolean fresh) {
        try {
            Repl repl = new Repl(wire);
            repl.enter();
            if (fresh) {
                repl.reset();
            }
            String[] who = result(repl.run(WHO, DEFAULT), wire.name()).split("\\|", 2);
            if (who.length < 2) {
                throw answered(wire.name(), who[0]);
            }
            Connection connection = new Connection(wire, repl, new Identity(who[0], who[1]));
            result(repl.run(functions(connection.identity), DEFAULT), wire.name());
            return connection;
        } catch (PythonError e) {
            wire.close();
            throw new NotAvailableException(
                    "the board at %s runs Python, but lacks a module that this provider needs (%s). Install the MicroPython or CircuitPython of its maker."
                            .formatted(wire.name(), e.said()),
                    e);
        } catch (RuntimeException | Error e) {
            wire.close();
            throw e;
        } finally {
            wire.restoreInterrupt();
        }
    }

    private static String functions(Identity identity) {
        return text("shared.py") + text(identity.isCircuitPython() ? "circuitpython.py" : "micropython.py");
    }

    private static String text(String file) {
        try (InputStream stream = Connection.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the jar of this provider has no " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read %s from the jar of this provider".formatted(file), e);
        }
    }

    Identity identity() {
        return identity;
    }

    String port() {
        return wire.name();
    }

    /** A number for an object on the board. */
    synchronized int number() {
        return ++numbers;
    }

    /**
     * Calls a function on the board and returns its result.
     *
     * @throws PythonError if it raised an exception
     * @throws BusException if the board is gone, does not answer in time, or answers something else
     */
    String call(String code) {
        return call(code, 0);
    }

    /** @param moreNanos how much longer than usual the call may take */
    synchronized String call(String code, long moreNanos) {
        requireThere();
        try {
            if (outOfStep) {
                repl.enter();
                result(repl.run("_z()", DEFAULT), wire.name());
                outOfStep = false;
            }
            return result(repl.run(code, DEFAULT + moreNanos), wire.name());
        } catch (BusException e) {
            outOfStep = true;
            if (e.errno() == 0) {
                throw e;
            }
            throw pulledOut(e);
        } finally {
            wire.restoreInterrupt();
        }
    }

    /** The same with bytes as one of the arguments: {@code call("_it(3,118,%s,2)", …)}. */
    synchronized String call(String code, byte[] bytes, int from, int to, long moreNanos) {
        if (to - from <= PART) {
            return call(code.formatted(Literal.bytes(bytes, from, to)), moreNanos);
        }
        for (int at = from; at < to; at += PART) {
            call("_q(%s)".formatted(Literal.bytes(bytes, at, Math.min(to, at + PART))));
        }
        return call(code.formatted(Literal.NONE), moreNanos);
    }

    /** The line that a function has printed, without the mark at its beginning. */
    private static String result(String printed, String port) {
        String line = printed.strip();
        if (!line.startsWith("=") || line.indexOf('\n') >= 0) {
            throw answered(port, line);
        }
        return line.substring(1);
    }

    private static BusException answered(String port, String line) {
        return new BusException(
                Kind.OTHER,
                "the board at %s answered '%s', which is no result. A program on it may still print, such as that of a timer. Remove it from boot.py, and retry."
                        .formatted(port, line.substring(0, Math.min(60, line.length()))));
    }

    private BusException pulledOut(BusException cause) {
        BusException error = new BusException(
                Kind.OTHER,
                cause.errno(),
                "the board at %s is gone (%s): its cable was pulled out, or it was reset. Connect it, close what was open on it, and open that again."
                        .formatted(wire.name(), Errno.name(cause.errno())),
                cause);
        gone = error;
        return error;
    }

    private void requireThere() {
        BusException before = gone;
        if (before != null) {
            throw new BusException(Kind.OTHER, before.errno(), String.valueOf(before.getMessage()), before);
        }
        if (left) {
            throw new IllegalStateException("the connection to %s is closed".formatted(wire.name()));
        }
    }

    synchronized boolean isGone() {
        return gone != null;
    }

    /** True if the last call was answered. Otherwise the board may hold something that nobody closes. */
    synchronized boolean isSound() {
        return gone == null && !outOfStep;
    }

    /**
     * Notes the period of a PWM output.
     *
     * @throws NotAvailableException if the other output of its pair is open with another period
     */
    synchronized void requirePeriod(int output, long period, String name) {
        if (!identity.isRp2()) {
            return;
        }
        Long other = periods.get(output ^ 1);
        if (other != null && other != period) {
            throw new NotAvailableException(
                    "%s cannot have a period of %s ns: it shares its clock with output %s, which has %s ns. Use the same frequency for both, or a pin of another pair."
                            .formatted(name, period, output ^ 1, other));
        }
        periods.put(output, period);
    }

    synchronized void forgetPeriod(int output) {
        periods.remove(output);
    }

    /** Gives the board back to people: its prompt works as usual. */
    synchronized void leave() {
        if (left) {
            return;
        }
        left = true;
        try {
            if (gone == null) {
                if (outOfStep) {
                    repl.enter();
                }
                repl.leave();
            }
        } catch (BusException e) {
            // The board is gone, or hangs. There is nothing left to give back.
            gone = e;
        } finally {
            wire.restoreInterrupt();
            wire.close();
        }
    }
}
