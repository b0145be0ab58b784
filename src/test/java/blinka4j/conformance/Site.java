// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A provider on a machine: a guest of the lab with its Java, or the test itself for the simulator. It knows the hardware of the machine
 * and the features that the provider does not support.
 */
public final class Site implements AutoCloseable {
    /** Sends a command to {@link Subject} and returns its answer. */
    public interface Conversation extends AutoCloseable {
        String ask(String command);

        /** True if the program still answers. */
        default boolean running() {
            return true;
        }

        /** Kills the program without a chance to clean up. */
        default void kill() {
            throw new UnsupportedOperationException("this program is not a separate process");
        }

        @Override
        void close();
    }

    private final String provider;
    private final String guest;
    private final Map<Feature, String> notOffered = new EnumMap<>(Feature.class);
    private final Set<Feature> kinds = EnumSet.noneOf(Feature.class);
    private final Map<String, String> names = new TreeMap<>();
    private @Nullable Function<Site, Conversation> starter;
    private @Nullable Conversation program;
    private @Nullable Outside outside;

    public Site(String provider, String guest) {
        this.provider = provider;
        this.guest = guest;
    }

    /** The kinds of hardware of the machine. Suites of other kinds are skipped. */
    public Site with(Feature... these) {
        kinds.addAll(List.of(these));
        return this;
    }

    /**
     * The provider does not support this feature.
     *
     * @param reason words that the message of its error must have
     */
    public Site without(Feature feature, String reason) {
        notOffered.put(feature, reason);
        return this;
    }

    /** The name of a pin, address or other thing that a suite uses, on this machine. */
    public Site name(String role, String name) {
        names.put(role, name);
        return this;
    }

    public Site at(Outside side, Function<Site, Conversation> start) {
        outside = side;
        return at(start);
    }

    /** The same for suites that reach the other side of the hardware in another way. */
    public Site at(Function<Site, Conversation> start) {
        starter = start;
        return this;
    }

    public String provider() {
        return provider;
    }

    public String guest() {
        return guest;
    }

    boolean has(Feature kind) {
        return kinds.contains(kind);
    }

    /** True if this machine has something for this role. */
    boolean has(String role) {
        return names.containsKey(role);
    }

    String name(String role) {
        String name = names.get(role);
        if (name == null) {
            throw new IllegalStateException(this + " does not have " + role);
        }
        return name;
    }

    /** Why the provider does not support a feature; null if it does. */
    @Nullable String reasonAgainst(Feature feature) {
        return notOffered.get(feature);
    }

    Map<Feature, String> notOffered() {
        return notOffered;
    }

    Outside outside() {
        if (outside == null) {
            throw new IllegalStateException(this + " is nowhere");
        }
        return outside;
    }

    /** Asks the program. The first question starts it, and restarts it after it has died. The test that saw it die has failed. */
    public synchronized String ask(String command, Object... values) {
        if (program == null || !program.running()) {
            if (starter == null) {
                throw new IllegalStateException(this + " is nowhere");
            }
            program = starter.apply(this);
        }
        return program.ask(command.formatted(values));
    }

    /** Kills the program. The next question starts another one. */
    synchronized void kill() {
        if (program != null) {
            program.kill();
            program = null;
        }
    }

    /** Ends the program. The next question starts another one. */
    synchronized void restart() {
        if (program != null) {
            program.close();
            program = null;
        }
    }

    /** Pseudo-random bytes, the same each time. */
    public static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    @Override
    public void close() {
        restart();
    }

    @Override
    public String toString() {
        return provider + " on " + guest;
    }
}
