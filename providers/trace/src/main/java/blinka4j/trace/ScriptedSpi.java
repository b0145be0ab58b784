// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static blinka4j.trace.Tokens.hex;

import blinka4j.provider.Clock;
import blinka4j.provider.SpiPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An SPI bus in a trace. */
final class ScriptedSpi implements SpiPort {
    private final Subject<SpiPort> to;

    ScriptedSpi(Subject<SpiPort> to) {
        this.to = to;
    }

    /** What the trace has of an open bus. */
    static String constants(SpiPort port) {
        return "%s %s".formatted(Tokens.of(port.name()), port.longestTransfer());
    }

    @Override
    public int configure(Settings settings) {
        return Integer.parseInt(to.play(
                "configure %s %s %s %s %s %s %s"
                        .formatted(
                                settings.baudrate(),
                                settings.polarity(),
                                settings.phase(),
                                settings.bits(),
                                settings.lsbFirst() ? "lsb" : "msb",
                                settings.threeWire() ? "3-wire" : "4-wire",
                                settings.chipSelect() == Settings.BY_HAND ? "by-hand" : "cs" + settings.chipSelect()),
                port -> String.valueOf(port.configure(settings))));
    }

    @Override
    public void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        String sent = out == null ? "" : " write " + hex(out, outStart, outStart + length);
        String read = to.play(
                "transfer%s%s%s".formatted(sent, in == null ? "" : " read " + length, keepSelected ? " keep" : ""),
                port -> {
                    port.transfer(out, outStart, in, inStart, length, keepSelected);
                    return in == null ? "" : hex(in, inStart, inStart + length);
                });
        if (in != null) {
            Tokens.into(read, in, inStart, inStart + length);
        }
    }

    @Override
    public int longestTransfer() {
        String longest = to.constant(1);
        return longest.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(longest);
    }

    @Override
    public void sleep(Duration time) {
        to.run("sleep " + time.toNanos(), port -> port.sleep(time));
    }

    @Override
    public Clock clock() {
        return to.clock();
    }

    @Override
    public String name() {
        return to.name();
    }

    @Override
    public void close() {
        to.close(SpiPort::close);
    }

    @Override
    public String toString() {
        return name();
    }
}
