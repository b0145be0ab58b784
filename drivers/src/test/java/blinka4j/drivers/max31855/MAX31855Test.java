// SPDX-License-Identifier: MIT
package blinka4j.drivers.max31855;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SpiReplies;
import blinka4j.sim.chips.SimMAX31855;
import blinka4j.sim.chips.SimMAX31855.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MAX31855Test {
    private static MAX31855 reading(String hex) {
        long word = Long.decode(hex);
        SpiReplies chip = new SpiReplies()
                .reply((int) (word >> 24), (int) (word >> 16 & 0xFF), (int) (word >> 8 & 0xFF), (int) (word & 0xFF));
        return new MAX31855(new SPIDevice(new SPI(new SimSpiBus().attach(chip))));
    }

    /** Data sheet, tables 4 and 5. */
    @ParameterizedTest
    @CsvSource({
        "0x64007F00, 1600, 127",
        "0x3E806490, 1000, 100.5625",
        "0x064C1900, 100.75, 25",
        "0x01900000, 25, 0",
        "0x0000FFF0, 0, -0.0625",
        "0xFFFCFF00, -0.25, -1",
        "0xFFF0EC00, -1, -20",
        "0xF060C900, -250, -55"
    })
    void temperaturesAreThoseOfTheDataSheet(String word, double thermocouple, double chip) {
        assertThat(reading(word).temperature()).isEqualTo(thermocouple);
        assertThat(reading(word).referenceTemperature()).isEqualTo(chip);
    }

    /**
     * NIST, ITS-90 table of type K. With the chip at 0 °C it takes a voltage for so many times 0.041276 mV, in steps of 0.25 °C.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.001",
        "0.397, 10, 0.2",
        "4.096, 100, 0.15",
        "20.644, 500, 0.15",
        "41.276, 1000, 0.15",
        "54.819, 1370, 0.25",
        "-3.554, -100, 0.2",
        "-5.550, -180, 0.4",
        "-5.876, -199, 0.4"
    })
    void theTemperatureOfTypeKIsThatOfNist(double millivolts, double celsius, double step) {
        long steps = Math.round(4 * millivolts / 0.041276);
        assertThat(reading("0x%08x".formatted(steps << 18 & 0xFFFC0000L)).temperatureNist())
                .isCloseTo(celsius, within(step));
    }

    /** With both junctions equally cold or warm there is no voltage, and the temperature is that of the chip. */
    @ParameterizedTest
    @CsvSource({"0xFD80D800, -40", "0x00000000, 0", "0x07D07D00, 125", "0x01901900, 25"})
    void withoutADifferenceTheTemperatureIsThatOfTheChip(String word, double celsius) {
        assertThat(reading(word).temperatureNist()).isCloseTo(celsius, within(0.06));
    }

    @ParameterizedTest
    @CsvSource({"0x80001430", "0x7C001430", "0xE6000000"})
    void aVoltageThatTypeKDoesNotHaveIsAnError(String word) {
        MAX31855 sensor = reading(word);
        assertThatThrownBy(sensor::temperatureNist)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("mV", "type K");
    }

    /** Data sheet, table 2: D16 is the fault, D0 to D2 its cause. */
    @ParameterizedTest
    @CsvSource({
        "0x3C011431, not connected",
        "0x3C011432, ground",
        "0x3C011434, power",
        "0x3C011430, without a cause",
        "0x3C001431, not connected"
    })
    void aFaultOfTheThermocoupleIsAnError(String word, String cause) {
        assertThatThrownBy(() -> reading(word).temperature())
                .isInstanceOf(BusException.class)
                .hasMessageContaining(cause);
        assertThatThrownBy(() -> reading(word).temperatureNist()).isInstanceOf(BusException.class);
        assertThat(reading(word).referenceTemperature()).isEqualTo(20.1875);
    }

    /** D17 and D3 are always 0; a wire that is high is no chip. */
    @ParameterizedTest
    @CsvSource({"0xFFFFFFFF", "0x00020000", "0x00000008"})
    void bitsThatAreAlwaysZeroAreChecked(String word) {
        assertThatThrownBy(() -> reading(word).temperature())
                .isInstanceOf(BusException.class)
                .hasMessageContaining("read wrong");
        assertThatThrownBy(() -> reading(word).referenceTemperature()).isInstanceOf(BusException.class);
    }

    @Test
    void eachReadingIsOneTransferOfFourBytes() {
        try (SPIPlayback played =
                SPIPlayback.script().exchanges(new int[] {0, 0, 0, 0}, new int[] {0x3C, 0, 0x14, 0x30})) {
            assertThat(new MAX31855(new SPIDevice(new SPI(played))).temperatureNist())
                    .isCloseTo(957.18, within(0.01));
        }
    }

    @Test
    void agreesWithTheSimulatedChip() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut cs = new DigitalInOut(board.blinka().pin("D5"))) {
            SimMAX31855 chip = new SimMAX31855().temperature(-199.75).referenceTemperature(-54.5);
            board.spi().attach(board.pin("D5"), chip);
            MAX31855 sensor = new MAX31855(board.blinka().spi(), cs);
            assertThat(sensor.temperature()).isEqualTo(-199.75);
            assertThat(sensor.referenceTemperature()).isEqualTo(-54.5);
            chip.fault(Fault.SHORT_TO_GROUND);
            assertThat(sensor.temperature()).isEqualTo(-199.75);
        }
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        SimMAX31855 chip = new SimMAX31855().temperature(1350);
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"))) {
            SimSpiBus bus = board.spi().attach(0, chip);
            SPI spi = board.blinka().spi();
            MAX31855 sensor = new MAX31855(spi, board.blinka().pin("CE0"));
            bus.failNext(Kind.OTHER);
            assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
            assertFree(spi);
            assertThat(sensor.temperature()).isEqualTo(1350);
            chip.fault(Fault.OPEN);
            bus.clock().advance(Duration.ofMillis(100));
            assertThatThrownBy(sensor::temperature).hasMessageContaining("not connected");
            assertFree(spi);
            chip.fault(Fault.NONE);
            bus.clock().advance(Duration.ofMillis(100));
            assertThat(sensor.temperature()).isEqualTo(1350);
        }
    }
}
