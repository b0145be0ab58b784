// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.analogio.AnalogIn;
import blinka4j.analogio.AnalogOut;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Behind {@code analogio.AnalogIn} and {@code analogio.AnalogOut}. */
public final class AnalogResource extends Resource {
    private final IntSupplier reader;
    private final IntConsumer writer;
    private final Supplier<Double> reference;

    AnalogResource(Errors errors, AnalogIn in) {
        super(errors, in, in::isClosed);
        reader = in::value;
        writer = value -> {
            throw new UnsupportedOperationException();
        };
        reference = in::referenceVoltage;
    }

    AnalogResource(Errors errors, AnalogOut out) {
        super(errors, out, out::isClosed);
        reader = () -> {
            throw new UnsupportedOperationException();
        };
        writer = out::value;
        reference = out::referenceVoltage;
    }

    public int value() {
        return get(reader::getAsInt);
    }

    public void value(int value) {
        run(() -> writer.accept(value));
    }

    public double referenceVoltage() {
        return get(reference);
    }
}
