// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeSpi;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SPIDeviceTest {
    /** What happens on the bus and on the chip select, in one order. */
    private final List<String> events = new ArrayList<>();

    /** Whether the chip select cannot be released. */
    private boolean stuck;

    private final FakeSpi port = new FakeSpi() {
        @Override
        public int configure(Settings wanted) {
            int clock = super.configure(wanted);
            events.add(super.calls.get(super.calls.size() - 1));
            return clock;
        }

        @Override
        public void transfer(byte[] out, int outStart, byte[] in, int inStart, int length, boolean keep) {
            try {
                super.transfer(out, outStart, in, inStart, length, keep);
            } finally {
                events.add(super.calls.get(super.calls.size() - 1));
            }
        }
    };
    private final FakeGpio line = new FakeGpio() {
        @Override
        public void output(boolean value, boolean openDrain) {
            events.add("cs output " + value);
            super.output(value, openDrain);
        }

        @Override
        public void write(boolean value) {
            if (!closed) {
                events.add("cs " + value);
            }
            if (stuck && value) {
                throw new PinException("the chip select is stuck");
            }
            super.write(value);
        }
    };
    private final SPI spi = new SPI(port);
    private final DigitalInOut chipSelect = new DigitalInOut(line);

    SPIDeviceTest() {
        events.clear();
    }

    @AfterEach
    void theBusIsFreeAtTheEnd() throws InterruptedException {
        boolean[] free = new boolean[1];
        Thread other = new Thread(() -> free[0] = spi.tryLock());
        other.start();
        other.join();
        assertThat(free[0]).as("bus free").isTrue();
    }

    private SPIDevice byHand() {
        SPIDevice device = new SPIDevice(spi, chipSelect);
        events.clear();
        return device;
    }

    @Test
    void aChipSelectIsMadeAnOutputThatDoesNotSelect() {
        new SPIDevice(spi, chipSelect);
        new SPIDevice(spi, chipSelect, true, 1_000_000, 0, 0, 0);

        assertThat(events).containsExactly("cs output true", "cs output false");
    }

    @Test
    void eachCallSelectsTheChipAroundItsTransfer() {
        SPIDevice device = byHand();
        port.answer(0, 1, 2);
        byte[] in = new byte[2];

        device.write(0x9f);
        device.readInto(in);
        device.writeReadInto(new byte[] {3}, new byte[1]);
        assertThat(device.read(1)).containsExactly(0);

        assertThat(in).containsExactly(1, 2);
        assertThat(events)
                .containsExactly(
                        "cs false",
                        "send 9f",
                        "cs true",
                        "cs false",
                        "send 2 zeros receive",
                        "cs true",
                        "cs false",
                        "send 03 receive",
                        "cs true",
                        "cs false",
                        "send 1 zeros receive",
                        "cs true");
    }

    @Test
    void aWriteThenReadSelectsTheChipOnce() {
        SPIDevice device = byHand();
        port.answer(0, 0xbf, 0x25, 0x41);

        assertThat(device.writeThenRead(new byte[] {(byte) 0x9f}, 3)).containsExactly(0xbf, 0x25, 0x41);

        assertThat(events).containsExactly("cs false", "send 9f", "send 3 zeros receive", "cs true");
    }

    @Test
    void slicesAreThoseOfTheBus() {
        SPIDevice device = byHand();
        byte[] buffer = {1, 2, 3, 4};

        device.write(buffer, 1, -1);
        device.readInto(buffer, 3, 99);
        device.writeReadInto(buffer, 0, 2, buffer, 2, 4);
        device.writeThenReadInto(buffer, 0, 1, buffer, 1, 2);

        assertThat(events.stream().filter(call -> call.startsWith("send")))
                .containsExactly(
                        "send 0203", "send 1 zeros receive", "send 0102 receive", "send 01", "send 1 zeros receive");
    }

    @Test
    void anActiveHighChipSelectIsHighDuringTheTransfer() {
        SPIDevice device = new SPIDevice(spi, chipSelect, true, 1_000_000, 0, 0, 0);
        events.clear();

        device.write(1);

        assertThat(events).containsExactly("configure 1000000 0 0 8 cs=-1", "cs true", "send 01", "cs false");
    }

    @Test
    void theSettingsOfAChipAreSetWhenAnotherOneWasUsedBefore() {
        SPIDevice fast = new SPIDevice(spi, chipSelect, 8_000_000, 1, 1);
        SPIDevice slow = new SPIDevice(spi, new DigitalInOut(new FakeGpio()));
        events.clear();

        fast.write(1);
        fast.write(2);
        slow.write(3);
        fast.write(4);

        assertThat(events.stream().filter(call -> !call.startsWith("cs ")))
                .containsExactly(
                        "configure 8000000 1 1 8 cs=-1",
                        "send 01",
                        "send 02",
                        "configure 100000 0 0 8 cs=-1",
                        "send 03",
                        "configure 8000000 1 1 8 cs=-1",
                        "send 04");
    }

    @Test
    void exclusivelyTheChipStaysSelectedOverAllTransfers() {
        SPIDevice device = byHand();

        device.exclusively(bus -> {
            assertThat(bus).isSameAs(spi);
            bus.write(new byte[] {1});
            bus.write(new byte[] {2});
        });

        assertThat(events).containsExactly("cs false", "send 01", "send 02", "cs true");
    }

    @Test
    void anExceptionInTheBodyDeselectsTheChip() {
        SPIDevice device = byHand();

        assertThatThrownBy(() -> device.exclusively(bus -> {
                    throw new UnsupportedOperationException("in the body");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(events).containsExactly("cs false", "cs true");
    }

    @Test
    void aTransferThatFailsDeselectsTheChip() {
        SPIDevice device = byHand();
        port.failures.add(new BusException(Kind.OTHER, 5, "EIO"));

        assertThatThrownBy(() -> device.write(1)).isInstanceOf(BusException.class);

        assertThat(events).containsExactly("cs false", "send 01", "cs true");
    }

    @Test
    void slicesThatAreRefusedDeselectTheChip() {
        SPIDevice device = byHand();

        assertThatThrownBy(() -> device.writeReadInto(new byte[1], new byte[2]))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(events).containsExactly("cs false", "cs true");
    }

    @Test
    void aChipSelectThatFailsLeavesTheBusFree() {
        SPIDevice device = byHand();
        NotAvailableException cause = new NotAvailableException("the expander is gone");
        line.fail(cause);

        assertThatThrownBy(() -> device.write(1)).isSameAs(cause);
        device.write(2);

        assertThat(events).containsExactly("cs false", "cs false", "send 02", "cs true");
    }

    @Test
    void aClosedChipSelectIsAnErrorThatLeavesTheBusFree() {
        SPIDevice device = byHand();
        chipSelect.close();

        assertThatThrownBy(() -> device.write(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("P7 of the expander) is closed");
        assertThat(events).isEmpty();
    }

    @Test
    void settingsThatTheControllerRefusesDoNotSelectTheChip() {
        SPIDevice device = new SPIDevice(spi, chipSelect, 8_000_000, 0, 0);
        events.clear();
        port.refuse(new NotAvailableException("too fast"));

        assertThatThrownBy(() -> device.write(1)).isInstanceOf(NotAvailableException.class);

        assertThat(events).as("the settings of before").containsExactly("configure 100000 0 0 8 cs=-1");
    }

    /** An SD card needs 8 clocks after it is deselected; the number is rounded up to bytes. */
    @Test
    void extraClocksFollowTheDeselection() {
        SPIDevice eight = new SPIDevice(spi, chipSelect, false, 100_000, 0, 0, 8);
        SPIDevice nine = new SPIDevice(spi, chipSelect, false, 100_000, 0, 0, 9);
        events.clear();

        eight.write(1);
        nine.write(2);

        assertThat(events)
                .containsExactly(
                        "cs false", "send 01", "cs true", "send ff", "cs false", "send 02", "cs true", "send ffff");
    }

    @Test
    void lessThanNoExtraClocksAreRefusedAndThePinIsLeftAlone() {
        assertThatThrownBy(() -> new SPIDevice(spi, chipSelect, false, 100_000, 0, 0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an SPI device cannot have -1 extra clocks. The number must be 0 or more.");
        assertThatThrownBy(() -> new SPIDevice(spi, chipSelect, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chipSelect.direction()).isEqualTo(Direction.INPUT);
    }

    @Test
    void aChipThatIsAlwaysSelectedNeedsNoChipSelect() {
        SPIDevice device = new SPIDevice(spi);

        device.write(1);

        assertThat(events).containsExactly("send 01");
        assertThat(device).hasToString("SPI(/dev/spidev0)");
    }

    @Test
    void aChipSelectOfTheControllerIsKeptOverAllTransfersAndEndedByAnEmptyOne() {
        FakeProvider provider = new FakeProvider();
        Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
        SPI bus = new SPI(hardware);
        SPIDevice device = new SPIDevice(bus, new Pin("CE0", hardware), 1_000_000, 0, 0);
        FakeSpi controller = provider.spis.get(0);
        controller.calls.clear();

        device.write(1);
        device.exclusively(selected -> {
            selected.write(new byte[] {2});
            selected.readInto(new byte[1]);
        });

        assertThat(controller.calls)
                .containsExactly(
                        "configure 1000000 0 0 8 cs=0",
                        "send 01 keep",
                        "send nothing",
                        "send 02 keep",
                        "send 1 zeros receive keep",
                        "send nothing");
        assertThat(device).hasToString("chip select 0 of SPI(/dev/spidev0)");
        assertThat(new SPIDevice(bus, new Pin("D8", hardware))).hasToString("chip select 0 of SPI(/dev/spidev0)");
    }

    @Test
    void aPinThatTheControllerDoesNotDriveIsRefused() {
        Hardware hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider());
        SPI bus = new SPI(hardware);

        assertThatThrownBy(() -> new SPIDevice(bus, new Pin("D5", hardware)))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("D5 is not a chip select");
    }

    @Test
    void aSelectionInsideASelectionIsRefusedAndBothChipsEndDeselected() {
        SPIDevice device = byHand();
        FakeGpio otherLine = new FakeGpio();
        SPIDevice other = new SPIDevice(spi, new DigitalInOut(otherLine));

        assertThatThrownBy(() -> device.exclusively(bus -> other.write(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already has a chip selected");

        assertThat(events).containsExactly("cs false", "cs true");
        assertThat(otherLine.calls).containsExactly("input(DISABLED)", "output(true, openDrain=false)");
    }

    @Test
    void theBusIsHeldOverSeveralCallsThatEachSelectTheChip() {
        SPIDevice device = byHand();

        device.lock();
        device.write(1);
        device.write(2);
        device.unlock();

        assertThat(events).containsExactly("cs false", "send 01", "cs true", "cs false", "send 02", "cs true");
    }

    @Test
    void badCountsAndBytesAreRefusedBeforeAnythingIsSelected() {
        SPIDevice device = byHand();

        assertThatThrownBy(() -> device.read(-1)).hasMessage("cannot read -1 bytes. The number must be 0 or more.");
        assertThatThrownBy(() -> device.writeThenRead(new byte[1], -1))
                .hasMessage("cannot read -1 bytes. The number must be 0 or more.");
        assertThatThrownBy(() -> device.write(256))
                .hasMessage("256, number 0 to write, is not a byte. It must be 0 to 255, such as 0xFF for all bits.");
        assertThat(events).isEmpty();
    }

    /** Also in the message of an error, in which a pin that cannot be read would be a second one. */
    @Test
    void theNameOfADeviceIsThatOfItsPinInAnyStateAndDoesNotReadThePin() {
        List<String> reads = new ArrayList<>();
        DigitalInOut pin = new DigitalInOut(new FakeGpio() {
            @Override
            public synchronized boolean read() {
                reads.add("read");
                return super.read();
            }

            @Override
            public String toString() {
                return "P7, input 2";
            }
        });
        SPIDevice device = new SPIDevice(spi, pin);
        assertThat(device).hasToString("chip select P7, input 2 of SPI(/dev/spidev0)");
        pin.switchToInput();
        assertThat(device).hasToString("chip select P7, input 2 of SPI(/dev/spidev0)");
        pin.close();
        assertThat(device).hasToString("chip select P7, input 2 of SPI(/dev/spidev0)");
        assertThat(reads).isEmpty();
    }

    @Test
    void aDeviceIsCalledByItsChipSelect() {
        assertThat(byHand()).hasToString("chip select P7 of the expander of SPI(/dev/spidev0)");
        assertThat(byHand().spi()).isSameAs(spi);
    }

    @Test
    void whatFailedFirstComesOutWhenDeselectingFailsToo() {
        SPIDevice device = byHand();
        List<Runnable> calls = List.of(
                () -> device.write(1),
                () -> device.read(1),
                () -> device.writeReadInto(new byte[1], new byte[1]),
                () -> device.writeThenRead(new byte[1], 1),
                () -> device.exclusively(bus -> bus.write(new byte[1])));
        for (Runnable call : calls) {
            port.failures.add(new BusException(Kind.TIMEOUT, "first"));
            stuck = true;
            assertThatThrownBy(call::run)
                    .hasMessage("first")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .satisfies(also -> assertThat(also).hasMessage("the chip select is stuck")));
            stuck = false;
        }
        device.write(1);
    }
}
