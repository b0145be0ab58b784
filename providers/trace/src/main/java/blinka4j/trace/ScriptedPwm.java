// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.PwmPort;

/** A PWM output in a trace. */
final class ScriptedPwm implements PwmPort {
    private final Subject<PwmPort> to;

    ScriptedPwm(Subject<PwmPort> to) {
        this.to = to;
    }

    @Override
    public void set(long periodNanos, long highNanos) {
        to.run("set %s %s".formatted(periodNanos, highNanos), port -> port.set(periodNanos, highNanos));
    }

    @Override
    public String name() {
        return to.name();
    }

    @Override
    public void close() {
        to.close(PwmPort::close);
    }

    @Override
    public String toString() {
        return name();
    }

    /** An output that the API's thread pulsed in the recording. It does nothing. */
    record Silent(String name) implements PwmPort {
        @Override
        public void set(long periodNanos, long highNanos) {}

        @Override
        public void close() {}
    }
}
