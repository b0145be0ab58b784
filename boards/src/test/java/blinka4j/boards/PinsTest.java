// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.boards.pins.BeagleBoneBlack;
import blinka4j.boards.pins.RaspberryPi4ModelB;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The classes of pin constants, which the build generates. */
class PinsTest {
    @Test
    void constantsHaveTheNamesOfTheBoardAndItsPins() {
        assertThat(BeagleBoneBlack.P9_12.name()).isEqualTo("P9_12");
        assertThat(RaspberryPi4ModelB.D18).isEqualTo(Pin.of("any", "D18", new Line("pinctrl-bcm2711", 18)));
    }

    @ParameterizedTest
    @CsvSource({
        "BeagleBone Black, BeagleBoneBlack",
        "Radxa ROCK 4C+, RadxaROCK4CPlus",
        "Libre Computer AML-S905X-CC (Le Potato), LibreComputerAMLS905XCC",
        "96Boards Thing, Board96BoardsThing"
    })
    void aBoardsNameBecomesAClassName(String board, String name) {
        assertThat(PinsWriter.className(board)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"P9_12, P9_12", "GPIO-7, GPIO_7", "3V, _3V", "MIC+, MIC_PLUS"})
    void aPinsNameBecomesAConstantName(String pin, String name) {
        assertThat(PinsWriter.constant(pin)).isEqualTo(name);
    }

    @Test
    void theJavadocOfEveryConstantSaysWhereThePinIs() {
        Map<String, Line> pins = new LinkedHashMap<>();
        pins.put("LED", new Line("gpio-a", 7));
        pins.put("A0", new Line(Line.NONE, 0));
        BoardDefinition board = new BoardDefinition(
                "ACME",
                "Acme One",
                pins,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Header("J1", 2, List.of("GND", "LED"))),
                null);

        assertThat(PinsWriter.source(board, "AcmeOne"))
                .contains(
                        "public final class AcmeOne {\n    /** {@code LED}: J1 pin 2, line gpio-a:7. */\n"
                                + "    public static final Pin LED = Pin.of(\"Acme One\", \"LED\", new Line(\"gpio-a\", 7));\n",
                        "    /** {@code A0}: no GPIO line. */\n");
    }
}
