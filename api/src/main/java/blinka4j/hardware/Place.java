// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import org.jspecify.annotations.Nullable;

/** The place where the program called the library. */
final class Place {
    private static final String HERE = Place.class.getPackageName();
    /** A package of this library whose classes open those of other packages. */
    private static final String GPIOZERO = "blinka4j.gpiozero";

    private Place() {}

    /** Returns the call of the class that opens something, such as {@code PWMOut}; null if there is none. */
    static @Nullable StackTraceElement ofCaller() {
        // Not a StackWalker, whose classes a program needs for nothing else when it starts.
        String front = HERE;
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            String calling = packageOf(frame);
            if (front.equals(HERE)) {
                front = calling;
            } else if (!calling.equals(front) && !calling.equals(GPIOZERO)) {
                return frame;
            }
        }
        return null;
    }

    private static String packageOf(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }
}
