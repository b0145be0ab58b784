// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One full reading, each quantity once, takes at most as many transfers as with CircuitPython's driver. The numbers of both are in
 * {@code src/test/differential/drivers.txt}; {@code src/test/differential/run -t} counts them.
 */
class TransfersTest {
    private static final Path DRIVERS = Path.of("src/main/java/blinka4j/drivers");

    /**
     * What has no bus cannot be compared by what is on it (the kits are compared, and use the motors). The originals of NeoPixels at a pin, of
     * pulses and of 1-Wire need modules of CircuitPython that are not Python. A display of characters takes the edges of an expander's pins,
     * not its registers: its vectors compare them.
     */
    private static final Set<String> NOT_COMPARED = Set.of(
            "characterlcd",
            "dht",
            "ds18x20",
            "hcsr04",
            "hid",
            "hx711",
            "irremote",
            "matrixkeypad",
            "motor",
            "neopixel",
            "tm1637");

    static List<ComparedDriver> sensors() throws IOException {
        return ComparedDriver.all().stream()
                .filter(driver -> driver.full() != null)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sensors")
    void aFullReadingTakesNotMoreTransfersThanTheOriginals(ComparedDriver driver) throws Exception {
        Twins twins = new Twins();
        for (String chip : driver.chips()) {
            twins.answer("chip " + chip);
        }
        twins.answer("construct %s %s".formatted(driver.pack(), driver.construct()));
        twins.answer("settle " + Math.round(driver.settleSeconds() * 1e9));
        twins.answer("log");
        for (String read : driver.full().reads()) {
            twins.answer("run " + read);
        }
        assertThat((List<?>) ((List<?>) twins.answer("log")).get(0))
                .as("the transfers of %s", driver.full().reads())
                .hasSize(driver.full().ours())
                .hasSizeLessThanOrEqualTo(driver.full().theirs());
    }

    /** What is compared, and what measures something. */
    @Test
    void noSensorIsMissing() throws Exception {
        Set<String> compared = new TreeSet<>();
        Set<String> measuring = new TreeSet<>();
        Set<String> counted = new TreeSet<>();
        for (ComparedDriver driver : ComparedDriver.all()) {
            compared.add(driver.pack());
            if (driver.lines().containsKey("full")) {
                counted.add(driver.pack());
            }
            Twins twins = new Twins();
            // What a multiplexer switches is compared by itself.
            String first = driver.chips().get(0);
            if (!((List<?>) twins.answer("chip " + first)).isEmpty()) {
                measuring.add(driver.pack());
            }
        }
        assertThat(measuring)
                .as("drivers with a line 'full' in drivers.txt")
                .isNotEmpty()
                .isSubsetOf(counted);
        try (Stream<Path> packages = Files.list(DRIVERS)) {
            assertThat(compared)
                    .as("the drivers in drivers.txt")
                    .containsAll(packages.map(folder -> folder.getFileName().toString())
                            .filter(name -> !NOT_COMPARED.contains(name))
                            .toList());
        }
    }
}
