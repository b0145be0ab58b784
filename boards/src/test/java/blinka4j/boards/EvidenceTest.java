// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.BoardRegistry.Detected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real machines, and the documentation of their makers, say is recognised; other boards are not mistaken. */
class EvidenceTest {
    /**
     * Where the samples expect no board because PlatformDetect knows none, and we do. CM0: type 0x1b in Raspberry Pi's
     * list of revision codes.
     */
    private static final Map<String, String> CORRECTIONS = Map.of("pi CM0 (type 0x1b)", "RASPBERRY_PI_CM0");

    /** Blinka's name for a PC without pins. */
    private static final String PC = "GENERIC_LINUX_PC";

    static List<String> samples() throws IOException {
        return lines("evidence.tsv");
    }

    static List<String> lines(String resource) throws IOException {
        try (InputStream stream = Objects.requireNonNull(EvidenceTest.class.getResourceAsStream(resource))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isTheBoardThatItMeans(String sample, @TempDir Path root) {
        String[] fields = sample.split("\t", -1);
        TestMachine machine = new TestMachine(root).operatingSystem(fields[2]);
        for (int i = 3; i < fields.length; i++) {
            int equals = fields[i].indexOf('=');
            String path = fields[i].substring(0, equals);
            String text = fields[i].substring(equals + 1);
            if (path.endsWith("#")) {
                machine.file(
                        path.substring(0, path.length() - 1), HexFormat.of().parseHex(text));
            } else {
                machine.file(path, text.translateEscapes());
            }
        }

        Detected detected = Boards.detect(machine.host());

        String expected = CORRECTIONS.getOrDefault(fields[0], fields[1]);
        if (!fields[2].equals("Linux")) {
            assertThat(detected).isNull();
        } else {
            assertThat(detected).isNotNull();
            assertThat(detected.board().id())
                    .as(detected.evidence())
                    .isEqualTo(expected.equals("-") || expected.equals(PC) ? "GENERIC_LINUX" : expected);
        }
    }
}
