// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyFloat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Host;
import blinka4j.provider.PwmPort;
import com.diozero.internal.spi.InternalPwmOutputDeviceInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiozeroPwmTest {
    private static final PwmChannel OUTPUT = new PwmChannel("fe20c000.pwm", 1, null, "add dtoverlay=pwm");

    @TempDir
    private Path root;

    private final Library library = mock(Library.class);
    private final InternalPwmOutputDeviceInterface device = mock(InternalPwmOutputDeviceInterface.class);
    private Path output;
    private int duty;
    private int period;

    /** The files of a controller and of an exported output, as the kernel has them. */
    @BeforeEach
    void layOutTheMachine() throws IOException {
        controller("pwmchip0", "other.pwm");
        Path chip = controller("pwmchip3", "fe20c000.pwm");
        output = Files.createDirectories(chip.resolve("pwm1"));
        Files.writeString(output.resolve("duty_cycle"), "500000\n");
        when(library.pwm(anyInt(), anyInt(), anyInt(), anyFloat())).thenAnswer(call -> {
            period = 1_000_000_000 / call.<Integer>getArgument(2);
            duty = (int) (call.<Float>getArgument(3) * period);
            return device;
        });
        doAnswer(call -> {
                    period = 1_000_000_000 / call.<Integer>getArgument(0);
                    return null;
                })
                .when(device)
                .setPwmFrequency(anyInt());
        doAnswer(call -> {
                    duty = (int) (call.<Float>getArgument(0) * period);
                    return null;
                })
                .when(device)
                .setValue(anyFloat());
    }

    private Path controller(String name, String device) throws IOException {
        Path parent = Files.createDirectories(root.resolve("sys/devices/" + device));
        Path chip = Files.createDirectories(parent.resolve("pwm/" + name));
        Files.writeString(chip.resolve("npwm"), "2\n");
        Files.createFile(chip.resolve("export"));
        Files.createSymbolicLink(chip.resolve("device"), parent);
        Files.createDirectories(root.resolve("sys/class/pwm"));
        Files.createSymbolicLink(root.resolve("sys/class/pwm/" + name), chip);
        return chip;
    }

    private PwmPort open(PwmChannel channel) {
        return DiozeroPwm.open(library, new Host(root, "Linux", Map.of()), channel);
    }

    @Test
    void theControllerIsFoundByItsDeviceAndTheOutputLeftAsItIsUntilItIsSet() throws IOException {
        PwmPort port = open(OUTPUT);
        assertThat(port.name()).isEqualTo("fe20c000.pwm:1");
        verify(library, never()).pwm(anyInt(), anyInt(), anyInt(), anyFloat());
        assertThat(Files.readString(output.resolve("duty_cycle"))).isEqualTo("500000\n");
        port.set(20_000_000, 1_500_000);
        verify(library).pwm(eq(3), eq(1), eq(50), anyFloat());
        assertThat(duty).isBetween(1_499_998, 1_500_002);
        // diozero would make it a part of an infinite period, which the kernel refuses.
        assertThat(Files.readString(output.resolve("duty_cycle"))).isEqualTo("0");
        port.set(20_000_000, 20_000_000);
        verify(device, never()).setPwmFrequency(anyInt());
        assertThat(duty).isEqualTo(20_000_000);
        port.set(1_000_000, 0);
        verify(device).setPwmFrequency(1000);
        assertThat(duty).isZero();
        port.close();
        port.close();
        verify(device).close();
        assertThatThrownBy(() -> port.set(1, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("PWM output fe20c000.pwm:1 is closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 50, 51, 57, 58, 100, 1000, 38_000, 1_000_000})
    void anOutputThatIsAlwaysHighNeverExceedsItsPeriodInDiozerosArithmetic(int frequency) {
        PwmPort port = open(OUTPUT);
        port.set(1_000_000_000L / frequency, 1_000_000_000L / frequency);
        assertThat(duty).isLessThanOrEqualTo(period);
        assertThat(period - duty).isLessThanOrEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000_000_000L, 1_500_000_000L, 400_000_000L})
    void aPeriodWithoutAWholeFrequencyIsRefused(long periodNanos) {
        PwmPort port = open(OUTPUT);
        assertThatThrownBy(() -> port.set(periodNanos, 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(periodNanos + " ns", "whole Hz", "BLINKA_PROVIDER=linux");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> open(new PwmChannel("fe20c000.pwm", 2, null, "")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("outputs 0 to 1");
        assertThatThrownBy(() -> open(new PwmChannel("none.pwm", 0, null, "add dtoverlay=pwm")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("none.pwm", "pwmchip0", "pwmchip3", "dd dtoverlay=pwm");
        assertThatThrownBy(() -> open(new PwmChannel("/sys/class/pwm/pwmchip9", 0, null, "")))
                .isInstanceOf(NotAvailableException.class);
        open(new PwmChannel("/sys/class/pwm/pwmchip0", 0, null, "")).close();
    }
}
