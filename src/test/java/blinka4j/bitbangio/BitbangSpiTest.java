// SPDX-License-Identifier: MIT
package blinka4j.bitbangio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.max31855.MAX31855;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.SpiPort;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitbangSpiTest {
    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final SimPin clock = board.pin("D5");
    private final SimPin mosi = board.pin("D6");
    private final SimPin miso = board.pin("D13");
    private final SimPin select = board.pin("D19");

    @AfterEach
    void nothingIsLeftOpen() {
        board.close();
    }

    private Pin pin(String name) {
        return board.blinka().pin(name);
    }

    private SPI open() {
        return BitbangIO.spi(pin("D5"), pin("D6"), pin("D13"));
    }

    /**
     * A device with a shift register: it takes a bit at one edge of the clock and puts the next one on MISO at the other edge, with phase
     * 0 the first one when it is selected.
     */
    private final class Device {
        private final boolean idle;
        private final boolean secondEdge;
        private final List<Integer> toSend;
        final List<Integer> received = new ArrayList<>();
        private int bits;
        private int shift;
        private int sent;
        private boolean selected;

        Device(int polarity, int phase, Integer... toSend) {
            this.idle = polarity == 1;
            this.secondEdge = phase == 1;
            this.toSend = List.of(toSend);
            clock.onLevel(this::clock);
            select.onLevel(this::select);
        }

        private void select(boolean high) {
            selected = !high;
            bits = 0;
            sent = 0;
            if (selected && !secondEdge) {
                put();
            }
        }

        private void clock(boolean high) {
            if (!selected) {
                return;
            }
            boolean leading = high != idle;
            if (leading == secondEdge) {
                put();
            } else {
                shift = ((shift << 1) & 0xFF) | (mosi.level() ? 1 : 0);
                if (++bits % 8 == 0) {
                    received.add(shift);
                }
            }
        }

        private void put() {
            int at = sent / 8;
            int value = at < toSend.size() ? toSend.get(at) : 0;
            miso.drive((value >> (7 - sent % 8) & 1) != 0);
            sent++;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1"})
    void bytesGoBothWaysInEachMode(int polarity, int phase) {
        Device device = new Device(polarity, phase, 0xA5, 0x00, 0xFF, 0x3C);
        byte[] buffer = {0x01, (byte) 0x80, 0x55, (byte) 0xF0};
        try (SPI spi = open();
                DigitalInOut cs = new DigitalInOut(pin("D19"))) {
            SPIDevice chip = new SPIDevice(spi, cs, 1_000_000, polarity, phase);
            chip.writeReadInto(buffer, buffer);
            assertThat(clock.level()).as("the idle clock").isEqualTo(polarity == 1);
        }
        assertThat(device.received).containsExactly(0x01, 0x80, 0x55, 0xF0);
        assertThat(buffer).containsExactly(0xA5, 0x00, 0xFF, 0x3C);
    }

    /** One byte, 0xb0, at 100 kHz in mode 0: data is valid 5 µs before the rising edge and until the falling one. */
    @Test
    void eachEdgeOfATransferIsInItsPlace() {
        try (SPI spi = open()) {
            clock.clearHistory();
            mosi.clearHistory();
            long start = board.clock().nanos();
            spi.write(new byte[] {(byte) 0xB0});
            List<String> edges = new ArrayList<>();
            clock.history().forEach(edge -> edges.add(edge.time().toNanos() - start + " " + edge.level()));
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                expected.add(5000 + 10_000 * i + " true");
                expected.add(10_000 + 10_000 * i + " false");
            }
            assertThat(edges).isEqualTo(expected);
            edges.clear();
            mosi.history().forEach(edge -> edges.add(edge.time().toNanos() - start + " " + edge.level()));
            // 1011 0000
            assertThat(edges).containsExactly("0 true", "10000 false", "20000 true", "40000 false");
        }
    }

    @Test
    void theLowestBitMayComeFirst() {
        Device device = new Device(0, 0, 0x01);
        byte[] in = new byte[1];
        try (SPI spi = open();
                DigitalInOut cs = new DigitalInOut(pin("D19"))) {
            spi.configure(new SpiPort.Settings(100_000, 0, 0, 8, true, false, SpiPort.Settings.BY_HAND));
            cs.switchToOutput(true);
            cs.value(false);
            spi.writeReadInto(new byte[] {0x07}, in);
        }
        assertThat(device.received).containsExactly(0xE0);
        assertThat(in[0]).isEqualTo((byte) 0x80);
    }

    @Test
    void aBusWithOneDataPinOnlyWritesOrReads() {
        try (SPI spi = BitbangIO.spi(pin("D5"), pin("D6"))) {
            spi.write(new byte[] {1});
            assertThatThrownBy(() -> spi.readInto(new byte[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("D5, D6", "no MISO pin");
        }
        Device device = new Device(0, 0, 0xC3);
        try (SPI spi = BitbangIO.spi(pin("D5"), null, pin("D13"));
                DigitalInOut cs = new DigitalInOut(pin("D19"))) {
            byte[] in = new byte[1];
            new SPIDevice(spi, cs).readInto(in);
            assertThat(in[0]).isEqualTo((byte) 0xC3);
            assertThatThrownBy(() -> spi.write(new byte[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("D5, D13", "no MOSI pin");
        }
        assertThat(device.received).hasSize(1);
    }

    @Test
    void aDriverTakesTheBus() {
        // 0x190 in bits 31 to 18 is 100 °C, 0x190 in bits 15 to 4 is 25 °C (data sheet of the MAX31855, tables 2, 4 and
        // 5).
        Device device = new Device(0, 0, 0x06, 0x40, 0x19, 0x00);
        try (SPI spi = BitbangIO.spi(pin("D5"), null, pin("D13"));
                DigitalInOut cs = new DigitalInOut(pin("D19"))) {
            MAX31855 thermocouple = new MAX31855(spi, cs);
            assertThat(thermocouple.temperature()).isEqualTo(100.0);
            assertThat(thermocouple.referenceTemperature()).isEqualTo(25.0);
        }
        assertThat(device.received).isNotEmpty();
    }

    @Test
    void theFrequencyIsThatOfTheDevice() {
        try (SPI spi = open()) {
            assertThat(spi.frequency()).isEqualTo(100_000);
            spi.configure(250_000);
            assertThat(spi.frequency()).isEqualTo(250_000);
            long start = board.clock().nanos();
            spi.write(new byte[2]);
            assertThat(board.clock().nanos() - start).isEqualTo(16 * 4000);
        }
    }

    @Test
    void settingsThatItLacksAreRefusedAndTheOldOnesStay() {
        try (SPI spi = open()) {
            spi.configure(250_000);
            List<SpiPort.Settings> refused = List.of(
                    new SpiPort.Settings(100_000, 0, 0, 16, false, false, SpiPort.Settings.BY_HAND),
                    new SpiPort.Settings(100_000, 0, 0, 8, false, true, SpiPort.Settings.BY_HAND),
                    new SpiPort.Settings(100_000, 0, 0, 8, false, false, 0));
            assertThat(refused)
                    .allSatisfy(settings -> assertThatThrownBy(() -> spi.configure(settings))
                            .isInstanceOf(NotAvailableException.class)
                            .hasMessageContainingAll("8 bits", "digital output"));
            assertThat(spi.frequency()).isEqualTo(250_000);
        }
    }

    @Test
    void closingFreesAllPins() {
        SPI spi = open();
        assertThat(clock.holder()).isEqualTo("blinka4j");
        assertThat(board.blinka().stillOpen()).singleElement().asString().contains("BitbangIO.spi(D5, D6, D13)");
        spi.close();
        spi.close();
        for (SimPin pin : List.of(clock, mosi, miso)) {
            assertThat(pin.isHeld()).isFalse();
            assertThat(pin.isOutput()).isFalse();
        }
        assertThatThrownBy(() -> spi.write(new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SPI(D5, D6, D13) is closed");
    }

    @Test
    void theBoardClosesTheBus() {
        SimBoard other = SimBoard.open(Boards.board("RASPBERRY_PI_4B")).lenient();
        SPI spi = BitbangIO.spi(other.blinka().pin("D5"), other.blinka().pin("D6"));
        assertThat(spi.isClosed()).isFalse();
        other.close();
        assertThat(spi.isClosed()).isTrue();
        assertThatThrownBy(() -> spi.write(new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("BitbangIO.spi(D5, D6) is closed, with all of");
        spi.close();
    }

    @Test
    void wrongPinsAreRefusedBeforeAnythingIsOpened() {
        assertThatThrownBy(() -> BitbangIO.spi(pin("D5"), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MOSI or MISO");
        assertThatThrownBy(() -> BitbangIO.spi(null, pin("D6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> BitbangIO.spi(pin("D5"), pin("D6"), pin("D6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("D6", "twice");
        miso.heldBy("spi-gpio");
        assertThatThrownBy(this::open).isInstanceOf(PinException.class).hasMessageContainingAll("D13", "spi-gpio");
        assertThat(clock.isHeld()).isFalse();
    }
}
