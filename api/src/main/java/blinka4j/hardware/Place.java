// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the program called the library. */
final class Place {
    /** The packages of the classes through which programs open pins and buses. */
    private static final Set<String> LIBRARY = Set.of(
            "blinka4j.board",
            "blinka4j.busio",
            "blinka4j.digitalio",
            "blinka4j.hardware",
            "blinka4j.microcontroller",
            "blinka4j.pwmio",
            "blinka4j.runtime");

    private static final StackWalker WALKER = StackWalker.getInstance();

    private Place() {}

    /** The innermost call that is not the library's; null if there is none. */
    static @Nullable StackTraceElement ofCaller() {
        return WALKER.walk(frames -> frames.filter(frame -> !LIBRARY.contains(packageOf(frame.getClassName())))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(null));
    }

    private static String packageOf(String type) {
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }
}
