// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.busio.UART;
import org.graalvm.polyglot.Value;

/** Behind {@code busio.UART}. */
public final class UARTResource extends Resource {
    private final UART uart;

    UARTResource(Errors errors, UART uart) {
        super(errors, uart, uart::isClosed);
        this.uart = uart;
    }

    /** Fills the beginning of the buffer and returns the number of bytes. */
    public int read(Value buffer, long count) {
        byte[] bytes = buffers.forWriting(buffer, 0, count);
        int came = get(() -> uart.readInto(bytes));
        buffers.write(buffer, 0, came == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, came));
        return came;
    }

    public int write(Value buffer) {
        byte[] bytes = buffers.read(buffer, 0, Long.MAX_VALUE);
        return get(() -> uart.write(bytes));
    }

    public int inWaiting() {
        return get(uart::inWaiting);
    }

    public void resetInputBuffer() {
        run(uart::resetInputBuffer);
    }

    public int baudrate() {
        return get(uart::baudrate);
    }

    public void baudrate(int baudrate) {
        run(() -> uart.baudrate(baudrate));
    }

    public double timeout() {
        return get(uart::timeout);
    }

    public void timeout(double seconds) {
        run(() -> uart.timeout(seconds));
    }
}
