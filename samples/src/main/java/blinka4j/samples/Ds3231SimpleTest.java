// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ds3231.DS3231;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDS3231;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Prints the date and time of a DS3231 clock.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DS3231/blob/main/examples/ds3231_simpletest.py">ds3231_simpletest.py</a>.
 *
 * <p>An argument such as {@code 2017-10-29T15:14:15} sets the clock. In the original you edit {@code if False} for that.
 *
 * <p>Wiring: DS3231, address 0x68: VIN to 3.3 V, GND to ground, SCL to SCL, SDA to SDA.
 */
public final class Ds3231SimpleTest extends Sample {
    final SimDS3231 clock = new SimDS3231();

    public Ds3231SimpleTest() {
        super("ds3231", "date and time from a DS3231 clock, or sets it", Ds3231SimpleTest::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c(); // uses Board.SCL and Board.SDA
        DS3231 rtc = new DS3231(i2c);

        if (args.length > 0) { // the time to set: the weekday follows from the date
            LocalDateTime t = LocalDateTime.parse(args[0]);
            System.out.println("Setting time to: " + t);
            rtc.datetime(t);
            System.out.println();
        }

        while (true) {
            LocalDateTime t = rtc.datetime();
            System.out.printf(
                    "The date is %s %s/%s/%s%n",
                    t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                    t.getDayOfMonth(),
                    t.getMonthValue(),
                    t.getYear());
            System.out.printf(Locale.ROOT, "The time is %d:%02d:%02d%n", t.getHour(), t.getMinute(), t.getSecond());
            sleep(1); // wait a second
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        if (clock.dateTime().getYear() == 2000) {
            clock.dateTime(LocalDateTime.now(ZoneId.systemDefault()));
        }
        board.i2c().attach(DS3231.ADDRESS, clock);
    }
}
