// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import blinka4j.NotAvailableException;
import blinka4j.pi4j.Contexts.Kind;
import com.pi4j.io.spi.Spi;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// A loader of plugins is in force while it is open; nothing more is asked of it.
@SuppressWarnings("try")
class ContextsTest {
    private static final String MOCK = "com.pi4j.plugin.mock.MockPlugin";

    @TempDir
    private Path root;

    @Test
    void portsOfOneBusShareAContextWhichTheLastShutsDown() {
        try (var fixture = new Fixture(root, "fake")) {
            Contexts.Lease first = fixture.contexts.open(Kind.I2C, 1);
            Contexts.Lease second = fixture.contexts.open(Kind.I2C, 1);
            Contexts.Lease other = fixture.contexts.open(Kind.I2C, 2);

            assertThat(first.context()).isSameAs(second.context()).isNotSameAs(other.context());
            first.close();
            first.close();
            assertThat(second.context().isShutdown()).isFalse();
            second.close();
            assertThat(second.context().isShutdown()).isTrue();
            assertThat(other.context().isShutdown()).isFalse();
            other.close();
        }
    }

    /** The shutdown of any context closes the controller that gpiod has opened for all. */
    @Test
    void withGpiodNoContextIsShutDownWhileGpioIsUsed() {
        try (var fixture = new Fixture(root, "gpiod")) {
            Contexts.Lease gpio = fixture.contexts.open(Kind.GPIO, 0);
            Contexts.Lease i2c = fixture.contexts.open(Kind.I2C, 1);
            Contexts.Lease spi = fixture.contexts.open(Kind.SPI, 0);

            i2c.close();
            assertThat(i2c.context().isShutdown()).isFalse();
            gpio.close();
            assertThat(gpio.context().isShutdown()).isTrue();
            assertThat(i2c.context().isShutdown()).isTrue();
            assertThat(spi.context().isShutdown()).isFalse();
            spi.close();
        }
    }

    @Test
    void withPigpioNoContextIsShutDownWhileAnyIsUsed() {
        try (var fixture = new Fixture(root, "pigpio")) {
            Contexts.Lease gpio = fixture.contexts.open(Kind.GPIO, 0);
            Contexts.Lease spi = fixture.contexts.open(Kind.SPI, 0);

            gpio.close();
            assertThat(gpio.context().isShutdown()).isFalse();
            spi.close();
            assertThat(gpio.context().isShutdown()).isTrue();
        }
    }

    @Test
    void withoutAPluginForItTheMessageNamesThoseToAdd() {
        try (var loader = new PluginLoader()) {
            assertThatThrownBy(() -> new Contexts(false).open(Kind.GPIO, 0))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("no provider for GPIO", "com.pi4j:pi4j-plugin-gpiod", "pi4j-plugin-ffm");
        }
    }

    @Test
    void theMockIsNotUsedSilently() {
        assumeMock();
        try (var loader = new PluginLoader(MOCK)) {
            assertThatThrownBy(() -> new Contexts(false).open(Kind.I2C, 1))
                    .isInstanceOf(NotAvailableException.class)
                    // On a Raspberry Pi, Pi4J itself leaves it out.
                    .hasMessageMatching(
                            "Pi4J (would use its mock for I2C .*BLINKA_PI4J_MOCK=1|has no provider for I2C).*");
        }
    }

    @Test
    void theMockIsTakenIfTheUserWantsIt() {
        assumeMock();
        try (var loader = new PluginLoader(MOCK);
                var lease = new Contexts(true).open(Kind.SPI, 0)) {
            assertThat(lease.provider()).contains("mock");
            Spi spi = lease.context()
                    .create(Spi.newConfigBuilder(lease.context())
                            .id(lease.freshId())
                            .channel(0)
                            .build());
            // What Pi4JSpi relies on: a transfer that went well returns anything but a number below 0.
            assertThat(spi.transfer(new byte[2], 0, new byte[2], 0, 2)).isNotNegative();
        }
    }

    @Test
    void noThreadOfPi4JOutlivesTheLastPort() {
        try (var fixture = new Fixture(root, "fake")) {
            Contexts.Lease lease = fixture.contexts.open(Kind.GPIO, 0);
            lease.context().submitTask(() -> {});
            assertThat(threads()).anyMatch(name -> name.startsWith("Pi4J"));
            lease.close();
            await().until(() -> threads().stream().noneMatch(name -> name.startsWith("Pi4J")));
        }
    }

    /** As gpiod's inputs do, a task runs on for as long as the context is there, on a thread that is no daemon. */
    @Test
    void aProgramThatForgetsToCloseStillEnds() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Forgetful.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("out").toFile())
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(root.resolve("out")).hasContent("running");
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }

    static final class Forgetful {
        public static void main(String[] args) throws InterruptedException {
            var loader = new PluginLoader(FakePlugin.class.getName());
            var begun = new CountDownLatch(1);
            new Contexts(false).open(Kind.GPIO, 0).context().submitTask(() -> {
                begun.countDown();
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            begun.await();
            System.out.println("running");
            loader.close();
        }
    }

    private static java.util.List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private static void assumeMock() {
        assumeThat(ContextsTest.class.getResource("/com/pi4j/plugin/mock/MockPlugin.class"))
                .as("the mock plugin of the line of Pi4J that this runs on")
                .isNotNull();
    }
}
