// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
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
 * An output of a PWM controller. Pi4J has whole frequencies in Hz and duty cycles in percent, in its lines 3 and 4 whole
 * ones.
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
        int chip = DeviceFile.number(host, controller, "pwmchip");
        if (chip < 0) {
            throw new NotAvailableException(
                    "the PWM output %s: Pi4J reaches controllers by their number; name it as %s/pwmchip0 and so on"
                            .formatted(name, CONTROLLERS));
        }
        Contexts.Lease lease = contexts.open(Contexts.Kind.PWM, chip);
        try {
            if (lease.isBy("pigpio")) {
                throw new NotAvailableException(
                        "the PWM output %s: Pi4J's plugin pigpio has pins instead of controllers and outputs; take it off the class path and add pi4j-plugin-linuxfs, or select BLINKA_PROVIDER=linux"
                                .formatted(name));
            }
            ByName.PwmCall call = ByName.PwmCall.find();
            String output = Integer.toString(channel.channel());
            PwmConfig config = com.pi4j.io.pwm.Pwm.newConfigBuilder(lease.context())
                    .id(lease.freshId())
                    // Pi4J 2 and 3 read the one, 4 the others.
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
                    "the PWM output %s: %s ns high of a period of %s ns; expected a period above 0 and no more than that"
                            .formatted(name, highNanos, periodNanos));
        }
        long frequency = Math.round((double) SECOND_NANOS / periodNanos);
        // Rounded either way, which is what becomes of a frequency.
        if (frequency < 1
                || frequency > Integer.MAX_VALUE
                || Math.abs((double) SECOND_NANOS / frequency - periodNanos) > 1) {
            throw new NotAvailableException(
                    "the PWM output %s cannot have a period of %s ns: Pi4J has whole frequencies only, from 1 Hz; take one of them, such as %s Hz, or select BLINKA_PROVIDER=linux"
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
            throw failure(name, "given back", lease, e);
        } finally {
            lease.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the PWM output %s is closed; open it again to use it".formatted(name));
        }
    }

    private static HardwareException failure(String name, String done, Contexts.Lease lease, Throwable e) {
        if (e instanceof HardwareException known) {
            return known;
        }
        Cause cause = Cause.of(e);
        if (cause.errno() == Errno.EBUSY) {
            return new PinException(
                    "the PWM output %s (%s) is in use by another program or a driver of the kernel; 'sudo cat /sys/kernel/debug/pwm' names it"
                            .formatted(name, cause.text()),
                    e);
        }
        return new NotAvailableException(
                "the PWM output %s cannot be %s: Pi4J's %s says: %s; its log may say more; the controller may have no such output or period, or the user may not write below %s"
                        .formatted(name, done, lease.provider(), cause.text(), CONTROLLERS),
                e);
    }
}
