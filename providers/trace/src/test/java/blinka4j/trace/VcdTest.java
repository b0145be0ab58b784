// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.provider.BoardDefinition;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A strict reader of the standard's grammar reads the files. */
class VcdTest {
    @TempDir
    private Path folder;

    private VcdFile dump(String lines) {
        try {
            Path trace = Files.writeString(folder.resolve("in.trace"), "blinka4j-trace 1 MY-BOARD\n" + lines);
            Path vcd = folder.resolve("out.vcd");
            Vcd.main(new String[] {trace.toString(), vcd.toString()});
            return new VcdFile(Files.readString(vcd));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> changes(VcdFile file, String variable) {
        return file.changes.get(variable).stream()
                .map(change -> change.time() + " " + change.value())
                .toList();
    }

    @Test
    void aPinIsAWireInTheModuleOfItsUserAndChangesAtTheKernelsTimes() {
        VcdFile file = dump("""
                0 gpio D4 open fan%20control = D4
                10 gpio D4 input PULL_UP
                20+5 gpio D4 read = 1
                30 gpio D4 watch both 0
                1500 gpio D4 edge falling 1400 1
                1400+300 gpio D4 read = 0
                2600 gpio D4 edge rising 2500 2
                3000 gpio D4 unwatch
                3100 gpio D4 input DISABLED
                3200 gpio D4 close
                4000 gpio D18 open blinka4j = D18
                4100+9 gpio D18 output 1
                4200+9 gpio D18 write 1
                4300+9 gpio D18 write 0
                4400+9 gpio D18 write 1 ! gone away
                """);

        assertThat(file.variables.keySet())
                .containsExactlyInAnyOrder("MY_BOARD.fan_control.D4", "MY_BOARD.blinka4j.D18");
        assertThat(changes(file, "MY_BOARD.fan_control.D4"))
                .containsExactly("0 x", "20 1", "1400 0", "2500 1", "3100 x");
        assertThat(changes(file, "MY_BOARD.blinka4j.D18")).containsExactly("0 x", "4100 1", "4300 0");
        assertThat(file.end).isEqualTo(4409);
    }

    @Test
    void severalLinesTogetherAreWires() {
        VcdFile file = dump("""
                0 lines D4,D5 open blinka4j = D4,%20D5
                10 lines D4,D5 output 2
                20 lines D4,D5 write 1 1
                30 lines D4,D5 input DISABLED
                40 lines D4,D5 watch rising 0
                50 lines D4,D5 edge 1 rising 45 1
                60 lines D4,D5 read = 2
                """);
        assertThat(changes(file, "MY_BOARD.blinka4j.D4")).containsExactly("0 x", "10 0", "20 1", "30 x", "60 0");
        assertThat(changes(file, "MY_BOARD.blinka4j.D5")).containsExactly("0 x", "10 1", "30 x", "45 1");
    }

    @Test
    void aTransferIsItsBytesOneAfterTheOther() {
        VcdFile file = dump("""
                0 i2c /dev/i2c-1 open 100000 0 = /dev/i2c-1
                1000+400 i2c /dev/i2c-1 transfer 0x76 write F4 read 2 = 0180
                2000+200 i2c /dev/i2c-1 transfer 0x77 write D0 read 1 ! bus NO_ACKNOWLEDGE 121 x
                """);
        assertThat(changes(file, "MY_BOARD.i2c_1.active"))
                .containsExactly("0 x", "1000 1", "1400 0", "2000 1", "2200 0");
        assertThat(changes(file, "MY_BOARD.i2c_1.error")).containsExactly("0 x", "1000 0", "2200 1");
        assertThat(changes(file, "MY_BOARD.i2c_1.address")).containsExactly("0 x", "1000 1110110", "2000 1110111");
        assertThat(changes(file, "MY_BOARD.i2c_1.write"))
                .containsExactly("0 x", "1100 11110100", "1400 x", "2100 11010000", "2200 x");
        assertThat(changes(file, "MY_BOARD.i2c_1.read")).containsExactly("0 x", "1200 1", "1300 10000000", "1400 x");
    }

    /** At 9600 baud a byte takes 10/9600 s. */
    @Test
    void otherDevicesAreVectorsAndNumbers() {
        VcdFile file = dump("""
                0 spi alias:spi0 open = spi 4096
                10+20 spi alias:spi0 transfer write 9F00 read 2 = FFBF
                100 uart /dev/ttyS0 open 9600 8 NONE 1 = ttyS0
                200+1 uart /dev/ttyS0 write 4154 = 2
                5000000+5000000 uart /dev/ttyS0 read 10 = 4F
                5 pwm D12 set 20000000 1500000
                9 pwm D12 close
                7 adc A0 read = 32768
                20000000 watchdog watchdog feed
                """);
        assertThat(changes(file, "MY_BOARD.spi0.write")).containsExactly("0 x", "10 10011111", "20 0", "30 x");
        assertThat(changes(file, "MY_BOARD.spi0.read")).containsExactly("0 x", "10 11111111", "20 10111111", "30 x");
        assertThat(changes(file, "MY_BOARD.uart_ttyS0.tx"))
                .containsExactly("0 x", "200 1000001", "1041866 1010100", "2083532 x");
        assertThat(changes(file, "MY_BOARD.uart_ttyS0.rx")).containsExactly("0 x", "8958334 1001111", "10000000 x");
        assertThat(changes(file, "MY_BOARD.D12_pwm.frequency")).containsExactly("0 0.0", "5 50.0");
        assertThat(changes(file, "MY_BOARD.D12_pwm.duty_cycle")).containsExactly("0 0.0", "5 0.075", "9 0.0");
        assertThat(changes(file, "MY_BOARD.adc.A0")).containsExactly("0 x", "7 1000000000000000");
        assertThat(file.end).isEqualTo(20_000_000);
    }

    /** libsigrok 0.5.2 ends with "Unexpected vector format!" at a vector of more than one bit. */
    @Test
    void onlyTheWiresCanBeWritten() throws IOException {
        Path trace = Files.writeString(folder.resolve("in.trace"), """
                blinka4j-trace 1 MY-BOARD
                0 gpio D18 output 1
                10+20 spi alias:spi0 transfer write 9F
                40 pwm D12 set 20000000 1500000
                """);
        Path vcd = folder.resolve("wires.vcd");
        Vcd.main(new String[] {"--wires", trace.toString(), vcd.toString()});
        VcdFile file = new VcdFile(Files.readString(vcd));
        assertThat(file.variables.values())
                .allSatisfy(variable -> assertThat(variable.type()).isEqualTo("wire"));
        assertThat(changes(file, "MY_BOARD.blinka4j.D18")).containsExactly("0 x", "0 1");
        assertThat(changes(file, "MY_BOARD.spi0.spi0_active")).containsExactly("0 x", "10 1", "30 0");
        assertThat(Files.readString(vcd)).doesNotContain("\nb", "\nr");
    }

    /** 200 signals: more than there are single letters for their codes. */
    @Test
    void manySignalsHaveDifferentCodes() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            lines.append("%s gpio chip:%s output %s\n".formatted(i, i, i % 2));
        }
        VcdFile file = dump(lines.toString());
        assertThat(file.variables).hasSize(200);
        assertThat(changes(file, "MY_BOARD.blinka4j.chip_151")).containsExactly("0 x", "151 1");
    }

