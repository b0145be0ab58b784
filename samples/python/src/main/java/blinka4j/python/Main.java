// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.HardwareException;
import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimProvider;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/** The program behind {@code samples/python/run}. */
public final class Main {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final String USAGE_LINE = "samples/python/run [--lib FOLDER]... [--lines N] FILE.py [ARGUMENT]...";

    private static final String TEXT = """
            Runs a CircuitPython program on the JVM, unmodified.

                %s
                samples/python/run -h      this text

                --lib FOLDER   a folder with drivers in Python, or with clones of Adafruit's repositories; also several times.
                               BLINKA_PYTHONPATH has further folders, separated by %s
                --lines N      ends the program when it has printed N lines

            It runs on the board it finds, or else on a simulated Raspberry Pi 4. BLINKA_PROVIDER=sim simulates a board, whose
            chips are those of BLINKA_CHIPS, such as BME280 or MCP9808@0x19.

            Exits as Python does: with the number of sys.exit, 0 at the end, 1 after an error, 2 for wrong arguments, 130 after
            Ctrl-C.""".formatted(USAGE_LINE, File.pathSeparator);

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    /** Where the output goes if it is not this process's: for tests. */
    static int run(PrintStream out, PrintStream err, String... args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + ".");
            err.println("Usage: " + USAGE_LINE + "; samples/python/run -h explains it.");
            return USAGE;
        }
        if (options.file() == null) {
            out.println(TEXT);
            return OK;
        }
        try {
            requireCache(cache());
            Blinka blinka = board(err);
            try (Engine engine = PythonProgram.newEngine()) {
                return new PythonProgram(
                                engine,
                                blinka,
                                new FileInputStream(FileDescriptor.in),
                                // A PrintStream does not tell that nobody reads any more.
                                new FileOutputStream(FileDescriptor.out),
                                new FileOutputStream(FileDescriptor.err),
                                options.folders(),
                                options.lines(),
                                true)
                        .run(options.file(), options.arguments());
            }
        } catch (IOException e) {
            err.printf("cannot read %s: %s.%n", options.file(), reason(e));
            return USAGE;
        } catch (HardwareException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private static Path cache() {
        String set = System.getenv("XDG_CACHE_HOME");
        return set == null || set.isEmpty() ? Path.of(System.getProperty("user.home", ""), ".cache") : Path.of(set);
    }

    /** GraalPy unpacks Python's library at its first start. Its own error, where it cannot, is a stack trace. */
    static void requireCache(Path cache) {
        Path there = cache.resolve("org.graalvm.polyglot").toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !(Files.isWritable(there) || there.endsWith("org.graalvm.polyglot"))) {
            throw new IllegalArgumentException(
                    "Python's library must be unpacked, but %s cannot be written to. Set XDG_CACHE_HOME to a folder that you may write to."
                            .formatted(there));
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "no permission" : e.toString();
    }

    /** Simulates a board if this machine is none, as {@code samples/run} does, and says which it is. */
    private static Blinka board(PrintStream err) {
        Host host = Host.local();
        Detected detected = Boards.detect(host);
        boolean known = host.setting("BLINKA_FORCEBOARD").isPresent()
                || (detected != null && !detected.board().id().equals(BoardDefinition.GENERIC_LINUX));
        if (!known && host.setting("BLINKA_PROVIDER").isEmpty()) {
            System.setProperty("blinka.provider", "sim");
            System.setProperty("blinka.forceboard", "RASPBERRY_PI_4B");
        }
        Blinka blinka = Blinka.current();
        if (blinka.provider() instanceof SimProvider) {
            err.printf(
                    "Running on a simulated %s: the values are not measured.%n",
                    blinka.board().name());
        } else {
            err.printf(
                    "Running on %s with the provider %s.%n",
                    blinka.board().name(), blinka.provider().name());
        }
        return blinka;
    }

    /**
     * The arguments.
     *
     * @param file null for the help
     */
    private record Options(@Nullable Path file, List<String> arguments, List<Path> folders, int lines) {
        static Options parse(String... args) {
            List<Path> folders = new ArrayList<>();
            int lines = 0;
            int at = 0;
            while (at < args.length && args[at].startsWith("-")) {
                String option = args[at++];
                if (option.equals("-h") || option.equals("--help")) {
                    return new Options(null, List.of(), List.of(), 0);
                }
                if (!option.equals("--lib") && !option.equals("--lines")) {
                    throw new IllegalArgumentException("there is no option %s".formatted(option));
                }
                if (at == args.length) {
                    throw new IllegalArgumentException("%s needs a value".formatted(option));
                }
                String value = args[at++];
                if (option.equals("--lib")) {
                    folders.add(folder(value, option));
                } else {
                    lines = positive(value);
                }
            }
            if (at == args.length) {
                throw new IllegalArgumentException("a program is missing");
            }
            Host.local().setting("BLINKA_PYTHONPATH").ifPresent(more -> {
                for (String each : more.split(File.pathSeparator, -1)) {
                    if (!each.isEmpty()) {
                        folders.add(folder(each, "BLINKA_PYTHONPATH"));
                    }
                }
            });
            return new Options(program(args[at]), List.of(args).subList(at + 1, args.length), folders, lines);
        }

        private static Path program(String name) {
            Path file = path(name, "the program");
            if (Files.isDirectory(file)) {
                throw new IllegalArgumentException(
                        "%s is a folder. Name the program in it, such as %s".formatted(name, file.resolve("code.py")));
            }
            if (!Files.exists(file)) {
                throw new IllegalArgumentException("there is no file %s".formatted(name));
            }
            return file;
        }

        private static Path folder(String name, String option) {
            Path folder = path(name, option);
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("%s names %s, which is no folder".formatted(option, name));
            }
            if (!Files.isReadable(folder)) {
                throw new IllegalArgumentException(
                        "%s names the folder %s, but there is no permission to read it".formatted(option, name));
            }
            return folder;
        }

        private static Path path(String name, String what) {
            try {
                return Path.of(name);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("%s '%s' is no path".formatted(what, name), e);
            }
        }

        private static int positive(String text) {
            try {
                int number = Integer.parseInt(text);
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Reported below.
            }
            throw new IllegalArgumentException("--lines needs a number of lines, 1 or more, not '%s'".formatted(text));
        }
    }
}
