// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Host;
import blinka4j.provider.PwmPort;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application server gives each application a class loader, and drops it when the application is stopped. */
class ClassLoaderTest {
    @TempDir
    private Path root;

    /** The application. It uses and closes everything that makes native calls or has threads. */
    public static final class Deployed implements Runnable {
        @Override
        public void run() {
            SystemCalls sys = Libc.load();
            Path root = Path.of(Objects.requireNonNull(System.getProperty("blinka4j.test.root")));
            Host host = new Host(root, "Linux", Map.of());
            try (PwmPort port = LinuxPwm.open(sys, host, new PwmChannel("/sys/class/pwm/pwmchip0", 0, null, ""))) {
                port.set(1000, 500);
            }
            int file = sys.open(root.resolve("memory").toString(), SystemCalls.O_RDWR);
            long address = sys.map(file, 0, 4096);
            assertThat(address).isPositive();
            assertThat(sys.unmap(address, 4096)).isZero();
            sys.close(file);
            int line = sys.eventfd();
            EdgeReader reader = new EdgeReader(sys);
            reader.remove(reader.add(line, "a line", new int[1], 0, (index, rising, timestamp, sequence) -> {}), true);
            sys.close(line);
            // The class is bound again.
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("blinka4j")));
            assertThat(sys.eventfd()).satisfies(sys::close);
        }
    }

    private static WeakReference<ClassLoader> deploy() throws IOException, ReflectiveOperationException {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(url(entry));
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Class<?> deployed = loader.loadClass(Deployed.class.getName());
            assertThat(deployed).isNotEqualTo(Deployed.class);
            ((Runnable) deployed.getConstructor().newInstance()).run();
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url(String entry) throws MalformedURLException {
        return new File(entry).toURI().toURL();
    }

    @Test
    void aClassLoaderIsFreedWhenAllIsClosed() throws IOException, ReflectiveOperationException {
        Path channel = Files.createDirectories(root.resolve("sys/class/pwm/pwmchip0/pwm0"));
        for (String attribute : List.of("period", "duty_cycle", "enable")) {
            Files.writeString(channel.resolve(attribute), "0\n");
        }
        Files.writeString(channel.resolve("polarity"), "normal\n");
        Files.writeString(channel.resolveSibling("export"), "");
        Files.writeString(channel.resolveSibling("unexport"), "");
        Files.write(root.resolve("memory"), new byte[4096]);
        System.setProperty("blinka4j.test.root", root.toString());
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                loaders.add(deploy());
            }
        } finally {
            System.clearProperty("blinka4j.test.root");
        }
        // JNA's own thread waits for 30 s before it ends.
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    System.gc();
                    assertThat(loaders)
                            .allSatisfy(loader -> assertThat(loader.get()).isNull());
                });
    }
}
