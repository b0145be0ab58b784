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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The chips that can be attached to a simulated board by their names: to its I2C bus, and those of {@link PinSensors}. */
final class SimulatedChips {
    private static final Map<String, Known> ALL = new LinkedHashMap<>();

    static {
        add("24LC32", 0x50, Sim24LC32::new);
        add("ADS1015", 0x48, () -> new SimADS1x15(SimADS1x15.Model.ADS1015));
        add("ADS1115", 0x48, () -> new SimADS1x15(SimADS1x15.Model.ADS1115));
        add("ADT7410", 0x48, SimADT7410::new);
        add("ADXL345", 0x53, SimADXL345::new);
        add("AHTx0", 0x38, SimAHTx0::new);
        add("AM2320", 0x5c, SimAM2320::new);
        add("APDS9960", 0x39, SimAPDS9960::new);
        add("BH1750", 0x23, SimBH1750::new);
        add("BME280", 0x77, SimBME280::new);
        add("BME680", 0x77, SimBME680::new);
        add("BMP280", 0x77, SimBMP280::new);
        add("BMP3XX", 0x77, SimBMP3XX::new);
        add("BNO055", 0x28, SimBNO055::new);
        add("CAP1188", 0x29, SimCAP1188::new);
        add("CCS811", 0x5a, SimCCS811::new);
        add("DPS310", 0x77, SimDPS310::new);
        add("DRV2605", 0x5a, SimDRV2605::new);
        add("DS1307", 0x68, SimDS1307::new);
        add("DS3231", 0x68, SimDS3231::new);
        add("HDC302x", 0x44, SimHDC302x::new);
        add("HT16K33", 0x70, SimHT16K33::new);
        add("HTU21D", 0x40, SimHTU21D::new);
        add("INA219", 0x40, SimINA219::new);
        add("INA260", 0x40, SimINA260::new);
        add("INA3221", 0x40, SimINA3221::new);
        add("ISM330DHCX", 0x6a, () -> new SimLSM6DS(0x6B, false));
        add("L3GD20", 0x6b, SimL3GD20::new);
        add("LIS2MDL", 0x1e, SimLIS2MDL::new);
        add("LIS3DH", 0x18, SimLIS3DH::new);
        add("LSM303DLHMag", 0x1e, SimLSM303DLHMag::new);
        add("LSM6DS3", 0x6a, () -> new SimLSM6DS(0x6A, false));
        add("LSM6DS33", 0x6a, () -> new SimLSM6DS(0x69, false));
        add("LSM6DS3TRC", 0x6a, () -> new SimLSM6DS(0x6A, false));
        add("LSM6DSO32", 0x6a, () -> new SimLSM6DS(0x6C, true));
        add("LSM6DSOX", 0x6a, () -> new SimLSM6DS(0x6C, false));
        add("MAX17048", 0x36, SimMAX17048::new);
        add("MB85RC256V", 0x50, SimMB85RC256V::new);
        add("MCP23008", 0x20, () -> new SimMCP230xx("MCP23008", 0x20));
        add("MCP23017", 0x20, () -> new SimMCP230xx("MCP23017", 0x20));
        add("MCP4725", 0x62, SimMCP4725::new);
        add("MCP4728", 0x60, SimMCP4728::new);
        add("MCP9808", 0x18, SimMCP9808::new);
        add("MLX90614", 0x5a, SimMLX90614::new);
        add("MPR121", 0x5a, SimMPR121::new);
        add("MPU6050", 0x68, SimMPU6050::new);
        add("PA1010D", 0x10, SimPA1010D::new);
        add("PCA9685", 0x40, SimPCA9685::new);
        add("PCF8523", 0x68, SimPCF8523::new);
        add("PCF8574", 0x20, SimPCF8574::new);
        add("PCF8591", 0x48, SimPCF8591::new);
        add("PCT2075", 0x37, SimPCT2075::new);
        add("PM25", 0x12, SimPM25::new);
        add("SCD30", 0x61, SimSCD30::new);
        add("SCD4X", 0x62, SimSCD4X::new);
        add("Seesaw", 0x49, SimSeesaw::new);
        add("SGP30", 0x58, SimSGP30::new);
        add("SGP40", 0x59, SimSGP40::new);
        add("SH1106", 0x3c, () -> new SimSH1106(128, 64));
        add("SHT31D", 0x44, SimSHT31D::new);
        add("SHT4x", 0x44, SimSHT4x::new);
        add("SHTC3", 0x70, SimSHTC3::new);
        add("SI7021", 0x40, SimSI7021::new);
        add("SSD1306", 0x3c, () -> new SimSSD1306(128, 64));
        add("TCS34725", 0x29, SimTCS34725::new);
        add("TLV493D", 0x5e, SimTLV493D::new);
        add("TMP117", 0x48, SimTMP117::new);
        add("TSL2591", 0x29, SimTSL2591::new);
        add("VEML7700", 0x10, SimVEML7700::new);
        add("VL53L0X", 0x29, SimVL53L0X::new);
    }

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
    record Known(String name, int address, Supplier<SimI2CDevice> make) {}

    private static void add(String name, int address, Supplier<SimI2CDevice> make) {
        ALL.put(Chips.plain(name), new Known(name, address, make));
    }

    static @Nullable Known find(String name) {
        return ALL.get(Chips.plain(name));
    }

    static List<String> names() {
        return ALL.values().stream().map(Known::name).toList();
    }
}
