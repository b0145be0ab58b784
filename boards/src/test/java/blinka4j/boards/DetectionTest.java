// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Line;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionTest {
    private static final String USER_FILES = "/home/ada/.config/blinka4j/boards/";

    @TempDir
    Path root;

    private TestMachine machine;

    @BeforeEach
    void layOut() {
        machine = new TestMachine(root);
    }

    private Detected detected() {
        Detected detected = Boards.detect(machine.host());
        assertThat(detected).isNotNull();
        return detected;
    }

    private String board() {
        return detected().board().id();
    }

    @Test
    void theForcedBoardCountsMoreThanAllElse() {
        machine.compatible("raspberrypi,4-model-b", "brcm,bcm2711")
                .environment("BLINKA_BOARD_FILE", "/none.properties")
                .environment("BLINKA_FORCEBOARD", "SABRELITE");

        assertThat(board()).isEqualTo("SABRELITE");
        assertThat(detected().evidence()).isEqualTo("BLINKA_FORCEBOARD says SABRELITE");
    }

    @Test
    void aBoardCanBeForcedWhereThereIsNoLinux() {
        machine.operatingSystem("Mac OS X").environment("BLINKA_FORCEBOARD", "RASPBERRY_PI_4B");

        assertThat(board()).isEqualTo("RASPBERRY_PI_4B");
    }

    @Test
    void anUnknownForcedBoardIsRefusedWithTheNearestNames() {
        machine.environment("BLINKA_FORCEBOARD", "raspberrypi_4b");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageStartingWith("BLINKA_FORCEBOARD: there is no board 'raspberrypi_4b'; "
                        + "the nearest are RASPBERRY_PI_4B, RASPBERRY_PI_")
                .hasMessageContaining(USER_FILES.substring(1) + "NAME.properties");
    }

    @Test
    void theGenericBoardCanBeForcedOnAKnownOne() {
        machine.compatible("raspberrypi,4-model-b").environment("BLINKA_FORCEBOARD", "GENERIC_LINUX");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @Test
    void theNamedBoardFileCountsWhateverTheMachineIs() {
        machine.compatible("raspberrypi,4-model-b")
                .file("/etc/MINE.properties", "name = Mine\nchip = gpio-x\npin.3 = LED\n")
                .environment("BLINKA_BOARD_FILE", "/etc/MINE.properties");

        assertThat(board()).isEqualTo("MINE");
        assertThat(detected().evidence()).isEqualTo("BLINKA_BOARD_FILE says /etc/MINE.properties");
        assertThat(detected().board().pins()).containsEntry("LED", new Line("gpio-x", 3));
    }

    @Test
    void aNamedBoardFileThatIsNotThereIsAnError() {
        machine.environment("BLINKA_BOARD_FILE", "/etc/MINE.properties");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageStartingWith("BLINKA_BOARD_FILE: there is no file ")
                .hasMessageContaining("etc/MINE.properties; give its whole path");
    }

    @Test
    void aUsersBoardIsRecognisedBeforeABuiltInOne() {
        machine.compatible("raspberrypi,4-model-b", "brcm,bcm2711")
                .revision("c03111")
                .file(
                        USER_FILES + "MY_CARRIER.properties",
                        "name = My carrier\ninclude = RASPBERRY_PI_4B\n"
                                + "recognise.compatible = raspberrypi,4-model-b\npin.18 = RELAY\n");

        assertThat(board()).isEqualTo("MY_CARRIER");
        assertThat(detected().evidence())
                .startsWith("/proc/device-tree/compatible says raspberrypi,4-model-b, and ")
                .endsWith("MY_CARRIER.properties describes it");
        assertThat(detected().board().pins())
                .containsEntry("RELAY", new Line("pinctrl-bcm2711", 18))
                .containsEntry("D18", new Line("pinctrl-bcm2711", 18));
    }

    @Test
    void aUsersFileOfABuiltInBoardsNameReplacesIt() {
        machine.revision("c03111")
                .compatible("raspberrypi,4-model-b", "brcm,bcm2711")
                .file(
                        USER_FILES + "RASPBERRY_PI_4B.properties",
                        "include = RASPBERRY_PI_4B\nname = Ada's Raspberry Pi\npin.17 = BUTTON\n");

        assertThat(detected().board().name()).isEqualTo("Ada's Raspberry Pi");
        assertThat(detected().board().pins()).containsKeys("BUTTON", "D17");
        machine.environment("BLINKA_FORCEBOARD", "RASPBERRY_PI_4B");
        assertThat(detected().board().name()).isEqualTo("Ada's Raspberry Pi");
    }

    @Test
    void theUsersFolderFollowsXdgConfigHome() {
        machine.compatible("acme,one")
                .environment("XDG_CONFIG_HOME", "/srv/config")
                .file("/srv/config/blinka4j/boards/ACME.properties", "name = Acme\nrecognise.compatible = acme,one\n");

        assertThat(board()).isEqualTo("ACME");
    }

    @Test
    void aWrongUsersFileIsAnErrorIfItIsAskedFor() {
        machine.compatible("raspberrypi,4-model-b")
                .file(USER_FILES + "ACME.properties", "name = Acme\nrecognize.compatible = acme,one\n");
        assertThat(board()).isEqualTo("RASPBERRY_PI_4B");

        machine.environment("BLINKA_FORCEBOARD", "ACME");
        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageEndingWith("ACME.properties, line 2, key recognize.compatible: "
                        + "unknown key; did you mean recognise.compatible?");
    }

    @Test
    void theRevisionInTheDeviceTreeCountsMoreThanTheOneOfCpuinfo() {
        machine.compatible("raspberrypi,3-model-b", "brcm,bcm2837")
                .revision("a02082")
                .file("/proc/device-tree/system/linux,revision", new byte[] {0x00, (byte) 0xa0, 0x20, (byte) 0xd3});

        assertThat(board()).isEqualTo("RASPBERRY_PI_3B_PLUS");
        assertThat(detected().evidence())
                .isEqualTo("/proc/device-tree/system/linux,revision says revision a020d3, Raspberry Pi type 0x0d");
    }

    @Test
    void theRevisionTellsBoardsApartThatShareADeviceTreeName() {
        machine.compatible("raspberrypi,model-b", "brcm,bcm2708").revision("000e");

        assertThat(board()).isEqualTo("RASPBERRY_PI_B_REV2");
        assertThat(detected().evidence()).isEqualTo("/proc/cpuinfo says revision 000e");
    }

    /** Raspberry Pi's list of old-style codes. */
    @ParameterizedTest
    @CsvSource({
        "0002, RASPBERRY_PI_B_REV1",
        "0003, RASPBERRY_PI_B_REV1",
        "0004, RASPBERRY_PI_B_REV2",
        "0005, RASPBERRY_PI_B_REV2",
        "0006, RASPBERRY_PI_B_REV2",
        "0007, RASPBERRY_PI_A",
        "0008, RASPBERRY_PI_A",
        "0009, RASPBERRY_PI_A",
        "000d, RASPBERRY_PI_B_REV2",
        "000e, RASPBERRY_PI_B_REV2",
        "000f, RASPBERRY_PI_B_REV2",
        "0010, RASPBERRY_PI_B_PLUS",
        "0011, RASPBERRY_PI_CM1",
        "0012, RASPBERRY_PI_A_PLUS",
        "0013, RASPBERRY_PI_B_PLUS",
        "0014, RASPBERRY_PI_CM1",
        "0015, RASPBERRY_PI_A_PLUS",
        // overclocked, with the bit that the first firmware set and the one of today
        "1000002, RASPBERRY_PI_B_REV1",
        "100000e, RASPBERRY_PI_B_REV2",
        "2000010, RASPBERRY_PI_B_PLUS"
    })
    void knowsOldStyleRevisions(String code, String board) {
        machine.revision(code);

        assertThat(board()).isEqualTo(board);
    }

    /** Codes that are in no list: their type bits count, whatever memory, maker, revision and overclocking are. */
    @ParameterizedTest
    @CsvSource({
        "f0417f, RASPBERRY_PI_5",
        "a6311e, RASPBERRY_PI_4B",
        "2a02082, RASPBERRY_PI_3B",
        "ea03151, RASPBERRY_PI_CM4S",
        "9021b3, RASPBERRY_PI_CM0",
        "a020b0, RASPBERY_PI_AVNET_IIOT_GW"
    })
    void knowsUnlistedRevisionsByTheirType(String code, String board) {
        machine.revision(code);

        assertThat(board()).isEqualTo(board);
    }

    @Test
    void anUnknownTypeLeavesItToTheDeviceTree() {
        machine.revision("c051c0").compatible("raspberrypi,5-model-b", "brcm,bcm2712");

        assertThat(board()).isEqualTo("RASPBERRY_PI_5");
        assertThat(detected().evidence()).isEqualTo("/proc/device-tree/compatible says raspberrypi,5-model-b");
    }

    @Test
    void anUnknownRaspberryPiIsGenericAndSaysWhy() {
        machine.revision("c051c0").compatible("raspberrypi,6-model-b", "brcm,bcm2713");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .isEqualTo("/proc/cpuinfo says revision c051c0, Raspberry Pi type 0x1c, which no board file has");
    }

    @Test
    void theRevisionOfAnotherMakersBoardIsNotRead() {
        machine.compatible("acme,one", "fsl,imx6q")
                .file("/proc/cpuinfo", "Hardware\t: Freescale i.MX6\nRevision\t: 0010\n");
        assertThat(board()).isEqualTo("GENERIC_LINUX");

        machine.revision("0010");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @Test
    void boardsThatShareADeviceTreeNameAreToldApartByTheirModel() {
        machine.compatible("raspberrypi,5-compute-module", "brcm,bcm2712")
                .model("Raspberry Pi Compute Module 5 Lite Rev 1.0");
        assertThat(board()).isEqualTo("RASPBERRY_PI_CM5_LITE");

        machine.model("Raspberry Pi Compute Module 5 on a carrier");
        assertThat(board()).isEqualTo("RASPBERRY_PI_CM5");
    }

    @Test
    void aNearMissIsExplained() {
        machine.compatible("raspberrypi,5-compute-module", "brcm,bcm2712").model("Acme Tablet");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .isEqualTo(
                        "/proc/device-tree/compatible says raspberrypi,5-compute-module, which RASPBERRY_PI_CM5 and "
                                + "RASPBERRY_PI_CM5_LITE share, and /proc/device-tree/model says 'Acme Tablet', which is none of them");
    }

    /** Trees of old kernels name only the processor. */
    @ParameterizedTest
    @CsvSource({
        "Raspberry Pi Model B+, RASPBERRY_PI_B_PLUS",
        "Raspberry Pi Model B Plus Rev 1.2, RASPBERRY_PI_B_PLUS",
        "Raspberry Pi Model B Rev 1, RASPBERRY_PI_B_REV1",
        "Raspberry Pi Model B Rev 2, RASPBERRY_PI_B_REV2",
        "Raspberry Pi 2 Model B Rev 1.1, RASPBERRY_PI_2B",
        "Raspberry Pi 3 Model B Plus Rev 1.3, RASPBERRY_PI_3B_PLUS"
    })
    void theModelDecidesWhereNothingElseDoes(String model, String board) {
        machine.compatible("brcm,bcm2709").model(model);

        assertThat(board()).isEqualTo(board);
        assertThat(detected().evidence()).isEqualTo("/proc/device-tree/model says " + model);
    }

    @Test
    void aModelThatOnlyBeginsLikeAKnownOneIsAnotherBoard() {
        machine.compatible("acme,zero").model("Raspberry Pi Zero 9 X");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @Test
    void bothProcessorsOfTheSabreLiteAreRecognised() {
        machine.compatible("fsl,imx6q-sabrelite", "fsl,imx6q");
        assertThat(board()).isEqualTo("SABRELITE");

        machine.compatible("fsl,imx6dl-sabrelite", "fsl,imx6dl");
        assertThat(board()).isEqualTo("SABRELITE");
    }

    @Test
    void anUnknownBoardIsGenericAndSaysWhatWasSeen() {
        machine.compatible("acme,foo", "acme,soc");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .isEqualTo("/proc/device-tree/compatible says acme,foo, acme,soc; no board file has it");
    }

    /** The board alone has that string, and Armbian's name. */
    @Test
    void whatAVendorsKernelDoesNotSayArmbianDoes() {
        machine.compatible("rockchip,rk3588")
                .model("RK3588 board")
                .file("/etc/armbian-release", "# PLEASE DO NOT EDIT\nBOARD=orangepi5-plus\nBOARD_NAME=\"x\"\n");

        assertThat(board()).isEqualTo("ORANGE_PI_5_PLUS");
        assertThat(detected().evidence()).isEqualTo("/etc/armbian-release says BOARD=orangepi5-plus");
    }

    @Test
    void aProcessorThatBoardsShareIsANearMissThatSaysWhatWouldTell() {
        machine.compatible("acme,box", "rockchip,rk3566").model("Acme Box");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .matches(
                        "/proc/device-tree/compatible says rockchip,rk3566, the processor of \\d+ boards \\(.*ORANGE_PI_3B.*\\); "
                                + "/etc/armbian-release, which is not there, would tell, or BLINKA_FORCEBOARD");

        machine.file("/etc/armbian-release", "BOARD=acmebox\n");
        assertThat(detected().evidence())
                .endsWith(
                        "; no board file has the acmebox of /etc/armbian-release, which would tell, or BLINKA_FORCEBOARD");
    }

    /** As the tree of Bosch's smart home controller begins. */
    @Test
    void aBoardThatOnlyResemblesAKnownOneIsAnotherBoardAndSaysSo() {
        machine.compatible("ti,am335x-shc", "ti,am335x-bone", "ti,am33xx");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .isEqualTo(
                        "/proc/device-tree/compatible says ti,am335x-shc first, and only then ti,am335x-bone, which is BEAGLEBONE: another board that resembles it");
    }

    private void eeprom(String hex) {
        machine.file("/sys/bus/nvmem/devices/0-00500/nvmem", HexFormat.of().parseHex(hex + "00".repeat(64)));
    }

    /** Its device tree is that of the BeagleBone. */
    @Test
    void theEepromOfABeagleBoneCountsMoreThanItsDeviceTree() {
        machine.compatible("ti,am335x-bone", "ti,am33xx");
        assertThat(board()).isEqualTo("BEAGLEBONE");

        eeprom("aa5533ee" + HexFormat.of().formatHex("A335BLGC000A".getBytes(StandardCharsets.US_ASCII)));
        assertThat(board()).isEqualTo("BEAGLELOGIC_STANDALONE");
        assertThat(detected().evidence()).isEqualTo("/sys/bus/nvmem/devices/0-00500/nvmem says A335BLGC000A");
    }

    @Test
    void anEepromWithoutTheHeaderSaysNothing() {
        machine.compatible("ti,am335x-bone", "ti,am33xx");
        eeprom("ffffffff" + HexFormat.of().formatHex("A335BLGC000A".getBytes(StandardCharsets.US_ASCII)));

        assertThat(board()).isEqualTo("BEAGLEBONE");
    }

    @Test
    void anEepromOfAnUnknownBoardLeavesItToTheDeviceTreeAndIsANearMissWithoutOne() {
        machine.compatible("acme,bone", "ti,am33xx");
        eeprom("aa5533ee" + HexFormat.of().formatHex("ACMEBONE0001".getBytes(StandardCharsets.US_ASCII)));

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .startsWith("/sys/bus/nvmem/devices/0-00500/nvmem says ACMEBONE0001, which no board file has; ");
    }

    @Test
    void aPcIsRecognisedByTheNameInItsFirmware() {
        machine.file("/sys/devices/virtual/dmi/id/board_name", "ODYSSEY-X86J41X5\n");

        assertThat(board()).isEqualTo("ODYSSEY_X86J41X5");
        assertThat(detected().evidence()).isEqualTo("/sys/devices/virtual/dmi/id/board_name says ODYSSEY-X86J41X5");
    }

    @Test
    void aMachineWithoutADeviceTreeIsRecognisedByItsNameInCpuinfo() {
        machine.file("/proc/cpuinfo", "system type\t\t: MediaTek\nmachine\t\t\t: Onion Omega2+\n");

        assertThat(board()).isEqualTo("ONION_OMEGA2");
        assertThat(detected().evidence()).isEqualTo("/proc/cpuinfo says Onion Omega2+");
    }

    /** The H3 and the H5 board have the same name of their own. */
    @Test
    void aFurtherStringThatMustBeThereTellsBoardsApart() {
        machine.compatible("sinovoip,bpi-m2-plus", "allwinner,sun8i-h3");
        assertThat(board()).isEqualTo("BANANA_PI_M2_PLUS");

        machine.compatible("sinovoip,bpi-m2-plus", "allwinner,sun50i-h5");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @Test
    void anAliasForcesTheBoardToo() {
        machine.file(USER_FILES + "ACME.properties", "name = Acme\n")
                .environment("BLINKA_FORCEBOARD", "ODROID_C1_PLUS");

        assertThat(board()).isEqualTo("ODROID_C1");
    }

    @Test
    void aJarBringsBoardsOfItsOwn(@TempDir Path jar) throws Exception {
        Path folder = Files.createDirectories(jar.resolve("META-INF/blinka4j"));
        Files.writeString(folder.resolve("boards.list"), "# ours\nACME_ONE\n");
        Files.writeString(
                folder.resolve("ACME_ONE.properties"),
                "name = Acme One\nrecognise.compatible = acme,one\nchip = gpio-x\npin.3 = LED\n");
        machine.compatible("acme,one");
        assertThat(board()).isEqualTo("GENERIC_LINUX");

        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThat(board()).isEqualTo("ACME_ONE");
            assertThat(detected().evidence())
                    .startsWith("/proc/device-tree/compatible says acme,one, and file:")
                    .endsWith("META-INF/blinka4j/ACME_ONE.properties describes it");
            assertThat(Boards.board("ACME_ONE").pins()).containsEntry("LED", new Line("gpio-x", 3));

            Files.delete(folder.resolve("ACME_ONE.properties"));
            assertThat(board()).isEqualTo("GENERIC_LINUX");
            assertThat(detected().evidence()).contains("lists the board ACME_ONE, but there is no ");
            machine.environment("BLINKA_FORCEBOARD", "ACME_ONE");
            assertThatThrownBy(this::detected)
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining(
                            "lists the board ACME_ONE, but there is no META-INF/blinka4j/ACME_ONE.properties");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aPcIsGenericAndSaysThatItHasNoDeviceTree() {
        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).isEqualTo("there is no device tree that would name the board");
    }

    @Test
    void whereThereIsNoLinuxThereIsNoBoard() throws IOException {
        assertThat(Boards.detect(machine.operatingSystem("Mac OS X").host())).isNull();
        assertThat(Boards.detect(machine.operatingSystem("Windows 11").host())).isNull();
    }
}
