// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimUart;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimADS1x15;
import blinka4j.sim.chips.SimADT7410;
import blinka4j.sim.chips.SimADXL345;
import blinka4j.sim.chips.SimAHTx0;
import blinka4j.sim.chips.SimAM2320;
import blinka4j.sim.chips.SimAPDS9960;
import blinka4j.sim.chips.SimBH1750;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimBME680;
import blinka4j.sim.chips.SimBMP280;
import blinka4j.sim.chips.SimBMP3XX;
import blinka4j.sim.chips.SimBNO055;
import blinka4j.sim.chips.SimCAP1188;
import blinka4j.sim.chips.SimCCS811;
import blinka4j.sim.chips.SimDHT11;
import blinka4j.sim.chips.SimDHT22;
import blinka4j.sim.chips.SimDPS310;
import blinka4j.sim.chips.SimDRV2605;
import blinka4j.sim.chips.SimDS1307;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.sim.chips.SimDS3231;
import blinka4j.sim.chips.SimHCSR04;
import blinka4j.sim.chips.SimHDC302x;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.sim.chips.SimHTU21D;
import blinka4j.sim.chips.SimHX711;
import blinka4j.sim.chips.SimINA219;
import blinka4j.sim.chips.SimINA260;
import blinka4j.sim.chips.SimINA3221;
import blinka4j.sim.chips.SimL3GD20;
import blinka4j.sim.chips.SimLIS2MDL;
import blinka4j.sim.chips.SimLIS3DH;
import blinka4j.sim.chips.SimLSM303DLHMag;
import blinka4j.sim.chips.SimLSM6DS;
import blinka4j.sim.chips.SimMAX17048;
import blinka4j.sim.chips.SimMAX31855;
import blinka4j.sim.chips.SimMAX31865;
import blinka4j.sim.chips.SimMB85RC256V;
import blinka4j.sim.chips.SimMCP230xx;
import blinka4j.sim.chips.SimMCP3xxx;
import blinka4j.sim.chips.SimMCP4725;
import blinka4j.sim.chips.SimMCP4728;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimMLX90614;
import blinka4j.sim.chips.SimMPR121;
import blinka4j.sim.chips.SimMPU6050;
import blinka4j.sim.chips.SimPA1010D;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.sim.chips.SimPCF8523;
import blinka4j.sim.chips.SimPCF8574;
import blinka4j.sim.chips.SimPCF8591;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.sim.chips.SimPM25;
import blinka4j.sim.chips.SimSCD30;
import blinka4j.sim.chips.SimSCD4X;
import blinka4j.sim.chips.SimSGP30;
import blinka4j.sim.chips.SimSGP40;
import blinka4j.sim.chips.SimSH1106;
import blinka4j.sim.chips.SimSHT31D;
import blinka4j.sim.chips.SimSHT4x;
import blinka4j.sim.chips.SimSHTC3;
import blinka4j.sim.chips.SimSI7021;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.sim.chips.SimSeesaw;
import blinka4j.sim.chips.SimTCS34725;
import blinka4j.sim.chips.SimTLV493D;
import blinka4j.sim.chips.SimTMP117;
import blinka4j.sim.chips.SimTSL2591;
import blinka4j.sim.chips.SimVEML7700;
import blinka4j.sim.chips.SimVL53L0X;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chips that can be attached to a simulated board by their names: to its I2C bus, and those of {@link PinSensors}. */
final class SimulatedChips {
    private static final List<Known> ALL = List.of(
            new Known("24LC32", 0x50),
            new Known("ADS1015", 0x48),
            new Known("ADS1115", 0x48),
            new Known("ADT7410", 0x48),
            new Known("ADXL345", 0x53),
            new Known("AHTx0", 0x38),
            new Known("AM2320", 0x5c),
            new Known("APDS9960", 0x39),
            new Known("BH1750", 0x23),
            new Known("BME280", 0x77),
            new Known("BME680", 0x77),
            new Known("BMP280", 0x77),
            new Known("BMP3XX", 0x77),
            new Known("BNO055", 0x28),
            new Known("CAP1188", 0x29),
            new Known("CCS811", 0x5a),
            new Known("DPS310", 0x77),
            new Known("DRV2605", 0x5a),
            new Known("DS1307", 0x68),
            new Known("DS3231", 0x68),
            new Known("HDC302x", 0x44),
            new Known("HT16K33", 0x70),
            new Known("HTU21D", 0x40),
            new Known("INA219", 0x40),
            new Known("INA260", 0x40),
            new Known("INA3221", 0x40),
            new Known("ISM330DHCX", 0x6a),
            new Known("L3GD20", 0x6b),
            new Known("LIS2MDL", 0x1e),
            new Known("LIS3DH", 0x18),
            new Known("LSM303DLH_Mag", 0x1e),
            new Known("LSM6DS3", 0x6a),
            new Known("LSM6DS33", 0x6a),
            new Known("LSM6DS3TRC", 0x6a),
            new Known("LSM6DSO32", 0x6a),
            new Known("LSM6DSOX", 0x6a),
            new Known("MAX17048", 0x36),
            new Known("MB85RC256V", 0x50),
            new Known("MCP23008", 0x20),
            new Known("MCP23017", 0x20),
            new Known("MCP4725", 0x62),
            new Known("MCP4728", 0x60),
            new Known("MCP9808", 0x18),
            new Known("MLX90614", 0x5a),
            new Known("MPR121", 0x5a),
            new Known("MPU6050", 0x68),
            new Known("PA1010D", 0x10),
            new Known("PCA9685", 0x40),
            new Known("PCF8523", 0x68),
            new Known("PCF8574", 0x20),
            new Known("PCF8591", 0x48),
            new Known("PCT2075", 0x37),
            new Known("PM25", 0x12),
            new Known("SCD30", 0x61),
            new Known("SCD4X", 0x62),
            new Known("Seesaw", 0x49),
            new Known("SGP30", 0x58),
            new Known("SGP40", 0x59),
            new Known("SH1106", 0x3c),
            new Known("SHT31D", 0x44),
            new Known("SHT4x", 0x44),
            new Known("SHTC3", 0x70),
            new Known("SI7021", 0x40),
            new Known("SSD1306", 0x3c),
            new Known("TCS34725", 0x29),
            new Known("TLV493D", 0x5e),
            new Known("TMP117", 0x48),
            new Known("TSL2591", 0x29),
            new Known("VEML7700", 0x10),
            new Known("VL53L0X", 0x29));

