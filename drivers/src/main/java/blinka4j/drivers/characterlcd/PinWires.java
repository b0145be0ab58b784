// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import blinka4j.digitalio.DigitalInOut;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pin for each wire. */
final class PinWires implements Wires {
    private static final long PULSE_NANOS = 1_000;

    private final DigitalInOut reset;
    private final DigitalInOut enable;
    private final List<DigitalInOut> data;

    /** Makes the pins outputs. */
    PinWires(@Nullable DigitalInOut readWrite, DigitalInOut reset, DigitalInOut enable, DigitalInOut... data) {
        this.reset = reset;
        this.enable = enable;
        this.data = List.of(data);
        Set<@Nullable DigitalInOut> pins = new HashSet<>(this.data);
        pins.add(reset);
        pins.add(enable);
        pins.add(readWrite);
        if (pins.size() < data.length + 3) {
            throw new IllegalArgumentException("%s, %s, %s and %s have a pin twice. Pass different pins."
                    .formatted(reset, enable, this.data, readWrite));
        }
        if (readWrite != null) {
            readWrite.switchToOutput();
        }
        reset.switchToOutput();
        enable.switchToOutput();
        this.data.forEach(DigitalInOut::switchToOutput);
    }

    @Override
    public void nibble(int bits, boolean isCharacter) {
        reset.value(isCharacter);
        for (int i = 0; i < data.size(); i++) {
            data.get(i).value((bits >> i & 1) != 0);
        }
        enable.value(true);
        enable.clock().delay(PULSE_NANOS);
        enable.value(false);
        enable.clock().delay(PULSE_NANOS);
    }

    @Override
    public void pause(Duration time) {
        enable.clock().delay(time.toNanos());
    }

    @Override
    public String toString() {
        return enable.toString();
    }
}
