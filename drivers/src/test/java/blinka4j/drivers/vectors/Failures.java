// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.DeviceNotFoundException;
import blinka4j.HardwareException;
import java.util.List;

/** The Java exceptions for Python's. */
final class Failures {
    /** A driver raises Python's ValueError for a wrong argument, and also for a wrong chip or a wrong checksum. */
    enum When {
        CONSTRUCT,
        /** A call or an assignment. */
        ARGUMENTS,
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
            case "ValueError", "AttributeError", "AssertionError", "TypeError", "NotImplementedError" ->
                switch (when) {
                    case CONSTRUCT -> List.of(IllegalArgumentException.class, DeviceNotFoundException.class);
                    case ARGUMENTS -> List.of(IllegalArgumentException.class);
                    case READ -> List.of(HardwareException.class);
                };
            case "IndexError" -> List.of(IndexOutOfBoundsException.class);
            case "RuntimeError", "OSError" ->
                List.of(when == When.CONSTRUCT ? DeviceNotFoundException.class : HardwareException.class);
            case "ArithmeticError" -> List.of(HardwareException.class);
            default -> throw new CannotRun("no exception for Python's \"%s\"".formatted(python));
        };
    }
}
