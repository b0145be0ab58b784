// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.provider.SpiPort;
import blinka4j.provider.SpiPort.Settings;
import blinka4j.sim.SimSpiBus;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The calibration and the raw values that belong to 20.2649 °C, 1002.784 hPa and 62.2016 % were read from a real chip
 * by the tests of elixir-sensors/bmp280; the times are those of the data sheet's section 9.
 */
class SimBME280Test extends ChipTest {
    private static final int[] SAMPLES_16 = {0xF2, 0x05, 0xF4, 0b101_101_01};
    private static final Duration TIME_16 = Duration.ofMillis(98);

    private final SimBME280 chip = new SimBME280();

    SimBME280Test() {
        super(0x76);
        bus.attach(0x76, chip);
        pass(Duration.ofMillis(2));
    }

    private static int raw20(byte[] data, int at) {
        return (data[at] & 0xFF) << 12 | (data[at + 1] & 0xFF) << 4 | (data[at + 2] & 0xFF) >> 4;
    }

    private static int raw16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
    }

    @Test
    void givesTheRawValuesOfARealChip() {
        chip.temperature(20.2649).pressure(1002.784).humidity(62.2016);
        write(SAMPLES_16);
        pass(TIME_16);
        byte[] data = read(8, 0xF7);
        assertThat(raw20(data, 0)).isCloseTo(0x4D4B1, within(2));
        assertThat(raw20(data, 3)).isCloseTo(0x7E0F8, within(2));
        assertThat(raw16(data, 6)).isCloseTo(0x669E, within(2));
    }

    @Test
    void saysWhatItIsAndHowItIsCalibrated() {
        assertThat(register(0xD0)).isEqualTo(0x60);
        assertThat(read(24, 0x88))
                .containsExactly(
                        137, 110, 105, 104, 50, 0, 69, 145, 172, 214, 208, 11, 201, 31, 169, 255, 249, 255, 172, 38, 10,
                        216, 189, 16);
        assertThat(register(0xA1)).isEqualTo(75);
        assertThat(read(7, 0xE1)).containsExactly(138, 1, 0, 15, 40, 3, 30);
    }

    @Test
    void aForcedMeasurementTakesItsTimeAndThenSleeps() {
        assertThat(read(3, 0xFA)).containsExactly(0x80, 0, 0);
        write(SAMPLES_16);
        pass(TIME_16.minusMillis(2));
        assertThat(register(0xF3) & 8).isEqualTo(8);
        assertThat(read(3, 0xFA)).containsExactly(0x80, 0, 0);
        pass(Duration.ofMillis(2));
        assertThat(register(0xF3) & 8).isZero();
        assertThat(register(0xF4) & 3).isZero();
        assertThat(read(3, 0xFA)).isNotEqualTo(bytes(0x80, 0, 0));
    }

    @Test
    void theNextValueNeedsAnotherMeasurement() {
        write(SAMPLES_16);
        pass(TIME_16);
        byte[] before = read(8, 0xF7);
        chip.temperature(80);
        pass(TIME_16);
        assertThat(read(8, 0xF7)).isEqualTo(before);
        write(SAMPLES_16);
        pass(TIME_16);
        assertThat(raw20(read(8, 0xF7), 3)).isGreaterThan(raw20(before, 3));
    }

    @Test
    void inNormalModeItMeasuresAgainAndAgain() {
        write(0xF2, 1, 0xF4, 0b001_001_11);
        pass(Duration.ofMillis(8));
        int cool = raw20(read(8, 0xF7), 3);
        chip.temperature(80);
        pass(Duration.ofMillis(8));
        assertThat(raw20(read(8, 0xF7), 3)).isGreaterThan(cool);
        assertThat(register(0xF4) & 3).isEqualTo(3);
    }

    @Test
    void oversamplingDecidesTheResolutionAndWhatIsNotSampledIsSaid() {
        write(0xF2, 0, 0xF4, 0b001_000_01);
        pass(Duration.ofMillis(3));
        byte[] data = read(8, 0xF7);
        assertThat(data).startsWith(0x80, 0, 0).endsWith(0x80, 0);
        assertThat(data[5]).as("one sample has 16 bits").isZero();
    }

    @Test
    void theHumidityOversamplingCountsFromTheNextControlOn() {
        write(0xF4, 0b001_001_11);
        write(0xF2, 1);
        pass(Duration.ofMillis(20));
        assertThat(read(2, 0xFD)).containsExactly(0x80, 0);
        write(0xF4, 0b001_001_11);
        pass(Duration.ofMillis(20));
        assertThat(read(2, 0xFD)).isNotEqualTo(bytes(0x80, 0));
    }

    @Test
    void aResetPutsItBackAndTakesTwoMilliseconds() {
        write(SAMPLES_16);
        write(0xE0, 0xB6);
        assertThat(register(0xF4)).isZero();
        assertThat(register(0xF3)).isEqualTo(1);
        pass(Duration.ofMillis(2));
        assertThat(register(0xF3)).isZero();
        write(0xE0, 0x12);
        assertThat(register(0xF3)).isZero();
    }

    @Test
    void theCalibrationCannotBeWritten() {
        write(0x88, 0, 0xD0, 0, 0xF7, 0);
        assertThat(register(0x88)).isEqualTo(137);
        assertThat(register(0xD0)).isEqualTo(0x60);
        assertThat(register(0xF7)).isEqualTo(0x80);
    }

    @Test
    void speaksSpiWithBit7ForReading() {
        SimSpiBus spiBus = new SimSpiBus();
        SimBME280 other = new SimBME280().temperature(20.2649);
        spiBus.attach(0, other);
        spiBus.configure(new Settings(1_000_000, 0, 0, 8, false, false, 0));
        byte[] id = new byte[2];
        spiBus.transfer(bytes(0xD0, 0), 0, id, 0, 2, false);
        assertThat(id[1]).isEqualTo((byte) 0x60);
        spiBus.transfer(bytes(0x72, 0x05, 0x74, 0b101_101_01), 0, null, 0, 4, false);
        spiBus.sleep(TIME_16);
        byte[] data = new byte[9];
        spiBus.transfer(bytes(0xF7, 0, 0, 0, 0, 0, 0, 0, 0), 0, data, 0, 9, false);
        assertThat(raw20(data, 4)).isCloseTo(0x7E0F8, within(2));
    }

    @Test
    void theWholeRangeCanBeMeasuredAndNothingBeyond() {
        int last = -1;
        for (double t = -40; t <= 85; t += 5) {
            chip.temperature(t).pressure(300).humidity(0);
            write(SAMPLES_16);
            pass(TIME_16);
            int raw = raw20(read(8, 0xF7), 3);
            assertThat(raw).isGreaterThan(last);
            last = raw;
        }
        assertThatThrownBy(() -> chip.temperature(85.1)).hasMessageContainingAll("85.1", "-40.0 to 85.0 °C");
        assertThatThrownBy(() -> chip.pressure(299)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chip.humidity(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    /** 16 bytes from 0xF7 go beyond the last register. */
    @Test
    void aBurstOverSpiMayGoBeyondTheLastRegister() {
        SimSpiBus spi = new SimSpiBus();
        SimBME280 other = new SimBME280();
        spi.attach(0, other);
        spi.configure(new SpiPort.Settings(1_000_000, 0, 0, 8, false, false, 0));
        byte[] buffer = new byte[17];
        buffer[0] = (byte) 0xF7;
        spi.transfer(buffer, 0, buffer, 0, buffer.length, false);
        assertThat(Arrays.copyOfRange(buffer, 1, 9)).containsExactly(0x80, 0, 0, 0x80, 0, 0, 0x80, 0);
        assertThat(read(16, 0xF7)).hasSize(16);
    }
}
