// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The values of one reading of a {@link Sensor}. Each quantity has a name that no other of the sensor has. Values that are NaN or infinite
 * are not sent.
 */
public final class Values {
    /** The device class of Home Assistant for units that leave no choice. */
    static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("°C", "temperature"),
            Map.entry("hPa", "atmospheric_pressure"),
            Map.entry("lx", "illuminance"),
            Map.entry("V", "voltage"),
            Map.entry("mV", "voltage"),
            Map.entry("A", "current"),
            Map.entry("mA", "current"),
            Map.entry("W", "power"),
            Map.entry("Hz", "frequency"),
            Map.entry("ppb", "volatile_organic_compounds_parts"),
            Map.entry("m", "distance"),
            Map.entry("cm", "distance"),
            Map.entry("mm", "distance"),
            Map.entry("m/s", "speed"),
            Map.entry("g", "weight"),
            Map.entry("kg", "weight"));

    /** Six digits are more than a sensor has. */
    private static final MathContext DIGITS = new MathContext(6);

    private final List<Value> all = new ArrayList<>();

    /**
     * A value and what it is of.
     *
     * @param kind Home Assistant's platform: {@code sensor} or {@code binary_sensor}
     * @param unit empty if it has none
     * @param deviceClass empty if it has none
     */
    record Value(String kind, String name, String unit, String deviceClass, String payload) {}

    Values() {}

    List<Value> all() {
        return all;
    }

    /** Temperature in °C. */
    public Values temperature(double celsius) {
        return value("temperature", "°C", celsius);
    }

    /** Relative humidity in %. */
    public Values humidity(double percent) {
        return value("humidity", "%", "humidity", percent);
    }

    /** Pressure of the air in hPa. */
    public Values pressure(double hectopascals) {
        return value("pressure", "hPa", hectopascals);
    }

    /** Illuminance in lx. */
    public Values light(double lux) {
        return value("light", "lx", lux);
    }

    /** Carbon dioxide in ppm. */
    public Values co2(double ppm) {
        return value("CO2", "ppm", "carbon_dioxide", ppm);
    }

    /**
     * Any other quantity. These units decide the device class of Home Assistant, which chooses the icon and converts units: °C, hPa, lx, V,
     * mV, A, mA, W, Hz, ppb, m, cm, mm, m/s, g, kg. With another unit there is none.
     */
    public Values value(String name, String unit, double value) {
        return value(name, unit, CLASSES.getOrDefault(unit, ""), value);
    }

    /**
     * A quantity with a <a href="https://www.home-assistant.io/integrations/sensor/#device-class">device class</a> of Home Assistant.
     *
     * @param deviceClass such as {@code moisture}; empty for none
     */
    public Values value(String name, String unit, String deviceClass, double value) {
        if (Double.isFinite(value)) {
            add(new Value("sensor", name, unit, deviceClass, text(value)));
        }
        return this;
    }

    /** Something that is on or off, open or closed, such as the level of an input. */
    public Values state(String name, boolean on) {
        add(new Value("binary_sensor", name, "", "", on ? "ON" : "OFF"));
        return this;
    }

    private void add(Value value) {
        if (all.stream().anyMatch(each -> each.name().equals(value.name()))) {
            throw new IllegalArgumentException(
                    "a sensor has two quantities named '%s'. Give each its own name.".formatted(value.name()));
        }
        all.add(value);
    }

    static String text(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
