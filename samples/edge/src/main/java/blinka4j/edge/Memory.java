// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The memory of this process. */
final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Memory() {}

    /** A line with what is used after a collection. */
    static String used() {
        Runtime.getRuntime().gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        String line = String.format(Locale.ROOT, "Memory: %.1f MB in the heap", heap / 1e6);
        try {
            List<String> status = Files.exists(STATUS) ? Files.readAllLines(STATUS) : List.of();
            return line
                    + status.stream()
                            .filter(each -> each.startsWith("VmRSS:"))
                            .map(each -> String.format(
                                    Locale.ROOT,
                                    ", %.0f MB of the whole process",
                                    Long.parseLong(each.replaceAll("\\D", "")) * 1024 / 1e6))
                            .findFirst()
                            .orElse("");
        } catch (IOException e) {
            return line;
        }
    }
}
