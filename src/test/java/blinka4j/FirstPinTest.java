// SPDX-License-Identifier: MIT
package blinka4j;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What each program waits for before its first pin. The first lambda takes Java 17 about 3 ms, also with an archive of classes, and the
 * first format of a text 2 ms; Java itself takes 30 ms. {@code src/test/bench/first-pin} measures the whole.
 */
class FirstPinTest {
    private static final Pattern LOADED = Pattern.compile("(?m)\\S+(?= source:)");
    /** Lambdas of this library, and texts that are formatted. Java's own classes have lambdas in some versions. */
    private static final Pattern SLOW =
            Pattern.compile("blinka4j\\..*\\$\\$Lambda.*|java\\.util\\.Formatter|java\\.util\\.regex\\.Pattern");

    static final class Program {
        public static void main(String[] arguments) {
            try (DigitalInOut led = new DigitalInOut(Board.D18)) {
                led.switchToOutput(true);
                System.out.println("D18 is " + led.value());
            }
        }
    }

    @Test
    void aProgramHasItsFirstPinWithoutLambdasAndFormats() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                // As src/main makes its jar: other providers on this class path are not what is measured.
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(each -> each.matches(".*(api|boards|sim|test)/target/.*"))
                        .collect(Collectors.joining(File.pathSeparator)),
                Program.class.getName());
        builder.environment().put("BLINKA_PROVIDER", "sim");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("D18 is true");
        assertThat(LOADED.matcher(said).results().map(MatchResult::group))
                .contains("blinka4j.digitalio.DigitalInOut", "blinka4j.sim.SimPin$Port")
                .noneMatch(name -> SLOW.matcher(name).matches());
    }
}
