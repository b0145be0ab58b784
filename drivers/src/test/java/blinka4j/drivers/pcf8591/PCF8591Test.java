// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8591;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.drivers.DuringTransfer;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCF8591;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PCF8591Test {
    private final SimPCF8591 chip = new SimPCF8591();
    private final SimI2CBus bus = new SimI2CBus().attach(0x48, chip);
    private final I2C i2c = new I2C(bus);
    private final PCF8591 converter = new PCF8591(i2c);

    /** Data sheet, 8.4: V = code times Vref / 256. The first byte is the conversion before. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "1, 256, 0.012890625, 257", "128, 32768, 1.65, 32896", "255, 65280, 3.287109375, 65535"})
    void theSecondByteIsTheMeasurement(int code, int value, double volts, int port) {
        try (I2CPlayback played = I2CPlayback.at(0x48)
                .writes(2, 0)
                .thenReads(0x80, code)
                .writes(2, 0)
                .thenReads(code, code)
                .writes(2, 0)
                .thenReads(code, code)
                .writes(2, 0)
                .thenReads(code, code)) {
            PCF8591 pcf = new PCF8591(new I2C(played));
            AnalogIn input = new AnalogIn(pcf, PCF8591.A2);
            assertThat(pcf.read(2)).isEqualTo(code);
            assertThat(input.value()).isEqualTo(value);
            assertThat(input.voltage()).isCloseTo(volts, within(1e-9));
            assertThat(input.read()).isEqualTo(port);
        }
    }

    /** Data sheet, 8.2 and 8.3: bit 6 of the control byte is the output; its value is the next byte. */
    @Test
    void theOutputIsWrittenWithEachTransfer() {
        try (I2CPlayback played = I2CPlayback.at(0x48)
                .writes(0x40, 0)
                .writes(0x40, 0x80)
                .writes(0x41, 0x80)
                .thenReads(0, 7)
                .writes(0, 0)
                .writes(3, 0)
                .thenReads(7, 8)) {
            PCF8591 pcf = new PCF8591(new I2C(played));
            AnalogOut out = new AnalogOut(pcf);
            out.value(0x80FF);
            assertThat(out.value()).isEqualTo(0x8000);
            assertThat(pcf.dacEnabled()).isTrue();
            assertThat(pcf.read(PCF8591.A1)).isEqualTo(7);
            out.close();
            out.close();
            assertThat(pcf.dacEnabled()).isFalse();
            assertThat(pcf.read(PCF8591.A3)).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.012890625", "255, 3.287109375"})
    void theOutputIsPartOfTheReference(int value, double volts) {
        converter.write(value);
        assertThat(chip.output()).isNaN();
        converter.dacEnabled(true);
        assertThat(chip.output()).isCloseTo(volts, within(1e-9));
        converter.write(255 - value);
        assertThat(chip.output()).isCloseTo((255 - value) * 3.3 / 256, within(1e-9));
    }

    @Test
    void eachInputIsMeasuredAnew() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 4; i++) {
                chip.volts(i, 0.5 * i + 0.1 * round);
                assertThat(new AnalogIn(converter, i).voltage()).isCloseTo(0.5 * i + 0.1 * round, within(0.007));
            }
        }
    }

    @Test
    void anInputIsAPortOfAnalogio() {
        chip.volts(3, 3.3);
        AnalogIn port = new AnalogIn(converter, 3);
        var input = new blinka4j.analogio.AnalogIn(port);
        assertThat(input.value()).isEqualTo(65535);
        assertThat(input.referenceVoltage()).isEqualTo(3.3);
        input.close();
        assertThatThrownBy(port::voltage)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A3");
        assertThatThrownBy(port::referenceVoltage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedOutputIsRefused() {
        AnalogOut out = new AnalogOut(converter);
        out.close();
        assertThat(chip.output()).isNaN();
        assertThatThrownBy(() -> out.value(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(out::value).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatTheChipDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> converter.read(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 3");
        assertThatThrownBy(() -> converter.read(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AnalogIn(converter, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AnalogOut(converter, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> converter.write(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> converter.write(-1)).isInstanceOf(IllegalArgumentException.class);
        AnalogOut out = new AnalogOut(converter);
        assertThatThrownBy(() -> out.value(65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 65535");
        assertThatThrownBy(() -> out.value(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2.49, 6.01, Double.NaN})
    void aReferenceOutOfRangeIsRefused(double volts) {
        assertThatThrownBy(() -> new PCF8591(i2c, 0x48, volts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2.5 to 6");
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.volts(0, 3.3);
        converter.dacEnabled(true);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> converter.write(9)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(converter.read(0)).isEqualTo(255);
        assertThat(chip.output()).as("a value that failed is not set").isZero();
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> converter.dacEnabled(false)).isInstanceOf(BusException.class);
        assertThat(converter.dacEnabled()).isTrue();
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new PCF8591(i2c, 0x4f)).isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void aValueThatIsSetWhileTheOutputIsSwitchedOnLeavesItOn() throws InterruptedException {
        DuringTransfer port = new DuringTransfer(bus);
        PCF8591 pcf = new PCF8591(new I2C(port));
        port.next(() -> pcf.write(128));
        pcf.dacEnabled(true);
        port.assertWaited();
        assertThat(pcf.dacEnabled()).isTrue();
        assertThat(chip.output()).isEqualTo(1.65);
    }

    @Test
    void switchingTheOutputOnWhileAValueIsSetKeepsTheValue() throws InterruptedException {
        DuringTransfer port = new DuringTransfer(bus);
        PCF8591 pcf = new PCF8591(new I2C(port));
        port.next(() -> pcf.dacEnabled(true));
        pcf.write(128);
        port.assertWaited();
        assertThat(chip.output()).isEqualTo(1.65);
    }
}
