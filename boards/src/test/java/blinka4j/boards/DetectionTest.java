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
import org.junit.jupiter.params.provider.ValueSource;

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
    void theForcedBoardOverridesDetection() {
        machine.compatible("raspberrypi,4-model-b", "brcm,bcm2711")
                .environment("BLINKA_BOARD_FILE", "/none.properties")
                .environment("BLINKA_FORCEBOARD", "SABRELITE");

        assertThat(board()).isEqualTo("SABRELITE");
        assertThat(detected().evidence()).isEqualTo("BLINKA_FORCEBOARD says SABRELITE");
    }

    @Test
    void aBoardCanBeForcedWithoutLinux() {
        machine.operatingSystem("Mac OS X").environment("BLINKA_FORCEBOARD", "RASPBERRY_PI_4B");

        assertThat(board()).isEqualTo("RASPBERRY_PI_4B");
    }

    @Test
    void theErrorOfAnUnknownForcedBoardListsSimilarIds() {
        machine.environment("BLINKA_FORCEBOARD", "raspberrypi_4b");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "BLINKA_FORCEBOARD", "no board 'raspberrypi_4b'", "RASPBERRY_PI_4B, RASPBERRY_PI_")
                .hasMessageContaining(USER_FILES.substring(1) + "NAME.properties");
    }

    @Test
    void theGenericBoardCanBeForcedOnAKnownBoard() {
        machine.compatible("raspberrypi,4-model-b").environment("BLINKA_FORCEBOARD", "GENERIC_LINUX");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @Test
    void theBoardFileSettingOverridesDetection() {
        machine.compatible("raspberrypi,4-model-b")
                .file("/etc/MINE.properties", "name = Mine\nchip = gpio-x\npin.3 = LED\n")
                .environment("BLINKA_BOARD_FILE", "/etc/MINE.properties");

        assertThat(board()).isEqualTo("MINE");
        assertThat(detected().evidence()).isEqualTo("BLINKA_BOARD_FILE says /etc/MINE.properties");
        assertThat(detected().board().pins()).containsEntry("LED", new Line("gpio-x", 3));
    }

    @Test
    void aMissingBoardFileIsAnError() {
        machine.environment("BLINKA_BOARD_FILE", "/etc/MINE.properties");

        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BLINKA_BOARD_FILE", "no file")
                .hasMessageContainingAll("etc/MINE.properties", "path");
    }

    @Test
    void aUsersBoardIsRecognisedBeforeABuiltInBoard() {
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
    void aUsersFileReplacesTheBuiltInBoardWithItsId() {
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
    void aUsersFileWithAMistakeIsAnErrorIfItIsForced() {
        machine.compatible("raspberrypi,4-model-b")
                .file(USER_FILES + "ACME.properties", "name = Acme\nrecognize.compatible = acme,one\n");
        assertThat(board()).isEqualTo("RASPBERRY_PI_4B");

        machine.environment("BLINKA_FORCEBOARD", "ACME");
        assertThatThrownBy(this::detected)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("ACME.properties, line 2, key recognize.compatible", "recognise.compatible");
    }

    @Test
    void theRevisionInTheDeviceTreeOverridesTheOneInCpuinfo() {
        machine.compatible("raspberrypi,3-model-b", "brcm,bcm2837")
                .revision("a02082")
                .file("/proc/device-tree/system/linux,revision", new byte[] {0x00, (byte) 0xa0, 0x20, (byte) 0xd3});

        assertThat(board()).isEqualTo("RASPBERRY_PI_3B_PLUS");
        assertThat(detected().evidence())
                .isEqualTo("/proc/device-tree/system/linux,revision says revision a020d3, Raspberry Pi type 0x0d");
    }

    @Test
    void theRevisionDistinguishesBoardsThatShareADeviceTreeName() {
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
    void oldStyleRevisionsAreRecognised(String code, String board) {
        machine.revision(code);

        assertThat(board()).isEqualTo(board);
    }

    /** Unlisted codes are compared by their type bits only. Memory, maker, revision and overclocking do not matter. */
    @ParameterizedTest
    @CsvSource({
        "f0417f, RASPBERRY_PI_5",
        "a6311e, RASPBERRY_PI_4B",
        "2a02082, RASPBERRY_PI_3B",
        "ea03151, RASPBERRY_PI_CM4S",
        "9021b3, RASPBERRY_PI_CM0",
        "a020b0, RASPBERY_PI_AVNET_IIOT_GW"
    })
    void unlistedRevisionsAreRecognisedByTheirType(String code, String board) {
        machine.revision(code);

        assertThat(board()).isEqualTo(board);
    }

    @Test
    void withAnUnknownTypeTheDeviceTreeDecides() {
        machine.revision("c051c0").compatible("raspberrypi,5-model-b", "brcm,bcm2712");

        assertThat(board()).isEqualTo("RASPBERRY_PI_5");
        assertThat(detected().evidence()).isEqualTo("/proc/device-tree/compatible says raspberrypi,5-model-b");
    }

    @Test
    void anUnknownRaspberryPiIsGenericAndTheEvidenceSaysWhy() {
        machine.revision("c051c0").compatible("raspberrypi,6-model-b", "brcm,bcm2713");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("/proc/cpuinfo", "revision c051c0", "type 0x1c", "no board file");
    }

    @Test
    void theRevisionOfAnotherMakersBoardIsIgnored() {
        machine.compatible("acme,one", "fsl,imx6q")
                .file("/proc/cpuinfo", "Hardware\t: Freescale i.MX6\nRevision\t: 0010\n");
        assertThat(board()).isEqualTo("GENERIC_LINUX");

        machine.revision("0010");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @Test
    void theModelDistinguishesBoardsThatShareADeviceTreeName() {
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
                .contains(
                        "/proc/device-tree/compatible says raspberrypi,5-compute-module",
                        "RASPBERRY_PI_CM5 and RASPBERRY_PI_CM5_LITE")
                .contains("/proc/device-tree/model says 'Acme Tablet'", "none of them");
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
    void theModelDecidesIfNothingElseDoes(String model, String board) {
        machine.compatible("brcm,bcm2709").model(model);

        assertThat(board()).isEqualTo(board);
        assertThat(detected().evidence()).isEqualTo("/proc/device-tree/model says " + model);
    }

    @Test
    void aModelThatBeginsLikeAKnownModelIsAnotherBoard() {
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
    void anUnknownBoardIsGenericAndTheEvidenceShowsItsStrings() {
        machine.compatible("acme,foo", "acme,soc");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .contains("/proc/device-tree/compatible says acme,foo, acme,soc", "no board file");
    }

    /** Only this board has that name in Armbian. */
    @Test
    void armbiansFileNamesTheBoardIfTheKernelDoesNot() {
        machine.compatible("rockchip,rk3588")
                .model("RK3588 board")
                .file("/etc/armbian-release", "# PLEASE DO NOT EDIT\nBOARD=orangepi5-plus\nBOARD_NAME=\"x\"\n");

        assertThat(board()).isEqualTo("ORANGE_PI_5_PLUS");
        assertThat(detected().evidence()).isEqualTo("/etc/armbian-release says BOARD=orangepi5-plus");
    }

    @Test
    void aKnownProcessorIsReportedWithItsBoards() {
        machine.compatible("acme,box", "rockchip,rk3566").model("Acme Box");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .containsPattern(
                        "/proc/device-tree/compatible says rockchip,rk3566, .* \\d+ boards \\(.*ORANGE_PI_3B.*\\)")
                .contains("/etc/armbian-release", "does not exist", "BLINKA_FORCEBOARD");

        machine.file("/etc/armbian-release", "BOARD=acmebox\n");
        assertThat(detected().evidence())
                .contains("/etc/armbian-release says BOARD=acmebox", "no board file", "BLINKA_FORCEBOARD");
    }

    /** The strings of Bosch's smart home controller. */
    @Test
    void aBoardThatResemblesAKnownBoardIsGeneric() {
        machine.compatible("ti,am335x-shc", "ti,am335x-bone", "ti,am33xx");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .contains("/proc/device-tree/compatible says ti,am335x-shc", "ti,am335x-bone", "resembles BEAGLEBONE");
    }

    private void eeprom(String hex) {
        machine.file("/sys/bus/nvmem/devices/0-00500/nvmem", HexFormat.of().parseHex(hex + "00".repeat(64)));
    }

    /** Its device tree is that of the BeagleBone. */
    @Test
    void theEepromOfABeagleBoneOverridesItsDeviceTree() {
        machine.compatible("ti,am335x-bone", "ti,am33xx");
        assertThat(board()).isEqualTo("BEAGLEBONE");

        eeprom("aa5533ee" + HexFormat.of().formatHex("A335BLGC000A".getBytes(StandardCharsets.US_ASCII)));
        assertThat(board()).isEqualTo("BEAGLELOGIC_STANDALONE");
        assertThat(detected().evidence()).isEqualTo("/sys/bus/nvmem/devices/0-00500/nvmem says A335BLGC000A");
    }

    @Test
    void anEepromWithoutTheHeaderIsIgnored() {
        machine.compatible("ti,am335x-bone", "ti,am33xx");
        eeprom("ffffffff" + HexFormat.of().formatHex("A335BLGC000A".getBytes(StandardCharsets.US_ASCII)));

        assertThat(board()).isEqualTo("BEAGLEBONE");
    }

    @Test
    void anEepromOfAnUnknownBoardIsReported() {
        machine.compatible("acme,bone", "ti,am33xx");
        eeprom("aa5533ee" + HexFormat.of().formatHex("ACMEBONE0001".getBytes(StandardCharsets.US_ASCII)));

        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence())
                .startsWith("/sys/bus/nvmem/devices/0-00500/nvmem says ACMEBONE0001; no board file");
    }

    /** A line of /proc/cpuinfo as in a container, without the device tree and the line Hardware. */
    private void inAContainer(String revision, String model) {
        machine.file(
                "/proc/cpuinfo",
                "processor\t: 0\nCPU part\t: 0xd08\n\nRevision\t: %s\nSerial\t\t: 0\nModel\t\t: %s\n"
                        .formatted(revision, model));
    }

    @ParameterizedTest
    @CsvSource({
        "a02082, Raspberry Pi 3 Model B Rev 1.2, RASPBERRY_PI_3B",
        "902120, Raspberry Pi Zero 2 W Rev 1.0, RASPBERRY_PI_ZERO_2_W",
        "c04170, Raspberry Pi 5 Model B Rev 1.0, RASPBERRY_PI_5",
        "000e, Raspberry Pi Model B Rev 2, RASPBERRY_PI_B_REV2",
        "1000002, Raspberry Pi Model B Rev 1, RASPBERRY_PI_B_REV1",
        // an unknown model with a known type
        "c03111, Raspberry Pi Forty-Two, RASPBERRY_PI_4B",
        // an unknown or missing type or code with a known model
        "c051f0, Raspberry Pi 4 Model B Rev 1.5, RASPBERRY_PI_4B",
        "0000, Raspberry Pi 3 Model B Plus Rev 1.3, RASPBERRY_PI_3B_PLUS",
        "unknown, Raspberry Pi Compute Module 4 Rev 1.1, RASPBERRY_PI_CM4",
        // neither
        "c051f0, Raspberry Pi 9 Model Z Rev 1.0, GENERIC_LINUX",
        // no Raspberry Pi
        "a02082, Acme Pi 3, GENERIC_LINUX",
        "a02082, My Raspberry Pi, GENERIC_LINUX",
        "a02082, Raspberry Pie, GENERIC_LINUX",
        "000e, '', GENERIC_LINUX"
    })
    void aRaspberryPiInAContainerIsRecognised(String revision, String model, String board) {
        inAContainer(revision, model);

        assertThat(board()).isEqualTo(board);
    }

    @Test
    void theEvidenceInAContainerNamesCpuinfo() {
        inAContainer("a02082", "Raspberry Pi 3 Model B Rev 1.2");
        assertThat(detected().evidence()).isEqualTo("/proc/cpuinfo says revision a02082, Raspberry Pi type 0x08");

        inAContainer("0000", "Raspberry Pi 3 Model B Rev 1.2");
        assertThat(detected().evidence()).isEqualTo("/proc/cpuinfo says Raspberry Pi 3 Model B Rev 1.2");
    }

    @Test
    void theModelInCpuinfoIsIgnoredIfThereIsADeviceTree() {
        inAContainer("a02082", "Raspberry Pi 3 Model B Rev 1.2");
        machine.compatible("acme,one", "acme,soc");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    /** All processors of Raspberry Pis, by the names of the chip and of its family. */
    @ParameterizedTest
    @ValueSource(strings = {"bcm2708", "bcm2709", "bcm2710", "bcm2711", "bcm2712", "bcm2835", "bcm2836", "bcm2837"})
    void theProcessorsOfRaspberryPisIdentifyARaspberryPi(String processor) {
        machine.compatible("brcm," + processor).file("/proc/cpuinfo", "Revision\t: 000e\n");
        assertThat(board()).isEqualTo("RASPBERRY_PI_B_REV2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bcm28155-ap",
                "bcm28145",
                "bcm2835-foo",
                "bcm2850",
                "bcm2713",
                "bcm27110",
                "bcm28",
                "bcm11351",
                "BCM2835"
            })
    void otherBroadcomProcessorsAreNotARaspberryPi(String processor) {
        machine.compatible("brcm," + processor, "brcm,bcm11351")
                .file("/proc/cpuinfo", "Hardware\t: Broadcom BCM281xx\nRevision\t: 000e\n");

        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @ParameterizedTest
    @CsvSource({
        "BCM2708, RASPBERRY_PI_B_REV2",
        "BCM2835, RASPBERRY_PI_B_REV2",
        "BCM2711, RASPBERRY_PI_B_REV2",
        "BCM28155, GENERIC_LINUX",
        "Broadcom BCM281xx, GENERIC_LINUX",
        "BCM2850, GENERIC_LINUX",
        "BCM2713, GENERIC_LINUX"
    })
    void withoutADeviceTreeTheHardwareLineIdentifiesARaspberryPi(String hardware, String board) {
        machine.file("/proc/cpuinfo", "Hardware\t: " + hardware + "\nRevision\t: 000e\n");

        assertThat(board()).isEqualTo(board);
    }

    @Test
    void aLaterStringDecidesAfterAVendorsString() {
        machine.compatible("nvidia,unheard-of", "nvidia,jetson-xavier", "nvidia,tegra194");

        assertThat(board()).isEqualTo("JETSON_XAVIER");
        assertThat(detected().evidence())
                .isEqualTo("/proc/device-tree/compatible says nvidia,jetson-xavier, behind nvidia,unheard-of");
    }

    /** Each comma-separated list is a device tree. The maker of the first string matters, and whether it is a known other board. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the maker of the processor, before a string of the board's maker
                "rockchip,some-evb radxa,rock-5b rockchip,rk3588 | ROCK_PI_5",
                // the maker of the board
                "radxa,rock-5b-of-tomorrow radxa,rock-5b rockchip,rk3588 | ROCK_PI_5",
                // the same, where the processor does not come last
                "amlogic,g12b khadas,vim3 | KHADAS_VIM3",
                // the processor alone
                "rockchip,rk3588 radxa,rock-5b rockchip,rk3588 | ROCK_PI_5",
                // the product of somebody else
                "acme,box radxa,rock-5b rockchip,rk3588 | GENERIC_LINUX",
                // Linux' rk3328-z28pro.dts and Armbian's rk3588s-retro-lite-cm5.dts
                "rockchip,rk3328-z28pro pine64,rock64 rockchip,rk3328 | GENERIC_LINUX",
                "retro-lite,cm5 radxa,cm5 rockchip,rk3588 | GENERIC_LINUX",
                // known boards that are no other's
                "radxa,rock-5b-plus radxa,rock-5b rockchip,rk3588 | GENERIC_LINUX",
                "hardkernel,odroid-hc4 hardkernel,odroid-c4 amlogic,sm1 | GENERIC_LINUX",
                // strings that many boards have
                "ti,am335x-unheard-of ti,am335x-bone ti,am33xx | GENERIC_LINUX",
                "ti,am335x-unheard-of ti,am335x-bone-black ti,am335x-bone ti,am33xx | GENERIC_LINUX",
                "ti,am335x-unheard-of ti,am335x-bone-green ti,am335x-bone ti,am33xx | GENERIC_LINUX",
                "raspberrypi,unheard-of raspberrypi,5-compute-module brcm,bcm2712 | GENERIC_LINUX",
                // two boards
                "radxa,unheard-of radxa,rock-5b radxa,rock-5c rockchip,rk3588 | GENERIC_LINUX",
                // a processor is no board
                "nvidia,unheard-of nvidia,tegra194 | GENERIC_LINUX"
            })
    void aLaterStringDecidesOnlyIfOneBoardHasIt(String compatible, String board) {
        machine.compatible(compatible.split(" ", -1));

        assertThat(board()).isEqualTo(board);
    }

    /** Trees of RevyOS: the same strings, other machines. */
    @Test
    void aModelOfAnotherMachineKeepsALaterStringFromDeciding() {
        machine.compatible("thead,light-val", "thead,light-lpi4a", "thead,light")
                .model("T-HEAD Light Lichee Pi 4A configuration for LicheeConsole4A");
        assertThat(board()).isEqualTo("GENERIC_LINUX");

        machine.model("T-HEAD Light Lichee Pi 4A configuration for 4GB DDR board");
        assertThat(board()).isEqualTo("LICHEEPI_4A");
    }

    /** Orange Pi's build, external/config/boards; its trees for these kernels name the processor alone. */
    @ParameterizedTest
    @CsvSource({
        "orangepi2, ORANGE_PI_2",
        "orangepi3, ORANGE_PI_3",
        "orangepi3-lts, ORANGE_PI_3_LTS",
        "orangepi3b, ORANGE_PI_3B",
        "orangepi4, ORANGE_PI_4",
        "orangepi4-lts, ORANGE_PI_4_LTS",
        "orangepi5, ORANGE_PI_5",
        "orangepi5max, ORANGE_PI_5_MAX",
        "orangepi5plus, ORANGE_PI_5_PLUS",
        "orangepi5pro, ORANGE_PI_5_PRO",
        "orangepi5ultra, ORANGE_PI_5_ULTRA",
        "orangepilite, ORANGE_PI_LITE",
        "orangepione, ORANGE_PI_ONE",
        "orangepipc, ORANGE_PI_PC",
        "orangepipc2, ORANGE_PI_PC2",
        "orangepipcplus, ORANGE_PI_PC_PLUS",
        "orangepiplus2e, ORANGE_PI_PLUS_2E",
        "orangepir1, ORANGE_PI_R1",
        "orangepizero, ORANGE_PI_ZERO",
        "orangepizerolts, ORANGE_PI_ZERO",
        "orangepizero2, ORANGE_PI_ZERO_2",
        "orangepizero2w, ORANGE_PI_ZERO_2W",
        "orangepizero3, ORANGE_PI_ZERO_3",
        "orangepizeroplus, ORANGE_PI_ZERO_PLUS",
        "orangepizeroplus2h5, ORANGE_PI_ZERO_PLUS_2H5",
        "orangepi3plus, GENERIC_LINUX",
        "orangepi400, GENERIC_LINUX",
        "orangepi5b, GENERIC_LINUX",
        "orangepi800, GENERIC_LINUX",
        "orangepi900, GENERIC_LINUX",
        "orangepiaimax, GENERIC_LINUX",
        "orangepicm4, GENERIC_LINUX",
        "orangepicm5, GENERIC_LINUX",
        "orangepicm5-tablet, GENERIC_LINUX",
        "orangepilite2, GENERIC_LINUX",
        "orangepioneh5, GENERIC_LINUX",
        "orangepioneplus, GENERIC_LINUX",
        "orangepipch5, GENERIC_LINUX",
        "orangepiplus, GENERIC_LINUX",
        "orangepiprime, GENERIC_LINUX",
        "orangepir1b, GENERIC_LINUX",
        "orangepir1plus, GENERIC_LINUX",
        "orangepir1plus-lts, GENERIC_LINUX",
        "orangepirk3399, GENERIC_LINUX",
        "orangepirv, GENERIC_LINUX",
        "orangepitab, GENERIC_LINUX",
        "orangepiwin, GENERIC_LINUX",
        "orangepizero2-b, GENERIC_LINUX",
        "orangepizero2-lts, GENERIC_LINUX",
        "orangepizeroplus2h3, GENERIC_LINUX"
    })
    void orangePisReleaseFileIsRead(String name, String board) {
        machine.compatible("arm,sun50iw6p1")
                .model("sun50iw6")
                .file(
                        "/etc/orangepi-release",
                        "# PLEASE DO NOT EDIT THIS FILE\nBOARD=" + name + "\nBOARD_NAME=\"x\"\n");

        assertThat(board()).isEqualTo(board);
        if (!board.equals("GENERIC_LINUX")) {
            assertThat(detected().evidence()).isEqualTo("/etc/orangepi-release says BOARD=" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOARD=\"orangepizero2\"", "BOARD='orangepizero2'", "BOARD=orangepizero2 "})
    void theNameMayBeInQuotes(String line) {
        machine.file("/etc/orangepi-release", line + "\n");

        assertThat(board()).isEqualTo("ORANGE_PI_ZERO_2");
    }

    /** Case, spaces, hyphens and underscores are written in all ways. */
    @ParameterizedTest
    @CsvSource({
        "OrangePi Zero2, ORANGE_PI_ZERO_2",
        "Orange Pi Zero 2, ORANGE_PI_ZERO_2",
        "Orange Pi Zero2w, ORANGE_PI_ZERO_2W",
        "Orange Pi Zero 2W, ORANGE_PI_ZERO_2W",
        "Orange Pi Zero3, ORANGE_PI_ZERO_3",
        "Orange Pi Zero 3, ORANGE_PI_ZERO_3",
        "Orange Pi 3 LTS, ORANGE_PI_3_LTS",
        "Orange Pi Pc 2, ORANGE_PI_PC2",
        "Orange Pi Zero Plus, ORANGE_PI_ZERO_PLUS",
        "Orange Pi Zero Plus 2 H5, ORANGE_PI_ZERO_PLUS_2H5",
        "Radxa ROCK3 Model C, ROCK_PI_3C",
        "Radxa ROCK 3 Model C, ROCK_PI_3C",
        "Radxa ROCK 3 Model A, ROCK_PI_3A",
        "Radxa ROCK3 Model B, ROCK_3B",
        "Radxa ROCK 5 Model B, ROCK_PI_5",
        "radxa zero 3, RADXA_ZERO3",
        "ROCK Pi 4B+, ROCK_PI_4",
        "ASUS_Tinker_Board_S, ASUS_TINKER_BOARD",
        "Orange Pi Zero2 B, GENERIC_LINUX",
        "Orange Pi Zero2 LTS, GENERIC_LINUX",
        "Orange Pi R1B, GENERIC_LINUX",
        // Orange Pi's boards with an H5: not those of that name that this library has, which have an H3
        "Orange Pi One, GENERIC_LINUX",
        "Orange Pi Pc, GENERIC_LINUX",
        "Pine64, PINE64",
        "Pine64+, PINE64",
        "Radxa ROCK 5B+, GENERIC_LINUX"
    })
    void theSpellingOfAModelIsIgnored(String model, String board) {
        machine.compatible("acme,soc").model(model);

        assertThat(board()).isEqualTo(board);
    }

    @ParameterizedTest
    @CsvSource({"PYNQ-Z1, PYNQ_Z1", "Pynq-Z1, PYNQ_Z1", "pynq_z1, PYNQ_Z1", "Pynq-Z2, PYNQ_Z2", "Pynq-ZU, GENERIC_LINUX"
    })
    void theSpellingOfAPynqBoardIsIgnored(String name, String board) {
        machine.compatible("xlnx,zynq-7000").file("/proc/device-tree/chosen/pynq_board", name + "\0");

        assertThat(board()).isEqualTo(board);
    }

    @ParameterizedTest
    @CsvSource({
        "ODYSSEY-X86J41X5, ODYSSEY_X86J41X5",
        "ODYSSEY-X86J41O5, ODYSSEY_X86J41X5",
        "Odyssey-X86J41X5, ODYSSEY_X86J41X5",
        "ROCK PI X, ROCK_PI_X",
        "UDOO x86, UDOO_X86",
        "ODROID-H3, ODROID_H3",
        "ODYSSEY-X86J4125, GENERIC_LINUX"
    })
    void theSpellingOfAPcIsIgnored(String name, String board) {
        machine.file("/sys/devices/virtual/dmi/id/board_name", name + "\n");

        assertThat(board()).isEqualTo(board);
    }

    /** Tabs separate the fields of the index. A text of the machine must not add a line to it. */
    @Test
    void aTabInATextOfTheMachineDoesNotSeparateFields() {
        machine.file("/sys/devices/virtual/dmi/id/board_name", "ROCK Pi X\tROCK_PI_X\nmodel\tx\n");
        assertThat(board()).isEqualTo("GENERIC_LINUX");

        machine.file("/sys/devices/virtual/dmi/id/board_name", "ROCK Pi X\n");
        assertThat(board()).isEqualTo("ROCK_PI_X");

        machine.model("Pine64\tPINE64\nmodel\tPine64+");
        assertThat(board()).isEqualTo("ROCK_PI_X");
    }

    @Test
    void aTabInARuleIsReportedAndDoesNotAffectOtherBoards() {
        machine.file(USER_FILES + "ACME.properties", "name = Acme\nrecognise.dmi = Acme\tOne\n")
                .file("/sys/devices/virtual/dmi/id/board_name", "ROCK Pi X\n");

        assertThat(board()).isEqualTo("ROCK_PI_X");
        assertThat(detected().evidence()).contains("ACME.properties, line 2, key recognise.dmi", "TAB");
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

    /** The H3 board and the H5 board have the same first string. */
    @Test
    void aSecondRequiredStringDistinguishesBoards() {
        machine.compatible("sinovoip,bpi-m2-plus", "allwinner,sun8i-h3");
        assertThat(board()).isEqualTo("BANANA_PI_M2_PLUS");

        machine.compatible("sinovoip,bpi-m2-plus", "allwinner,sun50i-h5");
        assertThat(board()).isEqualTo("GENERIC_LINUX");
    }

    @Test
    void anAliasForcesTheBoard() {
        machine.file(USER_FILES + "ACME.properties", "name = Acme\n")
                .environment("BLINKA_FORCEBOARD", "ODROID_C1_PLUS");

        assertThat(board()).isEqualTo("ODROID_C1");
    }

    @Test
    void aJarCanContainBoards(@TempDir Path jar) throws Exception {
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
                    .hasMessageContainingAll("ACME_ONE", "no META-INF/blinka4j/ACME_ONE.properties");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aPcIsGenericAndTheEvidenceSaysThatItHasNoDeviceTree() {
        assertThat(board()).isEqualTo("GENERIC_LINUX");
        assertThat(detected().evidence()).contains("no device tree");
    }

    @Test
    void withoutLinuxThereIsNoBoard() throws IOException {
        assertThat(Boards.detect(machine.operatingSystem("Mac OS X").host())).isNull();
        assertThat(Boards.detect(machine.operatingSystem("Windows 11").host())).isNull();
    }
}
