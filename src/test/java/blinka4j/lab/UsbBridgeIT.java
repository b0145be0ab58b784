// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Subject;
import blinka4j.lab.guest.Bridges;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The provider {@code usb} with the kernel's hidraw, and a bridge behind the kernel's uhid. */
@Order(13)
@ExtendWith(Lab.Extension.class)
@ResourceLock(UsbBridgeIT.UHID)
class UsbBridgeIT {
    /** The lock of test classes that play a bridge: a program looks for the only one. */
    static final String UHID = "gpiosim:uhid";

    static final String AWAIT_FILE =
            "for i in $(seq 100); do ls /sys/bus/hid/devices/0003:04D8:00DD.*/hidraw && break; sleep 0.2; done";

    private static Dialogue bridge;
    private static Dialogue program;

    private final Lab lab;
    private final Guest guest;

    UsbBridgeIT(@On("gpiosim") Lab lab) {
        this.lab = lab;
        guest = lab.guest();
    }

    @BeforeEach
    void plugIn() {
        if (bridge == null) {
            guest.output("modprobe -a uhid hid-generic");
            bridge = lab.talk(Bridges.class);
        }
        plug("plug");
        if (program == null) {
            // The provider is selected when it begins, so the bridge must be there.
            program = lab.talk(Providers.program(lab.program(Subject.class), "usb"));
            assertThat(program.ask("where")).isEqualTo("usb on MICROCHIP_MCP2221");
        }
    }

    @AfterEach
    void unplug() {
        bridge.ask("unplug");
    }

    @AfterAll
    static void end() {
        for (Dialogue each : new Dialogue[] {program, bridge}) {
            if (each != null) {
                each.close();
            }
        }
    }

    /** Plugs it in, and waits for its device file. */
    private void plug(String command) {
        assertThat(bridge.ask(command)).isEqualTo("ok");
        guest.output(AWAIT_FILE);
    }

    private void does(String command) {
        assertThat(program.ask(command)).as(command).isEqualTo("ok");
    }

    @Test
    void pinsConvertersAndChipsAreUsedThroughTheKernel() {
        does("gpio open G0");
        does("gpio output G0 true");
        assertThat(bridge.ask("state")).isEqualTo("idle 1 - - -");
        does("gpio open G1");
        bridge.ask("drive 1 1");
        assertThat(program.ask("gpio get G1")).isEqualTo("true");
        bridge.ask("drive 1 0");
        assertThat(program.ask("gpio get G1")).isEqualTo("false");
        does("analog open G2");
        bridge.ask("volts 2 1.65");
        assertThat(Integer.parseInt(program.ask("analog value G2"))).isBetween(32700, 32900);
        does("i2c open");
        assertThat(program.ask("i2c scan")).isEqualTo("37 50 77");
        does("i2c write 37 034b00");
        assertThat(program.ask("i2c register 37 03 2")).isEqualTo("034b00");
        assertThat(program.ask("i2c write-read 36 00 2"))
                .startsWith("BusException NO_ACKNOWLEDGE")
                .contains("0x36");
        assertThat(program.ask("i2c read 50 4096")).startsWith("4096 bytes");
        does("i2c close");
        does("analog close G2");
        does("gpio close G1");
        does("gpio close G0");
        assertThat(bridge.ask("state")).isEqualTo("idle - - - -");
    }

    @Test
    void aCablePulledOutInATransferIsAClearErrorAndWorksAgainPluggedIn() {
        bridge.ask("unplug");
        assertThat(program.ask("gpio open G0"))
                .startsWith("NotAvailableException")
                .contains("no USB bridge", "Connect one");
        // Three to open the bridge, one for the clock, one to start the read, and some of its reports.
        plug("plug-for 10");
        does("i2c open");
        assertThat(program.ask("i2c read 50 4096"))
                .startsWith("BusException OTHER")
                .contains("/dev/hidraw", "is gone", "cable", "Connect it");
        bridge.ask("unplug");
        plug("plug");
        assertThat(program.ask("i2c probe 37")).as("opened before").contains("is gone");
        does("i2c close");
        does("i2c close");
        does("i2c open");
        assertThat(program.ask("i2c probe 37")).isEqualTo("true");
        does("i2c close");
    }

    @Test
    void aSecondProgramIsRefusedAndTheFirstOneGoesOnUntilItEnds() {
        does("gpio open G0");
        does("gpio output G0 true");
        try (Dialogue other = lab.talk(Providers.program(lab.program(Subject.class), "usb"))) {
            assertThat(other.ask("gpio open G1"))
                    .startsWith("PinException")
                    .contains("/dev/hidraw", "in use by another program", "fuser -v");
            does("gpio close G0");
            assertThat(other.ask("gpio open G1")).isEqualTo("ok");
            assertThat(other.ask("gpio output G1 true")).isEqualTo("ok");
            assertThat(bridge.ask("state")).isEqualTo("idle - 1 - -");
            assertThat(program.ask("gpio open G0")).contains("in use by another program");
            other.job().signal("TERM");
            other.job().await(Lab.PATIENCE);
        }
        assertThat(bridge.ask("state")).as("after a program was ended").isEqualTo("idle - - - -");
        does("gpio open G0");
        does("gpio close G0");
    }

    @Test
    void aBridgeThatTheKernelsDriverHasIsRefusedAndTheCureWorks() {
        guest.output("modprobe hid-mcp2221");
        try {
            guest.output(
                    "for i in $(seq 100); do readlink /sys/bus/hid/devices/0003:04D8:00DD.*/driver | grep mcp2221 && break; sleep 0.2; done");
            String answer = program.ask("gpio open G0");
            assertThat(answer).startsWith("NotAvailableException").contains("hid-mcp2221", "'linux'");
            assertThat(answer).contains("sudo modprobe -r hid_mcp2221.");
        } finally {
            guest.output("modprobe -r hid_mcp2221");
        }
        guest.output(AWAIT_FILE);
        does("gpio open G0");
        does("gpio close G0");
    }
}
