// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import blinka4j.provider.Provider.Probe;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** What {@link ServiceLoader} found, and, in words, what it could not load. One broken jar must not hide the others. */
record Services<T>(List<T> found, List<String> problems) {
    private static final int MOST_PROBLEMS = 100;

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
     * The provider that the setting {@code BLINKA_PROVIDER} names; else the one that the board prefers, if it is
     * usable; else the usable one of the highest rank.
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
        for (Provider provider : services.found) {
            if (wanted != null && !wanted.equalsIgnoreCase(provider.name())) {
                tried.add(provider.name()
                        + (probe(provider, host) instanceof Probe.Skipped skipped
                                ? ": " + skipped.reason()
                                : ": could be used here, but BLINKA_PROVIDER names another"));
            }
        }
        String list = tried.isEmpty() ? "" : "; tried:\n  " + String.join("\n  ", tried);
        if (wanted != null && names.stream().noneMatch(wanted::equalsIgnoreCase)) {
            throw new NotAvailableException(Hints.unknownProvider(wanted, names) + list);
        }
        if (wanted != null) {
            throw new NotAvailableException(
                    "the provider '%s' that BLINKA_PROVIDER names cannot be used here%s".formatted(wanted, list));
        }
        String simulate = Hints.simulate(services);
        String failed = services.found.isEmpty() && services.problems.isEmpty()
                ? "no provider is on the class path; add io.github.blinka4j:blinka4j-provider-linux"
                : "no provider can be used here" + list;
        throw new NotAvailableException(Hints.isPc(host) ? simulate + failed : failed + "\n" + simulate.strip());
    }

    private static Probe probe(Provider provider, Host host) {
        try {
            return provider.probe(host);
        } catch (RuntimeException | LinkageError e) {
            return new Probe.Skipped(reason(e));
        }
    }

    private static String reason(Throwable e) {
        StringBuilder reason = new StringBuilder();
        for (Throwable each = e; each != null; each = each.getCause()) {
            // A message alone is often a class name that nothing was said about.
            String message = each instanceof ServiceConfigurationError ? each.getMessage() : each.toString();
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(message);
            }
        }
        return reason.toString();
    }
}
