// SPDX-License-Identifier: MIT
package blinka4j.samples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void withoutOptionsASampleRunsForever() {
        Options options = Options.parse("ds1307", "2017-10-29T15:14:15");

        assertThat(options.name()).isEqualTo("ds1307");
        assertThat(options.arguments()).containsExactly("2017-10-29T15:14:15");
        assertThat(options.lines()).isEqualTo(Long.MAX_VALUE);
        assertThat(options.time()).isNull();
        assertThat(options.verbose()).isFalse();
    }

    @Test
    void optionsMayComeBeforeOrAfterTheName() {
        Options options = Options.parse("--lines", "5", "bme280", "--seconds", "1.5", "--verbose", "more");

        assertThat(options.name()).isEqualTo("bme280");
        assertThat(options.arguments()).containsExactly("more");
        assertThat(options.lines()).isEqualTo(5);
        assertThat(options.time()).isEqualTo(Duration.ofMillis(1500));
        assertThat(options.verbose()).isTrue();
        assertThat(options.bench()).isFalse();
        assertThat(Options.parse("--bench", "bme280").bench()).isTrue();
    }

    @Test
    void argumentsAfterTwoDashesAreTheSamples() {
        assertThat(Options.parse("uart", "--", "--lines", "--").arguments()).containsExactly("--lines", "--");
    }

    @Test
    void noArgumentsListTheSamples() {
        assertThat(Options.parse().name()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "x", ""})
    void linesMustBeAWholeNumberAboveZero(String value) {
        assertThatThrownBy(() -> Options.parse("blink", "--lines", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("--lines", "'" + value + "'", "whole number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "soon"})
    void secondsMustBeANumberAboveZero(String value) {
        assertThatThrownBy(() -> Options.parse("blink", "--seconds", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("--seconds", "'" + value + "'", "number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--lines", "--seconds"})
    void aMissingNumberIsAnError(String option) {
        assertThatThrownBy(() -> Options.parse("blink", option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(option, "number");
    }

    @Test
    void theErrorOfAnUnknownOptionNamesIt() {
        assertThatThrownBy(() -> Options.parse("blink", "--times", "3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'--times'")
                .hasMessageContaining("--lines N");
    }

    @ParameterizedTest
    @CsvSource({
        "bme280, bme280",
        "BME280, bme280",
        "bme280_simpletest.py, bme280",
        "Bme280SpiSimpleTest, bme280-spi",
        "24lc32_simpletest, 24lc32",
        "Eeprom24lc32SimpleTest, 24lc32",
        "lsm303dlh_mag_simpletest, lsm303dlh-mag",
        "tca9548a_multisensor.py, tca9548a-multisensor",
        "CircuitPython_I2C_Scan, i2c-scan",
        "UartSimpleTest.java, uart"
    })
    void aSampleIsFoundByItsNameAndByTheNameOfItsOriginal(String name, String label) {
        assertThat(Sample.named(name)).map(Sample::name).contains(label);
    }

    @ParameterizedTest
    @CsvSource({"bme281, bme280", "blonk, blink", "mcp9809, mcp9808", "tca9548, tca9548a", "boardinf, board-info"})
    void anUnknownNameHasSimilarNames(String name, String label) {
        assertThat(Sample.named(name)).isEmpty();
        assertThat(Sample.nearest(name)).hasSize(3).first().isEqualTo(label);
    }
}
