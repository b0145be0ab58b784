// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.OpenPwm;
import blinka4j.lab.guest.Pulses;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * PWM through the kernel's driver of the i.MX6's controllers and its files in {@code /sys/class/pwm}. QEMU has no model of these
 * controllers, so the tests check the files and not the pins.
 */
@Order(10)
@ExtendWith(Lab.Extension.class)
@ResourceLock("2080000.pwm")
class PwmIT {
    private final Lab lab;

    PwmIT(Lab lab) {
        this.lab = lab;
    }

    /** The folder of the controller with this device. */
    private String controller(String device) {
        return lab.guest()
                .output("for c in /sys/class/pwm/pwmchip*; do [ $(basename $(readlink -f $c/device)) != " + device
                        + " ] || echo $c; done")
                .strip();
    }

    private static Map<String, String> steps(String output) {
        return output.lines()
                .map(line -> line.split(" = ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    }

    @Test
    void frequencyAndDutyCycleReachTheKernelAndACloseGivesTheOutputBack() {
        String controller = controller("2080000.pwm");
        Map<String, String> steps = steps(lab.finish(lab.start(Pulses.class, "GPIO1_IO21", controller), Lab.PATIENCE));

        assertThat(steps)
                .containsEntry("before", "not exported")
                // 1/500 s, 1/440 s, 1/50 s in ns; of these 0, 32768, 65535 and 4915 of 65535 parts.
                .containsEntry("low", "2000000 0 1 normal")
                .containsEntry("half", "2000000 1000015 1 normal")
                .containsEntry("high", "2000000 2000000 1 normal")
                .containsEntry("higher", "2272727 2272727 1 normal")
                .containsEntry("lower", "20000000 20000000 1 normal")
                .containsEntry("servo", "20000000 1499962 1 normal")
                .containsEntry("allocated", "0")
                .containsEntry("closed", "not exported")
                .containsEntry("again", "1000000 1000000 1 normal")
                .containsEntry("frequency", "1000")
                .containsEntry("end", "not exported");
        assertThat(steps.get("digital"))
                .isEqualTo(
                        "GPIO1_IO21 (209c000.gpio:21) is already open as PWMOut(GPIO1_IO21). Close that first, or use it.");
        assertThat(steps.get("twice")).contains("already open as PWMOut(GPIO1_IO21)");
    }

    @Test
    void anOutputThatAnotherProgramHasExportedIsRefusedWithTheCure() {
        String controller = controller("2088000.pwm");
        lab.guest().output("echo 0 >" + controller + "/export; echo 7000 >" + controller + "/pwm0/period");
        try {
            Result result = lab.start(Pulses.class, "GPIO1_IO17", controller).await(Lab.PATIENCE);

            assertThat(result.exit()).isNotZero();
            assertThat(result.err())
                    .contains("PinException: the PWM output 2088000.pwm:0 (EBUSY 16) is in use by another program")
                    .contains("echo 0 | sudo tee " + controller + "/unexport");
            assertThat(lab.guest().output("cat " + controller + "/pwm0/period")).isEqualTo("7000\n");
        } finally {
            lab.guest().output("echo 0 >" + controller + "/unexport");
        }
    }

    @Test
    void aTerminatedProgramClosesItsOutputAndTheOutputOfAKilledOneIsTakenOver() {
        String controller = controller("2080000.pwm");
        String enable = "cat " + controller + "/pwm0/enable 2>&1 || true";

        assertThat(endedBy("TERM", enable)).isEqualTo("1\n");
        assertThat(lab.guest().output(enable)).contains("No such file");

        assertThat(endedBy("KILL", enable)).isEqualTo("1\n");
        assertThat(lab.guest().output(enable)).isEqualTo("1\n");
        assertThat(endedBy("TERM", enable)).isEqualTo("1\n");
        assertThat(lab.guest().output(enable)).contains("No such file");
    }

    /** Returns the output of a command while the PWM output is open. */
    private String endedBy(String signal, String command) {
        try (Job program = lab.start(OpenPwm.class, "GPIO1_IO21")) {
            program.awaitOut("open at 1000", Lab.PATIENCE);
            String said = lab.guest().output(command);
            program.signal(signal);
            program.await(Lab.PATIENCE);
            return said;
        }
    }

    @Test
    void aControllerWithoutItsDriverIsNamedWithTheCure() {
        String driver = "/sys/bus/platform/drivers/pwm-imx27/";
        lab.guest().output("echo 208c000.pwm >" + driver + "unbind");
        try {
            Result result =
                    lab.start(Pulses.class, "GPIO1_IO18", "/sys/class/pwm/none").await(Lab.PATIENCE);

            assertThat(result.exit()).isNotZero();
            assertThat(result.err())
                    .contains(
                            "NotAvailableException",
                            "no PWM controller 208c000.pwm",
                            "not enabled",
                            "modprobe pwm-imx27",
                            "(2080000.pwm)");
        } finally {
            lab.guest().output("echo 208c000.pwm >" + driver + "bind");
        }
    }

    @Test
    void aMissingPermissionToExportIsReportedWithTheCure() {
        Result result = lab.guest()
                .start("su maker -c \"" + lab.java(Pulses.class, "GPIO1_IO18", "/sys/class/pwm/none") + "\"")
                .await(Lab.PATIENCE);

        assertThat(result.exit()).isNotZero();
        assertThat(result.err())
                .contains("no permission to open /sys/class/pwm/pwmchip")
                .contains("/export: only root may")
                .contains("SUBSYSTEM==\"pwm\", ACTION==\"add|change\"");
    }
}
