// SPDX-License-Identifier: MIT
package blinka4j.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BoardsTest {
    /**
     * Where Blinka's tables are wrong. SCK_2: line 43 is a chip select of SPI 2, its clock is 42 (overlay spi2-3cs of
     * Raspberry Pi's kernel; Blinka itself has SCLK_2 on 42).
     */
    private static final Map<String, Integer> CORRECTED_PINS =
            Map.of("RASPBERRY_PI_CM1 SCK_2", 42, "RASPBERRY_PI_CM3 SCK_2", 42, "RASPBERRY_PI_CM3_PLUS SCK_2", 42);

    /**
     * Blinka gives the boards with an RP1 the SPI buses of the BCM2711: what it calls 3 and 4 there is 2 and 3 (rp1.dtsi
     * of Raspberry Pi's kernel), while 5 is the same on both.
     */
    private static final Map<String, String> CORRECTED_RP1_BUSES =
            Map.of("spi 3:3,2,1", "spi 2:3,2,1", "spi 4:7,6,5", "spi 3:7,6,5");

    static Stream<BoardDefinition> boards() {
        return Boards.ids().stream().map(Boards::board);
    }

    static List<String> blinka() throws IOException {
        return EvidenceTest.lines("blinka.tsv");
    }

    @Test
    void boardsAreFoundByServiceLoader() {
        assertThat(ServiceLoader.load(BoardRegistry.class))
                .singleElement()
                .satisfies(registry ->
                        assertThat(registry.board("RASPBERRY_PI_4B").name()).isEqualTo("Raspberry Pi 4 Model B"));
    }

    @Test
    void idsAreSorted() {
        assertThat(Boards.ids())
                .isSorted()
                .contains("RASPBERRY_PI_B_REV1", "RASPBERRY_PI_5", "RASPBERRY_PI_CM0", "SABRELITE", "GENERIC_LINUX");
    }

    @Test
    void theErrorOfAnUnknownIdListsSimilarIds() {
        assertThatThrownBy(() -> Boards.board("RASPBERRY_PI_ZERO2W"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "no board 'RASPBERRY_PI_ZERO2W'", "RASPBERRY_PI_ZERO_2_W, RASPBERRY_PI_ZERO_W, ");
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyPinOfABusIsAPinOfTheBoard(BoardDefinition board) {
        List<String> used = new ArrayList<>();
        for (I2CBus bus : board.i2cBuses()) {
            used.addAll(Arrays.asList(bus.scl(), bus.sda()));
        }
        for (SpiBus bus : board.spiBuses()) {
            used.addAll(Arrays.asList(bus.clock(), bus.mosi(), bus.miso()));
            used.addAll(bus.chipSelects());
        }
        for (Uart uart : board.uarts()) {
            used.addAll(Arrays.asList(uart.tx(), uart.rx()));
        }
        used.removeIf(name -> name == null || name.isEmpty());

        assertThat(board.pins().keySet()).containsAll(used);
    }

    @ParameterizedTest
    @MethodSource("boards")
    void noBusIsListedTwice(BoardDefinition board) {
        // One controller may come out at two places, of which the device tree chooses one.
        assertThat(board.i2cBuses()).doesNotHaveDuplicates();
        assertThat(board.spiBuses()).doesNotHaveDuplicates();
        assertThat(board.uarts()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("blinka")
    void everyPinInBlinkaHasTheSameLine(String facts) {
        String[] fields = facts.split("\t", -1);
        for (String id : fields[0].split(" ", -1)) {
            Map<String, Line> expected = new TreeMap<>();
            for (String pin : fields[2].split(" ", -1)) {
                String name = pin.substring(0, pin.indexOf('='));
                int line = Integer.parseInt(pin.substring(pin.indexOf('=') + 1));
                expected.put(name, new Line(fields[1], CORRECTED_PINS.getOrDefault(id + " " + name, line)));
            }

            assertThat(Boards.board(id).pins()).containsAllEntriesOf(expected);
        }
    }

    /**
     * Blinka numbers controllers, but the numbers change with the kernel. So all pins on one of Blinka's controllers must be on one
     * controller here. Where Blinka is wrong, corrections.tsv says why.
     */
    @ParameterizedTest
    @MethodSource("blinkaLines")
    void everyPinOfTheOtherBoardsInBlinkaHasTheSameLine(String facts) throws IOException {
        String[] fields = facts.split("\t", -1);
        Map<String, Line> ours = Boards.board(fields[0]).pins();
        Set<String> chips = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String pin : fields[2].split(" ", -1)) {
            String name = pin.substring(0, pin.lastIndexOf('='));
            String offset = pin.substring(pin.lastIndexOf('=') + 1);
            Line line = ours.get(name);
            if (corrections().contains(fields[0] + "\t" + name)) {
                continue;
            }
            if (line == null || !offset.equals("-") && line.offset() != Integer.parseInt(offset)) {
                wrong.add("%s is %s, Blinka has %s".formatted(name, line, offset));
            } else if (!offset.equals("-")) {
                chips.add(line.chip());
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(chips).hasSizeLessThanOrEqualTo(1);
    }

    static List<String> blinkaLines() throws IOException {
        return EvidenceTest.lines("blinka-lines.tsv");
    }

    /** Board and pin of each correction. A star means all pins of a board. */
    private static Set<String> corrections() throws IOException {
        Set<String> corrections = new TreeSet<>();
        for (String line : EvidenceTest.lines("corrections.tsv")) {
            corrections.add(line.substring(0, line.lastIndexOf('\t')));
        }
        return corrections;
    }

    @Test
    void everyCorrectionIsOfAPinInBlinkaAndHasAReason() throws IOException {
        List<String> blinka = blinkaLines();
        for (String correction : EvidenceTest.lines("corrections.tsv")) {
            String[] fields = correction.split("\t", -1);

            assertThat(fields).as(correction).hasSize(3);
            assertThat(fields[2]).as(correction).hasSizeGreaterThan(20);
            assertThat(blinka)
                    .as(correction)
                    .anyMatch(line -> line.startsWith(fields[0] + "\t")
                            && (" " + line.substring(line.lastIndexOf('\t') + 1)).contains(" " + fields[1] + "="));
        }
    }

    /** Programs use the record that the build writes, not the file. */
    @ParameterizedTest
    @MethodSource("boards")
    void theRecordOfABoardIsEqualToItsFile(BoardDefinition board) {
        if (!board.id().equals(BoardDefinition.GENERIC_LINUX)) {
            BoardDefinition file = BoardFiles.builtIn(board.id()).definition();

            assertThat(board).isEqualTo(file);
            assertThat(List.copyOf(board.pins().keySet()))
                    .isEqualTo(List.copyOf(file.pins().keySet()));
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void noControllerIsNamedByItsNumber(BoardDefinition board) {
        assertThat(board.pins().values()).noneMatch(line -> line.chip().startsWith("/dev/"));
    }

    /** A pin may be at several positions. Power and ground are not pins. */
    @ParameterizedTest
    @MethodSource("boards")
    void everyConnectorPositionIsAPinOrPower(BoardDefinition board) {
        for (Header header : board.headers()) {
            assertThat(header.positions())
                    .as(header.name())
                    .anyMatch(what -> board.pins().containsKey(what) || what.equals("GND"))
                    .hasSizeGreaterThan(1);
            assertThat(header.columns() == 1 || header.positions().size() % 2 == 0)
                    .as("%s has as many positions left as right", header.name())
                    .isTrue();
        }
    }

    /** Except buses on lines without a name, which are inside the board. */
    @ParameterizedTest
    @MethodSource("blinka")
    void everyBusInBlinkaHasTheSameLines(String facts) {
        String[] fields = facts.split("\t", -1);
        for (String id : fields[0].split(" ", -1)) {
            BoardDefinition board = Boards.board(id);
            Set<Integer> named = new TreeSet<>();
            for (String pin : fields[2].split(" ", -1)) {
                named.add(Integer.valueOf(pin.substring(pin.indexOf('=') + 1)));
            }
            List<String> expected = Stream.concat(
                            Stream.of(fields[3].split(" ", -1)).map(bus -> "i2c " + bus),
                            Stream.of(fields[4].split(" ", -1)).map(bus -> "spi " + bus))
                    .filter(bus -> Stream.of(bus.substring(bus.indexOf(':') + 1).split(",", -1))
                            .allMatch(line -> named.contains(Integer.valueOf(line))))
                    .map(bus -> fields[1].equals("pinctrl-rp1") ? CORRECTED_RP1_BUSES.getOrDefault(bus, bus) : bus)
                    .toList();
            List<String> ours = new ArrayList<>();
            for (I2CBus bus : board.i2cBuses()) {
                ours.add("i2c %s:%s"
                        .formatted(bus.device().replace("/dev/i2c-", ""), lines(board, bus.scl(), bus.sda())));
            }
            for (SpiBus bus : board.spiBuses()) {
                ours.add("spi %s:%s"
                        .formatted(
                                bus.device().replace("/dev/spidev", ""),
                                lines(board, bus.clock(), bus.mosi(), bus.miso())));
            }

            assertThat(ours).as(id).containsAll(expected);
        }
    }

    private static String lines(BoardDefinition board, String... pins) {
        return String.join(
                ",",
                Stream.of(pins)
                        .map(pin -> String.valueOf(
                                Objects.requireNonNull(board.pins().get(pin)).offset()))
                        .toList());
    }

    /** Pins 3, 5 and 13 of the header: the schematics of revision 1 and 2, and bcm2708-rpi-b-rev1.dts. */
    @Test
    void revisionOneOfTheModelBHasOtherPins() {
        BoardDefinition first = Boards.board("RASPBERRY_PI_B_REV1");
        BoardDefinition second = Boards.board("RASPBERRY_PI_B_REV2");

        assertThat(first.i2cBuses()).singleElement().extracting(I2CBus::device).isEqualTo("/dev/i2c-0");
        assertThat(first.pins())
                .containsEntry("SDA", new Line("pinctrl-bcm2835", 0))
                .containsEntry("D21", new Line("pinctrl-bcm2835", 21))
                .doesNotContainKeys("D2", "D3", "D27");
        assertThat(second.i2cBuses()).singleElement().extracting(I2CBus::device).isEqualTo("/dev/i2c-1");
        assertThat(second.pins())
                .containsEntry("SDA", new Line("pinctrl-bcm2835", 2))
                .containsEntry("D27", new Line("pinctrl-bcm2835", 27))
                .doesNotContainKeys("D0", "D1", "D21");
    }

    /** Labels: pinctrl-bcm2835.c and pinctrl-rp1.c of Linux. */
    @ParameterizedTest
    @CsvSource({
        "RASPBERRY_PI_ZERO, pinctrl-bcm2835",
        "RASPBERRY_PI_3B, pinctrl-bcm2835",
        "RASPBERRY_PI_CM0, pinctrl-bcm2835",
        "RASPBERRY_PI_400, pinctrl-bcm2711",
        "RASPBERRY_PI_CM4S, pinctrl-bcm2711",
        "RASPBERRY_PI_500, pinctrl-rp1"
    })
    void theHeaderOfARaspberryPiIsOnTheControllerOfItsProcessor(String id, String chip) {
        BoardDefinition board = Boards.board(id);

        assertThat(board.pins()).containsEntry("D18", new Line(chip, 18)).hasSize(44);
        assertThat(board.i2cBuses().get(0))
                .isEqualTo(new I2CBus(
                        "/dev/i2c-1", "SCL", "SDA", "add dtparam=i2c_arm=on to /boot/firmware/config.txt and reboot"));
        assertThat(board.spiBuses().get(0))
                .isEqualTo(new SpiBus(
                        "/dev/spidev0",
                        "SCLK",
                        "MOSI",
                        "MISO",
                        List.of("CE0", "CE1"),
                        "add dtparam=spi=on to /boot/firmware/config.txt and reboot"));
        assertThat(board.uarts().get(0).device()).isEqualTo("alias:serial0");
    }

    /** Controllers, pins and aliases: imx6q-sabrelite.dtb of Debian's linux-image 6.1 armmp. */
    @Test
    void theSabreLiteMatchesItsDeviceTree() {
        BoardDefinition board = Boards.board("SABRELITE");

        assertThat(board.pins())
                .containsEntry("GPIO4_IO10", new Line("20a8000.gpio", 10))
                .containsEntry("SCL", new Line("20a4000.gpio", 21))
                .containsEntry("CE0", new Line("20a4000.gpio", 19))
                .containsEntry("VOLUME_UP", new Line("20b4000.gpio", 13))
                .containsEntry("TX", new Line("20b0000.gpio", 17));
        assertThat(board.i2cBuses().stream().map(I2CBus::device))
                .containsExactly("alias:i2c0", "alias:i2c1", "alias:i2c2");
        assertThat(board.spiBuses()).singleElement().satisfies(bus -> {
            assertThat(bus.device()).isEqualTo("alias:spi0");
            assertThat(bus.chipSelects()).containsExactly("CE0");
        });
        assertThat(board.uarts().stream().map(Uart::device)).containsExactly("alias:serial0", "alias:serial1");
    }

    /**
     * The controller is pwm@7e20c000 of bcm283x.dtsi at the address where each processor has it, or pwm@98000 of rp1.dtsi;
     * the outputs are those of the pins' alternate functions in the data sheets of BCM2835, BCM2711 and RP1.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RASPBERRY_PI_B_REV1   | 2020c000.pwm   | D18=0
        RASPBERRY_PI_A        | 2020c000.pwm   | D18=0
        RASPBERRY_PI_B_PLUS   | 2020c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_ZERO_W   | 2020c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_CM1      | 2020c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_2B       | 3f20c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_3B       | 3f20c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_ZERO_2_W | 3f20c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_CM3      | 3f20c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_4B       | fe20c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_CM4S     | fe20c000.pwm   | D12=0 D13=1 D18=0 D19=1
        RASPBERRY_PI_5        | 1f00098000.pwm | D12=0 D13=1 D18=2 D19=3
        RASPBERRY_PI_CM5      | 1f00098000.pwm | D12=0 D13=1 D18=2 D19=3
        """)
    void theRaspberryPisHavePwmOnThePinsOfTheirProcessors(String id, String controller, String outputs) {
        List<PwmChannel> pwms = Boards.board(id).pwms();

        assertThat(pwms.stream().map(PwmChannel::device)).containsOnly(controller);
        assertThat(pwms.stream().map(pwm -> pwm.pin() + "=" + pwm.channel()))
                .containsExactlyInAnyOrder(outputs.split(" "));
        assertThat(pwms)
                .allSatisfy(pwm -> assertThat(pwm.enable())
                        .startsWith("add dtoverlay=pwm,pin=%s,func=%s to "
                                .formatted(
                                        pwm.pin().substring(1),
                                        pwm.pin().equals("D12") || pwm.pin().equals("D13") ? 4 : 2)));
    }

    /** Pads SD1_DAT3, SD1_DAT1 and SD1_CMD of imx6qdl-sabrelite.dtsi. */
    @Test
    void theSabreLiteHasPwmOnThePadsOfItsDeviceTree() {
        assertThat(Boards.board("SABRELITE").pwms().stream().map(PwmChannel::toString))
                .containsExactly(
                        "(GPIO1_IO21) 2080000.pwm:0", "(GPIO1_IO17) 2088000.pwm:0", "(GPIO1_IO18) 208c000.pwm:0");
    }

    @Test
    @SuppressWarnings("NullAway") // Null is what is tested.
    void aNullIdIsAnError() {
        assertThatThrownBy(() -> Boards.board(null))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Boards.board", "null", "RASPBERRY_PI_4B");
    }
}
