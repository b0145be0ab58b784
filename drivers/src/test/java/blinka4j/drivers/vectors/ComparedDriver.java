// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A driver in {@code src/test/differential/drivers.txt}, whose head explains the lines.
 *
 * @param lines by their first word
 */
record ComparedDriver(String name, Map<String, List<String>> lines) {
    private static final Path TABLE = Path.of("../src/test/differential/drivers.txt");

    private static final String NO_SENSOR = "none";

    static List<ComparedDriver> all() throws IOException {
        List<ComparedDriver> drivers = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith(" ")) {
                String[] words = line.strip().split("\\s+", 2);
                drivers.get(drivers.size() - 1)
                        .lines
                        .computeIfAbsent(words[0], key -> new ArrayList<>())
                        .add(words[1]);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                drivers.add(new ComparedDriver(line.strip(), new HashMap<>()));
            }
        }
        return drivers;
    }

    private String only(String key, String otherwise) {
        return lines.getOrDefault(key, List.of(otherwise)).get(0);
    }

    /** The last part of the package's name. */
    String pack() {
        return only("package", Names.member(name).toLowerCase(Locale.ROOT));
    }

    /** What makes the driver, without arguments that are chosen at random. */
    String construct() {
        return only("java", only("construct", "").replaceFirst(", \\{.*\\)", ")"));
    }

    /** The simulated chips with their places, as {@link Twins} takes them: {@code 18 SimMCP9808()}. */
    List<String> chips() {
        return lines.get("chip").stream().map(ComparedDriver::chip).toList();
    }

    private static String chip(String line) {
        String[] parts = line.split(" (at|behind) ");
        return switch (parts.length) {
            case 1 -> "spi " + parts[0];
            case 2 -> parts[1].replaceFirst("^0x", "") + " " + parts[0];
            default -> "%s@%s %s".formatted(parts[1].replaceFirst("^0x", ""), parts[2], parts[0]);
        };
    }

    /** Whether the chip has registers, and not messages or a memory. */
    boolean hasRegisters() {
        return only("writes", "registers").matches("registers|words");
    }

    double settleSeconds() {
        return Double.parseDouble(only("settle", "2"));
    }

    /** One full reading; null for what is no sensor. */
    Full full() {
        String line = only("full", NO_SENSOR);
        if (line.equals(NO_SENSOR)) {
            return null;
        }
        String[] parts = line.split(" ", 2);
        String[] counts = parts[0].split("/");
        String[] reads = parts[1].split(" \\| ");
        return new Full(
                Integer.parseInt(counts[0]), Integer.parseInt(counts[1]), List.of(reads[reads.length - 1].split(" ")));
    }

    /**
     * @param ours how many transfers ours needs
     * @param theirs how many CircuitPython's driver needs
     * @param reads what ours reads
     */
    record Full(int ours, int theirs, List<String> reads) {}

    @Override
    public String toString() {
        return name;
    }
}
