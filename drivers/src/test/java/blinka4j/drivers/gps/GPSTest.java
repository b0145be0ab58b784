// SPDX-License-Identifier: MIT
package blinka4j.drivers.gps;

import static blinka4j.drivers.BusAssert.assertFree;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.provider.UartPort;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimUart;
import blinka4j.sim.chips.SimPA1010D;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sentences without another source are from tests/adafruit_gps_test.py of Adafruit_CircuitPython_GPS (c326d99), or differ from one of
 * those in the named field.
 */
class GPSTest {
    private static final String RMC = "GPRMC,215032.086,A,1234.5678,N,00123.12345,E,0.45,56.35,021021,,,A";
    private static final String GGA = "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,";

    private final SimClock clock = new SimClock();
    private final SimUart wires = new SimUart("uart", clock);
    private final UART uart = new UART(wires.open(UartPort.Settings.DEFAULT), UartPort.Settings.DEFAULT);
    private final GPS gps = new GPS(uart);

    private final SimPA1010D chip = new SimPA1010D();
    private final SimI2CBus bus = new SimI2CBus().attach(0x10, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);

    private static String line(String body) {
        return "$%s*%02x\r\n".formatted(body, body.chars().reduce(0, (one, other) -> one ^ other));
    }

    /** Sends it with its checksum. */
    private boolean take(String body) {
        wires.outside().write(line(body));
        return gps.update();
    }

    @Test
    void nothingIsKnownBeforeTheFirstSentence() {
        assertThat(gps.update()).isFalse();
        assertThat(clock.now()).isZero();
        assertThat(gps.timestampUtc()).isNull();
        assertThat(gps.datetime()).isNull();
        assertThat(gps.nmeaSentence()).isNull();
        assertThat(gps.isactivedata()).isNull();
        assertThat(gps.selMode()).isNull();
        assertThat(gps.hasFix()).isFalse();
        assertThat(gps.has3dFix()).isFalse();
        assertThat(gps.satellites()).isZero();
        assertThat(gps.sats()).isEmpty();
        assertThat(gps.satPrns()).isEmpty();
        assertThat(new double[] {
                    gps.latitude(),
                    gps.latitudeDegrees(),
                    gps.latitudeMinutes(),
                    gps.longitude(),
                    gps.longitudeDegrees(),
                    gps.longitudeMinutes(),
                    gps.altitudeM(),
                    gps.heightGeoid(),
                    gps.horizontalDilution(),
                    gps.speedKnots(),
                    gps.speedKmh(),
                    gps.trackAngleDeg(),
                    gps.pdop(),
                    gps.hdop(),
                    gps.vdop()
                })
                .containsOnly(Double.NaN);
    }

