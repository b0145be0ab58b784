// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceKind;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An output of a PWM controller, through diozero's device for {@code /sys/class/pwm}. Its factory would fall back on software
 * that keeps a processor busy; so the device itself is taken, and the controller is looked for first.
 */
final class DiozeroPwm implements PwmPort {
    private static final String CONTROLLERS = "/sys/class/pwm";
    private static final Pattern CHIP = Pattern.compile("pwmchip(\\d+)");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** diozero takes whole Hz. A period that is further from one than this is refused. */
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
        this.chip = Integer.parseInt(Node.numbers(host, folder, CHIP).group(1));
        this.channel = output.channel();
    }

    static DiozeroPwm open(Library library, Host host, PwmChannel output) {
        String folder = folder(host, output);
        int outputs;
        try {
            outputs = Integer.parseInt(host.text(folder + "/npwm").strip());
        } catch (NumberFormatException e) {
            throw new NotAvailableException(
                    "PWM output %s: %s is no PWM controller; 'ls -l %s' lists those there are"
                            .formatted(output, folder, CONTROLLERS),
                    e);
        }
        if (output.channel() >= outputs) {
            throw new NotAvailableException(
                    "PWM output %s does not exist: %s has the outputs 0 to %s".formatted(output, folder, outputs - 1));
        }
        if (!Files.isWritable(host.path(folder + "/export"))) {
            Node.require(host, DeviceKind.PWM, folder + "/export", "");
        }
        return new DiozeroPwm(library, host, output, folder);
    }

    private static String folder(Host host, PwmChannel output) {
        String device = output.device();
        if (device.startsWith("/")) {
            if (host.exists(device)) {
                return device;
            }
            throw missing(host, output);
        }
        for (String name : host.list(CONTROLLERS)) {
            if (CHIP.matcher(name).matches() && device.equals(device(host, CONTROLLERS + "/" + name))) {
                return CONTROLLERS + "/" + name;
            }
        }
        throw missing(host, output);
    }

    /** The name of a controller's device. */
    private static String device(Host host, String folder) {
        try {
            return String.valueOf(host.path(folder + "/device").toRealPath().getFileName());
        } catch (IOException e) {
            return "";
        }
    }

    private static NotAvailableException missing(Host host, PwmChannel output) {
        return new NotAvailableException("PWM output %s: this machine runs no such controller (it has %s); %s"
                .formatted(
                        output,
                        host.list(CONTROLLERS),
                        output.enable().isEmpty() ? "switch it on in the device tree" : output.enable()));
    }

    @Override
    public synchronized void set(long periodNanos, long highNanos) {
        if (closed) {
            throw new IllegalStateException("PWM output %s is closed; open it again to use it".formatted(name));
        }
        if (periodNanos <= 0 || highNanos < 0 || highNanos > periodNanos) {
            throw new IllegalArgumentException(
                    "PWM output %s: high for %s ns of %s; expected 0 to the period, which is more than 0"
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
                    "PWM output %s cannot be high for %s ns of %s: the controller refuses, or another program has the output; try another period"
                            .formatted(name, highNanos, periodNanos),
                    e);
        }
    }

    private int frequency(long periodNanos) {
        long wanted = (SECOND + periodNanos / 2) / periodNanos;
        if (wanted < 1 || Math.abs(SECOND / wanted - periodNanos) * 1000 > TOLERANCE_PER_MILLE * periodNanos) {
            throw new NotAvailableException(
                    "PWM output %s cannot repeat every %s ns: diozero takes a frequency in whole Hz; choose one, or set BLINKA_PROVIDER=linux"
                            .formatted(name, periodNanos));
        }
        return (int) wanted;
    }

    /** diozero multiplies this with the period, as {@code float}s, whose product may be longer than the period itself. */
    private static float duty(long actualPeriod, long highNanos, long periodNanos) {
        float duty = (float) ((double) highNanos / periodNanos);
        while ((int) (duty * actualPeriod) > actualPeriod) {
            duty = Math.nextDown(duty);
        }
        return duty;
    }

    /**
     * Takes the output and waits until its files may be written, for which diozero would not wait long enough. What it was left
     * with by another program, diozero would take for a part of an infinite period.
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
            throw new PinException("interrupted while PWM output %s was taken; it is not in use".formatted(name), e);
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
