// SPDX-License-Identifier: MIT
package blinka4j.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.fake.FakeClock;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry;
import blinka4j.provider.Clock;
import blinka4j.provider.Host;
import blinka4j.provider.Provider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which clock is that of a program that has not used a board yet. */
class CurrentClockTest {
    private static final Clock SIMULATED = new FakeClock();

    private static int searches;

    @TempDir
    private Path jar;

    private ClassLoader loader;

    public record Simulator() implements Provider {
        @Override
        public String name() {
            return "sim";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(1);
        }

        @Override
        public Clock clock() {
            return SIMULATED;
        }
    }

    public record Registry() implements BoardRegistry {
        @Override
        public Detected detect(Host host) {
            searches++;
            return new Detected(board("PI"), "a test says so");
        }

        @Override
        public BoardDefinition board(String id) {
            return new BoardDefinition(id, id, Map.of(), List.of(), List.of(), List.of(), List.of(), null);
        }

        @Override
        public List<String> ids() {
            return List.of("PI");
        }
    }

    @BeforeEach
    void layOutTheClassPath() throws IOException {
        register(Provider.class, Simulator.class);
        register(BoardRegistry.class, Registry.class);
        loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, Provider.class.getClassLoader());
        searches = 0;
        CurrentBoard.use(null);
    }

    @AfterEach
    void forgetTheBoard() {
        CurrentBoard.use(null);
    }

    private void register(Class<?> type, Class<?> service) throws IOException {
        Files.writeString(
                Files.createDirectories(jar.resolve("META-INF/services")).resolve(type.getName()), service.getName());
    }

    private static Host host(Map<String, String> environment) {
        return new Host(Path.of("/nowhere"), "Linux", environment);
    }

    @Test
    void waitingSearchesForNoBoardWhereTheUserHasNotChosenAProvider() {
        assertThat(CurrentBoard.clock(host(Map.of()), loader)).isSameAs(Clock.system());
        assertThat(searches).isZero();
    }

    @Test
    void aProviderThatTheUserHasChosenGivesTheTimeBeforeTheFirstPinIsOpened() {
        assertThat(CurrentBoard.clock(host(Map.of("BLINKA_PROVIDER", "sim")), loader))
                .isSameAs(SIMULATED);
        assertThat(CurrentBoard.clock()).isSameAs(SIMULATED);
        assertThat(CurrentBoard.get().provider()).isEqualTo(new Simulator());
        assertThat(searches).isEqualTo(1);
    }

    @Test
    void whereTheChosenProviderIsMissingTimeIsRealAndIsSearchedForOnce() {
        Host host = host(Map.of("BLINKA_PROVIDER", "missing"));

        assertThat(CurrentBoard.clock(host, loader)).isSameAs(Clock.system());
        assertThat(CurrentBoard.clock(host, loader)).isSameAs(Clock.system());
        assertThat(searches).isEqualTo(1);
    }

    @Test
    void theClockChangesWithTheBoard() {
        assertThat(CurrentBoard.clock(host(Map.of()), loader)).isSameAs(Clock.system());

        CurrentBoard.use(Hardware.open(new Registry().board("PI"), new Simulator()));

        assertThat(CurrentBoard.clock()).isSameAs(SIMULATED);
        CurrentBoard.use(null);
        assertThat(CurrentBoard.clock(host(Map.of()), loader)).isSameAs(Clock.system());
    }
}
