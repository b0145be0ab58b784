// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ds1307.DS1307;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDS1307;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Prints the date and time of a DS1307 clock.
 * Port of <a href="https://github.com/adafruit/Adafruit_CircuitPython_DS1307/blob/main/examples/ds1307_simpletest.py">ds1307_simpletest.py</a>.
 *
 * <p>An argument such as {@code 2017-10-29T15:14:15} sets the clock. In the original you edit {@code if False} for
 * that. The names of the days need no table, because Java has them.
 *
 * <p>Wiring: DS1307, address 0x68: 5V to 5 V, GND to ground, SCL to SCL, SDA to SDA. Remove pull-up resistors to 5 V
 * from the clock's board: the pins of a Raspberry Pi take 3.3 V only.
 */
public final class Ds1307SimpleTest extends Sample {
    final SimDS1307 clock = new SimDS1307();

    public Ds1307SimpleTest() {
        super("ds1307", "date and time from a DS1307 clock, or sets it", Ds1307SimpleTest::main);
    }

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

    @Override
    public void attachTo(SimBoard board) {
        if (clock.isHalted()) {
            clock.dateTime(LocalDateTime.now(ZoneId.systemDefault()));
        }
        board.i2c().attach(0x68, clock);
    }
}
