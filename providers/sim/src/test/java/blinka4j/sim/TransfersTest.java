// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.sim.chips.SimMCP9808;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded transfers. */
class TransfersTest {
    @Test
    void anI2cBusRecordsWhatIsWrittenAndRead() {
        SimI2CBus bus = new SimI2CBus().attach(0x18, new SimMCP9808()).record();

        // The manufacturer's ID is 0x0054: MCP9808, DS25095A, register 5-9.
        new I2C(bus).writeToThenReadFrom(0x18, new byte[] {6}, new byte[2]);

        assertThat(bus.transfers()).singleElement().satisfies(transfer -> {
            assertThat(transfer.address()).isEqualTo(0x18);
            assertThat(transfer.written()).containsExactly(6);
            assertThat(transfer.read()).containsExactly(0x00, 0x54);
            assertThat(transfer.failure()).isNull();
            assertThat(transfer.time()).isEqualTo(bus.clock().now()).isGreaterThan(Duration.ZERO);
            assertThat(transfer).hasToString("0x18 written [0x06] read [0x00, 0x54]");
        });
    }

    @Test
    void aTransferThatFailsIsRecordedWithItsError() {
        SimI2CBus bus = new SimI2CBus().record();

        assertThatThrownBy(() -> new I2C(bus).writeTo(0x20, new byte[] {(byte) 0x80}))
                .isInstanceOf(BusException.class);

        assertThat(bus.transfers()).singleElement().satisfies(transfer -> {
            assertThat(transfer.written()).containsExactly(0x80);
            assertThat(transfer.read()).isEmpty();
            assertThat(transfer.failure()).hasMessageContaining("0x20");
        });
    }

    @Test
    void aBusThatWasNotToldToRecordsNothing() {
        SimI2CBus i2c = new SimI2CBus().attach(0x18, new SimMCP9808());
        new I2C(i2c).writeTo(0x18, new byte[] {6});

        assertThat(i2c.isRecording()).isFalse();
        assertThat(i2c.transfers()).isEmpty();
        assertThat(i2c.record().isRecording()).isTrue();
    }

    @Test
    void anSpiBusRecordsWhatIsSentAndReceivedWithTheDevice() {
        SimSpiDevice inverter = out -> ~out;
        SimSpiBus bus = new SimSpiBus().attach(inverter).record();
        SPI spi = new SPI(bus);

        spi.tryLock();
        spi.write(new byte[] {0x0F});
        byte[] in = new byte[2];
        spi.writeReadInto(new byte[] {1, 2}, in);
        spi.unlock();

        assertThat(bus.transfers())
                .extracting(SimSpiBus.Transfer::written)
                .containsExactly(List.of(0x0F), List.of(1, 2));
        assertThat(bus.transfers())
                .extracting(SimSpiBus.Transfer::read)
                .containsExactly(List.of(), List.of(0xFE, 0xFD));
        assertThat(bus.transfers()).extracting(SimSpiBus.Transfer::device).containsOnly(inverter);
    }
}
