// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.NotAvailableException;
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
 * Pi4J's contexts: one for each kind of port and each bus or controller, because a context has one space of addresses
 * for all (chip select 0 of SPI would take GPIO 0). Ports share a context; with the last of them it is shut down.
 *
 * <p>Every context loads every plugin, and the plugins gpiod and pigpio keep one state for the whole process, which the
 * shutdown of any context ends. So where they are, contexts that are not used any more wait for the others.
 *
 * <p>Pi4J's threads are no daemons: a program with an open input would never end. A thread of ours waits for the
 * program's own threads and shuts down what is left.
 */
final class Contexts {
    private static final Logger LOG = LoggerFactory.getLogger(Contexts.class);
    private static final List<IOType> TYPES =
            List.of(IOType.DIGITAL_INPUT, IOType.DIGITAL_OUTPUT, IOType.I2C, IOType.SPI, IOType.PWM);

    /** What a context is for. */
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
        /** Whether a native part that is one for the process belongs to GPIO, or to all kinds. */
        private final boolean gpiod;

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

        /** Whether the plugin that serves this port has an id that begins so, such as {@code linuxfs}. */
        boolean isBy(String plugin) {
            return idOf(entry.provider).startsWith(plugin);
        }

        /** The plugin's provider as messages call it, such as {@code linuxfs-i2c}. */
        String provider() {
            return idOf(entry.provider);
        }

        ClassLoader loader() {
            return entry.provider.getClass().getClassLoader();
        }

        /** An id that no other object of Pi4J has. */
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
     * A context for one port.
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
                    "Pi4J does not start (%s); its log says more; or select BLINKA_PROVIDER=linux"
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
                    "Pi4J has no provider for %s: add com.pi4j:%s, or on Java 25 pi4j-plugin-ffm, of the same version as pi4j-core; if it is there, Pi4J's log says why it was left out (ffm wants the user to be in the groups gpio, i2c and spi); or select BLINKA_PROVIDER=linux"
                            .formatted(kind.words, kind.plugin));
        }
        Provider<?, ?, ?> provider = context.provider(type);
        if (!mocks
                && (Plugins.isMock(idOf(provider))
                        || Plugins.isMock(provider.getClass().getName()))) {
            throw new NotAvailableException(
                    "Pi4J would take its mock for %s (%s), which is no hardware: take pi4j-plugin-mock off the class path and add com.pi4j:%s, or on Java 25 pi4j-plugin-ffm; or set BLINKA_PI4J_MOCK=1 to use the mock"
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
            LOG.debug("Pi4J did not shut down well", e);
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

    /** A thread that keeps the virtual machine alive and is not one of Pi4J; null if there is none. */
    private static @Nullable Thread ofProgram() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = root; parent != null; parent = parent.getParent()) {
            root = parent;
        }
        Thread[] threads = new Thread[root.activeCount() + 64];
        int count = root.enumerate(threads);
        for (int i = 0; i < count; i++) {
            Thread thread = threads[i];
            String name = thread.getName();
            if (!thread.isDaemon() && thread.isAlive() && !name.startsWith("Pi4J") && !name.equals("DestroyJavaVM")) {
                return thread;
            }
        }
        return null;
    }
}
