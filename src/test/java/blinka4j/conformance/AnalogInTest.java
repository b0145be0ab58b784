// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.analogio.AnalogIn;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.diozero.DiozeroProvider;
import blinka4j.microcontroller.Pin;
import blinka4j.pi4j.Pi4JProvider;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.Provider;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.WordRegisters;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite on the simulator, and what it cannot ask: inputs that a driver offers, and providers that have none. */
@ParameterizedClass
@MethodSource("sites")
class AnalogInTest extends Conformance {
    private static final SimBoard BOARD = board();

    AnalogInTest(Site site) {
        super(site);
    }

    private static SimBoard board() {
        return SimBoard.open(Boards.board("BEAGLEBONE_POCKETBEAGLE"));
    }

    static Stream<Site> sites() {
        return Stream.of(new Site("sim", "this machine")
                .with(Feature.ANALOG)
                .name("analog", "AIN0")
                .name("analog too", "AIN1")
                .name("the same input", "P1_19")
                .name("not analog", "P1_4")
                .name("reference", "3.3")
                .name("bits", "16")
                .at(each -> new InProcess(new Subject(BOARD.blinka()))));
    }

    /** The program is called, rather than run beside the test. */
    private record InProcess(Subject program) implements Site.Conversation {
        @Override
        public String ask(String command) {
            return program.answer(command);
        }

        @Override
        public void close() {
            BOARD.close();
        }
    }

    @Nested
    class Analog extends AnalogSuite {
        Analog() {
            super(AnalogInTest.this.site(), (pin, volts) -> BOARD.pin(pin).voltage(volts));
        }
    }

    @Nested
    class OnASimulatedPin {
        @Test
        void anInputHoldsItsPinUntilItIsClosed() {
            try (SimBoard board = board()) {
                AnalogIn input = new AnalogIn(board.blinka().pin("AIN0"));
                assertThat(input).hasToString("AnalogIn(AIN0)");
                assertThat(board.pin("AIN0").holder()).isEqualTo("blinka4j");
                assertThatThrownBy(() -> board.pin("AIN0").heldBy("another program"))
                        .isInstanceOf(IllegalStateException.class);
                input.close();
                assertThat(board.pin("AIN0").isHeld()).isFalse();
                board.pin("AIN0").heldBy("another program");
                assertThatThrownBy(() -> new AnalogIn(board.blinka().pin("AIN0")))
                        .isInstanceOf(PinException.class)
                        .hasMessageContaining("another program");
            }
        }

        @Test
        void aPinIsAnInputOrALineButNotBoth() {
            try (SimBoard board = board();
                    AnalogIn input = new AnalogIn(board.blinka().pin("P2_35"))) {
                assertThatThrownBy(() -> new DigitalInOut(board.blinka().pin("P2_35")))
                        .isInstanceOf(PinException.class)
                        .hasMessageContaining("already open as " + input);
                assertThatThrownBy(() -> new AnalogIn(board.blinka().pin("AIN5")))
                        .as("the input of P2_35")
                        .isInstanceOf(PinException.class)
                        .hasMessageContaining("already open as " + input);
            }
        }

        @Test
        void aVoltageIsANumber() {
            try (SimBoard board = board()) {
                for (double volts : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                    assertThatThrownBy(() -> board.pin("AIN0").voltage(volts))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("AIN0");
                }
            }
        }

        @Test
        void anInputThatIsLeftOpenIsNamedAndClosedWithItsBoard() {
            SimBoard board = board();
            AnalogIn input = new AnalogIn(board.blinka().pin("AIN0"));
            assertThatThrownBy(board::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("AnalogIn(AIN0) opened at", "AnalogInTest");
            assertThat(input.isClosed()).isTrue();
            assertThatThrownBy(input::value)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("AnalogIn(AIN0) is closed", "PocketBeagle");
        }

        @Test
        void aPortIsRefusedAfterItsEnd() {
            try (SimBoard board = board()) {
                Provider provider = board.blinka().provider();
                AnalogPort port =
                        provider.openAnalog(board.definition().analogs().get(0));
                assertThat(port.name()).isEqualTo("TI-am335x-adc.0.auto:0");
                port.close();
                port.close();
                assertThatThrownBy(port::read).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> provider.openAnalog(new AnalogInput("adc", 0, null)))
                        .isInstanceOf(NotAvailableException.class)
                        .hasMessageContaining("adc:0");
            }
        }
    }

