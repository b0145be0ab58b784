// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import blinka4j.drivers.adt7410.ADT7410;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.drivers.am2320.AM2320;
import blinka4j.drivers.bh1750.BH1750;
import blinka4j.drivers.bme280.BME280;
import blinka4j.drivers.bme680.BME680;
import blinka4j.drivers.bmp280.BMP280;
import blinka4j.drivers.bmp3xx.BMP3XX;
import blinka4j.drivers.dht.DHT;
import blinka4j.drivers.dps310.DPS310;
import blinka4j.drivers.ds18x20.DS18X20;
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
import blinka4j.drivers.tsl2591.TSL2591;
import blinka4j.drivers.veml7700.VEML7700;
import blinka4j.drivers.vl53l0x.VL53L0X;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What the drivers measure that {@link Telemetry#publish(Object, java.time.Duration)} takes as they are. */
final class KnownSensors {
    private static final Map<Class<?>, BiConsumer<Object, Values>> ALL = new LinkedHashMap<>();

    static {
        // With measurements(), the values are of one time.
        add(BME280.class, (chip, values) -> {
            BME280.Measurements m = chip.measurements();
            values.temperature(m.temperature()).humidity(m.humidity()).pressure(m.pressure());
        });
        add(BME680.class, (chip, values) -> {
            BME680.Measurements m = chip.measurements();
            values.temperature(m.temperature())
                    .humidity(m.humidity())
                    .pressure(m.pressure())
                    .value("gas", "Ω", m.gas());
        });
        add(BMP280.class, (chip, values) -> {
            BMP280.Measurements m = chip.measurements();
            values.temperature(m.temperature()).pressure(m.pressure());
        });
        add(BMP3XX.class, (chip, values) -> {
            BMP3XX.Measurements m = chip.measurements();
            values.temperature(m.temperature()).pressure(m.pressure());
        });
        add(DPS310.class, (chip, values) -> {
            DPS310.Measurements m = chip.measurements();
            values.temperature(m.temperature()).pressure(m.pressure());
        });
        add(AHTx0.class, (chip, values) -> {
            AHTx0.Measurements m = chip.measurements();
            values.temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(AM2320.class, (chip, values) -> {
            AM2320.Measurements m = chip.measurements();
            values.temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(HDC302x.class, (chip, values) -> {
            HDC302x.Measurements m = chip.measurements();
            values.temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(SHT31D.class, (chip, values) -> {
            SHT31D.Measurements m = chip.measurements();
            values.temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(SHT4x.class, (chip, values) -> {
            SHT4x.Measurements m = chip.measurements();
            values.temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(SHTC3.class, (chip, values) -> {
            SHTC3.Measurements m = chip.measurements();
            values.temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(SCD30.class, (chip, values) -> {
            SCD30.Measurements m = chip.measurements();
            values.co2(m.co2()).temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(SCD4X.class, (chip, values) -> {
            SCD4X.Measurements m = chip.measurements();
            values.co2(m.co2()).temperature(m.temperature()).humidity(m.relativeHumidity());
        });
        add(DHT.class, (chip, values) -> values.temperature(chip.temperature()).humidity(chip.humidity()));
        add(
                HTU21D.class,
                (chip, values) -> values.temperature(chip.temperature()).humidity(chip.relativeHumidity()));
        add(
                SI7021.class,
                (chip, values) -> values.temperature(chip.temperature()).humidity(chip.relativeHumidity()));
        add(ADT7410.class, (chip, values) -> values.temperature(chip.temperature()));
        add(DS18X20.class, (chip, values) -> values.temperature(chip.temperature()));
        add(MCP9808.class, (chip, values) -> values.temperature(chip.temperature()));
        add(PCT2075.class, (chip, values) -> values.temperature(chip.temperature()));
        add(TMP117.class, (chip, values) -> values.temperature(chip.temperature()));
        add(BH1750.class, (chip, values) -> values.light(chip.lux()));
        add(TSL2591.class, (chip, values) -> values.light(chip.lux()));
        add(VEML7700.class, (chip, values) -> values.light(chip.lux()));
        add(VL53L0X.class, (chip, values) -> values.value("distance", "mm", chip.range()));
        add(
                INA219.class,
                (chip, values) ->
                        values.value("voltage", "V", chip.busVoltage()).value("current", "mA", chip.current()));
        add(
                INA260.class,
                (chip, values) -> values.value("voltage", "V", chip.voltage()).value("current", "mA", chip.current()));
    }

    private KnownSensors() {}

    private static <T> void add(Class<T> driver, BiConsumer<T, Values> read) {
        ALL.put(driver, (chip, values) -> read.accept(driver.cast(chip), values));
    }

    /** @throws IllegalArgumentException if this class does not know the driver */
    static Sensor of(Object driver) {
        for (Map.Entry<Class<?>, BiConsumer<Object, Values>> known : ALL.entrySet()) {
            if (known.getKey().isInstance(driver)) {
                return values -> known.getValue().accept(driver, values);
            }
        }
        String name = driver.getClass().getSimpleName();
        throw new IllegalArgumentException(
                "telemetry does not know what a %s measures. Name its quantities: publish(\"%s\", values -> values.temperature(…), every(10))."
                        .formatted(name, name));
    }

    /** The names of the drivers, in the order of this class. For the documents. */
    static List<String> names() {
        return ALL.keySet().stream().map(Class::getSimpleName).toList();
    }
}
