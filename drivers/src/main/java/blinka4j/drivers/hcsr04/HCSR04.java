// SPDX-License-Identifier: MIT
package blinka4j.drivers.hcsr04;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.pulseio.PulseIn;
import java.time.Duration;

/**
 * HC-SR04: distance to an object, 2 to 400 cm, by ultrasound. Its echo is a signal of 5 V: connect it through a voltage divider. Safe
 * to share between threads.
 *
 * <p><a href="https://cdn.sparkfun.com/datasheets/Sensors/Proximity/HCSR04.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HCSR04">Adafruit_CircuitPython_HCSR04</a>.
 */
public final class HCSR04 implements AutoCloseable {
    private static final double DEFAULT_TIMEOUT = 0.1;
    private static final double LONGEST_TIMEOUT = 60;
    private static final long TRIGGER_NANOS = 10_000;
    private static final Duration STEP = Duration.ofMillis(1);
    /** At half of the speed of sound, 340 m/s. */
    private static final double MICROS_PER_17_CM = 1000;
    /** In µs. Without an echo, the pulse takes 38 ms or longer. */
    private static final int NO_ECHO = 37_000;

    private final DigitalInOut trigger;
    private final PulseIn echo;
    private final long timeout;

    /** Waits 0.1 s for an echo. */
    public HCSR04(Pin triggerPin, Pin echoPin) {
        this(triggerPin, echoPin, DEFAULT_TIMEOUT);
    }

    /**
     * @param timeout how long to wait for an echo, in s, to 60; at least 0.05 to measure 400 cm
     * @throws blinka4j.PinException if a pin is in use
     */
    public HCSR04(Pin triggerPin, Pin echoPin, double timeout) {
        if (!(timeout > 0 && timeout <= LONGEST_TIMEOUT)) {
            throw new IllegalArgumentException(
                    "a timeout of %s s is not possible. It must be more than 0 and at most %s s."
                            .formatted(timeout, LONGEST_TIMEOUT));
        }
        this.timeout = Math.round(timeout * 1e9);
        trigger = new DigitalInOut(triggerPin);
        try {
            trigger.switchToOutput();
            echo = new PulseIn(echoPin);
        } catch (RuntimeException | Error e) {
            try (trigger) {
                throw e;
            }
        }
        echo.pause();
    }

    /**
     * Measures the distance in cm. Wait 60 ms between measurements, for the echoes of the last one to fade.
     *
     * @throws BusException of kind TIMEOUT if no echo comes: the object is too far away, or the sensor does not answer
     */
    public synchronized double distance() {
        echo.clear();
        echo.resume();
        trigger.value(true);
        echo.clock().delay(TRIGGER_NANOS);
        trigger.value(false);
        long end = echo.clock().nanos() + timeout;
        while (echo.isEmpty() && echo.clock().nanos() - end < 0) {
            echo.clock().pause(STEP, toString());
        }
        echo.pause();
        if (echo.isEmpty()) {
            throw silent("no echo pulse within %s s".formatted(timeout / 1e9));
        }
        int micros = echo.popleft();
        if (micros >= NO_ECHO) {
            throw silent("no echo");
        }
        return micros * 17 / MICROS_PER_17_CM;
    }

    private BusException silent(String what) {
        return new BusException(
                Kind.TIMEOUT,
                "%s from %s. Move the object nearer, and check the sensor's power and wiring.".formatted(what, this));
    }

    /** Frees the pins. */
    @Override
    public void close() {
        try (echo) {
            trigger.close();
        }
    }

    /** The class and the pin of the echo, such as {@code HCSR04 on PulseIn(D6)}. */
    @Override
    public String toString() {
        return "HCSR04 on %s".formatted(echo);
    }
}
