// SPDX-License-Identifier: MIT
package blinka4j.site;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.boards.Boards;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin.Change;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.parts.SimButton;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the programs on the pages. The build compiles all Java blocks; Surefire runs those that are tests. */
class SnippetsTest {
    /** The programs that this class runs, and the classes that other blocks use. */
    private static final Set<String> PROGRAMS =
            Set.of("Doorbell", "Fan", "Greenhouse", "Heater", "TryFolder", "Weather");

    private static final Map<String, String> USED_BY = Map.of(
            "Cooling",
            "CoolingTest",
            "TMP102",
            "TMP102Test",
            "SimTMP102",
            "TMP102FaultsTest",
            "FolderProvider",
            "TryFolder");

    private static final Path PAGES = SiteTest.ROOT.resolve(Navigation.PAGES);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    @TempDir
    Path folder;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(out);
    }

    @Test
    void eachBlockIsRun() {
        Map<String, String> snippets = Snippets.of(PAGES);
        Set<String> known = new TreeSet<>(PROGRAMS);
        known.addAll(USED_BY.keySet());
        USED_BY.forEach((used, by) -> assertThat(snippets.get(by)).contains(used));
        snippets.forEach((name, block) -> {
            if (block.contains("@Test")) {
                // Surefire runs classes with this name.
                assertThat(name).endsWith("Test");
                known.add(name);
            }
        });

        assertThat(snippets.keySet()).isEqualTo(known);
    }

    @Test
    void theFanRunsWhenItIsWarm() {
        try (SimBoard board = start()) {
            board.i2c().attach(0x77, new SimBME280().temperature(31));
            run("Fan");

            assertThat(board.pin("D18").history()).extracting(Change::level).startsWith(true);
        }
    }

    @Test
    void theWeatherIsPrintedEveryTwoSeconds() {
        try (SimBoard board = start()) {
            board.i2c()
                    .attach(0x77, new SimBME280().temperature(22.5).humidity(45).pressure(1002));
            board.runUntil(() -> run("Weather"), () -> board.clock().now().toSeconds() >= 7);

            assertThat(printed().lines()).hasSize(4).allMatch(line -> line.matches("\\S+ C, \\S+ %"));
        }
    }

    @Test
    void theDoorbellRingsOnce() {
        try (SimBoard board = start()) {
            SimButton button = new SimButton(board, "D4");
            board.clock().after(Duration.ofSeconds(1), () -> button.press(Duration.ofMillis(200)));
            run("Doorbell");

            assertThat(printed().lines()).containsExactly("ding dong");
        }
    }

    @Test
    void theHeaterFeedsTheWatchdog() {
        try (SimBoard board = start()) {
            run("Heater");

            assertThat(board.pin("D18").history()).hasSize(100);
            assertThat(board.watchdog().hasReset()).isFalse();
        }
    }

    @Test
    void theGreenhouseHasItsNames() throws Exception {
        String page = Site.text(PAGES.resolve("write-board.md"));
        Path file = folder.resolve("GREENHOUSE.properties");
        Files.writeString(file, Markdown.blocks(page, "properties").get(0));
        var detected = Boards.detect(new Host(folder, "Linux", Map.of("BLINKA_BOARD_FILE", "/GREENHOUSE.properties")));
        assertThat(detected).isNotNull();
        BoardDefinition definition = detected.board();

        assertThat(definition.name()).isEqualTo("Greenhouse controller");
        assertThat(definition.pins())
                .containsEntry("PUMP", new Line("pinctrl-bcm2711", 17))
                .containsEntry("DOOR", new Line("pinctrl-bcm2711", 27));
        try (SimBoard board = SimBoard.start(definition)) {
            run("Greenhouse");

            assertThat(board.pin("D17").history()).extracting(Change::level).startsWith(true);
            assertThat(printed()).contains("PUMP");
        }
    }

    @Test
    void theProviderWritesTheFile() throws Exception {
        run("TryFolder", folder.toString());

        assertThat(printed().strip()).isEqualTo("true");
        assertThat(folder.resolve("gpio-17")).exists();
    }

    /** The program in the overview and on the first page is the same. */
    @Test
    void theFirstProgramIsThatOfTheReadme() {
        List<String> blocks = Markdown.blocks(Site.text(SiteTest.ROOT.resolve("README.md")), "java");

        assertThat(blocks).contains(Snippets.of(PAGES).get("Fan"));
    }

    private static SimBoard start() {
        return SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Runs the program of a block, which the build has compiled. */
    private static void run(String program, String... arguments) {
        try {
            Method main = Class.forName(program).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
