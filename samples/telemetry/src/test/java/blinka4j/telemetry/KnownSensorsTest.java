// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.drivers.adt7410.ADT7410;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.drivers.am2320.AM2320;
import blinka4j.drivers.bh1750.BH1750;
import blinka4j.drivers.bme280.BME280;
import blinka4j.drivers.bme680.BME680;
import blinka4j.drivers.bmp280.BMP280;
import blinka4j.drivers.bmp3xx.BMP3XX;
import blinka4j.drivers.dps310.DPS310;
import blinka4j.drivers.hdc302x.HDC302x;
import blinka4j.drivers.htu21d.HTU21D;
import blinka4j.drivers.ina219.INA219;
import blinka4j.drivers.ina260.INA260;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.drivers.scd30.SCD30;
import blinka4j.drivers.scd4x.SCD4X;
import blinka4j.drivers.sht31d.SHT31D;
import blinka4j.drivers.sht4x.SHT4x;
import blinka4j.drivers.shtc3.SHTC3;
import blinka4j.drivers.si7021.SI7021;
import blinka4j.drivers.tmp117.TMP117;
import blinka4j.drivers.veml7700.VEML7700;
import blinka4j.drivers.vl53l0x.VL53L0X;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimPart;
import blinka4j.sim.chips.SimADT7410;
import blinka4j.sim.chips.SimAHTx0;
import blinka4j.sim.chips.SimAM2320;
import blinka4j.sim.chips.SimBH1750;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimBME680;
import blinka4j.sim.chips.SimBMP280;
import blinka4j.sim.chips.SimBMP3XX;
import blinka4j.sim.chips.SimDPS310;
import blinka4j.sim.chips.SimHDC302x;
import blinka4j.sim.chips.SimHTU21D;
import blinka4j.sim.chips.SimINA219;
import blinka4j.sim.chips.SimINA260;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.sim.chips.SimSCD30;
import blinka4j.sim.chips.SimSCD4X;
import blinka4j.sim.chips.SimSHT31D;
import blinka4j.sim.chips.SimSHT4x;
import blinka4j.sim.chips.SimSHTC3;
import blinka4j.sim.chips.SimSI7021;
import blinka4j.sim.chips.SimTMP117;
import blinka4j.sim.chips.SimVEML7700;
import blinka4j.sim.chips.SimVL53L0X;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownSensorsTest {
    /** @param driver makes it, ready to measure */
    private record Pair(int address, SimI2CDevice chip, Function<I2C, Object> driver) {
        @Override
        public String toString() {
            return chip.getClass().getSimpleName();
        }
    }

    /** Those whose simulated chip is on I2C and has the quantities that the driver computes. */
    static List<Pair> pairs() {
        return List.of(
                new Pair(0x48, new SimADT7410(), ADT7410::new),
                new Pair(0x38, new SimAHTx0(), AHTx0::new),
                new Pair(0x5C, new SimAM2320(), AM2320::new),
                new Pair(0x23, new SimBH1750(), BH1750::new),
                new Pair(0x77, new SimBME280(), BME280::new),
                new Pair(0x77, new SimBME680(), BME680::new),
                new Pair(0x77, new SimBMP280(), BMP280::new),
                new Pair(0x77, new SimBMP3XX(), BMP3XX::new),
                new Pair(0x77, new SimDPS310(), DPS310::new),
                new Pair(0x44, new SimHDC302x(), HDC302x::new),
                new Pair(0x40, new SimHTU21D(), HTU21D::new),
                new Pair(0x40, new SimINA219(), INA219::new),
                new Pair(0x40, new SimINA260(), INA260::new),
                new Pair(0x18, new SimMCP9808(), MCP9808::new),
                new Pair(0x37, new SimPCT2075(), PCT2075::new),
                new Pair(0x61, new SimSCD30(), SCD30::new),
                new Pair(0x62, new SimSCD4X(), i2c -> {
                    SCD4X scd4x = new SCD4X(i2c);
                    scd4x.startPeriodicMeasurement();
                    return scd4x;
                }),
                new Pair(0x44, new SimSHT31D(), SHT31D::new),
                new Pair(0x44, new SimSHT4x(), SHT4x::new),
                new Pair(0x70, new SimSHTC3(), SHTC3::new),
                new Pair(0x40, new SimSI7021(), SI7021::new),
                new Pair(0x48, new SimTMP117(), TMP117::new),
                new Pair(0x10, new SimVEML7700(), VEML7700::new),
                new Pair(0x29, new SimVL53L0X(), VL53L0X::new));
    }

    /** The simulated chip and the driver name and measure the same. */
    @ParameterizedTest
    @MethodSource("pairs")
    void measuresWhatTheChipDoes(Pair pair) {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B")).lenient()) {
            board.i2c().attach(pair.address, pair.chip);
            Object driver = pair.driver.apply(board.blinka().i2c());
            board.clock().advance(Duration.ofSeconds(10));
            Values values = new Values();
            KnownSensors.of(driver).read(values);

            Map<String, Quantity> quantities = ((SimPart) pair.chip)
                    .quantities().stream()
                            .collect(Collectors.toMap(each -> each.unit() + plain(each.name()), Function.identity()));
            assertThat(values.all()).isNotEmpty().allSatisfy(value -> {
                Quantity quantity = quantities.get(value.unit() + plain(value.name()));
                assertThat(quantity).as("%s of %s", value, quantities.keySet()).isNotNull();
                assertThat(Double.parseDouble(value.payload()))
                        .as("%s", value)
                        .isCloseTo(quantity.value(), within(0.02 * Math.abs(quantity.value()) + 0.1));
            });
        }
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    @Test
    void theReadmeListsAllDrivers() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(new TreeSet<>(KnownSensors.names()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
    }
}
