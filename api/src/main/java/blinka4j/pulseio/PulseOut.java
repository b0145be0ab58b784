// SPDX-License-Identifier: MIT
package blinka4j.pulseio;

import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.Clock;
import blinka4j.provider.Line;
import blinka4j.provider.PulseOutPort;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A pin that sends pulses of a carrier: the codes of infrared remote controls.
 *
 * <pre>{@code
 * try (PulseOut pulse = new PulseOut(Board.D18)) {
 *     pulse.send(9000, 4500, 560, 560, 560, 1690, 560);
 * }
 * }</pre>
 *
 * <p>On Linux a driver of the kernel for infrared transmitters sends the pulses: {@code gpio-ir-tx} on any GPIO pin, or {@code pwm-ir-tx}
 * on a pin with a PWM controller. Enable one of them for the pin in the device tree; the error of a pin without one says how. The driver
 * begins each pulse at a time that counts from the start, so no error adds up, and the load of the machine does not matter:
 *
 * <ul>
 *   <li>{@code gpio-ir-tx} makes each period of the carrier itself. It blocks the interrupts of one processor until the end, so the
 *       lengths are exact to about a period of the carrier. On a machine with one processor, other pins and serial ports may lose edges
 *       and bytes meanwhile.
 *   <li>{@code pwm-ir-tx} switches a carrier on and off that the PWM controller makes. A timer of the kernel does that, since Linux 6.8 in
 *       its interrupt. Before that, or if the controller's driver may sleep, a thread does it, and an edge may be 0.1 ms late.
 * </ul>
 *
 * <p>Threads may share a {@code PulseOut}. Source of the behaviour: CircuitPython's {@code pulseio}, and the drivers in the kernel's
 * {@code drivers/media/rc}.
 */
public final class PulseOut implements AutoCloseable {
    private static final String FRONT = "PulseOut";
    private static final int DEFAULT_FREQUENCY = 38_000;
    private static final int HALF = 1 << 15;
    /** In Hz; the limit of {@code gpio-ir-tx}. */
    private static final int HIGHEST_FREQUENCY = 500_000;

    private static final int ALWAYS_ON = 0xFFFF;
    private static final int LONGEST = 0xFFFF;

    private final PulseOutPort port;
    private final Hold hold;
    private final Clock clock;
    private final String name;

    /** Opens an output with a carrier of 38 kHz that is on for half of each period. */
    public PulseOut(Pin pin) {
        this(pin, DEFAULT_FREQUENCY, HALF);
    }

    /**
     * Takes the pin. It is off until {@link #send}.
     *
     * @param frequency of the carrier in Hz, 1 to 500,000
     * @param dutyCycle the part of each period of the carrier that is on, 1 to 65535. Linux rounds it to percent. 65535 is a pulse without a
     *     carrier, which {@code pwm-ir-tx} refuses
     * @throws blinka4j.PinException if the pin is no GPIO pin, or if this program uses it
     * @throws blinka4j.NotAvailableException if no driver sends pulses on this pin, or if there is no permission; the message says what to do
     */
    public PulseOut(Pin pin, int frequency, int dutyCycle) {
        require("frequency", frequency, HIGHEST_FREQUENCY, " Hz");
        require("dutyCycle", dutyCycle, ALWAYS_ON, "");
        Hardware on = Pin.required(pin, FRONT).hardware();
        Line line = on.lookup().line(pin.name());
        name = "%s(%s)".formatted(FRONT, pin.name());
        clock = on.provider().clock();
        hold = on.hold(FRONT, pin.name(), line);
        port = hold.open(() -> on.provider()
                .openPulseOut(line, on.lookup().search(on.board().pwms(), pin.name()), frequency, dutyCycle));
        hold.guard(this);
    }

    private static void require(String what, int value, int greatest, String unit) {
        if (value < 1 || value > greatest) {
            throw new IllegalArgumentException("a %s of %s%s is not possible for a PulseOut. It must be 1 to %s%s."
                    .formatted(what, value, unit, greatest, unit));
        }
    }

    /**
     * Sends pulses, and waits for their end. The pin is off then. The end of a last pause is waited for, too.
     *
     * @param pulses lengths in µs, 0 to 65535 each: a pulse of the carrier, a pause, and so on. One of 0 is left out, and those beside it
     *     become one. A pause at the beginning is left out, too. Without a last pause, there are at most 1023 that take at most 500 ms
     * @throws IllegalArgumentException if a length or the whole is out of range; then nothing is sent
     * @throws blinka4j.HardwareException if the output is gone, or refuses the carrier
     */
    public synchronized void send(int... pulses) {
        if (isClosed()) {
            throw hold.closed(name, "a new PulseOut");
        }
        int[] joined = joined(pulses);
        if (joined.length == 0) {
            return;
        }
        boolean endsWithPause = joined.length % 2 == 0;
        int[] sent = endsWithPause ? Arrays.copyOf(joined, joined.length - 1) : joined;
        long micros = Arrays.stream(sent).asLongStream().sum();
        if (sent.length > PulseOutPort.MOST_PULSES || micros > PulseOutPort.LONGEST_MICROS) {
            throw new IllegalArgumentException(
                    "%s cannot send %s pulses and pauses of %s µs at once. At most %s of %s µs are possible. Send them in parts."
                            .formatted(
                                    name, sent.length, micros, PulseOutPort.MOST_PULSES, PulseOutPort.LONGEST_MICROS));
        }
        port.send(sent);
        if (endsWithPause) {
            clock.delay(TimeUnit.MICROSECONDS.toNanos(joined[joined.length - 1]));
        }
    }

    /** Leaves out lengths of 0, and adds those beside one. The first one is a pulse, and each is more than 0. */
    private static int[] joined(int[] pulses) {
        int[] joined = new int[pulses.length];
        int count = 0;
        for (int i = 0; i < pulses.length; i++) {
            if (pulses[i] < 0 || pulses[i] > LONGEST) {
                throw new IllegalArgumentException(
                        "pulse %s of %s µs is not possible. It must be 0 to %s µs.".formatted(i, pulses[i], LONGEST));
            }
            if (pulses[i] > 0 && i % 2 == count % 2) {
                joined[count++] = pulses[i];
            } else if (count > 0) {
                joined[count - 1] = sum(joined[count - 1], pulses[i]);
            }
        }
        return Arrays.copyOf(joined, count);
    }

    private static int sum(int first, int second) {
        if (first > Integer.MAX_VALUE - second) {
            throw new IllegalArgumentException(
                    "pulses or pauses that become one, because of a length of 0 between them, take more than %s µs. Send them in parts."
                            .formatted(Integer.MAX_VALUE));
        }
        return first + second;
    }

    /** Returns the clock of the pin's board. For drivers that wait between codes, on any board. */
    public Clock clock() {
        return clock;
    }

    /** True if this or its board was closed. */
    public boolean isClosed() {
        return hold.isClosed();
    }

    /** Frees the pin. Waits for the end of a {@link #send} of another thread. Closing again does nothing. */
    @Override
    public void close() {
        try {
            hold.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the name in messages, such as {@code PulseOut(D18)}. */
    @Override
    public String toString() {
        return name;
    }
}
