// SPDX-License-Identifier: MIT
package blinka4j.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.chips.SimDHT22;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.time.Time;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadSensorTest {
    /** The light of a TSL2591 and a TCS34725 depends on gain and time: these do not print what the simulated chip measures. */
    private static final List<String> OTHER_UNITS = List.of("TSL2591");

    private final Trial trial = new Trial();

    @AfterEach
    void end() {
        trial.close();
    }

    static List<String> sensors() {
        return Sensors.I2C_NAMES.stream()
                .filter(name -> SimulatedChips.find(name) != null && !OTHER_UNITS.contains(name))
                .toList();
    }

    @Test
    void mostSensorsAreSimulated() {
        assertThat(sensors()).hasSizeGreaterThanOrEqualTo(38);
    }

    /** The simulated chips, which come from data sheets, have the names, the units and the values. */
    @ParameterizedTest
    @MethodSource("sensors")
    void theQuantitiesAreThoseOfTheSimulatedChip(String name) {
        SimChip chip = (SimChip) SimulatedChips.find(name).make().get();
        trial.board.i2c().attach(SimulatedChips.find(name).address(), chip);
        Map<String, Quantity> quantities =
                chip.quantities().stream().collect(Collectors.toMap(Quantity::name, each -> each));

        List<Sensors.Reading> readings =
                Sensors.onI2c(name, trial.board.blinka().i2c(), -1);

        assertThat(readings).isNotEmpty();
        // An SGP30 warms up for 15 s.
        Time.sleep(trial.board.blinka(), name.equals("SGP30") ? 20 : 0.001);
        ReadSensor.awaitFirst(trial.board.blinka(), readings);
        for (Sensors.Reading reading : readings) {
            assertThat(quantities).as(name).containsKey(reading.name());
            Quantity quantity = quantities.get(reading.name());
            assertThat(reading.unit()).isEqualTo(quantity.unit());
            double tolerance = Math.max(0.02 * Math.abs(quantity.value()), 0.02 * unitStep(reading.unit()));
            assertThat(reading.value().getAsDouble())
                    .as("%s of %s", reading.name(), name)
                    .isCloseTo(quantity.value(), within(tolerance));
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

    @Test
    void onASimulatedBoardAMissingSensorIsAttachedAndAnnounced() {
        assertThat(trial.run("sensor", "BME280").out).containsPattern("temperature 22\\.[45].*hPa.*humidity 45");
        assertThat(trial.err).contains("Simulated: a BME280 at 0x77");
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
        assertThat(trial.run("sensor", "DHT22").exit).isEqualTo(2);
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
        assertThat(trial.run("sensor", "DS18B20", "--pin", "D17").out).containsPattern("temperature .* 22.5 °C, temperature .* 22.5 °C");
        assertThat(trial.run("sensor", "DS18B20", "--pin", "D22").exit).isEqualTo(1);
        assertThat(trial.err).contains("D22").contains("4.7 kOhm");
    }

    @Test
    void theOtherNamesOfAChipAreKnown() {
        assertThat(List.of("AHT20", "sht45", "SCD41", "DHT21", "adxl343", "bmp-390", "NONE"))
                .map(Sensors::canonical)
                .containsExactly("AHTx0", "SHT4x", "SCD4X", "DHT22", "ADXL345", "BMP3XX", "");
    }
}
