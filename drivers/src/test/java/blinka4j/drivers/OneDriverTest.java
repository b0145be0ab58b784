// SPDX-License-Identifier: MIT
package blinka4j.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.busio.I2C;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimMCP9808;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A program with one driver loads no class of another, nor of a simulated chip that it does not use. */
class OneDriverTest {
    private static final Pattern LOADED =
            Pattern.compile("(?m)\\bblinka4j\\.(?:drivers\\.\\w+|sim\\.chips)\\.[\\w$]+(?= source:)");

    static final class Program {
        public static void main(String[] arguments) {
            I2C i2c = new I2C(new SimI2CBus().attach(0x18, new SimMCP9808().temperature(-12.5)));
            System.out.println(new MCP9808(i2c).temperature() + " °C");
        }
    }

    @Test
    void aProgramLoadsNoClassOfAnotherDriver() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("-12.5");
        assertThat(LOADED.matcher(said).results().map(MatchResult::group))
                .contains("blinka4j.drivers.mcp9808.MCP9808", "blinka4j.sim.chips.SimMCP9808")
                .allMatch(name -> name.contains("MCP9808"));
    }
}
