// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in boards/README.md work. */
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path root;

    private String readme;
    private List<String> examples;

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(Path.of("README.md"));
        examples = EXAMPLE.matcher(readme)
                .results()
                .map(match -> match.group(1).stripIndent())
                .toList();
    }

    private BoardDefinition board(String id, String file, String compatible) {
        TestMachine machine = new TestMachine(root)
                .compatible(compatible)
                .file("/home/ada/.config/blinka4j/boards/" + id + ".properties", file);
        Detected detected = Boards.detect(machine.host());
        return Objects.requireNonNull(detected).board();
    }

    @Test
    void theExampleBoardIsRecognised() {
        BoardDefinition board = board("ACME_ONE", examples.get(0), "acme,one");

        assertThat(board.name()).isEqualTo("Acme One");
        assertThat(board.pins())
                .containsEntry("D3", new Line("300b000.pinctrl", 35))
                .containsEntry("LED", new Line("300b000.pinctrl", 12))
                .containsEntry("RX", new Line("7022000.pinctrl", 3))
                .containsEntry("A0", new Line(Line.NONE, 0))
                .hasSize(14);
        assertThat(board.i2cBuses())
                .containsExactly(
                        new I2CBus("5002400.i2c", "SCL", "SDA", "add overlays=i2c1 to /boot/acmeEnv.txt and reboot"));
        assertThat(board.spiBuses())
                .containsExactly(new SpiBus("5011000.spi", "SPI1", "SPI2", "SPI3", List.of("SPI4"), ""));
        assertThat(board.pwms()).containsExactly(new PwmChannel("300a000.pwm", 1, "LED", ""));
        assertThat(board.headers())
                .singleElement()
                .satisfies(
                        header -> assertThat(header.picture()).contains("3V3   1 |  2 5V\n", " A0  17 | 18 (RESET)\n"));
    }

    @Test
    void theExampleMessageIsTheRealMessage() {
        String mistaken = examples.get(0).replace("scl = SCL", "scl = SLC");

        TestMachine machine = new TestMachine(root)
                .environment("BLINKA_FORCEBOARD", "ACME_ONE")
                .file("/home/ada/.config/blinka4j/boards/ACME_ONE.properties", mistaken);
        assertThatThrownBy(() -> Boards.detect(machine.host()))
                .isInstanceOf(NotAvailableException.class)
                .satisfies(e -> assertThat(readme)
                        .contains(e.getMessage().substring(e.getMessage().indexOf("ACME_ONE.properties, line"))));
    }

    @Test
    void theExampleWithTwoMoreNamesHasThem() {
        BoardDefinition board = board("RASPBERRY_PI_4B", examples.get(1), "raspberrypi,4-model-b");

        assertThat(board.pins())
                .containsEntry("RELAY", new Line("pinctrl-bcm2711", 17))
                .containsEntry("BUTTON", new Line("pinctrl-bcm2711", 27))
                .hasSize(46);
    }
}
