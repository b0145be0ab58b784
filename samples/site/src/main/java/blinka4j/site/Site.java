// SPDX-License-Identifier: MIT
package blinka4j.site;

import blinka4j.site.Navigation.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the site: the pages in {@code src/site}, the Markdown files of the repository, and the Javadoc. */
final class Site {
    private static final Pattern EXPANSION = Pattern.compile("(?m)^\\{\\{([\\w-]+)(?: ([\\w-]+))?}}$");

    private final Path root;
    private final boolean hasJavadoc;
    private final Navigation navigation;
    private final Map<String, Wiring> wirings;
    private final Map<String, String> files = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Site(Path root, boolean hasJavadoc) {
        this.root = root;
        this.hasJavadoc = hasJavadoc;
        this.navigation = Navigation.read(root);
        this.wirings = Wiring.read(root);
    }

    /** Writes the site. Arguments: the root of the repository, the folder to write, and {@code --no-javadoc}. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path target = Path.of(arguments[1]);
        boolean javadoc = !List.of(arguments).contains("--no-javadoc");
        Map<String, String> files = make(root, javadoc);
        Files.createDirectories(target);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(target.resolve(file.getKey()), file.getValue());
        }
        if (javadoc) {
            Javadoc.write(root, target.resolve("api"));
        }
        LinkCheck check = LinkCheck.of(target);
        System.out.println("%s pages, %s links, %s broken"
                .formatted(files.size() - 1, check.links(), check.broken().size()));
        check.broken().forEach(System.out::println);
        System.exit(check.broken().isEmpty() ? 0 : 1);
    }

    /**
     * The pages and the style sheet, by file name.
     *
     * @param hasJavadoc whether the pages link to the Javadoc, in the folder {@code api}
     * @throws IllegalStateException that lists all links to nothing
     */
    static Map<String, String> make(Path root, boolean hasJavadoc) {
        Site site = new Site(root, hasJavadoc);
        site.navigation.bySource().values().forEach(site::page);
        site.files.put("style.css", text(root.resolve(Navigation.PAGES).resolve("style.css")));
        if (!site.problems.isEmpty()) {
            throw new IllegalStateException(String.join("\n", site.problems));
        }
        return site.files;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void page(Entry entry) {
        Markdown page;
        try {
            page = Markdown.parse(expand(text(root.resolve(entry.source()))));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(entry.source() + ": " + e.getMessage(), e);
        }
        String body = page.html(link -> link(entry.source(), link));
        put(
                entry.file(),
                page.title(),
                body.replaceFirst("</h1>", Matcher.quoteReplacement("</h1>\n" + contents(page))));
    }

    private void put(String file, String title, String body) {
        files.put(file, fill(file, title, body));
    }

    private String fill(String file, String title, String body) {
        return text(root.resolve(Navigation.PAGES).resolve("template.html"))
                .replace("{{title}}", Markdown.escape(title))
                .replace("{{navigation}}", navigation(file))
                .replace("{{body}}", body);
    }

    private String navigation(String current) {
        StringBuilder html = new StringBuilder();
        for (Navigation.Group group : navigation.groups()) {
            html.append("<h2>%s</h2>\n<ul>\n".formatted(Markdown.escape(group.title())));
            for (Entry entry : group.entries()) {
                html.append("<li><a href=\"%s\"%s>%s</a></li>\n"
                        .formatted(
                                entry.file(),
                                entry.file().equals(current) ? " aria-current=\"page\"" : "",
                                Markdown.escape(entry.title())));
            }
            html.append("</ul>\n");
        }
        if (hasJavadoc) {
            html.append("<h2>Javadoc</h2>\n<ul>\n<li><a href=\"api/index.html\">All classes</a></li>\n</ul>\n");
        }
        return html.toString();
    }

    /** The headings of a long page. */
    private static String contents(Markdown page) {
        List<Markdown.Part> parts =
                page.parts().stream().filter(part -> part.level() == 2).toList();
        if (parts.size() < 4) {
            return "";
        }
        StringBuilder html = new StringBuilder("<details class=\"contents\"><summary>On this page</summary>\n<ul>\n");
        parts.forEach(part -> html.append(
                "<li><a href=\"#%s\">%s</a></li>\n".formatted(part.anchor(), Markdown.escape(part.title()))));
        return html.append("</ul>\n</details>\n").toString();
    }

    /** Replaces the lines in double braces: a wiring, or the table of CircuitPython's names. */
    private String expand(String text) {
        return EXPANSION
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "core-modules" -> CoreModules.markdown(root);
                            case "wiring" -> wiring(match.group(2));
                            default -> throw new IllegalStateException("unknown: " + match.group());
                        }));
    }

    private String wiring(String name) {
        Wiring wiring = wirings.get(name);
        if (wiring == null) {
            throw new IllegalStateException("wiring.txt has no wiring " + name);
        }
        return wiring.markdown(name);
    }

    /** The place on the site that a link in a Markdown file means. */
    private String link(String source, String link) {
        if (link.startsWith("https:") || link.startsWith("#")) {
            return link;
        }
        if (link.startsWith("javadoc:")) {
            return javadoc(source, link.substring(8));
        }
        if (link.startsWith("http://127.0.0.1")) {
            return link;
        }
        if (link.matches("\\w+:.*")) {
            return problem(source, link, "is neither https nor a file");
        }
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash);
        Path target = Path.of(source).resolveSibling(path).normalize();
        Entry page = navigation.bySource().get(target.toString());
        if (page == null) {
            page = navigation.bySource().get(target.resolve("README.md").toString());
        }
        if (page != null) {
            return page.file() + anchor;
        }
        Path file = root.resolve(target);
        if (path.endsWith(".png") && Files.exists(file)) {
            return embedded(file);
        }
        return Files.exists(file)
                ? source(file, file.getFileName() + ".html")
                : problem(source, link, "leads to no file and no page");
    }

    /** A picture inside the page, which so stays one file. */
    private static String embedded(Path picture) {
        try {
            return LinkCheck.PICTURE + Base64.getEncoder().encodeToString(Files.readAllBytes(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String problem(String source, String link, String why) {
        problems.add("%s: the link '%s' %s.".formatted(source, link, why));
        return link;
    }

    private String javadoc(String source, String type) {
        String outer = type.replaceFirst("\\$.*", "");
        String path = outer.replace('.', '/') + ".java";
        Optional<Path> file = Javadoc.SOURCES.stream()
                .map(folder -> root.resolve(folder).resolve(path))
                .filter(Files::exists)
                .findFirst();
        if (file.isEmpty()) {
            return problem(source, "javadoc:" + type, "names no class with Javadoc");
        }
        return hasJavadoc
                ? "api/" + type.replace('.', '/').replace('$', '.') + ".html"
                // The source has the comments, too.
                : source(file.get(), outer + ".html");
    }

    /** A source or folder of the repository that a page links to becomes a page of this name. */
    private String source(Path file, String name) {
        String path = root.relativize(file).toString();
        String html = fill(
                name,
                path,
                "<h1>%s</h1>\n<pre tabindex=\"0\"><code>%s</code></pre>\n"
                        .formatted(Markdown.escape(path), Markdown.escape(contents(file))));
        String before = files.put(name, html);
        if (before != null && !before.equals(html)) {
            problems.add("two files named %s are linked".formatted(file.getFileName()));
        }
        return name;
    }

    /** The text of a file, or the names in a folder. */
    private static String contents(Path file) {
        if (Files.isRegularFile(file)) {
            return text(file);
        }
        try (Stream<Path> files = Files.list(file)) {
            return files.map(each -> each.getFileName() + "\n").sorted().collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For tests: a page of the text alone. */
    static String html(String markdown) {
        return Markdown.parse(markdown).html(UnaryOperator.identity());
    }
}
