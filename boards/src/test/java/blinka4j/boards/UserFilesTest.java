// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Line;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Board files of the user: broken, hidden, hostile. The timeouts end hanging tests. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class UserFilesTest {
    private static final String USER_FILES = "/home/ada/.config/blinka4j/boards/";
    private static final String GOOD = "name = Acme One\nrecognise.compatible = acme,one\nchip = gpio-x\npin.3 = LED\n";

    @TempDir
    Path root;

    private TestMachine machine;

    @BeforeEach
    void layOut() {
        machine = new TestMachine(root).compatible("acme,one", "acme,soc");
    }

    private Detected detected() {
        return Objects.requireNonNull(Boards.detect(machine.host()));
    }

    private String board() {
        return detected().board().id();
    }

    private Path userFile(String name) throws IOException {
        Path folder = root.resolve(USER_FILES.substring(1));
        Files.createDirectories(folder);
        return folder.resolve(name);
    }

    private static void pipe(Path file) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", file.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Emacs, macOS, vim and other programs create hidden files. */
    @ParameterizedTest
    @ValueSource(strings = {".#ACME.properties", "._ACME.properties", ".ACME.properties", ".properties"})
    void hiddenFilesAreIgnored(String name) {
        machine.file(USER_FILES + "ACME.properties", GOOD).file(USER_FILES + name, "\u0000\u0005\u0016\u0007 Mac OS X");

        assertThat(board()).isEqualTo("ACME");
        assertThat(detected().evidence()).doesNotContain("/" + name);
    }

    /** The lock of Emacs is a symbolic link to a file that does not exist. */
    @Test
    void theBrokenLinkOfAnEditorsLockIsIgnored() throws IOException {
        machine.file(USER_FILES + "ACME.properties", GOOD);
        Files.createSymbolicLink(userFile(".#ACME.properties"), Path.of("ada@machine.1234:1700000000"));

        assertThat(board()).isEqualTo("ACME");
    }

    @Test
    void aBrokenFileOfAnotherBoardIsReportedAndIgnored() {
        machine.file(USER_FILES + "ACME.properties", GOOD)
                .file(USER_FILES + "BROKEN.properties", "name = Broken\n\npim.3 = LED\n");

        assertThat(board()).isEqualTo("ACME");
        assertThat(detected().evidence()).contains("BROKEN.properties, line 3, key pim.3");

        machine.compatible("raspberrypi,4-model-b", "brcm,bcm2711");
        assertThat(board()).isEqualTo("RASPBERRY_PI_4B");
        assertThat(detected().evidence()).contains("BROKEN.properties, line 3, key pim.3");

        machine.compatible("acme,two");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("BROKEN.properties, line 3, key pim.3");

        machine.environment("BLINKA_FORCEBOARD", "ACME");
        assertThat(board()).isEqualTo("ACME");
        machine.environment("BLINKA_FORCEBOARD", "SABRELITE");
        assertThat(board()).isEqualTo("SABRELITE");
    }

    @Test
    void aBrokenFileOfTheForcedBoardIsAnError() {
        machine.file(USER_FILES + "BROKEN.properties", "name = Broken\n\npim.3 = LED\n")
                .environment("BLINKA_FORCEBOARD", "BROKEN");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("BROKEN.properties, line 3, key pim.3");
    }

    /** The file replaces the built-in board of the machine, so its mistakes matter. */
    @Test
    void aBrokenFileOfTheMachinesBoardIsAnError() {
        machine.compatible("raspberrypi,4-model-b", "brcm,bcm2711")
                .file(USER_FILES + "RASPBERRY_PI_4B.properties", "include = RASPBERRY_PI_4B\npim.3 = LED\n");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("RASPBERRY_PI_4B.properties, line 2, key pim.3");
    }

    /** The rules of the file are valid, and one fits the machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {"pim.3 = LED", "pin.3 =  A B.C", "no equals sign", "name = Twice", "i2c = 7", "include = nowhere"
            })
    void aBrokenFileWhoseRuleFitsTheMachineIsAnError(String mistake) {
        machine.file(USER_FILES + "ACME.properties", GOOD + mistake + "\n");
        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("ACME.properties, line ");

        machine.compatible("acme,two", "acme,soc");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("ACME.properties, line ");
    }

    @Test
    void onlyTheFirstOfManyBrokenFilesAreReported() {
        for (int i = 0; i < 50; i++) {
            machine.file(USER_FILES + "BROKEN" + i + ".properties", "oops\n");
        }
        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("BROKEN0.properties, line 1").contains("46 more");
    }

    @Test
    void aFileInPlaceOfTheFolderIsReported() {
        machine.file("/home/ada/.config/blinka4j/boards", "a file where the folder should be");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains(".config/blinka4j/boards").contains("cannot be listed");

        machine.environment("BLINKA_FORCEBOARD", "SABRELITE");
        assertThat(board()).isEqualTo("SABRELITE");
        machine.environment("BLINKA_FORCEBOARD", "MINE");
        assertThatThrownBy(this::detected).hasMessageContaining("cannot be listed");
    }

    @Test
    void aFolderThatLinksToItselfIsReported() throws IOException {
        Path folder = root.resolve("home/ada/.config/blinka4j/boards");
        Files.createDirectories(folder.getParent());
        Files.createSymbolicLink(folder, folder);

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("cannot be listed");
    }

    @Test
    void aMissingFolderIsNotReported() {
        assertThat(detected().evidence()).contains("acme,one", "no board file").doesNotContain("ignored");
    }

    static Stream<String> notFiles() {
        return Stream.of("/dev/zero", "/dev/random", "/proc/kmsg", "/proc/self/status", "/proc", "/");
    }

    @ParameterizedTest
    @MethodSource("notFiles")
    void aBoardFileThatIsNotARegularFileIsNotRead(String path) throws IOException {
        assumeTrue(Files.exists(Path.of(path)), path + " is not there, so it cannot be tried");
        Files.createSymbolicLink(root.resolve("link.properties"), Path.of(path));
        machine.environment("BLINKA_BOARD_FILE", "/link.properties");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("link.properties")
                .hasMessageContaining("at most 1 MiB");
    }

    @Test
    void aNamedPipeIsNotOpened() throws Exception {
        pipe(root.resolve("pipe.properties"));
        machine.environment("BLINKA_BOARD_FILE", "/pipe.properties");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("pipe.properties")
                .hasMessageContaining("pipe");
    }

    @Test
    void aPipeAndAFolderAmongTheBoardFilesAreReportedAndIgnored() throws Exception {
        machine.file(USER_FILES + "ACME.properties", GOOD);
        pipe(userFile("PIPE.properties"));
        Files.createDirectory(userFile("FOLDER.properties"));
        Files.createSymbolicLink(userFile("GONE.properties"), Path.of("nowhere"));
        Files.createSymbolicLink(userFile("ZERO.properties"), Path.of("/dev/zero"));

        assertThat(board()).isEqualTo("ACME");
        assertThat(detected().evidence())
                .contains("PIPE.properties")
                .contains("FOLDER.properties")
                .contains("GONE.properties")
                .contains("ZERO.properties");
    }

    @Test
    void aLinkToARegularFileIsFollowed() throws IOException {
        machine.file("/srv/acme", GOOD);
        Files.createSymbolicLink(userFile("ACME.properties"), root.resolve("srv/acme"));

        assertThat(board()).isEqualTo("ACME");
    }

    @Test
    void anIncludedPipeIsNotOpened() throws Exception {
        machine.file(USER_FILES + "ACME.properties", "include = PIPE\n" + GOOD)
                .environment("BLINKA_FORCEBOARD", "ACME");
        pipe(userFile("PIPE.properties"));

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("ACME.properties, line 1, key include")
                .hasMessageContaining("PIPE.properties");
    }

    @Test
    void aFileOfMoreThanOneMebibyteIsAnError() throws IOException {
        Path file = root.resolve("big.properties");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100L << 20);
        }
        machine.environment("BLINKA_BOARD_FILE", "/big.properties");
        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("big.properties")
                .hasMessageContaining("at most 1 MiB");

        String most = GOOD + "#".repeat((1 << 20) - GOOD.length());
        machine.file("/big.properties", most);
        assertThat(board()).isEqualTo("big");
        machine.file("/big.properties", most + "#");
        assertThatThrownBy(this::detected).hasMessageContaining("at most 1 MiB");
    }

    /** Each of 22 files includes the next one twice. Without a limit this would be 2 to the power of 22 reads. */
    @Test
    void aFileThatIncludesAnotherTwiceIsAnError() {
        for (int i = 0; i < 22; i++) {
            machine.file(USER_FILES + "D" + i + ".properties", "name = D\ninclude = D%s D%s\n".formatted(i + 1, i + 1));
        }
        machine.file(USER_FILES + "D22.properties", "name = D\n").environment("BLINKA_FORCEBOARD", "D0");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("D0.properties, line 2, key include")
                .hasMessageContaining("D1")
                .hasMessageContaining("twice");
    }

    /** Two files of each of 15 stages include both files of the next stage. */
    @Test
    void aFileThatManyFilesIncludeIsReadOnce() {
        for (int i = 0; i < 15; i++) {
            for (String side : List.of("A", "B")) {
                machine.file(
                        USER_FILES + side + i + ".properties",
                        "name = Last\ninclude = A%s B%s\n".formatted(i + 1, i + 1));
            }
        }
        machine.file(USER_FILES + "A15.properties", "chip = gpio-x\npin.3 = LED\n")
                .file(USER_FILES + "B15.properties", "chip = gpio-y\n")
                .environment("BLINKA_FORCEBOARD", "A0");

        assertThat(detected().board().pins()).containsEntry("LED", new Line("gpio-y", 3));
    }

    @Test
    void includesThatAreNestedTooDeepAreAnError() {
        for (int i = 0; i < 3000; i++) {
            machine.file(USER_FILES + "C" + i + ".properties", "name = C\ninclude = C%s\n".formatted(i + 1));
        }
        machine.file(USER_FILES + "C3000.properties", "name = C\n").environment("BLINKA_FORCEBOARD", "C0");
        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("line 2, key include")
                .hasMessageContaining("16")
                .hasMessageContaining("C0.properties → ")
                .hasMessageContaining("C1.properties → ");

        // Sixteen files, each including the next, are allowed.
        machine.environment("BLINKA_FORCEBOARD", "C2985");
        assertThat(board()).isEqualTo("C2985");
        machine.environment("BLINKA_FORCEBOARD", "C2984");
        assertThatThrownBy(this::detected).hasMessageContaining("16");
    }

    @Test
    void moreThanSixtyFourFilesAreAnError() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= 64; i++) {
            names.add("F" + i);
            machine.file(USER_FILES + "F" + i + ".properties", "chip = gpio-x\n");
        }
        machine.file(USER_FILES + "ACME.properties", "name = Acme\ninclude = " + String.join(" ", names) + "\n")
                .environment("BLINKA_FORCEBOARD", "ACME");
        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("ACME.properties, line 2, key include")
                .hasMessageContaining("64 files");

        names.remove(0);
        machine.file(USER_FILES + "ACME.properties", "name = Acme\ninclude = " + String.join(" ", names) + "\n");
        assertThat(board()).isEqualTo("ACME");
    }

    @Test
    void filesThatIncludeEachOtherAreListedInOrder() {
        machine.file(USER_FILES + "A.properties", "name = A\ninclude = B\n")
                .file(USER_FILES + "B.properties", "name = B\ninclude = A\n")
                .environment("BLINKA_FORCEBOARD", "A");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("B.properties, line 2, key include", "A.properties → ", "B.properties → ")
                .hasMessageMatching("(?s).*A\\.properties → \\S*B\\.properties → \\S*A\\.properties.*");
    }

    @Test
    void aFileThatIncludesItselfIsAnError() {
        machine.file(USER_FILES + "A.properties", "name = A\ninclude = A\n").environment("BLINKA_FORCEBOARD", "A");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("A.properties, line 2, key include")
                .hasMessageContaining("itself");
    }

    @Test
    void theErrorOfAMissingIncludeNamesTheIncludingFiles() {
        machine.file(USER_FILES + "A.properties", "name = A\ninclude = B\n")
                .file(USER_FILES + "B.properties", "name = B\ninclude = raspbery-pi-40-pin\n")
                .environment("BLINKA_FORCEBOARD", "A");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("B.properties, line 2, key include")
                .hasMessageContainingAll("no board file", "'raspbery-pi-40-pin'")
                .hasMessageContaining("A.properties → ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "family/raspberry-pi-40-pin", "B.properties", "a\\u0000b"})
    void anIncludeIsANameAndNotAPath(String name) {
        machine.file(USER_FILES + "A.properties", "name = A\ninclude = " + name.replace("\\u0000", "\u0000") + "\n")
                .environment("BLINKA_FORCEBOARD", "A");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("A.properties, line 2, key include");
    }

    @Test
    void aFileNameThatCannotBeAnIdIsReported() {
        machine.file(USER_FILES + "MY BOARD.properties", GOOD).file(USER_FILES + "A\tB.properties", GOOD);

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("MY BOARD.properties", "letters");
    }

    @Test
    void fiftyThousandContinuedLinesAreOneValue() {
        machine.file(
                        "/etc/MINE.properties",
                        "chip = gpio-x\nname = Mine\npin.none = "
                                + IntStream.range(0, 4000)
                                        .mapToObj(i -> "N" + i)
                                        .collect(Collectors.joining(" \\\n"))
                                + " \\\n \\\n".repeat(46_000)
                                + " LAST\n")
                .environment("BLINKA_BOARD_FILE", "/etc/MINE.properties");

        assertThat(detected().board().pins()).hasSize(4001).containsKey("LAST");
    }

    /** Without a size limit, each would take minutes or all memory. */
    static Stream<String> superLinear() {
        String million = "x".repeat(1_000_000);
        String lists = IntStream.range(0, 150_000).mapToObj(String::valueOf).collect(Collectors.joining(" "));
        return Stream.of(
                "name = M\n" + million + " = 1\n",
                "name = M\n" + million + "\n",
                "name = M\npin.3." + million + " = 1\n",
                "name = M\nchip = g\npin.1-3 = " + "1-".repeat(500_000) + "\n",
                "name = M\nchip = g\npin.1-3 = " + "a1-".repeat(300_000) + "\n",
                "name = M\nchip = g\npin.3 = " + million + "\n",
                "name = " + million + "\n",
                "name = M\ni2c = " + million + "\n",
                "name = M\ninclude = " + million + "\n",
                "name = M\nprovider = " + million + "\n",
                "name = M\nrecognise.beaglebone = 0x" + "ab".repeat(500_000) + "0\n",
                "name = M\npwm.D" + million + " = 0\n",
                "name = M\ni2c = " + lists + "\n",
                "name = M\nheader = " + lists + "\n",
                "name = M\nchip.a = g\nchip.b = g\n"
                        + IntStream.range(0, 2000)
                                .mapToObj(i -> "pin.%s.0-9999 = N%s_0-N%s_9999\n"
                                        .formatted(i % 2 == 0 ? "a" : "b", i, i)
                                        .replace("0-9999 =", (i / 2) + "-" + (i / 2 + 8000) + " =")
                                        .replace("_9999", "_8000"))
                                .collect(Collectors.joining()));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("superLinear")
    void hugeValuesAreAnErrorWithAShortMessage(String text) {
        machine.file("/etc/MINE.properties", text).environment("BLINKA_BOARD_FILE", "/etc/MINE.properties");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("MINE.properties, line ")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(1000));
    }

    @Test
    void aBoardsIdMayBeInAnyCase() {
        machine.environment("BLINKA_FORCEBOARD", "raspberry_pi_4b");
        assertThat(board()).isEqualTo("RASPBERRY_PI_4B");

        machine.environment("BLINKA_FORCEBOARD", "generic_Linux");
        assertThat(board()).isEqualTo("GENERIC_LINUX");

        machine.environment("BLINKA_FORCEBOARD", "odroid_c1_plus");
        assertThat(board()).isEqualTo("ODROID_C1");

        machine.file(USER_FILES + "Acme.properties", GOOD).environment("BLINKA_FORCEBOARD", "ACME");
        assertThat(board()).isEqualTo("Acme");

        machine.file(USER_FILES + "aCME.properties", GOOD);
        assertThatThrownBy(this::detected).hasMessageContaining("Acme").hasMessageContaining("aCME");
        machine.file(USER_FILES + "ACME.properties", GOOD);
        assertThat(board()).isEqualTo("ACME");
    }

    @Test
    void anAliasOfAUsersBoardForcesIt() {
        machine.file(USER_FILES + "ACME.properties", GOOD + "aliases = OUR_BOARD\n")
                .file(USER_FILES + "BROKEN.properties", "oops\n")
                .environment("BLINKA_FORCEBOARD", "OUR_BOARD");

        assertThat(board()).isEqualTo("ACME");
    }

    /** Common names of these boards. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RPI4 RASPBERRY_PI_4B",
                "rpi5 RASPBERRY_PI_5",
                "PI4 RASPBERRY_PI_4B",
                "RASPI_ZERO_W RASPBERRY_PI_ZERO_W",
                "raspberrypi4 RASPBERRY_PI_4B",
                "OPI5 ORANGE_PI_5",
                "BBB BEAGLEBONE_BLACK",
                "BPI_M5 BANANA_PI_M5",
                "BEAGLEBONEBLACK BEAGLEBONE_BLACK"
            })
    void aCommonNameOfABoardSuggestsItsId(String callAndName) {
        String[] words = callAndName.split(" ", -1);
        machine.environment("BLINKA_FORCEBOARD", words[0]);

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("no board '" + words[0] + "'", words[1]);
    }

    private static String good(String id) {
        return "name = Acme " + id + "\nrecognise.compatible = acme," + id + "\nchip = gpio-x\npin.3 = LED\n";
    }

    /** The first 256 files by name are read. */
    @Test
    void moreThan256FilesAreReportedAndNotRead() {
        for (int i = 1; i <= 258; i++) {
            String id = "A" + (1000 + i);
            machine.file(USER_FILES + id + ".properties", good(id));
        }

        machine.compatible("acme,A1256");
        assertThat(board()).isEqualTo("A1256");
        assertThat(detected().evidence()).contains("more than 256 board files", "2 are not read", "A1257.properties");
        machine.compatible("acme,A1257");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("more than 256 board files");
        machine.environment("BLINKA_FORCEBOARD", "A1258");
        assertThat(board()).isEqualTo("A1258");
    }

    @Test
    void filesOfMoreThan4MiBInTotalAreReportedAndNotRead() {
        for (int i = 1; i <= 5; i++) {
            String id = "A" + i;
            machine.file(USER_FILES + id + ".properties", good(id) + "#".repeat(1_000_000));
        }

        machine.compatible("acme,A4");
        assertThat(board()).isEqualTo("A4");
        assertThat(detected().evidence()).contains("more than 4 MiB", "1 are not read", "A5.properties");
        machine.compatible("acme,A5");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }
}