    /** The whole sentence with its checksum as it is there. */
    @Test
    void anRmcHasPositionTimeAndSpeed() {
        String sentence = "$" + RMC + "*6A";
        wires.outside().write(sentence + "\r\n");
        assertThat(gps.update()).isTrue();
        assertThat(gps.nmeaSentence()).isEqualTo(sentence);
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2021, 10, 2, 21, 50, 32, 86_000_000));
        assertThat(gps.datetime()).isEqualTo(gps.timestampUtc());
        assertThat(gps.latitude()).isCloseTo(12.57613, within(1e-5));
        assertThat(gps.longitude()).isCloseTo(1.385391, within(1e-6));
        assertThat(gps.latitudeDegrees()).isEqualTo(12);
        assertThat(gps.latitudeMinutes()).isEqualTo(34.5678);
        assertThat(gps.longitudeDegrees()).isEqualTo(1);
        assertThat(gps.longitudeMinutes()).isEqualTo(23.12345);
        assertThat(gps.fixQuality()).isEqualTo(1);
        assertThat(gps.speedKnots()).isEqualTo(0.45);
        assertThat(gps.trackAngleDeg()).isEqualTo(56.35);
        assertThat(gps.isactivedata()).isEqualTo("A");
        assertThat(gps.hasFix()).isTrue();
        assertThat(gps.has3dFix()).isFalse();
    }

    /** With 13 fields: NMEA 4.1. With 11: before NMEA 2.3. */
    @ParameterizedTest
    @ValueSource(strings = {",V", "", "-"})
    void anRmcOfEachVersionIsTaken(String end) {
        assertThat(take(end.equals("-") ? RMC.substring(0, RMC.length() - 2) : RMC + end))
                .isTrue();
        assertThat(gps.hasFix()).isTrue();
    }

    @Test
    void aGgaHasAltitudeAndSatellites() {
        assertThat(take(GGA)).isTrue();
        assertThat(gps.latitude()).isCloseTo(48.1173, within(1e-6));
        assertThat(gps.longitude()).isCloseTo(11.516667, within(1e-6));
        assertThat(gps.fixQuality()).isEqualTo(1);
        assertThat(gps.satellites()).isEqualTo(8);
        assertThat(gps.horizontalDilution()).isEqualTo(0.9);
        assertThat(gps.altitudeM()).isEqualTo(545.4);
        assertThat(gps.heightGeoid()).isEqualTo(46.9);
        assertThat(gps.timestampUtc()).as("without a date").isNull();
        assertThat(take(GGA.replace(",08,", ",07,"))).isTrue();
        assertThat(gps.satellites()).isEqualTo(7);
        assertThat(gps.satellitesPrev()).isEqualTo(8);
    }

    /** https://docs.novatel.com/OEM7/Content/Logs/GPVTG.htm. */
    @Test
    void aVtgHasTheSpeedInKmPerHour() {
        wires.outside().write("$GPVTG,172.516,T,155.295,M,0.049,N,0.090,K,D*2B\r\n");
        assertThat(gps.update()).isTrue();
        assertThat(gps.trackAngleDeg()).isEqualTo(172.516);
        assertThat(gps.speedKnots()).isEqualTo(0.049);
        assertThat(gps.speedKmh()).isEqualTo(0.090);
        assertThat(take("GPVTG,,T,,M,,N,,K,N")).isTrue();
        assertThat(gps.speedKmh()).as("of the last fix").isEqualTo(0.090);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GPGSA,A,3,15,18,14,,,31,,,23,,,,04.5,02.1,04.0",
                "GPGSA,A,3,15,18,14,,,31,,,23,,,,04.5,02.1,04.0,3"
            })
    void aGsaHasTheSatellitesInUse(String body) {
        assertThat(take(body)).isTrue();
        assertThat(gps.selMode()).isEqualTo("A");
        assertThat(gps.fixQuality3d()).isEqualTo(3);
        assertThat(gps.has3dFix()).isTrue();
        assertThat(gps.satPrns()).containsExactly("GP15", "GP18", "GP14", "GP31", "GP23");
        assertThat(gps.pdop()).isEqualTo(4.5);
        assertThat(gps.hdop()).isEqualTo(2.1);
        assertThat(gps.vdop()).isEqualTo(4.0);
        assertThat(take(body.replace("A,3,", "A,2,"))).isTrue();
        assertThat(gps.has3dFix()).as("two dimensions").isFalse();
        assertThat(take(body.replace("A,3,", "A,x,"))).isFalse();
        assertThat(gps.fixQuality3d()).isZero();
    }

    /** All twelve places of GSA, NMEA 0183. */
    @Test
    void theTwelfthSatelliteCountsToo() {
        assertThat(take("GLGSA,A,3,65,66,67,68,69,70,71,72,73,74,75,76,1.0,1.0,1.0"))
                .isTrue();
        assertThat(gps.satPrns()).hasSize(12).last().isEqualTo("GL76");
    }

    @Test
    void satellitesOfTheLastThirtySecondsAreInView() {
        try (SimBoard current = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            assertThat(take("GPGSV,2,1,04,01,40,083,46,02,17,308,41")).isTrue();
            assertThat(gps.totalMessNum()).isEqualTo(2);
            assertThat(gps.messNum()).isEqualTo(1);
            assertThat(gps.sats()).isEmpty();
            clock.advance(Duration.ofSeconds(20));
            assertThat(take("GPGSV,2,2,04,12,07,344,39,14,22,228,")).isTrue();
            assertThat(gps.messNum()).isEqualTo(2);
            assertThat(gps.sats()).containsOnlyKeys("GP1", "GP2", "GP12", "GP14");
            assertThat(gps.sats().get("GP1")).isEqualTo(new Satellite("GP1", 40, 83, 46, 0));
            assertThat(gps.sats().get("GP14")).isEqualTo(new Satellite("GP14", 22, 228, Double.NaN, 20));
            current.clock().advance(Duration.ofHours(1));
            clock.advance(Duration.ofSeconds(11));
            assertThat(take("GPGSV,1,1,02,13,07,344,39,15,22,228,45")).isTrue();
            assertThat(gps.sats()).containsOnlyKeys("GP12", "GP14", "GP13", "GP15");
            assertThat(gps.satellites()).as("in use").isZero();
        }
    }

    /** NMEA 4.11 adds the number of the signal. */
    @Test
    void aListThatLostASentenceIsNotTaken() {
        assertThat(take("GPGSV,2,1,08,01,40,083,46,02,17,308,41,12,07,344,39,14,22,228,45"))
                .isTrue();
        assertThat(take("GPGSV,1,1,01,13,07,344,39,1")).isTrue();
        assertThat(gps.sats()).containsOnlyKeys("GP13");
        assertThat(take("GPGSV,2,2,08,15,22,228,45")).isTrue();
        assertThat(gps.sats()).containsOnlyKeys("GP13");
        assertThat(take("GPGSV,1,1,00")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "3723.2475, S, 37, 23.2475, -37.387458",
        "0000.0000, N, 0, 0, 0",
        "0030.0000, S, -0.0, 30, -0.5",
        "9000.0000, S, 90, 0, -90",
        "3723.2475123, N, 37, 23.2475123, 37.387459",
        "3723, N, 37, 23, 37.383333",
    })
    void southIsNegative(String text, String direction, double degrees, double minutes, double value) {
        assertThat(take(RMC.replace("1234.5678,N", text + "," + direction))).isTrue();
        double signed = direction.equals("S") ? -Math.abs(degrees) : degrees;
        assertThat(gps.latitudeDegrees()).isEqualTo(signed);
        assertThat(gps.latitudeMinutes()).isEqualTo(minutes);
        assertThat(gps.latitude()).isCloseTo(value, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"18000.0000, W, -180", "18000.0000, E, 180", "00030.0000, w, -0.5", "00000.0001, W, -0.00000166"})
    void westIsNegative(String text, String direction, double value) {
        assertThat(take(RMC.replace("00123.12345,E", text + "," + direction))).isTrue();
        assertThat(gps.longitude()).isCloseTo(value, within(1e-8));
        assertThat(1 / gps.longitudeDegrees()).as("the sign").matches(each -> (each < 0) == (value < 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ABC",
                "9000.0001",
                "1260.0000",
                "-1234.5",
                "1234,5",
                "0x12",
                "",
                "Infinity",
            })
    void aWrongPositionEndsTheFixAndChangesNothingElse(String text) {
        take(GGA);
        assertThat(take(RMC.replace("1234.5678", text))).isFalse();
        assertThat(gps.hasFix()).isFalse();
        assertThat(gps.latitude()).isCloseTo(48.1173, within(1e-6));
        assertThat(gps.timestampUtc()).isNull();
        assertThat(take(RMC)).isTrue();
        assertThat(gps.hasFix()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPRMC,215032.086,A", "GPGGA,1", "GPGSV,1", "GPRM,x,y,z", "GPRMC"})
    void aSentenceWithTooFewFieldsIsNotTaken(String body) {
        take(RMC);
        assertThat(take(body)).isFalse();
        assertThat(gps.hasFix()).isTrue();
    }

    /** Fields without a value are empty: NMEA 0183. */
    @Test
    void withoutAFixTheLastPositionStays() {
        take(RMC);
        take(GGA);
        assertThat(take("GPRMC,215033.000,V,,,,,0.00,0.00,031021,,,N")).isTrue();
        assertThat(gps.hasFix()).isFalse();
        assertThat(gps.isactivedata()).isEqualTo("V");
        assertThat(gps.speedKnots()).isEqualTo(0.45);
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2021, 10, 3, 21, 50, 33));
        assertThat(take("GPGGA,215034.000,,,,,0,00,,,M,,M,,")).isTrue();
        assertThat(gps.hasFix()).isFalse();
        assertThat(gps.satellites()).isZero();
        assertThat(gps.altitudeM()).isEqualTo(545.4);
        assertThat(gps.latitude()).isCloseTo(48.1173, within(1e-6));
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2021, 10, 3, 21, 50, 34));
        assertThat(take("GPGLL,,,,,215035.000,V,N")).isTrue();
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2021, 10, 3, 21, 50, 35));
        assertThat(take("GPRMC,,V,,,,,,,,,,N")).isTrue();
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2021, 10, 3, 21, 50, 35));
    }

    @Test
    void theDayChangesWithTheFirstSentenceOfTheDay() {
        take(RMC.replace("215032.086", "235959").replace("021021", "311221"));
        take(GGA.replace("123519", "000000"));
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2022, 1, 1, 0, 0));
        take(RMC.replace("215032.086", "000000").replace("021021", "010122"));
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2022, 1, 1, 0, 0));
        take(GGA.replace("123519", "000001"));
        assertThat(gps.timestampUtc()).isEqualTo(LocalDateTime.of(2022, 1, 1, 0, 0, 1));
    }

    /** The leap second at the end of 2016; 6 January 1980, where GPS begins; and what is none. */
    @ParameterizedTest
    @CsvSource({
        "235960, 311216, 2017-01-01T00:00:00",
        "000000, 060180, 1980-01-06T00:00:00",
        "235959.999, 311279, 2079-12-31T23:59:59.999",
        "246000, 010120, ",
        "236000, 010120, ",
        "235961, 010120, ",
        "235959, 300220, ",
        "235959, 000020, ",
    })
    void aTimeThatIsNoneIsRefused(String time, String date, LocalDateTime expected) {
        boolean taken = take(RMC.replace("215032.086", time).replace("021021", date));
        assertThat(gps.timestampUtc()).isEqualTo(expected);
        assertThat(taken).isEqualTo(expected != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$GPRMC,215032.086,A,1234.5678,N,00123.12345,E,0.45,56.35,021021,,,A*5C\r\n",
                "$GPRMC,215032.086,A,1234.5678,N,00123.12345,E,0.45,56.35,021021,,,A*G0\r\n",
                "$GPRMC,215032.086,A,1234.5678,N,00123.12345,E,0.45,56.35,021021,,,A\r\n",
                "GPRMC,215032.086,A,1234.5678,N,00123.12345,E,0.45,56.35,021021,,,A*6A\r\n",
                "a;b;c;d;12*66\r\n",
                "\r\n",
                "\n"
            })
    void aSentenceWithoutItsChecksumIsNotTaken(String line) {
        wires.outside().write(line);
        assertThat(gps.update()).isFalse();
        assertThat(gps.nmeaSentence()).isNull();
        assertThat(gps.hasFix()).isFalse();
        assertThat(take(RMC)).isTrue();
    }

    @Test
    void otherSentencesAreTakenButSayNothing() {
        assertThat(take("XYRMC,215032.086,A,1234.5678,N,00123.12345,E,0.45,56.35,021021,,,A"))
                .isTrue();
        assertThat(take("GPTXT,01,01,02,ANTSTATUS=OK")).isTrue();
        assertThat(take("PMTK001,220,3")).isTrue();
        assertThat(gps.nmeaSentence()).startsWith("$PMTK001,220,3*");
        assertThat(gps.hasFix()).isFalse();
    }

    @Test
    void theBeginningOfASentenceWaitsForItsEnd() {
        uart.timeout(0);
        String line = line(RMC);
        wires.outside().write(line.substring(0, 20));
        assertThat(gps.update()).isFalse();
        wires.outside().write(line.substring(20, 71));
        assertThat(gps.update()).isFalse();
        wires.outside().write(line.substring(71));
        assertThat(gps.update()).isTrue();
        assertThat(gps.hasFix()).isTrue();
    }

    @Test
    void aLineThatNeverEndsIsDropped() {
        wires.outside().write("U".repeat(1000));
        assertThat(gps.update()).isFalse();
        assertThat(take(RMC)).isTrue();
        wires.outside().write(line(GGA).replace("\r\n", ""));
        assertThat(gps.update()).isFalse();
        assertThat(take(RMC)).as("behind the rest of another").isTrue();
        assertThat(gps.altitudeM()).isNaN();
    }

    /** Data sheet PMTK A11, PMTK220: $PMTK220,1000*1F. */
    @Test
    void aCommandGetsItsChecksum() {
        gps.sendCommand("PMTK220,1000");
        gps.sendCommand("PMTK605*31", false);
        assertThat(wires.outside().readText()).isEqualTo("$PMTK220,1000*1F\r\n$PMTK605*31\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$PMTK220,1000", "PMTK220*", "PMTK\r\n", "PMTKä"})
    void aCommandThatIsNoneIsRefused(String command) {
        assertThatThrownBy(() -> gps.sendCommand(command))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("command");
        assertThat(wires.outside().read()).isEmpty();
    }

    @Test
    void bytesCanBeReadAndWrittenPastTheDriver() {
        wires.outside().write("one\ntwo");
        assertThat(gps.inWaiting()).isEqualTo(7);
        assertThat(gps.readline()).asString(ISO_8859_1).isEqualTo("one\n");
        assertThat(gps.read(2)).asString(ISO_8859_1).isEqualTo("tw");
        assertThat(gps.write(new byte[] {65})).isEqualTo(1);
        assertThat(wires.outside().readText()).isEqualTo("A");
    }

    @Test
    void agreesWithTheSimulatedReceiverOnBothBuses() {
        chip.quantity("latitude").value(-33.5);
        chip.quantity("longitude").value(-70.25);
        chip.sendTo(wires, clock);
        clock.advance(Duration.ofSeconds(1));
        for (GPS each : new GPS[] {gps, new GPS_GtopI2C(i2c)}) {
            for (int i = 0; i < 3; i++) {
                assertThat(each.update()).isTrue();
            }
            assertThat(each.latitude()).isCloseTo(-33.5, within(1e-6));
            assertThat(each.longitude()).isCloseTo(-70.25, within(1e-6));
            assertThat(each.altitudeM()).isCloseTo(545.4, within(0.05));
            assertThat(each.speedKnots()).isCloseTo(22.4, within(0.005));
            assertThat(each.speedKmh()).isCloseTo(41.48, within(0.01));
            assertThat(each.trackAngleDeg()).isCloseTo(84.4, within(0.005));
            assertThat(each.satellites()).isEqualTo(8);
            chip.quantity("satellites").value(0);
            clock.advance(Duration.ofSeconds(1));
            bus.clock().advance(Duration.ofSeconds(1));
            for (int i = 0; i < 3; i++) {
                assertThat(each.update()).isTrue();
            }
            assertThat(each.hasFix()).isFalse();
            chip.quantity("satellites").value(8);
        }
    }

    /** Telit SL869-V2, I2C: buffers of 254 bytes and a line feed; line feeds for nothing. */
    @Test
    void lineFeedsThatEndNoLineAreSkipped() {
        String line = line(RMC);
        String padded =
                "\n\n" + line.substring(0, 9) + "\n" + line.substring(9, 30) + "\n\n\n" + line.substring(30) + "\n\n";
        GPS_GtopI2C receiver = new GPS_GtopI2C(new I2C(new SimI2CBus().attach(0x10, new Sending(padded))));
        assertThat(receiver.update()).isTrue();
        assertThat(receiver.latitude()).isCloseTo(12.57613, within(1e-5));
        receiver = new GPS_GtopI2C(new I2C(new SimI2CBus().attach(0x10, new Sending("\nA\nB\r\nC"))));
        assertThat(receiver.inWaiting()).isEqualTo(16);
        assertThat(receiver.read(2)).asString(ISO_8859_1).isEqualTo("AB");
        assertThat(receiver.read(9)).asString(ISO_8859_1).isEqualTo("\r\nC");
        assertThat(receiver.read(1)).isEmpty();
    }

    @Test
    void aSatelliteHasTheTimeOfTheBusOnI2cToo() {
        SimI2CBus wire = new SimI2CBus().attach(0x10, new Sending(line("GPGSV,1,1,01,01,40,083,46")));
        GPS_GtopI2C receiver = new GPS_GtopI2C(new I2C(wire));
        wire.clock().advance(Duration.ofHours(1));
        assertThat(receiver.update()).isTrue();
        assertThat(receiver.sats().get("GP1").timestamp()).isBetween(3600.0, 3600.1);
    }

    /** Sends a text, then line feeds. */
    private record Sending(StringBuilder rest) implements SimI2CDevice {
        Sending(String text) {
            this(new StringBuilder(text));
        }

        @Override
        public boolean write(int value) {
            return true;
        }

        @Override
        public int read() {
            int first = rest.length() == 0 ? '\n' : rest.charAt(0);
            rest.delete(0, 1);
            return first;
        }
    }

    @Test
    void aReceiverThatSaysNothingIsWaitedForNoLongerThanTheTimeout() {
        SimI2CBus silent = new SimI2CBus().attach(0x10, new Sending(""));
        assertThat(new GPS_GtopI2C(new I2C(silent), 0x10, 2).update()).isFalse();
        assertThat(silent.clock().now()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(3500));
        SimI2CBus stuck = new SimI2CBus().attach(0x10, new Sending("U".repeat(10_000)));
        GPS_GtopI2C receiver = new GPS_GtopI2C(new I2C(stuck), 0x10, 0);
        assertThat(receiver.readline()).hasSize(255);
        assertThat(receiver.update()).isFalse();
    }

    @Test
    void aFailedTransferLosesAtMostTheSentence() {
        GPS_GtopI2C receiver = new GPS_GtopI2C(i2c);
        faulty.next(1, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(receiver::update).isInstanceOf(BusException.class);
        assertFree(i2c);
        receiver.update();
        assertThat(receiver.update()).isTrue();
        assertThat(receiver.update()).isTrue();
        assertThat(receiver.altitudeM()).isEqualTo(545.4);
        faulty.flipNext(0, 100);
        bus.clock().advance(Duration.ofSeconds(1));
        assertThat(receiver.update()).isFalse();
        assertThat(receiver.update()).isTrue();
    }

    @Test
    void aCommandOnI2cIsOneTransfer() {
        I2CRecorder recorder = new I2CRecorder(bus);
        GPS_GtopI2C receiver = new GPS_GtopI2C(new I2C(recorder));
        Duration before = bus.clock().now();
        receiver.sendCommand("PMTK220,1000");
        assertThat(recorder.writes(0x10)).last().isEqualTo("$PMTK220,1000*1F\r\n".getBytes(ISO_8859_1));
        assertThat(bus.clock().now().minus(before)).isGreaterThanOrEqualTo(Duration.ofMillis(10));
        assertThatThrownBy(() -> receiver.write(new byte[256]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256 bytes");
        assertThatThrownBy(() -> receiver.read(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 100.1, Double.NaN})
    void aTimeoutOutOfRangeIsRefused(double timeout) {
        assertThatThrownBy(() -> new GPS_GtopI2C(i2c, 0x10, timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 100 s");
    }

    @Test
    void anAbsentReceiverIsNotFound() {
        assertThatThrownBy(() -> new GPS_GtopI2C(new I2C(new SimI2CBus())))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x10");
    }
}
