// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.conformance.AnalogSuite;
import blinka4j.conformance.Conformance;
import blinka4j.conformance.Feature;
import blinka4j.conformance.Site;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Analog inputs through the kernel's driver of the ADS1015 and ADS1115, whose registers are in the memory of the kernel's simulated
 * adapter. From their data sheet (SBAS473E, tables 6 to 8): register 0 is the result, in the upper 12 bits of the ADS1015, with ±2.048 V as the
 * driver sets it; bits 14 to 12 of register 1 are the input, 4 for AIN0 to 7 for AIN3.
 */
@ExtendWith(Lab.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(AnalogIT.CHIP)
@ParameterizedClass
@MethodSource("sites")
class AnalogIT extends Conformance {
    /** The lock of the tests that use the memory at 0x48. */
    static final String CHIP = "gpiosim:0x48";

    private static final String BOARD_FILE = "/tmp/LAB_ADC.properties";
    private static final String INPUT = "/sys/bus/iio/devices/iio:device0/in_voltage";

    private static Lab host;
    private static String bus = "";

    AnalogIT(Site site, @On("gpiosim") Lab lab) {
        super(site);
        site.at(each -> lab.talk(program(each)));
    }

    static Stream<Site> sites() {
        return Stream.of(site(17), site(25));
    }

    private static Site site(int java) {
        return new Site("linux", "gpiosim, Java " + java)
                .with(Feature.ANALOG)
                .name("analog", "A0")
                .name("analog too", "A1")
                .name("the same input", "AIN0")
                .name("not analog", "D20")
                .name("reference", "2.048")
                .name("bits", "11");
    }

    private static String java(Site site) {
        return site.guest().replaceAll(".* ", "java");
    }

    private static Program program(Site site) {
        return Providers.program(host, site).java(java(site)).environment("BLINKA_BOARD_FILE", BOARD_FILE);
    }

    @BeforeAll
    static void connect(@On("gpiosim") Lab lab) {
        host = lab;
        bus = GpioSim.i2c(lab.guest()).replace("/dev/i2c-", "");
        lab.guest().output("modprobe ti-ads1015");
        // One name is the converter's device, the others are its name.
        lab.guest()
                .output(
                        "printf '%%s\\n' 'name = Lab with ADC' 'chip = %s' 'pin.20 = D20' 'analog = ads1015' 'analog.A0 = 0' 'analog.A1 = 1' 'analog.A2 = 2' 'analog.AIN0 = %s-0048:0' >%s"
                                .formatted(GpioSim.CHIP, bus, BOARD_FILE));
        attach("ads1015");
    }

    @AfterAll
    static void disconnect() {
        detach();
    }

    @BeforeParameterizedClassInvocation
    static void needTheJava(Site site) {
        assumeTrue(host.has(java(site)), "the host has no " + java(site) + ": set JAVA25_HOME or JAVA17_HOME");
    }

    private static void attach(String chip) {
        host.guest().output("echo %s 0x48 >/sys/bus/i2c/devices/i2c-%s/new_device".formatted(chip, bus));
    }

    private static void detach() {
        host.guest().output("echo 0x48 >/sys/bus/i2c/devices/i2c-%s/delete_device".formatted(bus));
    }

    /** Makes a number the result of the next conversions. On the bus, SMBus sends the low byte of a word first. */
    private static void result(int register) {
        host.guest()
                .shell()
                .output("i2cset -y -f %s 0x48 0 0x%04x w"
                        .formatted(bus, Short.toUnsignedInt(Short.reverseBytes((short) register))));
    }

    private static String read(String file) {
        return host.guest().shell().output("cat " + file).strip();
    }

    @Nested
    class Analog extends AnalogSuite {
        Analog() {
            super(AnalogIT.this.site(), (pin, volts) -> {
                int steps = (int) Math.round(volts / 2.048 * 2048);
                result(Math.max(-2048, Math.min(2047, steps)) << 4);
            });
        }
    }

    @Nested
    class OfTheKernel {
        private String ask(String command) {
            return site().ask(command);
        }

        private void does(String command) {
            assertThat(ask(command)).as(command).isEqualTo("ok");
        }

        private double volts(String pin) {
            return Integer.parseInt(ask("analog value " + pin))
                    * Double.parseDouble(ask("analog reference " + pin))
                    / 65535;
        }

        @Test
        void aValueAgreesWithTheKernelAndTheRegister() {
            does("analog open A2");
            for (int code : new int[] {0, 1, 0x3FF, 0x400, 0x7FF, -1, -0x800}) {
                result(code << 4);
                int value = Integer.parseInt(ask("analog value A2"));
                assertThat(read(INPUT + "2_raw")).isEqualTo(String.valueOf(code));
                assertThat(value).isEqualTo((int) Math.round(65535 * Math.max(0, code) / 2047.0));
                // The ABI: raw * scale is in mV. The highest value stands for the reference, one step above.
                double scale = Double.parseDouble(read(INPUT + "2_scale"));
                assertThat(1000 * volts("A2")).isCloseTo(Math.max(0, code) * scale, within(scale));
            }
            String config = host.guest().shell().output("i2cget -y -f %s 0x48 1 w".formatted(bus));
            int register = Short.toUnsignedInt(
                    Short.reverseBytes((short) Integer.parseInt(config.strip().substring(2), 16)));
            assertThat(register >> 12 & 7)
                    .as("the input that the kernel has selected")
                    .isEqualTo(6);
            does("analog close A2");
        }

        @Test
        void theScaleThatTheUserSetsIsTakenWhenTheInputIsOpened() {
            host.guest().output("echo 2 >" + INPUT + "1_scale");
            try {
                does("analog open A1");
                assertThat(ask("analog reference A1")).isEqualTo("4.096");
                result(1024 << 4);
                assertThat(volts("A1")).isCloseTo(2.048, within(0.002));
                does("analog close A1");
            } finally {
                host.guest().output("echo 1 >" + INPUT + "1_scale");
            }
        }

        @Test
        void theChipWith16BitsHasMoreSteps() {
            detach();
            attach("ads1115");
            try {
                does("analog open AIN0");
                assertThat(ask("analog reference AIN0")).isEqualTo("2.048");
                for (int code : new int[] {0, 1, 0x4000, 0x7FFF, -1}) {
                    result(code);
                    assertThat(ask("analog value AIN0"))
                            .isEqualTo(String.valueOf(Math.round(65535 * Math.max(0, code) / 32767.0)));
                    assertThat(read(INPUT + "0_raw")).isEqualTo(String.valueOf(code));
                }
                does("analog close AIN0");
            } finally {
                detach();
                attach("ads1015");
            }
        }

        @Test
        void aConverterThatIsTakenAwaySaysSoUntilItIsBack() {
            does("analog open A0");
            detach();
            try {
                assertThat(ask("analog value A0")).startsWith("PinException").contains("in_voltage0_raw", "removed");
                does("analog close A0");
                assertThat(ask("analog open A0"))
                        .startsWith("NotAvailableException")
                        .contains("no analog-to-digital converter ads1015", "The kernel has none");
            } finally {
                attach("ads1015");
            }
            does("analog open A0");
            result(0x7FF0);
            assertThat(ask("analog value A0")).isEqualTo("65535");
            does("analog close A0");
        }

        /** Root without the capabilities that let it read all files. */
        @Test
        void aMissingPermissionToReadIsReportedWithTheCure() {
            host.guest().output("chmod 000 " + INPUT + "0_raw");
            try {
                Result result = host.guest()
                        .run(
                                Lab.PATIENCE,
                                "echo 'analog open A0' | setpriv --bounding-set -dac_override,-dac_read_search "
                                        + program(site()).command());
                assertThat(result.exit()).as(result.err()).isZero();
                assertThat(result.out())
                        .startsWith("NotAvailableException")
                        .contains("no permission", INPUT + "0_raw", "chmod a+r");
            } finally {
                host.guest().output("chmod 644 " + INPUT + "0_raw");
            }
        }
    }
}
