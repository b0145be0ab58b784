// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import blinka4j.board.Board;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;

/**
 * Prints what a serial device sends, such as a GPS receiver; an LED on D18 is lit meanwhile. Port of
 * {@code CircuitPython_UART} of Adafruit's guide "CircuitPython Essentials".
 *
 * <p>Wiring: the device's TX to the board's RX (a Raspberry Pi's GPIO 15), ground to ground; the LED as for
 * {@link Blink}, because few Linux boards have the original's {@code board.LED} for programs.
 */
public final class UartSimpleTest {
    private UartSimpleTest() {}

    public static void main(String[] args) {
        try (DigitalInOut led = new DigitalInOut(Board.D18);
                UART uart = new UART(Board.TX, Board.RX, 9600)) {
            led.direction(Direction.OUTPUT);

            while (true) {
                byte[] data = uart.read(32); // up to 32 bytes; those that came within the timeout of 1 s

                if (data.length > 0) { // where Python has None there is an empty array
                    led.value(true);

                    // each byte is a character
                    String dataString = new String(data, ISO_8859_1);
                    System.out.print(dataString);

                    led.value(false);
                }
            }
        }
    }
}
