// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static java.lang.String.format;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimUart;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * CDtop PA1010D, a GPS receiver; I2C, address 0x10, or serial. Each second it sends RMC, VTG and GGA. It takes
 * commands, and does nothing. It starts at noon of 29 February 2024, and has a fix while satellites are in use. Data sheet: GlobalTop PMTK
 * A11; Telit SL869-V2 (I2C).
 */
public final class SimPA1010D extends SimChip {
    private static final long SECOND = 1_000_000_000;
    private static final LocalDateTime START = LocalDateTime.of(2024, 2, 29, 12, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss.SSS", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("ddMMyy", Locale.ROOT);

    private final Quantity latitude = measures("latitude", -90, 90, "°", 48.1173);
    private final Quantity longitude = measures("longitude", -180, 180, "°", 11.516667);
    private final Quantity altitude = measures("altitude", -500, 18_000, "m", 545.4);
    private final Quantity speed = measures("speed", 0, 1000, "knots", 22.4);
    private final Quantity angle = measures("angle", 0, 360, "°", 84.4);
    private final Quantity satellites = measures("satellites", 0, 12, "in use", 8);
    private final StringBuilder unread = new StringBuilder();
    private long next;

    public SimPA1010D() {
        onI2c(new SimI2CDevice() {
            @Override
            public boolean write(int value) {
                return true;
            }

            @Override
            public int read() {
                if (clock().nanos() >= next) {
                    next = clock().nanos() / SECOND * SECOND + SECOND;
                    unread.append(sentences(clock().now()));
                }
                int first = unread.length() == 0 ? '\n' : unread.charAt(0);
                unread.delete(0, 1);
                return first;
            }
        });
    }

    @Override
    protected void powerOn() {
        unread.setLength(0);
    }

    /** Makes it send each second while the port is open. */
    public void sendTo(SimUart uart, SimClock clock) {
        clock.after(Duration.ofSeconds(1), () -> {
            if (uart.isOpen()) {
                uart.outside().write(sentences(clock.now()));
            }
            sendTo(uart, clock);
        });
    }

    /** What it sends at this time. */
    public synchronized String sentences(Duration now) {
        String time = START.plus(now).format(TIME);
        String date = START.plus(now).format(DATE);
        long used = Math.round(satellites.value());
        if (used == 0) {
            return sentence("GNRMC,%s,V,,,,,,,%s,,,N".formatted(time, date))
                    + sentence("GNVTG,,T,,M,,N,,K,N")
                    + sentence("GNGGA,%s,,,,,0,00,,,M,,M,,".formatted(time));
        }
        String at = position(latitude.value(), 2, "NS") + "," + position(longitude.value(), 3, "EW");
        double knots = speed.value();
        double track = angle.value();
        return sentence(format(Locale.ROOT, "GNRMC,%s,A,%s,%.2f,%.2f,%s,,,A", time, at, knots, track, date))
                + sentence(format(Locale.ROOT, "GNVTG,%.2f,T,,M,%.2f,N,%.2f,K,A", track, knots, 1.852 * knots))
                + sentence(format(
                        Locale.ROOT, "GNGGA,%s,%s,1,%02d,0.90,%.1f,M,46.9,M,,", time, at, used, altitude.value()));
    }

    private static String sentence(String body) {
        return "$%s*%02X\r\n".formatted(body, body.chars().reduce(0, (one, other) -> one ^ other));
    }

    private static String position(double degrees, int digits, String directions) {
        long parts = Math.round(Math.abs(degrees) * 600_000);
        char direction = directions.charAt(degrees < 0 ? 1 : 0);
        return format(Locale.ROOT, "%03d%07.4f,%s", parts / 600_000, parts % 600_000 / 1e4, direction)
                .substring(3 - digits);
    }
}
