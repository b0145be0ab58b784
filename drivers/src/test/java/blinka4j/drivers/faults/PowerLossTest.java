// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.HardwareException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A chip loses its power for a moment, as when somebody pulls its plug, and the program goes on with the same object. The chip has its
 * registers of power-on then, and not the settings that the program has made. When it has started, each reading is right, NaN, or an
 * error that names the power.
 */
class PowerLossTest {
    private static final int SEEDS = Integer.getInteger("power.seeds", 12);

    /** The rigs with something that is not as it was, and no error. Delete an entry that is no longer needed. */
    private static final Map<String, String> NOT_NOTICED = Map.of(
            "Character_LCDRig", "a display: the expander takes all that is written, and the display is not read",
            "HT16K33Rig", "a display: the chip takes all that is written, and is not read",
            "SH1106Rig", "a display: the chip takes all that is written, and is not read",
            "SSD1306Rig", "a display: the chip takes all that is written, and is not read",
            "MCP230xxRig",
                    "an MCP23S17 with another address than 0x20 does not answer any more, and SPI has no acknowledge");

    static List<String> rigs() throws IOException {
        return Rigs.names();
    }

    @ParameterizedTest
    @MethodSource("rigs")
    void aReadingAfterALossOfPowerIsRightOrNotANumberOrAnError(String name) throws ReflectiveOperationException {
        TreeSet<String> wrong = new TreeSet<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (int i = 0; i < Rigs.of(name, new Random(seed)).size(); i++) {
                for (int reading = 0; reading < rig(name, seed, i).readings().size(); reading++) {
                    Rig rig = rig(name, seed, i);
                    // The program uses the driver, in another way for each seed.
                    for (int step = 1; step < seed; step++) {
                        rig.change();
                        rig.any().isRight();
                    }
                    if (rig.faults.losePower()) {
                        rig.change();
                        try {
                            if (!rig.readings().get(reading).isRight()) {
                                wrong.add("reading %s of the %s, seed %s".formatted(reading, rig.name, seed));
                            }
                        } catch (HardwareException e) {
                            assertThat(e).hasMessageMatching("(?s).*(power|supply).*");
                        } catch (Rig.NoValue e) {
                            // There is none.
                        }
                    }
                }
            }
        }
        if (NOT_NOTICED.containsKey(name)) {
            assertThat(wrong).as(NOT_NOTICED.get(name)).isNotEmpty();
        } else {
            assertThat(wrong).isEmpty();
        }
    }

    private static Rig rig(String name, int seed, int index) throws ReflectiveOperationException {
        return Rigs.of(name, new Random(seed)).get(index);
    }
}
