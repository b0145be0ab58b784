// SPDX-License-Identifier: MIT
package blinka4j.drivers.bme280;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationTest {
    /** Of the example in the data sheet of the BMP280 (BST-BMP280-DS001, 3.12), whose formulas are the same. */
    private static final int[] EXAMPLE = {27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000};

    /** Of a chip that the project periph has recorded. */
    private static final int[] RECORDED = {28176, 26220, 50, 38237, -10824, 3024, 7799, -99, -7, 9900, -10230, 4285};

    private static Calibration calibration(int[] tp, int h1, int h2, int h3, int h4, int h5, int h6) {
        byte[] main = new byte[26];
        for (int i = 0; i < tp.length; i++) {
            main[2 * i] = (byte) tp[i];
            main[2 * i + 1] = (byte) (tp[i] >> 8);
        }
        main[25] = (byte) h1;
        byte[] humidity = {
            (byte) h2,
            (byte) (h2 >> 8),
            (byte) h3,
            (byte) (h4 >> 4),
            (byte) ((h4 & 0xf) | ((h5 & 0xf) << 4)),
            (byte) (h5 >> 4),
            (byte) h6
        };
        return new Calibration(main, humidity);
    }

    static Calibration[] calibrations() {
        return new Calibration[] {
            calibration(EXAMPLE, 75, 362, 0, 313, 50, 30),
            calibration(RECORDED, 75, 366, 0, 309, 0, 30),
            calibration(RECORDED, 0, 384, 255, -20, -50, -30),
            calibration(EXAMPLE, 255, 300, 90, 400, 120, 127),
        };
    }

    @Test
    void theDataSheetsExampleComesOut() {
        Calibration calibration = calibration(EXAMPLE, 0, 0, 0, 0, 0, 0);
        double fine = calibration.fine(519888);
        assertThat((int) fine).isEqualTo(128422);
        assertThat(fine / 5120).isCloseTo(25.08, within(0.005));
        assertThat(calibration.pressure(415148, fine)).isCloseTo(100653.27, within(0.01));
    }

    @Test
    void bytesAreReadAsTheDataSheetSays() {
        byte[] main = new byte[26];
        main[0] = main[1] = (byte) 0xff;
        main[2] = (byte) 0xfe;
        main[3] = (byte) 0xff;
        main[6] = main[7] = (byte) 0xff;
        main[8] = main[9] = (byte) 0xff;
        main[25] = (byte) 0xff;
        Calibration calibration = new Calibration(main, new byte[] {-2, -1, -1, -1, -1, -1, -1});
        assertThat(calibration.t[1]).isEqualTo(65535);
        assertThat(calibration.t[2]).isEqualTo(-2);
        assertThat(calibration.p[1]).isEqualTo(65535);
        assertThat(calibration.p[2]).isEqualTo(-1);
        assertThat(calibration.h[1]).isEqualTo(255);
        assertThat(calibration.h[2]).isEqualTo(-2);
        assertThat(calibration.h[3]).isEqualTo(255);
        assertThat(calibration.h[4]).isEqualTo(-1);
        assertThat(calibration.h[5]).isEqualTo(-1);
        assertThat(calibration.h[6]).isEqualTo(-1);
    }

    /** Data sheet, table 16: 0xE4 is H4[11:4], 0xE5[3:0] H4[3:0], 0xE5[7:4] H5[3:0], 0xE6 H5[11:4]. */
    @ParameterizedTest
    @CsvSource({
        "0x13, 0x25, 0x03, 0x135, 0x032",
        "0x00, 0xF0, 0x00, 0x000, 0x00F",
        "0x00, 0x0F, 0x00, 0x00F, 0x000",
        "0x7F, 0x00, 0x80, 0x7F0, -0x800",
        "0x80, 0x00, 0x7F, -0x800, 0x7F0",
        "0xFF, 0xFF, 0xFF, -1, -1"
    })
    void theNibblesOfH4AndH5AreNotMixedUp(String e4, String e5, String e6, String h4, String h5) {
        byte[] humidity = new byte[7];
        humidity[3] = Integer.decode(e4).byteValue();
        humidity[4] = Integer.decode(e5).byteValue();
        humidity[5] = Integer.decode(e6).byteValue();
        Calibration calibration = new Calibration(new byte[26], humidity);
        assertThat(calibration.h[4]).isEqualTo(Integer.decode(h4));
        assertThat(calibration.h[5]).isEqualTo(Integer.decode(h5));
    }

    /** Over all that the chip can measure: −40 to 85 °C, 300 to 1100 hPa, 0 to 100 %. */
    @ParameterizedTest
    @MethodSource("calibrations")
    void agreesWithBoschsIntegerFormulas(Calibration calibration) {
        int temperatures = 0;
        int pressures = 0;
        int humidities = 0;
        for (int adcT = 0; adcT < 1 << 20; adcT += 4099) {
            IntegerReference reference = new IntegerReference(calibration, adcT);
            if (reference.celsius() < -40 || reference.celsius() > 85) {
                continue;
            }
            temperatures++;
            double fine = calibration.fine(adcT);
            assertThat(fine / 5120).isCloseTo(reference.celsius(), within(0.01));
            for (int adcP = 0; adcP < 1 << 20; adcP += 16411) {
                double pascals = reference.pascals(adcP);
                if (pascals >= 30_000 && pascals <= 110_000) {
                    pressures++;
                    assertThat(calibration.pressure(adcP, fine)).isCloseTo(pascals, within(0.5));
                }
            }
            for (int adcH = 0; adcH < 1 << 16; adcH += 1031) {
                humidities++;
                assertThat(Math.max(0, Math.min(100, calibration.humidity(adcH, fine))))
                        .isCloseTo(reference.percent(adcH), within(0.01));
            }
        }
        assertThat(temperatures).isGreaterThan(50);
        assertThat(pressures).isGreaterThan(1000);
        assertThat(humidities).isGreaterThan(3000);
    }

    @Test
    void withoutCalibrationThereIsNoPressure() {
        Calibration empty = new Calibration(new byte[26], new byte[7]);
        assertThat(empty.pressure(415148, empty.fine(519888))).isNotFinite();
    }

    /** The data sheet's other formulas (4.2.3), in integers of 32 and 64 bits. */
    private static final class IntegerReference {
        private final Calibration c;
        private final int fine;

        IntegerReference(Calibration c, int adcT) {
            this.c = c;
            int var1 = (((adcT >> 3) - (c.t[1] << 1)) * c.t[2]) >> 11;
            int var2 = (((((adcT >> 4) - c.t[1]) * ((adcT >> 4) - c.t[1])) >> 12) * c.t[3]) >> 14;
            fine = var1 + var2;
        }

        double celsius() {
            return ((fine * 5 + 128) >> 8) / 100.0;
        }

        double pascals(int adcP) {
            long var1 = fine - 128000L;
            long var2 = var1 * var1 * c.p[6];
            var2 += (var1 * c.p[5]) << 17;
            var2 += (long) c.p[4] << 35;
            var1 = ((var1 * var1 * c.p[3]) >> 8) + ((var1 * c.p[2]) << 12);
            var1 = (((1L << 47) + var1) * c.p[1]) >> 33;
            if (var1 == 0) {
                return 0;
            }
            long p = 1048576 - adcP;
            p = (((p << 31) - var2) * 3125) / var1;
            var1 = (c.p[9] * (p >> 13) * (p >> 13)) >> 25;
            var2 = (c.p[8] * p) >> 19;
            p = ((p + var1 + var2) >> 8) + ((long) c.p[7] << 4);
            return p / 256.0;
        }

        double percent(int adcH) {
            int v = fine - 76800;
            v = ((((adcH << 14) - (c.h[4] << 20) - c.h[5] * v) + 16384) >> 15)
                    * (((((((v * c.h[6]) >> 10) * (((v * c.h[3]) >> 11) + 32768)) >> 10) + 2097152) * c.h[2] + 8192)
                            >> 14);
            v -= ((((v >> 15) * (v >> 15)) >> 7) * c.h[1]) >> 4;
            return (Math.max(0, Math.min(419430400, v)) >> 12) / 1024.0;
        }
    }
}
