// SPDX-License-Identifier: MIT
package blinka4j.drivers.max31865;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.max31865.MAX31865.Fault;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimMAX31865;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MAX31865Test {
    private final SimMAX31865 chip = new SimMAX31865(400);
    private final SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
    private final SimSpiBus bus = board.spi().attach(0, chip);
    private final SPI spi = board.blinka().spi();
    private final SPIDevice device = new SPIDevice(spi, board.blinka().pin("CE0"));

    @AfterEach
    void close() {
        board.close();
    }

    private MAX31865 pt100() {
        return new MAX31865(device, 100, 400, 2, 60);
    }

    /** Data sheet, table 9: a PT100 and a reference of 400 Ω. */
    @ParameterizedTest
    @CsvSource({
        "18.52, -200",
        "60.26, -100",
        "80.31, -50",
        "100, 0",
        "103.9, 10",
        "138.51, 100",
        "194.1, 250",
        "280.98, 500",
        "313.71, 600"
    })
    void temperaturesAreThoseOfTheDataSheet(double ohms, double celsius) {
        chip.resistance(ohms);
        MAX31865 sensor = pt100();
        assertThat(sensor.resistance()).isCloseTo(ohms, within(0.0123));
        assertThat(sensor.temperature()).isCloseTo(celsius, within(0.06));
        SimMAX31865 pt1000 = new SimMAX31865(4000).resistance(10 * ohms);
        bus.attach(1, pt1000);
        SPIDevice other = new SPIDevice(spi, board.blinka().pin("CE1"));
        assertThat(new MAX31865(other, 1000, 4000, 4, 50).temperature()).isCloseTo(celsius, within(0.06));
    }

    /** Data sheet, table 5. */
    @ParameterizedTest
    @CsvSource({"0.025, 819", "0.125, 4096", "0.25, 8192", "0.5, 16384", "0.75, 24576", "0.99995, 32766"})
    void theValueIsThePartOfTheReference(double ratio, int code) {
        chip.resistance(ratio * 400);
        assertThat(pt100().readRtd()).isEqualTo(code);
    }

    /** Data sheet, table 7 and 2-wire faults: an open element is full scale, a short circuit near 0. */
    @ParameterizedTest
    @CsvSource({"5000, true, false", "0, false, true"})
    void aFaultOfTheResistorIsAnError(double ohms, boolean high, boolean low) {
        chip.resistance(ohms);
        MAX31865 sensor = pt100();
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("fault", "Check the resistor");
        assertThat(sensor.fault()).isEqualTo(new Fault(high, low, false, false, false, false));
        assertThat(sensor.bias()).isFalse();
        assertFree(spi);
        chip.resistance(100);
        assertThat(sensor.temperature()).isCloseTo(0, within(0.05));
        assertThat(sensor.fault()).isEqualTo(new Fault(false, false, false, false, false, false));
    }

    @ParameterizedTest
    @CsvSource({"0x80, 0", "0x40, 1", "0x20, 2", "0x10, 3", "0x08, 4", "0x04, 5"})
    void eachFaultHasItsBit(String bits, int place) {
        MAX31865 sensor = pt100();
        chip.registers().register(7, Integer.decode(bits));
        assertThat(sensor.fault())
                .isEqualTo(new Fault(place == 0, place == 1, place == 2, place == 3, place == 4, place == 5));
        sensor.clearFaults();
        assertThat(chip.registers().register(7)).isZero();
    }

    @Test
    void anInterruptedMeasurementLeavesTheBiasOff() {
        MAX31865 sensor = pt100();
        Thread.currentThread().interrupt();
        assertThatThrownBy(sensor::temperature).isInstanceOf(RuntimeException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sensor.bias()).isFalse();
        assertFree(spi);
    }

    /** Data sheet, table 2: D7 bias, D6 automatic, D4 3-wire, D0 50 Hz. */
    @Test
    void settingsHaveTheirBits() {
        MAX31865 sensor = new MAX31865(device, 100, 400, 3, 50);
        assertThat(chip.registers().register(0)).isEqualTo(0x11);
        sensor.bias(true);
        assertThat(chip.registers().register(0)).isEqualTo(0x91);
        assertThat(sensor.bias()).isTrue();
        sensor.autoConvert(true);
        assertThat(chip.registers().register(0)).isEqualTo(0xD1);
        assertThat(sensor.autoConvert()).isTrue();
        sensor.autoConvert(false);
        assertThat(chip.registers().register(0)).isEqualTo(0x11);
        assertThat(sensor.bias() || sensor.autoConvert()).isFalse();
        new MAX31865(device, 100, 400, 4, 60);
        assertThat(chip.registers().register(0)).isZero();
    }

    /** Data sheet, page 12: 10.5 time constants and 1 ms from bias to conversion, for the capacitors at the inputs. */
    @Test
    void automaticConversionBeginsWhenTheBiasIsSteady() {
        MAX31865 sensor = pt100();
        List<Duration> bias = new ArrayList<>();
        List<Duration> conversion = new ArrayList<>();
        chip.registers().onWrite((register, value) -> {
            if (register == 0 && (value & 0x80) != 0) {
                ((value & 0x40) != 0 ? conversion : bias).add(bus.clock().now());
            }
        });
        sensor.autoConvert(true);
        assertThat(bias).hasSize(1);
        assertThat(conversion).hasSize(1);
        assertThat(conversion.get(0).minus(bias.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    }

    @Test
    void automaticConversionHasItsFirstValueAtOnceAndSurvivesAFault() {
        chip.resistance(138.51);
        MAX31865 sensor = pt100();
        sensor.autoConvert(true);
        Duration before = bus.clock().now();
        assertThat(sensor.temperature()).isCloseTo(100, within(0.06));
        assertThat(bus.clock().now().minus(before)).isLessThan(Duration.ofMillis(5));
        chip.resistance(5000);
        bus.clock().advance(Duration.ofMillis(20));
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertThat(chip.registers().register(0)).isEqualTo(0xC0);
        chip.resistance(100);
        assertThat(sensor.temperature()).isCloseTo(0, within(0.05));
        assertThat(chip.registers().register(0)).isEqualTo(0xC0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void otherNumbersOfWiresAreRefused(int wires) {
        assertThatThrownBy(() -> new MAX31865(device, 100, 430, wires, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("wires", "2, 3 or 4");
        assertThatThrownBy(() -> new MAX31865(device, 100, 430, 2, 54 + wires))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("filterFrequency", "50 or 60");
    }

    @ParameterizedTest
    @CsvSource({"0, 430", "100, 0", "-100, 430", "NaN, 430", "100, Infinity"})
    void impossibleResistancesAreRefused(double nominal, double reference) {
        assertThatThrownBy(() -> new MAX31865(device, nominal, reference, 2, 60))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aResistanceThatPlatinumNeverHasIsAnError() {
        chip.resistance(399);
        MAX31865 sensor = new MAX31865(device, 100, 4000, 2, 60);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class).hasMessageContaining("refResistor");
    }

    @Test
    void theBytesAreThoseOfTheDataSheet() {
        try (SPIPlayback played = SPIPlayback.script()
                .exchanges(new int[] {0x80, 0}, new int[] {0xFF, 0xFF})
                .exchanges(new int[] {0x80, 0}, new int[] {0xFF, 0xFF})
                .exchanges(new int[] {0, 0}, new int[] {0xFF, 0})
                .exchanges(new int[] {0, 0}, new int[] {0xFF, 0})
                .exchanges(new int[] {0x80, 0x82}, new int[] {0xFF, 0xFF})
                .sleeps(10)
                .exchanges(new int[] {0x80, 0xA0}, new int[] {0xFF, 0xFF})
                .sleeps(66)
                .exchanges(new int[] {1, 0, 0}, new int[] {0xFF, 0x40, 0})
                .exchanges(new int[] {0x80, 0}, new int[] {0xFF, 0xFF})) {
            assertThat(new MAX31865(new SPIDevice(new SPI(played)), 100, 400, 2, 60).readRtd())
                    .isEqualTo(8192);
        }
    }

    /** No chip: the wire is high. */
    @Test
    void anAbsentChipIsNotFound() {
        SPI empty = new SPI(new SimSpiBus().attach(out -> 0xFF));
        assertThatThrownBy(() -> new MAX31865(new SPIDevice(empty), 100, 430, 2, 60))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("MAX31865", "0xff");
        assertFree(empty);
        SPI low = new SPI(new SimSpiBus().attach(out -> 0));
        assertThatThrownBy(() -> new MAX31865(new SPIDevice(low), 100, 430, 3, 60))
                .isInstanceOf(DeviceNotFoundException.class);
    }

    @Test
    void afterAFailedTransferTheNextOneWorks() {
        chip.resistance(100);
        MAX31865 sensor = pt100();
        bus.failNext(Kind.OTHER);
        assertThatThrownBy(sensor::temperature).isInstanceOf(BusException.class);
        assertFree(spi);
        assertThat(sensor.temperature()).isCloseTo(0, within(0.05));
        bus.failNext(Kind.OTHER);
        assertThatThrownBy(() -> sensor.bias(true)).isInstanceOf(BusException.class);
        assertThat(sensor.bias()).isFalse();
    }

    @Test
    void aProgramUsesAPinAsChipSelect() {
        try (DigitalInOut cs = new DigitalInOut(board.blinka().pin("D5"))) {
            SimMAX31865 amplifier = new SimMAX31865().resistance(107.79);
            board.spi().attach(board.pin("D5"), amplifier);
            assertThat(new MAX31865(spi, cs).temperature()).isCloseTo(20, within(0.06));
            MAX31865 sensor = new MAX31865(spi, cs, 3);
            assertThat(sensor.temperature()).isCloseTo(20, within(0.06));
            assertThat(amplifier.registers().register(0)).isEqualTo(0x10);
            assertThat(new MAX31865(spi, cs, 1000, 4300, 3, 50).resistance()).isCloseTo(1077.9, within(0.2));
            assertThat(amplifier.registers().register(0)).isEqualTo(0x11);
        }
    }

    /** IEC 60751: a PT100 has 18.52 Ω at −200 °C, and 390.48 Ω at 850 °C. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 2, 10, 395})
    void aResistanceOfNoTemperatureIsAnError(double ohms) {
        chip.resistance(ohms);
        MAX31865 sensor = pt100();
        assertThat(sensor.resistance()).isCloseTo(ohms, within(0.02));
        assertThatThrownBy(sensor::temperature)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("short")
                .hasMessageContaining("refResistor");
        chip.resistance(390.48);
        assertThat(sensor.temperature()).isCloseTo(850, within(0.1));
    }
}
