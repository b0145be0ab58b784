// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;

/** Aosong DHT11: temperature and humidity on one line. The humidity has no decimals. Data sheet: DHT11. */
public final class SimDHT11 extends SimDHT {
    private final Quantity temperature = measures("temperature", -20, 60, "°C", 20);
    private final Quantity humidity = measures("humidity", 5, 95, "%", 50);

    public SimDHT11() {
        super(18_000, 0);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -20 to 60 °C. */
    public SimDHT11 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The relative humidity in %. */
    public double humidity() {
        return humidity.value();
    }

    /** Sets the relative humidity, 5 to 95 %. */
    public SimDHT11 humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    @Override
    int humidityWord() {
        return (int) Math.round(humidity()) << 8;
    }

    /** Sign and magnitude. */
    @Override
    int temperatureWord() {
        int tenths = (int) Math.round(Math.abs(temperature()) * 10);
        return ((tenths / 10) << 8) | (tenths % 10) | (temperature() < 0 && tenths > 0 ? 0x80 : 0);
    }
}
