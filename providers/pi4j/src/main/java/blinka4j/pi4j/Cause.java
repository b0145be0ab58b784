// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import blinka4j.kernel.Errno;
import java.util.Map;

/**
 * The root cause of an exception of Pi4J. Pi4J passes on the kernel's message but not the error number, so the number is found by the
 * message (those of the C library in English).
 *
 * @param errno 0 if the message is unknown
 * @param text such as {@code EREMOTEIO 121}, or the message
 */
record Cause(int errno, String text) {
    private record Known(int errno, String name) {}

    private static final Map<String, Known> WORDS = Map.ofEntries(
            Map.entry("Input/output error", new Known(Errno.EIO, "EIO")),
            Map.entry("No such device or address", new Known(Errno.ENXIO, "ENXIO")),
            Map.entry("Resource temporarily unavailable", new Known(Errno.EAGAIN, "EAGAIN")),
            Map.entry("Permission denied", new Known(Errno.EACCES, "EACCES")),
            Map.entry("Device or resource busy", new Known(Errno.EBUSY, "EBUSY")),
            Map.entry("No such device", new Known(Errno.ENODEV, "ENODEV")),
            Map.entry("Invalid argument", new Known(Errno.EINVAL, "EINVAL")),
            Map.entry("Operation not supported", new Known(Errno.EOPNOTSUPP, "EOPNOTSUPP")),
            Map.entry("Cannot send after transport endpoint shutdown", new Known(Errno.ESHUTDOWN, "ESHUTDOWN")),
            Map.entry("Connection timed out", new Known(Errno.ETIMEDOUT, "ETIMEDOUT")),
            Map.entry("Remote I/O error", new Known(Errno.EREMOTEIO, "EREMOTEIO")));

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