    private SimulatedChips() {}

    /**
     * Connects a sensor to pins of a simulated board, unless something is there.
     *
     * @param pins as {@link PinSensors#open} has them
     * @return false if something was there
     */
    static boolean connect(PinSensors.Row row, SimBoard board, List<String> pins) {
        boolean taken = board.parts().stream()
                .map(SimPart::pinNames)
                .anyMatch(names -> names.stream().anyMatch(pins::contains));
        String pin = pins.get(0);
        if (taken || (row.isOnSpi() && !board.spi().attached().isEmpty())) {
            return false;
        }
        switch (row.name()) {
            case "DHT11" -> new SimDHT11().attachTo(board, pin);
            case "DHT21", "DHT22" -> new SimDHT22().attachTo(board, pin);
            case "DS18X20" -> {
                if (!board.oneWire(pin).attached().isEmpty()) {
                    return false;
                }
                board.oneWire(pin).attach(new SimDS18B20(1));
            }
            case "HCSR04" -> new SimHCSR04().attachTo(board, pin, pins.get(1));
            case "HX711" -> new SimHX711().attachTo(board, pin, pins.get(1));
            case "MAX31855" -> select(board, pin, new SimMAX31855());
            case "MAX31865" -> select(board, pin, new SimMAX31865());
            default -> select(board, pin, new SimMCP3xxx(SimMCP3xxx.Model.valueOf(row.name())));
        }
        return true;
    }

    private static void select(SimBoard board, String pin, SimChip chip) {
        int number = PinSensors.controllerSelect(board.definition(), pin);
        if (number >= 0) {
            board.spi().attach(number, chip);
        } else {
            board.spi().attach(board.pin(pin), chip);
        }
    }

    /** Makes a sensor send at a serial port of a simulated board. */
    static void send(String name, SimBoard board, SimUart port) {
        if (name.equals("GPS")) {
            new SimPA1010D().sendTo(port, board.clock());
        } else {
            new SimPM25().sendTo(port, board.clock(), Duration.ofSeconds(1));
        }
    }

