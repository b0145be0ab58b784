// SPDX-License-Identifier: MIT
package blinka4j.command;

import static blinka4j.command.Sensors.Reading.of;

import blinka4j.busio.I2C;
import blinka4j.drivers.ads1x15.ADS1015;
import blinka4j.drivers.ads1x15.ADS1115;
import blinka4j.drivers.ads1x15.ADS1x15;
import blinka4j.drivers.adt7410.ADT7410;
import blinka4j.drivers.adxl34x.ADXL345;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.drivers.am2320.AM2320;
import blinka4j.drivers.apds9960.APDS9960;
import blinka4j.drivers.bh1750.BH1750;
import blinka4j.drivers.bme280.BME280;
import blinka4j.drivers.bme680.BME680;
import blinka4j.drivers.bmp280.BMP280;
import blinka4j.drivers.bmp3xx.BMP3XX;
import blinka4j.drivers.bno055.BNO055;
import blinka4j.drivers.ccs811.CCS811;
import blinka4j.drivers.dps310.DPS310;
import blinka4j.drivers.ds3231.DS3231;
import blinka4j.drivers.gps.GPS_GtopI2C;
import blinka4j.drivers.hdc302x.HDC302x;
import blinka4j.drivers.htu21d.HTU21D;
import blinka4j.drivers.ina219.INA219;
import blinka4j.drivers.ina260.INA260;
import blinka4j.drivers.ina3221.INA3221;
import blinka4j.drivers.ina3221.INA3221Channel;
import blinka4j.drivers.l3gd20.L3GD20;
import blinka4j.drivers.lis2mdl.LIS2MDL;
import blinka4j.drivers.lis3dh.LIS3DH;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag;
import blinka4j.drivers.lsm6ds.ISM330DHCX;
import blinka4j.drivers.lsm6ds.LSM6DS;
import blinka4j.drivers.lsm6ds.LSM6DS3;
import blinka4j.drivers.lsm6ds.LSM6DS33;
import blinka4j.drivers.lsm6ds.LSM6DS3TRC;
import blinka4j.drivers.lsm6ds.LSM6DSO32;
import blinka4j.drivers.lsm6ds.LSM6DSOX;
import blinka4j.drivers.max1704x.MAX17048;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.drivers.mlx90614.MLX90614;
import blinka4j.drivers.mpu6050.MPU6050;
import blinka4j.drivers.pcf8591.AnalogIn;
import blinka4j.drivers.pcf8591.PCF8591;
import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.drivers.pm25.PM25;
import blinka4j.drivers.scd30.SCD30;
import blinka4j.drivers.scd4x.SCD4X;
import blinka4j.drivers.sgp30.SGP30;
import blinka4j.drivers.sgp40.SGP40;
import blinka4j.drivers.sht31d.SHT31D;
import blinka4j.drivers.sht4x.SHT4x;
import blinka4j.drivers.shtc3.SHTC3;
import blinka4j.drivers.si7021.SI7021;
import blinka4j.drivers.tcs34725.TCS34725;
import blinka4j.drivers.tlv493d.TLV493D;
import blinka4j.drivers.tmp117.TMP117;
import blinka4j.drivers.tsl2591.TSL2591;
import blinka4j.drivers.veml7700.VEML7700;
import blinka4j.drivers.vl53l0x.VL53L0X;
import blinka4j.runtime.Blinka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;

/** The sensors that {@code blinka sensor} reads, and their quantities. */
final class Sensors {
    /** Their names, for completion and messages. */
    static final List<String> I2C_NAMES = List.of(
            "ADS1015",
            "ADS1115",
            "ADT7410",
            "ADXL345",
            "AHTx0",
            "AM2320",
            "APDS9960",
            "BH1750",
            "BME280",
            "BME680",
            "BMP280",
            "BMP3XX",
            "BNO055",
            "CCS811",
            "DPS310",
            "DS3231",
            "HDC302x",
            "HTU21D",
            "INA219",
            "INA260",
            "INA3221",
            "ISM330DHCX",
            "L3GD20",
            "LIS2MDL",
            "LIS3DH",
            "LSM303DLH_Mag",
            "LSM6DS3",
            "LSM6DS33",
            "LSM6DS3TRC",
            "LSM6DSO32",
            "LSM6DSOX",
            "MAX17048",
            "MCP9808",
            "MLX90614",
            "MPU6050",
            "PA1010D",
            "PCF8591",
            "PCT2075",
            "PM25",
            "SCD30",
            "SCD4X",
            "SGP30",
            "SGP40",
            "SHT31D",
            "SHT4x",
            "SHTC3",
            "SI7021",
            "TCS34725",
            "TLV493D",
            "TMP117",
            "TSL2591",
            "VEML7700",
            "VL53L0X");

