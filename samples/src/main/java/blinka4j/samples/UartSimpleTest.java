// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import blinka4j.board.Board;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimUart;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Prints the bytes that a serial device sends, such as a GPS receiver. An LED on D18 is lit meanwhile.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/CircuitPython_Essentials/CircuitPython_UART">CircuitPython_UART</a>.
 *
 * <p>Wiring: a device that sends at 9600 baud, TX to RX, GND to ground; the LED of {@link Blink}. The original uses
 * {@code board.LED}, which few Linux boards have.
 */
public final class UartSimpleTest extends Sample {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    /** When the simulated board's clock is at 0. */
    ZonedDateTime start = ZonedDateTime.now(ZoneOffset.UTC);

    public UartSimpleTest() {
        super("uart", "what a serial device, such as a GPS receiver, sends", UartSimpleTest::main);
    }

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

    @Override
    public void attachTo(SimBoard board) {
        attachLed(board, "D18");
        sendPositions(board.uart(), board.clock());
    }

    /** Sends each second, as a GPS receiver does. The position is that of the example in descriptions of NMEA 0183. */
    private void sendPositions(SimUart uart, SimClock clock) {
        clock.after(Duration.ofSeconds(1), () -> {
            if (uart.isOpen()) {
                String time = start.plus(clock.now()).format(TIME);
                uart.outside().write(sentence("GPGGA," + time + ",4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"));
            }
            sendPositions(uart, clock);
        });
    }

    /** With the checksum of NMEA 0183: all bytes between $ and *, exclusive or. */
    private static String sentence(String body) {
        int checksum = body.chars().reduce(0, (one, other) -> one ^ other);
        return "$%s*%02X\r\n".formatted(body, checksum);
    }
}
