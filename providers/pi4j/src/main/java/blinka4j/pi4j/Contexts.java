// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.NotAvailableException;
import blinka4j.kernel.ProgramThreads;
import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.context.ContextBuilder;
import com.pi4j.io.IOType;
import com.pi4j.provider.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pi4J's contexts: one for each kind of port and each bus or controller, because a context has a single address space (chip select 0 of
 * SPI would conflict with GPIO 0). Ports share a context. It is shut down with its last port.
 *
 * <p>Every context loads every plugin, and the plugins gpiod and pigpio have one state for the whole process, which the shutdown of any
 * context ends. So if they are present, unused contexts stay until the others are unused too.
 *
 * <p>Pi4J's threads are not daemons, so a program with an open input would never end. A daemon thread waits for the program's own threads
 * and then shuts down the remaining contexts.
 */
final class Contexts {
    private static final Logger LOG = LoggerFactory.getLogger(Contexts.class);
    private static final List<IOType> TYPES =
            List.of(IOType.DIGITAL_INPUT, IOType.DIGITAL_OUTPUT, IOType.I2C, IOType.SPI, IOType.PWM);

    /** The kind of port that a context serves. */
    enum Kind {
        GPIO("GPIO", "pi4j-plugin-gpiod (on a Raspberry Pi)", IOType.DIGITAL_INPUT),
        I2C("I2C", "pi4j-plugin-linuxfs", IOType.I2C),
        SPI("SPI", "pi4j-plugin-linuxfs (on a 64-bit system)", IOType.SPI),
        PWM("PWM", "pi4j-plugin-linuxfs", IOType.PWM);

        private final String words;
        private final String plugin;
        private final IOType type;

        Kind(String words, String plugin, IOType type) {
            this.words = words;
            this.plugin = plugin;
            this.type = type;
        }

        private List<IOType> types() {
            return this == GPIO ? List.of(type, IOType.DIGITAL_OUTPUT) : List.of(type);
        }
    }

    private record Key(Kind kind, int number) {}

    private final boolean mocks;

    // All that follows is guarded by this object's monitor.
    private final Map<Key, Entry> entries = new HashMap<>();
    private int ids;
    private @Nullable Thread keeper;

    Contexts(boolean mocks) {
        this.mocks = mocks;
    }

    private static final class Entry {
        private final Key key;
        private final Context context;
        private final Provider<?, ?, ?> provider;
        /** True if the plugin gpiod is loaded, which has one state for all GPIO contexts. */
        private final boolean gpiod;

        /** True if the plugin pigpio is loaded, which has one state for all contexts. */
        private final boolean pigpio;

        private int users;

        Entry(Key key, Context context) {
            this.key = key;
            this.context = context;
            this.provider = context.provider(key.kind().type);
            this.gpiod = uses(context, "gpiod");
            this.pigpio = uses(context, "pigpio");
        }

        private static boolean uses(Context context, String plugin) {
            return TYPES.stream()
                    .anyMatch(type ->
                            context.hasProvider(type) && id(context, type).startsWith(plugin));
        }
    }

    /** The use of a context by one port. */
    final class Lease implements AutoCloseable {
        private final Entry entry;
        private boolean closed;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        Context context() {
            return entry.context;
        }

        /** Returns whether the id of the plugin that serves this port begins with a text, such as {@code linuxfs}. */
        boolean isBy(String plugin) {
            return idOf(entry.provider).startsWith(plugin);
        }

        /** Returns the plugin's provider as messages call it, such as {@code linuxfs-i2c}. */
        String provider() {
            return idOf(entry.provider);
        }

        ClassLoader loader() {
            return entry.provider.getClass().getClassLoader();
        }

        /** Returns an id that no other object of Pi4J has. */
        String freshId() {
            synchronized (Contexts.this) {
                return "blinka4j-" + ++ids;
            }
        }

        /** Closing again does nothing. */
        @Override
        public void close() {
            synchronized (Contexts.this) {
                if (!closed) {
                    closed = true;
                    entry.users--;
                    shutDownUnused();
                }
            }
        }
    }

