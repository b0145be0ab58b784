// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.lab.guest.Pins;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that the guest's simulated lines have an outside, and that it runs programs on the host's files. Its lines are 0 to 7. */
@ExtendWith(Lab.Extension.class)
@ResourceLock(value = "gpiosim:0x48", mode = ResourceAccessMode.READ)
class GpioSimGuestIT {
    private final Lab lab;
    private final Guest guest;
    private final SimChip chip;

    GpioSimGuestIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
        chip = GpioSim.chip(guest);
    }

    @Test
    void theChipHasItsLabelAndItsLinesHaveNames() {
        assertThat(guest.output("uname -m")).isEqualTo("x86_64\n");
        assertThat(guest.output("gpiodetect")).contains(chip.name() + " [sim-gpio] (32 lines)\n");
        assertThat(guest.output("gpiofind D0; gpiofind D31")).isEqualTo("%1$s 0\n%1$s 31\n".formatted(chip.name()));
        assertThat(guest.run("test -e /proc/device-tree").exit()).isNotZero();
    }

    @Test
    void inputsDrivenOutsideAreSeenInside() {
        for (boolean high : List.of(true, false, true)) {
            chip.drive(0, high);
            assertThat(guest.output("gpioget sim-gpio 0")).isEqualTo(high ? "1\n" : "0\n");
            assertThat(chip.level(0)).isEqualTo(high);
        }
    }

    @Test
    void edgesDrivenOutsideAreSeenInsideInOrder() {
        // gpiomon has a queue of 16 edges for each line.
        try (Job monitor = guest.start("exec gpiomon --line-buffered --num-events=28 --format='%e %o' sim-gpio 1 2")) {
            awaitUser(2, "gpiomon");
            chip.drive("1=1 2=1 1=0 2=0 ".repeat(7).strip());
            List<String> edges = monitor.await(Lab.PATIENCE).out().lines().toList();
            for (int line : List.of(1, 2)) {
                // gpiomon: 1 is a rising edge, 0 a falling one. It asks one line after the other.
                assertThat(edges.stream().filter(edge -> edge.endsWith(" " + line)))
                        .as("line " + line)
                        .containsExactlyElementsOf(Stream.generate(() -> List.of("1 " + line, "0 " + line))
                                .limit(7)
                                .flatMap(List::stream)
                                .toList());
            }
        }
    }

    @Test
    void outputsAreSeenOutside() {
        for (boolean high : List.of(true, false, true)) {
            try (Job set = guest.start("exec gpioset --mode=signal sim-gpio 3=" + (high ? 1 : 0))) {
                awaitUser(3, "gpioset");
                assertThat(chip.level(3)).isEqualTo(high);
                set.signal("TERM");
                set.await(Lab.PATIENCE);
            }
        }
    }

    @Test
    void theBiasOfAProgramIsSeenOutside() {
        chip.drive(4, false);
        assertThat(chip.pull(4)).isEqualTo("pull-down");
        assertThat(guest.output("gpioget --bias=pull-up sim-gpio 4")).isEqualTo("1\n");
        assertThat(chip.pull(4)).isEqualTo("pull-up");
        assertThat(guest.output("gpioget --bias=pull-down sim-gpio 4")).isEqualTo("0\n");
        assertThat(chip.pull(4)).isEqualTo("pull-down");
    }

    @Test
    void aChipGoesWhileItIsUsedAndReturns() {
        try (SimChip own = SimChip.add(guest, "vanishing", 4)) {
            assertThat(guest.output("gpiodetect")).contains("[vanishing] (4 lines)");
            own.drive(2, true);
            assertThat(guest.output("gpioget vanishing 2")).isEqualTo("1\n");
            // gpiomon would look at the line again after 10 s, and end.
            try (Job user = guest.start("exec gpioset --mode=signal vanishing 1=1")) {
                guest.output("until gpioinfo vanishing | grep -q gpioset; do sleep 0.1; done");
                own.live(false);
                assertThat(guest.output("gpiodetect")).doesNotContain("vanishing");
                assertThat(user.running()).isTrue();
            }
            own.live(true);
            assertThat(guest.output("gpioget vanishing 2")).isEqualTo("0\n");
            own.drive(2, true);
            assertThat(guest.output("gpioget vanishing 2")).isEqualTo("1\n");
        }
        assertThat(guest.output("gpiodetect")).doesNotContain("vanishing");
    }

    @Test
    void theAdapterSpeaksSmbusAlone() {
        String bus = GpioSim.i2c(guest).replace("/dev/i2c-", "");
        String scan = guest.output("i2cdetect -y " + bus);
        // Behind the number of each row, only those addresses stand that have answered.
        assertThat(scan.lines()
                        .skip(1)
                        .flatMap(row -> Stream.of(row.substring(3).split(" "))))
                .filteredOn(cell -> cell.matches("[0-9a-f]{2}"))
                .containsExactly("48", "77");
        guest.output("i2cset -y " + bus + " 0x48 0x10 0x1234 w");
        assertThat(guest.output("i2cget -y " + bus + " 0x48 0x10 w")).isEqualTo("0x1234\n");
        assertThat(guest.output("i2cdetect -F " + bus)).containsPattern("(?m)^I2C +no$");
        assertThat(guest.run("i2ctransfer -y " + bus + " w1@0x48 0 r2@0x48").exit())
                .isNotZero();
    }

    @Test
    void theHostsFilesAreThereAndChangesStayInTheGuest() {
        Path own = ClassPath.matching("test-classes").get(0);
        assertThat(own.resolve("in-the-guest")).doesNotExist();
        guest.output("test -f '%1$s/blinka4j/lab/Lab.class'; touch '%1$s/in-the-guest'; test -e '%1$s/in-the-guest'"
                .formatted(own));
        assertThat(own.resolve("in-the-guest")).doesNotExist();
        guest.output("echo 'echo ran' >/tmp/lab-program; chmod +x /tmp/lab-program; /tmp/lab-program | grep ran");
        assertThat(Path.of("/tmp/lab-program")).doesNotExist();
    }

    @Test
    void anOrdinaryUserHasNoRights() {
        assertThat(guest.output("su maker -c id")).startsWith("uid=1000(maker) gid=1000(maker) groups=1000(maker)");
        assertThat(guest.run("su maker -c 'gpioget " + chip.name() + " 5'").err())
                .contains("Permission denied");
    }

    @Test
    void commandsGiveTheirExitStatusAndBothOutputsAndAreSignalled() {
        assertThat(guest.run("echo out; echo err >&2; printf end; exit 7"))
                .isEqualTo(new Result(7, "out\nend", "err\n"));
        String numbers = IntStream.rangeClosed(1, 2000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertThat(guest.run("seq 1 2000").out()).isEqualTo(numbers);
        String line = "µ".repeat(10_000);
        assertThat(guest.run("echo " + line).out()).isEqualTo(line + "\n");
        try (Job job = guest.start("trap 'echo interrupted; exit 3' TERM; echo started; while :; do sleep 0.1; done")) {
            job.awaitOut("started", Lab.PATIENCE);
            job.signal("TERM");
            Result result = job.await(Lab.PATIENCE);
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.out()).isEqualTo("started\ninterrupted\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theHostsJavasRunThePinsOfAPcThatIsNoKnownBoard(int version) {
        String java = "java" + version;
        assumeTrue(lab.has(java), "the host has no Java " + version + ": set JAVA" + version + "_HOME");
        assertThat(guest.run(java + " -XshowSettings:properties -version").err())
                .contains("java.specification.version = " + version, "os.arch = amd64")
                .contains("sun.jnu.encoding = UTF-8");
        try (Dialogue pins = lab.talk(lab.program(Pins.class).java(java))) {
            assertThat(pins.ask("open D5")).endsWith("of GENERIC_LINUX is open");
            for (boolean high : List.of(true, false)) {
                chip.drive(5, high);
                assertThat(pins.ask("value D5")).isEqualTo(String.valueOf(high));
            }
            assertThat(pins.ask("close D5")).isEqualTo("ok");
            assertThat(pins.ask("open sim-gpio:5")).endsWith("of GENERIC_LINUX is open");
            for (boolean high : List.of(true, false)) {
                assertThat(pins.ask("switchToOutput sim-gpio:5 " + high)).isEqualTo("ok");
                assertThat(chip.level(5)).isEqualTo(high);
            }
            assertThat(pins.ask("close sim-gpio:5")).isEqualTo("ok");
        }
    }

    @Test
    void aProgramGetsItsEnvironmentAndProperties() {
        String command = lab.program(Settings.class)
                .environment("LAB_NAME", "it's µ")
                .property("lab.name", "a b")
                .command("LAB_NAME", "lab.name");
        assertThat(guest.output(command)).isEqualTo("it's µ\na b\n");
    }

    /** Prints an environment variable and a system property. */
    static final class Settings {
        private Settings() {}

        public static void main(String[] arguments) {
            System.out.println(System.getenv(arguments[0]));
            System.out.println(System.getProperty(arguments[1]));
        }
    }

    private void awaitUser(int line, String user) {
        guest.output("until gpioinfo sim-gpio | grep -q 'line  *%s: .*%s'; do sleep 0.1; done".formatted(line, user));
    }
}
