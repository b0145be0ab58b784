// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Feeding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The watchdog through the kernel's softdog, which here only reports that it would have reset the machine. */
@ExtendWith(Lab.Extension.class)
class WatchdogIT {
    private static final String STATE = "/sys/class/watchdog/watchdog0/";

    private static Dialogue program;

    private final Guest guest;

    WatchdogIT(@On("gpiosim") Lab lab) {
        guest = lab.guest();
        if (program == null || !program.running()) {
            program = lab.talk(Feeding.class);
        }
    }

    @BeforeEach
    void load() {
        guest.output("dmesg -C; modprobe softdog soft_noboot=1");
    }

    @AfterEach
    void unload() {
        if (program.running()) {
            program.ask("stop");
        }
        // A watchdog that was not stopped keeps its module.
        guest.output("printf V >/dev/watchdog0; rmmod softdog");
    }

    @AfterAll
    static void end() {
        if (program != null) {
            program.close();
        }
    }

    private String state(String file) {
        return guest.output("cat " + STATE + file).strip();
    }

    @Test
    void aProgramThatFeedsItIsNotResetAndStopsIt() {
        // On a busy machine seconds can pass between two feeds.
        assertThat(program.ask("start 9.5")).as("whole seconds").isEqualTo("timeout 10.0");
        assertThat(program.ask("feed 12")).isEqualTo("ok");
        assertThat(state("state")).isEqualTo("active");
        assertThat(state("timeout")).isEqualTo("10");
        assertThat(guest.output("dmesg")).doesNotContain("Triggered");
        assertThat(program.ask("stop")).isEqualTo("ok");
        assertThat(state("state")).isEqualTo("inactive");
        assertThat(guest.output("dmesg")).doesNotContain("did not stop");
    }

    @Test
    void aKilledProgramLeavesItRunning() {
        assertThat(program.ask("start 60")).isEqualTo("timeout 60.0");
        program.kill();
        assertThat(state("state")).isEqualTo("active");
        assertThat(guest.output("dmesg")).contains("watchdog did not stop");
    }

    @Test
    void aTimeoutBeyondTheDriversLimitIsRefusedBeforeItStarts() {
        assertThat(program.ask("start 65536"))
                .startsWith("IllegalArgumentException")
                .contains("/dev/watchdog", "65536.0 s", "1 to 65535 s");
        assertThat(state("state")).isEqualTo("inactive");
    }

    @Test
    void anotherProgramIsAnErrorWithTheCure() {
        try (Job other = guest.start("exec 3>/dev/watchdog0; echo open; sleep 1000")) {
            other.awaitOut("open", Lab.PATIENCE);
            assertThat(program.ask("start 60")).startsWith("PinException").contains("EBUSY", "fuser -v /dev/watchdog");
        }
    }

    @Test
    void aMissingDriverIsAnErrorWithTheCure() {
        guest.output("rmmod softdog");
        try {
            assertThat(program.ask("start 60"))
                    .startsWith("NotAvailableException")
                    .contains("/dev/watchdog0 does not exist", "modprobe softdog");
        } finally {
            guest.output("modprobe softdog soft_noboot=1");
        }
    }
}
