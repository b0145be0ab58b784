// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.HardwareException;
import java.util.List;

/** The Java exceptions for Python's. */
final class Failures {
    /** Python's drivers raise the same errors for wrong arguments, wrong chips and wrong checksums. */
    enum When {
        CONSTRUCT,
        /** A call with arguments, or an assignment. */
        ARGUMENTS,
        INDEX,
        READ
    }

    private Failures() {}

    static void check(String what, Throwable thrown, String python, When when) {
        if (thrown instanceof CannotRun cannot) {
            throw cannot;
        }
        Class<?>[] expected = expected(python, when).toArray(Class<?>[]::new);
        assertThat(thrown).as("%s raises %s".formatted(what, python)).isInstanceOfAny(expected);
    }

    private static List<Class<?>> expected(String python, When when) {
        return switch (python) {
            case "ValueError", "AttributeError", "AssertionError", "TypeError", "KeyError", "OverflowError" ->
                switch (when) {
                    case CONSTRUCT -> List.of(IllegalArgumentException.class, DeviceNotFoundException.class);
                    case ARGUMENTS -> List.of(IllegalArgumentException.class);
                    case INDEX -> List.of(IllegalArgumentException.class, IndexOutOfBoundsException.class);
                    case READ -> List.of(HardwareException.class);
                };
            case "IndexError" -> List.of(IndexOutOfBoundsException.class);
            case "RuntimeError" ->
                switch (when) {
                    case CONSTRUCT -> List.of(DeviceNotFoundException.class, BusException.class);
                    case ARGUMENTS, INDEX ->
                        List.of(HardwareException.class, IllegalStateException.class, IllegalArgumentException.class);
                    case READ -> List.of(HardwareException.class, IllegalStateException.class);
                };
            case "OSError", "ArithmeticError" -> List.of(HardwareException.class);
            case "NotImplementedError" -> List.of(UnsupportedOperationException.class, IllegalArgumentException.class);
            default -> throw new CannotRun("no exception for Python's \"%s\"".formatted(python));
        };
    }
}
