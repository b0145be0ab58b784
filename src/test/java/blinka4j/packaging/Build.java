// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import static java.util.Map.entry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The jars of the build, and the libraries that it used. */
final class Build {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final String VERSION = "0.1.0-SNAPSHOT";

    /** The published artifacts, and the folders where they are built. */
    static final Map<String, String> ARTIFACTS = Map.ofEntries(
            entry("blinka4j-api", "api"),
            entry("blinka4j-boards", "boards"),
            entry("blinka4j-drivers", "drivers"),
            entry("blinka4j-kernel", "providers/kernel"),
            entry("blinka4j-provider-bench", "providers/bench"),
            entry("blinka4j-provider-linux", "providers/linux"),
            entry("blinka4j-provider-diozero", "providers/diozero"),
            entry("blinka4j-provider-micropython", "providers/micropython"),
            entry("blinka4j-provider-pi4j", "providers/pi4j"),
            entry("blinka4j-provider-sim", "providers/sim"),
            entry("blinka4j-provider-usb", "providers/usb"),
            entry("blinka4j-trace", "providers/trace"),
            entry("blinka4j-testing", "providers/testing"),
            entry("blinka4j", "src/main"));

    private Build() {}

    /** The jar of an artifact of this project. */
    static Path jar(String artifact) {
        return jar(artifact, "");
    }

    /**
     * Another jar of an artifact.
     *
     * @param classifier such as {@code -sources}
     */
    static Path jar(String artifact, String classifier) {
        Path jar = ROOT.resolve(
                "%s/target/%s-%s%s.jar".formatted(ARTIFACTS.getOrDefault(artifact, ""), artifact, VERSION, classifier));
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    jar + " does not exist: run these tests by mvn verify, which makes the jars first");
        }
        return jar;
    }

    /** The jar of a library that the tests have on their class path, by the beginning of its name, such as {@code jna-}. */
    static Path library(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + "* on the class path"));
    }

    /** The local repository of the build. */
    static Path repository() {
        // org/slf4j/slf4j-api/2.0/slf4j-api-2.0.jar
        Path repository = library("slf4j-api-").toAbsolutePath();
        for (int i = 0; i < 5; i++) {
            repository = repository.getParent();
        }
        return repository;
    }

    /**
     * Makes a copy of the build's local repository with the artifacts of this project, as {@code mvn install} would install them.
     */
    static void install(Path repository) throws IOException {
        link(repository(), repository, List.of("io", "github", "blinka4j"));
        copy("blinka4j-parent", ROOT, repository);
        for (Map.Entry<String, String> artifact : ARTIFACTS.entrySet()) {
            copy(artifact.getKey(), ROOT.resolve(artifact.getValue()), repository);
        }
    }

    /** Links everything except one folder. */
    private static void link(Path from, Path to, List<String> except) throws IOException {
        Files.createDirectories(to);
        if (except.isEmpty()) {
            return;
        }
        try (Stream<Path> all = Files.list(from)) {
            all.filter(each -> !each.endsWith(except.get(0))).forEach(each -> {
                try {
                    Files.createSymbolicLink(to.resolve(each.getFileName()), each);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Path deeper = from.resolve(except.get(0));
        if (Files.isDirectory(deeper)) {
            link(deeper, to.resolve(except.get(0)), except.subList(1, except.size()));
        }
    }

    private static void copy(String artifact, Path module, Path repository) throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve("io/github/blinka4j").resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Files.copy(module.resolve("pom.xml"), folder.resolve(name + ".pom"));
        if (ARTIFACTS.containsKey(artifact)) {
            Files.copy(jar(artifact), folder.resolve(name + ".jar"));
        }
    }
}
