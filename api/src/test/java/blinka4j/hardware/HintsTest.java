// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.analogio.AnalogIn;
import blinka4j.analogio.AnalogOut;
import blinka4j.board.Board;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeSpi;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Nearest;
import blinka4j.provider.Provider;
import blinka4j.provider.UartPort;
import blinka4j.pwmio.PWMOut;
import blinka4j.runtime.Blinka;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the messages say to somebody who has made a common mistake. */
class HintsTest {
    private static final String SIMULATOR = "io.github.blinka4j:blinka4j-provider-sim";
    private static final BoardDefinition GENERIC = new BoardDefinition(
            BoardDefinition.GENERIC_LINUX,
            "Generic Linux board",
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null);

    /** Other tests leave boards open. */
    private static final BoardDefinition INDEPENDENT = new BoardDefinition(
            "INDEPENDENT",
            "Independent board",
            Map.of("D4", new Line("gpio", 4)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null);

    @TempDir
    private Path jar;

    public static class Linux implements Provider {
        @Override
        public String name() {
            return "linux";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(300);
        }
    }

    public static final class NoLinux extends Linux {
        @Override
        public Probe probe(Host host) {
            return new Probe.Skipped("there is no /dev/gpiochip*");
        }
    }

    public static final class Acme extends Linux {
        @Override
        public String name() {
            return "acme";
        }
    }

    public static final class Simulator extends Linux {
        @Override
        public String name() {
            return "sim";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Skipped("simulated hardware is never chosen by itself");
        }
    }

    /** Recognises nothing. */
    public static final class Registry implements BoardRegistry {
        @Override
        public @Nullable Detected detect(Host host) {
            return new Detected(GENERIC, "there is no device tree, which names the board");
        }

        @Override
        public BoardDefinition board(String id) {
            return GENERIC;
        }

        @Override
        public List<String> ids() {
            return List.of(BoardDefinition.GENERIC_LINUX);
        }
    }

    private static Host host(Map<String, String> environment) {
        return new Host(Path.of("/nowhere"), "Linux", environment);
    }

    private ClassLoader loader(Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.write(
                services.resolve(Provider.class.getName()),
                Stream.of(providers).map(Class::getName).toList());
        Files.write(services.resolve(BoardRegistry.class.getName()), List.of(Registry.class.getName()));
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, Provider.class.getClassLoader());
    }

