// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.HardwareException;
import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.runtime.Blinka;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs a sample by its name, on the board that it finds or else on a simulated one, and says which. What
 * {@code samples/run} calls; {@code samples/run -h} explains the arguments.
 *
 * <p>The samples know nothing of it: they loop for ever, as their originals do. The launcher ends them from outside, by
 * an interrupt, so that they close what they have opened.
 */
public final class Launcher {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    /** How long a sample may take to close its pins when Ctrl-C ends the program. */
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private Launcher() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** @return the exit code: 0 if the sample ended or was ended, 1 if it failed, 2 for wrong arguments */
    static int run(String... args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return WRONG_ARGUMENTS;
        }
        if (options.verbose()) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
        if (options.name().isEmpty()) {
            list();
            return DONE;
        }
        Optional<Sample> sample = Sample.named(options.name());
        if (sample.isEmpty()) {
            System.err.printf(
                    "no sample is called '%s'; the nearest: %s; samples/run lists all%n",
                    options.name(), String.join(", ", Sample.nearest(options.name())));
            return WRONG_ARGUMENTS;
        }
        return run(sample.get(), options);
    }

    private static void list() {
        System.out.println("samples/run NAME [ARGUMENT]...  runs one of these; samples/run -h explains more");
        System.out.println();
        for (Sample sample : Sample.values()) {
            System.out.printf("  %-20s %s%n", sample.label(), sample.summary());
        }
    }

    private static int run(Sample sample, Options options) {
        PrintStream out = System.out;
        try (Blinka blinka = board();
                Ending ending = new Ending(blinka)) {
            Thread onCtrlC = new Thread(() -> ending.now(CLOSING), "blinka4j-ctrl-c");
            Runtime.getRuntime().addShutdownHook(onCtrlC);
            options.duration().ifPresent(ending::after);
            System.setOut(new PrintStream(
                    new LimitedLines(out, options.lines(), ending::soon),
                    true,
                    Charset.forName(System.getProperty("native.encoding"))));
            try {
                sample.main().run(options.arguments());
            } catch (Exception e) {
                if (!ending.isUnderWay()) {
                    throw e;
                }
            } finally {
                System.out.flush();
            }
            return DONE;
        } catch (Exception e) {
            return failed(e, options.verbose());
        } finally {
            System.setOut(out);
        }
    }