    @Test
    void anEmptyTraceIsAnEmptyDump() {
        assertThat(dump("").variables).isEmpty();
    }

    /** The edges are those that the simulated pins had. */
    @Test
    void aRecordedPinHasTheEdgesOfThePin() throws IOException {
        BoardDefinition definition = Boards.board("RASPBERRY_PI_4B");
        Path trace = folder.resolve("pins.trace");
        List<SimPin.Change> pressed = new ArrayList<>();
        List<SimPin.Change> lit = new ArrayList<>();
        try (SimBoard board = SimBoard.open(definition)) {
            board.pin("D4").drive(true);
            board.pin("D4").clearHistory();
            try (Recording recording =
                            Recording.start(definition, board.blinka().provider(), trace);
                    DigitalInOut led = new DigitalInOut(recording.blinka().pin("D18"));
                    DigitalInOut button = new DigitalInOut(recording.blinka().pin("D4"))) {
                led.switchToOutput(false);
                button.switchToInput();
                button.onEdge(Edge.BOTH, event -> led.value(!event.rising()));
                for (int i = 1; i <= 20; i++) {
                    board.clock().advance(Duration.ofNanos(123_457L * i));
                    board.pin("D4").drive(i % 2 == 0);
                }
                pressed.addAll(board.pin("D4").history());
                lit.addAll(board.pin("D18").history());
            }
        }
        assertThat(pressed).hasSize(20);
        Path vcd = folder.resolve("pins.vcd");
        Vcd.write(Trace.read(trace), vcd);
        VcdFile file = new VcdFile(Files.readString(vcd));
        assertThat(file.changes.get("RASPBERRY_PI_4B.blinka4j.D4").subList(1, 21))
                .containsExactlyElementsOf(changes(pressed));
        // The first change is to the low level that the program gives it.
        assertThat(file.changes.get("RASPBERRY_PI_4B.blinka4j.D18").subList(2, 22))
                .containsExactlyElementsOf(changes(lit));
    }

