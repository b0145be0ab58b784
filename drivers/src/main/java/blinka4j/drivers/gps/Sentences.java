// SPDX-License-Identifier: MIT
package blinka4j.drivers.gps;

import blinka4j.busio.BusClock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the sentences of a receiver have said. A sentence with a wrong value changes nothing but the fix. */
final class Sentences {
    /** Galileo, BeiDou, NavIC, GLONASS, GPS, several, QZSS. */
    private static final Set<String> TALKERS = Set.of("GA", "GB", "GI", "GL", "GP", "GN", "GQ");

    /** The fields of each type without those that only newer versions of NMEA 0183 have. */
    private static final Map<String, Integer> FIELDS =
            Map.of("GGA", 14, "RMC", 11, "GLL", 6, "VTG", 8, "GSA", 17, "GSV", 3);

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d*)?|[-+]?\\.\\d+");
    private static final int SECONDS_IN_VIEW = 30;

    private final BusClock clock;

    @Nullable LocalDateTime timestampUtc;

    Angle latitude = Angle.UNKNOWN;
    Angle longitude = Angle.UNKNOWN;
    int fixQuality;
    int fixQuality3d;
    int satellites;
    int satellitesPrev;
    double horizontalDilution = Double.NaN;
    double altitudeM = Double.NaN;
    double heightGeoid = Double.NaN;
    double speedKnots = Double.NaN;
    double speedKmh = Double.NaN;
    double trackAngleDeg = Double.NaN;

    @Nullable String isactivedata;

    @Nullable String selMode;

    double pdop = Double.NaN;
    double hdop = Double.NaN;
    double vdop = Double.NaN;
    List<String> satPrns = List.of();
    final Map<String, Satellite> sats = new LinkedHashMap<>();
    int totalMessNum;
    int messNum;

    /** Of a list in several GSV. */
    private final List<Satellite> arriving = new ArrayList<>();

    Sentences(BusClock clock) {
        this.clock = clock;
    }

    /** Takes a sentence without $ and checksum; false if it has not the fields of its type, or wrong ones. */
    boolean take(String body) {
        // As the standard counts: the first field is 1.
        String[] fields = body.split(",", -1);
        String type = fields[0].toUpperCase(Locale.ROOT);
        if (type.length() < 5 || fields.length == 1) {
            return false;
        }
        String talker = type.substring(0, 2);
        String kind = type.substring(2);
        if (!TALKERS.contains(talker)) {
            return true;
        }
        if (fields.length <= FIELDS.getOrDefault(kind, 0)) {
            return false;
        }
        try {
            switch (kind) {
                case "GGA" -> gga(fields);
                case "RMC" -> rmc(fields);
                case "GLL" -> gll(fields);
                case "VTG" -> vtg(fields);
                case "GSA" -> gsa(talker, fields);
                case "GSV" -> gsv(talker, fields);
                default -> {}
            }
            return true;
        } catch (IllegalArgumentException | DateTimeException e) {
            fixQuality = kind.equals("GGA") || kind.equals("RMC") ? 0 : fixQuality;
            fixQuality3d = kind.equals("GSA") ? 0 : fixQuality3d;
            return false;
        }
    }

    private void gga(String[] fields) {
        LocalDateTime time = time(fields[1], "");
        int quality = whole(fields[6]);
        int used = whole(fields[7]);
        double dilution = number(fields[8]);
        double altitude = number(fields[9]);
        double geoid = number(fields[11]);
        if (position(fields, 2)) {
            horizontalDilution = dilution;
            altitudeM = altitude;
            heightGeoid = geoid;
        }
        timestampUtc = time;
        fixQuality = quality;
        satellitesPrev = satellites;
        satellites = used;
    }

    private void rmc(String[] fields) {
        LocalDateTime time = time(fields[1], fields[9]);
        double knots = number(fields[7]);
        double angle = number(fields[8]);
        if (position(fields, 3)) {
            speedKnots = knots;
            trackAngleDeg = angle;
        }
        timestampUtc = time;
        isactivedata = fields[2];
        fixQuality = fields[2].equalsIgnoreCase("A") ? Math.max(1, fixQuality) : 0;
    }

    private void gll(String[] fields) {
        LocalDateTime time = time(fields[5], "");
        position(fields, 1);
        timestampUtc = time;
        isactivedata = fields[6];
    }

    private void vtg(String[] fields) {
        double angle = number(fields[1]);
        double knots = number(fields[5]);
        double kmh = number(fields[7]);
        if (!fields[5].isEmpty() || !fields[7].isEmpty()) {
            trackAngleDeg = angle;
            speedKnots = knots;
            speedKmh = kmh;
        }
    }

    private void gsa(String talker, String[] fields) {
        int fix = whole(fields[2]);
        List<String> used = new ArrayList<>();
        for (int i = 3; i <= 14; i++) {
            if (!fields[i].isEmpty()) {
                used.add(talker + whole(fields[i]));
            }
        }
        double position = number(fields[15]);
        double horizontal = number(fields[16]);
        double vertical = number(fields[17]);
        selMode = fields[1];
        fixQuality3d = fix;
        satPrns = List.copyOf(used);
        pdop = position;
        hdop = horizontal;
        vdop = vertical;
    }

    private void gsv(String talker, String[] fields) {
        int total = whole(fields[1]);
        int place = whole(fields[2]);
        int inView = whole(fields[3]);
        double now = clock.nanos() / 1e9;
        List<Satellite> these = new ArrayList<>();
        for (int i = 4; i + 3 < fields.length; i += 4) {
            these.add(new Satellite(
                    talker + whole(fields[i]),
                    number(fields[i + 1]),
                    number(fields[i + 2]),
                    number(fields[i + 3]),
                    now));
        }
        totalMessNum = total;
        messNum = place;
        if (place == 1) {
            arriving.clear();
        }
        arriving.addAll(these);
        if (place == total) {
            // Otherwise one of the list was lost.
            if (arriving.size() == inView) {
                sats.values().removeIf(each -> now - each.timestamp() > SECONDS_IN_VIEW);
                arriving.forEach(each -> sats.put(each.id(), each));
            }
            arriving.clear();
        }
    }

    /** Takes the position from four fields; false if they are empty. */
    private boolean position(String[] fields, int first) {
        if (fields[first].isEmpty() && fields[first + 2].isEmpty()) {
            return false;
        }
        Angle north = Angle.of(fields[first], fields[first + 1], "S", 90);
        Angle east = Angle.of(fields[first + 2], fields[first + 3], "W", 180);
        latitude = north;
        longitude = east;
        return true;
    }

    /** Of hhmmss.sss, and ddmmyy if the sentence has a date. */
    private @Nullable LocalDateTime time(String text, String date) {
        LocalDateTime before = timestampUtc;
        if (text.isEmpty() || (date.isEmpty() && before == null)) {
            return before;
        }
        LocalDate day;
        if (before == null || !date.isEmpty()) {
            int number = whole(date);
            // A receiver that does not know the date may send 1980, where GPS begins.
            int year = number % 100;
            day = LocalDate.of(year + (year < 80 ? 2000 : 1900), number / 100 % 100, number / 10_000);
        } else {
            day = before.toLocalDate();
        }
        double number = number(text);
        int minutes = (int) (number / 100);
        // A leap second is 60.
        require(number % 100 < 61);
        LocalDateTime time =
                day.atTime(minutes / 100, minutes % 100).plusNanos(Math.round(number % 100 * 1000) * 1_000_000);
        // The new day begins before a sentence has its date.
        return before != null && date.isEmpty() && time.isBefore(before.minusHours(12)) ? time.plusDays(1) : time;
    }

    private static int whole(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    static double number(String text) {
        require(text.isEmpty() || NUMBER.matcher(text).matches());
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("no value of NMEA 0183");
        }
    }
}
