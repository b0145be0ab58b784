// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import blinka4j.provider.Provider.Probe;
import blinka4j.provider.UartPort;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

// A loader of plugins is in force while it is open; nothing more is asked of it.
@SuppressWarnings("try")
class Pi4JProviderTest {
    private static final String MOCK = "com.pi4j.plugin.mock.MockPlugin";
    private static final Host LINUX = new Host(Path.of("/"), "Linux", Map.of());

    private final Provider provider = new Pi4JProvider();

    /** In the place of the mock plugin's own, which Pi4J's lines 3 and 4 have each another of. */
    public static final class SomeMockPlugin implements com.pi4j.extension.Plugin {
        static int made;

        public SomeMockPlugin() {
            made++;
        }

        @Override
        public void initialize(com.pi4j.extension.PluginService service) {
            throw new AssertionError("not for a probe");
        }
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(Provider.class))
                .extracting(Provider::name)
                .containsExactly("pi4j");
    }

    @Test
    void itRanksBelowTheRawDevices() {
        try (var loader = new PluginLoader(FakePlugin.class.getName())) {
            assertThat(provider.probe(LINUX)).isEqualTo(new Probe.Usable(100));
        }
    }

    @Test
    void aProbeMakesNoPlugin() {
        SomeMockPlugin.made = 0;
        try (var loader = new PluginLoader(SomeMockPlugin.class.getName())) {
            assertThat(reason(LINUX)).contains("mock");
        }
        assertThat(SomeMockPlugin.made).isZero();
    }

    @Test
    void theErrorForAMissingPluginSaysWhichToAdd() {
        try (var loader = new PluginLoader()) {
            assertThat(reason(LINUX))
                    .contains("class path", "pi4j-plugin-linuxfs", "pi4j-plugin-gpiod", "pi4j-plugin-ffm");
        }
    }

    @Test
    void aMockIsNotAPluginUnlessTheUserWantsIt() {
        try (var loader = new PluginLoader(SomeMockPlugin.class.getName())) {
            assertThat(reason(LINUX)).contains("mock", "BLINKA_PI4J_MOCK=1");
            assertThat(provider.probe(new Host(Path.of("/"), "Linux", Map.of("BLINKA_PI4J_MOCK", "1"))))
                    .isEqualTo(new Probe.Usable(100));
        }
    }

    @Test
    void aPluginForANewerJavaIsSkippedWithTheJavaItNeeds() {
        String plugin = FakePlugin.class.getName();
        try (var loader = new PluginLoader(plugin).compiledFor(plugin, 99)) {
            assertThat(reason(LINUX))
                    .contains(
                            "needs Java 99", "this is Java " + Runtime.version().feature(), "2.8.0", "3.0.4", "4.0.2");
        }
    }

    @Test
    void aPluginThatCannotBeFoundIsNamed() {
        try (var loader = new PluginLoader("no.such.Plugin")) {
            assertThat(reason(LINUX)).contains("no.such.Plugin");
        }
    }

    @Test
    void oneBrokenPluginDoesNotHideAnother() {
        try (var loader = new PluginLoader("no.such.Plugin", FakePlugin.class.getName())) {
            assertThat(provider.probe(LINUX)).isEqualTo(new Probe.Usable(100));
        }
    }

    @Test
    void otherSystemsAreToldOfTheSimulator() {
        assertThat(reason(new Host(Path.of("/"), "Mac OS X", Map.of()))).contains("Mac OS X", "sim");
    }

    @Test
    void aUartIsRefusedWithAnExplanation() {
        assertThatThrownBy(() -> provider.openUart(
                        new Uart("/dev/ttyS0", null, null, ""), Mockito.mock(UartPort.Settings.class)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/ttyS0", "serial port", "BLINKA_PROVIDER=linux");
    }

    @Test
    void pi4JsOwnMockIsRecognized() {
        assertThat(Plugins.isMock(MOCK)).isTrue();
    }

    private String reason(Host host) {
        return ((Probe.Skipped) provider.probe(host)).reason();
    }
}
