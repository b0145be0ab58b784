// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A machine laid out in a folder, and Pi4J with {@link FakePlugin} on it. */
final class Fixture implements AutoCloseable {
    final Path root;
    final Host host;
    final Contexts contexts = new Contexts(false);
    private final PluginLoader loader;

    /** @param prefix what the ids of the plugin's providers begin with */
    Fixture(Path root, String prefix) {
        this.root = root;
        host = new Host(root, "Linux", Map.of());
        loader = new PluginLoader(FakePlugin.class.getName());
        FakePlugin.reset(prefix);
    }

    Fixture file(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Fixture folder(String path) {
        try {
            Files.createDirectories(root.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Fixture link(String path, String target) {
        try {
            Path link = root.resolve(path);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, link.getParent().relativize(root.resolve(target)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A controller with its label, as a Raspberry Pi shows it. */
    Fixture gpioChip(int number, String device, String label) {
        folder("sys/devices/platform/soc/%s/gpiochip%s".formatted(device, number));
        file("sys/devices/platform/soc/%s/gpio/gpiochip%s/label".formatted(device, 512 + 32 * number), label + "\n");
        file("dev/gpiochip" + number, "");
        return link(
                "sys/bus/gpio/devices/gpiochip" + number,
                "sys/devices/platform/soc/%s/gpiochip%s".formatted(device, number));
    }

    Fixture raspberryPi() {
        file("proc/device-tree/compatible", "raspberrypi,4-model-b\0brcm,bcm2711\0");
        return gpioChip(0, "fe200000.gpio", "pinctrl-bcm2711");
    }

    /** The plugin's notes since the last call. */
    static List<String> log() {
        List<String> log = List.copyOf(FakePlugin.LOG);
        FakePlugin.LOG.clear();
        return log;
    }

    @Override
    public void close() {
        loader.close();
        assertThat(FakePlugin.CONTEXTS).as("contexts that are shut down").allMatch(context -> context.isShutdown());
    }
}
