// SPDX-License-Identifier: MIT
package blinka4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.boards.BoardTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated tables in README files are up to date. With {@code -Dblinka4j.update=true}, they are written first. */
class TablesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @Test
    void theBoards() throws IOException {
        check("boards/README.md", "boards", BoardTable.text());
    }

    @Test
    void theDrivers() throws IOException {
        check("drivers/README.md", "drivers", DriverTable.text(ROOT));
    }

    @Test
    void theDifferencesFromCircuitPython() throws IOException {
        check("drivers/README.md", "differences", DifferenceTable.text(ROOT));
    }

    /** The first column of a table that people write: once each, in the order of the alphabet. */
    @Test
    void eachDriverIsOnceAmongTheDifferencesThatAuthorsFound() throws IOException {
        assertThat(Files.readString(ROOT.resolve("drivers/README.md"))
                        .lines()
                        .dropWhile(line -> !line.startsWith("| driver | difference |"))
                        .skip(3)
                        .takeWhile(line -> line.startsWith("|"))
                        .map(line -> line.split("\\|")[1].strip()))
                .hasSizeGreaterThan(40)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    }

    @Test
    void theSamples() throws IOException {
        check("samples/README.md", "samples", SampleTable.text(ROOT));
    }

    /** The matrix is checked at the end of a run of the lab. Here it is written, if its results are to be taken. */
    @Test
    void theMatrix() throws IOException {
        if (Boolean.getBoolean("blinka4j.update.matrix")) {
            assertThat(new Matrix(ROOT).write(ROOT.resolve("README.md")))
                    .as("the matrix was written: all suites of the last run of the lab have passed")
                    .isTrue();
        }
        assertThat(new Table(ROOT.resolve("README.md"), "conformance").text()).contains("| sim |");
    }

    private static void check(String file, String name, String text) throws IOException {
        Table table = new Table(ROOT.resolve(file), name);
        if (Boolean.getBoolean("blinka4j.update")) {
            table.write(text);
        }
        assertThat(table.text())
                .as("the table '%s' in %s is not up to date. Run %s, which writes it.", name, file, Table.COMMAND)
                .isEqualTo(text);
    }

    @Test
    void onlyTheTableIsWritten(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("README.md"), "a\n<!-- t -->\nold\n<!-- /t -->\nb\n");

        new Table(file, "t").write("new\nlines");

        assertThat(file).hasContent("a\n<!-- t -->\nnew\nlines\n<!-- /t -->\nb\n");
        assertThat(new Table(file, "t").text()).isEqualTo("new\nlines");
        assertThatThrownBy(() -> new Table(file, "u").text())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no table 'u'");
    }
}
