// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.Provider.Probe;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimProviderTest {
    @TempDir
    private Path folder;

    private static final Host NOTHING = new Host(Path.of("/nonexistent"), "Mac OS X", Map.of());
    private static final Host SIM = new Host(
            Path.of("/nonexistent"), "Mac OS X", Map.of("BLINKA_PROVIDER", "sim", "BLINKA_FORCEBOARD", "TEST_BOARD"));

    /** Knows one board, by its id. */
    public static final class Registry implements BoardRegistry {
        @Override
        public @Nullable Detected detect(Host host) {
            return host.setting("BLINKA_FORCEBOARD")
                            .filter("TEST_BOARD"::equals)
                            .isPresent()
                    ? new Detected(Boards.small(), "BLINKA_FORCEBOARD says so")
                    : null;
        }

        @Override
        public BoardDefinition board(String id) {
            return Boards.small();
        }

        @Override
        public List<String> ids() {
            return List.of("TEST_BOARD");
        }
    }

    /** A device and a button. */
    public static final class World implements Breadboard {
        @Override
        public void attachTo(SimBoard board) {
            board.i2c().attach(0x42, new Registers8().register(0, 7));
            board.pin("D4").drive(true);
        }
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(Provider.class).stream()
                        .map(each -> each.get().name()))
                .contains("sim");
    }

    @Test
    void isNeverChosenUnlessItIsNamed() {
        assertThat(new SimProvider().probe(NOTHING))
                .isInstanceOfSatisfying(
                        Probe.Skipped.class,
                        skipped -> assertThat(skipped.reason())
                                .contains("never selected automatically", "BLINKA_PROVIDER=sim"));
        assertThat(new SimProvider().probe(new Host(Path.of("/"), "Linux", Map.of("BLINKA_PROVIDER", "linux"))))
                .isInstanceOf(Probe.Skipped.class);
        assertThat(new SimProvider().probe(SIM)).isInstanceOf(Probe.Usable.class);
    }

    @Test
    void standsForARaspberryPi4() {
        assertThat(new SimProvider().standsFor()).contains("RASPBERRY_PI_4B");
    }

    @Test
    void servesTheNamedBoardWithWhatIsOnTheBreadboards() {
        SimProvider provider = new SimProvider();
        provider.probe(SIM);
        BoardDefinition board = Boards.small();
        try (GpioPort button = provider.openGpio(new Line("chip", 4), "test")) {
            button.input(GpioPort.Bias.DISABLED);
            assertThat(button.read()).isTrue();
        }
        I2CPort bus = provider.openI2c(board.i2cBuses().get(0), 100_000, 0);
        byte[] in = new byte[1];
        bus.transfer(0x42, new byte[1], 0, 1, in, 0, 1);
        assertThat(in).containsExactly(7);
        long before = System.nanoTime();
        bus.sleep(Duration.ofMillis(20));
        assertThat(System.nanoTime() - before).as("its clock is real").isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void itsNameMayBeGivenInAnyCase() {
        assertThat(new SimProvider().probe(new Host(Path.of("/"), "Linux", Map.of("BLINKA_PROVIDER", "SIM"))))
                .isInstanceOf(Probe.Usable.class);
    }

    /** A class path with one more file. */
    private void withFile(String name, String text, Runnable body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        // Without the breadboard of this test itself.
        ClassLoader parent = new ClassLoader(SimProviderTest.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String resource) throws IOException {
                return resource.endsWith("services/blinka4j.sim.Breadboard")
                        ? Collections.emptyEnumeration()
                        : super.getResources(resource);
            }
        };
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
            Thread.currentThread().setContextClassLoader(loader);
            body.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void assertThatTheBoardCannotBeUsed(String... words) {
        SimProvider provider = new SimProvider();
        provider.probe(SIM);
        // Twice, because the first attempt must leave no half of a board.
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> provider.openGpio(new Line("chip", 4), "test"))
                    .isInstanceOf(HardwareException.class)
                    .satisfies(e -> assertThat(e.getMessage()).contains(words));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.Bredboard",
                "blinka4j.sim.SimProviderTest",
                "blinka4j.sim.Breadboard",
                "blinka4j.sim.SimProviderTest$Shy"
            })
    void aBreadboardThatCannotBeLoadedIsNamed(String type) throws IOException {
        withFile(
                "META-INF/services/blinka4j.sim.Breadboard",
                type + "\n",
                () -> assertThatTheBoardCannotBeUsed(
                        "META-INF/services/blinka4j.sim.Breadboard", type, "public class", "implements Breadboard"));
    }

    /** Has no constructor that the service loader may call. */
    static final class Shy implements Breadboard {
        private Shy() {}

        @Override
        public void attachTo(SimBoard board) {}
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/services/blinka4j.sim.BreadBoard",
                "META-INF/services/Breadboard",
                "META-INF/service/blinka4j.sim.Breadboard"
            })
    void aMisspeltServiceFileIsNamed(String file) throws IOException {
        withFile(
                file,
                World.class.getName() + "\n",
                () -> assertThatTheBoardCannotBeUsed(file, "META-INF/services/blinka4j.sim.Breadboard"));
    }

    @Test
    void aBreadboardIsNotNeeded() throws IOException {
        withFile("META-INF/other", "", () -> {
            SimProvider provider = new SimProvider();
            provider.probe(SIM);
            provider.openGpio(new Line("chip", 4), "test").close();
        });
    }

    /** Attaches something to a pin that the board does not have. */
    public static final class Mistaken implements Breadboard {
        @Override
        public void attachTo(SimBoard board) {
            board.pin("D99").drive(true);
        }
    }

    @Test
    void aBreadboardThatFailsLeavesNoHalfOfABoard() throws IOException {
        withFile(
                "META-INF/services/blinka4j.sim.Breadboard",
                Mistaken.class.getName() + "\n",
                () -> assertThatTheBoardCannotBeUsed("no pin 'D99'"));
    }

    @Test
    void aPinOfBoardUnderAnIndependentBoardIsToldWhereItIs() {
        try (SimBoard board = SimBoard.open(Boards.small());
                DigitalInOut ours = new DigitalInOut(board.blinka().pin("D4"))) {
            assertThat(ours.value()).isFalse();
            assertThatThrownBy(() -> new DigitalInOut(Board.D5))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("board.blinka().pin(\"D5\")")
                    .hasMessageContaining("TEST_BOARD")
                    .hasMessageContaining("SimBoard.start");
        }
    }

    @Test
    void aLineThatTheBoardLacksIsNamed() {
        SimProvider provider = new SimProvider();
        provider.probe(SIM);
        assertThatThrownBy(() -> provider.openGpio(new Line("other", 99), "test"))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("other:99");
    }

    /** Otherwise it would recognise the machine a second time. */
    @Test
    void theBoardForWhichItWasSelectedIsSimulated() {
        SimProvider provider = new SimProvider();
        provider.probe(NOTHING);
        BoardDefinition small = Boards.small();
        provider.selectedFor(small);

        assertThat(provider.board().definition()).isSameAs(small);
    }
}
