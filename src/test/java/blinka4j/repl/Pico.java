// SPDX-License-Identifier: MIT
package blinka4j.repl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A board on a USB cable. This is its prompt, which MicroPython's port to Unix lacks: the friendly and the raw REPL with raw-paste mode, as
 * MicroPython's {@code docs/reference/repl.rst} and {@code pyexec.c} have them. {@link Interpreter} runs the code. The serial port is at
 * a path that stays while the cable is pulled out and plugged in.
 */
public final class Pico implements AutoCloseable {
    static final String NAME = "Raspberry Pi Pico with RP2040";

    /** How a board answers to the request for raw-paste mode. */
    enum Paste {
        SUPPORTED,
        REFUSED,
        /** Firmware older than the mode. */
        UNKNOWN
    }

    private enum Mode {
        FRIENDLY,
        RAW,
        PASTE
    }

    private static final String RAW_BANNER = "raw REPL; CTRL-B to exit\r\n>";
    private static final String PROMPT = "\r\n>>> ";

    private final Interpreter python;
    private final Paste paste;
    private final int window;
    private final Path path;
    private final StringBuilder code = new StringBuilder();

    private @Nullable Pty pty;
    private @Nullable Thread thread;
    private volatile boolean plugged;

    // What follows is guarded by this object's monitor, but for the code that runs on the thread of the board.
    private Mode mode = Mode.FRIENDLY;
    private boolean runsMain;
    private int allowance;
    private int consumed;
    private int overruns;
    private int pastes;
    private int resets;

    /** @param path where the link to the serial port is made */
    Pico(String implementation, String name, Paste paste, int window, Path path) {
        this.python = new Interpreter(implementation, name);
        this.paste = paste;
        this.window = window;
        this.path = path;
        plugIn();
    }

    /** A Pico with MicroPython. */
    public static Pico micropython(Path path) {
        return new Pico("micropython", NAME, Paste.SUPPORTED, 128, path);
    }

    /** The serial port. */
    public String path() {
        return path.toString();
    }

    void plugIn() {
        Pty made = new Pty();
        try {
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, Path.of(made.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mode = Mode.FRIENDLY;
        code.setLength(0);
        plugged = true;
        Thread loop = new Thread(() -> answer(made), "board");
        loop.setDaemon(true);
        loop.start();
        pty = made;
        thread = loop;
    }

    /** Pulls out the cable. A real board restarts, as it has no power. */
    void pullOut() {
        plugged = false;
        Thread loop = thread;
        Pty open = pty;
        if (loop == null || open == null) {
            return;
        }
        try {
            loop.join();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.close();
        pty = null;
        thread = null;
        synchronized (this) {
            python.restart();
        }
    }

    private void answer(Pty open) {
        while (plugged) {
            byte[] bytes = open.read();
            synchronized (this) {
                if (mode == Mode.PASTE && bytes.length > allowance) {
                    overruns++;
                }
                StringBuilder grants = new StringBuilder();
                for (byte each : bytes) {
                    String said = take((char) (each & 0xFF));
                    // What the board grants reaches the program after these bytes.
                    grants.append(said);
                }
                if (grants.length() > 0) {
                    open.write(grants.toString().getBytes(ISO_8859_1));
                }
            }
        }
    }

    /** Takes one character, and returns what the board answers. */
    private String take(char each) {
        if (runsMain) {
            if (each != 3) {
                return "";
            }
            python.interrupt();
            String said = python.printed() + python.error();
            runsMain = false;
            return said.replace("\n", "\r\n") + PROMPT;
        }
        return switch (mode) {
            case FRIENDLY -> friendly(each);
            case RAW -> raw(each);
            case PASTE -> pasted(each);
        };
    }

    private String friendly(char each) {
        if (each == 1) {
            mode = Mode.RAW;
            code.setLength(0);
            return RAW_BANNER;
        }
        if (each == '\r') {
            String line = code.toString();
            code.setLength(0);
            return line.isEmpty() ? PROMPT : "\r\n" + run(line).replace("\u0004", "") + ">>> ";
        }
        if (each >= ' ') {
            code.append(each);
            return String.valueOf(each);
        }
        return each == 3 ? PROMPT : "";
    }

    private String raw(char each) {
        switch (each) {
            case 1 -> {
                String line = code.toString();
                code.setLength(0);
                if (line.equals("\u0005A") && paste == Paste.SUPPORTED) {
                    mode = Mode.PASTE;
                    allowance = 2 * window;
                    consumed = 0;
                    pastes++;
                    return "R\u0001" + (char) (window & 0xFF) + (char) (window >> 8) + "\u0001";
                }
                return line.equals("\u0005A") && paste == Paste.REFUSED ? "R\u0000" : RAW_BANNER;
            }
            case 2 -> {
                mode = Mode.FRIENDLY;
                code.setLength(0);
                return "\r\nMicroPython v1.25.0; " + NAME + "\r\nType \"help()\" for more information.\r\n>>> ";
            }
            case 3 -> {
                code.setLength(0);
                return "";
            }
            case 4 -> {
                if (code.length() == 0) {
                    resets++;
                    python.restart();
                    return "OK\r\nMPY: soft reboot\r\n" + RAW_BANNER;
                }
                String text = code.toString();
                code.setLength(0);
                return "OK" + run(text) + ">";
            }
            default -> {
                code.append(each);
                return "";
            }
        }
    }

    private String pasted(char each) {
        if (each == 4) {
            mode = Mode.RAW;
            String text = code.toString();
            code.setLength(0);
            return "\u0004" + run(text) + ">";
        }
        code.append(each);
        allowance--;
        if (++consumed % window == 0) {
            allowance += window;
            return "\u0001";
        }
        return "";
    }

    private String run(String text) {
        python.start(text);
        String printed = python.printed();
        return (printed + "\u0004" + python.error()).replace("\n", "\r\n") + "\u0004";
    }

    /** Runs the board's own program, until an interrupt. It prints a line when it has begun. */
    synchronized void main(String program) {
        python.start(program);
        python.line();
        runsMain = true;
    }

    synchronized boolean runsMain() {
        return runsMain;
    }

    /** Asks the hardware: an expression of Python with the module {@code hardware}. */
    public synchronized String outside(String expression) {
        return python.outside(expression);
    }

    /** Whether a person sees the usual prompt. Waits for the board to read what it was sent. */
    boolean isFriendly() {
        for (int i = 0; i < 1000 && !isAtPrompt(); i++) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return isAtPrompt();
    }

    private synchronized boolean isAtPrompt() {
        return mode == Mode.FRIENDLY && !runsMain;
    }

    /** How often the program sent more than the board had room for. */
    synchronized int overruns() {
        return overruns;
    }

    synchronized int pastes() {
        return pastes;
    }

    synchronized int resets() {
        return resets;
    }

    @Override
    public void close() {
        pullOut();
        python.close();
    }
}
