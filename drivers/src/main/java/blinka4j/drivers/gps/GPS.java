// SPDX-License-Identifier: MIT
package blinka4j.drivers.gps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busio.BusClock;
import blinka4j.busio.UART;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GPS receivers that send NMEA 0183 over a serial port, such as Adafruit's Ultimate GPS: position, time and speed. Each {@link #update}
 * takes one sentence: GGA, RMC, GLL, VTG, GSA or GSV. Values are those of the last sentence that had them; numbers are NaN before, and
 * where a sentence leaves them empty. Without a fix the values of the last one stay, see {@link #hasFix}. For one thread; another one
 * may send commands.
 *
 * <p><a href="https://cdn-shop.adafruit.com/datasheets/PMTK_A11.pdf">Data sheet</a> of the commands; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_GPS">Adafruit_CircuitPython_GPS</a>.
 */
public sealed class GPS permits GPS_GtopI2C {
    /** Longer than any sentence of NMEA 0183, which has 82 characters. */
    static final int LONGEST = 255;

    private static final Pattern SENTENCE = Pattern.compile("\\$[^*]*\\*[0-9A-Fa-f]{2}");
    private static final Pattern COMMAND = Pattern.compile("[ -~&&[^$*]]+");
    private static final Pattern WHOLE_COMMAND = Pattern.compile("[ -~&&[^$]]+");

    private final @Nullable UART uart;
    private final Sentences sentences;
    /** What has come of a line. */
    private final StringBuilder line = new StringBuilder();

    private @Nullable String sentence;

    /** @param uart mostly at 9600 baud. Its timeout limits how long {@link #update} waits for the rest of a sentence. */
    public GPS(UART uart) {
        this.uart = Objects.requireNonNull(uart, "GPS needs a serial port");
        sentences = new Sentences(new BusClock(uart));
    }

    /** For a subclass, which has another bus. */
    GPS(BusClock clock) {
        uart = null;
        sentences = new Sentences(clock);
    }

    /**
     * Takes the next sentence. Returns at once if nothing has come; waits for the rest of a sentence that has begun. What has not come
     * in time is taken by the next call.
     *
     * @return true for a sentence with a right checksum; false for none, a wrong one, and one whose values are none. A bad GGA or RMC
     *     ends the fix.
     */
    public boolean update() {
        if (inWaiting() == 0) {
            return false;
        }
        line.append(new String(readline(), ISO_8859_1));
        if (line.length() < LONGEST && line.indexOf("\n") < 0) {
            return false;
        }
        String text = line.toString().strip();
        line.setLength(0);
        // If the end of the sentence before was lost.
        String last = text.substring(Math.max(0, text.lastIndexOf('$')));
        if (!SENTENCE.matcher(last).matches()) {
            return false;
        }
        String body = last.substring(1, last.length() - 3);
        if (Integer.parseInt(last, last.length() - 2, last.length(), 16) != checksum(body)) {
            return false;
        }
        sentence = last;
        return sentences.take(body);
    }

    /** Sends a command with its checksum, such as {@code "PMTK220,1000"}. */
    public void sendCommand(String command) {
        sendCommand(command, true);
    }

    /**
     * @param command without the $ at its beginning
     * @param addChecksum false if the command ends with * and a checksum, or needs none
     * @throws BusException of kind TIMEOUT if the port does not take all of it
     */
    public void sendCommand(String command, boolean addChecksum) {
        if (!(addChecksum ? COMMAND : WHOLE_COMMAND).matcher(command).matches()) {
            throw new IllegalArgumentException(
                    "the command '%s' is not possible. Use letters, digits and signs of ASCII without $, and * only without addChecksum, as in \"PMTK220,1000\"."
                            .formatted(command));
        }
        String end = addChecksum ? "*%02X\r\n".formatted(checksum(command)) : "\r\n";
        byte[] bytes = ("$" + command + end).getBytes(ISO_8859_1);
        int written = write(bytes);
        if (written < bytes.length) {
            throw new BusException(
                    Kind.TIMEOUT,
                    "%s took only %s of the %s bytes of the command '%s'. Check the port, and send it again."
                            .formatted(this, written, bytes.length, command));
        }
    }

    private static int checksum(String body) {
        return body.chars().reduce(0, (one, other) -> one ^ other);
    }

    /** Reads up to {@code count} bytes past {@link #update}, as {@link UART#read(int)}. */
    public byte[] read(int count) {
        return uart().read(count);
    }

    /** Writes bytes without a checksum; returns how many the port has taken. */
    public int write(byte[] bytes) {
        return uart().write(bytes);
    }

    /** The number of bytes that have come and were not read. */
    public int inWaiting() {
        return uart().inWaiting();
    }

    /** Reads a line with its line feed past {@link #update}; what came of it, if no byte comes for the timeout. */
    public byte[] readline() {
        return uart().readLine();
    }

    private UART uart() {
        return Objects.requireNonNull(uart);
    }

    /** The last sentence with a right checksum, of any type; null before. */
    public @Nullable String nmeaSentence() {
        return sentence;
    }

    /** True if the receiver knows the position. */
    public boolean hasFix() {
        return sentences.fixQuality > 0;
    }

    /** True if it knows the altitude too (GSA). */
    public boolean has3dFix() {
        return sentences.fixQuality3d == 3;
    }

    /** UTC of the last sentence with a time; null before the first date (RMC). */
    public @Nullable LocalDateTime timestampUtc() {
        return sentences.timestampUtc;
    }

    /** The same as {@link #timestampUtc}. */
    public @Nullable LocalDateTime datetime() {
        return sentences.timestampUtc;
    }

    /** Degrees, −90 to 90; south is negative. */
    public double latitude() {
        return sentences.latitude.value();
    }

    /** Whole degrees, −90 to 90; −0.0 for less than one degree south. */
    public double latitudeDegrees() {
        return sentences.latitude.degrees();
    }

    /** The minutes to {@link #latitudeDegrees}, 0 to less than 60. */
    public double latitudeMinutes() {
        return sentences.latitude.minutes();
    }

    /** Degrees, −180 to 180; west is negative. */
    public double longitude() {
        return sentences.longitude.value();
    }

    /** Whole degrees, −180 to 180; −0.0 for less than one degree west. */
    public double longitudeDegrees() {
        return sentences.longitude.degrees();
    }

    /** The minutes to {@link #longitudeDegrees}, 0 to less than 60. */
    public double longitudeMinutes() {
        return sentences.longitude.minutes();
    }

    /**
     * 0 for no fix, 1 for GPS, 2 for differential GPS, 3 for PPS, 4 for RTK, 5 for float RTK, 6 for dead reckoning, 7 for manual input, 8
     * for simulation (GGA). A valid GLL does not change it, a valid RMC makes 1 of 0.
     */
    public int fixQuality() {
        return sentences.fixQuality;
    }

    /** 1 for no fix, 2 for a position without altitude, 3 with altitude (GSA); 0 before. */
    public int fixQuality3d() {
        return sentences.fixQuality3d;
    }

    /** The number of satellites in use (GGA); 0 before. */
    public int satellites() {
        return sentences.satellites;
    }

    /** {@link #satellites} of the GGA before. */
    public int satellitesPrev() {
        return sentences.satellitesPrev;
    }

    /** The dilution of the horizontal precision (GGA). */
    public double horizontalDilution() {
        return sentences.horizontalDilution;
    }

    /** The antenna above mean sea level in m (GGA). */
    public double altitudeM() {
        return sentences.altitudeM;
    }

    /** Mean sea level above the ellipsoid of WGS 84 in m (GGA). */
    public double heightGeoid() {
        return sentences.heightGeoid;
    }

    /** Speed over ground in knots (RMC, VTG). */
    public double speedKnots() {
        return sentences.speedKnots;
    }

    /** Speed over ground in km/h (VTG). */
    public double speedKmh() {
        return sentences.speedKmh;
    }

    /** The direction of the movement in degrees from north, 0 to 360 (RMC, VTG). */
    public double trackAngleDeg() {
        return sentences.trackAngleDeg;
    }

    /** Satellites in view by their {@link Satellite#id}, those of the last 30 s (GSV). */
    public Map<String, Satellite> sats() {
        return Map.copyOf(sentences.sats);
    }

    /** The {@link Satellite#id} of the satellites in use (GSA). */
    public List<String> satPrns() {
        return sentences.satPrns;
    }

    /** "A" for valid, "V" for invalid (RMC, GLL); null before. */
    public @Nullable String isactivedata() {
        return sentences.isactivedata;
    }

    /** "M" if the dimensions were chosen by hand, "A" if by the receiver (GSA); null before. */
    public @Nullable String selMode() {
        return sentences.selMode;
    }

    /** The dilution of precision (GSA). */
    public double pdop() {
        return sentences.pdop;
    }

    /** The dilution of the horizontal precision (GSA). */
    public double hdop() {
        return sentences.hdop;
    }

    /** The dilution of the vertical precision (GSA). */
    public double vdop() {
        return sentences.vdop;
    }

    /** How many sentences the list of satellites in view has (GSV); 0 before. */
    public int totalMessNum() {
        return sentences.totalMessNum;
    }

    /** The place of the last GSV in this list, from 1; 0 before. */
    public int messNum() {
        return sentences.messNum;
    }

    @Override
    public String toString() {
        return "GPS on %s".formatted(uart);
    }
}
