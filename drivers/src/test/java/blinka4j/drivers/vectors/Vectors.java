// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All vectors: those in {@code src/test/resources/vectors}, and those of the folder {@code -Dblinka4j.vectors}. */
final class Vectors {
    private static final Path RESOURCES = Path.of("src/test/resources/vectors");
    private static final Path AMENDMENTS = Path.of("src/test/resources/amendments.json");
    private static final Path DRIVERS = Path.of("src/main/java/blinka4j/drivers");

    /** In order; a vector that is in both folders counts once. */
    private final Set<JsonObject> all = new LinkedHashSet<>();

    private final Amendments amendments = new Amendments(read(AMENDMENTS));
    private final List<String> ported = ported();

    Vectors() throws IOException {
        add(RESOURCES);
        String more = System.getProperty("blinka4j.vectors", "");
        if (!more.isEmpty()) {
            add(Path.of(more));
        }
    }

    private void add(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Json.objects(read(file), "vectors").forEach(vector -> all.add(amendments.amend(vector)));
            }
        }
    }

    private static JsonObject read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** The packages of the drivers. */
    static List<String> ported() throws IOException {
        try (Stream<Path> folders = Files.list(DRIVERS)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    List<JsonObject> all() {
        return List.copyOf(all);
    }

    /** The package of a vector's driver; null if the driver is not ported. */
    String packageOf(JsonObject vector) {
        return Names.packageOf(Json.text(vector, "driver"), ported);
    }

    /** Vectors of the same driver. */
    List<JsonObject> ofDriver(JsonObject vector) {
        String driver = Json.text(vector, "driver");
        return all.stream()
                .filter(each -> Json.text(each, "driver").equals(driver))
                .toList();
    }
}
