// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's project, taken from the README's text, built and run with the README's commands without a network. */
class ReadmeIT {
    private static final String BLINKS = "on\noff\non\noff\non\noff\n";
    private static final String PROMPT = "jshell> ";

    @TempDir
    private static Path folder;

    /** Beside the other one, whose deletion would warn of each link. */
    private static Path repository;

    private static Path project;
    private static Readme readme;
    private static Run packed;

    @BeforeAll
    static void makeTheProject() throws IOException {
        readme = Readme.read();
        project = Files.createDirectories(folder.resolve("project"));
        write("pom.xml", readme.block("xml", "<project"));
        write("src/main/java/Blink.java", readme.block("java", "class Blink {"));
        write("src/test/java/BlinkTest.java", readme.block("java", "class BlinkTest"));
        repository = Files.createTempDirectory("repository");
        Build.install(repository);
        // The README's "mvn" runs offline, with the repository of the build.
        Path mvn = write("../bin/mvn", """
                #!/bin/sh
                PATH=${PATH#*:}
                exec mvn -o -B -ntp -Dstyle.color=never -Dmaven.repo.local='%s' "$@"
                """.formatted(repository));
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        packed = shell(readme.block("sh", "mvn package"));
    }

    @AfterAll
    static void deleteTheRepository() throws IOException {
        Files.walkFileTree(repository, new SimpleFileVisitor<>() {
            // Links are not followed: each is a file here.
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Run shell(String commands) throws IOException {
        return shell(commands, "");
    }

    private static Run shell(String commands, String input) throws IOException {
        String path = folder.resolve("bin") + ":" + Path.of(Run.tool("java")).getParent() + ":" + System.getenv("PATH");
        return Run.of(
                project,
                // It keeps a history below the home folder.
                Map.of("PATH", path, "JAVA_TOOL_OPTIONS", "-Djava.util.prefs.userRoot=" + folder),
                input,
                List.of("bash", "-euc", commands));
    }

    @Test
    void theProjectBuildsOneJarThatRuns() {
        assertThat(packed.output())
                .contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0", "BUILD SUCCESS")
                .endsWith(BLINKS);
        assertThat(packed.status()).isZero();
    }

    @Test
    void theTwoLinesOfPackagingMdKeepTheClassesInAnArchive() throws IOException {
        assertThat(startsFromAFile("ArchiveClassesAtExit", Path.of(Run.tool("java"))))
                .contains("blinka4j.digitalio.DigitalInOut source: shared objects file (top)", "on\n");
    }

    @Test
    void theTwoLinesOfPackagingMdKeepTheClassesInAnAotCache() throws IOException {
        Run home = shell("source '%s/samples/tools.sh'; find_java 25 || true".formatted(Build.ROOT));
        assumeThat(home.output()).as("the home of a Java 25").startsWith("/");

        assertThat(startsFromAFile("AOTCacheOutput", Path.of(home.output().strip(), "bin", "java")))
                .contains("blinka4j.digitalio.DigitalInOut source: shared objects file", "on\n");
    }

    /** Runs both lines of PACKAGING.md, and returns what the second one prints, with the sources of the classes. */
    private static String startsFromAFile(String option, Path java) throws IOException {
        String[] lines = Readme.read("PACKAGING.md")
                .block("sh", option)
                .replace("app.jar", "target/blink-1.jar")
                .split("\n");
        assertThat(lines).hasSize(2);
        String before = "export BLINKA_PROVIDER=sim PATH='%s':$PATH; ".formatted(java.getParent());
        assertThat(shell(before + lines[0]).status()).isZero();
        return shell(before + lines[1].replace("java ", "java -Xlog:class+load "))
                .output();
    }

    /** A new user's first two commands. */
    @Test
    void theProjectOfBlinkaNewBuildsAndItsTestPasses() throws IOException {
        Run made = shell(
                "java -cp '%s' blinka4j.command.Main new lamp && cd lamp && mvn package && BLINKA_PROVIDER=sim java -jar target/lamp-1.jar"
                        .formatted(System.getProperty("java.class.path")));

        assertThat(made.output())
                .contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0", "BUILD SUCCESS")
                .endsWith(BLINKS);
        assertThat(made.status()).isZero();
    }

    /** The README's test fails if the program is wrong. */
    @Test
    void theReadmesTestFailsForAWrongProgram() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("wrong"));
        Run.of(project, Map.of(), "", List.of("cp", "-r", "pom.xml", "src", copy.toString()));
        Path blink = copy.resolve("src/main/java/Blink.java");
        Files.writeString(blink, Files.readString(blink).replaceFirst("sleep\\(0.5\\)", "sleep(0.6)"));

        Run run = shell("cd '%s' && mvn test".formatted(copy));

        assertThat(run.output()).contains("BlinkTest.theLedBlinksThreeTimes");
        assertThat(run.status()).isNotZero();
    }

    @Test
    void oneSourceFileRunsWithAFolderOfJars() throws IOException {
        Run run = shell(readme.block("sh", "copy-dependencies"));

        assertThat(run.output()).endsWith(BLINKS);
        assertThat(run.status()).isZero();

        // The jars are those that the session wants.
        String session = readme.block("console", "jshell");
        List<String> lines = session.lines().toList();
        Run jshell = shell(
                lines.get(0).substring("$ ".length()),
                lines.stream()
                        .filter(line -> line.startsWith(PROMPT))
                        .map(line -> line.substring(PROMPT.length()) + "\n")
                        .collect(Collectors.joining()));

        assertThat(lines.stream().skip(1).filter(line -> !line.startsWith(PROMPT)))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(jshell.output()).contains(line));
        assertThat(jshell.output()).doesNotContain("Error", "Exception");
        assertThat(jshell.status()).isZero();
    }

