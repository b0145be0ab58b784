// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code blinka run}: compiles a Java file and runs it with everything on the class path. */
final class Run implements Command {
    /** How often the file is looked at. */
    private static final int PAUSE_MILLIS = 20;

    private static final int PATIENCE_SECONDS = 5;

    /** More do not fit a screen, and most follow from the first. */
    private static final int MOST_ERRORS = 5;

    private volatile @Nullable Process running;

    @Override
    public Syntax syntax() {
        return new Syntax("run", "FILE.java [ARGUMENT]...", 1, Integer.MAX_VALUE, Syntax.Words.FILES)
                .with("--watch", "", "run it again after each change, as CircuitPython does");
    }

    @Override
    public String help() {
        return """
                Compiles a Java file and runs its main method, with the API, the drivers, the boards, the
                providers and the simulator on the class path. Options come before FILE. The exit code is
                the program's, or 1 if the file does not compile.

                With --watch the program is started again when the file is saved, and the time from saving to
                starting is printed. Needs a JDK.

                CircuitPython programs run with samples/python/run. In the sources, samples/blinka run code.py
                starts that.""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws Exception {
        Path file = Path.of(arguments.operand(0));
        if (file.toString().endsWith(".py")) {
            throw new UsageException(
                    "'%s' is a Python program. Run it with samples/python/run, which is in the sources of Blinka4J, because it needs GraalPy"
                            .formatted(file));
        }
        if (!file.toString().endsWith(".java")) {
            throw new UsageException("'%s' is no Java file: expected FILE.java".formatted(file));
        }
        if (Files.isDirectory(file)) {
            throw new UsageException("%s is a folder: expected FILE.java".formatted(file));
        }
        if (Files.notExists(file)) {
            throw new UsageException("there is no file %s".formatted(file));
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        List<String> rest = arguments.operands().subList(1, arguments.operands().size());
        console.noteSimulated();
        Path folder = Files.createTempDirectory("blinka-run");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Process program = running;
            if (program != null) {
                // Ctrl-C reaches the program too, but other signals do not.
                stop(program);
            }
            delete(folder);
        }));
        try {
            return arguments.has("--watch") ? watch(file, rest, folder, console) : once(file, rest, folder, console);
        } finally {
            delete(folder);
        }
    }

    private int once(Path file, List<String> arguments, Path folder, Console console) throws Exception {
        Compilation compiled = compile(file, console);
        if (compiled == null) {
            return FAILED;
        }
        Started program = start(compiled, file, arguments, folder, console);
        int exit = program.process.waitFor();
        program.awaitOutput();
        console.requireReader();
        return exit;
    }

    private int watch(Path file, List<String> arguments, Path folder, Console console) throws Exception {
        FileTime written = Files.getLastModifiedTime(file);
        Compilation compiled = compile(file, console);
        Started program = compiled == null ? null : start(compiled, file, arguments, folder, console);
        if (program == null) {
            console.note("Mend %s and save it again.".formatted(file.getFileName()));
        }
        while (true) {
            boolean told = program == null;
            while (!isNewer(file, written)) {
                if (program != null && !program.process.isAlive() && !told) {
                    program.awaitOutput();
                    console.note("%s has ended with %s. Save it to run it again, or press Ctrl-C."
                            .formatted(file.getFileName(), program.process.exitValue()));
                    told = true;
                }
                console.requireReader();
                Thread.sleep(PAUSE_MILLIS);
            }
            written = Files.getLastModifiedTime(file);
            if (program != null) {
                // It closes its pins while the file is compiled.
                program.process.destroy();
            }
            compiled = compile(file, console);
            if (program != null) {
                stop(program.process);
                program.awaitOutput();
            }
            program = compiled == null ? null : start(compiled, file, arguments, folder, console);
            console.note(
                    program == null
                            ? "%s has changed. Mend it and save it again.".formatted(file.getFileName())
                            : "%s has changed. Started again %s ms after it was saved."
                                    .formatted(
                                            file.getFileName(),
                                            Math.max(0, System.currentTimeMillis() - written.toMillis())));
        }
    }

    /** False while an editor replaces the file. */
    private static boolean isNewer(Path file, FileTime than) throws IOException {
        try {
            return !Files.getLastModifiedTime(file).equals(than) && Files.size(file) > 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The program closes its pins when it is asked to end. */
    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** @return null if the file does not compile, which was reported */
    private static @Nullable Compilation compile(Path file, Console console) throws IOException {
        Compilation compiled = Compilation.of(file, classPath());
        List<String> errors = compiled.errors();
        errors.stream().limit(MOST_ERRORS).forEach(console::note);
        if (!errors.isEmpty()) {
            console.note(
                    errors.size() > MOST_ERRORS
                            ? "%s errors, of which these are the first %s".formatted(errors.size(), MOST_ERRORS)
                            : errors.size() == 1 ? "1 error" : errors.size() + " errors");
        }
        if (errors.isEmpty() && compiled.mainClass(file).isEmpty()) {
            console.note("%s: error: no class has a main method. Add one: public static void main(String[] args)"
                    .formatted(file));
            return null;
        }
        return errors.isEmpty() ? compiled : null;
    }

    private Started start(Compilation compiled, Path file, List<String> arguments, Path folder, Console console)
            throws IOException {
        delete(folder);
        for (Map.Entry<String, byte[]> each : compiled.classes().entrySet()) {
            Path target = folder.resolve(each.getKey().replace('.', '/') + ".class");
            Files.createDirectories(target.resolveSibling("."));
            Files.write(target, each.getValue());
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                folder + File.pathSeparator + classPath(),
                compiled.mainClass(file)));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        if (!console.isTerminal()) {
            builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
        }
        Process process = builder.start();
        running = process;
        return new Started(process, console.isTerminal() ? null : copying(process, console));
    }

    /**
     * Copies what the program prints, and ends the program when nobody reads that any more, as after {@code | head}. A Java program does
     * not end by itself then.
     */
    private static Thread copying(Process process, Console console) {
        Thread thread = new Thread(
                () -> {
                    byte[] some = new byte[8192];
                    try (InputStream from = process.getInputStream()) {
                        for (int count = from.read(some); count >= 0; count = from.read(some)) {
                            console.bytes(Arrays.copyOf(some, count));
                        }
                    } catch (Console.Gone | IllegalStateException e) {
                        // The main thread reports it.
                        process.destroy();
                    } catch (IOException e) {
                        // The program has ended.
                    }
                },
                "blinka-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * A program that was started.
     *
     * @param output copies what it prints; null if the program prints by itself
     */
    private record Started(Process process, @Nullable Thread output) {
        /** Waits until all that an ended program has printed is copied. A process that it started may keep its output open. */
        void awaitOutput() throws InterruptedException {
            if (output != null) {
                output.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        }
    }

    /** The class path of this process, for others. */
    static String classPath() {
        return System.getProperty("java.class.path", "");
    }

    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // Another thread deletes it, too. It is in the folder for temporary files.
        }
    }
}
