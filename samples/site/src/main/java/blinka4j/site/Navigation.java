// SPDX-License-Identifier: MIT
package blinka4j.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages of the site in their order, from {@code src/site/navigation.txt}. */
final class Navigation {
    /** The folder with the pages that are written for the site, in the repository. */
    static final String PAGES = "samples/site/src/site";

    /**
     * A page.
     *
     * @param file its name on the site, such as {@code start.html}
     * @param source the Markdown file, from the root of the repository
     * @param title as in the navigation
     */
    record Entry(String file, String source, String title) {}

    /** A heading of the navigation and its pages. */
    record Group(String title, List<Entry> entries) {}

    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Entry> bySource = new LinkedHashMap<>();

    private Navigation() {}

    /** Reads lines {@code file.html | source.md | title}, and headings as lines without {@code |}. */
    static Navigation read(Path root) {
        Navigation navigation = new Navigation();
        for (String line :
                Site.text(root.resolve(PAGES).resolve("navigation.txt")).lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split(" \\| ", -1);
            if (columns.length == 1) {
                navigation.groups.add(new Group(line.strip(), new ArrayList<>()));
            } else {
                navigation.add(new Entry(columns[0].strip(), source(columns[1].strip()), columns[2].strip()));
            }
        }
        return navigation;
    }

    /** A source without a folder is a page of the site; {@code ./README.md} is that of the root. */
    private static String source(String written) {
        return written.startsWith("./")
                ? written.substring(2)
                : written.contains("/") ? written : PAGES + "/" + written;
    }

    private void add(Entry entry) {
        groups.get(groups.size() - 1).entries().add(entry);
        if (bySource.put(entry.source(), entry) != null) {
            throw new IllegalStateException("navigation.txt lists %s twice.".formatted(entry.source()));
        }
    }

    List<Group> groups() {
        return groups;
    }

    /** All pages, by their Markdown file. */
    Map<String, Entry> bySource() {
        return bySource;
    }

    /** The Markdown files of the repository that a reader should find on the site. */
    static List<String> sources(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.matches("(.*/)?(target|\\.git|skeletons)/.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
