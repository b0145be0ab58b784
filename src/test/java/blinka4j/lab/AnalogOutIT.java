// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.lab.guest.Voltages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * An analog output through the kernel's driver of the MCP4725, at 3.3 V. The chip is the memory of a simulated clock: what the driver
 * writes (data sheet DS22039D, figure 6-1: 0 0 PD1 PD0 D11 … D8, then D7 … D0) is an address and a byte for it. So the codes 0x800 to
 * 0xFFF are found in its bytes 8 to 15. What the driver reads when it begins (figure 6-3: status with PD1 and PD0 in bits 2 and 1, D11 … D4,
 * D3 … D0) are bytes of the memory, too.
 */
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-1")
class AnalogOutIT {
    private static final String DEVICE = "1-0060";
    private static final String DRIVER = "/sys/bus/i2c/drivers/mcp4725";
    private static final String FOLDER = "/sys/bus/iio/devices/iio:device0";
    private static final String OUTPUT = FOLDER + "/out_voltage0_";
    private static final Path README = Path.of("..", "..", "providers", "linux", "README.md");

    private static Dialogue program;

    private final Lab lab;
    private final Guest guest;

    AnalogOutIT(Lab lab) {
        this.lab = lab;
        guest = lab.guest();
        if (program == null) {
            guest.output("modprobe mcp4725");
            program = lab.talk(Voltages.class);
        }
    }

    @BeforeEach
    void powerOn() {
        powerOn(0, 0);
    }

    @AfterEach
    void closeAll() {
        for (String name : new String[] {"mcp4725", DEVICE, FOLDER}) {
            program.ask("close " + name);
        }
    }

    @AfterAll
    static void end() {
        if (program != null) {
            program.close();
        }
    }

    /** Lets the driver find a chip with this status and code. */
    private void powerOn(int status, int code) {
        detach();
        guest.output("i2ctransfer -f -y 1 w4@0x60 8 %s %s %s && i2ctransfer -f -y 1 w1@0x60 8"
                .formatted(status, code >> 4, (code & 0xF) << 4));
        guest.output("echo %s >%s/bind".formatted(DEVICE, DRIVER));
    }

    private void detach() {
        guest.output("if [ -e %2$s/%1$s ]; then echo %1$s >%2$s/unbind; fi".formatted(DEVICE, DRIVER));
    }

    private void does(Dialogue which, String command) {
        assertThat(which.ask(command)).as(command).isEqualTo("ok");
    }

    private String read(String attribute) {
        return guest.output("cat " + OUTPUT + attribute).strip();
    }

    private void assertCode(int code) {
        assertThat(read("raw")).as("what the kernel reads back").isEqualTo(String.valueOf(code));
        if (code >= 0x800) {
            assertThat(guest.output("i2ctransfer -f -y 1 w1@0x60 %s r1".formatted(code >> 8))
                            .strip())
                    .as("what the chip got")
                    .isEqualTo("0x%02x".formatted(code & 0xFF));
        }
    }

    @Test
    void aValueIsTheNearestCodeInTheKernelAndInTheChip() {
        does(program, "open mcp4725 0");
        does(program, "value mcp4725 65535");
        assertCode(0xFFF);
        does(program, "value mcp4725 32768");
        assertCode(0x800);
        does(program, "value mcp4725 43690");
        assertCode(0xAAA);
        does(program, "value mcp4725 21845");
        assertCode(0x555);
        does(program, "value mcp4725 0");
        assertCode(0);
        does(program, "value mcp4725 61166");
        does(program, "close mcp4725");
        assertCode(0xEEE);
    }

    @Test
    void theReferenceVoltageIsThatOfTheKernelsScale() {
        does(program, "open mcp4725 0");
        assertThat(Double.parseDouble(program.ask("reference mcp4725"))).isCloseTo(3.3, within(1e-6));
        // The ABI: raw * scale is in mV.
        double scale = Double.parseDouble(
                guest.output("cat " + FOLDER + "/out_voltage_scale").strip());
        assertThat(scale).isCloseTo(3300.0 / 4096, within(1e-6));
    }

    @Test
    void openingChangesNothing() {
        powerOn(0, 0x123);
        assertCode(0x123);
        does(program, "open mcp4725 0");
        assertCode(0x123);
    }

    @Test
    void anOutputIsFoundByEachOfItsNamesAndIsOpenOnce() {
        for (String name : new String[] {"mcp4725", DEVICE, FOLDER}) {
            does(program, "open " + name + " 0");
            for (String other : new String[] {"mcp4725", DEVICE, FOLDER}) {
                assertThat(program.ask("open " + other + " 0"))
                        .startsWith("PinException")
                        .contains("already open as AnalogOut(" + name + ":0)");
            }
            does(program, "close " + name);
        }
        assertThat(program.ask("open mcp4725 1"))
                .startsWith("NotAvailableException")
                .contains("no voltage output 1", "It has 0");
    }

    /** Power-down with 500 kOhm to ground. */
    @Test
    void anOutputInPowerDownModeIsSwitchedOnByItsFirstValue() {
        powerOn(0x06, 0x900);
        does(program, "open mcp4725 0");
        assertThat(read("powerdown")).isEqualTo("1");
        does(program, "value mcp4725 65535");
        assertThat(read("powerdown")).isEqualTo("0");
        assertCode(0xFFF);
    }

    @Test
    void aConverterThatIsTakenAwaySaysSoUntilItIsBack() {
        does(program, "open mcp4725 0");
        detach();
        assertThat(program.ask("value mcp4725 1")).startsWith("PinException").contains("out_voltage0_raw", "removed");
        does(program, "close mcp4725");
        assertThat(program.ask("open mcp4725 0"))
                .startsWith("NotAvailableException")
                .contains("no digital-to-analog converter mcp4725", "The kernel has none");
        powerOn();
        does(program, "open mcp4725 0");
        does(program, "value mcp4725 65535");
        assertCode(0xFFF);
    }

    /** The rule's command, which udev would run when the kernel adds the device; there is no udev here. */
    @Test
    void anOrdinaryUserIsHelpedByTheRuleOfTheReadme() throws IOException {
        try (Dialogue makers = lab.talk(lab.program(Voltages.class).user("maker"))) {
            assertThat(makers.ask("open mcp4725 0"))
                    .startsWith("NotAvailableException")
                    .contains("no permission", OUTPUT + "raw", "chmod a+w");

            Matcher rule = Pattern.compile("SUBSYSTEM==\"iio\", RUN\\+=\"/bin/sh -c '([^']*)'\"")
                    .matcher(Files.readString(README).replaceAll("\\s+", " "));
            assertThat(rule.find()).isTrue();
            powerOn(0x06, 0);
            assertThat(guest.output("cat " + FOLDER + "/uevent")).contains("DEVTYPE=iio_device");
            assertThat(guest.output("readlink " + FOLDER + "/subsystem")).endsWith("/iio\n");
            String path = guest.output("readlink -f " + FOLDER).strip();
            guest.output(rule.group(1).replace("gpio", "maker").replace("%p", path.substring("/sys".length())));

            does(makers, "open mcp4725 0");
            does(makers, "value mcp4725 65535");
            assertThat(read("powerdown")).isEqualTo("0");
            assertCode(0xFFF);
        }
    }
}
