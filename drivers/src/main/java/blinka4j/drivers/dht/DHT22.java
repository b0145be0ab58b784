// SPDX-License-Identifier: MIT
package blinka4j.drivers.dht;

import blinka4j.microcontroller.Pin;

/**
 * Aosong DHT22 or AM2302: temperature, −40 to 80 °C, and relative humidity, 0 to 100 %. Its data line needs a pull-up resistor.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/Digital+humidity+and+temperature+sensor+AM2302.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DHT">Adafruit_CircuitPython_DHT</a>.
 */
public class DHT22 extends DHT {
    private static final int TRIGGER_MICROS = 1_000;

    /** @throws blinka4j.PinException if the pin is in use */
    public DHT22(Pin pin) {
        this(pin, 0);
    }

    DHT22(Pin pin, int more) {
        super(pin, TRIGGER_MICROS, more);
    }

    /** The highest bit is the sign, the others are the magnitude in tenths. */
    @Override
    final double temperature(int high, int low) {
        int magnitude = (high & 0x7F) << 8 | low;
        return (high > 0x7F ? -magnitude : magnitude) / 10.0;
    }

    @Override
    final double humidity(int high, int low) {
        return (high << 8 | low) / 10.0;
    }
}
