// SPDX-License-Identifier: MIT
package blinka4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
    private static final String TABLE = """
            | provider | where | GPIO | I2C | UART |
            | --- | --- | --- | --- | --- |
            | linux | pi | pass | pass | – |
            | other | pi | pass, no open drain, pulls | no (1) | pass |

            1. other knows no I2C""";

    @TempDir
    Path root;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void twoProviders() throws IOException {
        write(
                "src/test/target/conformance/pi-linux.tsv",
                "pi\tlinux\tGPIO\tpass\t\npi\tlinux\tGPIO\tpass\t\npi\tlinux\tI2C\tpass\t\n");
        write(
                "src/test/target/conformance/pi-other.tsv",
                "pi\tother\tGPIO\tpass\topen drain, pulls\npi\tother\tI2C\tnot offered\tother knows no I2C\npi\tother\tUART\tpass\t\n");
        write("README.md", "# Title\n\n<!-- conformance -->\n" + TABLE + "\n<!-- /conformance -->\n");
    }

    @Test
    void eachProviderAndGuestIsARow() throws IOException {
        assertThat(print(true)).isTrue();
        assertThat(printed.toString(UTF_8).strip()).isEqualTo(TABLE);
    }

    @Test
    void anOutdatedMatrixIsAFailureIfItIsChecked() throws IOException {
        write("README.md", "<!-- conformance -->\n" + TABLE.replace("pulls", "pull") + "\n<!-- /conformance -->\n");
        assertThat(print(false)).isTrue();
        assertThat(print(true)).isFalse();
        assertThat(printed.toString(UTF_8)).contains("README.md is not up to date", "src/test/tables");
    }

    @Test
    void theMatrixIsWrittenIntoTheReadme() throws IOException {
        write("README.md", "<!-- conformance -->\n| linux | pi | – |\n<!-- /conformance -->\n");

        assertThat(new Matrix(root).write(root.resolve("README.md"))).isTrue();
        assertThat(print(true)).isTrue();
    }

    @Test
    void anIncompleteMatrixIsNotWritten() throws IOException {
        Files.delete(root.resolve("src/test/target/conformance/pi-linux.tsv"));

        assertThat(new Matrix(root).write(root.resolve("README.md"))).isFalse();
        assertThat(Files.readString(root.resolve("README.md"))).contains(TABLE);
    }

    @Test
    void oneFailedTestFailsItsKind() throws IOException {
        write(
                "src/test/target/conformance/pi-linux.tsv",
                "pi\tlinux\tGPIO\tpass\t\npi\tlinux\tGPIO\tfail\t\npi\tlinux\tGPIO\tpass\t\n");
        assertThat(print(false)).isFalse();
        assertThat(printed.toString(UTF_8)).contains("| linux | pi | fail | –");
    }

    @Test
    void aRunWithoutSuitesIsAFailureIfTheMatrixIsChecked() throws IOException {
        Files.delete(root.resolve("src/test/target/conformance/pi-linux.tsv"));
        Files.delete(root.resolve("src/test/target/conformance/pi-other.tsv"));
        assertThat(print(true)).isFalse();
    }

    @Test
    void rowsOfAnUnavailableJavaAreNotChecked() throws IOException {
        String row = "| linux | pi, Java 25 | pass | pass | – |\n";
        String other = "| other | pi | pass";
        write("README.md", "<!-- conformance -->\n" + TABLE.replace(other, row + other) + "\n<!-- /conformance -->\n");

        assertThat(print(true, "Java 25")).isTrue();
        assertThat(print(true)).isFalse();
    }

    private boolean print(boolean check) throws IOException {
        return print(check, "");
    }

    private boolean print(boolean check, String leftOut) throws IOException {
        PrintStream out = new PrintStream(printed, true, UTF_8);
        return new Matrix(root).print(root.resolve("README.md"), check, leftOut, out);
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
