// SPDX-License-Identifier: MIT
package blinka4j;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where CircuitPython's drivers are wrong: the lines of {@code src/test/differential/drivers.txt} with the fault "original". */
final class DifferenceTable {
    private DifferenceTable() {}

    /** @param root the project's root */
    static String text(Path root) throws IOException {
        List<String> rows = new ArrayList<>();
        rows.add("| driver | what | in CircuitPython's driver | decided by |");
        rows.add("| --- | --- | --- | --- |");
        String driver = "";
        for (String line : Files.readAllLines(root.resolve("src/test/differential/drivers.txt"))) {
            String[] parts = line.strip().split(" \\| ");
            if (!line.isBlank() && !line.startsWith(" ") && !line.startsWith("#")) {
                driver = line;
            } else if (parts.length == 4 && parts[1].equals("original")) {
                rows.add("| %s | %s | %s | %s |".formatted(driver, labels(parts[0]), parts[2], parts[3]));
            }
        }
        return String.join("\n", rows);
    }

    /** The labels of a line: {@code known temperature high_limit= when value < 0}. */
    private static String labels(String head) {
        String[] words = head.replaceFirst(" when .*", "").split("\\s+");
        return List.of(words).stream()
                .skip(1)
                .map(label -> label.equals("*") ? "all" : "`%s`".formatted(label.replaceFirst("=$", " = …")))
                .collect(joining(", "));
    }
}
