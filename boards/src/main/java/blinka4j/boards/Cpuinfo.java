// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;

/** Reads {@code /proc/cpuinfo}, which has lines {@code key : value}. */
final class Cpuinfo {
    static final String FILE = "/proc/cpuinfo";

    private static final String RASPBERRY_PI = "Raspberry Pi";

    private Cpuinfo() {}

    /** The value of the first line with this key; empty if there is none. */
    static String value(String text, String key) {
        for (int at = text.startsWith(key) ? 0 : next(text, key, 0); at >= 0; at = next(text, key, at)) {
            int end = text.indexOf('\n', at);
            String rest = text.substring(at + key.length(), end < 0 ? text.length() : end);
            int colon = rest.indexOf(':');
            if (colon >= 0 && rest.substring(0, colon).isBlank()) {
                return rest.substring(colon + 1).strip();
            }
        }
        return "";
    }

    /** The start of the next line that begins with the key; negative if there is none. */
    private static int next(String text, String key, int from) {
        int end = text.indexOf("\n" + key, from);
        return end < 0 ? end : end + 1;
    }

    /**
     * The model of a Raspberry Pi in a container, where the device tree is hidden; empty on any other machine.
     */
    static String raspberryPi(Host host) {
        String model = value(host.text(FILE), "Model");
        return host.compatible().isEmpty() && model.startsWith(RASPBERRY_PI + " ") ? model : "";
    }
}
