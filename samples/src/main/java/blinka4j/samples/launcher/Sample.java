// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.provider.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A sample, by the name that {@code samples/run} knows it by.
 *
 * @param label its name
 * @param summary what it does, in a few words
 * @param program its {@code main}
 * @param lines how many lines it prints before it goes on in silence; {@link Long#MAX_VALUE} if it goes on printing, or ends
 */
record Sample(String label, String summary, Program program, long lines) {

    static final List<Sample> ALL = List.of(
            new Sample("board-info", "which board this is, its buses and its pins", BoardInfo::main),
            new Sample("blink", "an LED on D18 blinks", Blink::main, 1),
            new Sample("button", "an LED on D18 is lit while a button on D4 is pressed", Button::main, 1),
            new Sample("pwm", "an LED on D18 fades up and down", PwmFixedFrequency::main, 0),
            new Sample("i2c-scan", "the addresses that answer on the I2C bus", I2cScan::main),
            new Sample("uart", "what a serial device, such as a GPS receiver, sends", UartSimpleTest::main),
            new Sample(
                    "bme280",
                    "temperature, humidity, pressure and altitude from a BME280 on I2C",
                    Bme280SimpleTest::main),
            new Sample("bme280-spi", "the same from a BME280 on SPI", Bme280SpiSimpleTest::main),
            new Sample("mcp9808", "temperature from an MCP9808", Mcp9808SimpleTest::main),
            new Sample("pct2075", "temperature from a PCT2075", Pct2075SimpleTest::main),
            new Sample("sht4x", "temperature and humidity from an SHT40, SHT41 or SHT45", Sht4xSimpleTest::main),
            new Sample("ds1307", "date and time from a DS1307 clock, or sets it", Ds1307SimpleTest::main),
            new Sample("24lc32", "the size of a 24LC32 EEPROM, or writes to it", Eeprom24lc32SimpleTest::main),
            new Sample("lsm303dlh-mag", "the magnetic field from an LSM303DLH", Lsm303dlhMagSimpleTest::main),
            new Sample("tca9548a", "the addresses on each channel of a TCA9548A", Tca9548aSimpleTest::main),
            new Sample(
                    "tca9548a-multisensor", "two sensors of one address behind a TCA9548A", Tca9548aMultisensor::main));

    private static final int NEAREST = 3;

    private Sample(String label, String summary, Program program) {
        this(label, summary, program, Long.MAX_VALUE);
    }

    /** A sample's {@code main}. */
    interface Program {
        void run(String[] arguments) throws InterruptedException;
    }

    void run(List<String> arguments) throws InterruptedException {
        program.run(arguments.toArray(new String[0]));
    }

    /** The sample of this name, in its own spelling or in that of its original, such as {@code bme280_simpletest.py}. */
    static Optional<Sample> named(String name) {
        return ALL.stream()
                .filter(sample -> bare(sample.label).equals(bare(name)))
                .findFirst();
    }

    /** The names that come closest to one that is not known. */
    static List<String> nearest(String name) {
        Map<String, String> labels = new LinkedHashMap<>();
        ALL.forEach(sample -> labels.put(bare(sample.label), sample.label));
        return Nearest.to(bare(name), labels.keySet(), NEAREST).stream()
                .map(bare -> labels.getOrDefault(bare, bare))
                .toList();
    }

    /** Without what is spelled differently in Java and in Python. */
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("\\.(py|java)$|[^a-z0-9.]|simpletest|^circuitpython|^eeprom", "");
    }
}
