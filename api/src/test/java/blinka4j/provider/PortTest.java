// SPDX-License-Identifier: MIT
package blinka4j.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.fake.FakeClock;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeSpi;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.UartPort.Parity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ports and definitions do of themselves. */
class PortTest {
    private static final Provider BARE = new Provider() {
        @Override
        public String name() {
            return "bare";
        }

        @Override
        public Probe probe(Host host) {
            return new Probe.Usable(0);
        }
    };

    private static I2CPort answering(Kind toNothing, Kind toARead) {
        return answering(toNothing, toARead, Clock.system());
    }

    private static I2CPort answering(Kind toNothing, Kind toARead, Clock clock) {
        return new I2CPort() {
            @Override
            public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
                assertThat(outEnd).isEqualTo(outStart);
                Kind kind = inEnd == inStart ? toNothing : toARead;
                if (kind != null) {
                    throw new BusException(kind, "no");
                }
            }

            @Override
            public Clock clock() {
                return clock;
            }

            @Override
            public String name() {
                return "answering";
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void aDeviceIsThereIfItAnswersToNothingOrToARead() {
        assertThat(answering(null, Kind.OTHER).probe(0x18)).isTrue();
        assertThat(answering(Kind.NO_ACKNOWLEDGE, null).probe(0x18)).isTrue();
        assertThat(answering(Kind.NO_ACKNOWLEDGE, Kind.NO_ACKNOWLEDGE).probe(0x18))
                .isFalse();
        assertThat(answering(Kind.BUSY, Kind.NO_ACKNOWLEDGE).probe(0x18)).isTrue();
        assertThat(answering(Kind.NO_ACKNOWLEDGE, Kind.BUSY).probe(0x18)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NO_ACKNOWLEDGE", "BUSY"},
            mode = EnumSource.Mode.EXCLUDE)
    void aFaultOfTheBusIsNoAnswerToAProbe(Kind fault) {
        assertThatThrownBy(() -> answering(fault, null).probe(0x18))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(fault));
        assertThatThrownBy(() -> answering(Kind.NO_ACKNOWLEDGE, fault).probe(0x18))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(fault));
    }

    @Test
    void aPortWaitsAtLeastAsLongAsItIsTold() {
        long start = System.nanoTime();
        answering(null, null).sleep(Duration.ofMillis(20));
        new FakeSpi().sleep(Duration.ofMillis(20));

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(40_000_000);
    }

    @Test
    void aPortWaitsInTheTimeOfItsClockAndTellsIt() {
        FakeClock clock = new FakeClock();
        I2CPort port = answering(null, null, clock);
        port.sleep(Duration.ofMillis(20));
        port.sleep(Duration.ofMillis(-20));

        assertThat(clock.waits).containsExactly("sleep 20000000", "sleep 0");
        assertThat(port.monotonicNanos()).isEqualTo(20_000_000);
        assertThat(clock.polls).isEqualTo(1);
        assertThat(new FakeSpi().clock()).isSameAs(Clock.system());
    }

    @Test
    void aWaitThatIsInterruptedEndsTheOperation() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> answering(null, null).sleep(Duration.ofSeconds(60)))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED))
                    .hasMessageContainingAll("nterrupted", "a device on answering", "60000 ms", "not complete");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThatThrownBy(() -> new FakeSpi().sleep(Duration.ofSeconds(60)))
                    .hasMessageContaining("a device on /dev/spidev0");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatAProviderDoesNotOverrideIsNotAvailable() {
        assertThatThrownBy(() -> BARE.openGpio(new Line("chip", 0), "me"))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("'bare'", "does not support GPIO", "BLINKA_PROVIDER");
        assertThatThrownBy(() -> BARE.openLines(List.of(new Line("chip", 0)), "me"))
                .hasMessageContaining("does not support groups of lines");
        assertThatThrownBy(() -> BARE.openI2c(new I2CBus("/dev/i2c-1", null, null, ""), 1, 0))
                .hasMessageContaining("does not support I2C");
        assertThatThrownBy(() -> BARE.openSpi(new SpiBus("/dev/spidev0", null, null, null, List.of(), "")))
                .hasMessageContaining("does not support SPI");
        assertThatThrownBy(() -> BARE.openUart(
                        new Uart("/dev/ttyS0", null, null, ""), new UartPort.Settings(9600, 8, Parity.NONE, 1)))
                .hasMessageContaining("does not support UART");
        assertThatThrownBy(() -> BARE.openPwm(new PwmChannel("fe20c000.pwm", 0, null, "")))
                .isInstanceOfSatisfying(
                        NotAvailableException.class,
                        e -> assertThat(e.isUnsupported()).isTrue())
                .hasMessageContaining("does not support PWM");
        assertThat(new NotAvailableException("not switched on").isUnsupported()).isFalse();
        assertThat(BARE.openSoftwarePwm(new Line("chip", 0), "me")).isEmpty();
        assertThat(BARE.findLine("x")).isEmpty();
        assertThat(BARE.standsFor()).isEmpty();
    }

    @Test
    void aLineIsAChipAndAnOffset() {
        assertThat(new Line("pinctrl-rp1", 18)).hasToString("pinctrl-rp1:18").isEqualTo(new Line("pinctrl-rp1", 18));
        assertThat(new Line("pinctrl-rp1", 18)).isNotEqualTo(new Line("pinctrl-rp1", 19));
    }

    @Test
    void whatIsNoLineIsRefused() {
        assertThatThrownBy(() -> new Line(" ", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("GPIO line", "chip ' '", "offset 0");
        assertThatThrownBy(() -> new Line("pinctrl", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoPwmOutputIsRefused() {
        assertThatThrownBy(() -> new PwmChannel("fe20c000.pwm", -1, null, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("PWM output", "controller 'fe20c000.pwm'", "channel -1");
        assertThatThrownBy(() -> new PwmChannel(" ", 0, null, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDefinitionIsACopyThatKeepsTheOrderOfItsPins() {
        Map<String, Line> pins = new LinkedHashMap<>();
        pins.put("D9", new Line("chip", 9));
        pins.put("D1", new Line("chip", 1));
        BoardDefinition board =
                new BoardDefinition("ID", "Name", pins, List.of(), List.of(), List.of(), List.of(), null);
        pins.clear();

        assertThat(board.pins().keySet()).containsExactly("D9", "D1");
        assertThatThrownBy(() -> board.pins().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(board).hasToString("ID (Name)");
    }

    @Test
    void aBusIsCalledByItsPinsWhereItHasThem() {
        assertThat(FakeProvider.BOARD.i2cBuses().get(0)).hasToString("(scl=SCL, sda=SDA) /dev/i2c-1");
        assertThat(FakeProvider.BOARD.i2cBuses().get(2)).hasToString("/dev/i2c-7");
        assertThat(FakeProvider.BOARD.spiBuses().get(0)).hasToString("(clock=SCLK, MOSI=MOSI, MISO=MISO) /dev/spidev0");
        assertThat(FakeProvider.BOARD.uarts().get(0)).hasToString("(tx=TX, rx=RX) alias:serial0");
        assertThat(new Uart("/dev/ttyS2", null, "RX", "")).hasToString("/dev/ttyS2");
        assertThat(new PwmChannel("fe20c000.pwm", 1, "D13", "")).hasToString("(D13) fe20c000.pwm:1");
        assertThat(new PwmChannel("fe20c000.pwm", 1, null, "")).hasToString("fe20c000.pwm:1");
    }
}
