// SPDX-License-Identifier: MIT
package blinka4j.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoreModulesTest {
    @Test
    void eachNameOfCircuitPythonHasARow() {
        assertThat(CoreModules.rows(SiteTest.ROOT).stream().map(CoreModules.Row::name))
                .containsExactlyElementsOf(CoreModules.names(SiteTest.ROOT));
    }

    @Test
    void theNamesAreThoseOfTheModulesThatProgramsUse() {
        List<String> modules = List.of(
                "adafruit_bus_device",
                "adafruit_register",
                "analogio",
                "bitbangio",
                "board",
                "busio",
                "countio",
                "digitalio",
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
                "supervisor",
                "time",
                "usb_hid",
                "watchdog");
        List<String> names = CoreModules.names(SiteTest.ROOT);

        assertThat(modules).allSatisfy(module -> assertThat(names).anyMatch(name -> name.startsWith(module + ".")));
        assertThat(names)
                .contains(
                        "busio.I2C.writeto_then_readfrom",
                        "digitalio.DigitalInOut.switch_to_output",
                        "time.monotonic_ns",
                        "displayio");
    }

    @Test
    void eachJavaMemberExists() {
        List<String> wrong = new ArrayList<>();
        for (CoreModules.Row row : CoreModules.rows(SiteTest.ROOT)) {
            row.members().stream()
                    .filter(member -> !exists(member))
                    .forEach(member -> wrong.add(row.name() + " " + member));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsMissingHasAReason() {
        assertThat(CoreModules.rows(SiteTest.ROOT))
                .allSatisfy(
                        row -> assertThat(row.members().isEmpty() && row.note().isEmpty())
                                .as(row.name())
                                .isFalse());
    }

    private static boolean exists(String member) {
        String[] parts = member.split("#");
        try {
            Class<?> type = Class.forName(parts[0]);
            return Modifier.isPublic(type.getModifiers())
                    && (parts.length == 1
                            || Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getFields()))
                                    .anyMatch(each -> each.getName().equals(parts[1])));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
