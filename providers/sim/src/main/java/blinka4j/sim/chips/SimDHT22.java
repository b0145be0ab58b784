// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;

/** Aosong DHT22, AM2302 or DHT21: temperature and humidity on one line. Data sheet: DHT22. */
public final class SimDHT22 extends SimDHT {
    private final Quantity temperature = measures("temperature", -40, 80, "°C", 20);
    private final Quantity humidity = measures("humidity", 0, 100, "%", 50);

    public SimDHT22() {
        this(0);
    }

    /** @param more bytes without meaning that follow the frame: 3 for a DHT21 */
    public SimDHT22(int more) {
        super(800, more);
    }

    /** The temperature in °C. */
    public double temperature() {
        return temperature.value();
    }

    /** Sets the temperature, -40 to 80 °C. */
    public SimDHT22 temperature(double celsius) {
        temperature.value(celsius);
        return this;
    }

    /** The relative humidity in %. */
    public double humidity() {
        return humidity.value();
    }

    /** Sets the relative humidity, 0 to 100 %. */
    public SimDHT22 humidity(double percent) {
        humidity.value(percent);
        return this;
    }

    @Override
    int humidityWord() {
        return (int) Math.round(humidity() * 10);
    }

    /** Sign and magnitude. */
    @Override
    int temperatureWord() {
        int tenths = (int) Math.round(Math.abs(temperature()) * 10);
        return tenths | (temperature() < 0 && tenths > 0 ? 0x8000 : 0);
    }
}
