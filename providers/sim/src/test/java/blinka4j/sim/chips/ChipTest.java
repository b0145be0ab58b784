// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.busio.I2C;
import blinka4j.sim.SimI2CBus;
import java.time.Duration;

/** A bus with a chip on it, spoken to in bytes. */
abstract class ChipTest {
    final SimI2CBus bus = new SimI2CBus();
    final I2C i2c = new I2C(bus);
    private final int address;

    ChipTest(int address) {
        this.address = address;
    }

    final void write(int... bytes) {
        i2c.writeTo(address, bytes(bytes));
    }

    final byte[] read(int count, int... pointer) {
        byte[] in = new byte[count];
        i2c.writeToThenReadFrom(address, bytes(pointer), in);
        return in;
    }

    /** One register, unsigned. */
    final int register(int register) {
        return read(1, register)[0] & 0xFF;
    }

    /** 16 bits of a register, high byte first, unsigned. */
    final int word(int register) {
        byte[] in = read(2, register);
        return (in[0] & 0xFF) << 8 | in[1] & 0xFF;
    }

    final void pass(Duration time) {
        bus.clock().advance(time);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
