// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import com.pi4j.io.pwm.Pwm;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that cannot be compiled for all lines of Pi4J. {@code Pwm.on} takes a {@code Number} in Pi4J 2, and an {@code Integer} in 3 and 4.
 * The plugin gpiod of Pi4J 2 never releases an input; its method for that is public, but in a jar that may be missing. And only the
 * input itself knows whether it is still watched.
 */
final class ByName {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
    private static final String GPIOD = "com.pi4j.library.gpiod.internal.";

    private ByName() {}

    /** How to start a PWM output: whether the duty cycle may be a fraction of a percent, and the call. */
    record PwmCall(boolean fine, MethodHandle on) {
        static PwmCall find() {
            try {
                return new PwmCall(true, find(Number.class));
            } catch (ReflectiveOperationException e) {
                try {
                    return new PwmCall(false, find(Integer.class));
                } catch (ReflectiveOperationException also) {
                    e.addSuppressed(also);
                    throw new IllegalStateException(
                            "this version of Pi4J has an unknown PWM interface. Use 2.8, 3.0 or 4.0.", e);
                }
            }
        }

        private static MethodHandle find(Class<?> percent) throws ReflectiveOperationException {
            return LOOKUP.findVirtual(Pwm.class, "on", MethodType.methodType(Pwm.class, percent, int.class));
        }

        /** Returns the nearest supported duty cycle in percent. */
        double nearest(double percent) {
            return fine ? (float) percent : Math.rint(percent);
        }

        void on(Pwm pwm, double percent, int frequency) {
            Object duty = fine ? (Object) (float) percent : (Object) (int) Math.rint(percent);
            call(() -> on.invoke(pwm, duty, frequency));
        }
    }

    /**
     * Releases a line that the plugin gpiod still holds after its input or output is gone. Does nothing if it does not hold the line,
     * or is a version without this call.
     */
    static void releaseGpiod(ClassLoader loader, int offset) {
        Class<?> context;
        Class<?> line;
        MethodHandle instance;
        MethodHandle open;
        MethodHandle close;
        try {
            context = Class.forName(GPIOD + "GpioDContext", true, loader);
            line = Class.forName(GPIOD + "GpioLine", true, loader);
            instance = LOOKUP.findStatic(context, "getInstance", MethodType.methodType(context));
            open = LOOKUP.findVirtual(context, "getOrOpenLine", MethodType.methodType(line, int.class));
            close = LOOKUP.findVirtual(context, "closeLine", MethodType.methodType(void.class, line));
        } catch (ReflectiveOperationException e) {
            return;
        }
        Object gpiod = call(() -> instance.invoke());
        call(() -> {
            close.invoke(gpiod, open.invoke(gpiod, offset));
            return null;
        });
    }

    /** Returns the task that watches an input of the plugin gpiod; null if it is not accessible, as on the module path. */
    static @Nullable Future<?> gpiodTask(Object input) {
        MethodHandle task;
        try {
            task = MethodHandles.privateLookupIn(input.getClass(), MethodHandles.lookup())
                    .findGetter(input.getClass(), "inputListener", Future.class);
        } catch (ReflectiveOperationException e) {
            return null;
        }
        return (Future<?>) call(() -> task.invoke(input));
    }

    /**
     * Runs work while the plugin gpiod can neither start nor stop watching an input, because its threads wait for the monitor of its
     * state.
     */
    static <T> T holdingGpiod(ClassLoader loader, Supplier<T> work) {
        Object gpiod;
        try {
            Class<?> context = Class.forName(GPIOD + "GpioDContext", true, loader);
            MethodHandle instance = LOOKUP.findStatic(context, "getInstance", MethodType.methodType(context));
            gpiod = call(() -> instance.invoke());
        } catch (ReflectiveOperationException e) {
            return work.get();
        }
        if (gpiod == null) {
            return work.get();
        }
        synchronized (gpiod) {
            return work.get();
        }
    }

    private interface Call {
        @Nullable Object run() throws Throwable;
    }

    private static @Nullable Object call(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
