// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.HardwareException;
import blinka4j.provider.Nearest;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The program {@code blinka}. */
public final class Main {
    private static final String VERSION = "blinka 0.1.0-SNAPSHOT (Blinka4J) on Java %s";

    /** Of the second line of a usage line. */
    static final int USAGE_INDENT = 7;

    private Main() {}

    public static void main(String[] args) {
        // Nobody who uses the command misses SLF4J's back end, and SLF4J prints three lines where there is none.
        System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
        int exit = run(Console.ofThisProcess(), args);
        // A thread of the program that "run" started may still run.
        if (exit >= 0) {
            System.exit(exit);
        }
    }

    /** @return the exit code */
    static int run(Console console, String... args) {
        try {
            return dispatch(console, Arrays.asList(args));
        } catch (Console.Gone e) {
            return Command.OK;
        }
    }

    private static int dispatch(Console console, List<String> args) {
        if (args.isEmpty()) {
            Help.overview(console);
            return Command.USAGE;
        }
        String name = args.get(0);
        if (name.equals("--version")) {
            console.line(VERSION.formatted(System.getProperty("java.version", "")));
            return Command.OK;
        }
        Commands.Row row = Commands.find(name.equals("--help") || name.equals("-h") ? "help" : name);
        if (row == null) {
            String likely = Nearest.likely(name, Commands.names());
            console.note("blinka: there is no command '%s'.%s"
                    .formatted(name, likely.isEmpty() ? "" : " Did you mean '%s'?".formatted(likely)));
            console.note(console.folded(
                    "Usage: blinka COMMAND [ARGUMENT]..., with one of: " + String.join(", ", Commands.names())
                            + ". blinka help explains them.",
                    USAGE_INDENT));
            return Command.USAGE;
        }
        return run(console, row.command(), args.subList(1, args.size()));
    }

    static int run(Console console, Command command, List<String> words) {
        Syntax syntax = command.syntax();
        try {
            // --help works with wrong arguments, too.
            if (words.contains("--help") && syntax.most() != Integer.MAX_VALUE) {
                Help.of(command, console);
                return Command.OK;
            }
            Arguments arguments = syntax.parse(words);
            if (arguments.has("--help")) {
                Help.of(command, console);
                return Command.OK;
            }
            return command.run(arguments, console);
        } catch (UsageException e) {
            String message = String.valueOf(e.getMessage());
            console.note(console.folded(
                    "blinka %s: %s%s".formatted(syntax.name(), message, message.endsWith("?") ? "" : "."), 0));
            console.note(console.folded("Usage: " + syntax.usage(), USAGE_INDENT));
            return Command.USAGE;
        } catch (Console.Gone e) {
            throw e;
        } catch (InvalidPathException e) {
            console.note(
                    "blinka %s: this locale has not all letters of the name %s. Set another one: export LC_ALL=C.UTF-8"
                            .formatted(syntax.name(), e.getInput()));
            return Command.FAILED;
        } catch (HardwareException | IllegalArgumentException | IllegalStateException e) {
            awaitEndIfUnderWay();
            console.note(console.folded("blinka %s: %s".formatted(syntax.name(), e.getMessage()), 0));
            return Command.FAILED;
        } catch (FileSystemException e) {
            awaitEndIfUnderWay();
            console.note("blinka %s: %s".formatted(syntax.name(), cause(e)));
            return Command.FAILED;
        } catch (Exception e) {
            awaitEndIfUnderWay();
            console.note("blinka %s: %s".formatted(syntax.name(), e));
            return Command.FAILED;
        }
    }

    /** The message of the JDK for these is the name of the file alone. */
    static String cause(FileSystemException e) {
        String reason = e instanceof AccessDeniedException
                ? "no permission"
                : e instanceof NoSuchFileException
                        ? "no such file or folder"
                        : Objects.requireNonNullElse(e.getReason(), e.getClass().getSimpleName());
        return "%s: %s.".formatted(e.getFile(), reason);
    }

    /** After Ctrl-C the pins are closed while the command runs. Its error is no news then. */
    private static void awaitEndIfUnderWay() {
        Thread none = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(none);
            Runtime.getRuntime().removeShutdownHook(none);
        } catch (IllegalStateException e) {
            while (true) {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException again) {
                    // The process ends.
                }
            }
        }
    }
}
