// SPDX-License-Identifier: MIT
package blinka4j.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.DeviceNotFoundException;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CBus.Transfer;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimDHT22;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.sim.chips.SimHCSR04;
import blinka4j.sim.chips.SimHX711;
import blinka4j.sim.chips.SimMCP3xxx;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadSensorTest {
    /** The light of a TSL2591 depends on gain and time: this does not print what the simulated chip measures. */
    private static final String OTHER_UNIT = "TSL2591";

    private final Trial trial = new Trial();

    @AfterEach
    void end() {
        trial.close();
    }

    static List<String> sensors() {
        return Sensors.I2C_NAMES.stream()
                .filter(name -> !name.equals(OTHER_UNIT))
                .toList();
    }

    static List<String> all() {
        return Sensors.names();
    }

    /** With {@code BLINKA_PROVIDER=sim} each example of the documents works without any preparation. */
    @ParameterizedTest
    @MethodSource("all")
    void eachSensorIsReadOnASimulatedBoardWithoutOptions(String name) {
        trial.run("sensor", name);

        assertThat(trial.err).contains("Simulated: ");
        assertThat(trial.exit).isZero();
        assertThat(trial.out.lines()).hasSize(1);
        assertThat(trial.out).doesNotContain("NaN").containsPattern("\\d");
    }

    /** The simulated chips, which come from data sheets, have the names, the units and the values. */
    @ParameterizedTest
    @MethodSource("sensors")
    void theQuantitiesAreThoseOfTheSimulatedChip(String name) {
        SimChip chip = (SimChip) SimulatedChips.find(name).make();
        trial.board.i2c().attach(SimulatedChips.find(name).address(), chip);
        Map<String, Quantity> quantities =
                chip.quantities().stream().collect(Collectors.toMap(Quantity::name, each -> each));

        List<Sensors.Reading> readings =
                Sensors.onI2c(name, trial.board.blinka(), trial.board.blinka().i2c(), -1, 3.3);

        assertThat(readings).isNotEmpty();
        // An SGP30 warms up for 15 s.
        Time.sleep(trial.board.blinka(), name.equals("SGP30") ? 20 : 0.001);
        double[] values = ReadSensor.first(trial.board.blinka(), readings);
        for (int i = 0; i < values.length; i++) {
            Sensors.Reading reading = readings.get(i);
            if (name.equals("INA3221") && reading.name().startsWith("current")) {
                // The chip measures the voltage at a shunt, which has 0.05 Ohm on Adafruit's board.
                double shunt = quantities
                        .get("shunt voltage " + reading.name().charAt(8))
                        .value();
                assertThat(values[i]).isCloseTo(shunt / 0.05, within(1.0));
                continue;
            }
            assertThat(quantities).as(name).containsKey(reading.name());
            Quantity quantity = quantities.get(reading.name());
            assertThat(reading.unit()).isEqualTo(quantity.unit());
            double tolerance = Math.max(0.02 * Math.abs(quantity.value()), 0.02 * unitStep(reading.unit()));
            assertThat(values[i]).as("%s of %s", reading.name(), name).isCloseTo(quantity.value(), within(tolerance));
        }
    }

    /** What counts as one in this unit. */
    private static double unitStep(String unit) {
        return switch (unit) {
            case "°C" -> 10;
            case "%" -> 25;
            case "lx", "ppb", "ppm", "mA" -> 50;
            case "µT" -> 100;
            default -> 20;
        };
    }

    @Test
    void aReadingIsALine() {
        trial.board.i2c().attach(0x18, new SimMCP9808().temperature(-10.25));

        trial.run("sensor", "mcp9808");

        assertThat(trial.exit).isZero();
        assertThat(trial.out).isEqualTo("temperature -10.25 °C\n");
    }

    @Test
    void readingsAreRepeatedAsCsvAndAsJson() {
        trial.board.i2c().attach(0x1F, new SimMCP9808().temperature(25.5));

        trial.run("sensor", "MCP9808", "--address", "0x1f", "--every", "500ms", "--count", "3", "--csv");
        assertThat(trial.out.lines())
                .hasSize(4)
                .startsWith("seconds,temperature (°C)")
                .element(2)
                .isEqualTo("0.5,25.5");
        trial.run("sensor", "MCP9808", "--address", "0x1f", "--json");
        assertThat(trial.out).isEqualTo("{\"seconds\":0.0,\"temperature (\\u00b0C)\":25.5}\n");
    }

    /** A BME280 measures once for each quantity, and not once more before the first line. */
    @Test
    void nothingIsMeasuredThatIsNotPrinted() {
        SimI2CBus bus = trial.board.i2c().record();
        bus.attach(0x77, new SimBME280());

        trial.run("sensor", "BME280");

        // Data sheet, 5.4.5: ctrl_meas, whose lowest bits 01 start a measurement.
        assertThat(bus.transfers().stream()
                        .map(Transfer::written)
                        .filter(bytes -> bytes.size() == 2 && bytes.get(0) == 0xF4 && (bytes.get(1) & 3) == 1))
                .hasSize(3);
    }

    @Test
    void onASimulatedBoardAMissingSensorIsAttachedAndAnnounced() {
        assertThat(trial.run("sensor", "BME280").out).containsPattern("temperature 22\\.[45].*hPa.*humidity 45");
        assertThat(trial.err).contains("Simulated: BME280 at 0x77");
    }

    @Test
    void aMissingSensorIsAttachedToTheBusThatIsNamed() {
        assertThat(trial.run("sensor", "BME280", "--bus", "/dev/i2c-0").exit).isZero();
        assertThat(trial.board.i2c("i2c0").attached()).containsOnlyKeys(0x77);
        assertThat(trial.board.i2c().attached()).isEmpty();
    }

    /** One name in all lists, as the driver has it. */
    @Test
    void aChipHasOneNameInAllLists() {
        List<String> names = new ArrayList<>(SimulatedChips.names());
        names.addAll(Sensors.names());
        Chips.all().forEach(chip -> names.add(chip.name()));
        Map<String, Set<String>> spellings =
                names.stream().collect(Collectors.groupingBy(Chips::plain, Collectors.toSet()));

        assertThat(spellings.values()).allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(SimulatedChips.find("LSM303DLHMag")).isEqualTo(SimulatedChips.find("lsm303dlh_mag"));
        assertThat(Sensors.canonical("LSM303DLHMag")).isEqualTo("LSM303DLH_Mag");
    }

    @Test
    void theSensorsAreListed() {
        assertThat(trial.run("sensor").out).contains("BME280", "DHT22");
    }

    @Test
    void wrongSensorsAndOptionsAreWrongArguments() {
        assertThat(trial.run("sensor", "BME28").exit).isEqualTo(2);
        assertThat(trial.err).contains("BME280");
        assertThat(trial.run("sensor", "BME280", "--csv", "--json").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "DHT22", "--pin", "D4,D5").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "HCSR04", "--pin", "D5").exit).isEqualTo(2);
        assertThat(trial.err).contains("trigger,echo").contains("D5,D6");
        assertThat(trial.run("sensor", "DHT22", "--address", "0x44").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "BME280", "--uart", "/dev/serial0").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "PM25", "--baud", "9600").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "BME280", "--reference", "5").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "ADS1115", "--channel", "7").exit).isEqualTo(2);
        assertThat(trial.err).contains("A0, A1, A2, A3");
        assertThat(trial.run("sensor", "BME280", "--pin", "D4").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "BME280", "--count", "0").exit).isEqualTo(2);
        assertThat(trial.run("sensor", "LIS2MDL", "--address", "0x20").exit).isEqualTo(2);
    }

    @Test
    void anotherChipAtTheAddressIsAnError() {
        trial.board.i2c().attach(0x77, new SimMCP9808());

        assertThat(trial.run("sensor", "BME280").exit).isEqualTo(1);
        assertThat(trial.err).contains("BME280").contains("0x77");
    }

    @Test
    void thermometersOnOneWireAreReadAndDhtsToo() {
        new SimDHT22().attachTo(trial.board, "D5");
        assertThat(trial.run("sensor", "DHT22", "--pin", "D5").out).isEqualTo("temperature 20 °C, humidity 50 %\n");
        trial.board.oneWire("D4").attach(new SimDS18B20(1).temperature(21.5));
        trial.board.oneWire("D17").attach(new SimDS18B20(2)).attach(new SimDS18B20(3));

        assertThat(trial.run("sensor", "DS18B20", "--pin", "D4").out).isEqualTo("temperature 21.5 °C\n");
        assertThat(trial.run("sensor", "DS18B20", "--pin", "D17").out)
                .containsPattern("temperature .* 22.5 °C, temperature .* 22.5 °C");
    }

    @Test
    void aBusWithoutThermometersIsAnErrorThatNamesTheResistor() throws Exception {
        List<AutoCloseable> opened = new ArrayList<>();

        assertThatThrownBy(() ->
                        PinSensors.open(PinSensors.find("DS18X20"), trial.board.blinka(), List.of("D22"), 3.3, opened))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("D22")
                .hasMessageContaining("4.7 kOhm");
        opened.get(0).close();
    }

    @Test
    void aDistanceIsReadOnTwoPins() {
        new SimHCSR04().distance(42).attachTo(trial.board, "D23", "D24");

        trial.run("sensor", "HC-SR04", "--pin", "D23,D24");

        assertThat(trial.out).containsPattern("^distance 4[12]\\.?\\d* cm\n$");
        assertThat(trial.err).doesNotContain("a HCSR04 on");
    }

    /** Data sheet: at 5 V, 1 mV with a gain of 128 is 128 / 5000 of 2^24. */
    @Test
    void aLoadCellIsReadInCountsAndByChannel() {
        new SimHX711().channelA(1).channelB(-2).attachTo(trial.board, "D5", "D6");

        assertThat(trial.run("sensor", "HX711").out).isEqualTo("channel A 429497 counts, channel B -214748 counts\n");
        assertThat(trial.run("sensor", "HX711", "--channel", "b").out).isEqualTo("channel B -214748 counts\n");
    }

    @Test
    void aConverterIsReadWithAChipSelectOfTheControllerOrOfThisProcessAndItsReference() {
        trial.board.spi().attach(0, new SimMCP3xxx(SimMCP3xxx.Model.MCP3008, 5).volts(3, 2.5));
        assertThat(trial.run("sensor", "MCP3008", "--pin", "CE0", "--channel", "3", "--reference", "5").out)
                .isEqualTo("CH3 2.502 V\n");
        // The other name of the same pin.
        assertThat(trial.run("sensor", "MCP3008", "--pin", "D8", "--channel", "CH3", "--reference", "5").out)
                .isEqualTo("CH3 2.502 V\n");

        trial.board.spi().attach(trial.board.pin("D5"), new SimMCP3xxx(SimMCP3xxx.Model.MCP3208).volts(0, 1.65));
        assertThat(trial.run("sensor", "MCP3208").out).startsWith("CH0 1.65 V, CH1 ");
    }

    @Test
    void aPositionHasSixDecimalsOnEitherBus() {
        String position =
                "latitude 48.1173 °, longitude 11.516667 °, altitude 545.4 m, speed 22.4 knots, angle 84.4 °, satellites 8 in use\n";

        assertThat(trial.run("sensor", "GPS").out).isEqualTo(position);
        assertThat(trial.run("sensor", "PA1010D").out).isEqualTo(position);
    }

    @Test
    void aReceiverThatSendsNothingIsAnErrorThatNamesTheWireAndTheSpeed() {
        assertThatThrownBy(() -> PinSensors.atPort(
                        "GPS", trial.board.blinka(), trial.board.blinka().uart()))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("RX")
                .hasMessageContaining("--baud");
    }

    @Test
    void particlesAreReadAtTheSerialPortToo() {
        trial.run("sensor", "PM25", "--uart", "/dev/serial0", "--csv");

        assertThat(trial.err).contains("PM25 at the serial port");
        assertThat(trial.out.lines()).hasSize(2).last().asString().endsWith(",5,12,15,6,13,16,900,270,80,10,4,1");
    }

    /** BeagleBones have no D4. */
    @Test
    void aBoardWithoutTheUsualPinsNeedsThem() {
        try (Trial bone = new Trial("BEAGLEBONE_BLACK")) {
            assertThat(bone.run("sensor", "DHT22").exit).isEqualTo(2);
            assertThat(bone.err).contains("--pin").contains("D4");
            assertThat(bone.run("sensor", "DHT22", "--pin", "P9_12").exit).isZero();
        }
    }

    @Test
    void theOtherNamesOfAChipAreKnown() {
        assertThat(List.of("AHT20", "sht45", "SCD41", "AM2302", "adxl343", "bmp-390", "NONE"))
                .map(Sensors::canonical)
                .containsExactly("AHTx0", "SHT4x", "SCD4X", "DHT22", "ADXL345", "BMP3XX", "");
    }
}
