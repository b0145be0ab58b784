// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This machine, as the operating system describes it. A test can lay out another machine in a folder.
 *
 * <p>All paths are absolute paths of that machine, such as {@code /proc/cpuinfo}.
 */
public final class Host {
    /** Longer files are not read. The longest ones of interest, {@code /proc/cpuinfo} and {@code /etc/group}, are far shorter. */
    private static final int LONGEST_FILE = 1 << 20;

    /** Longer names of the machine are not read. They are a few strings. */
    private static final int LONGEST_NAME = 4096;

    private final Path root;
    private final String operatingSystem;
    private final Map<String, String> environment;

    /**
     * @param root {@code /}, or a folder with {@code proc}, {@code sys}, {@code dev} and {@code etc}
     * @param operatingSystem as in the system property {@code os.name}: {@code Linux}, {@code Mac OS X}, {@code Windows 11}
     * @param environment the environment variables, which are copied; see {@link #setting}
     */
    public Host(Path root, String operatingSystem, Map<String, String> environment) {
        this.root = root;
        this.operatingSystem = operatingSystem;
        this.environment = Map.copyOf(environment);
    }

    /** This machine. */
    public static Host local() {
        return new Host(Path.of("/"), System.getProperty("os.name", ""), System.getenv());
    }

    public String operatingSystem() {
        return operatingSystem;
    }

    public boolean isLinux() {
        return operatingSystem.startsWith("Linux");
    }

    /**
     * Returns a setting of the user, such as {@code BLINKA_FORCEBOARD}: the system property {@code blinka.forceboard},
     * otherwise the environment variable. A blank value counts as not set.
     *
     * @param name the name of the environment variable; the property's name has lower-case letters and dots
     */
    public Optional<String> setting(String name) {
        String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
        String value = property != null ? property : environment.get(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    /**
     * Returns the device tree's {@code compatible} strings, most specific first; empty if there is no device tree, or if the
     * property is longer than 4 KiB.
     */
    public List<String> compatible() {
        return strings("/proc/device-tree/compatible", LONGEST_NAME);
    }

    /**
     * Returns the device tree's {@code model}, such as {@code Raspberry Pi 4 Model B Rev 1.4}; empty if there is none, or if
     * the property is longer than 4 KiB.
     */
    public String model() {
        List<String> model = strings("/proc/device-tree/model", LONGEST_NAME);
        return model.isEmpty() ? "" : model.get(0);
    }

    /** Returns a device-tree property that is a list of strings; empty if there is no such property. */
    public List<String> strings(String path) {
        return strings(path, LONGEST_FILE);
    }

    private List<String> strings(String path, int longest) {
        byte[] bytes = bytes(path, longest);
        return bytes == null || bytes.length == 0
                ? List.of()
                : List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    }

    /** Returns the text of a file; empty if {@link #bytes} returns null. Bytes that are not UTF-8 become {@code U+FFFD}. */
    public String text(String path) {
        byte[] bytes = bytes(path);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Returns the bytes of a file; null if it does not exist, cannot be read, is longer than 1 MiB, or is not a regular
     * file: reading from a FIFO or a device can block for ever.
     */
    public byte @Nullable [] bytes(String path) {
        return bytes(path, LONGEST_FILE);
    }

    private byte @Nullable [] bytes(String path, int longest) {
        // Not java.nio.file.Files: it loads classes that a program needs for nothing else, and makes its start slower.
        try {
            File file = path(path).toFile();
            if (!file.isFile()) {
                return null;
            }
            try (InputStream stream = new FileInputStream(file)) {
                byte[] bytes = stream.readNBytes(longest + 1);
                return bytes.length > longest ? null : bytes;
            }
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** Returns the names in a folder, sorted; empty if it does not exist, is not a folder, or cannot be read. */
    public List<String> list(String folder) {
        try {
            String[] names = path(folder).toFile().list();
            if (names == null) {
                return List.of();
            }
            Arrays.sort(names);
            return List.of(names);
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    /** True if a file, folder or device of this name exists; false if no file can have this name, as with a NUL in it. */
    public boolean exists(String path) {
        try {
            return Files.exists(path(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Returns the file of the machine that {@code path} names, below the machine's root.
     *
     * @throws InvalidPathException if no file can have this name, as with a NUL in it
     */
    public Path path(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }
}
