// SPDX-License-Identifier: MIT
package blinka4j.repl;

import blinka4j.boards.Boards;
import blinka4j.conformance.AnalogSuite;
import blinka4j.conformance.Conformance;
import blinka4j.conformance.EdgeSuite;
import blinka4j.conformance.Feature;
import blinka4j.conformance.GpioSuite;
import blinka4j.conformance.GroupSuite;
import blinka4j.conformance.I2cSuite;
import blinka4j.conformance.Outside;
import blinka4j.conformance.Site;
import blinka4j.conformance.Subject;
import blinka4j.conformance.UartSuite;
import blinka4j.micropython.MicroPythonProvider;
import blinka4j.runtime.Blinka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The suites with boards that MicroPython's port to Unix plays: one with MicroPython, one with the modules of CircuitPython. */
@Timeout(300)
@Isolated("counts the files and threads of this virtual machine")
@ParameterizedClass
@MethodSource("sites")
class MicroPythonConformanceIT extends Conformance {
    MicroPythonConformanceIT(Site site) {
        super(site);
    }

    private static String guest(String implementation) {
        return implementation.equals("micropython") ? "Pico of the test" : "Pico of the test, CircuitPython";
    }

    static Stream<Site> sites() {
        return Stream.of("micropython", "circuitpython").map(implementation -> {
            Played played = new Played(implementation);
            return new Site("micropython", guest(implementation))
                    .with(Feature.GPIO, Feature.EDGES, Feature.GROUPS, Feature.I2C, Feature.UART, Feature.ANALOG)
                    .without(Feature.EDGES, "the provider 'micropython' does not support edges")
                    .without(Feature.GROUPS, "the provider 'micropython' does not support groups of lines")
                    .without(Feature.UART, "the provider 'micropython' does not support UART")
                    .name("output", "GP15")
                    .name("input", "GP14")
                    .name("free", "GP13")
                    .name("held line", "GPIO:22")
                    .name("a pull that is seen", "the level of the wire")
                    .name("watched", "GP10")
                    .name("watched too", "GP11")
                    .name("group", "GP2,GP3,GP6")
                    .name("group held line", "GPIO:6")
                    .name("scan", "37 50")
                    .name("words", "37 03")
                    .name("absent", "36")
                    .name("no answer", "NO_ACKNOWLEDGE")
                    .name("eeprom", "50")
                    .name("analog", "A0")
                    .name("analog too", "A1")
                    .name("the same input", "GP26")
                    .name("not analog", "GP22")
                    .name("reference", "3.3")
                    .name("bits", "12")
                    .at(played, site -> played);
        });
    }

    @Nested
    class Gpio extends GpioSuite {
        Gpio() {
            super(MicroPythonConformanceIT.this.site());
        }
    }

    @Nested
    class Edges extends EdgeSuite {
        Edges() {
            super(MicroPythonConformanceIT.this.site());
        }
    }

    @Nested
    class Groups extends GroupSuite {
        Groups() {
            super(MicroPythonConformanceIT.this.site());
        }
    }

    @Nested
    class I2c extends I2cSuite {
        I2c() {
            super(MicroPythonConformanceIT.this.site());
        }
    }

    @Nested
    class Uart extends UartSuite {
        Uart() {
            super(MicroPythonConformanceIT.this.site());
        }
    }

    @Nested
    class Analog extends AnalogSuite {
        Analog() {
            super(
                    MicroPythonConformanceIT.this.site(),
                    (pin, volts) -> ((Played) MicroPythonConformanceIT.this.outside()).volts(pin, volts));
        }
    }

    private Outside outside() {
        return Objects.requireNonNull(Played.of(site()));
    }

    /** The program in this virtual machine, and the board with its hardware. It starts with the first question. */
    private static final class Played implements Site.Conversation, Outside {
        private static final Map<String, Played> ALL = new ConcurrentHashMap<>();

        private final String implementation;
        private @Nullable Path folder;
        private @Nullable Pico pico;
        private @Nullable Blinka blinka;
        private @Nullable Subject program;

        Played(String implementation) {
            this.implementation = implementation;
            ALL.put(MicroPythonConformanceIT.guest(implementation), this);
        }

        static @Nullable Played of(Site site) {
            return ALL.get(site.guest());
        }

        private synchronized Pico pico() {
            Pico running = pico;
            if (running == null) {
                try {
                    folder = Files.createTempDirectory("pico");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                running = new Pico(implementation, Pico.NAME, Pico.Paste.SUPPORTED, 128, folder.resolve("port"));
                pico = running;
                blinka = Blinka.open(Boards.board("RASPBERRY_PI_PICO"), new MicroPythonProvider(running.path()));
                program = new Subject(blinka);
            }
            return running;
        }

        @Override
        public String ask(String command) {
            pico();
            return Objects.requireNonNull(program).answer(command);
        }

        @Override
        public synchronized void close() {
            if (pico != null && blinka != null && folder != null) {
                blinka.close();
                pico.close();
                try {
                    Files.deleteIfExists(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                pico = null;
            }
        }

        private static String number(String pin) {
            return pin.replaceAll("\\D", "");
        }

        void volts(String pin, double volts) {
            String number = pin.startsWith("A") ? String.valueOf(26 + Integer.parseInt(number(pin))) : number(pin);
            pico().outside("hardware.volts.update({%s: %s})".formatted(number, volts));
        }

        @Override
        public void drive(String pin, boolean high) {
            pico().outside("hardware.drive(%s, %s)".formatted(number(pin), high ? 1 : 0));
        }

        @Override
        public void release(String pin) {
            pico().outside("hardware.drive(%s, None)".formatted(number(pin)));
        }

        @Override
        public boolean level(String pin) {
            return pico().outside("hardware.wires[%s].level()".formatted(number(pin)))
                    .equals("1");
        }

        @Override
        public List<Boolean> changes(String pin) {
            String history = pico().outside("hardware.wires[%s].history".formatted(number(pin)));
            return history.chars()
                    .filter(each -> each == '0' || each == '1')
                    .mapToObj(each -> each == '1')
                    .toList();
        }

        @Override
        public boolean isDriven(String pin) {
            return pico().outside("hardware.driven(%s)".formatted(number(pin))).equals("True");
        }

        @Override
        public String info(String pin) {
            return pico().outside("hardware.info(%s, objects())".formatted(number(pin)));
        }

        @Override
        public AutoCloseable hold(String pin) {
            throw new UnsupportedOperationException("no other program can hold a pin of this board");
        }
    }
}
