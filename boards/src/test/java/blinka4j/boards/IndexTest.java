// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.BoardDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest {
    private static String index() throws IOException {
        try (InputStream stream = Objects.requireNonNull(BoardFiles.class.getResourceAsStream("index"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path folder() throws URISyntaxException {
        URL index = Objects.requireNonNull(BoardFiles.class.getResource("index"));
        return Path.of(index.toURI()).getParent();
    }

    @Test
    void theIndexHasExactlyTheBoardFiles() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            List<String> ids = files.filter(file -> file.toString().endsWith(".properties"))
                    .map(BoardFiles::id)
                    .toList();

            assertThat(Index.parse(index()).ids()).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void theIndexHasExactlyTheirRules() throws IOException, URISyntaxException {
        assertThat(index()).isEqualTo(IndexWriter.index(folder()).text());
    }

    @Test
    void theIndexIsTheSameAfterWritingAndReading() throws IOException {
        assertThat(Index.parse(index()).text()).isEqualTo(index());
    }

    @Test
    void theIndexIsWrittenIntoTheFolderOfTheBoardFiles(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("RASPBERRY_PI_4B.properties"));

        IndexWriter.main(new String[] {folder.toString()});

        assertThat(folder.resolve("index")).hasContent("""
                        board\tRASPBERRY_PI_4B\tRASPBERRY_PI_4B
                        compatible\traspberrypi,4-model-b\tRASPBERRY_PI_4B
                        model\tRaspberry Pi 4 Model B\tRASPBERRY_PI_4B
                        raspberry-pi.type\t11\tRASPBERRY_PI_4B
                        soc\tbrcm,bcm2711\tRASPBERRY_PI_4B
                        """);
    }

    /** These separate fields and lines. */
    @Test
    void aTabOrALineEndInANameOrAnIdIsEscaped(@TempDir Path root) {
        List<String> none = List.of();
        Recognition recognition = new Recognition(
                none, none, none, none, none, List.of("Acme\tOne", "Acme\\nTwo"), none, List.of(), List.of());
        BoardDefinition board =
                new BoardDefinition("A\tB\nC", "Acme", Map.of(), List.of(), List.of(), List.of(), List.of(), null);
        Index written = new Index();
        written.add(board.id(), new BoardFile(board, recognition, "", List.of()));
        Index index = Index.parse(written.text());

        assertThat(index.ids()).containsExactly("A\tB\nC");
        assertThat(index.id("A\tB\nC")).isEqualTo("A\tB\nC");
        TestMachine machine = new TestMachine(root);
        for (String name : List.of("Acme\tOne", "Acme\\nTwo")) {
            machine.file("/sys/devices/virtual/dmi/id/board_name", name);
            assertThat(index.recognise(machine.host(), new ArrayList<>()))
                    .as(name)
                    .matches(match -> match.id().equals("A\tB\nC"));
        }
        machine.file("/sys/devices/virtual/dmi/id/board_name", "Acme\nTwo");
        assertThat(index.recognise(machine.host(), new ArrayList<>())).isNull();
    }

    /** Except device tree names, which the model distinguishes, and processors. */
    @Test
    void noRuleMatchesTwoBoards() throws IOException {
        assertThat(index().lines()
                        .filter(line -> !line.startsWith("compatible\t")
                                && !line.startsWith("board\t")
                                && !line.startsWith("soc\t"))
                        .map(line -> line.substring(0, line.lastIndexOf('\t'))))
                .doesNotHaveDuplicates();
    }

    /** The spelling of models and names of PCs is ignored. */
    @Test
    void noNameMatchesTwoBoardsInAnySpelling() throws IOException {
        Map<String, String> boards = new HashMap<>();
        for (String line : index().lines().toList()) {
            String[] fields = line.split("\t", -1);
            if (List.of("model", "dmi", "cpuinfo", "pynq").contains(fields[0])) {
                String name = fields[0] + " " + Index.plain(fields[1]);
                assertThat(boards.putIfAbsent(name, fields[2])).as(name).isIn(null, fields[2]);
            }
        }
    }

    /** Otherwise the device tree of a known board would be another board. */
    @Test
    void noStringInOtherBoardsIsARule() throws IOException {
        List<String> lines = index().lines().toList();
        try (InputStream stream = Objects.requireNonNull(BoardFiles.class.getResourceAsStream("other-boards"))) {
            List<String> others = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();

            assertThat(others).doesNotHaveDuplicates().doesNotContain("");
            // These three are boards by their first string. Many boards have them as a later string.
            assertThat(others)
                    .contains("ti,am335x-bone", "ti,am335x-bone-black", "ti,am335x-bone-green")
                    .filteredOn(other -> !other.startsWith("ti,am335x-bone"))
                    .allSatisfy(other -> assertThat(lines)
                            .noneMatch(line -> line.startsWith("compatible\t" + other + "\t")
                                    || line.startsWith("model\t" + other + "\t")));
        }
    }

    @Test
    void boardsThatShareANameInTheDeviceTreeHaveAModel() throws IOException {
        List<String> lines = index().lines().toList();
        for (String rule : lines) {
            String name = rule.substring(0, rule.lastIndexOf('\t') + 1);
            long sharers = lines.stream().filter(line -> line.startsWith(name)).count();
            if (rule.startsWith("compatible\t") && sharers > 1) {
                String id = rule.substring(rule.lastIndexOf('\t'));

                assertThat(lines).as(rule).anyMatch(line -> line.startsWith("model\t") && line.endsWith(id));
            }
        }
    }
}
