// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars as modules, and programs on a module path, on a class path, and on a Java made by jlink. */
class ModulePathIT {
    private static final List<String> PROGRAM = List.of(
            "blinka4j",
            "blinka4j-api",
            "blinka4j-boards",
            "blinka4j-drivers",
            "blinka4j-kernel",
            "blinka4j-provider-linux");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void compileTheProgram() throws IOException {
        Path source = Files.createDirectories(folder.resolve("src"));
        Files.writeString(source.resolve("module-info.java"), """
                module demo {
                    requires blinka4j;
                    requires blinka4j.provider.sim;
                    uses blinka4j.provider.Provider;
                }
                """);
        Files.writeString(Files.createDirectories(source.resolve("demo")).resolve("Demo.java"), """
                package demo;

                import blinka4j.board.Board;
                import blinka4j.boards.Boards;
                import blinka4j.boards.pins.BeagleBoneBlack;
                import blinka4j.digitalio.DigitalInOut;
                import blinka4j.drivers.mcp9808.MCP9808;
                import blinka4j.provider.Host;
                import blinka4j.provider.Provider;
                import blinka4j.runtime.Blinka;
                import blinka4j.sim.SimBoard;
                import blinka4j.sim.chips.SimMCP9808;
                import java.util.ServiceLoader;

                public class Demo {
                    public static void main(String[] args) {
                        System.out.println("modular: " + Demo.class.getModule().isNamed());
                        System.out.println("pin: " + BeagleBoneBlack.P9_12.name());
                        try (var board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
                            board.i2c().attach(0x18, new SimMCP9808().temperature(21));
                            try (var led = new DigitalInOut(Board.D18); var i2c = Board.i2c()) {
                                led.switchToOutput(true);
                                System.out.println("level: " + board.pin("D18").level());
                                System.out.println("temperature: " + new MCP9808(i2c).temperature());
                            }
                        }
                        for (Provider provider : ServiceLoader.load(Provider.class)) {
                            System.out.println(provider.name() + ": " + provider.probe(Host.local()));
                            if (provider.name().equals("linux")) {
                                try {
                                    System.out.println(provider.findLine("no line is called so"));
                                } catch (RuntimeException e) {
                                    System.out.println("linux opened: " + e.getMessage());
                                }
                            }
                        }
                        try {
                            System.out.println("current: " + Blinka.current());
                        } catch (RuntimeException e) {
                            System.out.println("current: " + e.getMessage());
                        }
                    }
                }
                """);
        List<Path> path = new ArrayList<>(jars(PROGRAM));
        path.addAll(jars(List.of("blinka4j-provider-sim")));
        path.addAll(List.of(Build.library("jna-"), Build.library("slf4j-api-"), Build.library("jspecify-")));
        Run compiled = Run.of(
                folder,
                Map.of(),
                "",
                List.of(
                        Run.tool("javac"),
                        "-Xlint:all",
                        "-Werror",
                        "-p",
                        join(path),
                        "-d",
                        "demo",
                        "src/module-info.java",
                        "src/demo/Demo.java"));
        assertThat(compiled.output()).isEmpty();
        assertThat(compiled.status()).isZero();
    }

    private static List<Path> jars(List<String> artifacts) {
        return artifacts.stream().map(Build::jar).toList();
    }

