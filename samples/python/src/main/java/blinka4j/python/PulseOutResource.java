// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.pulseio.PulseOut;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.graalvm.polyglot.Value;

/** Behind {@code pulseio.PulseOut}. */
public final class PulseOutResource extends Resource {
    private final PulseOut out;

    PulseOutResource(Errors errors, PulseOut out) {
        super(errors, out, out::isClosed);
        this.out = out;
    }

    /** @param pulses an {@code array.array("H")}, whose numbers have two bytes in the order of the machine */
    public void send(Value pulses) {
        var words = ByteBuffer.wrap(buffers.read(pulses, 0, Long.MAX_VALUE))
                .order(ByteOrder.nativeOrder())
                .asShortBuffer();
        int[] lengths = new int[words.remaining()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Short.toUnsignedInt(words.get(i));
        }
        run(() -> out.send(lengths));
    }
}
