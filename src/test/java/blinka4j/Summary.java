// SPDX-License-Identifier: MIT
package blinka4j;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The closing summary of {@code src/test/run}, from the JUnit reports of all modules: the passed, failed and skipped tests. A test
 * class without a report is a failure, and so is a report from another Java. A test that did not run must not look as if it had passed.
 *
 * <p>Run as a single source file: {@code java Summary.java ROOT RUN=JAVA...}. RUN is the name of the folder of reports below each
 * module's {@code target}. JAVA is the required version, or the reason why the run was skipped. {@code RUN@MODULE} is a run of one
 * module's tests. {@code RUN='17 tr_TR'} also requires this locale. {@code only=CLASS,...} as the first argument lists the selected
 * test classes.
 */
final class Summary {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

    private static final String ONLY = "only=";
    private static final int SLOWEST = 15;

    private final Path root;
    private final PrintStream out;
    private final List<String> failed = new ArrayList<>();
    /** Seconds by test class and run. */
    private final Map<String, Double> seconds = new TreeMap<>();
    /** The selected classes; empty for all. */
    private final Set<String> only = new TreeSet<>();

    private final TreeMap<String, Integer> skipped = new TreeMap<>();
    private int passes;
    private int failures;
    private int skips;

    Summary(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        boolean good =
                new Summary(Path.of(args[0]), System.out).print(List.of(args).subList(1, args.length));
        System.exit(good ? 0 : 1);
    }

    /**
     * Prints the summary.
     *
     * @return true if there were tests and none failed
     */
    boolean print(List<String> runs) throws IOException {
        out.println();
        for (String run : runs) {
            if (run.startsWith(ONLY)) {
                only.addAll(List.of(run.substring(ONLY.length()).split(",")));
                continue;
            }
            String what = run.substring(0, run.indexOf('='));
            String java = run.substring(what.length() + 1);
            int at = what.indexOf('@');
            String folder = at < 0 ? what : what.substring(0, at);
            String name = folder.startsWith("failsafe") ? "lab" : "unit tests";
            if (at >= 0) {
                name += " of %s (%s)".formatted(what.substring(at + 1), folder);
            }
            if (java.matches("\\d+( \\w+)?")) {
                Path module = root.resolve(what.substring(at + 1));
                count(
                        folder,
                        at < 0 ? modules() : List.of(module),
                        name + ", Java " + java.replace(" ", ", "),
                        List.of(java.split(" ")));
            } else {
                out.printf("%s: not run: %s%n", folder.endsWith("-25") ? name + ", Java 25" : name, java);
            }
        }
        if (!skipped.isEmpty()) {
            out.println("\nSkipped:");
            skipped.forEach((test, times) -> out.println("  " + test + (times > 1 ? " (" + times + " times)" : "")));
        }
        if (!failed.isEmpty()) {
            out.println("\nFailed:");
            failed.forEach(test -> out.println("  " + test));
        }
        printSlowest();
        out.printf("%n%s passed, %s failed, %s skipped%n", passes, failures, skips);
        return failures == 0 && passes > 0;
    }

    private void printSlowest() {
        if (!seconds.isEmpty()) {
            out.println("\nSlowest test classes:");
        }
        seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(SLOWEST)
                .forEach(each -> out.printf(Locale.ROOT, "%7.1f s  %s%n", each.getValue(), each.getKey()));
    }

    private void count(String folder, List<Path> modules, String run, List<String> expected) throws IOException {
        int passesBefore = passes;
        int failuresBefore = failures;
        int skipsBefore = skips;
        for (Path module : modules) {
            Set<String> reported = new TreeSet<>();
            for (Path report : reports(module.resolve("target").resolve(folder))) {
                read(report, run, expected, reported);
            }
            for (String test : tests(module, folder.startsWith("failsafe") ? "IT.java" : "Test.java")) {
                if ((only.isEmpty() || only.contains(test))
                        && reported.stream().noneMatch(name -> name.equals(test) || name.startsWith(test + "$"))) {
                    fail(run, test + ": no report, it did not run");
                }
            }
        }
        out.printf(
                "%s: %s passed, %s failed, %s skipped%n",
                run, passes - passesBefore, failures - failuresBefore, skips - skipsBefore);
    }

