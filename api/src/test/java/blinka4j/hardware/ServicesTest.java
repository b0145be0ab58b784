// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.fake.FakeUart;
import blinka4j.provider.AttachedBoard;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import blinka4j.provider.Recorder;
import blinka4j.provider.UartPort;
import blinka4j.provider.UartPort.Parity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers and registries are found on class paths that each test lays out. */
class ServicesTest {
    private static final Host LINUX = host(Map.of());
    private static final BoardDefinition PI = board("PI", null);
    private static final BoardDefinition GENERIC = board(BoardDefinition.GENERIC_LINUX, null);

    /** What the registries recognise; they are made by the service loader, so this is the only way in. */
    private static BoardRegistry.@Nullable Detected detected;

    /** The board that the provider "good" was told. */
    private static @Nullable BoardDefinition told;

    @TempDir
    private Path jar;

    public record Good() implements Provider {
        @Override
        public String name() {
            return "good";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(10);
        }

        @Override
        public void selectedFor(BoardDefinition board) {
            told = board;
        }
    }

    public record Better() implements Provider {
        @Override
        public String name() {
            return "better";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(20);
        }
    }

    public record Simulator() implements Provider {
        @Override
        public String name() {
            return "sim";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(1);
        }

        @Override
        public Optional<String> standsFor() {
            return Optional.of("SIMULATED");
        }
    }

    public record Skipped() implements Provider {
        @Override
        public String name() {
            return "skipped";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Skipped("no /dev/gpiochip0; run it on a Raspberry Pi");
        }
    }

    /** Lacks a library, which shows when it is first used. */
    public record Unlinked() implements Provider {
        @Override
        public String name() {
            return "unlinked";
        }

        @Override
        public Probe probe(Host host) {
            throw new NoClassDefFoundError("com/sun/jna/Native");
        }
    }

    public record Faulty() implements Provider {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public Probe probe(Host host) {
            throw new IndexOutOfBoundsException("Index 0 out of bounds for length 0");
        }
    }

    public static final class Stillborn implements Provider {
        public Stillborn() {
            throw new IllegalStateException("no licence file");
        }

        @Override
        public String name() {
            return "stillborn";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(1000);
        }
    }

    public record Registry() implements BoardRegistry {
        @Override
        public @Nullable Detected detect(Host host) {
            return detected;
        }

        @Override
        public BoardDefinition board(String id) {
            return ServicesTest.board(id, null);
        }

        @Override
        public List<String> ids() {
            return List.of("PI");
        }
    }

    public record SecondRegistry() implements BoardRegistry {
        @Override
        public Detected detect(Host host) {
            return new Detected(ServicesTest.board("SECOND", null), "the second registry knows it");
        }

        @Override
        public BoardDefinition board(String id) {
            return new BoardDefinition(
                    id, "from the second registry", Map.of(), List.of(), List.of(), List.of(), List.of(), null);
        }

        @Override
        public List<String> ids() {
            return List.of("SECOND", "SIMULATED");
        }
    }

    private static BoardDefinition board(String id, @Nullable String provider) {
        return new BoardDefinition(id, "Name of " + id, Map.of(), List.of(), List.of(), List.of(), List.of(), provider);
    }

    private static Host host(Map<String, String> environment) {
        return new Host(Path.of("/nowhere"), "Linux", environment);
    }

    private ClassLoader providers(Class<?>... providers) throws IOException {
        register(Provider.class, providers);
        return loader();
    }

