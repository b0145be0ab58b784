// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** {@code blinka new}: makes a Maven project. */
final class NewProject implements Command {
    private static final List<String> FILES =
            List.of("pom.xml", "src/main/java/Blink.java", "src/test/java/BlinkTest.java", ".gitignore");

    @Override
    public Syntax syntax() {
        return new Syntax("new", "FOLDER", 1, 1, Syntax.Words.FILES);
    }

    @Override
    public String help() {
        return """
                Makes a Maven project: a program that blinks an LED, and a test of it on simulated hardware.
                FOLDER must not exist, or be empty. Its name becomes the name of the project.

                Until the first release, run mvn install -DskipTests once in the folder of Blinka4J: it puts
                Blinka4J where Maven finds it.

                blinka new blink && cd blink && mvn package && java -jar target/blink-1.jar""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        Path folder = Path.of(arguments.operand(0)).toAbsolutePath().normalize();
        String name = String.valueOf(folder.getFileName());
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new UsageException(
                    "'%s' cannot be the name of a project: use a to z, 0 to 9 and -, such as blink".formatted(name));
        }
        if (Files.exists(folder) && !(Files.isDirectory(folder) && isEmpty(folder))) {
            throw new IllegalStateException(
                    "%s exists already. Choose another folder, or remove it.".formatted(folder));
        }
        for (String file : FILES) {
            Path target = folder.resolve(file);
            try {
                Files.createDirectories(Objects.requireNonNull(target.getParent(), file));
                Files.writeString(target, template(file).replace("@NAME@", name));
            } catch (IOException e) {
                // As on a full disk. Half of a project would be in the way of the next attempt.
                Run.delete(folder);
                if (e instanceof FileSystemException) {
                    throw e;
                }
                throw new FileSystemException(target.toString(), null, e.getMessage());
            }
        }
        console.line("Made %s. Next: cd %s && mvn package".formatted(folder, quoted(arguments.operand(0))));
        console.line("Until the first release, run mvn install -DskipTests in the folder of Blinka4J before.");
        return OK;
    }

    /** As a shell needs it. */
    private static String quoted(String word) {
        return word.matches("[\\w./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static String template(String file) throws IOException {
        String name = "new/" + file.substring(file.lastIndexOf('/') + 1).replaceFirst("^\\.", "") + ".txt";
        try (InputStream in = Objects.requireNonNull(NewProject.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("(?s)^(//|<!--|#) SPDX[^\n]*\n", "");
        }
    }
}
