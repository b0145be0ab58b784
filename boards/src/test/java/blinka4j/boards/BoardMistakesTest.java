// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid values for each key of a board file. Each is reported with file, line and key. */
class BoardMistakesTest {
    /** A board without a mistake. A test replaces a line or adds one. */
    private static final String BASE = """
            name = Acme One
            soc = acme,soc
            chip = gpio-x
            pin.0-3 = D0-D3
            pin.4 = SCL
            pin.5 = SDA
            pin.6 = TX
            pin.7 = RX
            pin.8 = CLK
            pin.9 = MO
            pin.10 = MI
            i2c = 1
            i2c.1.device = /dev/i2c-1
            i2c.1.scl = SCL
            i2c.1.sda = SDA
            spi = 0
            spi.0.device = /dev/spidev0
            spi.0.clock = CLK
            spi.0.mosi = MO
            spi.0.miso = MI
            uart = 0
            uart.0.device = /dev/ttyS0
            uart.0.tx = TX
            uart.0.rx = RX
            encoder = 0
            encoder.0.device = 48300180.counter
            encoder.0.a = D2
            encoder.0.b = D3
            pwm = a.pwm
            pwm.D0 = 0
            analog = ti-adc
            analog.A0 = 1
            analog-out = dac
            analog-out.A1 = 0
            header = J1
            header.J1 = 3V3 GND D0 D1
            recognise.compatible = acme,one
            """;

    @TempDir
    Path root;

    private String board(String text) {
        TestMachine machine = new TestMachine(root)
                .file("/etc/MINE.properties", text)
                .environment("BLINKA_BOARD_FILE", "/etc/MINE.properties");
        return Objects.requireNonNull(Boards.detect(machine.host())).board().id();
    }

