// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines; the consumer gets each without its end. */
final class Lines implements Consumer<byte[]> {
    private final Consumer<byte[]> consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(Consumer<byte[]> consumer) {
        this.consumer = consumer;
    }

    @Override
    public void accept(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                consumer.accept(line.toByteArray());
                line.reset();
                start = i + 1;
            }
        }
        line.write(bytes, start, bytes.length - start);
    }
}
