// SPDX-License-Identifier: MIT
package blinka4j;

import static java.util.stream.Collectors.joining;

import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the table of the drivers says of a driver, from its simulated chips, its samples and its test vectors. */
final class DriverFacts {
    static final String NONE = "–";

    private static final String SAMPLES = "samples/src/main/java/blinka4j/samples";
    private static final Pattern REPOSITORY = Pattern.compile("\"repo\": *\"([^\"]+)\"");
    private static final Pattern DATA_SHEET = Pattern.compile("\"kind\": *\"(datasheet)\"");
    private static final Pattern VECTOR = Pattern.compile("\"id\": *\"([^\"]+)\"");

    private DriverFacts() {}

    /** The quantities of simulated chips, with their units; the axes and channels of one are not listed one by one. */
    static String quantities(Set<String> chips) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : chips) {
            chip(name)
                    .quantities()
                    .forEach(each -> all.add(("%s %s"
                                    .formatted(
                                            each.name().replaceFirst("( [xyz]| \\d+|(?<=[A-Z])\\d+)$", ""),
                                            each.unit()))
                            .strip()));
        }
        return all.isEmpty() ? NONE : String.join(", ", all);
    }

    /** @param chip as in drivers.txt, such as {@code SimAHTx0(AHT10)} */
    private static SimChip chip(String chip) {
        String[] words = chip.split("[(), ]+");
        try {
            Constructor<?> constructor = Arrays.stream(
                            Class.forName("blinka4j.sim.chips." + words[0]).getConstructors())
                    .filter(each -> each.getParameterCount() == words.length - 1)
                    .findFirst()
                    .orElseThrow();
            Object[] arguments = new Object[words.length - 1];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = argument(constructor.getParameterTypes()[i], words[i + 1]);
            }
            return (SimChip) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the simulated chip " + chip + " of drivers.txt cannot be made", e);
        }
    }

    private static Object argument(Class<?> type, String text) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(each -> each.toString().equals(text))
                    .findFirst()
                    .orElseThrow();
        }
        if (type == boolean.class) {
            return Boolean.valueOf(text);
        }
        return type == int.class ? Integer.decode(text) : type == String.class ? text : new SimClock();
    }

    static String samples(Path root, String pack) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(SAMPLES))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            Set<String> using = new LinkedHashSet<>();
            for (Path source : sources) {
                if (Files.readString(source).contains("import blinka4j.drivers." + pack + ".")) {
                    String name = source.getFileName().toString().replace(".java", "");
                    using.add("[%s](../%s/%1$s.java)".formatted(name, SAMPLES));
                }
            }
            return using.isEmpty() ? NONE : String.join(", ", using);
        }
    }

    /** How many vectors there are, and whose. */
    static String vectors(Path root, String pack) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("drivers/src/test/resources/vectors"))) {
            List<Path> mine = files.filter(file -> pack.endsWith(
                            file.getFileName().toString().replace(".json", "").replace("_", "")))
                    .toList();
            if (mine.isEmpty()) {
                return NONE;
            }
            String text = Files.readString(mine.get(0));
            Set<String> sources = new LinkedHashSet<>();
            found(REPOSITORY, text).forEach(sources::add);
            found(DATA_SHEET, text).limit(1).forEach(each -> sources.add("data sheet"));
            return found(VECTOR, text).distinct().count()
                    + sources.stream().sorted().collect(joining(", ", ": ", ""));
        }
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }
}
