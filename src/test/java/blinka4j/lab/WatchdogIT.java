// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Feeding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The watchdog through the kernel's softdog, which here only reports that it would have reset the machine. */
@ExtendWith(Lab.Extension.class)
class WatchdogIT {
    private static final String STATE = "/sys/class/watchdog/watchdog0/";
    private static final String END = "/tmp/end-feeding";

    private final Lab lab;

    WatchdogIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void load() {
        lab.guest().output("rm -f " + END + "; dmesg -C; modprobe softdog soft_noboot=1");
    }

    @AfterEach
    void unload() {
        // A watchdog that was not stopped keeps its module.
        lab.guest().output("printf V >/dev/watchdog0; rmmod softdog");
    }

    private String state(String file) {
        return lab.guest().output("cat " + STATE + file).strip();
    }

    private Job feeding(String timeout) {
        return lab.start(Feeding.class, timeout, END);
    }

    @Test
    void aProgramThatFeedsItIsNotResetAndStopsIt() {
        try (Job program = feeding("2.5")) {
            program.awaitOut("fed for longer", Lab.PATIENCE);
            assertThat(state("state")).isEqualTo("active");
            assertThat(state("timeout")).as("whole seconds").isEqualTo("3");
            lab.guest().output("touch " + END);
            assertThat(lab.finish(program, Lab.PATIENCE)).contains("timeout 3.0", "stopped");
        }
        assertThat(state("state")).isEqualTo("inactive");
        assertThat(lab.guest().output("dmesg")).doesNotContain("did not stop");
    }

    @Test
    void aKilledProgramLeavesItRunning() {
        try (Job program = feeding("60")) {
            program.awaitOut("timeout 60.0", Lab.PATIENCE);
            program.signal("KILL");
            program.await(Lab.PATIENCE);
        }
        assertThat(state("state")).isEqualTo("active");
        assertThat(lab.guest().output("dmesg")).contains("watchdog did not stop");
    }

    @Test
    void aTimeoutBeyondTheDriversLimitIsRefusedBeforeItStarts() {
        Result result = feeding("65536").await(Lab.PATIENCE);

        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains("IllegalArgumentException", "/dev/watchdog", "65536.0 s", "1 to 65535 s");
        assertThat(state("state")).isEqualTo("inactive");
    }

    @Test
    void anotherProgramAndAMissingDriverAreErrorsWithTheCure() {
        try (Job program = feeding("60")) {
            program.awaitOut("timeout 60.0", Lab.PATIENCE);
            assertThat(feeding("60").await(Lab.PATIENCE).err())
                    .contains("PinException", "EBUSY", "fuser -v /dev/watchdog");
            lab.guest().output("touch " + END);
            lab.finish(program, Lab.PATIENCE);
        }
        lab.guest().output("rmmod softdog");
        try {
            assertThat(feeding("60").await(Lab.PATIENCE).err())
                    .contains("NotAvailableException", "/dev/watchdog0 does not exist", "modprobe softdog");
        } finally {
            lab.guest().output("modprobe softdog soft_noboot=1");
        }
    }
}
