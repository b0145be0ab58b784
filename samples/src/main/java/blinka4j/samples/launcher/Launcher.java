// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import blinka4j.HardwareException;
import blinka4j.bench.Bench;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The program behind {@code samples/run}: runs a sample by its name, on this machine's board or on a simulated one, and prints
 * which. {@code samples/run -h} explains the arguments.
 *
 * <p>The samples do not depend on it. They loop forever, as their originals do, and this class ends them.
 */
public final class Launcher {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private Launcher() {}

    public static void main(String[] args) {
        // Ending closes the pins after the sample has left its loop. The hook would close them before.
        System.setProperty("blinka.shutdown.hook", "off");
        System.exit(run(args));
    }

    /** @return the exit code: 0 if the sample ended or was ended, 1 if it failed, 2 for wrong arguments */
    public static int run(String... arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return WRONG_ARGUMENTS;
        }
        if (options.name().isEmpty()) {
            list();
            return DONE;
        }
        Optional<Sample> sample = Sample.named(options.name());
        if (sample.isEmpty()) {
            System.err.printf(
                    "There is no sample '%s'. The nearest are %s. samples/run lists all samples.%n",
                    options.name(), String.join(", ", Sample.nearest(options.name())));
            return WRONG_ARGUMENTS;
        }
        return run(sample.get(), options);
    }

    /**
     * Runs a sample.
     *
     * @param arguments the options and the sample's own arguments, without its name
     * @return the exit code
     * @throws IllegalArgumentException if an option is unknown
     */
    public static int run(Sample sample, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = sample.name();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return run(sample, Options.parse(all));
    }

    private static int run(Sample sample, Options options) {
        if (sample.lines() < options.lines() && options.lines() != Long.MAX_VALUE && options.time() == null) {
            System.err.println(neverSoManyLines(sample, options.lines()));
            return WRONG_ARGUMENTS;
        }
        if (options.verbose()) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
        try {
            play(sample, options);
            return DONE;
        } catch (DateTimeParseException e) {
            System.err.printf(
                    "'%s' is not a date and time (%s). Expected a value such as 2017-10-29T15:14:15.%n",
                    e.getParsedString(), e.getMessage());
            return WRONG_ARGUMENTS;
        } catch (HardwareException | IllegalArgumentException | IllegalStateException | DateTimeException e) {
            if (options.verbose()) {
                e.printStackTrace();
            } else {
                System.err.println(e.getMessage());
            }
            return FAILED;
        } catch (RuntimeException | InterruptedException e) {
            // A mistake in the program, without a message for users.
            e.printStackTrace();
            return FAILED;
        }
    }

    private static String neverSoManyLines(Sample sample, long lines) {
        String most = switch ((int) sample.lines()) {
            case 0 -> "nothing";
            case 1 -> "1 line, then nothing";
            default -> sample.lines() + " lines, then nothing";
        };
        return "%s prints %s. --lines %s would never end it. Use --seconds N.".formatted(sample.name(), most, lines);
    }

    private static void list() {
        System.out.println("samples/run NAME [ARGUMENT]... runs one of these; samples/run -h explains more.");
        System.out.println();
        for (Sample sample : Sample.all()) {
            System.out.printf("  %-21s %s%n", sample.name(), sample.summary());
        }
    }

    private static void play(Sample sample, Options options) throws InterruptedException {
        Stage stage = Stage.of(sample, options.bench());
        System.err.println(stage.announcement());
        Optional<Bench> bench = stage.bench();
        Restart restart = new Restart();
        bench.ifPresent(page -> {
            page.program(sample.name());
            page.onRestart(restart::ask);
        });
        boolean wasEnded = play(sample, options, stage, restart);
        while (bench.isPresent() && restart.awaitAfter(wasEnded)) {
            stage = stage.again();
            // A new sample has new devices.
            wasEnded = play(Sample.named(sample.name()).orElse(sample), options, stage, restart);
        }
    }

    /** @return true if the sample was asked to end; false if it ended by itself */
    private static boolean play(Sample sample, Options options, Stage stage, Restart restart)
            throws InterruptedException {
        try (Ending ending = new Ending(stage::close)) {
            stage.attach(sample);
            restart.runs(ending);
            if (options.time() != null) {
                ending.after(options.time());
            }
            // Not before, because the bench watches the output.
            PrintStream out = System.out;
            System.setOut(new PrintStream(
                    new LimitedLines(out, options.lines(), ending::soon), true, Charset.defaultCharset()));
            try {
                play(sample, options, ending);
            } finally {
                System.setOut(out);
            }
            return ending.isUnderWay();
        }
    }

    private static void play(Sample sample, Options options, Ending ending) throws InterruptedException {
        try {
            sample.run(options.arguments());
        } catch (RuntimeException | InterruptedException e) {
            // After the interrupt or the closing of a bus, any exception is normal.
            if (!ending.isUnderWay()) {
                throw e;
            }
        } finally {
            System.out.flush();
            ending.ended();
        }
    }
}
