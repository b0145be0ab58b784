// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Register values from data sheet DS20005095 and from the tests of periph and lukwol/mcp9808. */
class SimMCP9808Test extends ChipTest {
    private final SimMCP9808 chip = new SimMCP9808();

    SimMCP9808Test() {
        super(0x18);
        bus.attach(0x18, chip);
        write(2, 0x07, 0xD0);
        write(3, 0x1D, 0x80);
        write(4, 0x07, 0xD0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x0000", "0.0625, 0x0001", "25.25, 0x0194", "100, 0x0640",
        "-0.0625, 0x1FFF", "-10, 0x1F60", "-24.0625, 0x1E7F", "-40, 0x1D80"
    })
    void aTemperatureIsThirteenBitsInTwosComplement(double celsius, String expected) {
        chip.temperature(celsius);
        assertThat(word(5)).isEqualTo(Integer.decode(expected));
    }

    @Test
    void saysWhatItIs() {
        assertThat(word(6)).isEqualTo(0x0054);
        assertThat(word(7)).isEqualTo(0x0400);
        write(6, 0, 0);
        assertThat(word(6)).isEqualTo(0x0054);
    }

    @Test
    void theTopBitsCompareWithTheLimits() {
        write(2, 0x01, 0xE0);
        write(3, 0x01, 0x40);
        write(4, 0x02, 0x80);
        chip.temperature(20);
        assertThat(word(5) >> 13).isEqualTo(0b000);
        chip.temperature(19.9375);
        assertThat(word(5) >> 13).isEqualTo(0b001);
        chip.temperature(30);
        assertThat(word(5) >> 13).isEqualTo(0b000);
        chip.temperature(30.0625);
        assertThat(word(5) >> 13).isEqualTo(0b010);
        chip.temperature(40);
        assertThat(word(5) >> 13).isEqualTo(0b110);
    }

    @Test
    void negativeLimitsAreInTwosComplement() {
        write(3, 0x1F, 0x60);
        chip.temperature(-10.0625);
        assertThat(word(5) >> 13).isEqualTo(0b001);
        chip.temperature(-10);
        assertThat(word(5) >> 13).isEqualTo(0b000);
    }

    @Test
    void limitsHaveTheBitsThatExist() {
        write(2, 0xFF, 0xFF);
        assertThat(word(2)).isEqualTo(0x1FFC);
    }

    @Test
    void theResolutionCutsTheLowBits() {
        assertThat(register(8)).isEqualTo(3);
        chip.temperature(25.9375);
        assertThat(word(5)).isEqualTo(0x019F);
        write(8, 2);
        assertThat(word(5)).isEqualTo(0x019E);
        write(8, 1);
        assertThat(word(5)).isEqualTo(0x019C);
        write(8, 0);
        assertThat(word(5)).isEqualTo(0x0198);
    }

    @Test
    void inShutdownTheLastTemperatureStays() {
        chip.temperature(25.25);
        assertThat(word(5)).isEqualTo(0x0194);
        write(1, 0x01, 0x00);
        chip.temperature(100);
        assertThat(word(5)).isEqualTo(0x0194);
        write(1, 0x00, 0x00);
        assertThat(word(5)).isEqualTo(0x0640);
    }

    @Test
    void aTemperatureBeyondTheRangeIsRefused() {
        assertThatThrownBy(() -> chip.temperature(126)).hasMessageContainingAll("126", "125");
    }
}
