// SPDX-License-Identifier: MIT
package blinka4j.drivers.bno055;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busio.BusHold;
import blinka4j.busio.UART;
import blinka4j.register.RegisterAccessor;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** The chip's registers over a serial port: section 4.7 of the data sheet. */
final class SerialRegisters implements RegisterAccessor {
    private static final int READ = 1;
    private static final int WRITE = 0;
    private static final int TRIES = 3;

    private final UART uart;
    private final ReentrantLock lock = new ReentrantLock();
    private final BusHold hold = lock::unlock;
    /** Used with the lock held. */
    private final byte[] header = new byte[2];

    SerialRegisters(UART uart) {
        this.uart = uart;
        uart.baudrate(115_200);
        uart.timeout(0.1);
    }

    @Override
    public void read(int address, byte[] buffer, int start, int end) {
        BusHold held = lock();
        try (held) {
            byte[] data = new byte[end - start];
            request(new byte[] {(byte) 0xAA, READ, (byte) address, (byte) data.length}, 0xBB, data.length);
            if (uart.readInto(data) < data.length) {
                throw silent();
            }
            System.arraycopy(data, 0, buffer, start, data.length);
        }
    }

    @Override
    public void write(int address, byte[] buffer, int start, int end) {
        byte[] frame = new byte[4 + end - start];
        frame[0] = (byte) 0xAA;
        frame[1] = WRITE;
        frame[2] = (byte) address;
        frame[3] = (byte) (end - start);
        System.arraycopy(buffer, start, frame, 4, end - start);
        BusHold held = lock();
        try (held) {
            request(frame, 0xEE, 1);
        }
    }

    /** Sends a request, again if the chip was too busy to take it. */
    private void request(byte[] frame, int expected, int second) {
        for (int tries = 1; ; tries++) {
            uart.resetInputBuffer();
            uart.write(frame);
            boolean replied = uart.readInto(header) == header.length;
            int first = header[0] & 0xff;
            if (replied && first == expected && (header[1] & 0xff) == second) {
                return;
            }
            if (tries == TRIES) {
                throw !replied
                        ? silent()
                        : new BusException(
                                Kind.OTHER,
                                "%s replied 0x%02x 0x%02x instead of 0x%02x 0x%02x. Check the wiring, and try again."
                                        .formatted(this, first, header[1], expected, second));
            }
        }
    }

    private BusException silent() {
        return new BusException(
                Kind.TIMEOUT,
                "%s did not reply within 0.1 s. Check its power, the wiring of TX and RX, and that its pin PS1 is high."
                        .formatted(this));
    }

    @Override
    public BusHold lock() {
        lock.lock();
        return hold;
    }

    @Override
    public void sleep(Duration time) {
        uart.sleep(time);
    }

    @Override
    public String toString() {
        return uart.toString();
    }
}
