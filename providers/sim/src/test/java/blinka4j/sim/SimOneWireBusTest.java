// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Pin;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.onewireio.OneWire;
import blinka4j.sim.chips.SimDS18B20;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimOneWireBusTest {
    private static final byte[] NOTHING = {};

    private final SimOneWireBus wire = new SimOneWireBus();

    @Test
    void aSearchFindsEachDeviceOnceInTheOrderOfTheTree() {
        assertThat(wire.search()).isEmpty();
        // The lowest bit of the lowest byte comes first, and zeros before ones.
        for (int serialNumber : new int[] {3, 1, 2, 0, 0x80, 0x40000000}) {
            wire.attach(new SimDS18B20(serialNumber));
        }
        assertThat(wire.search().stream().map(rom -> new OneWireAddress(rom).toString()))
                .containsExactly(
                        "28-000000000000",
                        "28-000040000000",
                        "28-000000000080",
                        "28-000000000002",
                        "28-000000000001",
                        "28-000000000003");
    }

    @Test
    void aSearchFindsManyDevicesOfAnyNumber() {
        Random random = new Random(1);
        List<OneWireAddress> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            SimDS18B20 chip = new SimDS18B20(random.nextInt());
            wire.attach(chip);
            all.add(new OneWireAddress(chip.rom()));
        }
        OneWireBus bus = new OneWireBus(wire);
        bus.maximumDevices(60);
        assertThat(bus.scan()).containsExactlyInAnyOrderElementsOf(all).doesNotHaveDuplicates();
    }

    /** "ROM commands" of the data sheet of the DS18B20. */
    @Test
    void theCommandsOfTheRomSelectOneOrAll() {
        SimDS18B20 one = new SimDS18B20(1);
        wire.attach(one);
        byte[] rom = new byte[8];
        assertThat(wire.transfer(true, new byte[] {0x33}, 0, 1, rom, 0, 8)).isTrue();
        assertThat(rom).isEqualTo(one.rom());
        SimDS18B20 two = new SimDS18B20(2);
        wire.attach(two);
        // Skip ROM: both take it. Write scratchpad, then its three bytes.
        wire.transfer(true, new byte[] {(byte) 0xCC, 0x4E, 5, 6, 0x1F}, 0, 5, NOTHING, 0, 0);
        assertThat(one.scratchpad()).startsWith(0x50, 0x05, 5, 6, 0x1F);
        assertThat(two.scratchpad()).startsWith(0x50, 0x05, 5, 6, 0x1F);
        byte[] match = {0x55, 0, 0, 0, 0, 0, 0, 0, 0, 0x4E, 7, 8, -1};
        System.arraycopy(two.rom(), 0, match, 1, 8);
        wire.transfer(true, match, 0, match.length, NOTHING, 0, 0);
        assertThat(one.scratchpad()).startsWith(0x50, 0x05, 5, 6, 0x1F);
        assertThat(two.scratchpad()).startsWith(0x50, 0x05, 7, 8, 0x7F);
        // An unknown command selects none.
        byte[] in = new byte[2];
        wire.transfer(true, new byte[] {0x12, (byte) 0xBE}, 0, 2, in, 0, 2);
        assertThat(in).containsExactly(-1, -1);
    }

    /** The search as CircuitPython's {@code adafruit_onewire} does it, for one device: two bits are read, one is written. */
    @Test
    void aProgramCanSearchBitByBit() {
        SimDS18B20 chip = new SimDS18B20(0x070E41AC);
        try (SimBoard board = SimBoard.open(Boards.small())) {
            OneWire wires = new OneWire(board.blinka().pin("D4"));
            assertThat(wires.reset()).as("CircuitPython's False is present").isTrue();
            assertThat(wires.readBit()).isTrue();
            board.oneWire("D4").attach(chip);
            assertThat(wires.reset()).isFalse();
            for (int bit = 0; bit < 8; bit++) {
                wires.writeBit((0xF0 >> bit & 1) == 1);
            }
            byte[] rom = new byte[8];
            for (int i = 0; i < 64; i++) {
                boolean bit = wires.readBit();
                assertThat(wires.readBit()).isEqualTo(!bit);
                wires.writeBit(bit);
                rom[i / 8] |= (byte) (bit ? 1 << i % 8 : 0);
            }
            assertThat(rom).isEqualTo(chip.rom());
            wires.close();
            wires.close();
            assertThat(wires.isClosed()).isTrue();
            assertThatThrownBy(wires::readBit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("OneWire(D4)", "closed");
            assertThatThrownBy(wires::reset).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> wires.writeBit(true)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPinHasOneUser() {
        try (SimBoard board = SimBoard.open(Boards.small())) {
            Pin pin = board.blinka().pin("D4");
            try (OneWireBus bus = new OneWireBus(pin)) {
                assertThat(bus).hasToString("OneWireBus(D4)");
                assertThatThrownBy(() -> new OneWireBus(pin))
                        .isInstanceOf(PinException.class)
                        .hasMessageContaining("OneWireBus(D4)");
                assertThatThrownBy(() -> new OneWire(pin)).isInstanceOf(PinException.class);
                assertThatThrownBy(() -> new DigitalInOut(pin)).isInstanceOf(PinException.class);
            }
            new OneWire(pin).close();
            new OneWireBus(pin).close();
        }
    }

    @Test
    void aBusEndsWithItsBoard() {
        SimBoard board = SimBoard.open(Boards.small()).lenient();
        OneWireBus bus = new OneWireBus(board.blinka().pin("D4"));
        board.close();
        assertThat(bus.isClosed()).isTrue();
        assertThatThrownBy(bus::reset).isInstanceOf(IllegalStateException.class).hasMessageContaining("Test board");
    }

    @Test
    void theSimulatorHasNoBusesWithoutAPin() {
        try (SimBoard board = SimBoard.start(Boards.small())) {
            assertThatThrownBy(() -> new OneWireBus("w1_bus_master1"))
                    .isInstanceOf(blinka4j.NotAvailableException.class)
                    .hasMessageContainingAll("sim", "1-Wire", "BLINKA_PROVIDER");
            assertThatThrownBy(() -> new OneWireBus((String) null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> board.oneWire("D99")).isInstanceOf(PinException.class);
        }
    }

    @Test
    void transfersTakeTheirTimeAndFailWhenToldTo() {
        wire.attach(new SimDS18B20(1));
        wire.transfer(true, new byte[2], 0, 2, new byte[1], 0, 1);
        assertThat(wire.clock().now())
                .isBetween(Duration.ofNanos(960_000 + 24 * 60_000), Duration.ofNanos(960_000 + 24 * 120_000));
        wire.failNext(BusException.Kind.OTHER).failNext(BusException.Kind.TIMEOUT);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> wire.transfer(true, NOTHING, 0, 0, NOTHING, 0, 0))
                    .isInstanceOf(BusException.class);
        }
        assertThat(wire.transfer(true, NOTHING, 0, 0, NOTHING, 0, 0)).isTrue();
    }

    @Test
    void aChipOfAnotherBusIsRefused() {
        assertThatThrownBy(() -> wire.attach(new blinka4j.sim.chips.SimMCP9808()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SimMCP9808", "no 1-Wire", "I2C bus");
        assertThatThrownBy(() -> new SimI2CBus().attach(0x18, new SimDS18B20(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SimDS18B20", "no I2C", "1-Wire bus");
    }
}
