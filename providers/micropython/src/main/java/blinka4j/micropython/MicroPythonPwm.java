// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.PwmPort;
import java.util.concurrent.TimeUnit;

/** A PWM output of the board. MicroPython has whole frequencies in Hz, and 65535 steps of the duty cycle. */
final class MicroPythonPwm extends MicroPythonPort implements PwmPort {
    static final String DEVICE = "machine.PWM";

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int FULL = 0xFFFF;

    /** The largest error of a period. */
    private static final int TOLERANCE_PER_MILLE = 5;

    private final String name;
    private final int output;
    private final String pin;
    private long frequency;

    private MicroPythonPwm(Link link, PwmChannel channel, String name, String pin) {
        super(link, "PWM output " + name);
        this.name = name;
        this.output = channel.channel();
        this.pin = pin;
    }

    static MicroPythonPwm open(Link link, PwmChannel channel) {
        Resource.require("PWM output", channel.device(), DEVICE);
        String of = channel.pin();
        if (of == null) {
            throw new NotAvailableException(
                    "PWM output %s has no pin in the board's file. Name one.".formatted(channel.unit()));
        }
        return new MicroPythonPwm(link, channel, channel.unit() + " on " + of, Resource.pin(channel.unit(), of));
    }

    @Override
    public synchronized void set(long periodNanos, long highNanos) {
        requireOpen();
        if (periodNanos <= 0 || highNanos < 0 || highNanos > periodNanos) {
            throw new IllegalArgumentException(
                    "%s: high for %s ns of %s ns. Expected a period above 0, and 0 to the period."
                            .formatted(label(), highNanos, periodNanos));
        }
        long wanted = (SECOND + periodNanos / 2) / periodNanos;
        if (wanted < 1
                || wanted > Integer.MAX_VALUE
                || Math.abs(SECOND / wanted - periodNanos) * 1000 > TOLERANCE_PER_MILLE * periodNanos) {
            throw new NotAvailableException(
                    "%s cannot have a period of %s ns, because MicroPython supports whole Hz only. Choose one."
                            .formatted(label(), periodNanos));
        }
        board.requirePeriod(output, SECOND / wanted, label());
        long duty = Math.round((double) highNanos / periodNanos * FULL);
        call("_pw(%s,%s,%s,%s)".formatted(number, pin, wanted == frequency ? 0 : wanted, duty));
        frequency = wanted;
    }

    @Override
    public synchronized void close() {
        if (!isClosed()) {
            board.forgetPeriod(output);
        }
        super.close();
    }

    @Override
    HardwareException refused(PythonError e) {
        return new NotAvailableException(
                "%s cannot have this frequency, or its pin no PWM (%s). Choose another: a Pico has 8 Hz to some MHz."
                        .formatted(label(), e.said()),
                e);
    }

    @Override
    String ending() {
        return "_pf(%s,%s)".formatted(number, pin);
    }

    @Override
    public String name() {
        return name;
    }
}
