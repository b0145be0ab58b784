// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code blinka run}: compiles a Java file and runs it with everything on the class path. */
final class Run implements Command {
    /** How often the file is looked at. */
    private static final int PAUSE_MILLIS = 50;

    private static final int PATIENCE_SECONDS = 5;

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

                With --watch the program is started again when the file is saved. Needs a JDK.""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws Exception {
        Path file = Path.of(arguments.operand(0));
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no file %s".formatted(file));
        }
        List<String> rest = arguments.operands().subList(1, arguments.operands().size());
        Path folder = Files.createTempDirectory("blinka-run");
        Thread cleaner = new Thread(() -> delete(folder));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            return arguments.has("--watch") ? watch(file, rest, folder, console) : once(file, rest, folder, console);
        } finally {
            delete(folder);
        }
    }

    private static int once(Path file, List<String> arguments, Path folder, Console console) throws Exception {
        Process process = start(file, arguments, folder, console);
        return process == null ? FAILED : process.waitFor();
    }

    private static int watch(Path file, List<String> arguments, Path folder, Console console) throws Exception {
        while (true) {
            FileTime written = Files.getLastModifiedTime(file);
            Process process = start(file, arguments, folder, console);
            boolean told = process == null;
            while (!isNewer(file, written)) {
                if (process != null && !process.isAlive() && !told) {
                    console.note("%s has ended with %s. Save it to run it again, or press Ctrl-C."
                            .formatted(file.getFileName(), process.exitValue()));
                    told = true;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            if (process != null) {
                stop(process);
            }
            console.note("%s has changed.".formatted(file.getFileName()));
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
    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** @return null if the file does not compile, which was reported */
    private static @Nullable Process start(Path file, List<String> arguments, Path folder, Console console)
            throws IOException {
        String classPath = classPath();
        Compilation compiled = Compilation.of(file, classPath);
        if (!compiled.errors().isEmpty()) {
            compiled.errors().forEach(console::note);
            return null;
        }
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
                folder + File.pathSeparator + classPath,
                compiled.mainClass(file)));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** The class path of this process, for others. */
    static String classPath() {
        return System.getProperty("java.class.path", "");
    }

    private static void delete(Path folder) {
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
