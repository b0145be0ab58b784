// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.HardwareException;
import blinka4j.busio.I2C;
import blinka4j.command.Sensors.Reading;
import blinka4j.provider.Nearest;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimProvider;
import blinka4j.time.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code blinka sensor}: reads a sensor. */
final class ReadSensor implements Command {
    /** The longest time until a sensor has its first values: an SCD4x measures every 5 s. */
    private static final int FIRST_SECONDS = 12;

    @Override
    public Syntax syntax() {
        return new Syntax("sensor", "[NAME]", 0, 1, Syntax.Words.SENSORS)
                .with("--every", "TIME", "read again and again, such as every 1s")
                .with("--count", "N", "end after N readings")
                .with("--address", "N", "the address on the I2C bus, such as 0x76")
                .with("--bus", "BUS", "another I2C bus than the board's: a number or a device file")
                .with("--pin", "PIN", "the data pin of a DHT, or the chip select on SPI")
                .with("--csv", "", "print comma-separated values with a heading")
                .with("--json", "", "print a line of JSON for each reading");
    }

    @Override
    public String help() {
        return """
                Reads a sensor and prints its quantities. Without NAME, lists the sensors.

                blinka sensor BME280
                blinka sensor BME280 --address 0x76 --every 1s --csv
                blinka sensor DHT22 --pin D4
                blinka sensor MCP9808 --every 100ms | blinka plot""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws Exception {
        if (arguments.operands().isEmpty()) {
            console.line("On I2C:    " + String.join(" ", Sensors.I2C_NAMES));
            console.line("With --pin: " + String.join(" ", Sensors.PIN_NAMES));
            return OK;
        }
        String name = Sensors.canonical(arguments.operand(0));
        if (name.isEmpty()) {
            List<String> names = Stream.concat(Sensors.I2C_NAMES.stream(), Sensors.PIN_NAMES.stream())
                    .toList();
            throw new UsageException("there is no sensor '%s'. The nearest are %s. blinka sensor lists all"
                    .formatted(arguments.operand(0), String.join(", ", Nearest.to(arguments.operand(0), names, 3))));
        }
        if (arguments.has("--csv") && arguments.has("--json")) {
            throw new UsageException("--csv and --json exclude each other");
        }
        boolean onPin = Sensors.PIN_NAMES.contains(name);
        if (onPin != arguments.has("--pin")) {
            throw new UsageException(onPin ? name + " needs --pin" : name + " is on I2C and has no --pin");
        }
        int address = arguments.number("--address", -1);
        double every = arguments.seconds("--every", 0);
        int count = arguments.number("--count", every > 0 ? Integer.MAX_VALUE : 1);
        if (count < 1) {
            throw new UsageException("--count '%s' is not possible: expected 1 or more".formatted(count));
        }
        Blinka blinka = console.board();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            List<Reading> readings = onPin
                    ? Sensors.onPin(name, blinka, arguments.option("--pin", ""), opened)
                    : Sensors.onI2c(name, bus(blinka, name, address, arguments, console, opened), address);
            awaitFirst(blinka, readings);
            print(arguments, console, blinka, readings, every, count);
        } finally {
            for (AutoCloseable each : opened) {
                each.close();
            }
        }
        return OK;
    }

    private static I2C bus(
            Blinka blinka,
            String name,
            int address,
            Arguments arguments,
            Console console,
            List<AutoCloseable> opened) {
        if (blinka.provider().standsFor().isPresent()) {
            simulate(blinka, name, address, console);
        }
        String bus = arguments.option("--bus", "");
        if (bus.isEmpty()) {
            return blinka.i2c();
        }
        I2C other = bus.matches("\\d{1,6}") ? new I2C(Integer.parseInt(bus)) : new I2C(bus);
        opened.add(other);
        return other;
    }

    /** Some sensors measure for seconds before they have a value. A value that does not come is printed as NaN. */
    static void awaitFirst(Blinka blinka, List<Reading> readings) {
        double began = Time.monotonic(blinka);
        for (Reading reading : readings) {
            while (Double.isNaN(reading.value().getAsDouble()) && Time.monotonic(blinka) - began < FIRST_SECONDS) {
                Time.sleep(blinka, 0.1);
            }
        }
    }

    /** On a simulated board without this chip, attaches one. */
    private static void simulate(Blinka blinka, String name, int address, Console console) {
        SimulatedChips.Known known = SimulatedChips.find(name);
        if (blinka.provider() instanceof SimProvider simulator && known != null) {
            SimBoard board = simulator.board();
            int at = address < 0 ? known.address() : address;
            if (!board.i2c().attached().containsKey(at)) {
                board.i2c().attach(at, known.make().get());
                console.note("Simulated: a %s at 0x%02x.".formatted(known.name(), at));
            }
        }
    }

    private static void print(
            Arguments arguments, Console console, Blinka blinka, List<Reading> readings, double every, int count) {
        if (arguments.has("--csv")) {
            console.line("seconds," + readings.stream().map(ReadSensor::heading).collect(Collectors.joining(",")));
        }
        double began = Time.monotonic(blinka);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                Time.sleep(blinka, Math.max(1e-6, began + i * every - Time.monotonic(blinka)));
            }
            try {
                print(arguments, console, Time.monotonic(blinka) - began, readings);
            } catch (HardwareException e) {
                // One failed reading of many does not end a recording.
                if (i == 0) {
                    throw e;
                }
                console.note(String.valueOf(e.getMessage()));
            }
        }
    }

    private static void print(Arguments arguments, Console console, double seconds, List<Reading> readings) {
        if (arguments.has("--json")) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("seconds", Math.round(seconds * 1000) / 1000.0);
            readings.forEach(each -> json.put(heading(each), each.value().getAsDouble()));
            console.line(Json.of(json));
        } else if (arguments.has("--csv")) {
            console.line(number(seconds)
                    + readings.stream()
                            .map(each -> "," + number(each.value().getAsDouble()))
                            .collect(Collectors.joining()));
        } else {
            console.line(readings.stream()
                    .map(each -> "%s %s %s"
                            .formatted(each.name(), number(each.value().getAsDouble()), each.unit())
                            .strip())
                    .collect(Collectors.joining(", ")));
        }
    }

    private static String heading(Reading reading) {
        return reading.unit().isEmpty() ? reading.name() : "%s (%s)".formatted(reading.name(), reading.unit());
    }

    /** At most three decimals. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    }
}
