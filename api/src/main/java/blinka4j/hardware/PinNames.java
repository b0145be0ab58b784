// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The names of the pins of {@code DigitalInOut} objects, for other packages. Programs see them only in messages. */
public final class PinNames {
    private static volatile @Nullable Function<Object, String> reader;

    private PinNames() {}

    /** For {@code DigitalInOut}, which calls this before its first object is made. This package does not depend on that class. */
    public static void readBy(Function<Object, String> name) {
        reader = name;
    }

    /** Returns the name of the pin of a {@code DigitalInOut}, such as {@code D5}, also if it is closed. */
    public static String of(Object pin) {
        Function<Object, String> name = reader;
        return name == null ? pin.toString() : name.apply(pin);
    }
}