    private static String join(List<Path> path) {
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Run run(String java, Map<String, String> environment, String path, List<Path> jars)
            throws IOException {
        List<Path> all = new ArrayList<>(jars);
        all.addAll(jars(PROGRAM));
        all.add(Build.jar("blinka4j-provider-sim"));
        all.add(folder.resolve("demo"));
        List<String> command = new ArrayList<>(List.of(java, "-Djna.nosys=true", path, join(all)));
        command.addAll(path.equals("-p") ? List.of("-m", "demo/demo.Demo") : List.of("demo.Demo"));
        return Run.of(folder, environment, "", command);
    }

    private static void assertWorks(Run run) {
        assertThat(run.output())
                .contains("pin: P9_12", "level: true", "temperature: 21.0")
                .contains("linux: ", "Optional.empty", "current: ")
                .doesNotContain("NoClassDefFoundError", "JNA cannot");
        assertThat(run.status()).isZero();
    }

    @Test
    void aModularProgramReachesTheLinuxProviderAndTheSimulator() throws IOException {
        Run run = run(Run.tool("java"), Map.of(), "-p", List.of(Build.library("jna-"), Build.library("slf4j-api-")));

        assertWorks(run);
        assertThat(run.output()).contains("modular: true", "sim: Skipped");
    }

    @Test
    void aSimulatedBoardIsSelectedOnAModulePath() throws IOException {
        Run run = run(
                Run.tool("java"),
                Map.of("BLINKA_PROVIDER", "sim"),
                "-p",
                List.of(Build.library("jna-"), Build.library("slf4j-api-")));

        assertThat(run.output()).contains("current: RASPBERRY_PI_4B", "by the provider 'sim'");
    }

    @Test
    void theErrorOfAModulePathWithoutALibraryNamesTheLibrary() throws IOException {
        assertThat(run(Run.tool("java"), Map.of(), "-p", List.of(Build.library("jna-")))
                        .output())
                .contains("Module org.slf4j not found, required by blinka4j.provider.linux");
        assertThat(run(Run.tool("java"), Map.of(), "-p", List.of(Build.library("slf4j-api-")))
                        .output())
                .contains("Module com.sun.jna not found, required by blinka4j.provider.linux");
    }

    @Test
    void theErrorOfAClassPathWithoutALibraryNamesTheLibrary() throws IOException {
        assertThat(run(Run.tool("java"), Map.of("BLINKA_PROVIDER", "linux"), "-cp", List.of())
                        .output())
                .contains("linux: Skipped[", "net.java.dev.jna:jna and org.slf4j:slf4j-api", "missing");
    }

    /** All providers lack a library. The error lists each with the missing library. */
    @Test
    void aProviderWithAMissingLibraryIsReportedAsTried() throws IOException {
        List<Path> halves = List.of(
                Build.jar("blinka4j-provider-diozero"),
                Build.jar("blinka4j-provider-pi4j"),
                Build.library("slf4j-api-"));

        assertThat(run(Run.tool("java"), Map.of(), "-cp", halves).output())
                .contains("Tried:")
                .containsPattern("linux opened: .*'linux'.* net.java.dev.jna:jna .*missing")
                .doesNotContain("noexec")
                .containsPattern("linux: net.java.dev.jna:jna .*missing")
                .containsPattern("diozero: com.diozero:diozero-core and org.tinylog:tinylog-api .*missing")
                .containsPattern("pi4j: com.pi4j:pi4j-core .*missing");
    }

    @Test
    void diozeroAndPi4JAreFoundOnAModulePath() throws IOException {
        Run run = run(
                Run.tool("java"),
                Map.of(),
                "-p",
                List.of(
                        Build.library("jna-"),
                        Build.library("slf4j-api-"),
                        Build.jar("blinka4j-provider-diozero"),
                        Build.library("diozero-core-"),
                        Build.library("tinylog-api-"),
                        Build.library("tinylog-impl-"),
                        Build.jar("blinka4j-provider-pi4j"),
                        Build.library("pi4j-core-"),
                        Build.library("pi4j-plugin-gpiod-"),
                        Build.library("pi4j-library-gpiod-")));

        assertWorks(run);
        assertThat(run.output())
                .contains("diozero: ")
                .contains("pi4j: Usable")
                .doesNotContain("missing", "cannot be loaded", "no plugin of Pi4J");
    }

    @Test
    void theErrorOfAJavaWithoutLoggingNamesTheModule() throws IOException {
        String java = jlink("java.base", List.of());

        assertThat(run(java, Map.of(), "-cp", List.of(Build.library("jna-"), Build.library("slf4j-api-")))
                        .output())
                .containsPattern("linux: Skipped\\[.*module java.logging")
                .contains("jlink --add-modules java.logging")
                .containsPattern("linux opened: .*'linux'.*module java.logging")
                .doesNotContain("noexec");
    }

    @Test
    void aJavaWithTwoModulesRunsAProgramOnTheClassPath() throws IOException {
        String java = jlink("java.base,java.logging", List.of());

        assertWorks(run(java, Map.of(), "-cp", List.of(Build.library("jna-"), Build.library("slf4j-api-"))));
    }

    /** jlink accepts modules only, such as JNA's jar jna-jpms. */
    @Test
    void aJavaImageWithTheProgramRuns() throws IOException {
        List<Path> modules = new ArrayList<>(jars(PROGRAM));
        modules.addAll(List.of(
                Build.jar("blinka4j-provider-sim"),
                Path.of("target/tools/jna-jpms.jar"),
                Build.library("slf4j-api-"),
                folder.resolve("demo")));

        String java = jlink("demo", modules);

        Run run = Run.of(folder, Map.of(), "", List.of(java, "-Djna.nosys=true", "-m", "demo/demo.Demo"));
        assertWorks(run);
        assertThat(run.output()).contains("modular: true");
    }

    private static String jlink(String modules, List<Path> path) throws IOException {
        String image = "java-" + modules.replace(',', '-');
        List<String> command = new ArrayList<>(List.of(Run.tool("jlink"), "--add-modules", modules, "--output", image));
        if (!path.isEmpty()) {
            command.addAll(
                    List.of("-p", join(path.stream().map(Path::toAbsolutePath).toList())));
        }
        Run run = Run.of(folder, Map.of(), "", command);
        assertThat(run.output()).isEmpty();
        assertThat(run.status()).isZero();
        return folder.resolve(image).resolve("bin/java").toString();
    }

    @Test
    void everyJarIsAModuleThatExportsItsPublicPackages() throws IOException {
        for (String artifact : Build.ARTIFACTS.keySet()) {
            ModuleDescriptor module = ModuleFinder.of(Build.jar(artifact))
                    .findAll()
                    .iterator()
                    .next()
                    .descriptor();

            assertThat(module.isAutomatic()).as(artifact).isFalse();
            assertThat(module.name()).isEqualTo(artifact.replace('-', '.'));
            List<String> hidden = module.packages().stream()
                    .filter(name -> module.exports().stream()
                            .noneMatch(export -> export.source().equals(name)))
                    .sorted()
                    .toList();
            assertThat(hidden)
                    .as("hidden packages of " + artifact)
                    .isEqualTo(
                            switch (artifact) {
                                case "blinka4j-api" -> List.of("blinka4j.hardware");
                                case "blinka4j-boards" -> List.of("blinka4j.boards.family");
                                case "blinka4j-provider-bench" -> List.of("blinka4j.bench.page");
                                case "blinka4j-provider-linux" -> List.of("blinka4j.linux");
                                case "blinka4j-provider-diozero" -> List.of("blinka4j.diozero");
                                case "blinka4j-provider-pi4j" -> List.of("blinka4j.pi4j");
                                default -> List.of();
                            });
        }
    }

    @Test
    void everyJarHasItsSources() throws IOException {
        for (String artifact : Build.ARTIFACTS.keySet()) {
            assertThat(entries(Build.jar(artifact, "-sources"))).as(artifact).contains("module-info.java");
        }
        assertThat(entries(Build.jar("blinka4j-boards", "-sources")))
                .contains("blinka4j/boards/Boards.java", "blinka4j/boards/pins/BeagleBoneBlack.java");
    }

    @Test
    void everyJarHasItsDocumentation() throws IOException {
        assumeFalse(
                Boolean.getBoolean("javadoc.skip"),
                "the jars of Javadoc are made with -Dmaven.javadoc.skip=false, as src/test/run does");

        for (String artifact : Build.ARTIFACTS.keySet()) {
            assertThat(entries(Build.jar(artifact, "-javadoc")))
                    .as(artifact)
                    .contains(artifact.equals("blinka4j") ? "module-info.java" : "index.html");
        }
        assertThat(entries(Build.jar("blinka4j-boards", "-javadoc")))
                .contains("blinka4j.boards/blinka4j/boards/pins/BeagleBoneBlack.html");
    }

    private static List<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                Stream<? extends ZipEntry> entries = zip.stream()) {
            return entries.map(ZipEntry::getName).toList();
        }
    }
}
