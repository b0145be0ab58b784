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
 * @param reason the reason for more than 0.6 times as many lines, or a source of more than 250
 * @param transfers the bus transfers of one full reading, ours/CircuitPython's; none for what is no sensor
 * @param quantities what the chip measures, with units
 * @param samples the programs that use the driver
 * @param proof the test vectors by others
 */
record DriverTable(
        String pack,
        String about,
        List<String> sources,
        long lines,
        long original,
        String reason,
        Set<String> transfers,
        String quantities,
        String samples,
        String proof) {
    private static final Pattern ABOUT = Pattern.compile("/\\*\\*\\s+(.*?)\\.?\\s+\\*/", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("^public (?:final |sealed |)class (\\w+)", Pattern.MULTILINE);
    private static final Pattern BUS = Pattern.compile(
            "^    public (?:\\w+)\\(\\s*(?:int width, int height, )?(?:List<)?(I2C|SPI|UART|OneWireBus|DigitalInOut|Pin)>? ",
            Pattern.MULTILINE);
    private static final Pattern ADDRESS = Pattern.compile("int DEFAULT_ADDRESS = (0x\\w+);");
    private static final Pattern SHEET = Pattern.compile("href=\"([^\"]+)\">[\\s*]*Data[\\s*]+sheet<");
    private static final Pattern PORT = Pattern.compile("https://github.com/adafruit/Adafruit_CircuitPython_(\\w+)");

    private static final Pattern COMPARED = Pattern.compile("^(\\w+)[^\n]*\n((?:    .*\n)+)", Pattern.MULTILINE);
    private static final Pattern COMPARED_PACKAGE = Pattern.compile("^    package +(\\w+)", Pattern.MULTILINE);
    private static final Pattern CHIP = Pattern.compile("^    chip +(\\w+\\([^)]*\\))", Pattern.MULTILINE);
    private static final Pattern FULL = Pattern.compile("^    full +(\\d+/\\d+)", Pattern.MULTILINE);

    /** All drivers below a project's root, by package. */
    static List<DriverTable> all(Path root) throws IOException {
        Map<String, String[]> originals = new TreeMap<>();
        for (String line : Files.readAllLines(root.resolve("drivers/originals.tsv"))) {
            if (!line.startsWith("#")) {
                originals.put(line.replaceFirst("\t.*", ""), line.split("\t", -1));
            }
        }
        Map<String, Set<String>> transfers = compared(root, FULL);
        Map<String, Set<String>> chips = compared(root, CHIP);
        List<DriverTable> drivers = new ArrayList<>();
        try (Stream<Path> packages = Files.list(root.resolve("drivers/src/main/java/blinka4j/drivers"))) {
            for (Path folder : packages.sorted().toList()) {
                String name = folder.getFileName().toString();
                String[] original = originals.getOrDefault(name, new String[] {name, "0", ""});
                List<String> sources = sources(folder);
                drivers.add(new DriverTable(
                        name,
                        about(folder),
                        sources,
                        sources.stream().flatMap(String::lines).count(),
                        Long.parseLong(original[1]),
                        original[2],
                        transfers.getOrDefault(name, Set.of()),
                        DriverFacts.quantities(chips.getOrDefault(name, Set.of())),
                        DriverFacts.samples(root, name),
                        DriverFacts.vectors(root, name)));
            }
        }
        return drivers;
    }

    /** What the pattern finds first for each driver of a package in {@code drivers.txt}, whose head explains it. */
    private static Map<String, Set<String>> compared(Path root, Pattern pattern) throws IOException {
        Map<String, Set<String>> byPackage = new TreeMap<>();
        String compared = Files.readString(root.resolve("src/test/differential/drivers.txt"));
        COMPARED.matcher(compared).results().forEach(row -> {
            String name = found(COMPARED_PACKAGE, row.group(2))
                    .findFirst()
                    .orElse(row.group(1).toLowerCase(Locale.ROOT).replace("_", ""));
            found(pattern, row.group(2))
                    .limit(1)
                    .forEach(each -> byPackage
                            .computeIfAbsent(name, key -> new LinkedHashSet<>())
                            .add(each));
        });
        return byPackage;
    }

    private static String about(Path folder) throws IOException {
        return found(ABOUT, Files.readString(folder.resolve("package-info.java")))
                .findFirst()
                .orElse("");
    }

    private static List<String> sources(Path folder) throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (!file.endsWith("package-info.java")) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    static String text(Path root) throws IOException {
        return Stream.concat(
                        Stream.of(
                                "| chip | class | bus | address | quantities | sample | data sheet | ports | lines | transfers | vectors | long because |",
                                "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"),
                        all(root).stream().map(DriverTable::row))
                .collect(joining("\n"));
    }

    /** Lines of the longest source. */
    long longest() {
        return sources.stream()
                .mapToLong(source -> source.lines().count())
                .max()
                .orElse(0);
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
                        quantities,
                        samples,
                        distinct(SHEET, types).stream()
                                .map("[data sheet](%s)"::formatted)
                                .collect(joining(", ")),
                        distinct(PORT, types).stream()
                                .map(name -> "[%1$s](https://github.com/adafruit/Adafruit_CircuitPython_%1$s)"
                                        .formatted(name))
                                .collect(joining(", ")),
                        lines + "/" + original,
                        transfers.isEmpty() ? "–" : String.join(", ", transfers),
                        proof,
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
