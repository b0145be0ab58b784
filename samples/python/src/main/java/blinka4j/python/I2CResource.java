// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.busio.I2C;
import java.util.List;
import org.graalvm.polyglot.Value;

/** Behind {@code busio.I2C} and {@code bitbangio.I2C}. */
public final class I2CResource extends Resource {
    private final I2C i2c;

    I2CResource(Errors errors, I2C i2c) {
        super(errors, i2c, i2c::isClosed);
        this.i2c = i2c;
    }

    public List<Integer> scan() {
        return get(i2c::scan);
    }

    public boolean probe(int address) {
        return get(() -> i2c.probe(address));
    }

    public void write(int address, Value buffer, long start, long end) {
        byte[] bytes = buffers.read(buffer, start, end);
        run(() -> i2c.writeTo(address, bytes));
    }

    public void read(int address, Value buffer, long start, long end) {
        byte[] bytes = buffers.forWriting(buffer, start, end);
        if (bytes.length == 0) {
            throw errors.raise("ValueError", "Buffer must be at least length 1");
        }
        run(() -> i2c.readFromInto(address, bytes));
        buffers.write(buffer, start, bytes);
    }

    public void writeThenRead(int address, Value out, long outStart, long outEnd, Value in, long inStart, long inEnd) {
        byte[] sent = buffers.read(out, outStart, outEnd);
        byte[] received = buffers.forWriting(in, inStart, inEnd);
        run(() -> i2c.writeToThenReadFrom(address, sent, received));
        buffers.write(in, inStart, received);
    }

    @Override
    public String toString() {
        return i2c.toString();
    }
}
