// SPDX-License-Identifier: MIT
package blinka4j.onewire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.busio.BusHold;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.onewireio.OneWire;
import blinka4j.provider.Line;
import blinka4j.provider.OneWirePort;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OneWireBusTest {
    private static final byte[] ROM = {0x28, (byte) 0xAC, 0x41, 0x0E, 7, 0, 0, 0x74};

    private final Port port = new Port();
    private final OneWireBus bus = new OneWireBus(port);
    private final OneWireDevice device = new OneWireDevice(bus, new OneWireAddress(ROM));

    /** Transfers bytes, as the kernel does. */
    private static final class Port implements OneWirePort {
        final List<String> transfers = new ArrayList<>();
        final List<byte[]> devices = new ArrayList<>(List.of(ROM));
        byte[] reply = new byte[16];
        boolean closed;

        @Override
        public boolean transfer(
                boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            transfers.add("%s%s %s"
                    .formatted(
                            reset ? "reset " : "", HexFormat.of().formatHex(out, outStart, outEnd), inEnd - inStart));
            System.arraycopy(reply, 0, in, inStart, inEnd - inStart);
            return !devices.isEmpty();
        }

        @Override
        public List<byte[]> search() {
            return devices;
        }

        @Override
        public String name() {
            return "w1_bus_master1";
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aResetTellsWhetherADeviceAnswers() {
        assertThat(bus.reset()).isTrue();
        assertThat(bus.reset(true)).isTrue();
        port.devices.clear();
        assertThat(bus.reset()).isFalse();
        assertThatThrownBy(() -> bus.reset(true))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE))
                .hasMessageContainingAll("w1_bus_master1", "pull-up");
        assertThat(port.transfers).containsOnly("reset  0");
    }

    @Test
    void bytesAreWrittenAndReadInSlices() {
        port.reply = new byte[] {1, 2, 3};
        bus.write((byte) 0xCC, (byte) 0x44);
        bus.write(new byte[] {1, 2, 3, 4}, 1, 3);
        byte[] in = new byte[4];
        bus.readInto(in, 1, 3);
        assertThat(in).containsExactly(0, 1, 2, 0);
        bus.readInto(new byte[3]);
        assertThat(port.transfers).containsExactly("cc44 0", "0203 0", " 2", " 3");
        assertThatThrownBy(() -> bus.write(in, 2, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bus.readInto(in, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(port.transfers).hasSize(4);
    }

    @Test
    void aScanReturnsAddressesAndChecksThem() {
        OneWireAddress address = bus.scan().get(0);
        assertThat(address).isEqualTo(new OneWireAddress(ROM)).hasSameHashCodeAs(new OneWireAddress(ROM));
        assertThat(address.familyCode()).isEqualTo(0x28);
        assertThat(address.serialNumber()).containsExactly(0xAC, 0x41, 0x0E, 7, 0, 0);
        assertThat(address.crc()).isEqualTo(0x74);
        assertThat(address.rom()).isEqualTo(ROM);
        address.rom()[0] = 1;
        assertThat(address).hasToString("28-0000070e41ac");
        port.devices.add(new byte[] {0x28, (byte) 0xAC, 0x41, 0x0E, 7, 0, 0, 0x75});
        assertWrongChecksum(bus::scan);
        port.devices.set(1, new byte[8]);
        assertWrongChecksum(bus::scan);
        port.devices.clear();
        assertThat(bus.scan()).isEmpty();
    }

    private static void assertWrongChecksum(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CHECKSUM));
    }

    @Test
    void aScanAllowsTenDevicesUntilToldOtherwise() {
        assertThat(bus.maximumDevices()).isEqualTo(10);
        for (int i = 0; i < 9; i++) {
            port.devices.add(ROM);
        }
        assertThat(bus.scan()).hasSize(10);
        port.devices.add(ROM);
        assertThatThrownBy(bus::scan)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("more than 10", "maximumDevices(11)");
        bus.maximumDevices(255);
        assertThat(bus.scan()).hasSize(11);
        for (int count : new int[] {0, 256, -1}) {
            assertThatThrownBy(() -> bus.maximumDevices(count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(String.valueOf(count), "1 to 255");
        }
        assertThat(bus.maximumDevices()).isEqualTo(255);
    }

    /** The recorded scratchpad and ROM code of periph's test, and the check value of the catalogue. */
    @Test
    void theChecksumIsThatOfMaxim() {
        assertThat(OneWireBus.crc8(new byte[] {(byte) 0xE0, 1, 0, 0, 63, -1, 16, 16}))
                .isEqualTo(63);
        assertThat(OneWireBus.crc8(ROM)).isZero();
        assertThat(OneWireBus.crc8("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(0xA1);
    }

    @Test
    void aDeviceIsSelectedByItsAddress() {
        BusHold hold = device.select();
        try (hold) {
            device.write((byte) 0xBE);
            device.write(new byte[] {1, 2}, 1, 2);
            device.readInto(new byte[2]);
            device.readInto(new byte[9], 0, 9);
        }
        byte[] in = new byte[3];
        device.writeThenReadInto(new byte[] {0x44, 1}, in);
        assertThat(port.transfers)
                .containsExactly(
                        "reset 5528ac410e07000074 0", "be 0", "02 0", " 2", " 9", "reset 5528ac410e070000744401 3");
        port.devices.clear();
        assertThatThrownBy(device::select).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> device.writeThenReadInto(new byte[1], new byte[0]))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("no device answers");
    }

    /** Two objects would take away each other's selection. */
    @Test
    void aBusIsOpenOnceByItsPinOrByItsName() {
        Hardware hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider() {
            @Override
            public OneWirePort openOneWire(Line line) {
                return new Port();
            }

            @Override
            public OneWirePort openOneWire(String master) {
                return new Port();
            }
        });
        Pin d4 = new Pin("D4", hardware);
        Hardware before = CurrentBoard.use(hardware);
        try {
            try (OneWireBus byPin = new OneWireBus(d4)) {
                assertThatThrownBy(() -> new OneWireBus("w1_bus_master1"))
                        .isInstanceOf(PinException.class)
                        .hasMessageContainingAll("w1_bus_master1", byPin.toString());
            }
            try (OneWireBus byName = new OneWireBus("w1_bus_master1")) {
                assertThatThrownBy(() -> new OneWireBus(d4))
                        .isInstanceOf(PinException.class)
                        .hasMessageContainingAll("D4", "w1_bus_master1", byName.toString());
            }
            new OneWireBus(d4).close();
            assertThat(hardware.stillOpen()).isEmpty();
        } finally {
            CurrentBoard.use(before);
            hardware.close();
        }
    }

    @Test
    void aSelectionThatIsClosedTwiceSaysSo() {
        BusHold hold = device.select();
        hold.close();
        assertThatThrownBy(hold::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("w1_bus_master1", "select()", "thread");
        assertThat(bus.reset()).isTrue();
    }

    @Test
    void eightBytesOrMoreEndWithAChecksum() {
        port.reply = new byte[] {(byte) 0xE0, 1, 0, 0, 63, -1, 16, 16, 63};
        device.readInto(new byte[9]);
        device.writeThenReadInto(new byte[1], new byte[9]);
        assertWrongChecksum(() -> device.readInto(new byte[8]));
        device.readInto(new byte[7]);
        port.reply[3] = 1;
        assertWrongChecksum(() -> device.readInto(new byte[9]));
        assertWrongChecksum(() -> device.writeThenReadInto(new byte[1], new byte[9]));
        java.util.Arrays.fill(port.reply, (byte) 0xFF);
        assertThatThrownBy(() -> device.writeThenReadInto(new byte[1], new byte[9]))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE))
                .hasMessageContaining("28-0000070e41ac");
    }

    @Test
    @Timeout(60)
    void aSelectedDeviceKeepsOtherThreadsAway() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            began.countDown();
            bus.reset();
        });
        BusHold hold = device.select();
        try (hold) {
            other.start();
            began.await();
            while (other.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            device.write((byte) 0x44);
        }
        other.join();
        assertThat(port.transfers).containsExactly("reset 5528ac410e07000074 0", "44 0", "reset  0");
    }

    @Test
    void nothingWorksAfterTheEnd() {
        bus.close();
        bus.close();
        assertThat(bus.isClosed()).isTrue();
        assertThat(port.closed).isTrue();
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        bus::reset, bus::scan, () -> bus.write((byte) 1), device::select)) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("w1_bus_master1", "closed");
        }
        assertThat(port.transfers).isEmpty();
    }

    @Test
    void anAddressHasEightBytes() {
        assertThatThrownBy(() -> new OneWireAddress(new byte[7]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("7 bytes", "8");
    }

    @Test
    void aBusOfBytesHasNoBits() {
        assertThatThrownBy(() -> new OneWire(port))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("w1_bus_master1", "whole bytes", "OneWireBus");
        assertThat(port.closed).isTrue();
        assertThatThrownBy(() -> port.slot(true)).isInstanceOf(NotAvailableException.class);
    }
}
