// SPDX-License-Identifier: MIT
package blinka4j;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A driver, described by its sources and {@code drivers/originals.tsv}.
 *
 * @param pack the name of the package
 * @param about the first sentence of the package's Javadoc
 * @param lines the lines of its sources without {@code package-info.java}
 * @param original the lines of the Python original; 0 if they are not in {@code originals.tsv}
 * @param reason the reason for more than 0.6 times as many lines
 * @param transfers the bus transfers of one full reading, ours/CircuitPython's; none for what is no sensor
 */
record DriverTable(
        String pack,
        String about,
        List<String> sources,
        long lines,
        long original,
        String reason,
        Set<String> transfers) {
    private static final Pattern ABOUT = Pattern.compile("/\\*\\*\\s+(.*?)\\.?\\s+\\*/", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("^public (?:final|sealed) class (\\w+)", Pattern.MULTILINE);
    private static final Pattern BUS =
            Pattern.compile("^    public (?:\\w+)\\((I2C|SPI|UART|DigitalInOut|Pin) ", Pattern.MULTILINE);
    private static final Pattern ADDRESS = Pattern.compile("int DEFAULT_ADDRESS = (0x\\w+);");
    private static final Pattern SHEET = Pattern.compile("href=\"([^\"]+)\">[\\s*]*Data[\\s*]+sheet<");
    private static final Pattern PORT = Pattern.compile("https://github.com/adafruit/Adafruit_CircuitPython_(\\w+)");

    private static final Pattern COMPARED = Pattern.compile("^(\\w+)[^\n]*\n((?:    .*\n)+)", Pattern.MULTILINE);
    private static final Pattern COMPARED_PACKAGE = Pattern.compile("^    package +(\\w+)", Pattern.MULTILINE);
    private static final Pattern FULL = Pattern.compile("^    full +(\\d+/\\d+)", Pattern.MULTILINE);

    /** All drivers below a project's root, by package. */
    static List<DriverTable> all(Path root) throws IOException {
        Map<String, String[]> originals = new TreeMap<>();
        for (String line : Files.readAllLines(root.resolve("drivers/originals.tsv"))) {
            if (!line.startsWith("#")) {
                originals.put(line.replaceFirst("\t.*", ""), line.split("\t", -1));
            }
        }
        Map<String, Set<String>> transfers = transfers(root);
        List<DriverTable> drivers = new ArrayList<>();
        try (Stream<Path> packages = Files.list(root.resolve("drivers/src/main/java/blinka4j/drivers"))) {
            for (Path folder : packages.sorted().toList()) {
                String name = folder.getFileName().toString();
                drivers.add(
                        read(folder, transfers.getOrDefault(name, Set.of()), originals.getOrDefault(name, new String[] {
                            name, "0", ""
                        })));
            }
        }
        return drivers;
    }

    /** By package, from {@code drivers.txt}, whose head explains it. */
    private static Map<String, Set<String>> transfers(Path root) throws IOException {
        Map<String, Set<String>> byPackage = new TreeMap<>();
        String compared = Files.readString(root.resolve("src/test/differential/drivers.txt"));
        COMPARED.matcher(compared).results().forEach(row -> {
            String name = found(COMPARED_PACKAGE, row.group(2))
                    .findFirst()
                    .orElse(row.group(1).toLowerCase(Locale.ROOT).replace("_", ""));
            found(FULL, row.group(2))
                    .forEach(each -> byPackage
                            .computeIfAbsent(name, key -> new LinkedHashSet<>())
                            .add(each));
        });
        return byPackage;
    }

    private static DriverTable read(Path folder, Set<String> transfers, String... original) throws IOException {
        List<String> sources = new ArrayList<>();
        String about = "";
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String source = Files.readString(file);
                if (file.endsWith("package-info.java")) {
                    about = ABOUT.matcher(source)
                            .results()
                            .map(match -> match.group(1))
                            .findFirst()
                            .orElse("");
                } else {
                    sources.add(source);
                }
            }
        }
        long lines = sources.stream().flatMap(String::lines).count();
        return new DriverTable(original[0], about, sources, lines, Long.parseLong(original[1]), original[2], transfers);
    }

    static String text(Path root) throws IOException {
        return Stream.concat(
                        Stream.of(
                                "| chip | class | bus | address | data sheet | ports | transfers | long because |",
                                "| --- | --- | --- | --- | --- | --- | --- | --- |"),
                        all(root).stream().map(DriverTable::row))
                .collect(joining("\n"));
    }

    /** Lines of the driver per line of the original. */
    double ratio() {
        return (double) lines / original;
    }

    private String row() {
        // Types with a data sheet are drivers. Other types are parts of them.
        List<String> types =
                sources.stream().filter(source -> SHEET.matcher(source).find()).toList();
        return Stream.of(
                        about,
                        types.stream()
                                .flatMap(source -> found(TYPE, source))
                                .map("`%s`"::formatted)
                                .collect(joining(", ", "`" + pack + "`: ", "")),
                        cell(BUS, types),
                        cell(ADDRESS, types),
                        distinct(SHEET, types).stream()
                                .map("[data sheet](%s)"::formatted)
                                .collect(joining(", ")),
                        distinct(PORT, types).stream()
                                .map(name -> "[%1$s](https://github.com/adafruit/Adafruit_CircuitPython_%1$s)"
                                        .formatted(name))
                                .collect(joining(", ")),
                        transfers.isEmpty() ? "–" : String.join(", ", transfers),
                        reason)
                .collect(joining(" | ", "| ", " |"));
    }

    private static String cell(Pattern pattern, List<String> sources) {
        Set<String> found = distinct(pattern, sources);
        return found.isEmpty() ? "–" : String.join(", ", found);
    }

    private static Set<String> distinct(Pattern pattern, List<String> sources) {
        Set<String> all = new LinkedHashSet<>();
        sources.forEach(source -> found(pattern, source).forEach(all::add));
        return all;
    }

    private static Stream<String> found(Pattern pattern, String source) {
        return pattern.matcher(source).results().map((MatchResult match) -> match.group(1));
    }
}
