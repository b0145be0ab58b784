// SPDX-License-Identifier: MIT
package blinka4j;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sample, described by its name and summary for {@code samples/run} and by its Javadoc.
 *
 * @param type the name of the class
 * @param wiring the first sentence after "Wiring:"
 * @param original a link to the program that the sample is a port of
 */
record SampleTable(String type, String name, String summary, String wiring, String original) {
    private static final String FOLDER = "src/main/java/blinka4j/samples";
    private static final Pattern CALL = Pattern.compile("super\\(\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"");
    private static final Pattern WIRING = Pattern.compile("<p>Wiring: (.*?)\\.(?= [A-Z]| <p>|$)");
    private static final Pattern ORIGINAL = Pattern.compile("Port of <a href=\"([^\"]+)\">(.*?)</a>");
    private static final Pattern TAG = Pattern.compile("\\{@\\w+ ([^}]+)}");

    static String text(Path root) throws IOException {
        List<SampleTable> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("samples").resolve(FOLDER))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (!file.endsWith("package-info.java")) {
                    samples.add(read(file));
                }
            }
        }
        samples.sort(Comparator.comparing(SampleTable::name));
        return Stream.concat(
                        Stream.of("| name | what it shows | wiring | port of |", "| --- | --- | --- | --- |"),
                        samples.stream().map(sample -> sample.row(samples)))
                .collect(joining("\n"));
    }

    private static SampleTable read(Path file) throws IOException {
        String source = Files.readString(file);
        String type = file.getFileName().toString().replace(".java", "");
        // The Javadoc of the class in one line.
        String doc = source.substring(source.indexOf("/**") + 3, source.indexOf("*/"))
                .replaceAll("\\s+(\\* ?)?", " ")
                .strip();
        Matcher call = found(CALL, source, type, "super(\"NAME\", \"SUMMARY\"");
        Matcher original = found(ORIGINAL, doc, type, "'Port of <a href=\"…\">…</a>' in its Javadoc");
        return new SampleTable(
                type,
                call.group(1),
                call.group(2),
                TAG.matcher(found(WIRING, doc, type, "'<p>Wiring: …' in its Javadoc")
                                .group(1))
                        .replaceAll("`$1`"),
                "[%s](%s)".formatted(original.group(2), original.group(1)));
    }

    private static Matcher found(Pattern pattern, String text, String type, String what) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("%s must have %s.".formatted(type, what));
        }
        return matcher;
    }

    private String row(List<SampleTable> samples) {
        String shown = wiring;
        for (SampleTable sample : samples) {
            shown = shown.replace("`%s`".formatted(sample.type), "`%s`".formatted(sample.name));
        }
        return "| [`%s`](%s/%s.java) | %s | %s | %s |".formatted(name, FOLDER, type, summary, shown, original);
    }
}
