// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.OneWires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 1-Wire through the kernel's w1 subsystem and its messages. The sensors are those of the module w1-sim, from their data sheet. The
 * kernel's own driver w1-gpio runs on a line of gpio-sim.
 */
@ExtendWith(Lab.Extension.class)
class OneWireIT {
    private static final String BUS = "w1_bus_master1";
    private static final String PIN = "D28";
    private static final String FIRST = "28-0000070e41ac";
    private static final String SECOND = "28-0000070e41ad";

    private final Lab lab;

    OneWireIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
    }

    @AfterEach
    void unload() {
        lab.guest().output("for each in w1_sim w1_therm w1_gpio wire; do rmmod $each 2>/dev/null; done; true");
    }

    private void load(String options) {
        lab.guest().output(options);
    }

    private String run(String... arguments) {
        return lab.finish(lab.start(OneWires.class, arguments), Lab.PATIENCE);
    }

    private String runOn(String java, String... arguments) {
        return lab.finish(lab.program(OneWires.class).java(java).start(arguments), Lab.PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java17", "java25"})
    void sensorsAreFoundAndRead(String java) {
        load("modprobe w1-sim");
        String printed = lab.has(java) ? runOn(java, "read", BUS) : run("read", BUS);
        assertThat(printed)
                .containsSubsequence(
                        "reset true",
                        FIRST + " 22.5 bits 12",
                        FIRST + " 22.5 bits 9",
                        SECOND + " -10.125 bits 12",
                        SECOND + " -10.5 bits 9",
                        "files left open: 0");
    }

    /** The kernel searches every second instead of every 10 s, and its own driver measures too. */
    @Test
    void theKernelsSearchAndItsDriverDisturbNothing() {
        load("modprobe wire timeout=1; modprobe w1_therm; modprobe w1-sim; sleep 3");
        assertThat(lab.guest().output("cat /sys/bus/w1/devices/" + FIRST + "/temperature"))
                .startsWith("22500");
        try (Job job = lab.guest().start("while :; do cat /sys/bus/w1/devices/28-*/w1_slave >/dev/null; done")) {
            assertThat(run("many", BUS, "60").lines())
                    .containsExactlyInAnyOrder("reset true", FIRST + " 22.5", SECOND + " -10.5", "files left open: 0");
            assertThat(job.out()).isEmpty();
        }
    }

    @Test
    void aMissingBusIsAnErrorWithTheCure() {
        assertThat(run("bytes", PIN)).contains("NotAvailableException", "no 1-Wire bus", "compatible", "w1-gpio");
        assertThat(run("bytes", BUS)).contains("NotAvailableException", BUS, "modprobe w1-gpio");
        load("modprobe w1-sim");
        assertThat(run("bytes", "w1_bus_master7")).contains("'w1_bus_master7'", "The kernel has " + BUS);
    }

    @Test
    void aBusWhoseDriverIsUnloadedIsGone() {
        load("modprobe w1-sim");
        try (Job program = lab.start(OneWires.class, "gone", BUS)) {
            program.awaitOut("reset true", Lab.PATIENCE);
            lab.guest().output("rmmod w1_sim");
            assertThat(lab.finish(program, Lab.PATIENCE)).contains("PinException", BUS, "gone", "files left open: 0");
        }
    }
}