    /** @param address the usual one */
    record Known(String name, int address) {
        /** A switch and no list of suppliers, of which each takes time at each start. */
        SimI2CDevice make() {
            return switch (name) {
                case "24LC32" -> new Sim24LC32();
                case "ADS1015" -> new SimADS1x15(SimADS1x15.Model.ADS1015);
                case "ADS1115" -> new SimADS1x15(SimADS1x15.Model.ADS1115);
                case "ADT7410" -> new SimADT7410();
                case "ADXL345" -> new SimADXL345();
                case "AHTx0" -> new SimAHTx0();
                case "AM2320" -> new SimAM2320();
                case "APDS9960" -> new SimAPDS9960();
                case "BH1750" -> new SimBH1750();
                case "BME280" -> new SimBME280();
                case "BME680" -> new SimBME680();
                case "BMP280" -> new SimBMP280();
                case "BMP3XX" -> new SimBMP3XX();
                case "BNO055" -> new SimBNO055();
                case "CAP1188" -> new SimCAP1188();
                case "CCS811" -> new SimCCS811();
                case "DPS310" -> new SimDPS310();
                case "DRV2605" -> new SimDRV2605();
                case "DS1307" -> new SimDS1307();
                case "DS3231" -> new SimDS3231();
                case "HDC302x" -> new SimHDC302x();
                case "HT16K33" -> new SimHT16K33();
                case "HTU21D" -> new SimHTU21D();
                case "INA219" -> new SimINA219();
                case "INA260" -> new SimINA260();
                case "INA3221" -> new SimINA3221();
                case "ISM330DHCX" -> new SimLSM6DS(0x6B, false);
                case "L3GD20" -> new SimL3GD20();
                case "LIS2MDL" -> new SimLIS2MDL();
                case "LIS3DH" -> new SimLIS3DH();
                case "LSM303DLH_Mag" -> new SimLSM303DLHMag();
                case "LSM6DS3" -> new SimLSM6DS(0x69, false);
                case "LSM6DS33" -> new SimLSM6DS(0x69, false);
                case "LSM6DS3TRC" -> new SimLSM6DS(0x6A, false);
                case "LSM6DSO32" -> new SimLSM6DS(0x6C, true);
                case "LSM6DSOX" -> new SimLSM6DS(0x6C, false);
                case "MAX17048" -> new SimMAX17048();
                case "MB85RC256V" -> new SimMB85RC256V();
                case "MCP23008" -> new SimMCP230xx("MCP23008", 0x20);
                case "MCP23017" -> new SimMCP230xx("MCP23017", 0x20);
                case "MCP4725" -> new SimMCP4725();
                case "MCP4728" -> new SimMCP4728();
                case "MCP9808" -> new SimMCP9808();
                case "MLX90614" -> new SimMLX90614();
                case "MPR121" -> new SimMPR121();
                case "MPU6050" -> new SimMPU6050();
                case "PA1010D" -> new SimPA1010D();
                case "PCA9685" -> new SimPCA9685();
                case "PCF8523" -> new SimPCF8523();
                case "PCF8574" -> new SimPCF8574();
                case "PCF8591" -> new SimPCF8591();
                case "PCT2075" -> new SimPCT2075();
                case "PM25" -> new SimPM25();
                case "SCD30" -> new SimSCD30();
                case "SCD4X" -> new SimSCD4X();
                case "Seesaw" -> new SimSeesaw();
                case "SGP30" -> new SimSGP30();
                case "SGP40" -> new SimSGP40();
                case "SH1106" -> new SimSH1106(128, 64);
                case "SHT31D" -> new SimSHT31D();
                case "SHT4x" -> new SimSHT4x();
                case "SHTC3" -> new SimSHTC3();
                case "SI7021" -> new SimSI7021();
                case "SSD1306" -> new SimSSD1306(128, 64);
                case "TCS34725" -> new SimTCS34725();
                case "TLV493D" -> new SimTLV493D();
                case "TMP117" -> new SimTMP117();
                case "TSL2591" -> new SimTSL2591();
                case "VEML7700" -> new SimVEML7700();
                case "VL53L0X" -> new SimVL53L0X();
                default -> throw new IllegalArgumentException("there is no simulated " + name);
            };
        }
    }

    /** A chip on I2C; null if none of that name is simulated. */
    static @Nullable Known find(String name) {
        String plain = Chips.plain(name);
        return ALL.stream()
                .filter(each -> Chips.plain(each.name()).equals(plain))
                .findFirst()
                .orElse(null);
    }

    static List<String> names() {
        return ALL.stream().map(Known::name).toList();
    }
}
