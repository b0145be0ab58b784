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
 * The calls that cannot be compiled for all lines of Pi4J. {@code Pwm.on} takes a {@code Number} in Pi4J 2, an
 * {@code Integer} in 3 and 4. The plugin gpiod of Pi4J 2 never gives an input back; the method that does is public, in a jar
 * that not everybody has. And nobody but the input itself knows whether it is still watched.
 */
final class ByName {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
    private static final String GPIOD = "com.pi4j.library.gpiod.internal.";

    private ByName() {}

    /** How to switch a PWM output on: whether the duty cycle may be any part of a percent, and the call itself. */
    record PwmCall(boolean fine, MethodHandle on) {
        static PwmCall find() {
            try {
                return new PwmCall(true, find(Number.class));
            } catch (ReflectiveOperationException e) {
                try {
                    return new PwmCall(false, find(Integer.class));
                } catch (ReflectiveOperationException also) {
                    e.addSuppressed(also);
                    throw new IllegalStateException("this Pi4J has no PWM of a known kind; use 2.8, 3.0 or 4.0", e);
                }
            }
        }

        private static MethodHandle find(Class<?> percent) throws ReflectiveOperationException {
            return LOOKUP.findVirtual(Pwm.class, "on", MethodType.methodType(Pwm.class, percent, int.class));
        }

        /** The nearest duty cycle there is, in percent. */
        double nearest(double percent) {
            return fine ? (float) percent : Math.rint(percent);
        }

        void on(Pwm pwm, double percent, int frequency) {
            Object duty = fine ? (Object) (float) percent : (Object) (int) Math.rint(percent);
            call(() -> on.invoke(pwm, duty, frequency));
        }
    }

    /**
     * Gives a line back that the plugin gpiod still holds although the input or output is gone. Does nothing if it does
     * not hold it, or is another version that has no such call.
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

    /** The task that watches an input of the plugin gpiod; null if it is not to be had, as where Pi4J is in modules. */
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
     * Does something while the plugin gpiod can neither begin nor end to watch an input: its threads wait for the monitor of
     * its state.
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
