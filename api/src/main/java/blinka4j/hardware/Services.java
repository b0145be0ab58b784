// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import blinka4j.provider.Provider.Probe;
import blinka4j.provider.Recorder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The services that {@link ServiceLoader} found.
 *
 * @param problems why others could not be loaded: one broken jar must not hide the rest
 */
record Services<T>(List<T> found, List<String> problems) {
    private static final int MOST_PROBLEMS = 100;

    /** The providers of this project, with their classes. */
    static final Map<String, String> PROVIDERS = new TreeMap<>(Map.of(
            "bench", "blinka4j.bench.BenchProvider",
            "diozero", "blinka4j.diozero.DiozeroProvider",
            "linux", "blinka4j.linux.LinuxProvider",
            "micropython", "blinka4j.micropython.MicroPythonProvider",
            "pi4j", "blinka4j.pi4j.Pi4JProvider",
            "replay", "blinka4j.trace.ReplayProvider",
            "sim", "blinka4j.sim.SimProvider",
            "usb", "blinka4j.usb.UsbProvider"));

    private static final Map<String, String> REGISTRIES = Map.of("boards", "blinka4j.boards.BoardFiles");

    static <T> Services<T> load(Class<T> type, ClassLoader loader) {
        Services<T> services = new Services<>(new ArrayList<>(), new ArrayList<>());
        Iterator<T> each = ServiceLoader.load(type, loader).iterator();
        while (services.problems.size() < MOST_PROBLEMS) {
            try {
                if (!each.hasNext()) {
                    break;
                }
                services.found.add(each.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                services.problems.add(reason(e));
            }
        }
        return services;
    }

    /**
     * Selects a provider, in this order: the one that {@code BLINKA_PROVIDER} names, the one that the board prefers if it is
     * usable, the usable one with the highest rank.
     */
    static Provider select(Host host, ClassLoader loader, @Nullable String preferred) {
        Services<Provider> services = load(Provider.class, loader);
        String wanted = host.setting("BLINKA_PROVIDER").orElse(null);
        List<String> tried = new ArrayList<>(services.problems);
        List<String> names = new ArrayList<>();
        Provider best = null;
        int bestRank = Integer.MIN_VALUE;
        for (Provider provider : services.found) {
            names.add(provider.name());
            if (wanted != null && !wanted.equalsIgnoreCase(provider.name())) {
                continue;
            }
            Probe probe = probe(provider, host);
            if (probe instanceof Probe.Skipped skipped) {
                tried.add(provider.name() + ": " + skipped.reason());
            } else if (probe instanceof Probe.Usable usable) {
                int rank = provider.name().equalsIgnoreCase(preferred) ? Integer.MAX_VALUE : usable.rank();
                if (best == null || rank > bestRank) {
                    best = provider;
                    bestRank = rank;
                }
            }
        }
        if (best != null) {
            return best;
        }
        Map<String, String> unlisted = unlisted(Provider.class, PROVIDERS, services, loader);
        names.addAll(unlisted.keySet());
        tried.addAll(unlisted.values());
        for (Provider provider : services.found) {
            if (wanted != null && !wanted.equalsIgnoreCase(provider.name())) {
                tried.add(provider.name()
                        + (probe(provider, host) instanceof Probe.Skipped skipped
                                ? ": " + skipped.reason()
                                : ": could be used here, but BLINKA_PROVIDER names another"));
            }
        }
        String list = tried.isEmpty() ? "" : "\nTried:\n  " + String.join("\n  ", tried);
        if (wanted != null && names.stream().noneMatch(wanted::equalsIgnoreCase)) {
            throw new NotAvailableException(Hints.unknownProvider(wanted, names) + list);
        }
        if (wanted != null) {
            throw new NotAvailableException(
                    "the provider '%s' that BLINKA_PROVIDER names cannot be used here.%s".formatted(wanted, list));
        }
        String simulate = Hints.simulate(services);
        String failed = services.found.isEmpty() && tried.isEmpty()
                ? "no provider is on the class path. Add io.github.blinka4j:blinka4j-provider-linux."
                : "no provider can be used here." + list;
        throw new NotAvailableException(
                Hints.isPc(host)
                        ? simulate + Character.toUpperCase(failed.charAt(0)) + failed.substring(1)
                        : failed + "\n" + simulate.strip());
    }

    /** Returns the error of a program without a list of boards. */
    static NotAvailableException noBoards(Services<BoardRegistry> registries, ClassLoader loader) {
        List<String> problems = new ArrayList<>(registries.problems);
        problems.addAll(
                unlisted(BoardRegistry.class, REGISTRIES, registries, loader).values());
        return new NotAvailableException(
                problems.isEmpty()
                        ? "no list of boards is on the class path. Add io.github.blinka4j:blinka4j-boards."
                        : "no list of boards can be used:\n  " + String.join("\n  ", problems));
    }

    /** Services of this project whose class exists but is not registered: a fat jar may lose the service files. */
    private static <T> Map<String, String> unlisted(
            Class<T> type, Map<String, String> known, Services<T> services, ClassLoader loader) {
        Map<String, String> unlisted = new TreeMap<>();
        known.forEach((name, implementation) -> {
            if (services.found.stream()
                            .noneMatch(one -> one.getClass().getName().equals(implementation))
                    && services.problems.stream().noneMatch(problem -> problem.contains(implementation))
                    && loader.getResource(implementation.replace('.', '/') + ".class") != null) {
                unlisted.put(
                        name,
                        "%s: the class %s is there, but no META-INF/services/%s names it. The service files of this fat jar were not merged. Add the ServicesResourceTransformer to its maven-shade-plugin, or mergeServiceFiles() to Gradle's shadowJar."
                                .formatted(name, implementation, type.getName()));
            }
        });
        return unlisted;
    }

    /**
     * A selected provider.
     *
     * @param lacks why the provider can only open device files that the program names; null if it can be used for everything
     */
    record Choice(Provider provider, @Nullable NotAvailableException lacks) {}

    /** Does the same as {@link #select}. If that fails, chooses the highest-ranked provider that can open named device files. */
    static Choice choose(Host host, ClassLoader loader, @Nullable String preferred) {
        try {
            return new Choice(select(host, loader, preferred), null);
        } catch (NotAvailableException e) {
            String wanted = host.setting("BLINKA_PROVIDER").orElse(null);
            Provider best = null;
            int bestRank = Integer.MIN_VALUE;
            for (Provider provider : load(Provider.class, loader).found) {
                if ((wanted == null || wanted.equalsIgnoreCase(provider.name()))
                        && probeWhatItCan(provider, host) instanceof Probe.Usable usable
                        && (best == null || usable.rank() > bestRank)) {
                    best = provider;
                    bestRank = usable.rank();
                }
            }
            if (best == null) {
                throw e;
            }
            return new Choice(best, e);
        }
    }

    /** Probes a provider. One that lacks something counts as skipped. */
    private static Probe probe(Provider provider, Host host) {
        Probe probe = probeWhatItCan(provider, host);
        return probe instanceof Probe.Usable usable && !usable.lacks().isEmpty()
                ? new Probe.Skipped(usable.lacks())
                : probe;
    }

    private static Probe probeWhatItCan(Provider provider, Host host) {
        try {
            return provider.probe(host);
        } catch (RuntimeException | LinkageError e) {
            return new Probe.Skipped(reason(e));
        }
    }

    /**
     * Returns the provider, which writes what it does to the file that {@code BLINKA_RECORD} names. Without that setting, returns the
     * provider itself.
     */
    static Provider recorded(BoardDefinition board, Provider provider, Host host, ClassLoader loader) {
        String file = host.setting("BLINKA_RECORD").orElse(null);
        if (file == null) {
            return provider;
        }
        Services<Recorder> recorders = load(Recorder.class, loader);
        if (recorders.found.isEmpty()) {
            throw new NotAvailableException(
                    recorders.problems.isEmpty()
                            ? "BLINKA_RECORD is set, but no recorder is on the class path. Add io.github.blinka4j:blinka4j-trace, or unset BLINKA_RECORD."
                            : "BLINKA_RECORD is set, but no recorder can be used:\n  "
                                    + String.join("\n  ", recorders.problems));
        }
        try {
            return recorders.found.get(0).record(board, provider, Path.of(file));
        } catch (InvalidPathException e) {
            throw new NotAvailableException(
                    "BLINKA_RECORD names '%s', which is not the path of a file: %s. Set it to the path of the file to write."
                            .formatted(file, e.getReason()),
                    e);
        }
    }

    private static String reason(Throwable e) {
        StringBuilder reason = new StringBuilder();
        for (Throwable each = e; each != null; each = each.getCause()) {
            // The message alone is often just the name of a class.
            String message = each instanceof ServiceConfigurationError ? each.getMessage() : each.toString();
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(message);
            }
        }
        return reason.toString();
    }
}
