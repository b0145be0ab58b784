// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.conformance.OneWirePortSuite;
import blinka4j.conformance.Soak;
import blinka4j.lab.guest.OneWires;
import blinka4j.provider.OneWirePort;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * 1-Wire through the kernel's w1 subsystem and its messages. The sensors are those of the module w1-sim, from their data sheet.
 */
@Order(15)
@ExtendWith(Lab.Extension.class)
class OneWireIT {
    private static final String BUS = "w1_bus_master1";
    private static final String PIN = "D28";
    private static final String FIRST = "28-0000070e41ac";
    private static final String SECOND = "28-0000070e41ad";

    private static final int READINGS = Soak.count(15, 60);

    private static Dialogue program;

    private final Lab lab;

    OneWireIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        if (program == null) {
            program = lab.talk(OneWires.class);
        }
    }

    @AfterEach
    void unload() {
        load("for each in w1_sim w1_therm w1_gpio wire; do rmmod $each 2>/dev/null; done; true");
    }

    @AfterAll
    static void end() {
        if (program != null) {
            program.close();
        }
    }

    private void load(String modules) {
        lab.guest().output(modules);
    }

    private static void assertRead(Dialogue program) {
        assertThat(program.ask("read " + BUS).lines())
                .containsExactly(
                        "reset true",
                        FIRST + " 22.5 bits 12",
                        FIRST + " 22.5 bits 9",
                        SECOND + " -10.125 bits 12",
                        SECOND + " -10.5 bits 9",
                        "files left open: 0");
    }

    @Test
    void sensorsAreFoundAndRead() {
        load("modprobe w1-sim");
        assertRead(program);
    }

    @Test
    void sensorsAreReadByTheOtherWayToCallTheKernel() {
        assumeTrue(lab.has("java25"), "the host has no Java 25: set JAVA25_HOME");
        load("modprobe w1-sim");
        try (Dialogue later = lab.talk(lab.program(OneWires.class).java("java25"))) {
            assertRead(later);
        }
    }

    /** The kernel searches every second instead of every 10 s, and its own driver measures too. */
    @Test
    void theKernelsSearchAndItsDriverDisturbNothing() {
        load("modprobe wire timeout=1; modprobe w1_therm; modprobe w1-sim; sleep 3");
        assertThat(lab.guest().output("cat /sys/bus/w1/devices/" + FIRST + "/temperature"))
                .startsWith("22500");
        try (Job job = lab.guest().start("while :; do cat /sys/bus/w1/devices/28-*/w1_slave >/dev/null; done")) {
            assertThat(program.ask("many " + BUS + " " + READINGS).lines())
                    .containsExactly("reset true", FIRST + " 22.5", SECOND + " -10.5", "files left open: 0");
            assertThat(job.out()).isEmpty();
        }
    }

    @Test
    void aMissingBusIsAnErrorWithTheCure() {
        assertThat(program.ask("open " + PIN))
                .contains("NotAvailableException", "no 1-Wire bus", "compatible", "w1-gpio");
        assertThat(program.ask("open " + BUS)).contains("NotAvailableException", BUS, "modprobe w1-gpio");
        load("modprobe w1-sim");
        assertThat(program.ask("open w1_bus_master7")).contains("'w1_bus_master7'", "The kernel has " + BUS);
    }

    @Test
    void aBusWhoseDriverIsUnloadedIsGone() {
        load("modprobe w1-sim");
        program.say("gone " + BUS);
        program.job().awaitOut("open\n", Lab.PATIENCE);
        load("rmmod w1_sim");
        assertThat(program.answer()).contains("PinException", BUS, "gone", "files left open: 0");
    }

    /** What is expected of each port. */
    @Nested
    class Port extends OneWirePortSuite {
        @BeforeEach
        void addTheSensors() {
            load("modprobe w1-sim");
        }

        @Override
        protected OneWirePort open() {
            return new RemoteOneWire(program, BUS);
        }

        @Override
        protected List<byte[]> roms() {
            return List.of(
                    new byte[] {0x28, (byte) 0xAC, 0x41, 0x0E, 7, 0, 0, 0x74},
                    new byte[] {0x28, (byte) 0xAD, 0x41, 0x0E, 7, 0, 0, 0x43});
        }
    }
}
