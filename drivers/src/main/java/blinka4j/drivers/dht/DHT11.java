// SPDX-License-Identifier: MIT
package blinka4j.drivers.dht;

import blinka4j.microcontroller.Pin;

/**
 * Aosong DHT11: temperature, −20 to 60 °C, and relative humidity, 5 to 95 %. Its data line needs a pull-up resistor.
 *
 * <p><a href="https://cdn-learn.adafruit.com/assets/assets/000/123/576/original/Datasheet_DHT11.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DHT">Adafruit_CircuitPython_DHT</a>.
 */
public final class DHT11 extends DHT {
    private static final int TRIGGER_MICROS = 18_000;

    /** @throws blinka4j.PinException if the pin is in use */
    public DHT11(Pin pin) {
        super(pin, TRIGGER_MICROS, 0);
    }

    /** The highest bit of the tenths is the sign. */
    @Override
    double temperature(int degrees, int tenths) {
        int magnitude = 10 * degrees + (tenths & 0x7F);
        return (tenths > 0x7F ? -magnitude : magnitude) / 10.0;
    }

    @Override
    double humidity(int percent, int tenths) {
        return percent;
    }
}
