// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operating system says about this machine. Files are read below {@code root}, so that a test can lay out a
 * machine of its own.
 *
 * @param root {@code /}, or a folder that holds {@code proc}, {@code sys}, {@code dev}, {@code etc}
 * @param operatingSystem as in the system property {@code os.name}: {@code Linux}, {@code Mac OS X}, {@code Windows 11}
 * @param environment settings such as {@code BLINKA_PROVIDER}; see {@link #setting}
 */
public record Host(Path root, String operatingSystem, Map<String, String> environment) {
    /** Longer files are not read. The longest that matter, {@code /proc/cpuinfo} and {@code /etc/group}, are far shorter. */
    private static final int LONGEST_FILE = 1 << 20;

    /** The same for what names the machine: a few strings. */
    private static final int LONGEST_NAME = 4096;

    public Host {
        environment = Map.copyOf(environment);
    }

    /** This machine. */
    public static Host local() {
        return new Host(Path.of("/"), System.getProperty("os.name", ""), System.getenv());
    }

    public boolean isLinux() {
        return operatingSystem.startsWith("Linux");
    }

    /**
     * A setting of the user, such as {@code BLINKA_FORCEBOARD}: the system property {@code blinka.forceboard} or else
     * the environment variable. Empty counts as not set.
     *
     * @param name the environment variable's name; the property has small letters and dots
     */
    public Optional<String> setting(String name) {
        String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
        String value = property != null ? property : environment.get(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    /**
     * The device tree's {@code compatible} strings, most specific first; empty where there is no device tree, or where the
     * property is longer than 4 KiB.
     */
    public List<String> compatible() {
        return strings("/proc/device-tree/compatible", LONGEST_NAME);
    }

    /**
     * The device tree's {@code model}, such as {@code Raspberry Pi 4 Model B Rev 1.4}; empty where there is none, or where
     * the property is longer than 4 KiB.
     */
    public String model() {
        List<String> model = strings("/proc/device-tree/model", LONGEST_NAME);
        return model.isEmpty() ? "" : model.get(0);
    }

    /** A device-tree property that is a list of strings; empty where there is none. */
    public List<String> strings(String path) {
        return strings(path, LONGEST_FILE);
    }

    private List<String> strings(String path, int longest) {
        byte[] bytes = bytes(path, longest);
        return bytes == null || bytes.length == 0
                ? List.of()
                : List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    }

    /** The whole text of a file; empty where {@link #bytes} is null. Bytes that are no UTF-8 become {@code U+FFFD}. */
    public String text(String path) {
        byte[] bytes = bytes(path);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a file; null if there is none of that name, if it may not be read, if it is longer than 1 MiB, or if it
     * is no regular file: reading from a FIFO or a device can block for ever.
     */
    public byte @Nullable [] bytes(String path) {
        return bytes(path, LONGEST_FILE);
    }

    private byte @Nullable [] bytes(String path, int longest) {
        // Not java.nio.file.Files, which brings its channels: a program that starts has no use for them yet.
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

    /** The names in a folder, sorted; empty if it is not there, is no folder, or may not be read. */
    public List<String> list(String folder) {
        List<String> names = new ArrayList<>();
        try {
            Path path = path(folder);
            // Java opens what it lists, and opening a FIFO blocks.
            if (!Files.isDirectory(path)) {
                return List.of();
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    names.add(String.valueOf(entry.getFileName()));
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /** Whether there is a file, folder or device of that name; false if the name cannot be one, as with a NUL in it. */
    public boolean exists(String path) {
        try {
            return Files.exists(path(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Where the absolute {@code path} of that machine is on this one.
     *
     * @throws InvalidPathException if it cannot be a path, as with a NUL in it
     */
    public Path path(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }
}
