// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static blinka4j.trace.Tokens.hex;
import static blinka4j.trace.Tokens.level;

import blinka4j.provider.Clock;
import blinka4j.provider.OneWirePort;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A 1-Wire bus in a trace. */
final class ScriptedOneWire implements OneWirePort {
    private static final String BITS = "bits";

    private final Subject<OneWirePort> to;

    ScriptedOneWire(Subject<OneWirePort> to) {
        this.to = to;
    }

    /** What the trace has of an open bus. */
    static String constants(OneWirePort port) {
        return "%s %s".formatted(Tokens.of(port.name()), port.hasBits() ? BITS : "bytes");
    }

    @Override
    public boolean transfer(boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        String[] result = to.play(
                        "transfer%s%s"
                                .formatted(
                                        reset ? " reset" : "",
                                        ScriptedI2C.bytes(out, outStart, outEnd, inEnd - inStart)),
                        port -> {
                            boolean present = port.transfer(reset, out, outStart, outEnd, in, inStart, inEnd);
                            return "%s %s".formatted(level(present), hex(in, inStart, inEnd));
                        })
                .split(" ", -1);
        Tokens.into(result[1], in, inStart, inEnd);
        return result[0].equals("1");
    }

    @Override
    public List<byte[]> search() {
        String found = to.play("search", port -> {
            String all = port.search().stream().map(Tokens::hex).collect(Collectors.joining(" "));
            return all.isEmpty() ? Tokens.NONE : all;
        });
        return found.equals(Tokens.NONE)
                ? List.of()
                : Stream.of(found.split(" ", -1)).map(Tokens::bytes).toList();
    }

    @Override
    public boolean hasBits() {
        return to.constant(1).equals(BITS);
    }

    @Override
    public boolean slot(boolean bit) {
        return to.play("slot " + level(bit), port -> level(port.slot(bit))).equals("1");
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
        to.close(OneWirePort::close);
    }

    @Override
    public String toString() {
        return name();
    }
}
