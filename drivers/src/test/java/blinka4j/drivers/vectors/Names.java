// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import blinka4j.onewire.OneWireAddress;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Java's names for Python's, by the rules of the port, and the classes of a driver's package. */
final class Names {
    private static final String DRIVERS = "blinka4j.drivers.";

    /** Members whose capitals the rule would not give. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("CO2", "co2"),
            Map.entry("TVOC", "tvoc"),
            Map.entry("H2", "h2"),
            Map.entry("Ethanol", "ethanol"),
            Map.entry("baseline_TVOC", "baselineTvoc"),
            Map.entry("temperature_NIST", "temperatureNist"),
            Map.entry("read_adc_mV", "readAdcMv"),
            Map.entry("init_RSOC", "initRsoc"),
            Map.entry("SOC_low_alert", "socLowAlert"),
            Map.entry("SOC_change_alert", "socChangeAlert"),
            Map.entry("deinit", "close"),
            Map.entry("len", "length"));

    private static final Pattern WORD = Pattern.compile("_(\\w)");

    private final String driver;
    /** By simple name; nested classes too. */
    private final Map<String, Class<?>> classes;

    private final Constants python;

    private Names(String driver, Map<String, Class<?>> classes) throws IOException {
        this.driver = driver;
        this.classes = classes;
        python = new Constants(driver);
    }

    /** {@code relative_humidity} is {@code relativeHumidity}. */
    static String member(String python) {
        String fixed = FIXED.get(python);
        return fixed != null
                ? fixed
                : WORD.matcher(python).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    /**
     * The package of a driver: its name without underscores, or one that ends with that, as {@code eeprom24lc32} does for
     * {@code 24lc32}. Null if the driver is not ported.
     */
    static String packageOf(String driver, List<String> ported) {
        String plain = driver.replace("_", "").toLowerCase(Locale.ROOT);
        return ported.contains(plain)
                ? plain
                : ported.stream()
                        .filter(each -> Character.isDigit(plain.charAt(0)) && each.endsWith(plain))
                        .findFirst()
                        .orElse(null);
    }

    /** @param driverPackage the last part of the package's name */
    static Names of(String driverPackage) throws Exception {
        Map<String, Class<?>> classes = new TreeMap<>();
        String folder = (DRIVERS + driverPackage).replace('.', '/');
        for (URL each : Collections.list(Names.class.getClassLoader().getResources(folder))) {
            try (Stream<Path> files = Files.list(Path.of(each.toURI()))) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    String simple = name.replaceFirst("\\.class$", "").replaceFirst(".*\\$", "");
                    if (name.endsWith(".class") && Character.isJavaIdentifierStart(simple.charAt(0))) {
                        String full = DRIVERS + driverPackage + "." + name.substring(0, name.length() - 6);
                        if (!simple.contains("-")) {
                            classes.putIfAbsent(simple, Class.forName(full));
                        }
                    }
                }
            }
        }
        // Drivers on 1-Wire take one.
        classes.put("OneWireAddress", OneWireAddress.class);
        return new Names(driverPackage, classes);
    }

    /** {@code Adafruit_BME280_I2C} is {@code BME280} unless there is a class of the longer name. Null if there is none. */
    Class<?> type(String python) {
        String plain = plain(python);
        for (String name : List.of(python, python.replaceFirst("^Adafruit_", ""), plain)) {
            if (classes.containsKey(name)) {
                return classes.get(name);
            }
        }
        return null;
    }

    /** A class's name without maker and bus. */
    static String plain(String python) {
        return python.replaceFirst("^Adafruit_", "").replaceFirst("_(I2C|SPI|UART)$", "");
    }

    /** The class that is called as the package. */
    Class<?> main() {
        String name = driver.replaceFirst(".*\\.", "");
        for (Class<?> each : classes.values()) {
            if (each.getSimpleName().replace("_", "").equalsIgnoreCase(name)) {
                return each;
            }
        }
        throw new CannotRun("no class in %s%s has the name of its package".formatted(DRIVERS, driver));
    }

    /** True for a constant of the driver or of the original. */
    boolean isConstant(String name) {
        return !constants(name).isEmpty() || python.has(name);
    }

    /** The constants as the original has them. */
    Constants python() {
        return python;
    }

    boolean isOfDriver(Class<?> type) {
        return classes.containsValue(type);
    }

    /** The values of all constants of this name in the package. */
    List<Object> constants(String name) {
        List<Object> found = new ArrayList<>();
        for (Class<?> each : classes.values()) {
            try {
                found.add(each.getField(name).get(null));
            } catch (ReflectiveOperationException | NullPointerException e) {
                continue;
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return DRIVERS + driver;
    }
}
