// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Clock;
import blinka4j.provider.PulseOutPort;
import blinka4j.provider.PwmPort;
import java.util.concurrent.TimeUnit;

/** The program's end of a {@code PulseOut}, whose pulses are changes of a {@link SimPwm}. */
final class SimPulseOut implements PulseOutPort {
    private static final double ALWAYS_ON = 0xFFFF;

    private final PwmPort output;
    private final Clock clock;
    private final long period;
    private final long high;

    SimPulseOut(PwmPort output, Clock clock, int frequency, int dutyCycle) {
        this.output = output;
        this.clock = clock;
        period = Math.round(1e9 / frequency);
        high = Math.max(1, Math.round(period * (dutyCycle / ALWAYS_ON)));
        output.set(period, 0);
    }

    @Override
    public synchronized void send(int[] micros) {
        for (int i = 0; i < micros.length; i++) {
            output.set(period, i % 2 == 0 ? high : 0);
            clock.delay(TimeUnit.MICROSECONDS.toNanos(micros[i]));
        }
        output.set(period, 0);
    }

    @Override
    public String name() {
        return output.name();
    }

    @Override
    public synchronized void close() {
        output.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
