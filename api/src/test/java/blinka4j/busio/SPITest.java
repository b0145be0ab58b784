// SPDX-License-Identifier: MIT
package blinka4j.busio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeSpi;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.SpiPort;
import blinka4j.provider.SpiPort.Settings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SPITest {
    private static final byte[] BUFFER = {10, 11, 12, 13, 14};
    private static final Settings CONTROLLED = new Settings(1_000_000, 0, 0, 8, false, false, 0);

    private final FakeSpi port = new FakeSpi();
    private final SPI spi = new SPI(port);

    SPITest() {
        port.calls.clear();
    }

    @AfterEach
    void theBusIsFreeAtTheEnd() throws InterruptedException {
        boolean[] free = new boolean[1];
        Thread other = new Thread(() -> free[0] = spi.isClosed() || spi.tryLock());
        other.start();
        other.join();
        assertThat(free[0]).as("bus free").isTrue();
    }

    @Test
    void aNewBusHasTheDefaultsOfCircuitPython() {
        FakeSpi fresh = new FakeSpi();
        SPI bus = new SPI(fresh);

        assertThat(fresh.calls).containsExactly("configure 100000 0 0 8 cs=-1");
        assertThat(bus.frequency()).isEqualTo(100_000);
        assertThat(bus).hasToString("SPI(/dev/spidev0)");
    }

    @Test
    void aPortThatRefusesTheDefaultsIsClosed() {
        FakeSpi broken = new FakeSpi();
        NotAvailableException cause = new NotAvailableException("only 3 wires");
        broken.refuse(cause);

        assertThatThrownBy(() -> new SPI(broken)).isSameAs(cause);
        assertThat(broken.closed).isTrue();
    }

    @Test
    void settingsReachThePortOnce() {
        spi.configure(1_000_000, 1, 1, 16);
        spi.configure(1_000_000, 1, 1, 16);
        spi.configure(1_000_000, 1, 1);
        spi.configure(1_000_000);
        spi.configure(1_000_000);

        assertThat(port.calls)
                .containsExactly(
                        "configure 1000000 1 1 16 cs=-1",
                        "configure 1000000 1 1 8 cs=-1",
                        "configure 1000000 0 0 8 cs=-1");
    }

    @Test
    void theFrequencyIsThatOfTheControllerAndNotWhatWasAskedFor() {
        port.fastest = 62_500_000;

        spi.configure(100_000_000);

        assertThat(spi.frequency()).isEqualTo(62_500_000);
    }

    @Test
    void settingsThatTheControllerRefusesChangeNothing() {
        spi.configure(200_000);
        NotAvailableException cause = new NotAvailableException("no words of 9 bits");
        port.refuse(cause);

        assertThatThrownBy(() -> spi.configure(1_000_000, 0, 0, 9)).isSameAs(cause);
        assertThat(spi.frequency()).isEqualTo(200_000);
        assertThat(port.settings.baudrate()).isEqualTo(200_000);
        port.calls.clear();
        spi.configure(1_000_000, 0, 0, 9);
        assertThat(port.calls).containsExactly("configure 1000000 0 0 9 cs=-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | 0 | 8 | SPI baudrate 0; Hz",
                "-1 | 0 | 0 | 8 | SPI baudrate -1; Hz",
                "1 | 2 | 0 | 8 | SPI polarity 2; 0 or 1",
                "1 | 0 | -1 | 8 | SPI phase -1; 0 or 1",
                "1 | 0 | 0 | 0 | SPI bits 0; 1 to 32",
                "1 | 0 | 0 | 33 | SPI bits 33; 1 to 32"
            })
    void settingsThatMakeNoSenseAreRefused(int baudrate, int polarity, int phase, int bits, String words) {
        assertThatThrownBy(() -> spi.configure(baudrate, polarity, phase, bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words.split("; "));
        assertThat(port.calls).isEmpty();
    }

    @Test
    void aChipSelectBelowByHandIsRefused() {
        assertThatThrownBy(() -> new Settings(1, 0, 0, 8, false, false, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SPI chip select", "-2", "BY_HAND");
    }

    @Test
    void aWriteSendsTheSlice() {
        spi.write(BUFFER);
        spi.write(BUFFER, 1, 3);
        spi.write(BUFFER, -2, 99);

        assertThat(port.calls).containsExactly("send 0a0b0c0d0e", "send 0b0c", "send 0d0e");
    }

    @Test
    void anEmptySliceTransfersNothing() {
        spi.write(BUFFER, 3, 3);
        spi.write(new byte[0]);
        spi.readInto(new byte[4], 4, 9);
        spi.writeReadInto(new byte[0], new byte[0]);

        assertThat(port.calls).isEmpty();
    }

    @Test
    void aReadSendsZerosAndFillsTheSlice() {
        port.answer(1, 2);
        byte[] in = {9, 9, 9, 9};

        spi.readInto(in, 1, 3);

        assertThat(in).containsExactly(9, 1, 2, 9);
        assertThat(port.calls).containsExactly("send 2 zeros receive");
    }

    @Test
    void aReadSendsTheWriteValueAllTheTime() {
        port.answer(1, 2, 3);
        byte[] in = {9, 9, 9, 9};

        spi.readInto(in, 0, 3, 0xff);

        assertThat(in).containsExactly(1, 2, 3, 9);
        assertThat(port.calls).containsExactly("send ffffff receive");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void aWriteValueThatIsNoByteIsRefused(int value) {
        byte[] in = {9};

        assertThatThrownBy(() -> spi.readInto(in, 0, 1, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("write value", String.valueOf(value), "0 to 255");
        assertThat(in).containsExactly(9);
    }

    @Test
    void sendingAndReceivingHappenAtTheSameTime() {
        port.answer(1, 2);
        byte[] in = {9, 9, 9};

        spi.writeReadInto(BUFFER, 3, 5, in, 1, 3);

        assertThat(in).containsExactly(9, 1, 2);
        assertThat(port.calls).containsExactly("send 0d0e receive");
    }

    @Test
    void slicesThatAreNotEquallyLongAreRefused() {
        assertThatThrownBy(() -> spi.writeReadInto(BUFFER, 0, 3, new byte[9], 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "same time", "3 and 4 bytes");
        assertThatThrownBy(() -> spi.writeReadInto(new byte[2], new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(port.calls).isEmpty();
    }

    @Test
    void thePortGetsTheCallersArraysAndNoCopies() {
        SpiPort mock = mock(SpiPort.class);
        SPI bus = new SPI(mock);
        byte[] in = new byte[4];

        bus.writeReadInto(BUFFER, 1, 3, in, 2, 4);
        bus.write(BUFFER, 1, 3);
        bus.readInto(in, 2, 4);

        verify(mock).transfer(BUFFER, 1, in, 2, 2, false);
        verify(mock).transfer(BUFFER, 1, null, 0, 2, false);
        verify(mock).transfer(null, 0, in, 2, 2, false);
    }

    @Test
    void aWriteThenReadIsTwoTransfers() {
        port.answer(0, 7, 8);
        byte[] in = new byte[2];

        spi.writeThenReadInto(BUFFER, 0, 1, in, 0, 2);

        assertThat(in).containsExactly(7, 8);
        assertThat(port.calls).containsExactly("send 0a", "send 2 zeros receive");
    }

    @Test
    void theControllersChipSelectIsKeptFromTheWriteToTheRead() {
        spi.configure(CONTROLLED);
        port.calls.clear();

        spi.writeThenReadInto(BUFFER, 0, 1, new byte[2], 0, 2);
        spi.writeThenReadInto(BUFFER, 0, 1, new byte[2], 0, 0);
        spi.writeThenReadInto(BUFFER, 0, 0, new byte[2], 0, 2);

        assertThat(port.calls)
                .containsExactly("send 0a keep", "send 2 zeros receive", "send 0a", "send 2 zeros receive");
    }

    @Test
    void aChipThatWasKeptSelectedIsLetGoWhenTheReadFails() {
        spi.configure(CONTROLLED);
        BusException cause = new BusException(Kind.OTHER, 5, "EIO");
        port.calls.clear();
        FakeSpi failing = new FakeSpi() {
            @Override
            public void transfer(byte[] out, int outStart, byte[] in, int inStart, int length, boolean keep) {
                super.transfer(out, outStart, in, inStart, length, keep);
                if (in != null) {
                    throw cause;
                }
            }
        };
        SPI bus = new SPI(failing);
        bus.configure(CONTROLLED);
        failing.calls.clear();

        assertThatThrownBy(() -> bus.writeThenReadInto(BUFFER, 0, 1, new byte[1], 0, 1))
                .isSameAs(cause);

        assertThat(failing.calls).containsExactly("send 0a keep", "send 1 zeros receive", "send nothing");
    }

    @Test
    void aChipIsLetGoAlsoWhenTheWriteFailsAndTheFirstErrorIsTold() {
        spi.configure(CONTROLLED);
        port.calls.clear();
        BusException first = new BusException(Kind.OTHER, 5, "EIO");
        BusException second = new BusException(Kind.OTHER, 19, "ENODEV");
        port.failures.add(first);
        port.failures.add(second);

        assertThatThrownBy(() -> spi.writeThenReadInto(BUFFER, 0, 1, new byte[1], 0, 1))
                .isSameAs(first)
                .hasSuppressedException(second);

        assertThat(port.calls).containsExactly("send 0a keep", "send nothing");
    }

    @Test
    void aSelectedChipStaysSelectedOverAllTransfersUntilItIsDeselected() {
        spi.select(CONTROLLED);
        spi.write(BUFFER, 0, 1);
        spi.readInto(new byte[1]);
        spi.writeThenReadInto(BUFFER, 1, 2, new byte[1], 0, 1);
        spi.deselect();

        assertThat(port.calls)
                .containsExactly(
                        "configure 1000000 0 0 8 cs=0",
                        "send 0a keep",
                        "send 1 zeros receive keep",
                        "send 0b keep",
                        "send 1 zeros receive keep",
                        "send nothing");
    }

    @Test
    void aChipThatWasNeverTalkedToNeedsNoClosingTransfer() {
        spi.select(CONTROLLED);
        spi.deselect();

        assertThat(port.calls).containsExactly("configure 1000000 0 0 8 cs=0");
    }

    @Test
    void aSelectionByHandLeavesTheControllersChipSelectAlone() {
        spi.select(new Settings(1_000_000, 0, 0, 8, false, false, Settings.BY_HAND));
        spi.write(BUFFER, 0, 1);
        spi.deselect();

        assertThat(port.calls).containsExactly("configure 1000000 0 0 8 cs=-1", "send 0a");
    }

    @Test
    void aFailedTransferEndsTheSelectionWithAClosingTransfer() {
        spi.select(CONTROLLED);
        port.failures.add(new BusException(Kind.OTHER, 5, "EIO"));
        assertThatThrownBy(() -> spi.write(BUFFER, 0, 1)).isInstanceOf(BusException.class);
        spi.deselect();

        assertThat(port.calls).endsWith("send 0a keep", "send nothing");
    }

    @Test
    void aSecondSelectionIsRefusedAndTheFirstOneStays() {
        spi.select(CONTROLLED);
        assertThatThrownBy(() -> spi.select(CONTROLLED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("SPI(/dev/spidev0)", "already", "selected", "Deselect");
        spi.write(BUFFER, 0, 1);
        spi.deselect();

        assertThat(port.calls).containsExactly("configure 1000000 0 0 8 cs=0", "send 0a keep", "send nothing");
    }

    @Test
    void aSelectionWhoseSettingsAreRefusedLeavesTheBusFree() {
        port.refuse(new NotAvailableException("too fast"));

        assertThatThrownBy(() -> spi.select(CONTROLLED)).isInstanceOf(NotAvailableException.class);
    }

    @Test
    void deselectingWhatIsNotSelectedDoesNothing() {
        spi.deselect();
        spi.lock();
        spi.deselect();
        spi.write(BUFFER, 0, 1);
        spi.unlock();

        assertThat(port.calls).containsExactly("send 0a");
    }

    @Test
    void aFailedDeselectionLeavesTheBusFree() {
        spi.select(CONTROLLED);
        spi.write(BUFFER, 0, 1);
        port.failures.add(new BusException(Kind.OTHER, 5, "EIO"));

        assertThatThrownBy(spi::deselect).isInstanceOf(BusException.class);
        spi.select(CONTROLLED);
        spi.deselect();
    }

    @Test
    void aBusThatIsClosedWhileAChipIsSelectedIsNotUsedAfterwards() {
        spi.select(CONTROLLED);
        spi.write(BUFFER, 0, 1);
        spi.close();
        spi.deselect();

        assertThat(port.calls).containsExactly("configure 1000000 0 0 8 cs=0", "send 0a keep", "close");
    }

    @Test
    void aResultComesOutOfAnExclusiveBody() {
        String result = spi.exclusively(() -> "reading");

        assertThat(result).isEqualTo("reading");
    }

    @Test
    void anExceptionInAnExclusiveBodyLetsTheBusGo() {
        assertThatThrownBy(() -> spi.exclusively(() -> {
                    throw new UnsupportedOperationException("in the body");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aClosedBusRefusesEverythingAndSaysWhatToDo() {
        spi.close();

        String[] words = {"SPI(/dev/spidev0) is closed", "Board.spi()", "new SPI(clock, mosi, miso)"};
        assertThatThrownBy(() -> spi.write(BUFFER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(words);
        assertThatThrownBy(() -> spi.configure(1)).hasMessageContainingAll(words);
        assertThatThrownBy(spi::frequency).hasMessageContainingAll(words);
        assertThatThrownBy(spi::tryLock).hasMessageContainingAll(words);
        assertThatThrownBy(() -> spi.select(CONTROLLED)).hasMessageContainingAll(words);
        assertThat(port.calls).containsExactly("close");
    }

    @Test
    void waitingIsLeftToThePort() {
        SpiPort mock = mock(SpiPort.class);

        new SPI(mock).sleep(Duration.ofMillis(7));

        verify(mock).sleep(Duration.ofMillis(7));
    }

    @Test
    void aBusIsOpenedByItsPins() {
        FakeProvider provider = new FakeProvider();
        Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
        Pin clock = new Pin("SCLK", hardware);
        Pin mosi = new Pin("MOSI", hardware);
        Pin miso = new Pin("MISO", hardware);

        try (SPI bus = new SPI(clock, mosi, miso)) {
            assertThat(bus.index(new Pin("CE0", hardware))).isZero();
            assertThatThrownBy(() -> new SPI(clock, mosi)).isInstanceOf(PinException.class);
        }
        try (SPI bus = new SPI(clock, mosi)) {
            assertThatThrownBy(() -> bus.index(new Pin("D5", hardware))).isInstanceOf(PinException.class);
        }
        try (SPI bus = new SPI(clock, null, miso)) {
            assertThatCode(() -> bus.readInto(new byte[1])).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> new SPI(clock, null, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBusThatIsNotOfTheBoardDrivesNoChipSelectOfTheBoard() {
        assertThatThrownBy(() -> spi.index(new Pin("CE0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "SPI(/dev/spidev0)",
                        "not a bus of the board",
                        "CE0",
                        "new SPIDevice(spi, new DigitalInOut(pin))");
    }

    /** A controller that refuses settings half way, and then those of before too. */
    @Test
    void settingsThatNobodyKnowsAreSetAgainBeforeTheyAreUsed() {
        Deque<RuntimeException> refusals = new ArrayDeque<>();
        FakeSpi moody = new FakeSpi() {
            @Override
            public int configure(Settings wanted) {
                int clock = super.configure(wanted);
                if (!refusals.isEmpty()) {
                    throw refusals.remove();
                }
                return clock;
            }
        };
        SPI bus = new SPI(moody);
        refusals.add(new BusException(Kind.TIMEOUT, "first"));
        refusals.add(new BusException(Kind.OTHER, "second"));
        assertThatThrownBy(() -> bus.configure(1_000_000, 1, 1))
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        moody.calls.clear();
        bus.write(BUFFER, 0, 1);
        bus.write(BUFFER, 0, 1);
        bus.configure(1_000_000, 1, 1);
        assertThat(moody.calls)
                .containsExactly("configure 100000 0 0 8 cs=-1", "send 0a", "send 0a", "configure 1000000 1 1 8 cs=-1");
    }

    @Test
    void aChipThatCouldNotBeDeselectedIsDeselectedLater() {
        spi.select(CONTROLLED);
        spi.write(BUFFER, 0, 1);
        port.failures.add(new BusException(Kind.OTHER, 5, "EIO"));
        assertThatThrownBy(spi::deselect).isInstanceOf(BusException.class);
        port.calls.clear();

        spi.select(CONTROLLED);
        spi.deselect();

        assertThat(port.calls).containsExactly("send nothing");
    }

    @Test
    void aPortThatCannotBeConfiguredIsClosedWithoutHidingWhy() {
        FakeSpi broken = new FakeSpi() {
            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("second");
            }
        };
        broken.refuse(new BusException(Kind.OTHER, "first"));
        assertThatThrownBy(() -> new SPI(broken))
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(broken.closed).isTrue();
    }
}