    /** The board with this line in place of the line with the same key, or at the end. */
    private static String with(String line) {
        String key = key(line);
        List<String> lines = new ArrayList<>(List.of(BASE.split("\n", -1)));
        lines.removeIf(String::isEmpty);
        for (int i = 0; i < lines.size(); i++) {
            if (key(lines.get(i)).equals(key)) {
                lines.set(i, line);
                return String.join("\n", lines);
            }
        }
        lines.add(line);
        return String.join("\n", lines);
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf('=')).strip();
    }

    @Test
    void theBaseFileHasNoMistake() {
        assertThat(board(BASE)).isEqualTo("MINE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        pin.20 = D4 # the clock                        ; comment
        pin.20 = # the clock                           ; comment
        name = Acme # One                              ; comment
        enable = switch it on # ask Ada                ; comment
        pin.20 = D4.5                                  ; dot
        pin.20 = D4,                                   ; D4,
        pin.20 = D4, D5                                ; D4,
        pin.20 = gpio:4                                ; gpio:4
        pin.20 = D4/D5                                 ; D4/D5
        pin.20 = "LED"                                 ; quotation marks
        pin.20 = GND                                   ; GND
        pin.20 = 3V3                                   ; 3V3
        pin.20-22 = D.20-D.22                          ; dot
        pin.20-22 = D20..D22                           ; D20-D22
        pin.20 = D-                                    ; D-
        pin.none = A.1                                 ; dot
        pin.20 = ÄÖ                                    ; ÄÖ
        name = "Acme One"                              ; quotation marks
        name =                                         ; name
        include = RASPBERRY_PI_4B, SABRELITE           ; RASPBERRY_PI_4B,
        include = RASPBERRY_PI_4B RASPBERRY_PI_4B      ; twice
        include = raspberry-pi-40-pin.properties       ; .properties
        provider = linus                               ; linux
        provider = pi4                                 ; pi4j
        provider = linux diozero                       ; one provider
        provider = sim                                 ; BLINKA_PROVIDER
        soc = acme soc                                 ; acme soc
        soc = "acme,soc"                               ; quotation marks
        aliases = OUR/BOARD                            ; OUR/BOARD
        aliases = OURS OURS                            ; twice
        aliases = OURS, THEIRS                         ; OURS,
        aliases = MINE                                 ; own name
        chip = none                                    ; none
        chip = [gpio-x]                                ; [gpio-x]
        chip = gpio-x (28 lines)                       ; gpio-x (28 lines)
        chip = "gpio-x"                                ; quotation marks
        chip.A = none                                  ; none
        i2c = 1 1                                      ; twice
        i2c = 1, 2                                     ; 1,
        i2c.1.device =                                 ; device
        i2c.1.device = /dev/spidev0                    ; /dev/spidev0
        i2c.1.device = /dev/ttyS0                      ; /dev/ttyS0
        i2c.1.device = alias:spi0                      ; alias:spi0
        i2c.1.device = alias:serial0                   ; alias:serial0
        i2c.1.device = /dev/i2c-1 /dev/i2c-1           ; twice
        i2c.1.device = /dev/i2c-x                      ; /dev/i2c-x
        i2c.1.device = /dev/i2c-99999999999            ; /dev/i2c-99999999999
        i2c.1.scl = D0 D1                              ; D0 D1
        i2c.1.sda = SCL                                ; SCL
        spi.0.device =                                 ; device
        spi.0.device = /dev/spidev0.0                  ; chip select
        spi.0.device = /dev/i2c-1                      ; /dev/i2c-1
        spi.0.device = alias:i2c1                      ; alias:i2c1
        spi.0.mosi = CLK                               ; CLK
        spi.0.miso = MO                                ; MO
        spi.0.chip-selects = D0 D0                     ; twice
        spi.0.chip-selects = D0 CLK                    ; CLK
        spi.0.chip-selects = D0,D1                     ; D0,D1
        uart.0.device =                                ; device
        uart.0.device = /dev/i2c-1                     ; /dev/i2c-1
        uart.0.device = alias:i2c0                     ; alias:i2c0
        uart.0.rx = TX                                 ; TX
        pwm = two words                                ; two words
        pwm = /dev/pwm0                                ; /dev/pwm0
        pwm.D0 = 0 1                                   ; 0 1
        pwm.D0 = -1                                    ; -1
        pwm.D0 = 12345                                 ; 12345
        pwm.D0 = a.pwm:0:1                             ; a.pwm:0:1
        analog = two words                             ; two words
        analog = /dev/iio0                             ; /dev/iio0
        analog.A0 = x                                  ; x
        analog.A0 = /dev/iio:0                         ; /dev/iio
        analog.D4,5 = 1                                ; D4,5
        analog.GND = 1                                 ; GND
        analog-out = /dev/iio0                         ; /dev/iio0
        analog-out.A1 = x                              ; analog output
        analog-out.A1 = /dev/iio:0                     ; /dev/iio
        analog-out.GND = 1                             ; GND
        encoder = 0 1                                  ; encoder.1.device
        encoder.0.device =                             ; device
        encoder.0.device = /dev/counter0               ; /dev/counter0
        encoder.0.device = alias:counter0              ; alias:counter0
        encoder.0.device = a.counter b.counter         ; more than one word
        encoder.0.b = D2                               ; D2
        encoder.0.b = D9                               ; D9
        header = J1 J1                                 ; twice
        header.J1 =                                    ; J1
        header.J1 = GND, 3V3                           ; GND,
        header.J1 = GND RESET                          ; RESET
        header.J1.columns = 0                          ; columns
        header.J1.columns =                            ; columns
        recognise.model = X |                          ; missing
        recognise.model = | X                          ; missing
        recognise.model = X | | Y                      ; missing
        recognise.model = |                            ; missing
        recognise.model =                              ; missing
        recognise.model = X | X                        ; twice
        recognise.model = "Acme One"                   ; quotation marks
        recognise.dmi = X |                            ; missing
        recognise.cpuinfo = X |                        ; missing
        recognise.pynq = X |                           ; missing
        recognise.compatible = acme,soc                ; processor
        recognise.compatible = brcm,bcm2711            ; processor
        recognise.compatible = acme,one brcm,bcm2711   ; processor
        recognise.compatible = rockchip,rk3588&acme,soc ; processor
        recognise.compatible = acme,one&               ; acme,one&
        recognise.compatible = &acme,one               ; &acme,one
        recognise.compatible = acme,one, acme,two      ; acme,one,
        recognise.compatible = acme,one acme,one       ; twice
        recognise.compatible = acme,one&acme,one       ; twice
        recognise.compatible = "acme,one"              ; quotation marks
        recognise.armbian = BOARD=acme                 ; BOARD=
        recognise.armbian = acme, acme2                ; acme,
        recognise.armbian = acme acme                  ; twice
        recognise.beaglebone = 0xA335                  ; 0xA335
        recognise.beaglebone = 0x                      ; 0x
        recognise.beaglebone = A335,                   ; A335,
        recognise.raspberry-pi.type = 0x11             ; 0x11
        recognise.raspberry-pi.type = 11 11            ; twice
        recognise.raspberry-pi.type = 11, 12           ; 11,
        recognise.raspberry-pi.code = c03111           ; c03111
        recognise.raspberry-pi.code = -1               ; -1
        """)
    void aMistakeIsReportedWithFileAndLineAndKey(String line, String keyWord) {
        String text = with(line);
        int number = List.of(text.split("\n", -1)).indexOf(line) + 1;

        assertThatThrownBy(() -> board(text))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageMatching("(?s).*MINE\\.properties, line %s, key %s: .+".formatted(number, key(line)))
                .hasMessageContaining(keyWord);
    }

    static Stream<Arguments> characters() {
        return Stream.of(
                Arguments.of("a tabulator", "name = Acme\tOne"),
                Arguments.of("a tabulator between names", "pin.20 = D4\tD5"),
                Arguments.of("a tabulator in what the index holds", "recognise.dmi = Acme\tOne"),
                Arguments.of("a NUL", "name = Acme\u0000One"),
                Arguments.of("an escape", "enable = \u001b[31mred"),
                Arguments.of("a no-break space", "recognise.model = Acme\u00a0One"),
                Arguments.of("a no-break space at the end", "name = Acme\u00a0"),
                Arguments.of("a zero-width space", "name = Ac\u200bme"),
                Arguments.of("a right-to-left override", "name = Ac\u202eme"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("characters")
    void anInvisibleCharacterIsAnError(String what, String line) {
        assertThatThrownBy(() -> board(with(line)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("MINE.properties, line ")
                .hasMessageContaining("key " + key(line))
                .hasMessageContaining("U+");
    }

    @Test
    void aKeyMayBeAlignedWithTabs() {
        assertThat(board(with("\tname\t=\tAcme One\t"))).isEqualTo("MINE");
    }

    @Test
    void noBuiltInBoardIsRecognisedByItsProcessor() throws IOException {
        Index index;
        try (InputStream stream = Objects.requireNonNull(BoardFiles.class.getResourceAsStream("index"))) {
            index = Index.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (String id : index.ids()) {
            assertThat(BoardFiles.builtIn(id).recognition().compatible())
                    .as(id)
                    .noneMatch(rule -> Stream.of(rule.split("&", -1)).allMatch(index::isProcessor));
        }
    }

    /** A provider of another project may be on the class path. */
    @Test
    void aProviderOnTheClassPathMayBePreferred() throws IOException {
        Path services = Files.createDirectories(root.resolve("jar/META-INF/services"));
        Files.writeString(services.resolve(Provider.class.getName()), Acme.class.getName() + "\nacme.Gone\n");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {root.resolve("jar").toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThat(board(with("provider = acme"))).isEqualTo("MINE");
            assertThatThrownBy(() -> board(with("provider = acne"))).hasMessageContaining("acme");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    public static final class Acme implements Provider {
        @Override
        public String name() {
            return "acme";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(1);
        }
    }

    /** Lines that look like a mistake but are valid. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        name = Acme #1
        name = C#-Board "Pro"
        enable = set status = "okay" in the tree
        recognise.dmi = SC40-2000-0000-C0|C
        recognise.model = Acme, Inc. One | Acme Two, Rev 2
        recognise.compatible = acme,one&brcm,bcm2711
        recognise.compatible = sl28
        analog = TI-am335x-adc.0.auto
        analog = /sys/bus/iio/devices/iio:device0
        analog-out.A1 = 40017000.dac:dac@1:1
        encoder.0.device = 44000000.timer:counter
        encoder.0.device = /sys/bus/counter/devices/counter0
        encoder.0.a =
        provider = pi4j
        pin.20 = D4-A D4_B X
        chip = 1c20800.pinctrl
        chip = /dev/gpiochip0
        uart.0.device = /dev/rfcomm0
        uart.0.device = 20.serial /dev/ttyS1
        spi.0.mosi =
        include =
        """)
    void unusualButValidLinesAreAccepted(String line) {
        assertThatCode(() -> board(with(line))).doesNotThrowAnyException();
    }

    /** Built-in files with random changes. The only exception is the one for users. */
    @Test
    void randomTextsRaiseNoOtherException() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String id : List.of("RASPBERRY_PI_4B", "BEAGLEBONE_BLACK", "SABRELITE", "ROCK_PI_4", "BANANA_PI_M5")) {
            texts.add(new String(
                    Objects.requireNonNull(BoardFiles.class.getResourceAsStream(id + ".properties"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8));
        }
        texts.add(BASE);
        String pieces = "=.:|&#\\\"-,0123456789 \n\tAa\u0000\u00a0/";
        Random random = new Random(20261127);
        for (int round = 0; round < 600; round++) {
            StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                    case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                }
            }
            String changed = text.toString();
            try {
                board(changed);
            } catch (NotAvailableException e) {
                assertThat(e.getMessage()).as(changed).contains("MINE.properties");
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round + ":\n" + changed, e);
            }
        }
    }
}
