// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.runtime.Blinka;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * A CircuitPython program that runs in this virtual machine, on a board of this library. Programs may run at the same time, each on its own
 * board, with one engine.
 *
 * @param engine from {@link #newEngine()}, for one program or many
 * @param blinka the board that the program's pins and buses are on. Those that it leaves open are closed at its end
 * @param in what the program reads
 * @param out what it prints. An {@link IOException} is an {@code OSError} in the program
 * @param err for tracebacks
 * @param folders that have drivers in Python, or clones of Adafruit's repositories
 * @param lines how many lines to print until the program is ended; 0 for no limit
 * @param interruptible true if Ctrl-C raises KeyboardInterrupt in the program, for one program of a process
 */
public record PythonProgram(
        Engine engine,
        Blinka blinka,
        InputStream in,
        OutputStream out,
        OutputStream err,
        List<Path> folders,
        int lines,
        boolean interruptible) {
    private static final String LANGUAGE = "python";

    /**
     * An engine. Its first program starts slowly, the others share its code. A thread that calculates without a pause gives way to others
     * only in the first program of an engine.
     */
    public static Engine newEngine() {
        // GraalPy runs in its interpreter here, which is no news.
        return Engine.newBuilder(LANGUAGE)
                .option("engine.WarnInterpreterOnly", "false")
                .build();
    }

    /**
     * Runs the program to its end, including its threads, but not its daemon threads.
     *
     * @return the exit code that Python gives: 0, the one of {@code sys.exit}, 1 after an error, whose traceback was printed, or 130 after
     *     Ctrl-C
     * @throws IOException if the file cannot be read
     */
    public int run(Path file, List<String> arguments) throws IOException {
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        Native board = new Native(blinka);
        Context context = Context.newBuilder(LANGUAGE)
                .engine(engine)
                .allowAllAccess(true)
                .option("python.InstallSignalHandlers", String.valueOf(interruptible))
                .in(in)
                .out(out)
                .err(err)
                .build();
        try {
            Value start = context.eval(start(board));
            return start.execute(board, file.toString(), arguments, folders, lines)
                    .asInt();
        } catch (PolyglotException e) {
            if (e.isExit()) {
                return e.getExitStatus();
            }
            throw e;
        } finally {
            // Also ends daemon threads.
            context.close(true);
            board.close();
        }
    }

    private static Source start(Native board) throws IOException {
        return Source.newBuilder(LANGUAGE, Objects.requireNonNull(board.source("start.py")), "<blinka4j>/start.py")
                .build();
    }
}
