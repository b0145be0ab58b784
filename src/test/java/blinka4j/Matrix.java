// SPDX-License-Identifier: MIT
package blinka4j;

import blinka4j.conformance.Feature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The conformance matrix in the README. It comes from the results of the conformance suites in {@code target/conformance}.
 *
 * <p>Run by {@code java -cp target/test-classes blinka4j.Matrix ROOT [check [LEFT-OUT]]}. With {@code check}, exits with 1 if the
 * README has another matrix or a suite failed. LEFT-OUT is a Java that this machine lacks, such as {@code "Java 25"}. Its rows are not
 * checked.
 */
final class Matrix {
    private static final String TABLE = "conformance";

    private static final String NOT_THERE = "–";

    /** The cells of each row, by provider and guest in the order of the first column. */
    private final Map<String, Map<String, Cell>> rows = new TreeMap<>();

    /** The result of a kind, and its unsupported features. */
    private record Cell(String outcome, String lacks) {
        /** A kind fails if one of its tests fails. */
        Cell and(Cell other) {
            return outcome.equals("fail") ? this : other;
        }
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        String leftOut = args.length > 2 ? args[2] : "";
        boolean good = new Matrix(root).print(root.resolve("README.md"), args.length > 1, leftOut, System.out);
        System.exit(good ? 0 : 1);
    }

    Matrix(Path root) throws IOException {
        Path folder = root.resolve("src/test/target/conformance");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] fields = line.split("\t", -1);
                    String row = "%s | %s".formatted(fields[1], fields[0]);
                    rows.computeIfAbsent(row, each -> new TreeMap<>())
                            .merge(fields[2], new Cell(fields[3], fields[4]), Cell::and);
                }
            }
        }
    }

    /** Returns true if the matrix has no failures and, with {@code check}, is equal to the README's. */
    boolean print(Path readme, boolean check, String leftOut, PrintStream out) throws IOException {
        List<String> lines = lines();
        out.println();
        lines.forEach(out::println);
        if (!check) {
            return !failed();
        }
        if (failed() || rows.isEmpty()) {
            out.println("\nThe matrix is not whole: a suite failed or none ran.");
            return false;
        }
        if (!inReadme(readme, leftOut).equals(text())) {
            out.printf(
                    "%nThe matrix in README.md is not up to date. Run %s --matrix, which writes it.%n", Table.COMMAND);
            return false;
        }
        return true;
    }

    private static String inReadme(Path readme, String leftOut) throws IOException {
        return new Table(readme, TABLE)
                .text()
                .lines()
                .filter(line -> leftOut.isEmpty() || !line.contains(", " + leftOut + " |"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /**
     * Writes the matrix into the README, unless a suite failed or some rows have no results. Returns true if it was written.
     */
    boolean write(Path readme) throws IOException {
        Table table = new Table(readme, TABLE);
        List<String> missing = table.text()
                .lines()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.startsWith("| provider |") && !line.startsWith("| ---"))
                .filter(line -> rows.keySet().stream().noneMatch(row -> line.startsWith("| " + row + " | ")))
                .toList();
        if (!missing.isEmpty() || failed()) {
            return false;
        }
        table.write(text());
        return true;
    }

    private boolean failed() {
        return rows.values().stream()
                .flatMap(row -> row.values().stream())
                .anyMatch(cell -> cell.outcome().equals("fail"));
    }

    private String text() {
        return String.join("\n", lines()).strip();
    }

    /**
     * The table with a column for each kind, and below it the numbered reasons.
     */
    private List<String> lines() {
        Set<String> reasons = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>();
        List<Feature> kinds = Stream.of(Feature.kinds())
                .filter(kind -> rows.values().stream().anyMatch(cells -> cells.containsKey(kind.name())))
                .toList();
        lines.add(kinds.stream().map(Feature::label).collect(Collectors.joining(" | ", "| provider | where | ", " |")));
        lines.add("| --- | ---" + " | ---".repeat(kinds.size()) + " |");
        rows.forEach((row, cells) -> lines.add(kinds.stream()
                .map(kind -> cell(cells.get(kind.name()), reasons))
                .collect(Collectors.joining(" | ", "| " + row + " | ", " |"))));
        int number = 0;
        for (String reason : reasons) {
            lines.add((number++ == 0 ? "\n" : "") + number + ". " + reason);
        }
        return String.join("\n", lines).lines().toList();
    }

    private static String cell(Cell cell, Set<String> reasons) {
        if (cell == null) {
            return NOT_THERE;
        }
        if (cell.outcome().equals("not offered")) {
            reasons.add(cell.lacks());
            return "no (" + (List.copyOf(reasons).indexOf(cell.lacks()) + 1) + ")";
        }
        return cell.lacks().isEmpty() ? cell.outcome() : cell.outcome() + ", no " + cell.lacks();
    }
}
