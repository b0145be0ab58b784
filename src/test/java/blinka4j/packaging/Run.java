// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A finished command.
 *
 * @param output the standard output and the standard error
 */
record Run(int status, String output) {
    private static final long MOST_MINUTES = 9;

    /** The JDK that runs the tests. */
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    /** A tool of the JDK. */
    static String tool(String name) {
        return JDK.resolve("bin").resolve(name).toString();
    }

    /** Runs a command in a folder, without this library's settings of the test run. */
    static Run of(Path folder, Map<String, String> environment, String input, List<String> command) throws IOException {
        Path output = Files.createTempFile("run", ".out");
        Path inputFile = Files.writeString(Files.createTempFile("run", ".in"), input);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(inputFile.toFile())
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("BLINKA_") || name.startsWith("JAVA_TOOL"));
            builder.environment().put("JAVA_HOME", JDK.toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
                if (!ended) {
                    throw new IllegalStateException(command + " still runs; so far: " + read(output));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(command + " was not waited for", e);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new Run(process.exitValue(), read(output));
        } finally {
            Files.delete(output);
            Files.delete(inputFile);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
