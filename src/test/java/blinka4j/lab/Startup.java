// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.lab.guest.LoadAll;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets virtual machines start in half the time in a guest that runs the host's Java: the host stores their classes in an archive, ready
 * to be used, once in a test run for each version.
 */
final class Startup {
    private static final Path FOLDER =
            Machine.LAB.resolveSibling("target").resolve("lab").resolve("classes");

    private static @Nullable Startup instance;

    /** By command, such as {@code java17}. */
    private final Map<String, Path> archives = new LinkedHashMap<>();

    private final Map<Path, Path> jars = new LinkedHashMap<>();

    /** @param classPath the beginning of the class path of every program */
    private Startup(List<Path> classPath) throws IOException {
        Files.createDirectories(FOLDER);
        classPath.forEach(this::jar);
        String path = jars.values().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        for (String option : Machine.printed("jdks").split(" ")) {
            String[] java = option.replace("lab.", "").split("=", 2);
            Path archive = FOLDER.resolve(java[0] + ".jsa");
            archive(Path.of(java[1], "bin", "java"), path, archive);
            archives.put(java[0], archive);
        }
    }

    /** Returns the one of this test run. */
    static synchronized Startup of(List<Path> classPath) {
        if (instance == null) {
            try {
                instance = new Startup(classPath);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return instance;
    }

    /** Returns a jar with the content of a folder of classes; an archive of classes cannot be made of folders. A jar is returned itself. */
    synchronized Path jar(Path library) {
        return jars.computeIfAbsent(library, any -> Files.isDirectory(library) ? pack(library) : library);
    }

    private Path pack(Path folder) {
        Path jar = FOLDER.resolve(jars.size() + ".jar");
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        if (tool.run(System.out, System.err, "-c", "-0", "-f", jar.toString(), "-C", folder.toString(), ".") != 0) {
            throw new LabException("could not make a jar of " + folder);
        }
        return jar;
    }

    private static void archive(Path java, String classPath, Path archive) throws IOException {
        Files.deleteIfExists(archive);
        List<String> command = List.of(
                java.toString(), "-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, LoadAll.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BLINKA_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0 || !Files.exists(archive)) {
                throw new LabException(String.join(" ", command) + " failed:\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /** Returns the option for a command: {@code java17}, {@code java25}, or {@code java}, which is the first of them. */
    String option(String java) {
        return "-XX:SharedArchiveFile="
                + archives.getOrDefault(java, archives.values().iterator().next());
    }
}
