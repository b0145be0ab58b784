// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ds1307.DS1307;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Prints the date and time of a DS1307 clock. Port of Adafruit's {@code ds1307_simpletest.py}.
 *
 * <p>To set the clock the original's {@code if False} is to be edited; here it is an argument, such as
 * {@code 2017-10-29T15:14:15}. The names of the days need no table: Java has them.
 */
public final class Ds1307SimpleTest {
    private Ds1307SimpleTest() {}

    public static void main(String[] args) {
        I2C i2c = Board.i2c();
        DS1307 rtc = new DS1307(i2c);

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
}