    /** The trace of the lab, where the kernel took the times. */
    @Test
    void aRecordingOfTheLabHasTheEdgesOfTheKernel() throws IOException {
        Path trace = Path.of("../../src/test/lab/sabrelite.trace");
        List<VcdFile.Change> edges = Pattern.compile(" GPIO4_IO25 edge (\\w+) (\\d+) ")
                .matcher(Files.readString(trace))
                .results()
                .map(edge -> new VcdFile.Change(
                        Long.parseLong(edge.group(2)), edge.group(1).equals("rising") ? "1" : "0"))
                .toList();
        assertThat(edges).hasSize(4);
        Path vcd = folder.resolve("lab.vcd");
        Vcd.write(Trace.read(trace), vcd);
        VcdFile file = new VcdFile(Files.readString(vcd));
        assertThat(file.changes.get("SABRELITE.blinka4j.GPIO4_IO25").subList(1, 5))
                .isEqualTo(edges);
        assertThat(file.variables).containsKeys("SABRELITE.i2c0.address", "SABRELITE.spi0.read");
    }

    private static List<VcdFile.Change> changes(List<SimPin.Change> history) {
        return history.stream()
                .map(change -> new VcdFile.Change(change.time().toNanos(), change.level() ? "1" : "0"))
                .toList();
    }

    @Test
    void wrongArgumentsAndFilesAreErrors() {
        assertThatThrownBy(() -> Vcd.main(new String[] {"a"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[--wires] IN.trace OUT.vcd");
        Trace trace = Trace.read(Path.of("src/test/resources/mcp9808.trace"));
        assertThatThrownBy(() -> Vcd.write(trace, folder.resolve("none/x.vcd")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("x.vcd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i2c x transfer",
                "i2c x transfer 0x18 write 0",
                "gpio D4 write",
                "gpio D4 read",
                "gpio D4 edge rising",
                "lines D4,D5 edge 7 rising 1 1",
                "uart x open 0 8 NONE 1",
                "uart x read 5 = zz",
                "pwm D4 set",
                "adc A0 read = x"
            })
    void aLineThatIsNotUnderstoodIsNamed(String line) {
        assertThatThrownBy(() -> dump("1 %s\n".formatted(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("in.trace, line 2", line);
    }

    /** Identifiers have no other letters than those of ASCII: IEEE 1364, 18.2.3.8. */
    @Test
    void namesThatBecomeTheSameAreTwoVariables() {
        VcdFile file = dump("""
                1 gpio Öl open blinka4j = Öl
                2 gpio Öl write 1
                3 gpio Äl open blinka4j = Äl
                4 gpio Äl write 0
                """);
        assertThat(changes(file, "MY_BOARD.blinka4j._l")).containsExactly("0 x", "2 1");
        assertThat(changes(file, "MY_BOARD.blinka4j._l_2")).containsExactly("0 x", "4 0");
    }

    @Test
    void anEmptyTraceAndLateTimesAreFiles() {
        assertThat(dump("").variables).isEmpty();
        // 100 days
        VcdFile file = dump("8640000000000000 gpio D4 write 1\n");
        assertThat(changes(file, "MY_BOARD.blinka4j.D4")).containsExactly("0 x", "8640000000000000 1");
    }
}
