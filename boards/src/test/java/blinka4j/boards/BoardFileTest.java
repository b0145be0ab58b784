// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.boards.BoardFile.Source;
import blinka4j.boards.BoardFile.Surroundings;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.BoardDefinition.Encoder;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Line;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardFileTest {
    private static final Map<String, String> OTHERS =
            Map.of("header", """
            pin.0-3 = D0-D3
            pin.2 = SDA
            pin.3 = SCL
            i2c = 1 0
            i2c.1.device = /dev/i2c-1
            i2c.1.scl = SCL
            i2c.1.sda = SDA
            i2c.1.enable = switch it on
            i2c.0.device = /dev/i2c-0
            pwm.D0 = 0
            pwm.D0.enable = call the maker
            pwm.D1 = 1
            """, "base", """
            name = Base
            include = header
            chip = gpio-base
            pwm = base.pwm
            provider = linux
            recognise.compatible = acme,base
            """, "circle", """
            include = round
            """, "round", """
            include = circle
            """, "typo", """
            # a comment

            pim.3 = LED
            """);

    private static final Surroundings SURROUNDINGS = new Surroundings() {
        @Override
        public @Nullable Source find(String from, String name) {
            String other = OTHERS.get(name);
            return other == null ? null : new Source(name + ".properties", other);
        }

        @Override
        public boolean isProcessor(String compatible) {
            return false;
        }

        @Override
        public Set<String> providers() {
            return Set.of("linux");
        }
    };

    private static BoardFile read(String text) {
        return BoardFile.read("MINE", new Source("MINE.properties", text), SURROUNDINGS);
    }

    private static BoardDefinition board(String text) {
        return read(text).definition();
    }

    @Test
    void allKeysAreRead() {
        BoardFile file = read("""
                # comment
                ! comment
                name = Bräd of ☃

                chip = gpio-a
                chip.AON = gpio-b
                pin.7 = LED D7
                pin.10-12 = D10-D12 P8_1-P8_3
                pin.AON.1 = POWER
                i2c = 2 3
                i2c.2.device = alias:i2c2
                i2c.2.scl = D10
                i2c.2.sda = D11
                spi = a b
                spi.a.device = /dev/spidev4
                spi.a.clock = D10
                spi.a.mosi = D11
                spi.a.miso = D12
                spi.a.chip-selects = - POWER
                spi.a.enable = call \\
                    the maker
                spi.b.device = alias:spi1
                uart = 0
                uart.0.device = alias:serial0
                uart.0.tx = P8_1
                uart.0.rx = P8_2
                pwm = fe20c000.pwm
                pwm.D10 = 1
                pwm.D10.enable = switch it on
                pwm.P8_3.enable = and this
                pwm.P8_3 = /sys/class/pwm/pwmchip4:0
                pwm.LED = 1f00098000.pwm:3
                enable = ask around
                pin.none = SCL SDA A0
                i2c.3.device = alias:i2c3 1c2ac00.i2c /dev/i2c-3
                i2c.3.scl = SCL
                i2c.3.sda = SDA
                analog.A0 = fe720000.saradc:4
                analog = ti-adc
                analog.A1 = 1
                analog.AIN1 = 1
                analog-out.DAC1 = 40017000.dac:dac@1:1
                analog-out = mcp4725
                analog-out.D7 = 0
                encoder = x y
                encoder.x.device = 48300180.counter
                encoder.x.a = D10
                encoder.x.b = P8_2
                encoder.y.device = /sys/bus/counter/devices/counter3
                header = J1 J2
                header.J1 = 3V3 5V D7 (RESET) - GND
                header.J2 = D10 AGND
                header.J2.columns = 1
                soc = acme,soc
                aliases = OURS THEIRS
                provider = linux
                recognise.compatible = acme,one acme,two
                recognise.model = Acme One | Acme, Two
                recognise.armbian = acmeone acme-two
                recognise.beaglebone = A335ACME 0x41333335
                recognise.cpuinfo = Acme One | Acme Two+
                recognise.dmi = ACME 1
                recognise.pynq = ACME-Z1
                recognise.raspberry-pi.type = 1c
                recognise.raspberry-pi.code = 0016 ff
                """);

        assertThat(file.definition())
                .isEqualTo(new BoardDefinition(
                        "MINE",
                        "Bräd of ☃",
                        Map.ofEntries(
                                Map.entry("LED", new Line("gpio-a", 7)),
                                Map.entry("D7", new Line("gpio-a", 7)),
                                Map.entry("D10", new Line("gpio-a", 10)),
                                Map.entry("D11", new Line("gpio-a", 11)),
                                Map.entry("D12", new Line("gpio-a", 12)),
                                Map.entry("P8_1", new Line("gpio-a", 10)),
                                Map.entry("P8_2", new Line("gpio-a", 11)),
                                Map.entry("P8_3", new Line("gpio-a", 12)),
                                Map.entry("POWER", new Line("gpio-b", 1)),
                                Map.entry("SCL", new Line(Line.NONE, 0)),
                                Map.entry("SDA", new Line(Line.NONE, 1)),
                                Map.entry("A0", new Line(Line.NONE, 2)),
                                Map.entry("A1", new Line(Line.NONE, 3)),
                                Map.entry("AIN1", new Line(Line.NONE, 3)),
                                Map.entry("DAC1", new Line(Line.NONE, 4))),
                        List.of(
                                new I2CBus("alias:i2c2", "D10", "D11", "ask around"),
                                new I2CBus("alias:i2c3 1c2ac00.i2c /dev/i2c-3", "SCL", "SDA", "ask around")),
                        List.of(
                                new SpiBus("/dev/spidev4", "D10", "D11", "D12", List.of("", "POWER"), "call the maker"),
                                new SpiBus("alias:spi1", null, null, null, List.of(), "ask around")),
                        List.of(new Uart("alias:serial0", "P8_1", "P8_2", "ask around")),
                        List.of(
                                new PwmChannel("fe20c000.pwm", 1, "D10", "switch it on"),
                                new PwmChannel("/sys/class/pwm/pwmchip4", 0, "P8_3", "and this"),
                                new PwmChannel("1f00098000.pwm", 3, "LED", "ask around")),
                        List.of(
                                new AnalogInput("fe720000.saradc", 4, "A0"),
                                new AnalogInput("ti-adc", 1, "A1"),
                                new AnalogInput("ti-adc", 1, "AIN1")),
                        List.of(
                                new AnalogOutput("40017000.dac:dac@1", 1, "DAC1"),
                                new AnalogOutput("mcp4725", 0, "D7")),
                        List.of(
                                new Encoder("48300180.counter", 0, "D10", "P8_2"),
                                new Encoder("/sys/bus/counter/devices/counter3", 0, null, null)),
                        List.of(
                                new Header("J1", 2, List.of("3V3", "5V", "D7", "(RESET)", "-", "GND")),
                                new Header("J2", 1, List.of("D10", "AGND"))),
                        "linux"));
        assertThat(file.soc()).isEqualTo("acme,soc");
        assertThat(file.aliases()).containsExactly("OURS", "THEIRS");
        assertThat(file.recognition())
                .isEqualTo(new Recognition(
                        List.of("acme,one", "acme,two"),
                        List.of("Acme One", "Acme, Two"),
                        List.of("acmeone", "acme-two"),
                        List.of("A335ACME", "0x41333335"),
                        List.of("Acme One", "Acme Two+"),
                        List.of("ACME 1"),
                        List.of("ACME-Z1"),
                        List.of(0x1c),
                        List.of(0x16, 0xff)));
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreAccepted() {
        assertThat(board("\uFEFFname = Mine\r\nchip = gpio-a\r\npin.1 = LED\r\n")
                        .pins())
                .containsOnly(Map.entry("LED", new Line("gpio-a", 1)));
    }

    @Test
    void keysOfAnIncludedFileCanBeReplaced() {
        BoardDefinition board = board("""
                name = Mine
                include = base
                chip = gpio-mine
                pin.3 = CLOCK SCL
                pin.5 = LED
                i2c = 1
                i2c.1.enable =
                pwm = mine.pwm
                pwm.D1 =
                pwm.LED = 1
                """);

        assertThat(board.name()).isEqualTo("Mine");
        assertThat(board.pins())
                .containsOnly(
                        Map.entry("D0", new Line("gpio-mine", 0)),
                        Map.entry("D1", new Line("gpio-mine", 1)),
                        Map.entry("D2", new Line("gpio-mine", 2)),
                        Map.entry("D3", new Line("gpio-mine", 3)),
                        Map.entry("SDA", new Line("gpio-mine", 2)),
                        Map.entry("SCL", new Line("gpio-mine", 3)),
                        Map.entry("CLOCK", new Line("gpio-mine", 3)),
                        Map.entry("LED", new Line("gpio-mine", 5)));
        assertThat(board.i2cBuses()).containsExactly(new I2CBus("/dev/i2c-1", "SCL", "SDA", ""));
        assertThat(board.pwms())
                .containsExactly(
                        new PwmChannel("mine.pwm", 0, "D0", "call the maker"),
                        new PwmChannel("mine.pwm", 1, "LED", ""));
        assertThat(board.provider()).isEqualTo("linux");
    }

    @Test
    void rulesOfAnIncludedBoardAreNotInherited() {
        assertThat(read("include = base").recognition().compatible()).isEmpty();
    }

    @Test
    void pinsOfAnIncludedFileCanBeRemoved() {
        assertThat(board("include = base\npin.0-3 =\npwm.D0 =\npwm.D1 =\n").pins())
                .containsOnlyKeys("SDA", "SCL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        chip = x                                                        | MINE.properties; key name; name
        name = M; pin.3 = LED                                           | MINE.properties, line 2, key pin.3; no key chip; label; gpiodetect
        name = M; pin.A.3 = LED                                         | MINE.properties, line 2, key pin.A.3; no key chip.A; label; gpiodetect
        name = M; nmae = M                                              | MINE.properties, line 2, key nmae; unknown key; name
        name = M; recognise.models = M                                  | MINE.properties, line 2, key recognise.models; unknown key; recognise.model
        name = M; i2c.1.clock = D3                                      | MINE.properties, line 2, key i2c.1.clock; unknown key; i2c.1.scl
        name = M; spi.0.chipselects = D3                                | MINE.properties, line 2, key spi.0.chipselects; unknown key; spi.0.chip-selects
        name = M; ic2.1.scl = D3                                        | MINE.properties, line 2, key ic2.1.scl; unknown key; i2c.1.scl
        name = M; pin.D18 = 18                                          | MINE.properties, line 2, key pin.D18; pin.OFFSET; pin.FIRST-LAST; pin.CHIP.OFFSET; pin.18 = D18
        name = M; chip = x; pin.9-3 = D9-D3                             | MINE.properties, line 3, key pin.9-3; range; pin.0-27 = D0-D27
        name = M; chip = x; pin.3-5 = D3-D6                             | MINE.properties, line 3, key pin.3-5; 'D3-D6'; range of 3 names; D3-D5
        name = M; chip = x; pin.3-5 = LED                               | MINE.properties, line 3, key pin.3-5; 'LED'; range of 3 names; D3-D5
        name = M; chip = x; pin.3 = A; pin.4 = B A                      | MINE.properties, line 4, key pin.4; name A; MINE.properties, line 3, key pin.3
        include = base; pin.7 = D2                                      | MINE.properties, line 2, key pin.7; name D2; header.properties, line 1, key pin.0-3
        name = M; analog.A0 = fe:x                                      | MINE.properties, line 2, key analog.A0; 'fe:x'; analog input; fe720000.saradc:0; key analog
        name = M; analog.A0 = 0                                         | MINE.properties, line 2, key analog.A0; '0'; analog input; fe720000.saradc:0; key analog
        name = M; header = J1                                           | MINE.properties, line 2, key header; no key header.J1; 'J1'
        name = M; header.J1 = GND                                       | MINE.properties, line 2, key header.J1; connector; key header; 'J1'
        include = base; header = J1; header.J1 = GND D9                 | MINE.properties, line 3, key header.J1; 'D9'; D0, D1, D2; 3V3, 5V, 1V8, 12V, VIN, GND, AGND; (RESET)
        name = M; header = J; header.J = GND; header.J.columns = 3      | MINE.properties, line 4, key header.J.columns; '3'; columns; 1 or 2
        name = M; recognise.beaglebone = 0x4                            | MINE.properties, line 2, key recognise.beaglebone; '0x4'; hexadecimal; pairs of digits
        name = M; i2c = 1; i2c.1.device = i2c1                          | MINE.properties, line 3, key i2c.1.device; 'i2c1'; device; /dev/i2c-1 or alias:i2c1; 1c2ac00.i2c
        name = M; name = N                                              | MINE.properties, line 2, key name; line 1; already
        name = M; hello                                                 | MINE.properties, line 2; key = value; 'hello'
        name = M; = 3                                                   | MINE.properties, line 2; key = value; '= 3'
        name = M\\u0031                                                 | MINE.properties, line 1; backslash; continues a line; UTF-8
        name = M; include = nowhere                                     | MINE.properties, line 2, key include; no board file; 'nowhere'
        name = M; include = circle                                      | round.properties, line 1, key include; MINE.properties → circle.properties → round.properties → circle.properties
        name = M; include = typo                                        | typo.properties, line 3, key pim.3; unknown key; pin.3
        name = M; i2c = 1                                               | MINE.properties, line 2, key i2c; no key i2c.1.device; bus '1'
        name = M; i2c = 1 1; i2c.1.device = /dev/i2c-1                  | MINE.properties, line 2, key i2c; '1'; twice
        name = M; i2c.1.device = /dev/i2c-1                             | MINE.properties, line 2, key i2c.1.device; no such bus; key i2c; '1'
        name = M; i2c = 1; i2c.1.device = i2c-1                         | MINE.properties, line 3, key i2c.1.device; 'i2c-1'; device; /dev/i2c-1 or alias:i2c1; 1c2ac00.i2c
        name = M; spi = 0; spi.0.device = /dev/spidev0.0                | MINE.properties, line 3, key spi.0.device; controller; chip select; /dev/spidev0
        name = M; uart = 0; uart.0.device = COM1                        | MINE.properties, line 3, key uart.0.device; 'COM1'; device; /dev/ttyS1 or alias:serial0; 1c2ac00.i2c
        include = base; i2c.1.scl = SLC                                 | MINE.properties, line 2, key i2c.1.scl; no pin 'SLC'; SCL, SDA, D0
        include = base; spi = 0; spi.0.device = alias:spi0; spi.0.chip-selects = CE0 | MINE.properties, line 4, key spi.0.chip-selects; no pin 'CE0'; D0, D1, D2
        include = base; pwm.D9 = 0                                      | MINE.properties, line 2, key pwm.D9; no pin 'D9'; D0, D1, D2
        include = base; pwm.D2 = PWM0                                   | MINE.properties, line 2, key pwm.D2; 'PWM0'; PWM output; number; fe20c000.pwm:0
        include = base; pwm.D2 = /dev/pwm0:1                            | MINE.properties, line 2, key pwm.D2; '/dev/pwm0'; PWM controller; fe20c000.pwm; /sys/class/pwm/pwmchip0
        include = base; pwm = two words                                 | MINE.properties, line 2, key pwm; 'two words'; PWM controller; fe20c000.pwm; /sys/class/pwm/pwmchip0
        include = base; pwm =                                           | header.properties, line 10, key pwm.D0; no key pwm; controller; fe20c000.pwm
        include = base; pwm.D2.enable = x                               | MINE.properties, line 2, key pwm.D2.enable; no key pwm.D2; output
        include = base; pwm.D0.enabel = x                               | MINE.properties, line 2, key pwm.D0.enabel; unknown key; pwm.D0.enable
        name = M; recognise.compatible =                                | MINE.properties, line 2, key recognise.compatible; value
        name = M; recognise.raspberry-pi.type = 4B+                     | MINE.properties, line 2, key recognise.raspberry-pi.type; '4B+'; hexadecimal; 0 to ff
        name = M; recognise.raspberry-pi.type = 111                     | MINE.properties, line 2, key recognise.raspberry-pi.type; '111'; hexadecimal; 0 to ff
        """)
    void aMistakeIsReportedWithItsPlaceAndTheCorrection(String text, String words) {
        assertThatThrownBy(() -> read(String.join("\n", text.split("; ", -1))))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(words.split("; "));
    }

    @Test
    void continuedLinesAreCounted() {
        assertThatThrownBy(() -> read("name = a \\\n  long \\\n  name\noops = 1\n"))
                .hasMessageContainingAll("MINE.properties, line 4, key oops");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recognise.armbian = foo #the name",
                "recognise.compatible = acme,one #mine",
                "recognise.dmi = Foo #the name",
                "recognise.dmi = Foo #",
                "recognise.model = #Foo",
                "soc = acme,soc ##mine"
            })
    void aCommentAfterAValueIsAnError(String line) {
        assertThatThrownBy(() -> board("name = M\n" + line))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("line 2")
                .hasMessageContainingAll("comment");
    }

    @Test
    void aNumberSignBeforeADigitOrInATextIsNotAComment() {
        assertThat(read("name = Board #one\nenable = call #support\nrecognise.dmi = ACME #1")
                        .definition()
                        .name())
                .isEqualTo("Board #one");
    }
}