    private ClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, Provider.class.getClassLoader());
    }

    private void register(Class<?> type, Class<?>... services) throws IOException {
        register(type, List.of(services).stream().map(Class::getName).toArray(String[]::new));
    }

    private void register(Class<?> type, String... services) throws IOException {
        Path file = Files.createDirectories(jar.resolve("META-INF/services")).resolve(type.getName());
        Files.write(file, List.of(services));
    }

    /** A class compiled for a Java that does not exist yet. */
    private String classOfTheFuture() throws IOException {
        byte[] code;
        try (InputStream in = ServicesTest.class.getResourceAsStream("ServicesTest$Good.class")) {
            code = in.readAllBytes();
        }
        // The class file's major version.
        code[7] = 99;
        Files.write(Files.createDirectories(jar.resolve("future")).resolve("FutureProvider.class"), code);
        return "future.FutureProvider";
    }

    @BeforeEach
    void recogniseNothing() {
        detected = null;
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("blinka.provider");
    }

    @Test
    void aProviderForANewerJavaDoesNotHideTheOthers() throws IOException {
        register(Provider.class, classOfTheFuture(), Skipped.class.getName(), Good.class.getName());

        assertThat(Services.select(LINUX, loader(), null).name()).isEqualTo("good");
    }

    @Test
    void noKindOfBrokenProviderHidesTheOthers() throws IOException {
        register(
                Provider.class,
                "gone.Provider",
                Stillborn.class.getName(),
                Unlinked.class.getName(),
                Faulty.class.getName(),
                Good.class.getName());

        assertThat(Services.select(LINUX, loader(), null).name()).isEqualTo("good");
    }

    @Test
    void theErrorListsAllThatWasTriedAndWhyItWasNotTaken() throws IOException {
        register(
                Provider.class,
                classOfTheFuture(),
                "gone.Provider",
                Stillborn.class.getName(),
                Unlinked.class.getName(),
                Faulty.class.getName(),
                Skipped.class.getName());
        ClassLoader loader = loader();

        assertThatThrownBy(() -> Services.select(LINUX, loader, null))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("No provider")
                .hasMessageContaining("more recent version of the Java Runtime")
                .hasMessageContaining("gone.Provider not found")
                .hasMessageContaining("ServicesTest$Stillborn")
                .hasMessageContaining("no licence file")
                .hasMessageContaining("unlinked: java.lang.NoClassDefFoundError: com/sun/jna/Native")
                .hasMessageContaining("faulty: java.lang.IndexOutOfBoundsException: Index 0 out of bounds")
                .hasMessageContainingAll("skipped", "no /dev/gpiochip0", "Raspberry Pi")
                .hasMessageContaining("simulated hardware")
                .hasMessageContaining("BLINKA_PROVIDER=sim");
    }

    @Test
    void withoutAnyProviderTheErrorSaysWhichToAdd() throws IOException {
        ClassLoader loader = loader();

        assertThatThrownBy(() -> Services.select(LINUX, loader, null))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("No provider", "class path")
                .hasMessageContaining("io.github.blinka4j:blinka4j-provider-linux");
    }

    /** What a fat jar has whose maker kept one of several files of one name. */
    private void fatJarWith(Class<?>... listed) throws IOException {
        for (String lost :
                List.of("blinka4j/linux/LinuxProvider", "blinka4j/sim/SimProvider", "blinka4j/boards/BoardFiles")) {
            Path file = jar.resolve(lost + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[0]);
        }
        if (listed.length > 0) {
            register(Provider.class, listed);
        }
    }

    @Test
    void aFatJarWithoutServiceFilesIsToldFromOneWithoutProviders() throws IOException {
        fatJarWith();
        ClassLoader loader = loader();

        assertThatThrownBy(() -> Services.select(LINUX, loader, null))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("linux", "blinka4j.linux.LinuxProvider")
                .hasMessageContainingAll("sim", "blinka4j.sim.SimProvider")
                .hasMessageContaining("META-INF/services/blinka4j.provider.Provider")
                .hasMessageContaining("ServicesResourceTransformer")
                .hasMessageNotContaining("blinka4j-provider-linux")
                .hasMessageNotContaining("pi4j");
    }

    @Test
    void aProviderThatAFatJarHasLostIsToldWhereItIsAskedFor() throws IOException {
        fatJarWith(Skipped.class);
        ClassLoader loader = loader();

        assertThatThrownBy(() -> Services.select(host(Map.of("BLINKA_PROVIDER", "sim")), loader, null))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("'sim'", "BLINKA_PROVIDER")
                .hasMessageContaining("blinka4j.sim.SimProvider")
                .hasMessageNotContaining("blinka4j-provider-sim");
    }

    @Test
    void aFatJarWithoutServiceFilesIsToldFromOneWithoutBoards() throws IOException {
        fatJarWith(Good.class);
        ClassLoader loader = loader();

        assertThatThrownBy(() -> Detection.detect(LINUX, loader))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("blinka4j.boards.BoardFiles")
                .hasMessageContaining("META-INF/services/blinka4j.provider.BoardRegistry")
                .hasMessageContaining("ServicesResourceTransformer")
                .hasMessageNotContaining("io.github.blinka4j:blinka4j-boards");
    }

    @Test
    void theUsableProviderOfTheHighestRankIsTaken() throws IOException {
        assertThat(Services.select(LINUX, providers(Good.class, Better.class, Skipped.class), null)
                        .name())
                .isEqualTo("better");
    }

    @Test
    void theProviderThatTheBoardPrefersIsTakenBeforeThoseOfAHigherRank() throws IOException {
        assertThat(Services.select(LINUX, providers(Good.class, Better.class), "good")
                        .name())
                .isEqualTo("good");
    }

    @Test
    void aPreferredProviderThatCannotBeUsedGivesWayToTheNext() throws IOException {
        assertThat(Services.select(LINUX, providers(Skipped.class, Better.class), "skipped")
                        .name())
                .isEqualTo("better");
    }

    @Test
    void theEnvironmentSelectsAProvider() throws IOException {
        ClassLoader loader = providers(Good.class, Better.class);

        assertThat(Services.select(host(Map.of("BLINKA_PROVIDER", "good")), loader, "better")
                        .name())
                .isEqualTo("good");
    }

    @Test
    void aSystemPropertySelectsAProviderAgainstTheEnvironment() throws IOException {
        ClassLoader loader = providers(Good.class, Better.class);
        System.setProperty("blinka.provider", "good");

        assertThat(Services.select(host(Map.of("BLINKA_PROVIDER", "better")), loader, null)
                        .name())
                .isEqualTo("good");
    }

    @Test
    void anUnknownNameIsAnErrorThatListsTheKnownOnes() throws IOException {
        ClassLoader loader = providers(Good.class, Better.class);

        assertThatThrownBy(() -> Services.select(host(Map.of("BLINKA_PROVIDER", "god")), loader, null))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BLINKA_PROVIDER", "'god'")
                .hasMessageContaining("'good'")
                .hasMessageNotContaining("blinka4j-provider-god");
    }

    @Test
    void aSelectedProviderThatCannotBeUsedIsAnErrorAndNoOtherIsTaken() throws IOException {
        ClassLoader loader = providers(Skipped.class, Good.class);

        assertThatThrownBy(() -> Services.select(host(Map.of("BLINKA_PROVIDER", "skipped")), loader, null))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("'skipped'", "BLINKA_PROVIDER")
                .hasMessageContainingAll("no /dev/gpiochip0", "Raspberry Pi")
                .hasMessageContainingAll("good", "BLINKA_PROVIDER");
    }

    @Test
    void theRecognisedBoardAndTheProviderAreFound() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(PI, "compatible says pi");

        Hardware hardware = Detection.detect(LINUX, providers(Good.class));

        assertThat(hardware.board()).isEqualTo(PI);
        assertThat(hardware.provider().name()).isEqualTo("good");
        assertThat(hardware.evidence()).isEqualTo("compatible says pi");
        assertThat(told).isSameAs(PI);
        assertThat(hardware).hasToString("PI (Name of PI) by the provider 'good'");
    }

    /** Reaches a board on a cable, which it asks. */
    public record Cable() implements Provider, AttachedBoard {
        @Override
        public String name() {
            return "cable";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(1);
        }

        @Override
        public String boardId() {
            return "SECOND";
        }
    }

    @Test
    void aBoardOnACableIsMeantRatherThanTheHostUnlessTheUserNamesOne() throws IOException {
        register(BoardRegistry.class, Registry.class, SecondRegistry.class);
        detected = new BoardRegistry.Detected(PI, "compatible says pi");
        ClassLoader loader = providers(Cable.class);

        Hardware hardware = Detection.detect(LINUX, loader);
        assertThat(hardware.board().name()).isEqualTo("from the second registry");
        assertThat(hardware.evidence()).contains("cable", "asked");

        for (String setting : List.of("BLINKA_FORCEBOARD", "BLINKA_BOARD_FILE")) {
            assertThat(Detection.detect(host(Map.of(setting, "PI")), loader).board())
                    .as(setting)
                    .isEqualTo(PI);
        }
    }

    public record Recorded(String name) implements Provider {
        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(1);
        }
    }

    /** Records nothing, but its name says what it has got. */
    public record Noting() implements Recorder {
        @Override
        public Provider record(BoardDefinition board, Provider provider, Path file) {
            return new Recorded("%s of %s to %s".formatted(provider.name(), board.id(), file));
        }
    }

    @Test
    void aRecorderGetsTheBoardTheProviderAndTheFileIfTheUserWantsARecording() throws IOException {
        register(BoardRegistry.class, Registry.class);
        register(Recorder.class, Noting.class);
        detected = new BoardRegistry.Detected(PI, "compatible says pi");

        assertThat(Detection.detect(host(Map.of("BLINKA_RECORD", "some.trace")), providers(Good.class))
                        .provider()
                        .name())
                .isEqualTo("good of PI to some.trace");
        assertThat(Detection.detect(LINUX, providers(Good.class)).provider()).isInstanceOf(Good.class);
    }

    @Test
    void aRecordingWithoutARecorderIsAnErrorThatSaysWhatToAdd() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(PI, "compatible says pi");
        ClassLoader loader = providers(Good.class);
        Host host = host(Map.of("BLINKA_RECORD", "some.trace"));

        assertThatThrownBy(() -> Detection.detect(host, loader))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BLINKA_RECORD", "io.github.blinka4j:blinka4j-trace");

        register(Recorder.class, "gone.Recorder");
        assertThatThrownBy(() -> Detection.detect(host, loader()))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BLINKA_RECORD", "gone.Recorder");
    }

    @Test
    void theBoardsOwnProviderIsPreferred() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(board("PI", "good"), "compatible says pi");

        assertThat(Detection.detect(LINUX, providers(Good.class, Better.class))
                        .provider()
                        .name())
                .isEqualTo("good");
    }

    @Test
    void aRegistryThatKnowsTheBoardWinsOverOneThatOnlyCallsItGeneric() throws IOException {
        register(BoardRegistry.class, Registry.class, SecondRegistry.class);
        detected = new BoardRegistry.Detected(GENERIC, "it runs Linux");

        assertThat(Detection.detect(LINUX, providers(Good.class)).board().id()).isEqualTo("SECOND");
    }

    @Test
    void theFirstRegistryThatKnowsTheBoardDecides() throws IOException {
        register(BoardRegistry.class, Registry.class, SecondRegistry.class);
        detected = new BoardRegistry.Detected(PI, "compatible says pi");

        assertThat(Detection.detect(LINUX, providers(Good.class)).board().id()).isEqualTo("PI");
    }

    @Test
    void whatAProviderStandsForReplacesTheGenericBoard() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(GENERIC, "it runs Linux");

        Hardware hardware = Detection.detect(LINUX, providers(Simulator.class));

        assertThat(hardware.board().id()).isEqualTo("SIMULATED");
        assertThat(hardware.evidence()).contains("'sim' stands for it");
    }

    @Test
    void theGenericBoardIsNotReplacedIfTheUserHasChosenIt() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(GENERIC, "BLINKA_FORCEBOARD says generic_linux");
        ClassLoader loader = providers(Simulator.class);

        assertThatThrownBy(() -> Detection.detect(host(Map.of("BLINKA_FORCEBOARD", "generic_linux")), loader))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("simulate", "GENERIC_LINUX", "BLINKA_FORCEBOARD", "SIMULATED");
        assertThat(Detection.detect(host(Map.of("BLINKA_FORCEBOARD", "generic_linux")), providers(Good.class))
                        .board()
                        .id())
                .isEqualTo("GENERIC_LINUX");
    }

    @Test
    void whatAProviderStandsForIsUsedWhereNoBoardIsRecognised() throws IOException {
        register(BoardRegistry.class, Registry.class);

        assertThat(Detection.detect(LINUX, providers(Simulator.class)).board().id())
                .isEqualTo("SIMULATED");
    }

    @Test
    void whatAProviderStandsForIsTakenFromTheRegistryThatHasIt() throws IOException {
        register(BoardRegistry.class, Registry.class, SecondRegistry.class);
        detected = new BoardRegistry.Detected(GENERIC, "it runs Linux");
        register(Provider.class, Simulator.class);

        // The second registry would recognise the board; ask it for the stand-in alone.
        register(BoardRegistry.class, Registry.class, OnlyStandIns.class);

        assertThat(Detection.detect(LINUX, loader()).board().name()).isEqualTo("from the second registry");
    }

    public record OnlyStandIns() implements BoardRegistry {
        @Override
        public @Nullable Detected detect(Host host) {
            return null;
        }

        @Override
        public BoardDefinition board(String id) {
            return new SecondRegistry().board(id);
        }

        @Override
        public List<String> ids() {
            return new SecondRegistry().ids();
        }
    }

    @Test
    void aRecognisedBoardIsKeptEvenBehindASimulator() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(PI, "BLINKA_FORCEBOARD says PI");

        assertThat(Detection.detect(LINUX, providers(Simulator.class)).board()).isEqualTo(PI);
    }

    @Test
    void aMachineThatIsNoKnownBoardIsAnErrorThatSaysWhatItIs(@TempDir Path root) throws IOException {
        register(BoardRegistry.class, Registry.class);
        ClassLoader loader = providers(Good.class);
        Files.createDirectories(root.resolve("proc/device-tree"));
        Files.writeString(root.resolve("proc/device-tree/compatible"), "acme,board\0acme,soc\0");

        assertThatThrownBy(() -> Detection.detect(new Host(root, "Linux", Map.of()), loader))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("not a known board", "acme,board, acme,soc")
                .hasMessageContaining("BLINKA_FORCEBOARD")
                .hasMessageContaining("BLINKA_PROVIDER=sim");
        assertThatThrownBy(() -> Detection.detect(new Host(root, "Mac OS X", Map.of()), loader))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("not a known board", "Mac OS X");
    }

    @Test
    void withoutARegistryTheErrorSaysWhatToAdd() throws IOException {
        ClassLoader loader = providers(Good.class);

        assertThatThrownBy(() -> Detection.detect(LINUX, loader))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("boards", "class path")
                .hasMessageContaining("io.github.blinka4j:blinka4j-boards");
    }

    @Test
    void aRegistryThatCannotBeLoadedIsNamed() throws IOException {
        register(BoardRegistry.class, "gone.Registry");
        ClassLoader loader = providers(Good.class);

        assertThatThrownBy(() -> Detection.detect(LINUX, loader))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("gone.Registry not found");
    }

    @Test
    void aProviderThatLacksAKindOfPortSaysSo() {
        assertThatThrownBy(() -> Opening.i2c(Hardware.open(board("PI", null), new Good()), "/dev/i2c-1"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("'good'", "does not support I2C", "BLINKA_PROVIDER");
    }

    /** As on a PC, which has serial ports but no pins. */
    public static class SerialOnly implements Provider {
        @Override
        public String name() {
            return "serial";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(300, "there are no pins; run it on a board");
        }

        @Override
        public UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
            return new FakeUart(uart.device());
        }
    }

    private ClassLoader serialPortsAlone() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(GENERIC, "it runs Linux");
        return providers(Skipped.class, SerialOnly.class);
    }

    @Test
    void aProviderWithSerialPortsAloneOpensThem() throws IOException {
        Hardware hardware = Detection.detect(LINUX, serialPortsAlone());

        BoardDefinition.Uart uart = new BoardDefinition.Uart("/dev/ttyUSB0", null, null, "");
        UartPort port = hardware.hold(Kind.UART, uart, uart.pins())
                .open(() -> hardware.provider().openUart(uart, UartPort.Settings.DEFAULT));
        assertThat(port.name()).isEqualTo("/dev/ttyUSB0");
    }

    @Test
    void aProviderWithSerialPortsAloneSaysOfAllElseWhyItCannotBeHad() throws IOException {
        Hardware hardware = Detection.detect(LINUX, serialPortsAlone());
        UartPort.Settings settings = new UartPort.Settings(9600, 8, Parity.NONE, 1);

        for (ThrowingCallable open : List.<ThrowingCallable>of(
                () -> Opening.gpio(hardware, "D18"),
                () -> Opening.pwm(hardware, "D18"),
                () -> new I2C(hardware),
                () -> Opening.i2c(hardware, "SCL", "SDA", 100_000, 0),
                () -> hardware.lookup().requireBoardUnlessThere("/dev/i2c-1"),
                () -> new SPI(hardware),
                () -> Opening.spi(hardware, "SCLK", "MOSI", null),
                () -> new UART(hardware),
                () -> Opening.uart(hardware, "TX", "RX", settings))) {
            assertThatThrownBy(open)
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("No provider")
                    .hasMessageContainingAll("serial", "no pins", "on a board")
                    .hasMessageContainingAll("skipped", "no /dev/gpiochip0")
                    .hasMessageContaining("BLINKA_PROVIDER=sim");
        }
    }

    @Test
    void aProviderWithSerialPortsAloneGivesWayToEveryOther() throws IOException {
        register(BoardRegistry.class, Registry.class);
        detected = new BoardRegistry.Detected(GENERIC, "it runs Linux");

        assertThat(Detection.detect(LINUX, providers(SerialOnly.class, Good.class))
                        .provider()
                        .name())
                .isEqualTo("good");
        assertThat(Detection.detect(host(Map.of("BLINKA_PROVIDER", "serial")), providers(SerialOnly.class, Good.class))
                        .provider()
                        .name())
                .isEqualTo("serial");
        ClassLoader loader = providers(SerialOnly.class, Skipped.class);
        assertThatThrownBy(() -> Detection.detect(host(Map.of("BLINKA_PROVIDER", "skipped")), loader))
                .isInstanceOf(NotAvailableException.class);
    }
}