    @Test
    void oneDependencyIsEnoughForBoardsAndTheirPins() throws IOException {
        String dependency = readme.block("xml", "<artifactId>blinka4j</artifactId>\n  <version>");
        write(
                "../one/pom.xml",
                readme.block("xml", "<project")
                        .replaceFirst(
                                "(?s)<dependencies>.*</dependencies>",
                                "<dependencies>%s</dependencies>".formatted(dependency)));
        write("../one/src/main/java/One.java", """
                import blinka4j.boards.Boards;
                import blinka4j.boards.pins.BeagleBoneBlack;

                class One {
                    public static void main(String[] args) {
                        System.out.println(BeagleBoneBlack.P9_12.name() + " " + Boards.board("RASPBERRY_PI_4B").name());
                    }
                }
                """);

        Run run = shell(
                "cd '%s' && mvn -q compile dependency:copy-dependencies && java -cp 'target/classes:target/dependency/*' One"
                        .formatted(folder.resolve("one")));

        assertThat(run.output()).endsWith("P9_12 Raspberry Pi 4 Model B\n");
    }

    /** A combined jar that has only one of two files with the same name. */
    @Test
    void theErrorOfAJarWithoutTheTransformerNamesTheMissingProviders() throws IOException {
        Path jar = folder.resolve("lost.jar");
        Files.copy(project.resolve("target/blink-1.jar"), jar);
        try (var files = FileSystems.newFileSystem(jar)) {
            Files.writeString(
                    files.getPath("META-INF/services/blinka4j.provider.Provider"), "blinka4j.linux.LinuxProvider\n");
        }

        Run run = shell("BLINKA_PROVIDER=sim java -jar '%s'".formatted(jar));

        assertThat(run.output()).contains("sim: ", "blinka4j.sim.SimProvider").contains("ServicesResourceTransformer");
        assertThat(run.status()).isNotZero();

        try (var files = FileSystems.newFileSystem(jar)) {
            Files.delete(files.getPath("META-INF/services/blinka4j.provider.BoardRegistry"));
        }

        assertThat(shell("BLINKA_PROVIDER=sim java -jar '%s'".formatted(jar)).output())
                .contains("boards: ", "blinka4j.boards.BoardFiles")
                .contains("META-INF/services/blinka4j.provider.BoardRegistry")
                .contains("ServicesResourceTransformer");
    }
}
