// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Tests the lab itself: changes outside reach the guest, and changes in the guest are seen outside. */
@Order(11)
class SabreliteGuestIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Guest guest;
    private static String classPath;

    /** The program of {@link #theTestsOwnClassesRunInTheGuest}. */
    static final class Greeting {
        private Greeting() {}

        public static void main(String[] arguments) {
            System.out.println(arguments[0] + " °C on " + System.getProperty("os.arch"));
        }
    }

    @BeforeAll
    static void boot() {
        Overlay overlay = new Overlay().add("seen by the guest: µ\n", "/opt/blinka4j/note.txt");
        classPath = overlay.addClassPath("test-classes");
        guest = Guest.boot(Sabrelite.machine(), overlay);
    }

    @AfterAll
    static void end() {
        if (guest != null) {
            guest.close();
        }
    }

    @Test
    void commandsGiveTheirExitStatusAndBothOutputs() {
        assertThat(guest.run("echo out; echo err >&2; printf end; exit 7"))
                .isEqualTo(new Result(7, "out\nend", "err\n"));
        assertThat(guest.run("kill -TERM $$").exit()).isEqualTo(128 + 15);
        assertThat(guest.run("a='two\nlines'; echo \"$a\"").out()).isEqualTo("two\nlines\n");
    }

    @Test
    void outputThatLooksLikeTheAgentsOwnArrivesUnchanged() {
        String text = "  1 x 0\nready\n\\n %s \t\r\n\n";
        assertThat(guest.run("cat <<'END'\n" + text + "END").out()).isEqualTo(text);
    }

    @Test
    void longOutputAndLongLinesArriveCompletely() {
        String numbers =
                IntStream.rangeClosed(1, 20_000).mapToObj(i -> i + "\n").reduce("", String::concat);
        assertThat(guest.run("seq 1 20000").out()).isEqualTo(numbers);
        for (int length : List.of(499, 500, 501, 1000, 20_000)) {
            String line = "µ".repeat(length / 2) + "x".repeat(length % 2);
            assertThat(guest.run("printf " + line).out()).isEqualTo(line);
            assertThat(guest.run("echo " + line).out()).isEqualTo(line + "\n");
        }
    }

    @Test
    void outputOfARunningCommandCanBeReadAndTheCommandSignalled() {
        try (Job job = guest.start("trap 'echo interrupted; exit 3' TERM; echo started; while :; do sleep 0.1; done")) {
            job.awaitOut("started", PATIENCE);
            assertThat(job.running()).isTrue();
            job.signal("TERM");
            Result result = job.await(PATIENCE);
            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.out()).isEqualTo("started\ninterrupted\n");
        }
    }

    @Test
    void commandsRunSideBySide() {
        try (Job first = guest.start("while [ ! -e /tmp/second ]; do sleep 0.1; done; seq 1 2000");
                Job second = guest.start("touch /tmp/second; seq 2000 -1 1")) {
            String up = IntStream.rangeClosed(1, 2000).mapToObj(i -> i + "\n").reduce("", String::concat);
            String down = IntStream.rangeClosed(1, 2000)
                    .mapToObj(i -> 2001 - i + "\n")
                    .reduce("", String::concat);
            assertThat(first.await(PATIENCE).out()).isEqualTo(up);
            assertThat(second.await(PATIENCE).out()).isEqualTo(down);
        }
    }

    @Test
    void aCommandThatDoesNotEndFailsWithItsOutputAndTheConsole() {
        assertThatThrownBy(() -> guest.run(Duration.ofSeconds(3), "echo so far; sleep 1000"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("sleep 1000")
                .hasMessageContaining("so far")
                .hasMessageContaining("-console.log");
        assertThat(guest.output("ps -o args | grep -c '^sleep 1000$' || true")).isEqualTo("0\n");
    }

    @Test
    void closingAJobKillsIt() {
        try (Job job = guest.start("echo started; sleep 2000")) {
            job.awaitOut("started", PATIENCE);
        }
        assertThat(guest.output("ps -o args | grep -c '^sleep 2000$' || true")).isEqualTo("0\n");
    }

    @Test
    void theOverlayIsInTheGuest() {
        assertThat(guest.output("cat /opt/blinka4j/note.txt")).isEqualTo("seen by the guest: µ\n");
    }

    @Test
    void theTestsOwnClassesRunInTheGuest() {
        String name = Greeting.class.getName();
        assertThat(guest.output("java -cp '" + classPath + "' '" + name + "' 25.5"))
                .isEqualTo("25.5 °C on arm\n");
    }

    @Test
    void javaIsThe32BitOneAndPrintsUtf8() {
        Result version = guest.run("java -XshowSettings:properties -version");
        assertThat(version.err())
                .contains("java.specification.version = 17", "os.arch = arm", "sun.arch.data.model = 32")
                .contains("sun.jnu.encoding = UTF-8");
    }

    @Test
    void anOrdinaryUserHasNoRights() {
        assertThat(guest.output("su maker -c id")).isEqualTo("uid=1000(maker) gid=1000(maker) groups=1000(maker)\n");
        assertThat(guest.run("su maker -c 'i2cget -y 0 0x48'").err()).contains("Permission denied");
    }

    @Test
    void temperaturesSetOutsideAreMeasuredInside() {
        guest.output("i2cset -y 0 0x48 0x01 0x60"); // 12 bits
        // Texas Instruments, TMP105 data sheet, table "Temperature Data Format": 1/16 °C in the upper 12 bits
        for (var row :
                List.of(List.of(25500, 0x1980), List.of(0, 0), List.of(-25_000, 0xe700), List.of(127_938, 0x7ff0))) {
            guest.qmp().set(Sabrelite.device("t0"), "temperature", row.get(0));
            assertThat(guest.output("i2ctransfer -y 0 w1@0x48 0 r2@0x48").strip())
                    .isEqualTo("0x%02x 0x%02x".formatted(row.get(1) >> 8, row.get(1) & 0xff));
        }
        guest.qmp().set(Sabrelite.device("t0"), "temperature", 21_000);
        assertThat(guest.qmp().get(Sabrelite.device("t0"), "temperature")).isEqualTo(21_000);
        assertThatThrownBy(() -> guest.qmp().set(Sabrelite.device("t9"), "temperature", 0))
                .hasMessageContaining("t9")
                .hasMessageContaining("not found");
    }

    @Test
    void theBusHasItsDevices() {
        String scan =
                guest.output("i2cdetect -y 0 2>&1 | sed 1d | cut -d: -f2 | tr -s ' ' '\\n' | grep -v -e -- -e '^$'");
        assertThat(scan.split("\n")).containsExactly("1e", "37", "48", "4c", "50", "60", "68", "70");
    }

    @Test
    void theSensorBehindTheMultiplexerIsOnItsChannelOnly() {
        guest.output("i2cset -y 0 0x70 0x08");
        assertThat(guest.run("i2cget -y 0 0x49 0").exit()).isZero();
        guest.output("i2cset -y 0 0x70 0x04");
        assertThat(guest.run("i2cget -y 0 0x49 0").exit()).isNotZero();
        guest.output("i2cset -y 0 0x70 0x00");
    }

    @Test
    void linesDrivenOutsideAreSeenInside() {
        guest.qtest().drive(Sabrelite.gpio(3), 10, false);
        assertThat(guest.output("gpioget gpiochip3 10")).isEqualTo("0\n");
        guest.qtest().drive(Sabrelite.gpio(3), 10, true);
        assertThat(guest.output("gpioget gpiochip3 10 11")).isEqualTo("1 0\n");
        guest.qtest().drive(Sabrelite.gpio(3), 10, false);

        try (Job monitor = guest.start("gpiomon --line-buffered --num-events=6 --format='%e' gpiochip3 10")) {
            guest.output("until gpioinfo gpiochip3 | grep -q 'line  10:.*gpiomon'; do sleep 0.1; done");
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                boolean rising = i % 2 == 0;
                guest.qtest().drive(Sabrelite.gpio(3), 10, rising);
                // gpiomon: 1 is a rising edge, 0 a falling one
                monitor.awaitOut(expected.append(rising ? "1\n" : "0\n").toString(), PATIENCE);
            }
            assertThat(monitor.await(PATIENCE).out()).hasToString(expected.toString());
        }
    }

    @Test
    void outputsAreSeenOutsideInOrder() {
        guest.qtest().watch(Sabrelite.gpio(4));
        // A line that is released and driven high again has not changed. A low level in between would be recorded.
        guest.output("for set in 5=1 5=1 6=1 5=0 5=1; do gpioset gpiochip4 $set; done");
        List<Qtest.Change> expected = List.of(
                new Qtest.Change(5, true),
                new Qtest.Change(6, true),
                new Qtest.Change(5, false),
                new Qtest.Change(5, true));
        assertThat(guest.qtest().awaitChanges(4, PATIENCE)).isEqualTo(expected);

        guest.qtest().clearChanges();
        guest.output("gpioset gpiochip4 5=0 6=0; gpioset gpiochip4 31=1");
        assertThat(guest.qtest().awaitChanges(3, PATIENCE))
                .containsExactlyInAnyOrder(
                        new Qtest.Change(5, false), new Qtest.Change(6, false), new Qtest.Change(31, true));
    }

    @Test
    void bytesPassThroughTheUartBothWays() {
        guest.output("stty -F /dev/ttymxc0 raw -echo 115200");
        byte[] sent = new byte[65_536];
        new Random(1).nextBytes(sent);
        try (Job echo = guest.start("exec 3<>/dev/ttymxc0; echo open; head -c 65536 <&3 | tee /tmp/received >&3")) {
            echo.awaitOut("open", PATIENCE);
            guest.uart().write(sent);
            assertThat(guest.uart().read(sent.length, PATIENCE)).isEqualTo(sent);
        }
        assertThat(guest.uart().drain()).isEmpty();
        guest.output("printf 'hello\\377' >/dev/ttymxc0");
        byte[] hello = guest.uart().read(6, PATIENCE);
        assertThat(new String(hello, 0, 5, US_ASCII)).isEqualTo("hello");
        assertThat(hello[5]).isEqualTo((byte) 0xff);
    }

    @Test
    void theFlashHoldsTheImage() {
        guest.output("spi-driver spi-nor");
        String flash = guest.output("head -c 3000 /dev/mtd0 | base64 -w 0");
        guest.output("spi-driver spidev");
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(flash)))
                .isEqualTo(HexFormat.of().formatHex(Arrays.copyOf(Sabrelite.flash(), 3000)));
        assertThat(guest.run("test -c /dev/spidev0.0").exit()).isZero();
    }
}
