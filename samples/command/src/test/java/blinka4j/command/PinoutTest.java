// SPDX-License-Identifier: MIT
package blinka4j.command;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinoutTest {
    private final Trial trial = new Trial();

    @AfterEach
    void end() {
        trial.close();
    }

    /** Pins 1 to 6 and 12 of the 40-pin header, as the Raspberry Pi's documentation has them. */
    @Test
    void theConnectorOfARaspberryPiIsShown() {
        trial.run("pinout");

        assertThat(trial.exit).isZero();
        assertThat(trial.out)
                .containsPattern("3V3 +1 \\| 2 +5V\n")
                .containsPattern("D2 SDA +3 \\| 4 +5V\n")
                .containsPattern("D3 SCL +5 \\| 6 +GND\n")
                .containsPattern("D17 +11 \\| 12 D18\n");
    }

    @Test
    void anotherBoardIsShownByItsId() {
        assertThat(trial.run("pinout", "beaglebone_black").out)
                .contains("P8")
                .contains("P9")
                .contains("P9_12");
        assertThat(trial.run("pinout", "NO_SUCH_BOARD").exit).isEqualTo(2);
        assertThat(trial.err).contains("NO_SUCH_BOARD");
    }

    @Test
    void livePinsHaveTheirDirectionLevelAndUserAndAreNotTaken() {
        try (DigitalInOut led = new DigitalInOut(trial.board.blinka().pin("D18"))) {
            led.switchToOutput(true);
            trial.board.pin("D17").drive(true);

            trial.run("pinout", "--live");

            assertThat(trial.out).containsPattern("D17 \\[in 1\\] +11 \\| 12 D18 \\[out 1 'blinka4j'\\]");
        }
        assertThat(trial.board.blinka().stillOpen()).isEmpty();
    }

    /** A text of Linux 6.6 on a Raspberry Pi 4, shortened. */
    @Test
    void levelsAreReadFromTheKernelsDebugFile(@TempDir Path root) throws IOException {
        Path file = Files.createDirectories(root.resolve("sys/kernel/debug")).resolve("gpio");
        Files.writeString(file, """
                gpiochip0: GPIOs 512-569, parent: platform/fe200000.gpio, pinctrl-bcm2711:
                 gpio-530 (GPIO18              |fan                 ) out hi
                 gpio-529 (GPIO17              |button              ) in  lo IRQ

                gpiochip1: GPIOs 570-577, parent: platform/soc:firmware:gpio, raspberrypi-exp-gpio, can sleep:
                 gpio-572 (PWR_LED_OFF         |led1                ) out lo ACTIVE LOW
                """);

        assertThat(Pinout.levels(new Host(root, "Linux", Map.of())))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "pinctrl-bcm2711:18", true, "pinctrl-bcm2711:17", false, "raspberrypi-exp-gpio:2", false));
    }
}
