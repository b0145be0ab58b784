// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.board.Board;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.BoardDefinition;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimBoardTest {
    @Test
    void boardMeansTheStartedOneUntilItIsClosed() {
        try (SimBoard outer = SimBoard.start(Boards.small())) {
            try (SimBoard inner = SimBoard.start(Boards.small());
                    DigitalInOut led = new DigitalInOut(Board.D18)) {
                led.switchToOutput(true);
                assertThat(inner.pin(Board.D18).level()).isTrue();
                assertThat(outer.pin(Board.D18).level()).isFalse();
            }
            try (DigitalInOut led = new DigitalInOut(Board.D18)) {
                led.switchToOutput(true);
                assertThat(outer.pin("D18").level()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BCM4, D4", "GPIO17, D17", "17, D17", "d18, D18", "D018, D18", "SCLk1, ''", "MOSSI, MOSI", "D99, ''"})
    void anUnknownPinIsAnsweredWithTheLikelyOneAndAllPins(String name, String likely) {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            String question = likely.isEmpty() ? "" : "Did you mean '%s'?".formatted(likely);
            for (ThrowingCallable call : List.<ThrowingCallable>of(() -> board.pin(name), () -> board.pwm(name))) {
                assertThatThrownBy(call)
                        .isInstanceOf(PinException.class)
                        .hasMessageContainingAll("Test board", "no pin '" + name + "'", question, "D2, D3", "RX")
                        .message()
                        .satisfies(message ->
                                assertThat(message.contains("Did you mean")).isEqualTo(!likely.isEmpty()));
            }
        }
    }

    @Test
    void anUnknownBusIsAnsweredWithTheLikelyOneAndAllBuses() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            assertThatThrownBy(() -> board.spi("sp0"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("no SPI bus 'sp0'", "Did you mean 'spi0'?", "It has: spi0");
            assertThatThrownBy(() -> board.uart("serial9"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("no UART 'serial9'", "It has: ttyS0")
                    .hasMessageNotContaining("Did you mean");
        }
    }

    @Test
    void openBoardsAreIndependent() {
        try (SimBoard one = SimBoard.open(Boards.small());
                SimBoard other = SimBoard.open(Boards.small());
                DigitalInOut first = new DigitalInOut(one.blinka().pin("D18"));
                DigitalInOut second = new DigitalInOut(other.blinka().pin("D18"))) {
            first.switchToOutput(true);
            second.switchToOutput(false);
            assertThat(one.pin("D18").level()).isTrue();
            assertThat(other.pin("D18").level()).isFalse();
            one.clock().advance(Duration.ofSeconds(1));
            assertThat(other.clock().nanos()).isZero();
        }
    }

    @Test
    void aClosedBoardHasLetGoOfEverything() {
        SimBoard board = SimBoard.open(Boards.small()).lenient();
        DigitalInOut led = new DigitalInOut(board.blinka().pin("D18"));
        led.switchToOutput(true);
        UART uart = board.blinka().uart();
        board.close();
        board.close();
        assertThat(board.pin("D18").isHeld()).isFalse();
        assertThat(board.pin("D18").level()).isFalse();
        assertThatThrownBy(() -> uart.write(new byte[1])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesOfOneLineAreOnePin() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            assertThat(board.pin("SDA")).isSameAs(board.pin("D2")).isSameAs(board.pin("chip:2"));
            assertThatThrownBy(() -> board.pin("D99"))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D99", "D18");
        }
    }

    @Test
    void theI2cBusHasTheFrequencyThatTheProgramAskedFor() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            board.i2c().attach(0x40, new Registers8().register(1, 42));
            try (I2C i2c = new I2C(board.blinka().pin("SCL"), board.blinka().pin("SDA"), 400_000)) {
                byte[] in = new byte[1];
                i2c.writeToThenReadFrom(0x40, new byte[] {1}, in);
                assertThat(in).containsExactly(42);
                assertThat(board.i2c("alias:i2c1").frequency()).isEqualTo(400_000);
            }
            assertThat(board.blinka().i2c().scan()).containsExactly(0x40);
        }
    }

    @Test
    void aBusIsFoundByTheNamesThatItHas() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            assertThat(board.i2c("/dev/i2c-1")).isSameAs(board.i2c("i2c1")).isSameAs(board.i2c());
            assertThat(board.spi("/dev/spidev0"))
                    .isSameAs(board.spi("alias:spi0"))
                    .isSameAs(board.spi());
            assertThat(board.uart("ttyS0")).isSameAs(board.uart("/dev/ttyS0")).isSameAs(board.uart());
        }
    }

    @Test
    void aBusThatTheBoardLacksIsNotAvailable() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            assertThatThrownBy(() -> board.i2c("alias:i2c9"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("alias:i2c9", "i2c1");
            BoardDefinition.I2CBus missing = new BoardDefinition.I2CBus("/dev/i2c-9", null, null, "");
            assertThatThrownBy(() -> board.blinka().provider().openI2c(missing, 100_000, 0))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContaining("/dev/i2c-9");
        }
    }

    @Test
    void aDeviceIsSelectedByThePinThatTheProgramDrives() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            Registers8 near = new Registers8().register(0x0F, 0x33);
            Registers8 far = new Registers8().register(0x0F, 0x44);
            board.spi().attach(board.pin("D5"), new SpiRegisters(near));
            board.spi().attach(board.pin("D6"), new SpiRegisters(far));
            SPI spi = board.blinka().spi();
            try (DigitalInOut five = new DigitalInOut(board.blinka().pin("D5"));
                    DigitalInOut six = new DigitalInOut(board.blinka().pin("D6"))) {
                SPIDevice one = new SPIDevice(spi, five);
                SPIDevice other = new SPIDevice(spi, six);
                assertThat(one.writeThenRead(Bytes.of(0x8F), 1)).containsExactly(0x33);
                assertThat(other.writeThenRead(Bytes.of(0x8F), 1)).containsExactly(0x44);
                five.value(false);
                assertThatThrownBy(() -> other.writeThenRead(Bytes.of(0x8F), 1))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("two devices");
            }
        }
    }

    @Test
    void aDeviceIsSelectedByTheControllersOwnChipSelect() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            board.spi().attach(0, new SpiRegisters(new Registers8().register(0x0F, 0x33)));
            SPIDevice device =
                    new SPIDevice(board.blinka().spi(), board.blinka().pin("CE0"), 1_000_000, 0, 0);
            assertThat(device.writeThenRead(Bytes.of(0x8F), 1)).containsExactly(0x33);
        }
    }

    @Test
    void theSerialPortReachesTheOutside() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            UART uart = board.blinka().uart();
            uart.write("hello\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(board.uart().outside().readText()).isEqualTo("hello\n");
            board.uart().outside().write("answer\n");
            assertThat(uart.readLine()).isEqualTo("answer\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whatTheProgramHasLeftOpenIsNamedWithThePlaceAndClosed() {
        SimBoard board = SimBoard.start(Boards.small());
        DigitalInOut led = new DigitalInOut(Board.D18);
        I2C i2c = new I2C(Board.SCL, Board.SDA);
        new DigitalInOut(Board.D4).close();

        assertThatThrownBy(board::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "DigitalInOut(D18) opened at blinka4j.sim.SimBoardTest.whatTheProgramHasLeftOpenIsNamedWithThePlaceAndClosed(SimBoardTest.java:")
                .hasMessageContaining("I2C(scl=SCL, sda=SDA)")
                .hasMessageContaining("lenient()")
                .hasMessageNotContaining("D4");

        assertThat(led.isClosed() && i2c.isClosed()).isTrue();
        board.close();
    }

    @Test
    void aListenerThatFailsMeanwhileDoesNotHideWhatIsLeftOpen() {
        SimBoard board = SimBoard.open(Boards.small());
        new DigitalInOut(board.blinka().pin("D18")).switchToOutput(true);
        board.pin("D18").onLevel(high -> {
            throw new IllegalArgumentException("of the listener");
        });

        assertThatThrownBy(board::close)
                .hasMessage("of the listener")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(left -> assertThat(left).hasMessageContaining("DigitalInOut(D18) opened at")));
    }

    /** 200 years in nanoseconds have 63 bits. */
    @Test
    void aChangeAfterCenturiesHasItsTime() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            board.clock().advance(Duration.ofDays(200 * 365));
            board.pin("D4").drive(true);
            assertThat(board.pin("D4").history()).containsExactly(new SimPin.Change(Duration.ofDays(200 * 365), true));
        }
    }

    @Test
    void aLenientBoardDoesNotComplain() {
        SimBoard board = SimBoard.open(Boards.small()).lenient();
        DigitalInOut led = new DigitalInOut(board.blinka().pin("D18"));

        board.close();

        assertThat(led.isClosed()).isTrue();
    }

    @Test
    void theBusesThatEverybodySharesMayStayOpen() {
        try (SimBoard board = SimBoard.start(Boards.small())) {
            assertThat(Board.i2c().isClosed()
                            || Board.spi().isClosed()
                            || Board.uart().isClosed())
                    .isFalse();
            assertThat(board.blinka().stillOpen()).isEmpty();
        }
    }

    @Test
    void garbageIsNotClosedBehindTheTestsBack() throws InterruptedException {
        SimBoard board = SimBoard.open(Boards.small());
        WeakReference<DigitalInOut> forgotten = forget(board);
        while (forgotten.get() != null) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10);
        }

        assertThat(board.pin("D18").isHeld()).isTrue();
        assertThatThrownBy(board::close).hasMessageContaining("DigitalInOut(D18) opened at");
    }

    private static WeakReference<DigitalInOut> forget(SimBoard board) {
        return new WeakReference<>(new DigitalInOut(board.blinka().pin("D18")));
    }

    @Test
    void aBoardClosesItsClockAndNotOneThatIsTheCallers() {
        List<String> happened = new ArrayList<>();
        SimClock shared = new SimClock();
        SimBoard own = SimBoard.open(Boards.small());
        SimBoard guest = SimBoard.open(Boards.small(), shared);
        own.clock().after(Duration.ofSeconds(1), () -> happened.add("own"));
        shared.after(Duration.ofSeconds(1), () -> happened.add("shared"));
        own.close();
        guest.close();

        own.clock().advance(Duration.ofSeconds(1));
        shared.advance(Duration.ofSeconds(1));

        assertThat(happened).containsExactly("shared");
    }
}
