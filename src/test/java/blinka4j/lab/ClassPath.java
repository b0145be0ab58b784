// SPDX-License-Identifier: MIT
package blinka4j.lab;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This virtual machine's class path. */
final class ClassPath {
    private ClassPath() {}

    /** Returns the entries, jars and folders, whose name contains one of the words. */
    static List<Path> matching(String... words) {
        List<Path> matching = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(path -> Files.exists(path) && matches(path, words))
                .toList();
        if (matching.isEmpty()) {
            throw new IllegalArgumentException("no entry of the class path contains any of " + List.of(words));
        }
        return matching;
    }

    /** Returns whether the name of an entry contains one of the words. */
    static boolean matches(Path path, String... words) {
        return Stream.of(words).anyMatch(name(path)::contains);
    }

    /**
     * Returns the part of a path that identifies it: the name of a jar; for a folder also the name of the module, as in {@code
     * linux/target/classes}. The folder of the project or of the repository does not matter.
     */
    private static String name(Path path) {
        int count = path.getNameCount();
        int from = Files.isDirectory(path) ? Math.max(0, count - 3) : count - 1;
        return path.subpath(from, count).toString();
    }
}
