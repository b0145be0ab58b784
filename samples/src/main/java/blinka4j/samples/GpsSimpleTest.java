// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.monotonic;
import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.UART;
import blinka4j.drivers.gps.GPS;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimPA1010D;
import java.time.LocalDateTime;

/**
 * Prints the position from a GPS receiver.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_GPS/blob/main/examples/gps_simpletest.py">gps_simpletest.py</a>.
 *
 * <p>Wiring: Ultimate GPS: VIN to 3.3 V, GND to ground, TX to Board.RX, RX to Board.TX. For a PA1010D on I2C, address 0x10: VIN to 3.3 V,
 * GND to ground, SCL to SCL, SDA to SDA, and {@code new GPS_GtopI2C(Board.i2c())}.
 */
public final class GpsSimpleTest extends Sample {
    final SimPA1010D receiver = new SimPA1010D();

    public GpsSimpleTest() {
        super("gps", "position from a GPS receiver", GpsSimpleTest::main);
    }

    public static void main(String[] args) {
        // A receiver mostly sends once a second: a timeout a bit longer than the default.
        UART uart = new UART(Board.TX, Board.RX, 9600, 8, null, 1, 10);
        GPS gps = new GPS(uart);

        // Turn on the basic GGA and RMC info, and VTG for the speed in km/h
        gps.sendCommand("PMTK314,0,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
        // Set the update rate to once a second
        gps.sendCommand("PMTK220,1000");

        double lastPrint = monotonic();
        while (true) {
            // At least twice as often as sentences come. It waits for one that has begun.
            if (!gps.update()) {
                sleep(0.01); // nothing has come: leave the processor to others
            }
            double current = monotonic();
            if (current - lastPrint >= 1) {
                lastPrint = current;
                if (gps.hasFix()) {
                    print(gps);
                } else {
                    System.out.println("Waiting for fix...");
                }
            }
        }
    }

    private static void print(GPS gps) {
        System.out.println("=".repeat(40));
        LocalDateTime t = gps.timestampUtc();
        if (t != null) {
            System.out.printf(
                    "Fix timestamp: %s/%s/%s %02d:%02d:%02d%n",
                    t.getMonthValue(), t.getDayOfMonth(), t.getYear(), t.getHour(), t.getMinute(), t.getSecond());
        }
        System.out.printf("Latitude: %.6f degrees%n", gps.latitude());
        System.out.printf("Longitude: %.6f degrees%n", gps.longitude());
        System.out.printf("Precise Latitude: %.0f degs, %.4f mins%n", gps.latitudeDegrees(), gps.latitudeMinutes());
        System.out.printf("Precise Longitude: %.0f degs, %.4f mins%n", gps.longitudeDegrees(), gps.longitudeMinutes());
        System.out.println("Fix quality: " + gps.fixQuality());
        // Some values are optional, and NaN if the receiver does not send them
        System.out.println("# satellites: " + gps.satellites());
        System.out.println("Altitude: " + gps.altitudeM() + " meters");
        System.out.println("Speed: " + gps.speedKnots() + " knots");
        System.out.println("Speed: " + gps.speedKmh() + " km/h");
        System.out.println("Track angle: " + gps.trackAngleDeg() + " degrees");
        System.out.println("Horizontal dilution: " + gps.horizontalDilution());
        System.out.println("Height geoid: " + gps.heightGeoid() + " meters");
    }

    @Override
    public void attachTo(SimBoard board) {
        receiver.sendTo(board.uart(), board.clock());
        swing(board, receiver.quantity("latitude"), 0.01);
        swing(board, receiver.quantity("longitude"), 0.01);
    }
}
