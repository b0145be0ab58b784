// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The addresses of chips without {@code @At}. */
class UsualAddressTest {
    private static final Path CHIPS = Path.of("../sim/src/main/java/blinka4j/sim/chips");
    private static final Path DRIVERS = Path.of("../../drivers/src/main/java/blinka4j/drivers");
    private static final Pattern ADDRESS =
            Pattern.compile("address\\s(?:\\*\\s)?(0x[0-9A-Fa-f]+)(?:\\sto\\s(?:\\*\\s)?(0x[0-9A-Fa-f]+))?"
                    + "(?:\\sor\\s(?:\\*\\s)?(0x[0-9A-Fa-f]+))?");
    private static final Pattern DEFAULT = Pattern.compile("int DEFAULT_ADDRESS = (0x[0-9A-Fa-f]+);");

    /** The chips that a test can ask for. */
    private static List<Class<?>> chips() throws IOException, ClassNotFoundException {
        List<Class<?>> chips = new ArrayList<>();
        try (Stream<Path> files = Files.list(CHIPS)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                Matcher address = ADDRESS.matcher(Files.readString(file));
                if (Files.readString(file).contains("public " + name + "()") && address.find()) {
                    chips.add(Class.forName("blinka4j.sim.chips." + name));
                }
            }
        }
        return chips;
    }

    @Test
    void eachChipHasAnAddressThatItsDataSheetAllows() throws Exception {
        assertThat(chips()).hasSizeGreaterThan(50);
        for (Class<?> chip : chips()) {
            Matcher address = ADDRESS.matcher(Files.readString(CHIPS.resolve(chip.getSimpleName() + ".java")));
            assertThat(address.find()).isTrue();
            int first = Integer.decode(address.group(1));
            int last = address.group(2) == null ? first : Integer.decode(address.group(2));
            int other = address.group(3) == null ? first : Integer.decode(address.group(3));
            int usual = UsualAddress.of(chip);
            assertThat(usual >= first && usual <= last || usual == other)
                    .as("%s at 0x%02x", chip, usual)
                    .isTrue();

            SimI2CDevice made = (SimI2CDevice) chip.getConstructor().newInstance();
            new SimI2CBus().attach(usual, made);
        }
    }

    @Test
    void itIsTheDefaultOfTheDriver() throws Exception {
        int compared = 0;
        for (Class<?> chip : chips()) {
            String driver = chip.getSimpleName().replaceFirst("Sim", "");
            try (Stream<Path> files = Files.walk(DRIVERS)) {
                for (Path file :
                        files.filter(each -> each.endsWith(driver + ".java")).toList()) {
                    Matcher address = DEFAULT.matcher(Files.readString(file));
                    if (address.find()) {
                        assertThat(UsualAddress.of(chip)).as(driver).isEqualTo(Integer.decode(address.group(1)));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(35);
    }
}
