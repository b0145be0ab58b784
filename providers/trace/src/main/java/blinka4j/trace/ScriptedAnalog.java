// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.AnalogPort;

/** An analog input in a trace. */
final class ScriptedAnalog implements AnalogPort {
    private final Subject<AnalogPort> to;

    ScriptedAnalog(Subject<AnalogPort> to) {
        this.to = to;
    }

    @Override
    public int read() {
        return Integer.parseInt(to.play("read", port -> String.valueOf(port.read())));
    }

    @Override
    public double referenceVoltage() {
        return volts(to);
    }

    private static double volts(Subject<?> of) {
        String volts = of.constant(1);
        return volts.isEmpty() ? Double.NaN : Double.parseDouble(volts);
    }

    @Override
    public String name() {
        return to.name();
    }

    @Override
    public void close() {
        to.close(AnalogPort::close);
    }

    @Override
    public String toString() {
        return name();
    }

    /** An analog output in a trace. */
    static final class Out implements AnalogOutPort {
        private final Subject<AnalogOutPort> to;

        Out(Subject<AnalogOutPort> to) {
            this.to = to;
        }

        @Override
        public void write(int value) {
            to.run("write " + value, port -> port.write(value));
        }

        @Override
        public double referenceVoltage() {
            return volts(to);
        }

        @Override
        public String name() {
            return to.name();
        }

        @Override
        public void close() {
            to.close(AnalogOutPort::close);
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
