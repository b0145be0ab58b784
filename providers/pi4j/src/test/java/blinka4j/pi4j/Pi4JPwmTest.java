// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.PwmPort;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pi4JPwmTest {
    private static final PwmChannel CHANNEL = new PwmChannel("fe20c000.pwm", 1, "D19", "add dtoverlay=pwm");

    @TempDir
    private Path root;

    private Fixture fixture(String prefix) {
        return new Fixture(root, prefix)
                .folder("sys/devices/platform/soc/fe20c000.pwm/pwm/pwmchip3")
                .link(
                        "sys/devices/platform/soc/fe20c000.pwm/pwm/pwmchip3/device",
                        "sys/devices/platform/soc/fe20c000.pwm")
                .link("sys/class/pwm/pwmchip3", "sys/devices/platform/soc/fe20c000.pwm/pwm/pwmchip3");
    }

    private static PwmPort open(Fixture fixture) {
        return Pi4JPwm.open(fixture.host, fixture.contexts, CHANNEL);
    }

    private static boolean isFine() {
        return ByName.PwmCall.find().fine();
    }

    @Test
    void theControllerIsFoundByItsDeviceAndHandedOn() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            assertThat(Fixture.log()).containsExactly("pwm 1 HARDWARE chip 3");
            assertThat(port.name()).isEqualTo("fe20c000.pwm:1");
        }
    }

    @Test
    void anOutputRunsAndStops() {
        try (var fixture = fixture("fake")) {
            PwmPort port = open(fixture);
            Fixture.log();
            // A servo at 50 Hz with 1.5 ms: 7.5 %, in whole percent 8.
            port.set(20_000_000, 1_500_000);
            port.set(20_000_000, 20_000_000);
            port.set(20_000_000, 0);
            port.close();
            port.close();
            assertThat(Fixture.log())
                    .containsExactly(
                            isFine() ? "on 7.5 % 50 Hz" : "on 8 % 50 Hz",
                            isFine() ? "on 100.0 % 50 Hz" : "on 100 % 50 Hz",
                            "off",
                            "off");
            assertThatThrownBy(() -> port.set(1000, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void periodsWithoutWholeFrequencyAreRefused() {
        try (var fixture = fixture("fake");
                var port = open(fixture)) {
            Fixture.log();
            port.set(16_666_667, 8_333_333);
            assertThat(Fixture.log()).hasSize(1).allMatch(line -> line.endsWith("% 60 Hz"));
            for (long period : new long[] {2_000_000_000L, 19_900_000}) {
                assertThatThrownBy(() -> port.set(period, 1000))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContainingAll("fe20c000.pwm:1", Long.toString(period), "whole frequencies");
            }
            assertThatThrownBy(() -> port.set(0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> port.set(1000, 1001)).isInstanceOf(IllegalArgumentException.class);
            assertThat(Fixture.log()).isEmpty();
        }
    }

    @Test
    void theErrorForAMissingControllerSaysHowToEnableIt() {
        try (var fixture = new Fixture(root, "fake")) {
            assertThatThrownBy(() -> open(fixture))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("fe20c000.pwm", "dtoverlay=pwm");
        }
    }

    @Test
    void pigpioIsNotUsedForPwm() {
        try (var fixture = fixture("pigpio")) {
            assertThatThrownBy(() -> open(fixture))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("pigpio", "pi4j-plugin-linuxfs");
        }
    }

    @Test
    void anOutputInUseIsNamed() {
        try (var fixture = fixture("fake")) {
            FakePlugin.error = "Device or resource busy";
            assertThatThrownBy(() -> open(fixture))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("fe20c000.pwm:1", "EBUSY 16");
        }
    }
}