    private static String message(ThrowingCallable call) {
        try {
            call.call();
        } catch (HardwareException e) {
            return String.valueOf(e.getMessage());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("expected an error");
    }

    private static String select(String wanted, ClassLoader loader) {
        return message(() -> Services.select(host(Map.of("BLINKA_PROVIDER", wanted)), loader, null));
    }

    @Test
    void aProvidersNameMayBeGivenInAnyCase() throws IOException {
        for (String name : List.of("ACME", "Acme")) {
            assertThat(Services.select(host(Map.of("BLINKA_PROVIDER", name)), loader(Linux.class, Acme.class), null)
                            .name())
                    .isEqualTo("acme");
        }
    }

    @Test
    void aMisspeltProviderIsToldTheNearestAndNoArtifactThatDoesNotExist() throws IOException {
        assertThat(select("lnux", loader(Linux.class, Acme.class)))
                .contains("BLINKA_PROVIDER names 'lnux'", "Did you mean 'linux'?")
                .doesNotContain("blinka4j-provider-lnux");
        assertThat(select("acne", loader(Linux.class, Acme.class)))
                .contains("Did you mean 'acme'?")
                .doesNotContain("blinka4j-provider-");
    }

    @Test
    void aMisspeltProviderThatIsNotThereIsToldItsArtifact() throws IOException {
        assertThat(select("pi4", loader(Linux.class)))
                .contains("Did you mean 'pi4j'?", "Add io.github.blinka4j:blinka4j-provider-pi4j")
                .doesNotContain("blinka4j-provider-pi4 ", "blinka4j-provider-pi4.");
        assertThat(select("simulator", loader(Linux.class))).contains("'sim'", "Add " + SIMULATOR);
        assertThat(select("replay", loader(Linux.class)))
                .contains("'replay'", "Add io.github.blinka4j:blinka4j-trace.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pi4j", "PI4J", "Diozero", "SIM"})
    void aProviderThatIsNotThereIsToldItsArtifact(String name) throws IOException {
        String artifact = "io.github.blinka4j:blinka4j-provider-" + name.toLowerCase(java.util.Locale.ROOT);

        assertThat(select(name, loader(Linux.class)))
                .contains("Add " + artifact)
                .doesNotContain("Did you mean");
    }

    @Test
    void aProviderLikeNoneIsToldThoseThatThereAre() throws IOException {
        assertThat(select("banana", loader(Linux.class, Acme.class)))
                .contains("linux, acme", "diozero", "pi4j", "sim")
                .doesNotContain("Did you mean", "blinka4j-provider-banana");
    }

    @Test
    void withoutHardwareTheFirstSentenceIsHowToSimulate() throws IOException {
        ClassLoader without = loader(NoLinux.class);
        assertThat(message(() -> Services.select(host(Map.of()), without, null)).split("\\. |\n", -1)[0])
                .contains(SIMULATOR, "BLINKA_PROVIDER=sim");
        assertThat(message(() -> Detection.detect(host(Map.of()), without)))
                .contains(". No provider can be used here.", "linux: there is no /dev/gpiochip*");

        ClassLoader with = loader(NoLinux.class, Simulator.class);
        assertThat(message(() -> Services.select(host(Map.of()), with, null)).split("\\. |\n", -1)[0])
                .contains("BLINKA_PROVIDER=sim")
                .doesNotContain("add ");
    }

    /** There the hardware is, and something is wrong with it. */
    @Test
    void onABoardTheFirstSentenceIsWhatIsWrong(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("proc/device-tree"));
        Files.writeString(root.resolve("proc/device-tree/compatible"), "acme,board\0acme,soc\0");
        ClassLoader loader = loader(NoLinux.class);

        assertThat(message(() -> Services.select(new Host(root, "Linux", Map.of()), loader, null)))
                .startsWith("no provider")
                .contains("BLINKA_PROVIDER=sim", SIMULATOR);
    }

