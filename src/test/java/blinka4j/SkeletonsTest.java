// SPDX-License-Identifier: MIT
package blinka4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import blinka4j.boards.Boards;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code src/test/new} in a copy of the tree. The created files compile, and their test fails until they are filled in. */
class SkeletonsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> NOT_COPIED = Set.of("target", ".git", ".idea", "vectors");

    /** One copy for all tests, as a copy takes longer than a test. */
    @TempDir
    private static Path tree;

    @TempDir
    private Path folder;

    private record Result(int status, String printed) {
        List<String> created() {
            return files("created  ");
        }

        List<String> changed() {
            return files("changed  ");
        }

        private List<String> files(String begin) {
            return printed.lines()
                    .filter(line -> line.startsWith(begin))
                    .map(line -> line.substring(begin.length()))
                    .toList();
        }
    }

    @BeforeAll
    static void copyTheTree() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(from.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(tree.resolve(ROOT.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, tree.resolve(ROOT.relativize(from)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @AfterEach
    void restoreTheTree() throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path original = ROOT.resolve(tree.relativize(file));
                if (!Files.exists(original)) {
                    Files.delete(file);
                } else if (!attributes.lastModifiedTime().equals(Files.getLastModifiedTime(original))) {
                    Files.copy(original, file, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!Files.exists(ROOT.resolve(tree.relativize(left)))) {
                    Files.delete(left);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void aDriverCompilesAndItsTestFails() throws Exception {
        Result made = make("driver", "XYZ12x_I2C");

        assertThat(made.created())
                .containsExactly(
                        "drivers/src/main/java/blinka4j/drivers/xyz12xi2c/package-info.java",
                        "drivers/src/main/java/blinka4j/drivers/xyz12xi2c/XYZ12x_I2C.java",
                        "drivers/src/test/java/blinka4j/drivers/xyz12xi2c/XYZ12x_I2CTest.java",
                        "drivers/src/test/java/blinka4j/drivers/faults/XYZ12x_I2CRig.java",
                        "drivers/src/test/resources/vectors/xyz12xi2c.json",
                        "providers/sim/src/main/java/blinka4j/sim/chips/SimXYZ12x_I2C.java",
                        "samples/src/main/java/blinka4j/samples/Xyz12xi2cSimpleTest.java");
        assertThat(read("drivers/src/main/java/module-info.java")).contains("exports blinka4j.drivers.xyz12xi2c;");
        assertThat(read("drivers/originals.tsv")).contains("\nxyz12xi2c\t0\t");
        assertThat(read(made.created().get(1))).contains("new Registers(", "device.query(", "Scaled ");
        assertThat(read(made.created().get(3))).contains("extends FaultRig", "List<Operation> readings()");
        assertThat(read(made.created().get(5))).contains("extends SimChip", "measures(");
        assertThat(read(made.created().get(6))).contains("extends Sample", "attachTo(SimBoard");
        assertThat(failureOf("blinka4j.drivers.xyz12xi2c.XYZ12x_I2CTest", compiled(made)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("0x38")
                .hasMessageContaining("not written yet");
    }

    /** Each command in CONTRIBUTING.md works, and the table below it lists each file. */
    @ParameterizedTest
    @ValueSource(strings = {"driver", "module", "board", "provider"})
    void theGuideListsTheCreatedFiles(String kind) throws Exception {
        String guide = read("CONTRIBUTING.md");
        int begin = guide.indexOf("### Add a " + kind + "\n");
        int end = guide.indexOf("\n##", begin + 1);
        assertThat(begin).isPositive();
        String section = guide.substring(begin, end);
        Matcher command = Pattern.compile("^src/test/new (\\w+) (\\S+)$", Pattern.MULTILINE)
                .matcher(section);
        assertThat(command.find()).as(section).isTrue();

        Result made = make(command.group(1), command.group(2));

        assertThat(command.group(1)).isEqualTo(kind);
        assertThat(Stream.concat(made.created().stream(), made.changed().stream()))
                .allSatisfy(file -> assertThat(section).contains(file.replaceFirst(".*/", "")));
        // Other listed files exist already. The reader changes them.
        assertThat(Pattern.compile("^\\| (`.*?`) \\|", Pattern.MULTILINE)
                        .matcher(section)
                        .results())
                .flatMap(row -> List.of(row.group(1).replace("`", "").split(", ")))
                .filteredOn(file -> file.contains("/") && !file.startsWith("META-INF"))
                .allSatisfy(file -> assertThat(tree.resolve(file)).exists());
    }

    @Test
    void aModuleCompilesAndItsTestFails() throws Exception {
        Result made = make("module", "can_io.CanBus");

        assertThat(made.created())
                .containsExactly(
                        "api/src/main/java/blinka4j/canio/package-info.java",
                        "api/src/main/java/blinka4j/canio/CanBus.java",
                        "api/src/test/java/blinka4j/canio/CanBusTest.java");
        assertThat(read("api/src/main/java/module-info.java"))
                .containsSubsequence("busio;\n", "    exports blinka4j.canio;\n", "    exports blinka4j.checksum;");
        assertThat(failureOf("blinka4j.canio.CanBusTest", compiled(made)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("CanBus(D18)")
                .hasMessageContaining("not written yet");
    }

    /** The README lists the unsupported modules. */
    @ParameterizedTest
    @ValueSource(strings = {"alarm.Alarm", "wifi.Radio", "usb_midi.PortIn", "touchio.TouchIn"})
    void aNewModuleIsRemovedFromTheReadmesTable(String name) throws Exception {
        String python = "`%s`".formatted(name.replaceFirst("\\..*", ""));
        assertThat(table()).contains(python);

        assertThat(make("module", name).changed()).contains("README.md");

        assertThat(table()).doesNotContain(python).contains("`displayio`").doesNotContain(", ,", "|  |");
    }

    private String table() throws IOException {
        String readme = read("README.md");
        return readme.substring(readme.indexOf("<!-- not here yet -->"), readme.indexOf("<!-- /not here yet -->"));
    }

    @Test
    void aProviderCompilesAndItsTestFails() throws Exception {
        Result made = make("provider", "gpiod");

        assertThat(made.created()).hasSize(6).allMatch(file -> file.startsWith("providers/gpiod/"));
        assertThat(read("pom.xml"))
                .contains("<module>providers/gpiod</module>", "<artifactId>blinka4j-provider-gpiod</artifactId>");
        assertThat(read("src/test/pom.xml")).contains("<artifactId>blinka4j-provider-gpiod</artifactId>");
        assertThat(read("src/test/java/blinka4j/ArchitectureTest.java"))
                .containsSubsequence(
                        "\"providers/diozero\"",
                        "entry(\"providers/gpiod\", List.of(\"api\")),\n",
                        "\"providers/kernel\"");
        assertThat(failureOf("blinka4j.gpiod.GpiodProviderTest", compiled(made)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Usable")
                .hasMessageContaining("gpiod is not written yet");
    }

    /** EvidenceTest is the test of a board. It does the same with each sample. */
    @Test
    void aBoardIsNotRecognisedBeforeItIsFilledIn() throws Exception {
        Result made = make("board", "ACME_ONE");

        assertThat(made.changed()).containsExactly("boards/src/test/resources/blinka4j/boards/evidence.json");
        assertThat(read(made.changed().get(0)))
                .contains(
                        "{\"name\": \"ACME_ONE\"", "acme,one\\u0000acme,soc\\u0000", "\"expect_board\": \"ACME_ONE\"}");
        Path file = Path.of("etc/blinka4j/boards/ACME_ONE.properties");
        String skeleton = read(made.created().get(0));
        assertThat(recognised(file, skeleton)).isEqualTo("GENERIC_LINUX");
        assertThat(recognised(file, skeleton.replace("# recognise.", "recognise.")))
                .isEqualTo("ACME_ONE");
    }

    /** The board of a machine whose user has this file. */
    private String recognised(Path file, String content) throws IOException {
        Path root = Files.createTempDirectory(folder, "machine");
        write(root.resolve(file), content);
        write(root.resolve("proc/device-tree/compatible"), "acme,one\0acme,soc\0");
        Detected detected = Boards.detect(new Host(root, "Linux", Map.of("XDG_CONFIG_HOME", "/etc")));
        return Objects.requireNonNull(detected).board().id();
    }

    @ParameterizedTest
    @CsvSource({"driver, XYZ12x", "module, touchio.TouchIn", "board, ACME_ONE", "provider, gpiod"})
    void existingFilesAreNotOverwritten(String kind, String name) throws Exception {
        make(kind, name);
        Map<String, String> before = files();

        Result again = run(kind, name);

        assertThat(again.status()).isEqualTo(1);
        assertThat(again.printed()).startsWith("new: ").endsWith(" already exists\n");
        assertThat(files()).isEqualTo(before);
    }

    /** The last file of the skeleton exists already. */
    @Test
    void anErrorLeavesNoFiles() throws Exception {
        write(tree.resolve("providers/gpiod/src/test/java/blinka4j/gpiod/GpiodProviderTest.java"), "mine");
        Map<String, String> before = files();

        assertThat(run("provider", "gpiod").status()).isEqualTo(1);

        assertThat(files()).isEqualTo(before);
    }

    /** A folder is in place of a file that must be changed. The error comes after the other files were created. */
    @Test
    void createdFilesAreRemovedAfterAFailure() throws Exception {
        Path changed = tree.resolve("boards/src/test/resources/blinka4j/boards/evidence.json");
        Path script = tree.resolve("src/test/new");
        Files.writeString(
                script,
                Files.readString(script)
                        .replace(
                                "cat \"$stage/new/$file\" >\"$file\"",
                                "[[ $file != *evidence* ]]; cat \"$stage/new/$file\" >\"$file\""));
        Map<String, String> before = files();

        assertThat(run("board", "ACME_ONE").status()).isNotZero();

        assertThat(changed).exists();
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "driver, ahtx0",
        "driver, AHT-20",
        "driver, ../X",
        "module, touchio",
        "module, Touchio.TouchIn",
        "board, acme",
        "board, A B",
        "provider, Gpiod",
        "provider, a/b",
        "gizmo, X"
    })
    void invalidNamesAreAnError(String kind, String name) throws Exception {
        Map<String, String> before = files();

        Result refused = run(kind, name);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.printed()).startsWith("new: ").contains("'", "src/test/new driver CHIP");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void theUsageIsPrintedOnRequest() throws Exception {
        assertThat(run("-h").status()).isZero();
        assertThat(run("-h").printed()).startsWith("Makes the skeleton").contains("src/test/new board ID");
        assertThat(run().status()).isEqualTo(2);
        assertThat(run("board", "A", "B").status()).isEqualTo(2);
    }

    private Result make(String... arguments) throws IOException, InterruptedException {
        Result result = run(arguments);
        assertThat(result.status()).as(result.printed()).isZero();
        assertThat(result.created())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(read(file))
                        .as(file)
                        .contains("SPDX-License-Identifier: MIT")
                        .doesNotContain("@name@", "@package@", "@Type@", "@module@")
                        .endsWith("\n"));
        assertThat(result.printed()).contains("mvn test -pl ");
        return result;
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of("bash", tree.resolve("src/test/new").toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), printed);
    }

    /** Compiles the created files except module declarations, with all warnings as errors. Returns the folder of classes. */
    private Path compiled(Result made) throws IOException {
        Path classes = folder.resolve("classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            List<Path> sources = made.created().stream()
                    .filter(file -> file.endsWith(".java") && !file.endsWith("module-info.java"))
                    .map(tree::resolve)
                    .toList();
            // A rig needs the other classes of its package.
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-Xlint:all,-options",
                    "-Werror",
                    "-proc:none",
                    "-implicit:none",
                    "-sourcepath",
                    tree.resolve("drivers/src/test/java").toString(),
                    "-d",
                    classes.toString());
            boolean good = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(good).as(messages.toString()).isTrue();
        }
        return classes;
    }

    /** Returns the exception of the only test of a class. */
    private static Throwable failureOf(String test, Path classes) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Class<?> type = loader.loadClass(test);
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            List<Method> tests = Stream.of(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .toList();
            assertThat(tests).hasSize(1);
            tests.get(0).setAccessible(true);
            Throwable thrown = catchThrowable(() -> tests.get(0).invoke(constructor.newInstance()));
            assertThat(thrown).isInstanceOf(InvocationTargetException.class);
            return thrown.getCause();
        }
    }

    /** The content of each file of the copy. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path file : all.toList()) {
                files.put(file.toString(), Files.isDirectory(file) ? "" : Files.readString(file, ISO_8859_1));
            }
        }
        return files;
    }

    private String read(String file) throws IOException {
        return Files.readString(tree.resolve(file));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
