// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application server gives each deployment a class loader of its own, and drops it when the application is stopped. */
class ClassLoaderTest {
    /** What is deployed: it opens and closes a simulated board. */
    public static final class Deployed implements Runnable {
        @Override
        public void run() {
            List<Edge> edges = new ArrayList<>();
            SimBoard board = SimBoard.open(Boards.small());
            DigitalInOut pin = new DigitalInOut(board.blinka().pin("D4"));
            pin.onEdge(Edge.BOTH, event -> edges.add(event.edge()));
            board.pin("D4").drive(true);
            assertThat(edges).containsExactly(Edge.RISING);
            pin.close();
            board.close();
        }
    }

    private static WeakReference<ClassLoader> deploy() throws IOException, ReflectiveOperationException {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(new File(entry).toURI().toURL());
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

    @Test
    void aClassLoaderIsFreedWhenAllIsClosed() throws IOException, ReflectiveOperationException {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            loaders.add(deploy());
        }
        await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
            System.gc();
            assertThat(loaders).allSatisfy(loader -> assertThat(loader.get()).isNull());
        });
    }
}
