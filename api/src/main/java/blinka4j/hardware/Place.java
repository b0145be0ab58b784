// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The place where the program called the library. */
final class Place {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String HERE = Place.class.getPackageName();
    /** A package of this library whose classes open those of other packages. */
    private static final String GPIOZERO = "blinka4j.gpiozero";

    private Place() {}

    /** Returns the call of the class that opens something, such as {@code PWMOut}; null if there is none. */
    static @Nullable StackTraceElement ofCaller() {
        return WALKER.walk(frames -> {
            // A loop and not dropWhile(), whose classes a program needs for nothing else when it starts.
            Iterator<StackWalker.StackFrame> outwards = frames.iterator();
            String front = HERE;
            while (front.equals(HERE) && outwards.hasNext()) {
                front = packageOf(outwards.next());
            }
            while (outwards.hasNext()) {
                StackWalker.StackFrame frame = outwards.next();
                if (!packageOf(frame).equals(front) && !packageOf(frame).equals(GPIOZERO)) {
                    return frame.toStackTraceElement();
                }
            }
            return null;
        });
    }

    private static String packageOf(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }
}
