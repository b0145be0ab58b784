// SPDX-License-Identifier: MIT
package blinka4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.PinException;
import blinka4j.board.Board;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeProvider;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class BlinkaTest {
    private final FakeProvider provider = new FakeProvider();
    private final Blinka blinka = Blinka.open(FakeProvider.BOARD, provider);

    @Test
    void theDefaultBusesAreSharedUntilTheyAreClosed() {
        I2C i2c = blinka.i2c();
        SPI spi = blinka.spi();
        UART uart = blinka.uart();

        assertThat(blinka.i2c()).isSameAs(i2c);
        assertThat(blinka.spi()).isSameAs(spi);
        assertThat(blinka.uart()).isSameAs(uart);

        i2c.close();
        spi.close();
        uart.close();
        assertThat(blinka.i2c()).isNotSameAs(i2c);
        assertThat(blinka.spi()).isNotSameAs(spi);
        assertThat(blinka.uart()).isNotSameAs(uart);
        assertThat(provider.opened)
                .containsExactly(
                        "I2C /dev/i2c-1 at 100000 Hz, 0 us",
                        "SPI /dev/spidev0",
                        "UART alias:serial0 at 9600 baud",
                        "I2C /dev/i2c-1 at 100000 Hz, 0 us",
                        "SPI /dev/spidev0",
                        "UART alias:serial0 at 9600 baud");
    }

    @Test
    void whatWasOpenKnowsThatItsBoardIsClosed() {
        I2C i2c = blinka.i2c();
        SPI spi = blinka.spi();
        UART uart = blinka.uart();
        DigitalInOut pin = new DigitalInOut(blinka.pin("D18"));
        assertThat(i2c.isClosed()).isFalse();
        assertThat(spi.isClosed()).isFalse();
        assertThat(uart.isClosed()).isFalse();
        assertThat(pin.isClosed()).isFalse();

        blinka.close();

        assertThat(i2c.isClosed()).isTrue();
        assertThat(spi.isClosed()).isTrue();
        assertThat(uart.isClosed()).isTrue();
        assertThat(pin.isClosed()).isTrue();
        assertThatThrownBy(i2c::tryLock).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> i2c.probe(8))
                .hasMessageContainingAll("I2C(/dev/i2c-1) is closed", "Board.i2c()", "new I2C(scl, sda)");
        assertThatThrownBy(spi::tryLock).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(spi::frequency)
                .hasMessageContainingAll("SPI(/dev/spidev0) is closed", "Board.spi()", "new SPI(clock, mosi, miso)");
        assertThatThrownBy(uart::baudrate).hasMessageContainingAll("UART(/dev/ttyAMA0) is closed", "new UART(tx, rx)");
        String[] closedPin = {"DigitalInOut(D18) is closed", "new DigitalInOut"};
        assertThatThrownBy(pin::direction).hasMessageContainingAll(closedPin);
        assertThatThrownBy(pin::pull).hasMessageContainingAll(closedPin);
        String[] closedBoard = {
            "DigitalInOut(D18) is closed", "FAKE_BOARD (Fake Board Rev 2)", "'fake'", "Blinka.open(board, provider)"
        };
        assertThatThrownBy(pin::value).hasMessageContainingAll(closedBoard);
        assertThatThrownBy(pin::switchToOutput).hasMessageContainingAll(closedBoard);
        assertThatCode(() -> {
                    i2c.close();
                    spi.close();
                    uart.close();
                    pin.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aBusThatIsClosedWithItsBoardWhileAThreadHoldsItIsLetGo() {
        I2C i2c = blinka.i2c();
        SPI spi = blinka.spi();

        i2c.exclusively(() -> spi.exclusively(blinka::close));

        assertThatThrownBy(i2c::lock).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(i2c::unlock).hasMessageContaining("is not locked");
        assertThatThrownBy(spi::unlock).hasMessageContaining("is not locked");
        assertThat(provider.i2cs.get(0).calls).containsExactly("close");
    }

    @Test
    void manyThreadsGetOneSharedBus() throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(4);
        Set<I2C> buses = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                buses.add(blinka.i2c());
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(buses).hasSize(1);
        assertThat(provider.i2cs).hasSize(1);
    }

    @Test
    void aScopeThatIsClosedTwiceEndsOnce() {
        Blinka.Scope outer = Blinka.use(blinka);
        Blinka.Scope inner = Blinka.use(Blinka.open(FakeProvider.BOARD, new FakeProvider()));
        inner.close();
        outer.close();
        Blinka.Scope next = Blinka.use(blinka);
        inner.close();
        outer.close();
        try {
            assertThat(Blinka.current()).isEqualTo(blinka);
        } finally {
            next.close();
        }
    }

    @Test
    void aSharedBusThatIsStillLockedIsNamedWithItsThread() throws InterruptedException {
        assertThat(blinka.i2c().tryLock()).isTrue();
        Thread other = new Thread(() -> blinka.spi().tryLock(), "forgetful");
        other.start();
        other.join();

        assertThat(blinka.stillOpen())
                .satisfiesExactly(
                        i2c -> assertThat(i2c)
                                .contains(
                                        "I2C", "locked", Thread.currentThread().getName()),
                        spi -> assertThat(spi).contains("SPI", "locked", "'forgetful'"));

        blinka.i2c().unlock();
        assertThat(blinka.stillOpen()).singleElement().asString().contains("SPI");
    }

    @Test
    void theSharedChipSelectIsThatOfTheBoard() {
        assertThat(new SPIDevice(blinka.spi(), blinka.pin("CE0"))).asString().startsWith("chip select 0 of ");
    }

    @Test
    void aSharedBusAndOneOfOnesOwnAreTheSameBus() {
        blinka.i2c();

        assertThatThrownBy(() -> new I2C(blinka.pin("SCL"), blinka.pin("SDA")))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("already open", "I2C(scl=SCL, sda=SDA) /dev/i2c-1");
    }

    @Test
    void closingABlinkaClosesAllAndOpensNoMore() {
        DigitalInOut led = new DigitalInOut(blinka.pin("D18"));
        blinka.i2c();

        blinka.close();
        blinka.close();

        assertThat(provider.lines.get(0).closed).isTrue();
        assertThat(provider.i2cs.get(0).closed).isTrue();
        assertThatThrownBy(led::value).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(blinka::i2c)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theBoardSpeaksOfTheOneInUse() {
        try (Blinka.Scope scope = Blinka.use(blinka)) {
            assertThat(scope).isNotNull();
            assertThat(Blinka.current()).isEqualTo(blinka).hasSameHashCodeAs(blinka);
            assertThat(Board.id()).isEqualTo("FAKE_BOARD");
            assertThat(Board.i2c()).isSameAs(blinka.i2c());
            assertThat(Board.spi()).isSameAs(blinka.spi());
            assertThat(Board.uart()).isSameAs(blinka.uart());
            new DigitalInOut(Board.D18).close();
            new DigitalInOut(Board.pin("pinctrl:27")).close();
        }

        assertThat(provider.opened).contains("line pinctrl:18 for blinka4j", "line pinctrl:27 for blinka4j");
    }

    @Test
    void scopesNest() {
        Blinka other = Blinka.open(FakeProvider.BOARD, new FakeProvider());
        try (Blinka.Scope outer = Blinka.use(blinka)) {
            assertThat(outer).isNotNull();
            try (Blinka.Scope inner = Blinka.use(other)) {
                assertThat(inner).isNotNull();
                assertThat(Blinka.current()).isEqualTo(other).isNotEqualTo(blinka);
            }
            assertThat(Blinka.current()).isEqualTo(blinka);
        }
    }

    @Test
    void aBlinkaTellsWhatItIs() {
        assertThat(blinka.board()).isSameAs(FakeProvider.BOARD);
        assertThat(blinka.provider()).isSameAs(provider);
        assertThat(blinka.evidence()).isEqualTo("chosen by the program");
        assertThat(blinka).hasToString("FAKE_BOARD (Fake Board Rev 2) by the provider 'fake'");
    }
}
