// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
    private static final Path CHIPS = Path.of("src/main/java/blinka4j/sim/chips");

    /** A slider can set what a chip measures only if the chip declares it. These chips measure nothing. */
    @Test
    void everyChipThatMeasuresDeclaresItsQuantities() throws IOException {
        Set<String> memories = Set.of("Sim24LC32", "SimMB85RC256V", "SimMB85RS64V");
        Set<String> clocks = Set.of("SimDS1307", "SimPCF8523");
        Set<String> displays = Set.of(
                "SimCharacterLCD",
                "SimDotStar",
                "SimHT16K33",
                "SimLCDBackpack",
                "SimNeoPixel",
                "SimSH1106",
                "SimSSD1306",
                "SimTM1637");
        Set<String> outputs = Set.of("SimMCP4725", "SimMCP4728", "SimPCA9685");
        Set<String> others = Set.of(
                "SimDHT", // common to DHT11 and DHT22
                "SimIRReceiver", // gets codes
                "SimTCA9548A");
        Set<String> without = new TreeSet<>();
        try (Stream<Path> files = Files.list(CHIPS)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                String name = file.getFileName().toString().replace(".java", "");
                if (name.startsWith("Sim") && !text.contains("measures(") && !text.contains(" reacts(")) {
                    without.add(name);
                }
            }
        }

        assertThat(without)
                .containsExactlyInAnyOrderElementsOf(Stream.of(memories, clocks, displays, outputs, others)
                        .flatMap(Set::stream)
                        .toList());
    }
}
