// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a provider needs besides this project: a library, or a module of Java that a smaller Java made by {@code jlink} may lack.
 * A provider checks it in {@link Provider#probe}, so that a missing library is reported before anything is opened.
 *
 * @param type a class from it, as a lambda: {@code () -> Native.class}; the class is loaded, but not initialised
 * @param from the artifact it comes from, such as {@code net.java.dev.jna:jna}, or the module of Java
 */
public record Requirement(Supplier<Class<?>> type, String from) {
    /**
     * The missing ones among these, and what to do; empty if all are present.
     *
     * @param artifact the provider's artifact, which depends on the libraries
     */
    public static Optional<String> missing(String artifact, List<Requirement> all) {
        List<String> libraries = new ArrayList<>();
        List<String> modules = new ArrayList<>();
        for (Requirement each : all) {
            if (!each.isThere()) {
                (each.from.contains(":") ? libraries : modules).add(each.from);
            }
        }
        List<String> problems = new ArrayList<>();
        if (!libraries.isEmpty()) {
            problems.add("%s missing from the class path. Add all dependencies of %s, as Maven and Gradle do."
                    .formatted(list(libraries), artifact));
        }
        if (!modules.isEmpty()) {
            problems.add("this Java has no module %s. Make its image with jlink --add-modules %s."
                    .formatted(String.join(", ", modules), String.join(",", modules)));
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", problems));
    }

    private static String list(List<String> names) {
        return String.join(" and ", names) + (names.size() == 1 ? " is" : " are");
    }

    private boolean isThere() {
        try {
            return Objects.nonNull(type.get());
        } catch (NoClassDefFoundError e) {
            return false;
        } catch (LinkageError e) {
            // The library exists, but needs a newer Java. Its first use reports this.
            return true;
        }
    }
}
