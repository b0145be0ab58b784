// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A machine that QEMU emulates. {@code src/test/lab/NAME.qemu} has its options. {@code src/test/lab/build-NAME} builds the files that
 * it boots.
 *
 * @param name the machine's name
 * @param files the content of further files that the options name as {@code @run@/...}, such as memory images
 * @param sharesFiles true if programs in the guest find the host's files under the same paths
 */
record Machine(String name, Map<String, byte[]> files, boolean sharesFiles) {
    /** The folder of the lab's scripts. */
    static final Path LAB = Stream.of("lab", "src/test/lab")
            .map(folder -> Path.of(folder).toAbsolutePath())
            .filter(folder -> Files.exists(folder.resolve("debian.sh")))
            .findFirst()
            .orElseThrow(() -> new LabException(
                    "no src/test/lab below " + Path.of("").toAbsolutePath() + ": run in the project's folder"));

    /** A machine that has its own files alone. */
    Machine(String name, Map<String, byte[]> files) {
        this(name, files, false);
    }

    /** Builds the files that the machine boots, unless they are in the cache, and returns their folder. */
    Path build() {
        return Path.of(printed("build-" + name));
    }

    /** Runs a script, by its path from the lab's folder, and returns its output. */
    static String printed(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(LAB.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new LabException(script + " failed with status " + status + "; it said why on its error output");
            }
            return printed.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while running " + script, e);
        }
    }

    /** Returns the command that starts the machine. */
    List<String> command(Path cache, Path run) {
        List<String> command = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(LAB.resolve(name + ".qemu"))) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] words = line.strip().split("\\s+", 2);
                command.add(words[0]);
                if (words.length > 1) {
                    String value = words[1].contains("@jdks@") ? words[1].replace("@jdks@", printed("jdks")) : words[1];
                    command.add(value.replace("@cache@", cache.toString())
                            .replace("@run@", run.toString())
                            .replace("@append@", "")
                            .strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return command;
    }
}
