// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.busio.SPI;
import org.graalvm.polyglot.Value;

/** Behind {@code busio.SPI} and {@code bitbangio.SPI}. */
public final class SPIResource extends Resource {
    private final SPI spi;

    SPIResource(Errors errors, SPI spi) {
        super(errors, spi, spi::isClosed);
        this.spi = spi;
    }

    public void configure(int baudrate, int polarity, int phase, int bits) {
        run(() -> spi.configure(baudrate, polarity, phase, bits));
    }

    public int frequency() {
        return get(spi::frequency);
    }

    public void write(Value buffer, long start, long end) {
        byte[] bytes = buffers.read(buffer, start, end);
        run(() -> spi.write(bytes));
    }

    public void read(Value buffer, long start, long end, int writeValue) {
        byte[] bytes = buffers.forWriting(buffer, start, end);
        run(() -> spi.readInto(bytes, 0, bytes.length, writeValue));
        buffers.write(buffer, start, bytes);
    }

    public void writeRead(Value out, long outStart, long outEnd, Value in, long inStart, long inEnd) {
        byte[] sent = buffers.read(out, outStart, outEnd);
        byte[] received = buffers.forWriting(in, inStart, inEnd);
        run(() -> spi.writeReadInto(sent, received));
        buffers.write(in, inStart, received);
    }

    @Override
    public String toString() {
        return spi.toString();
    }
}
