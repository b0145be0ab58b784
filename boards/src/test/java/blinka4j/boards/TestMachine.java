// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A machine whose files are laid out in a folder. */
final class TestMachine {
    private final Path root;
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/ada"));
    private String operatingSystem = "Linux";

    TestMachine(Path root) {
        this.root = root;
    }

    TestMachine operatingSystem(String name) {
        operatingSystem = name;
        return this;
    }

    TestMachine environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    TestMachine file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    TestMachine file(String path, byte[] bytes) {
        try {
            Path file = root.resolve(path.substring(1));
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestMachine compatible(String... names) {
        return file("/proc/device-tree/compatible", String.join("\0", names) + "\0");
    }

    TestMachine model(String model) {
        return file("/proc/device-tree/model", model + "\0");
    }

    /** The revision as the kernels of Raspberry Pi OS print it. */
    TestMachine revision(String code) {
        return file(
                "/proc/cpuinfo", "processor\t: 0\n\nHardware\t: BCM2835\nRevision\t: " + code + "\nSerial\t\t: 0\n");
    }

    Host host() {
        return new Host(root, operatingSystem, environment);
    }
}
