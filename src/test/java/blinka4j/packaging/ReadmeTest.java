// SPDX-License-Identifier: MIT
package blinka4j.packaging;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    /** CircuitPython's modules that are useful on a single board, from its documentation. */
    private static final List<String> MODULES = List.of(
            "alarm",
            "analogio",
            "audiobusio",
            "audiocore",
            "audioio",
            "bitbangio",
            "board",
            "busio",
            "countio",
            "digitalio",
            "displayio",
            "frequencyio",
            "keypad",
            "microcontroller",
            "neopixel_write",
            "nvm",
            "onewireio",
            "pulseio",
            "pwmio",
            "rainbowio",
            "rotaryio",
            "socketpool",
            "storage",
            "supervisor",
            "time",
            "touchio",
            "usb_cdc",
            "usb_hid",
            "usb_midi",
            "watchdog",
            "wifi");

    /** A module is either supported or in the table. */
    @Test
    void theUnsupportedModulesAreThoseWithoutAPackage() throws IOException {
        TreeSet<String> missing = MODULES.stream()
                .filter(module ->
                        !Files.isDirectory(Path.of("../../api/src/main/java/blinka4j", module.replace("_", ""))))
                .collect(toCollection(TreeSet::new));

        assertThat(new TreeSet<>(Readme.firstColumn(Readme.read().between("not here yet"))))
                .isEqualTo(missing);
    }

    /** The README's project uses the versions that this project is built and tested with. */
    @Test
    void theReadmesProjectHasTheVersionsOfThisProject() throws IOException {
        String readme = Readme.read().block("xml", "<project");
        String parent = Files.readString(Build.ROOT.resolve("pom.xml"));

        assertThat(Stream.of("resources", "compiler", "jar", "dependency", "shade"))
                .allSatisfy(plugin -> assertThat(readme)
                        .containsPattern("maven-%s-plugin</artifactId>\\s*<version>%s</version>"
                                .formatted(plugin, version(parent, plugin + "-plugin"))));
        assertThat(readme)
                .contains("maven-surefire-plugin</artifactId><version>" + version(parent, "surefire"))
                .containsPattern("junit-jupiter</artifactId>\\s*<version>%s<".formatted(version(parent, "junit")));
    }

    /** {@code BenchPageIT} makes it. */
    @Test
    void theReadmeHasASmallPictureOfTheBench() throws IOException {
        byte[] png = Files.readAllBytes(Build.ROOT.resolve("providers/bench/bench.png"));

        assertThat(Files.readString(Build.ROOT.resolve("README.md"))).contains("](providers/bench/bench.png)");
        assertThat(png.length).isBetween(5_000, 60_000);
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isBetween(1000, 1400);
    }

    private static String version(String pom, String what) {
        String begin = "<" + what + ".version>";
        int from = pom.indexOf(begin) + begin.length();
        return pom.substring(from, pom.indexOf('<', from));
    }
}
