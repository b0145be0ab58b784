// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import blinka4j.boards.Boards;
import blinka4j.linux.LinuxProvider;
import blinka4j.provider.NvmPort;
import blinka4j.provider.OneWirePort;
import blinka4j.provider.Provider;
import blinka4j.provider.PulseOutPort;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPwm;
import blinka4j.sim.chips.SimDS18B20;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The suites of ports that need no machine of the lab: on the simulator, and on this machine. */
class PortsTest {
    private static final String PIN = "D4";

    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));

    @AfterEach
    void end() {
        board.close();
    }

    private Provider provider() {
        return board.blinka().provider();
    }

    @Nested
    class OneWireOfTheSimulator extends OneWirePortSuite {
        private final List<SimDS18B20> sensors =
                List.of(new SimDS18B20(0x70E41AC), new SimDS18B20(0x70E41AD), new SimDS18B20(1));

        @BeforeEach
        void attach() {
            sensors.forEach(each -> board.oneWire(PIN).attach(each));
        }

        @Override
        protected OneWirePort open() {
            return provider().openOneWire(board.pin(PIN).line());
        }

        @Override
        protected List<byte[]> roms() {
            return sensors.stream().map(SimDS18B20::rom).toList();
        }
    }

    @Nested
    class PulsesOfTheSimulator extends PulseOutPortSuite {
        @Override
        PulseOutPort open() {
            return provider().openPulseOut(board.pin(PIN).line(), null, 38_000, 1 << 15);
        }

        @Override
        List<Integer> received() {
            List<Integer> lengths = new ArrayList<>();
            Duration since = null;
            for (SimPwm.Change change : board.pwm(PIN).history()) {
                boolean on = change.dutyCycle() > 0;
                if (since == null ? on : on == (lengths.size() % 2 == 1)) {
                    if (since != null) {
                        lengths.add((int) (change.time().minus(since).toNanos() / 1000));
                    }
                    since = change.time();
                }
            }
            return lengths;
        }
    }

    @Nested
    class MemoryOfTheSimulator extends NvmPortSuite {
        @Override
        NvmPort open() {
            return provider().openNvm();
        }
    }

    @Nested
    class MemoryOfLinux extends NvmPortSuite {
        private static final String FILE = "blinka.nvm";

        @TempDir
        private Path folder;

        private @Nullable String before;

        @BeforeEach
        void chooseAFile() {
            before = System.setProperty(FILE, folder.resolve("nvm").toString());
        }

        @AfterEach
        void restore() {
            if (before == null) {
                System.clearProperty(FILE);
            } else {
                System.setProperty(FILE, before);
            }
        }

        @Override
        NvmPort open() {
            return new LinuxProvider().openNvm();
        }
    }
}