    /** A PC has serial ports and I2C buses of its own, so that the provider for Linux can be used. */
    @Test
    void onAPcAPinOrABusThatItLacksStartsWithHowToSimulate() throws IOException {
        Hardware pc = Detection.detect(host(Map.of()), loader(Linux.class));

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> Opening.gpio(pc, "D18"),
                () -> new I2C(pc),
                () -> new SPI(pc),
                () -> new UART(pc),
                () -> Opening.pwm(pc, "D18"),
                () -> Opening.i2c(pc, "SCL", "SDA", 100_000, 0),
                () -> Opening.spi(pc, "SCLK", "MOSI", "MISO"),
                () -> Opening.uart(pc, "TX", "RX", UartPort.Settings.DEFAULT))) {
            // Other tests may have left independent boards open, which the message then explains first.
            String message = message(call).replaceFirst("^Board\\.\\* does not mean .*? Blinka\\.use\\. ", "");
            assertThat(message.split("\\. ", 2)[0])
                    .startsWith("To run this program on simulated hardware")
                    .contains("BLINKA_PROVIDER=sim", SIMULATOR);
        }
        assertThat(message(() -> Opening.gpio(pc, "D18")))
                .contains("no pin 'D18'", "BLINKA_FORCEBOARD", "there is no device tree");
    }

    @Test
    void aBoardWithADeviceTreeIsNotToldToSimulateFirst(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("proc/device-tree"));
        Files.writeString(root.resolve("proc/device-tree/compatible"), "acme,board\0acme,soc\0");
        Hardware board = Detection.detect(new Host(root, "Linux", Map.of()), loader(Linux.class));

        assertThat(message(() -> Opening.gpio(board, "D18")))
                .doesNotContain("simulated hardware")
                .contains("BLINKA_FORCEBOARD");
    }

    @ParameterizedTest
    @CsvSource({
        "GPIO17, D17",
        "17, D17",
        "BCM17, D17",
        "gpio17, D17",
        "GPIO_17, D17",
        "GPIO 17, D17",
        "IO17, D17",
        "D017, D17",
        "GPIO0, D0",
        "sda, SDA",
        "SDL, SCL",
        "MISSO, MISO"
    })
    void whatAPinIsCalledElsewhereLeadsToItsName(String called, String name) {
        Hardware hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider());

        assertThatThrownBy(() -> Opening.gpio(hardware, called))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("no pin '" + called + "'", name);
    }

    /** Programs for a microcontroller begin with {@code AnalogIn(board.A0)}. Most Linux boards have no converter, and no such pin. */
    @Test
    void anAnalogPinOfABoardWithoutConvertersIsToldSo() {
        try (Blinka blinka = Blinka.open(INDEPENDENT, new FakeProvider())) {
            for (String pin : List.of("A0", "D4")) {
                assertThatThrownBy(() -> new AnalogIn(blinka.pin(pin)))
                        .isInstanceOf(PinException.class)
                        .hasMessageContainingAll("no analog input on " + pin, "It has none", "ADS1115", "MCP3008")
                        .hasMessageNotContainingAny("Did you mean", "no pin '");
            }
            assertThatThrownBy(() -> new AnalogOut(blinka.pin("A0")))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("A0", "no digital-to-analog converter", "MCP4725")
                    .hasMessageNotContainingAny("Did you mean", "no pin '");
        }
    }

    @Test
    void anUnknownPinIsStillNoPinWhereTheBoardHasConvertersOrThePinIsForPwm() {
        BoardDefinition adc = new BoardDefinition(
                "ADC",
                "Board with a converter",
                Map.of("D4", new Line("gpio", 4), "A0", new Line(Line.NONE, 0)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new AnalogInput("adc", 2, "A0")),
                List.of(),
                List.of(),
                List.of(),
                null);
        try (Blinka blinka = Blinka.open(adc, new FakeProvider())) {
            assertThatThrownBy(() -> new AnalogIn(blinka.pin("A9")))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("no pin 'A9'");
            assertThatThrownBy(() -> new PWMOut(blinka.pin("A9")))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("no pin 'A9'");
        }
    }

    private static Hardware withConnector() {
        return Hardware.open(
                new BoardDefinition(
                        "PI",
                        "Pi",
                        Map.of("D2", new Line("gpio", 2), "D4", new Line("gpio", 4)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new BoardDefinition.Header("J8", 2, List.of("3V3", "5V", "D2"))),
                        null),
                new FakeProvider());
    }

    /** Some number pins by their place on the connector, others by their line. */
    @ParameterizedTest
    @CsvSource({
        "P2, GPIO 2 is D2; pin 2 of the connector J8 is 5V",
        "P3, pin 3 of the connector J8 is D2",
        "pin 03, pin 3 of the connector J8 is D2",
        "PIN_4, GPIO 4 is D4"
    })
    void aNumberWithAPIsToldBothPinsThatItMayMean(String called, String hints) {
        try (Hardware hardware = withConnector()) {
            assertThatThrownBy(() -> Opening.gpio(hardware, called))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll(hints.split("; "))
                    .hasMessageNotContaining("Did you mean");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0", "P5", "P999", "PIN17"})
    void aNumberWithAPThatTheBoardLacksHasNoHint(String called) {
        try (Hardware hardware = withConnector()) {
            assertThatThrownBy(() -> Opening.gpio(hardware, called))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("no pin '" + called + "'")
                    .hasMessageNotContainingAny("connector", "GPIO ", "Did you mean");
        }
    }

    /** Another number is another pin, and a number on the connector is another one than that of the line. */
    @ParameterizedTest
    @ValueSource(strings = {"D99", "GPIO99", "99", "99999999999999999999", "LED", "D", "", "GPIO", "PIN17"})
    void aPinThatIsLikeNoneIsNotGivenAnother(String name) {
        Hardware hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider());

        assertThatThrownBy(() -> hardware.lookup().locate(name))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("no pin '" + name + "'", "D0, ");
    }

    @Test
    void aPinOfBoardWhileOnlyAnIndependentBoardIsOpenIsToldWhereItIs() throws IOException {
        ClassLoader loader = loader(NoLinux.class);
        try (Blinka independent = Blinka.open(INDEPENDENT, new FakeProvider())) {
            assertThat(message(() -> CurrentBoard.get("D4", host(Map.of()), loader)))
                    .contains("blinka().pin(\"D4\")")
                    .contains(independent.board().toString())
                    .contains("linux: there is no /dev/gpiochip*");
            assertThat(message(() -> CurrentBoard.get("", host(Map.of()), loader)))
                    .contains("blinka().pin(\"D18\")");
        }
        assertThat(message(() -> CurrentBoard.get("D4", host(Map.of()), loader)))
                .doesNotContain("INDEPENDENT");
    }

    @Test
    void theSameWhereTheMachineIsAnUnknownBoard() throws IOException {
        Hardware pc = Detection.detect(host(Map.of()), loader(Linux.class));
        try (Blinka independent = Blinka.open(INDEPENDENT, new FakeProvider())) {
            assertThat(message(() -> Opening.gpio(pc, "D4")))
                    .contains("blinka().pin(\"D4\")")
                    .contains(independent.board().toString());
        }
        assertThat(message(() -> Opening.gpio(pc, "D4"))).doesNotContain("INDEPENDENT");
    }

    /** A field that is not set yet, in code that no tool checks. */
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    static Stream<Arguments> nullPins() {
        Pin none = null;
        return Stream.of(
                Arguments.of("DigitalInOut", (ThrowingCallable) () -> new DigitalInOut(none)),
                Arguments.of("PWMOut", (ThrowingCallable) () -> new PWMOut(none)),
                Arguments.of("PWMOut", (ThrowingCallable) () -> new PWMOut(none, 0, 500, true)),
                Arguments.of("PWMOut", (ThrowingCallable) () -> PWMOut.software(none, 0, 500, true)),
                Arguments.of("I2C", (ThrowingCallable) () -> new I2C(none, Board.SDA)),
                Arguments.of("I2C", (ThrowingCallable) () -> new I2C(Board.SCL, none)),
                Arguments.of("SPI", (ThrowingCallable) () -> new SPI(none, Board.MOSI)),
                Arguments.of("SPIDevice", (ThrowingCallable)
                        () -> new SPIDevice(new SPI(new FakeSpi("/dev/spidev0")), none)),
                Arguments.of("UART", (ThrowingCallable) () -> new UART(none, none)),
                Arguments.of("D18", (ThrowingCallable) () -> new Pin(null)),
                Arguments.of("D18", (ThrowingCallable) () -> Board.pin(null)),
                Arguments.of("D18", (ThrowingCallable) () -> Pin.of("Acme", null, new Line("gpio", 1))));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("nullPins")
    void aPinThatIsNullIsAnErrorThatSaysWhatNeedsOne(String what, ThrowingCallable call) {
        Hardware before = CurrentBoard.use(Hardware.open(FakeProvider.BOARD, new FakeProvider()));
        try {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(what)
                    .hasMessageMatching(".*(null|or both).*");
        } finally {
            CurrentBoard.use(before);
        }
    }

    @Test
    void aWordOfAMillionLettersIsComparedByItsBeginning() {
        assertThat(Nearest.to("linux" + "x".repeat(1_000_000), List.of("diozero", "linux"), 1))
                .hasSize(1);
        assertThat(Nearest.likely("x".repeat(1_000_000), List.of("y".repeat(1_000_000))))
                .isEmpty();
    }

    @Test
    void anUnknownBoardsErrorIsNotHidden() throws IOException {
        ClassLoader loader = loader(NoLinux.class);

        assertThatThrownBy(() -> CurrentBoard.get("D4", host(Map.of()), loader))
                .isInstanceOf(NotAvailableException.class);
    }

    /** P1-7 is GPIO 4 of a Raspberry Pi: the number of a connector's pin says nothing about the line. */
    @ParameterizedTest
    @ValueSource(strings = {"P1-7", "P1_7", "J8-7", "J8.7", "J8 7", "J17", "SCL1", "MISO1", "D1-7"})
    void aPinOfAConnectorOrOfAnotherUseIsNotGivenALine(String name) {
        assertThat(Nearest.pin(name, List.of("D4", "D7", "D17", "D1", "SCL", "SDA", "SCK_1", "MOSI_1")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"P9-12, P9_12", "P9_3, P9_03", "P9 12, P9_12", "GPIO1-7, GPIO1_7", "SCK1, SCK_1"})
    void theSameNumbersInTheSameOrderAreTheSamePin(String called, String name) {
        assertThat(Nearest.pin(called, List.of("P8_12", "P9_12", "P9_03", "P91_2", "GPIO1_7", "GPIO17", "SCK_1")))
                .isEqualTo(name);
    }
}
