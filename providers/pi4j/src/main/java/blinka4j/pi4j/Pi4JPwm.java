// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.kernel.DeviceFile;
import blinka4j.kernel.DeviceNodes;
import blinka4j.kernel.Errno;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Host;
import blinka4j.provider.PwmPort;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmType;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output of a PWM controller. Pi4J supports whole frequencies in Hz and duty cycles in percent, which must be whole too in Pi4J 3
 * and 4.
 */
final class Pi4JPwm implements PwmPort {
    private static final Logger LOG = LoggerFactory.getLogger(Pi4JPwm.class);

    private static final String CONTROLLERS = "/sys/class/pwm";
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final double PERCENT = 100;

    private final Contexts.Lease lease;
    private final String name;
    private final ByName.PwmCall call;
    private final Pwm pwm;
    private boolean closed;

    private Pi4JPwm(Contexts.Lease lease, String name, ByName.PwmCall call, Pwm pwm) {
        this.lease = lease;
        this.name = name;
        this.call = call;
        this.pwm = pwm;
    }

    static Pi4JPwm open(Host host, Contexts contexts, PwmChannel channel) {
        String name = channel.device() + ":" + channel.channel();
        String controller = DeviceNodes.pwm(host, channel);
        int chip = DeviceFile.requireNumber(host, controller, "pwmchip", "Pi4J");
        Contexts.Lease lease = contexts.open(Contexts.Kind.PWM, chip);
        try {
            if (lease.isBy("pigpio")) {
                throw new NotAvailableException(
                        "the PWM output %s cannot be used with Pi4J's plugin pigpio, which has pins instead of controllers and outputs. Replace it with pi4j-plugin-linuxfs, or set BLINKA_PROVIDER=linux."
                                .formatted(name));
            }
            ByName.PwmCall call = ByName.PwmCall.find();
            String output = Integer.toString(channel.channel());
            PwmConfig config = com.pi4j.io.pwm.Pwm.newConfigBuilder(lease.context())
                    .id(lease.freshId())
                    // Pi4J 2 and 3 use "address", 4 the other two.
                    .load(Map.of("address", output, "channel", output, "chip", Integer.toString(chip)))
                    .pwmType(PwmType.HARDWARE)
                    .build();
            Pwm pwm = lease.context().create(config);
            LOG.debug("PWM output {}: by Pi4J's {}", name, lease.provider());
            return new Pi4JPwm(lease, name, call, pwm);
        } catch (RuntimeException | LinkageError e) {
            lease.close();
            throw failure(name, "opened", lease, e);
        }
    }

    @Override
    public synchronized void set(long periodNanos, long highNanos) {
        requireOpen();
        if (periodNanos <= 0 || highNanos < 0 || highNanos > periodNanos) {
            throw new IllegalArgumentException(
                    "the PWM output %s: high for %s ns of %s ns. Expected a period above 0, and 0 to the period."
                            .formatted(name, highNanos, periodNanos));
        }
        long frequency = Math.round((double) SECOND_NANOS / periodNanos);
        // A period that came from a frequency may be rounded up or down.
        if (frequency < 1
                || frequency > Integer.MAX_VALUE
                || Math.abs((double) SECOND_NANOS / frequency - periodNanos) > 1) {
            throw new NotAvailableException(
                    "the PWM output %s cannot have a period of %s ns, because Pi4J supports whole frequencies only, from 1 Hz. Choose one, such as %s Hz, or set BLINKA_PROVIDER=linux."
                            .formatted(name, periodNanos, Math.max(frequency, 1)));
        }
        double percent = PERCENT * highNanos / periodNanos;
        try {
            call.on(pwm, call.nearest(percent), (int) frequency);
        } catch (RuntimeException | LinkageError e) {
            throw failure(name, "set to %s of %s ns".formatted(highNanos, periodNanos), lease, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            pwm.off();
            lease.context().registry().remove(pwm.id());
        } catch (RuntimeException e) {
            throw failure(name, "closed", lease, e);
        } finally {
            lease.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the PWM output %s is closed. Open it again to use it.".formatted(name));
        }
    }

    private static HardwareException failure(String name, String done, Contexts.Lease lease, Throwable e) {
        if (e instanceof HardwareException known) {
            return known;
        }
        Cause cause = Cause.of(e);
        if (cause.errno() == Errno.EBUSY) {
            return new PinException(
                    "the PWM output %s (%s) is in use by another program or a driver of the kernel. Find it with 'sudo cat /sys/kernel/debug/pwm', and end it."
                            .formatted(name, cause.text()),
                    e);
        }
        return new NotAvailableException(
                "the PWM output %s cannot be %s. Pi4J's %s says: %s. Check the output, the period, and the permission to write to %s; Pi4J's log may say more."
                        .formatted(name, done, lease.provider(), cause.text(), CONTROLLERS),
                e);
    }
}
