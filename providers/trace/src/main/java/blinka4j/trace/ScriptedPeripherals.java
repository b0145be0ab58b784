// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static blinka4j.trace.Tokens.hex;
import static blinka4j.trace.Tokens.level;

import blinka4j.provider.EncoderPort;
import blinka4j.provider.NvmPort;
import blinka4j.provider.PulseOutPort;
import blinka4j.provider.UsbHidPort;
import blinka4j.provider.WatchdogPort;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ports of rare hardware in a trace. */
final class ScriptedPeripherals {
    private ScriptedPeripherals() {}

    /** A counter of an encoder. */
    record Encoder(Subject<EncoderPort> to) implements EncoderPort {
        @Override
        public long steps() {
            return Long.parseLong(to.play("steps", port -> String.valueOf(port.steps())));
        }

        @Override
        public String name() {
            return to.name();
        }

        @Override
        public void close() {
            to.close(EncoderPort::close);
        }
    }

    /** An output for pulses of a carrier. */
    record PulseOut(Subject<PulseOutPort> to) implements PulseOutPort {
        @Override
        public void send(int[] micros) {
            String pulses = Arrays.stream(micros).mapToObj(String::valueOf).collect(Collectors.joining(","));
            to.run("send " + pulses, port -> port.send(micros));
        }

        @Override
        public String name() {
            return to.name();
        }

        @Override
        public void close() {
            to.close(PulseOutPort::close);
        }
    }

    /** The watchdog. */
    record Watchdog(Subject<WatchdogPort> to) implements WatchdogPort {
        @Override
        public double timeout() {
            return Double.parseDouble(to.play("timeout", port -> String.valueOf(port.timeout())));
        }

        @Override
        public void timeout(double seconds) {
            to.run("timeout " + seconds, port -> port.timeout(seconds));
        }

        @Override
        public void feed() {
            to.run("feed", WatchdogPort::feed);
        }

        @Override
        public String name() {
            return to.name();
        }

        @Override
        public void close() {
            to.close(WatchdogPort::close);
        }
    }

    /** Bytes that stay. */
    record Nvm(Subject<NvmPort> to) implements NvmPort {
        @Override
        public int length() {
            return Integer.parseInt(to.constant(1));
        }

        @Override
        public byte[] read() {
            return Tokens.bytes(to.play("read", port -> hex(port.read())));
        }

        @Override
        public void write(int start, byte[] bytes) {
            to.run("write %s %s".formatted(start, hex(bytes)), port -> port.write(start, bytes));
        }
    }

    /** A USB device with HID interfaces. */
    record UsbHid(Subject<UsbHidPort> to) implements UsbHidPort {
        private static final String NOTHING = "none";

        /** The words for an interface. */
        static String text(Function function) {
            return "%s:%s:%s".formatted(function.protocol(), function.reportLength(), hex(function.descriptor()));
        }

        @Override
        public boolean isConnected() {
            return to.play("connected", port -> level(port.isConnected())).equals("1");
        }

        @Override
        public void send(int index, int reportId, byte[] report) {
            to.run("send %s %s %s".formatted(index, reportId, hex(report)), port -> port.send(index, reportId, report));
        }

        @Override
        public byte @Nullable [] receive(int index) {
            String report = to.play("receive " + index, port -> {
                byte[] received = port.receive(index);
                return received == null ? NOTHING : hex(received);
            });
            return report.equals(NOTHING) ? null : Tokens.bytes(report);
        }

        @Override
        public String name() {
            return to.name();
        }

        @Override
        public void close() {
            to.close(UsbHidPort::close);
        }
    }
}
