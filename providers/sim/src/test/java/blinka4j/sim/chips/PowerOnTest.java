// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimSpiBus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a chip has in no register is forgotten too when it loses its power: when it is attached again. */
class PowerOnTest {
    private final SimI2CBus bus = new SimI2CBus();

    private static byte[] read(SimI2CBus bus, int address, int count) {
        byte[] in = new byte[count];
        bus.transfer(address, in, 0, 0, in, 0, count);
        return in;
    }

    private static void write(SimI2CBus bus, int address, int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        bus.transfer(address, out, 0, out.length, out, 0, 0);
    }

    /** User manual v1.03: after power-on it is in power-down mode, without a measurement. The factory's bytes stay. */
    @Test
    void aTlv493dHasNoMeasurementAndNoSettings() {
        SimTLV493D chip = new SimTLV493D();
        bus.attach(0x5E, chip);
        write(bus, 0x5E, 0x00, 0x01, 0x04, 0x40);
        bus.clock().advance(Duration.ofMillis(5));
        assertThat(read(bus, 0x5E, 10)).startsWith(0);
        assertThat(chip.values()[6]).isNotZero();
        bus.detach(0x5E).attach(0x5E, chip);
        bus.clock().advance(Duration.ofMillis(50));
        assertThat(read(bus, 0x5E, 10)).containsExactly(0, 0, 0, 0, 0, 0x10, 0, 0x81, 0x04, 0x60);
        assertThat(chip.settings()).containsOnly(0);
    }

    /** Data sheet, status register: WEL is 0 after power-on. */
    @Test
    void anFramMayNotBeWritten() {
        SimMB85RS64V chip = new SimMB85RS64V();
        SimSpiBus spi = new SimSpiBus();
        chip.attached(spi);
        chip.selected();
        chip.exchange(0x06);
        chip.deselected();
        assertThat(chip.status()).isEqualTo(0x02);
        chip.attached(spi);
        assertThat(chip.status()).isZero();
    }

    @Test
    void aReceiverHasNothingToSendUntilTheNextSecond() {
        SimPA1010D chip = new SimPA1010D();
        bus.attach(0x10, chip);
        assertThat(read(bus, 0x10, 1)).containsExactly('$');
        bus.detach(0x10).attach(0x10, chip);
        assertThat(read(bus, 0x10, 1)).containsExactly('\n');
    }

    /** A reset takes 650 ms, in which the chip does not answer: data sheet, table 0-2. */
    @Test
    void aBno055DoesNotWaitForAResetBefore() {
        SimBNO055 chip = new SimBNO055();
        bus.attach(0x28, chip);
        write(bus, 0x28, 0x3F, 0x20);
        assertThat(bus.probe(0x28)).isFalse();
        bus.detach(0x28).attach(0x28, chip);
        assertThat(bus.probe(0x28)).isTrue();
    }

    /** Data sheet, 5.3: bit 3 of the status is 1 if the sensor has loaded its calibration. */
    @Test
    void anAht20IsNotCalibrated() {
        SimAHTx0 chip = new SimAHTx0();
        bus.attach(0x38, chip);
        write(bus, 0x38, 0xBE, 0x08, 0x00);
        bus.clock().advance(Duration.ofMillis(10));
        assertThat(read(bus, 0x38, 1)).containsExactly(0x18);
        bus.detach(0x38).attach(0x38, chip);
        assertThat(read(bus, 0x38, 1)).containsExactly(0x10);
    }
}
