// SPDX-License-Identifier: MIT
package blinka4j.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** The Javadoc of all modules that programs and tests use, in one folder. */
final class Javadoc {
    /** The folders with the sources. Those of the pin constants are made by the build of boards. */
    static final List<String> SOURCES = List.of(
            "api/src/main/java",
            "boards/src/main/java",
            "boards/target/generated-sources/pins",
            "drivers/src/main/java",
            "providers/sim/src/main/java",
            "providers/testing/src/main/java",
            "providers/trace/src/main/java");

    private Javadoc() {}

    static void write(Path root, Path target) throws IOException {
        ToolProvider javadoc = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new IllegalStateException("this Java has no javadoc. Use a JDK, or --no-javadoc."));
        List<String> arguments = new ArrayList<>(List.of(
                "-quiet",
                "-Xdoclint:none",
                "-notimestamp",
                "-encoding",
                "UTF-8",
                "-windowtitle",
                "Blinka4J",
                "-doctitle",
                "Blinka4J",
                "-bottom",
                "<a href=\"../index.html\">Guide</a>",
                "--add-stylesheet",
                root.resolve(Navigation.PAGES).resolve("javadoc.css").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                target.toString()));
        for (String folder : SOURCES) {
            Path sources = root.resolve(folder);
            if (Files.isDirectory(sources)) {
                try (var files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("module-info.java"))
                            .forEach(file -> arguments.add(file.toString()));
                }
            }
        }
        int code = javadoc.run(System.out, System.err, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException("javadoc failed. It says why above.");
        }
    }
}
