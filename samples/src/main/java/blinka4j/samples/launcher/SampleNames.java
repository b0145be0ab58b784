// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Part of the build: lists the classes of the package {@code blinka4j.samples} where {@link java.util.ServiceLoader} looks. */
final class SampleNames {
    private SampleNames() {}

    /** @param args the folder of the compiled classes */
    public static void main(String[] args) throws IOException {
        Path classes = Path.of(args[0]);
        Path list = classes.resolve("META-INF/services/blinka4j.samples.launcher.Sample");
        Files.createDirectories(list.getParent());
        Files.write(list, in(classes));
    }

    private static List<String> in(Path classes) throws IOException {
        try (Stream<Path> files = Files.list(classes.resolve("blinka4j/samples"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("[A-Za-z0-9]+\\.class"))
                    .map(file -> "blinka4j.samples." + file.replace(".class", ""))
                    .sorted()
                    .toList();
        }
    }
}
