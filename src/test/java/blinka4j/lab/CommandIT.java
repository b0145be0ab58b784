// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.command.Main;
import blinka4j.lab.guest.Interruptible;
import blinka4j.trace.Trace;
import blinka4j.trace.TraceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code blinka} on real Linux, with QEMU's chips. */
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
@ResourceLock("2080000.pwm")
class CommandIT {
    private static final String EEPROM = "i2ctransfer -y 0 w2@0x50 0 0 r4096 | md5sum";

    private final Lab lab;

    @TempDir
    private Path folder;

    CommandIT(Lab lab) {
        this.lab = lab;
    }

    /** {@code src/test/lab/sabrelite.qemu} lists the chips. */
    @Test
    void theScanNamesTheChipsThatAreThereAndWritesOnlyNumbersOfIdentificationRegisters() throws IOException {
        String memory = lab.guest().output(EEPROM);
        Result result = lab.program(Main.class)
                .environment("BLINKA_RECORD", "/tmp/i2c.trace")
                .start("i2c")
                .await(Lab.PATIENCE);
        String output = result.out();

        assertThat(output.lines().filter(line -> line.startsWith("0x")).map(line -> line.substring(0, 4)))
                .containsExactly("0x1e", "0x37", "0x48", "0x4c", "0x50", "0x60", "0x68", "0x70");
        assertThat(output)
                .startsWith("I2C(/dev/i2c-0): 8 chips\n")
                .contains("0x1e  LSM303DLH_Mag: magnetic field\n")
                .contains("import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag;")
                .containsPattern("0x37  perhaps .*PCT2075")
                .containsPattern("0x50  perhaps .*24LC32")
                .containsPattern("0x68  perhaps .*DS1307")
                .containsPattern("0x70  perhaps .*TCA9548A");

        // QEMU's controller reports each missing chip after a long timeout. So the buses that nobody asked for are left
        // out.
        assertThat(result.err()).contains("blinka i2c /dev/i2c-1\n", "blinka i2c /dev/i2c-2\n");
        assertThat(result.exit()).isZero();

        Path trace = Files.writeString(
                folder.resolve("i2c.trace"), lab.guest().output("cat /tmp/i2c.trace; rm /tmp/i2c.trace"));
        List<String> writes = Trace.read(trace).events().stream()
                .filter(event -> event.kind().equals("i2c"))
                .map(TraceEvent::call)
                .filter(call -> call.contains(" write "))
                .toList();
        // WHO_AM_I of LIS2MDL (0x4F), the identification of LSM303DLH (0x0A to 0x0C); then clocks and the MPU-6050
        // (0x75). Each is a
        // number of one byte, followed by a read.
        assertThat(writes)
                .isNotEmpty()
                .allMatch(call -> call.matches("transfer 0x(1e|68) write [0-9A-F]{2} read \\d"))
                .contains("transfer 0x1e write 0A read 3", "transfer 0x68 write 75 read 1");
        assertThat(lab.guest().output(EEPROM)).isEqualTo(memory);
        assertThat(lab.guest().output("i2cget -y 0 0x70")).isEqualTo("0x00\n");
    }

    @Test
    void anOrdinaryUserIsToldWhatCuresTheMissingPermission() {
        Result result = lab.program(Main.class).user("maker").start("doctor").await(Lab.PATIENCE);

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.out()).containsPattern("PROBLEM i2c .*no permission to open /dev/i2c-\\d.*sudo ");
    }

    /** A pin and a bus do not say that they are not there. Software PWM needs the line, too. */
    @ParameterizedTest
    @ValueSource(strings = {"gpio get GPIO5_IO19", "i2c", "pwm GPIO5_IO19 50% --for 1s"})
    void anOrdinaryUserGetsTheCureFromEachCommand(String call) {
        Result result =
                lab.program(Main.class).user("maker").start(call.split(" ")).await(Lab.PATIENCE);

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .containsPattern("no permission to open /dev/\\S+")
                .contains("sudo ")
                .doesNotContain("Exception");
    }

    /** A signal ends the commands: the lines are free, and the PWM output off. INT is Ctrl-C. */
    @ParameterizedTest
    @CsvSource({"TERM, 15", "INT, 2"})
    void linesAndAPwmOutputAreInUseAndAreFreeAfterASignal(String signal, int number) {
        try (Job line = start("gpio", "set", "GPIO5_IO19=1");
                Job watched = start("gpio", "watch", "GPIO5_IO20");
                Job pulses = start("pwm", "GPIO1_IO21", "50%")) {
            lab.guest().run(Lab.PATIENCE, "until [ $(gpioinfo | grep -c blinka4j) -eq 2 ]; do sleep 0.2; done");
            lab.guest()
                    .run(Lab.PATIENCE, "until cat /sys/class/pwm/pwmchip*/pwm0/enable | grep -q 1; do sleep 0.2; done");
            for (Job each : List.of(line, watched, pulses)) {
                each.signal(signal);
                Result end = each.await(Lab.PATIENCE);
                assertThat(end.exit()).as(end.err()).isEqualTo(128 + number);
                assertThat(end.err()).doesNotContain("Exception");
            }
        }
        assertThat(lab.guest().run("gpioinfo | grep blinka4j").out()).isEmpty();
        assertThat(lab.guest().output("ls -d /sys/class/pwm/pwmchip*/pwm0 || true"))
                .isEmpty();
    }

    private Job start(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = Main.class.getName();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return lab.program(Interruptible.class).start(all);
    }
}
