// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.hardware.Arguments;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One device on an I2C bus. Remembers the address and locks the bus for each call.
 *
 * <p>Slices and errors are those of {@link I2C}.
 */
public final class I2CDevice {
    private static final int READS = 20;

    private final I2C i2c;
    private final int address;

    /** @throws DeviceNotFoundException if nothing answers at {@code address} */
    public I2CDevice(I2C i2c, int address) {
        this(i2c, address, true);
    }

    /** @param probe true to check that a device answers; false for devices that sleep or that an empty write disturbs */
    public I2CDevice(I2C i2c, int address, boolean probe) {
        this.i2c = Arguments.required(i2c, "I2CDevice needs a bus", "new I2C(Board.SCL, Board.SDA)");
        this.address = address;
        if (probe) {
            i2c.probe(address, true);
        }
    }

    public I2C i2c() {
        return i2c;
    }

    public int address() {
        return address;
    }

    /**
     * Writes bytes given as ints, so that {@code 0xFD} needs no cast.
     *
     * @throws IllegalArgumentException if one is not from 0 to 255; then nothing is written
     */
    public void write(int... bytes) {
        write(Bytes.of(bytes));
    }

    /** Writes an array, or single bytes from −128 to 127. */
    public void write(byte... buffer) {
        i2c.writeTo(address, buffer);
    }

    public void write(byte[] buffer, int start, int end) {
        i2c.writeTo(address, buffer, start, end);
    }

    public byte[] read(int count) {
        byte[] in = Bytes.room(count);
        i2c.readFromInto(address, in);
        return in;
    }

    public void readInto(byte[] buffer) {
        i2c.readFromInto(address, buffer);
    }

    public void readInto(byte[] buffer, int start, int end) {
        i2c.readFromInto(address, buffer, start, end);
    }

    /**
     * Reads as soon as the device acknowledges its address: one that is busy does not. Tries 20 times in {@code timeout}, with the
     * bus locked.
     *
     * @throws BusException of kind TIMEOUT if the device does not answer in this time
     */
    public void readInto(byte[] buffer, Duration timeout) {
        BusHold hold = lock();
        try (hold) {
            for (int tries = 0; ; tries++) {
                try {
                    readInto(buffer);
                    return;
                } catch (BusException e) {
                    if (e.kind() != BusException.Kind.NO_ACKNOWLEDGE) {
                        throw e;
                    }
                    if (tries == READS) {
                        throw new BusException(
                                BusException.Kind.TIMEOUT,
                                0,
                                "%s did not answer for %s ms. It did not finish, or is gone. Check its power and wiring, and try again."
                                        .formatted(this, timeout.toMillis()),
                                e);
                    }
                }
                sleep(timeout.dividedBy(READS));
            }
        }
    }

    /** Writes, then reads {@code count} bytes, in one transaction with a repeated start. */
    public byte[] writeThenRead(byte[] out, int count) {
        byte[] in = Bytes.room(count);
        i2c.writeToThenReadFrom(address, out, in);
        return in;
    }

    public void writeThenReadInto(byte[] out, byte[] in) {
        i2c.writeToThenReadFrom(address, out, in);
    }

    /** Writes, then reads, in one transaction with a repeated start. Both may be the same array. */
    public void writeThenReadInto(byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        i2c.writeToThenReadFrom(address, out, outStart, outEnd, in, inStart, inEnd);
    }

    /**
     * Writes a command, waits, and reads the reply, with the bus locked for the whole time.
     *
     * @param wait the time that the device needs before it answers
     * @param count the number of bytes of the reply; 0 for a command without a reply
     * @param command bytes from 0 to 255
     * @return the reply, in a new array
     */
    public byte[] query(Duration wait, int count, int... command) {
        byte[] reply = Bytes.room(count);
        query(wait, Bytes.of(command), reply);
        return reply;
    }

    /** Does the same without allocation. */
    public void query(Duration wait, byte[] command, byte[] reply) {
        BusHold hold = lock();
        try (hold) {
            write(command);
            sleep(wait);
            if (reply.length > 0) {
                readInto(reply);
            }
        }
    }

    /** Locks the bus for several calls, until {@link #unlock}, or until the returned object is closed. */
    public BusHold lock() {
        return i2c.lock();
    }

    public void unlock() {
        i2c.unlock();
    }

    /** Runs {@code body} while no other thread can use the bus: Python's {@code with self.i2c_device as i2c:}. */
    public <T> T exclusively(Supplier<T> body) {
        return i2c.exclusively(body);
    }

    /** Runs {@code body} while no other thread can use the bus: Python's {@code with self.i2c_device as i2c:}. */
    public void exclusively(Runnable body) {
        i2c.exclusively(body);
    }

    /** Waits for the device. On a simulated bus only simulated time passes. */
    public void sleep(Duration time) {
        i2c.sleep(time);
    }

    @Override
    public String toString() {
        return "address 0x%02x of %s".formatted(address, i2c);
    }
}