    /** @param expected the version of Java and, if it matters, the locale */
    private void read(Path report, String run, List<String> expected, Set<String> reported) throws IOException {
        Element suite;
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            // Throws; the parser's own handler also prints.
            builder.setErrorHandler(new DefaultHandler());
            suite = builder.parse(report.toFile()).getDocumentElement();
        } catch (SAXException e) {
            fail(run, report + " cannot be read: " + e.getMessage());
            return;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        String java = property(suite, "java.specification.version");
        if (!java.equals(expected.get(0))) {
            fail(run, report + " comes from Java " + java);
        }
        String locale = property(suite, "user.language") + "_" + property(suite, "user.country");
        if (expected.size() > 1 && !locale.equals(expected.get(1))) {
            fail(run, report + " comes from the locale " + locale);
        }
        time(suite, run);
        for (Element test : elements(suite, "testcase")) {
            reported.add(test.getAttribute("classname"));
            String name = test.getAttribute("classname") + "." + test.getAttribute("name");
            Element reason;
            if ((reason = child(test, "failure")) != null || (reason = child(test, "error")) != null) {
                String message = reason.getAttribute("message");
                fail(run, name + ": " + (message.isBlank() ? reason.getAttribute("type") : oneLine(message)));
            } else if ((reason = child(test, "skipped")) != null) {
                skips++;
                skipped.merge(name + ": " + whySkipped(reason), 1, Integer::sum);
            } else {
                passes++;
            }
        }
    }

    /** A nested class counts as its outer class. */
    private void time(Element suite, String run) {
        String time = suite.getAttribute("time").replace(",", "");
        if (!time.isEmpty()) {
            String test = suite.getAttribute("name").replaceFirst("\\$.*", "");
            seconds.merge(test + " (" + run + ")", Double.valueOf(time), Double::sum);
        }
    }

    private static String property(Element suite, String name) {
        return elements(suite, "property").stream()
                .filter(property -> property.getAttribute("name").equals(name))
                .map(property -> property.getAttribute("value"))
                .findFirst()
                .orElse("");
    }

    /** The reason is the message of a disabled test, or the exception's text of a failed assumption. */
    private static String whySkipped(Element skipped) {
        String message = skipped.getAttribute("message");
        if (message.isBlank()) {
            String trace = skipped.getTextContent().strip();
            message = trace.replaceFirst("^[\\w.$]+: ", "").replaceFirst("(?s)\\n\\tat .*", "");
        }
        return message.isBlank() ? "no reason given" : oneLine(message);
    }

    private void fail(String run, String what) {
        failures++;
        failed.add(what + " (" + run + ")");
    }

    private static String oneLine(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    /** The folders of all modules, including the root. */
    private List<Path> modules() throws IOException {
        return files(root, "pom.xml").stream().map(Path::getParent).toList();
    }

    private static List<Path> reports(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    /** The names of a module's test classes, without those of modules below it. */
    private List<String> tests(Path module, String ending) throws IOException {
        List<Path> others = new ArrayList<>(modules());
        others.removeIf(other -> other.equals(module) || !other.startsWith(module));
        List<String> tests = new ArrayList<>();
        for (Path file : files(module, ending)) {
            String name = file.getFileName().toString().replace(".java", "");
            String source = Files.readString(file);
            boolean isTest = !Pattern.compile("\\b(abstract class|interface) " + name + "\\b")
                    .matcher(source)
                    .find();
            Matcher in = PACKAGE.matcher(source);
            // A sample may have such a name too, as its original: bme280_simpletest.
            boolean isMain = module.relativize(file).startsWith("src/main");
            if (isTest && !isMain && in.find() && others.stream().noneMatch(file::startsWith)) {
                tests.add(in.group(1) + "." + name);
            }
        }
        return tests;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name =
                        folder.getFileName() == null ? "" : folder.getFileName().toString();
                return name.equals("target") || name.equals(".git")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().endsWith(ending)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    private static List<Element> elements(Element of, String name) {
        List<Element> elements = new ArrayList<>();
        var nodes = of.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Element child(Element of, String name) {
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }
}