    /** How a driver of a converter offers its inputs: here two of a chip with a 10-bit register for each, at 2.048 V. */
    private static final class Converter {
        private static final int HIGHEST = 1023;

        private final Registers registers;

        Converter(I2C i2c) {
            registers = new Registers(i2c, 0x48);
        }

        AnalogPort input(int number) {
            Register result = registers.u16be(number);
            return new AnalogPort() {
                private volatile boolean closed;

                @Override
                public int read() {
                    if (closed) {
                        throw new IllegalStateException(name() + " is closed");
                    }
                    return ((int) result.get() * 0xFFFF + HIGHEST / 2) / HIGHEST;
                }

                @Override
                public double referenceVoltage() {
                    return 2.048;
                }

                @Override
                public String name() {
                    return "input %s of %s".formatted(number, registers);
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }
    }

    @Nested
    class OfADriver {
        @Test
        void aProgramUsesTheInputsOfADriverAsThoseOfTheBoard() {
            WordRegisters chip = new WordRegisters().word(0, 0).word(1, 1023);
            try (SimBoard board = board()) {
                board.i2c().attach(0x48, chip);
                Converter converter = new Converter(board.blinka().i2c());
                try (AnalogIn first = new AnalogIn(converter.input(0));
                        AnalogIn second = new AnalogIn(converter.input(1))) {
                    assertThat(first.value()).isZero();
                    assertThat(second.value()).isEqualTo(65535);
                    chip.word(0, 512);
                    assertThat(first.value() * first.referenceVoltage() / 65535)
                            .isCloseTo(512 * 2.048 / 1023, within(0.0001));
                    assertThat(first.toString()).startsWith("AnalogIn(input 0 of ");
                    AnalogPort port = converter.input(1);
                    AnalogIn closed = new AnalogIn(port);
                    closed.close();
                    assertThat(closed.isClosed()).isTrue();
                    assertThatThrownBy(closed::value).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(port::read).isInstanceOf(IllegalStateException.class);
                    assertThat(second.value()).isEqualTo(65535);
                }
            }
        }

        @Test
        @SuppressWarnings("NullAway") // What no tool has checked.
        void noPortAndNoPinAreRefused() {
            assertThatThrownBy(() -> new AnalogIn((AnalogPort) null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("AnalogIn");
            assertThatThrownBy(() -> new AnalogIn((Pin) null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("AnalogIn");
        }
    }

    @Nested
    class WithoutInputs {
        @Test
        void providersWithoutAnalogInputsSaySo() {
            for (Provider provider : new Provider[] {new Pi4JProvider(), new DiozeroProvider()}) {
                try (Blinka blinka = Blinka.open(BOARD.definition(), provider)) {
                    assertThatThrownBy(() -> new AnalogIn(blinka.pin("AIN0")))
                            .isInstanceOf(NotAvailableException.class)
                            .hasMessageContainingAll(
                                    provider.name(), "does not support analog inputs", "BLINKA_PROVIDER");
                    assertThatThrownBy(() -> new AnalogIn(blinka.pin("AIN0")))
                            .as("the pin is free again")
                            .isInstanceOf(NotAvailableException.class);
                }
            }
        }

        @Test
        void aBoardWithoutAnalogInputsSaysSo() {
            try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
                assertThatThrownBy(() -> new AnalogIn(board.blinka().pin("D4")))
                        .isInstanceOf(PinException.class)
                        .hasMessageContainingAll("no analog input on D4", "none");
            }
        }
    }
}
