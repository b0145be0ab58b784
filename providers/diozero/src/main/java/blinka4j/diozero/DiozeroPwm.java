// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceKind;
import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Host;
import blinka4j.provider.PwmPort;
import com.diozero.api.RuntimeIOException;
import com.diozero.internal.spi.InternalPwmOutputDeviceInterface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An output of a PWM controller, through diozero's device for {@code /sys/class/pwm}. diozero's factory is not used, because it would
 * fall back to software that keeps a processor busy.
 */
final class DiozeroPwm implements PwmPort {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** The largest error of a period. diozero supports whole frequencies in Hz only. */
    private static final int TOLERANCE_PER_MILLE = 5;

    private static final long EXPORT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STEP_MILLIS = 10;

    private final Library library;
    private final Host host;
    private final String name;
    private final String folder;
    private final int chip;
    private final int channel;

    // All that follows is guarded by this object's monitor.
    private @Nullable InternalPwmOutputDeviceInterface device;
    private int frequency;
    private boolean closed;

    private DiozeroPwm(Library library, Host host, PwmChannel output, String folder) {
        this.library = library;
        this.host = host;
        this.name = output.device() + ":" + output.channel();
        this.folder = folder;
        this.chip = DeviceFile.requireNumber(host, folder, "pwmchip", "diozero");
        this.channel = output.channel();
    }

    static DiozeroPwm open(Library library, Host host, PwmChannel output) {
        String folder = DeviceNodes.pwm(host, output);
        int outputs;
        try {
            outputs = Integer.parseInt(host.text(folder + "/npwm").strip());
        } catch (NumberFormatException e) {
            throw new NotAvailableException(
                    "PWM output %s: %s is not a PWM controller. List the controllers with 'ls -l /sys/class/pwm'."
                            .formatted(output, folder),
                    e);
        }
        if (output.channel() >= outputs) {
            throw new NotAvailableException(
                    "PWM output %s does not exist. %s has outputs 0 to %s.".formatted(output, folder, outputs - 1));
        }
        if (!Files.isWritable(host.path(folder + "/export"))) {
            DeviceFile.require(host, DeviceKind.PWM, folder + "/export", "");
        }
        return new DiozeroPwm(library, host, output, folder);
    }

    @Override
    public synchronized void set(long periodNanos, long highNanos) {
        if (closed) {
            throw new IllegalStateException("PWM output %s is closed. Open it again to use it.".formatted(name));
        }
        if (periodNanos <= 0 || highNanos < 0 || highNanos > periodNanos) {
            throw new IllegalArgumentException(
                    "PWM output %s: high for %s ns of %s ns. Expected a period above 0, and 0 to the period."
                            .formatted(name, highNanos, periodNanos));
        }
        int wanted = frequency(periodNanos);
        float duty = duty(SECOND / wanted, highNanos, periodNanos);
        InternalPwmOutputDeviceInterface open = device;
        try {
            if (open == null) {
                export();
                device = library.pwm(chip, channel, wanted, duty);
            } else {
                if (frequency != wanted) {
                    open.setPwmFrequency(wanted);
                }
                open.setValue(duty);
            }
            frequency = wanted;
        } catch (RuntimeIOException | UncheckedIOException e) {
            throw new NotAvailableException(
                    "PWM output %s cannot be high for %s ns of %s ns. The controller does not support it, or another program uses the output. Try another period."
                            .formatted(name, highNanos, periodNanos),
                    e);
        }
    }

    private int frequency(long periodNanos) {
        long wanted = (SECOND + periodNanos / 2) / periodNanos;
        if (wanted < 1 || Math.abs(SECOND / wanted - periodNanos) * 1000 > TOLERANCE_PER_MILLE * periodNanos) {
            throw new NotAvailableException(
                    "PWM output %s cannot have a period of %s ns, because diozero supports whole Hz only. Choose one, or set BLINKA_PROVIDER=linux."
                            .formatted(name, periodNanos));
        }
        return (int) wanted;
    }

    /** Returns the duty cycle. diozero multiplies it by the period in {@code float}s, and the product must not exceed the period. */
    private static float duty(long actualPeriod, long highNanos, long periodNanos) {
        float duty = (float) ((double) highNanos / periodNanos);
        while ((int) (duty * actualPeriod) > actualPeriod) {
            duty = Math.nextDown(duty);
        }
        return duty;
    }

    /**
     * Exports the output and waits until its files are writable, because diozero would not wait long enough. Resets a duty cycle that
     * another program left, because diozero would read it as part of an infinite period.
     */
    private void export() {
        Path output = host.path(folder + "/pwm" + channel);
        try {
            if (!Files.exists(output)) {
                Files.writeString(host.path(folder + "/export"), String.valueOf(channel));
            }
            Path duty = output.resolve("duty_cycle");
            for (long end = System.nanoTime() + EXPORT_NANOS;
                    !Files.isWritable(duty) && System.nanoTime() - end < 0; ) {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            }
            if (!Files.readString(duty).strip().equals("0")) {
                Files.writeString(duty, "0");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PinException(
                    "interrupted while exporting PWM output %s. The output is not in use.".formatted(name), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        InternalPwmOutputDeviceInterface open = device;
        closed = true;
        device = null;
        if (open != null) {
            open.close();
        }
    }
}