    /**
     * Returns a context for one port.
     *
     * @param number of the bus or controller
     */
    synchronized Lease open(Kind kind, int number) {
        Key key = new Key(kind, number);
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(key, build(key));
            entries.put(key, entry);
            if (keeper == null) {
                keeper = new Thread(this::awaitProgram, "blinka4j-pi4j-keeper");
                keeper.setDaemon(true);
                keeper.start();
            }
        }
        entry.users++;
        return new Lease(entry);
    }

    private Context build(Key key) {
        Kind kind = key.kind();
        Context context;
        try {
            ContextBuilder builder =
                    Pi4J.newContextBuilder().autoDetectProviders().disableShutdownHook();
            if (mocks) {
                builder.autoDetectMockPlugins();
            }
            if (kind == Kind.PWM) {
                // The plugin linuxfs serves one controller per context.
                builder.property("linux.pwm.chip", Integer.toString(key.number()));
            }
            context = builder.build();
        } catch (RuntimeException | LinkageError e) {
            throw new NotAvailableException(
                    "Pi4J does not start (%s). See its log, or set BLINKA_PROVIDER=linux."
                            .formatted(Cause.of(e).text()),
                    e);
        }
        try {
            for (IOType type : kind.types()) {
                check(kind, context, type);
            }
            return context;
        } catch (RuntimeException | Error e) {
            shutDown(context);
            throw e;
        }
    }

    private void check(Kind kind, Context context, IOType type) {
        if (!context.hasProvider(type)) {
            throw new NotAvailableException(
                    "Pi4J has no provider for %s. Add com.pi4j:%s, or on Java 25 pi4j-plugin-ffm, of the same version as pi4j-core. If it is present, Pi4J's log says why it was not used (ffm requires that the user is in the groups gpio, i2c and spi). Or set BLINKA_PROVIDER=linux."
                            .formatted(kind.words, kind.plugin));
        }
        Provider<?, ?, ?> provider = context.provider(type);
        if (!mocks
                && (Plugins.isMock(idOf(provider))
                        || Plugins.isMock(provider.getClass().getName()))) {
            throw new NotAvailableException(
                    "Pi4J would use its mock for %s (%s), which is not hardware. Remove pi4j-plugin-mock from the class path and add com.pi4j:%s, or on Java 25 pi4j-plugin-ffm. Or set BLINKA_PI4J_MOCK=1 to use the mock."
                            .formatted(kind.words, idOf(provider), kind.plugin));
        }
    }

    private static String id(Context context, IOType type) {
        Provider<?, ?, ?> provider = context.provider(type);
        return idOf(provider);
    }

    private static String idOf(Provider<?, ?, ?> provider) {
        return String.valueOf(provider.id()).toLowerCase(Locale.ROOT);
    }

    private void shutDownUnused() {
        boolean anyUsed = entries.values().stream().anyMatch(entry -> entry.users > 0);
        boolean gpioUsed =
                entries.values().stream().anyMatch(entry -> entry.users > 0 && entry.key.kind() == Kind.GPIO);
        List<Entry> unused = new ArrayList<>();
        for (Entry entry : entries.values()) {
            boolean keeps = (entry.pigpio && anyUsed) || (entry.gpiod && gpioUsed);
            if (entry.users == 0 && !keeps) {
                unused.add(entry);
            }
        }
        unused.forEach(entry -> {
            entries.remove(entry.key);
            shutDown(entry.context);
        });
        if (entries.isEmpty() && keeper != null) {
            keeper.interrupt();
            keeper = null;
        }
    }

    private static void shutDown(Context context) {
        try {
            context.shutdown();
        } catch (RuntimeException e) {
            LOG.debug("Pi4J did not shut down cleanly", e);
        }
    }

    private void awaitProgram() {
        try {
            for (Thread other = ofProgram(); other != null; other = ofProgram()) {
                other.join();
            }
        } catch (InterruptedException e) {
            return;
        }
        synchronized (this) {
            if (keeper == Thread.currentThread()) {
                entries.values().forEach(entry -> shutDown(entry.context));
                entries.clear();
                keeper = null;
            }
        }
    }

    private static @Nullable Thread ofProgram() {
        return ProgramThreads.any(thread -> thread.getName().startsWith("Pi4J"));
    }
}
