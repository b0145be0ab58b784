// SPDX-License-Identifier: MIT
package blinka4j.samples;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The samples, by the names that {@code samples/run} knows them by. */
enum Sample {
    BOARD_INFO("board-info", "which board this is, its buses and its pins", BoardInfo::main),
    BLINK("blink", "an LED on D18 blinks", Blink::main),
    BUTTON("button", "an LED on D18 is lit while a button on D4 is pressed", Button::main),
    I2C_SCAN("i2c-scan", "the addresses that answer on the I2C bus", I2cScan::main),
    UART("uart", "what a serial device, such as a GPS receiver, sends", UartSimpleTest::main),
    BME280("bme280", "temperature, humidity, pressure and altitude from a BME280 on I2C", Bme280SimpleTest::main),
    BME280_SPI("bme280-spi", "the same from a BME280 on SPI", Bme280SpiSimpleTest::main),
    MCP9808("mcp9808", "temperature from an MCP9808", Mcp9808SimpleTest::main),
    PCT2075("pct2075", "temperature from a PCT2075", Pct2075SimpleTest::main),
    SHT4X("sht4x", "temperature and humidity from an SHT40, SHT41 or SHT45", Sht4xSimpleTest::main),
    DS1307("ds1307", "date and time from a DS1307 clock, or sets it", Ds1307SimpleTest::main),
    EEPROM_24LC32("24lc32", "the size of a 24LC32 EEPROM, or writes to it", Eeprom24lc32SimpleTest::main),
    LSM303DLH_MAG("lsm303dlh-mag", "the magnetic field from an LSM303DLH", Lsm303dlhMagSimpleTest::main),
    TCA9548A("tca9548a", "the addresses on each channel of a TCA9548A", Tca9548aSimpleTest::main),
    TCA9548A_MULTISENSOR(
            "tca9548a-multisensor", "two sensors of one address behind a TCA9548A", Tca9548aMultisensor::main);

    /** A sample's {@code main}. */
    interface Program {
        void main(String[] arguments) throws InterruptedException;
    }

    private final String label;
    private final String summary;
    private final Program program;

    Sample(String label, String summary, Program program) {
        this.label = label;
        this.summary = summary;
        this.program = program;
    }

    String label() {
        return label;
    }

    String summary() {
        return summary;
    }

    void run(List<String> arguments) throws InterruptedException {
        program.main(arguments.toArray(new String[0]));
    }

    /** The sample of this name, in its own spelling or in that of its original, such as {@code bme280_simpletest.py}. */
    static Optional<Sample> named(String name) {
        return Arrays.stream(values())
                .filter(sample -> bare(sample.label).equals(bare(name)))
                .findFirst();
    }

    /** The names that come closest to one that is not known. */
    static List<String> nearest(String name) {
        String bare = bare(name);
        return Arrays.stream(values())
                .sorted(Comparator.comparingInt(sample -> distance(bare, bare(sample.label))))
                .limit(3)
                .map(Sample::label)
                .toList();
    }

    /** Without what is spelled differently in Java and in Python. */
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("\\.(py|java)$|[^a-z0-9.]|simpletest|^eeprom", "");
    }

    /** How many letters must be inserted, removed or changed to turn one word into the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
