// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import java.util.Map;

/**
 * What lies at the bottom of an exception of Pi4J. It hands on the kernel's words, never the number, so the number is
 * found by the words (those of the C library in English).
 *
 * @param errno 0 where the words are not known
 * @param text such as {@code EREMOTEIO 121}, or the words
 */
record Cause(int errno, String text) {
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EOPNOTSUPP = 95;
    static final int ESHUTDOWN = 108;
    static final int ETIMEDOUT = 110;
    static final int EREMOTEIO = 121;

    private record Known(int errno, String name) {}

    private static final Map<String, Known> WORDS = Map.ofEntries(
            Map.entry("Input/output error", new Known(EIO, "EIO")),
            Map.entry("No such device or address", new Known(ENXIO, "ENXIO")),
            Map.entry("Resource temporarily unavailable", new Known(EAGAIN, "EAGAIN")),
            Map.entry("Permission denied", new Known(EACCES, "EACCES")),
            Map.entry("Device or resource busy", new Known(EBUSY, "EBUSY")),
            Map.entry("No such device", new Known(ENODEV, "ENODEV")),
            Map.entry("Invalid argument", new Known(EINVAL, "EINVAL")),
            Map.entry("Operation not supported", new Known(EOPNOTSUPP, "EOPNOTSUPP")),
            Map.entry("Cannot send after transport endpoint shutdown", new Known(ESHUTDOWN, "ESHUTDOWN")),
            Map.entry("Connection timed out", new Known(ETIMEDOUT, "ETIMEDOUT")),
            Map.entry("Remote I/O error", new Known(EREMOTEIO, "EREMOTEIO")));

    static Cause of(Throwable e) {
        String words = "";
        String found = "";
        for (Throwable each = e; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (message == null || message.isBlank()) {
                continue;
            }
            words = message.strip();
            for (String known : WORDS.keySet()) {
                // "No such device or address" contains "No such device".
                if (message.contains(known) && known.length() > found.length()) {
                    found = known;
                }
            }
        }
        Known known = WORDS.get(found);
        if (known != null) {
            return new Cause(known.errno(), known.name() + " " + known.errno());
        }
        return new Cause(0, words.isEmpty() ? e.getClass().getSimpleName() : words);
    }
}
