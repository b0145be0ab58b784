// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.provider.Host;
import com.pi4j.extension.Plugin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds Pi4J's plugins on the class path. Their classes are loaded but not initialized. */
final class Plugins {
    private static final int MOST_PROBLEMS = 100;
    private static final Pattern CLASS_VERSION = Pattern.compile("class file version (\\d+)");

    /** The first class file version was that of Java 1.1, with 45. */
    private static final int VERSION_OF_JAVA_0 = 44;

    private Plugins() {}

    /** Returns whether the user wants mock plugins, which imitate hardware. */
    static boolean mocksWanted(Host host) {
        return host.setting("BLINKA_PI4J_MOCK")
                .map(value -> value.equals("1") || value.equalsIgnoreCase("true"))
                .orElse(false);
    }

    static boolean isMock(String name) {
        return name.toLowerCase(Locale.ROOT).contains("mock");
    }

    /** Returns why Pi4J cannot be used here; empty if it can. */
    static String missing(Host host) {
        List<String> problems = new ArrayList<>();
        boolean mocks = false;
        try {
            Iterator<ServiceLoader.Provider<Plugin>> each =
                    ServiceLoader.load(Plugin.class).stream().iterator();
            while (problems.size() < MOST_PROBLEMS) {
                try {
                    if (!each.hasNext()) {
                        break;
                    }
                    String plugin = each.next().type().getName();
                    if (isMock(plugin)) {
                        mocks = true;
                    } else if (hasProviders(plugin)) {
                        return "";
                    }
                } catch (ServiceConfigurationError | LinkageError e) {
                    problems.add(reason(e));
                }
            }
        } catch (LinkageError e) {
            problems.add(reason(e));
        }
        if (mocks && mocksWanted(host)) {
            return "";
        }
        String cure =
                "Add com.pi4j:pi4j-plugin-linuxfs (I2C, SPI, PWM) and pi4j-plugin-gpiod (GPIO of a Raspberry Pi), or on Java 25 pi4j-plugin-ffm, of the same version as pi4j-core";
        if (!problems.isEmpty()) {
            return "Pi4J cannot be loaded: " + String.join("; ", problems);
        }
        return mocks
                ? "the only plugin of Pi4J on the class path is a mock, which is not hardware. %s, or set BLINKA_PI4J_MOCK=1 to use the mock."
                        .formatted(cure)
                : "no plugin of Pi4J is on the class path. " + cure + ".";
    }

    /** The plugin "raspberrypi" only renames the providers of others. */
    private static boolean hasProviders(String plugin) {
        return !plugin.startsWith("com.pi4j.plugin.raspberrypi.");
    }

    private static String reason(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof UnsupportedClassVersionError) {
                Matcher version = CLASS_VERSION.matcher(String.valueOf(each.getMessage()));
                if (version.find()) {
                    return "it needs Java %s and this is Java %s. Use that Java, or Pi4J 2.8.0 (Java 11), 3.0.4 (Java 21) or 4.0.2 (Java 25)"
                            .formatted(
                                    Integer.parseInt(version.group(1)) - VERSION_OF_JAVA_0,
                                    Runtime.version().feature());
                }
            }
        }
        return e.toString();
    }
}
