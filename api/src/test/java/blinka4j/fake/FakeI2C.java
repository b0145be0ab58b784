// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bus of devices that have 256 registers each: the first byte written says from where on. */
public class FakeI2C implements I2CPort {
    /** Every transaction, such as {@code 76 write d0 read 1}. */
    public final List<String> calls = new ArrayList<>();

    public final List<Duration> slept = new ArrayList<>();
    public boolean closed;

    private final Map<Integer, byte[]> devices = new TreeMap<>();
    private final String name;
    private RuntimeException failure;

    public FakeI2C() {
        this("/dev/i2c-1");
    }

    public FakeI2C(String name) {
        this.name = name;
    }

    /** Puts a device on the bus. */
    public byte[] device(int address) {
        return devices.computeIfAbsent(address, a -> new byte[256]);
    }

    /** Makes the next transaction fail. */
    public void fail(RuntimeException with) {
        failure = with;
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        byte[] written = Arrays.copyOfRange(out, outStart, outEnd);
        calls.add("%02x".formatted(address)
                + (written.length > 0 ? " write " + HexFormat.of().formatHex(written) : "")
                + (inEnd > inStart ? " read " + (inEnd - inStart) : ""));
        if (closed) {
            throw new IllegalStateException("the port is closed");
        }
        if (failure != null) {
            RuntimeException now = failure;
            failure = null;
            throw now;
        }
        byte[] registers = devices.get(address);
        if (registers == null) {
            throw new BusException(Kind.NO_ACKNOWLEDGE, 121, "nothing answers at 0x%02x".formatted(address));
        }
        int at = written.length > 0 ? written[0] & 0xff : 0;
        for (int i = 1; i < written.length; i++) {
            registers[at + i - 1] = written[i];
        }
        System.arraycopy(registers, at, in, inStart, inEnd - inStart);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void released() {
        calls.add("released");
    }

    @Override
    public void sleep(Duration time) {
        slept.add(time);
    }

    @Override
    public void close() {
        calls.add("close");
        closed = true;
    }
}
