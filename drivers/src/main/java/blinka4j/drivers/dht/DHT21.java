// SPDX-License-Identifier: MIT
package blinka4j.drivers.dht;

import blinka4j.microcontroller.Pin;

/**
 * Aosong DHT21 or AM2301: as a {@link DHT22}. Sends three more bytes, which mean nothing.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/AM2301.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DHT">Adafruit_CircuitPython_DHT</a>.
 */
public final class DHT21 extends DHT22 {
    private static final int MORE_BITS = 24;

    /** @throws blinka4j.PinException if the pin is in use */
    public DHT21(Pin pin) {
        super(pin, MORE_BITS);
    }
}
