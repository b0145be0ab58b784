// SPDX-License-Identifier: MIT
package blinka4j.trace;

import static blinka4j.trace.Tokens.hex;

import blinka4j.provider.Clock;
import blinka4j.provider.I2CPort;
import java.time.Duration;

/** An I2C bus in a trace. */
final class ScriptedI2C implements I2CPort {
    private final Subject<I2CPort> to;

    ScriptedI2C(Subject<I2CPort> to) {
        this.to = to;
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        String read =
                to.play("transfer 0x%02x%s".formatted(address, bytes(out, outStart, outEnd, inEnd - inStart)), port -> {
                    port.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
                    return inStart == inEnd ? "" : hex(in, inStart, inEnd);
                });
        if (inStart < inEnd) {
            Tokens.into(read, in, inStart, inEnd);
        }
    }

    /** The bytes to write and how many to read, each with a space before it. */
    static String bytes(byte[] out, int outStart, int outEnd, int in) {
        return (outStart == outEnd ? "" : " write " + hex(out, outStart, outEnd)) + (in == 0 ? "" : " read " + in);
    }

    @Override
    public boolean probe(int address) {
        return to.play("probe 0x%02x".formatted(address), port -> Tokens.level(port.probe(address)))
                .equals("1");
    }

    @Override
    public String missing(int address) {
        I2CPort real = to.recorded();
        return real == null ? I2CPort.super.missing(address) : real.missing(address);
    }

    @Override
    public void released() {
        to.aside(I2CPort::released);
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
        to.close(I2CPort::close);
    }

    @Override
    public String toString() {
        return name();
    }
}
