// SPDX-License-Identifier: MIT
package blinka4j.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands for each name of CircuitPython's core modules, from {@code src/data/core-modules.tsv}. */
final class CoreModules {
    /**
     * A name of CircuitPython.
     *
     * @param name such as {@code busio.I2C.scan}, or a module, such as {@code displayio}
     * @param members the Java types and members that stand for it, such as {@code blinka4j.busio.I2C#scan}; empty if there is none
     * @param note in Markdown; what to use instead where there is no member
     */
    record Row(String name, List<String> members, String note) {
        String module() {
            return name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
        }
    }

    private static final Path DATA = Path.of("samples/site/src/data");

    private CoreModules() {}

    /** CircuitPython's names, as the script {@code src/data/names} lists them. */
    static List<String> names(Path root) {
        return lines(root, "circuitpython.txt");
    }

    static List<Row> rows(Path root) {
        return lines(root, "core-modules.tsv").stream()
                .map(line -> line.split("\t", -1))
                .map(columns -> new Row(
                        columns[0],
                        columns.length < 2 || columns[1].isEmpty() ? List.of() : List.of(columns[1].split(" ")),
                        columns.length < 3 ? "" : columns[2]))
                .toList();
    }

    private static List<String> lines(Path root, String file) {
        return Site.text(root.resolve(DATA).resolve(file))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    /** One table for each module, and one for the modules of which nothing is here. */
    static String markdown(Path root) {
        Map<String, List<Row>> modules = new TreeMap<>();
        List<Row> missing = new ArrayList<>();
        for (Row row : rows(root)) {
            if (row.name().contains(".")) {
                modules.computeIfAbsent(row.module(), module -> new ArrayList<>())
                        .add(row);
            } else {
                missing.add(row);
            }
        }
        StringBuilder text = new StringBuilder();
        modules.forEach((module, rows) -> {
            text.append("## `%s`\n\n| CircuitPython | Java | note |\n| --- | --- | --- |\n".formatted(module));
            rows.forEach(row -> text.append("| `%s` | %s | %s |\n"
                    .formatted(
                            row.name().substring(module.length() + 1),
                            row.members().isEmpty()
                                    ? "–"
                                    : String.join(
                                            ", ",
                                            row.members().stream()
                                                    .map(CoreModules::link)
                                                    .toList()),
                            row.note())));
            text.append('\n');
        });
        text.append("## Modules without a counterpart\n\n| CircuitPython | instead |\n| --- | --- |\n");
        missing.forEach(row -> text.append("| `%s` | %s |\n".formatted(row.name(), row.note())));
        return text.toString();
    }

    /** A link to the Javadoc, or the bare name of a class of the JDK. */
    private static String link(String member) {
        String type = member.replaceFirst("#.*", "");
        String name = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
        String shown = "`"
                + (member.contains("#") ? name + member.substring(type.length()).replace('#', '.') : name) + "`";
        return type.startsWith("blinka4j.") ? "[%s](javadoc:%s)".formatted(shown, type) : shown;
    }
}