    /** The voltage of the greatest value of a converter, if it is not given. */
    static final double REFERENCE = 3.3;

    private Sensors() {}

    /**
     * A quantity of a sensor.
     *
     * @param unit as in the catalogue of drivers; empty if it has none
     * @param decimals the most that are printed
     */
    record Reading(String name, String unit, int decimals, DoubleSupplier value) {
        /** With three decimals. */
        static Reading of(String name, String unit, DoubleSupplier value) {
            return new Reading(name, unit, 3, value);
        }
    }

    /** All names, for completion and messages. */
    static List<String> names() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(I2C_NAMES);
        PinSensors.ALL.forEach(row -> names.add(row.name()));
        names.addAll(PinSensors.SERIAL);
        return List.copyOf(names);
    }

    /** The name of a sensor as this class writes it; empty if there is none. */
    static String canonical(String name) {
        String plain = Chips.plain(name);
        for (String each : names()) {
            if (Chips.plain(each).equals(plain)) {
                return each;
            }
        }
        return switch (plain) {
            case "AHT10", "AHT20" -> "AHTx0";
            case "DS18B20", "DS18S20" -> "DS18X20";
            case "BMP388", "BMP390" -> "BMP3XX";
            case "BME688" -> "BME680";
            case "AM2301" -> "DHT21";
            case "AM2302" -> "DHT22";
            case "ADXL343" -> "ADXL345";
            case "PMSA003I", "PMS5003" -> "PM25";
            case "SCD40", "SCD41" -> "SCD4X";
            case "SHT40", "SHT41", "SHT45" -> "SHT4x";
            case "SHT30", "SHT31", "SHT35" -> "SHT31D";
            default -> "";
        };
    }

    /**
     * The quantities of a sensor on I2C.
     *
     * @param address -1 for the usual one
     * @param reference the voltage of the greatest value of a PCF8591
     */
    static List<Reading> onI2c(String name, Blinka blinka, I2C i2c, int address, double reference) {
        // Each case is linked when it is used, so that one sensor does not load the others.
        switch (name) {
            case "ADS1015" -> {
                return inputs(new ADS1015(i2c, at(address, ADS1x15.DEFAULT_ADDRESS)));
            }
            case "ADS1115" -> {
                return inputs(new ADS1115(i2c, at(address, ADS1x15.DEFAULT_ADDRESS)));
            }
            case "ADT7410" -> {
                ADT7410 chip = new ADT7410(i2c, at(address, ADT7410.DEFAULT_ADDRESS));
                // Data sheet: a conversion takes 240 ms. Before the first one, the register is 0.
                i2c.sleep(Duration.ofMillis(300));
                return List.of(of("temperature", "°C", chip::temperature));
            }
            case "ADXL345" -> {
                ADXL345 chip = new ADXL345(i2c, at(address, ADXL345.DEFAULT_ADDRESS));
                return List.of(
                        of("acceleration x", "m/s²", () -> chip.acceleration().x()),
                        of("acceleration y", "m/s²", () -> chip.acceleration().y()),
                        of("acceleration z", "m/s²", () -> chip.acceleration().z()));
            }
            case "AHTx0" -> {
                AHTx0 chip = new AHTx0(i2c, at(address, AHTx0.DEFAULT_ADDRESS));
                return climate(chip::temperature, chip::relativeHumidity);
            }
            case "AM2320" -> {
                AM2320 chip = new AM2320(i2c, at(address, 0x5C));
                return climate(chip::temperature, chip::relativeHumidity);
            }
            case "APDS9960" -> {
                only(address, APDS9960.ADDRESS, name);
                return light(new APDS9960(i2c), i2c);
            }
            case "BH1750" -> {
                BH1750 chip = new BH1750(i2c, at(address, BH1750.DEFAULT_ADDRESS));
                return List.of(of("light", "lx", chip::lux));
            }
            case "BME280" -> {
                BME280 chip = new BME280(i2c, at(address, BME280.DEFAULT_ADDRESS));
                return List.of(
                        of("temperature", "°C", chip::temperature),
                        of("pressure", "hPa", chip::pressure),
                        of("humidity", "%", chip::humidity));
            }
            case "BME680" -> {
                BME680 chip = new BME680(i2c, at(address, BME680.DEFAULT_ADDRESS));
                return List.of(
                        of("temperature", "°C", chip::temperature),
                        of("pressure", "hPa", chip::pressure),
                        of("humidity", "%", chip::humidity),
                        of("gas", "Ω", chip::gas));
            }
            case "BMP280" -> {
                BMP280 chip = new BMP280(i2c, at(address, BMP280.DEFAULT_ADDRESS));
                return List.of(of("temperature", "°C", chip::temperature), of("pressure", "hPa", chip::pressure));
            }
            case "BMP3XX" -> {
                BMP3XX chip = new BMP3XX(i2c, at(address, BMP3XX.DEFAULT_ADDRESS));
                return List.of(of("temperature", "°C", chip::temperature), of("pressure", "hPa", chip::pressure));
            }
            case "BNO055" -> {
                BNO055 chip = new BNO055(i2c, at(address, BNO055.DEFAULT_ADDRESS));
                return List.of(
                        of("acceleration x", "m/s²", () -> chip.acceleration().x()),
                        of("acceleration y", "m/s²", () -> chip.acceleration().y()),
                        of("acceleration z", "m/s²", () -> chip.acceleration().z()),
                        of("magnetic x", "µT", () -> chip.magnetic().x()),
                        of("magnetic y", "µT", () -> chip.magnetic().y()),
                        of("magnetic z", "µT", () -> chip.magnetic().z()),
                        of("rotation x", "rad/s", () -> chip.gyro().x()),
                        of("rotation y", "rad/s", () -> chip.gyro().y()),
                        of("rotation z", "rad/s", () -> chip.gyro().z()),
                        of("heading", "°", () -> chip.euler().heading()),
                        of("temperature", "°C", chip::temperature));
            }
            case "CCS811" -> {
                CCS811 chip = new CCS811(i2c, at(address, CCS811.DEFAULT_ADDRESS));
                return List.of(of("co2", "ppm", chip::eco2), of("tvoc", "ppb", chip::tvoc));
            }
            case "DPS310" -> {
                DPS310 chip = new DPS310(i2c, at(address, DPS310.DEFAULT_ADDRESS));
                return List.of(of("temperature", "°C", chip::temperature), of("pressure", "hPa", chip::pressure));
            }
            case "DS3231" -> {
                only(address, 0x68, name);
                DS3231 chip = new DS3231(i2c);
                return List.of(of("temperature", "°C", chip::forceTemperatureConversion));
            }
            case "HDC302x" -> {
                HDC302x chip = new HDC302x(i2c, at(address, HDC302x.DEFAULT_ADDRESS));
                return climate(chip::temperature, chip::relativeHumidity);
            }
            case "HTU21D" -> {
                HTU21D chip = new HTU21D(i2c, at(address, HTU21D.DEFAULT_ADDRESS));
                return climate(chip::temperature, chip::relativeHumidity);
            }
            default -> {
                return others(name, blinka, i2c, address, reference);
            }
        }
    }

    private static List<Reading> others(String name, Blinka blinka, I2C i2c, int address, double reference) {
        switch (name) {
            case "INA219" -> {
                INA219 chip = new INA219(i2c, at(address, INA219.DEFAULT_ADDRESS));
                return List.of(of("voltage", "V", chip::busVoltage), of("current", "mA", chip::current));
            }
            case "INA260" -> {
                INA260 chip = new INA260(i2c, at(address, INA260.DEFAULT_ADDRESS));
                return List.of(of("voltage", "V", chip::voltage), of("current", "mA", chip::current));
            }
            case "INA3221" -> {
                return loads(new INA3221(i2c, at(address, INA3221.DEFAULT_ADDRESS)));
            }
            case "ISM330DHCX" -> {
                return motion(new ISM330DHCX(i2c, at(address, LSM6DS.DEFAULT_ADDRESS)));
            }
            case "L3GD20" -> {
                L3GD20 chip = new L3GD20(
                        i2c,
                        L3GD20.Range.L3DS20_RANGE_250DPS,
                        at(address, L3GD20.DEFAULT_ADDRESS),
                        L3GD20.Rate.L3DS20_RATE_100HZ);
                return List.of(
                        of("rotation x", "rad/s", () -> chip.gyro().x()),
                        of("rotation y", "rad/s", () -> chip.gyro().y()),
                        of("rotation z", "rad/s", () -> chip.gyro().z()));
            }
            case "LIS2MDL" -> {
                only(address, 0x1E, name);
                LIS2MDL chip = new LIS2MDL(i2c);
                return List.of(
                        of("magnetic x", "µT", () -> chip.magnetic().x()),
                        of("magnetic y", "µT", () -> chip.magnetic().y()),
                        of("magnetic z", "µT", () -> chip.magnetic().z()));
            }
            case "LIS3DH" -> {
                LIS3DH chip = new LIS3DH(i2c, at(address, LIS3DH.DEFAULT_ADDRESS));
                return List.of(
                        of("acceleration x", "m/s²", () -> chip.acceleration().x()),
                        of("acceleration y", "m/s²", () -> chip.acceleration().y()),
                        of("acceleration z", "m/s²", () -> chip.acceleration().z()));
            }
            case "LSM303DLH_Mag" -> {
                only(address, 0x1E, name);
                LSM303DLH_Mag chip = new LSM303DLH_Mag(i2c);
                return List.of(
                        of("magnetic x", "µT", () -> chip.magnetic().x()),
                        of("magnetic y", "µT", () -> chip.magnetic().y()),
                        of("magnetic z", "µT", () -> chip.magnetic().z()));
            }
            case "LSM6DS3" -> {
                return motion(new LSM6DS3(i2c, at(address, LSM6DS.DEFAULT_ADDRESS)));
            }
            case "LSM6DS33" -> {
                return motion(new LSM6DS33(i2c, at(address, LSM6DS.DEFAULT_ADDRESS)));
            }
            case "LSM6DS3TRC" -> {
                return motion(new LSM6DS3TRC(i2c, at(address, LSM6DS.DEFAULT_ADDRESS)));
            }
            case "LSM6DSO32" -> {
                return motion(new LSM6DSO32(i2c, at(address, LSM6DS.DEFAULT_ADDRESS)));
            }
            case "LSM6DSOX" -> {
                return motion(new LSM6DSOX(i2c, at(address, LSM6DS.DEFAULT_ADDRESS)));
            }
            case "MAX17048" -> {
                MAX17048 chip = new MAX17048(i2c, at(address, MAX17048.DEFAULT_ADDRESS));
                return List.of(
                        of("voltage", "V", chip::cellVoltage),
                        of("charge", "%", chip::cellPercent),
                        of("charge rate", "%/h", chip::chargeRate));
            }
            case "MCP9808" -> {
                MCP9808 chip = new MCP9808(i2c, at(address, MCP9808.DEFAULT_ADDRESS));
                return List.of(of("temperature", "°C", chip::temperature));
            }
            case "MLX90614" -> {
                MLX90614 chip = new MLX90614(i2c, at(address, MLX90614.DEFAULT_ADDRESS));
                return List.of(
                        of("ambient", "°C", chip::ambientTemperature), of("object", "°C", chip::objectTemperature));
            }
            case "MPU6050" -> {
                MPU6050 chip = new MPU6050(i2c, at(address, MPU6050.DEFAULT_ADDRESS));
                return List.of(
                        of("acceleration x", "m/s²", () -> chip.acceleration().x()),
                        of("acceleration y", "m/s²", () -> chip.acceleration().y()),
                        of("acceleration z", "m/s²", () -> chip.acceleration().z()),
                        of("rotation x", "rad/s", () -> chip.gyro().x()),
                        of("rotation y", "rad/s", () -> chip.gyro().y()),
                        of("rotation z", "rad/s", () -> chip.gyro().z()),
                        of("temperature", "°C", chip::temperature));
            }
            case "PA1010D" -> {
                // Without waiting for the rest of a sentence: the next call takes it.
                return PinSensors.position(new GPS_GtopI2C(i2c, at(address, GPS_GtopI2C.DEFAULT_ADDRESS), 0), blinka);
            }
            case "PCF8591" -> {
                return inputs(new PCF8591(i2c, at(address, PCF8591.DEFAULT_ADDRESS), reference));
            }
            case "PCT2075" -> {
                PCT2075 chip = new PCT2075(i2c, at(address, PCT2075.DEFAULT_ADDRESS));
                return List.of(of("temperature", "°C", chip::temperature));
            }
            case "PM25" -> {
                return PinSensors.particles(new PM25(i2c, null, at(address, PM25.DEFAULT_ADDRESS)));
            }
            case "SCD30" -> {
                only(address, 0x61, name);
                SCD30 chip = new SCD30(i2c);
                return air(chip::co2, chip::temperature, chip::relativeHumidity);
            }
            case "SCD4X" -> {
                SCD4X chip = new SCD4X(i2c, at(address, 0x62));
                chip.startPeriodicMeasurement();
                return air(chip::co2, chip::temperature, chip::relativeHumidity);
            }
            case "SGP30" -> {
                SGP30 chip = new SGP30(i2c, at(address, SGP30.DEFAULT_ADDRESS));
                return List.of(of("co2", "ppm", chip::eCO2), of("tvoc", "ppb", chip::tvoc));
            }
            case "SGP40" -> {
                SGP40 chip = new SGP40(i2c, at(address, SGP40.DEFAULT_ADDRESS));
                return List.of(of("raw", "ticks", chip::raw));
            }
            case "SHT31D" -> {
                SHT31D chip = new SHT31D(i2c, at(address, SHT31D.DEFAULT_ADDRESS));
                return climate(chip::temperature, chip::relativeHumidity);
            }
            case "SHT4x" -> {
                SHT4x chip = new SHT4x(i2c, at(address, SHT4x.DEFAULT_ADDRESS));
                return climate(chip::temperature, chip::relativeHumidity);
            }
            case "SHTC3" -> {
                only(address, SHTC3.DEFAULT_ADDRESS, name);
                SHTC3 chip = new SHTC3(i2c);
                return climate(chip::temperature, chip::relativeHumidity);
            }
            case "SI7021" -> {
                SI7021 chip = new SI7021(i2c, at(address, SI7021.DEFAULT_ADDRESS));
                return climate(chip::temperature, chip::relativeHumidity);
            }
            case "TCS34725" -> {
                TCS34725 chip = new TCS34725(i2c, at(address, TCS34725.DEFAULT_ADDRESS));
                return List.of(
                        of("clear", "counts in 2.4 ms", () -> chip.colorRaw().clear()),
                        of("red", "counts in 2.4 ms", () -> chip.colorRaw().red()),
                        of("green", "counts in 2.4 ms", () -> chip.colorRaw().green()),
                        of("blue", "counts in 2.4 ms", () -> chip.colorRaw().blue()));
            }
            case "TLV493D" -> {
                TLV493D chip = new TLV493D(i2c, at(address, TLV493D.DEFAULT_ADDRESS));
                return List.of(
                        of("magnetic x", "µT", () -> chip.magnetic().x()),
                        of("magnetic y", "µT", () -> chip.magnetic().y()),
                        of("magnetic z", "µT", () -> chip.magnetic().z()));
            }
            case "TMP117" -> {
                TMP117 chip = new TMP117(i2c, at(address, TMP117.DEFAULT_ADDRESS));
                return List.of(of("temperature", "°C", chip::temperature));
            }
            case "TSL2591" -> {
                TSL2591 chip = new TSL2591(i2c, at(address, TSL2591.DEFAULT_ADDRESS));
                return List.of(of("light", "lx", chip::lux));
            }
            case "VEML7700" -> {
                VEML7700 chip = new VEML7700(i2c, at(address, VEML7700.DEFAULT_ADDRESS));
                return List.of(of("light", "lx", chip::lux));
            }
            case "VL53L0X" -> {
                VL53L0X chip = new VL53L0X(i2c, at(address, VL53L0X.DEFAULT_ADDRESS));
                return List.of(of("distance", "mm", chip::range));
            }
            default -> throw new IllegalArgumentException("there is no sensor " + name);
        }
    }

    private static List<Reading> inputs(ADS1x15 chip) {
        List<Reading> readings = new ArrayList<>();
        for (ADS1x15.Pin pin : ADS1x15.Pin.values()) {
            blinka4j.drivers.ads1x15.AnalogIn input = new blinka4j.drivers.ads1x15.AnalogIn(chip, pin);
            readings.add(of(pin.toString(), "V", input::voltage));
        }
        return readings;
    }

    private static List<Reading> inputs(PCF8591 chip) {
        List<Reading> readings = new ArrayList<>();
        for (int pin = PCF8591.A0; pin <= PCF8591.A3; pin++) {
            AnalogIn input = new AnalogIn(chip, pin);
            readings.add(of("AIN" + pin, "V", input::voltage));
        }
        return readings;
    }

    private static List<Reading> loads(INA3221 chip) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            INA3221Channel channel = chip.get(i);
            readings.add(of("voltage " + (i + 1), "V", channel::busVoltage));
            readings.add(of("shunt voltage " + (i + 1), "mV", channel::shuntVoltage));
            readings.add(of("current " + (i + 1), "mA", channel::current));
        }
        return readings;
    }

    /** Colours at the least gain and in 100 ms, so that bright light fits, in counts of one step of 2.78 ms. */
    private static List<Reading> light(APDS9960 chip, I2C i2c) {
        double steps = 36;
        chip.colorIntegrationTime((int) steps);
        chip.colorGain(0);
        chip.enableProximity(true);
        chip.enableColor(true);
        // The first measurement.
        i2c.sleep(Duration.ofMillis(120));
        String unit = "counts in 2.78 ms";
        return List.of(
                of("proximity", "", chip::proximity),
                of("clear", unit, () -> chip.colorData().clear() / steps),
                of("red", unit, () -> chip.colorData().red() / steps),
                of("green", unit, () -> chip.colorData().green() / steps),
                of("blue", unit, () -> chip.colorData().blue() / steps));
    }

    private static List<Reading> climate(DoubleSupplier temperature, DoubleSupplier humidity) {
        return List.of(of("temperature", "°C", temperature), of("humidity", "%", humidity));
    }

    private static List<Reading> air(DoubleSupplier co2, DoubleSupplier temperature, DoubleSupplier humidity) {
        return List.of(of("co2", "ppm", co2), of("temperature", "°C", temperature), of("humidity", "%", humidity));
    }

    private static List<Reading> motion(LSM6DS chip) {
        return List.of(
                of("rotation x", "rad/s", () -> chip.gyro().x()),
                of("rotation y", "rad/s", () -> chip.gyro().y()),
                of("rotation z", "rad/s", () -> chip.gyro().z()),
                of("acceleration x", "m/s²", () -> chip.acceleration().x()),
                of("acceleration y", "m/s²", () -> chip.acceleration().y()),
                of("acceleration z", "m/s²", () -> chip.acceleration().z()),
                of("temperature", "°C", chip::temperature));
    }

    private static int at(int address, int usual) {
        return address < 0 ? usual : address;
    }

    private static void only(int address, int usual, String name) {
        if (address >= 0 && address != usual) {
            throw new UsageException(
                    String.format(Locale.ROOT, "%s is always at 0x%02x, not at 0x%02x", name, usual, address));
        }
    }
}
