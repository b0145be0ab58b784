// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.testing.FaultRig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The rigs of all drivers: one class each in this package, with a method {@code static List<FaultRig> all(Random random)}. */
final class Rigs {
    static final Path FOLDER = Path.of("src/test/java/blinka4j/drivers/faults");

    private Rigs() {}

    /** The names of the classes. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith("Rig"))
                    .sorted()
                    .toList();
        }
    }

    static List<FaultRig> of(String name, Random random) throws ReflectiveOperationException {
        Method all = Class.forName(Rigs.class.getPackageName() + "." + name).getDeclaredMethod("all", Random.class);
        return ((List<?>) all.invoke(null, random))
                .stream().map(FaultRig.class::cast).toList();
    }
}
