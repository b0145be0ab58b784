// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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

    /** The device tree's {@code compatible} strings, most specific first; empty where there is no device tree. */
    public List<String> compatible() {
        return strings("/proc/device-tree/compatible");
    }

    /** The device tree's {@code model}, such as {@code Raspberry Pi 4 Model B Rev 1.4}; empty where there is none. */
    public String model() {
        List<String> model = strings("/proc/device-tree/model");
        return model.isEmpty() ? "" : model.get(0);
    }

    /** A device-tree property that is a list of strings; empty where there is none. */
    public List<String> strings(String path) {
        String text = text(path);
        return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    }

    /** The whole text of a file; empty if it is not there or may not be read. */
    public String text(String path) {
        byte[] bytes = bytes(path);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The bytes of a file; null if it is not there or may not be read. */
    public byte @Nullable [] bytes(String path) {
        // Not Files.readAllBytes, which brings the channels of java.nio: a program that starts has no use for them yet.
        try (InputStream stream = new FileInputStream(path(path).toFile())) {
            return stream.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /** The names in a folder, sorted; empty if it is not there or may not be read. */
    public List<String> list(String folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    public boolean exists(String path) {
        return Files.exists(path(path));
    }

    /** Where the absolute {@code path} of that machine is on this one. */
    public Path path(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }
}
