// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.HardwareException;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.command.Sensors.Reading;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Nearest;
import blinka4j.runtime.Blinka;
import blinka4j.sim.Breadboard;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimProvider;
import blinka4j.time.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
                .with("--pin", "PIN[,PIN]", "the pins of a sensor that is not on I2C, as blinka sensor lists them")
                .with("--uart", "PORT", "the device file of the serial port; the board's port if not given")
                .with("--baud", "N", "bits per second of the serial port; 9600 if not given")
                .with("--channel", "N", "only input N of a converter, such as 0, A0 or B; all if not given")
                .with("--reference", "V", "the reference voltage of MCP3xxx and PCF8591; 3.3 if not given")
                .with("--csv", "", "print comma-separated values with a heading")
                .with("--json", "", "print a line of JSON for each reading");
    }

    @Override
    public String help() {
        return """
                Reads a sensor and prints its quantities. Without NAME, lists the sensors and the pins on which
                those that are not on I2C are expected without --pin.

                blinka sensor BME280
                blinka sensor BME280 --address 0x76 --every 1s --csv
                blinka sensor DHT22 --pin D4
                blinka sensor HCSR04 --pin D5,D6                  trigger and echo
                blinka sensor MCP3008 --pin CE0 --channel 0       chip select on the default SPI bus
                blinka sensor GPS --uart /dev/ttyUSB0 --every 1s
                blinka sensor PM25 --uart /dev/serial0            without --uart, on I2C
                blinka sensor MCP9808 --every 100ms | blinka plot

                ADS1015 and ADS1115 measure up to 4.096 V. MAX31865 is read as with a PT100 on two wires and a
                reference of 430 Ohm.""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws Exception {
        if (arguments.operands().isEmpty()) {
            list(console);
            return OK;
        }
        String name = Sensors.canonical(arguments.operand(0));
        if (name.isEmpty()) {
            throw new UsageException("there is no sensor '%s'. The nearest are %s. blinka sensor lists all"
                    .formatted(
                            arguments.operand(0),
                            String.join(", ", Nearest.to(arguments.operand(0), Sensors.names(), 3))));
        }
        if (arguments.has("--csv") && arguments.has("--json")) {
            throw new UsageException("--csv and --json exclude each other");
        }
        PinSensors.Row row = PinSensors.find(name);
        boolean serial = name.equals("GPS") || (PinSensors.SERIAL.contains(name) && arguments.has("--uart"));
        boolean onI2c = row == null && !serial;
        requireFitting(arguments, name, row != null, "--pin");
        requireFitting(arguments, name, PinSensors.SERIAL.contains(name), "--uart");
        requireFitting(arguments, name, serial, "--baud");
        requireFitting(arguments, name, onI2c, "--address", "--bus");
        requireFitting(arguments, name, name.startsWith("MCP3") || name.equals("PCF8591"), "--reference");
        int address = arguments.number("--address", -1);
        int baud = arguments.positive("--baud", 9600);
        double reference = Arguments.decimal("--reference", arguments.option("--reference", "" + Sensors.REFERENCE));
        double every = arguments.seconds("--every", 0);
        int count = arguments.positive("--count", every > 0 ? Integer.MAX_VALUE : 1);
        List<String> pins = row == null ? List.of() : pins(row, arguments);
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Blinka found = console.board();
            boolean paced = row != null
                    && found.provider() instanceof SimProvider simulator
                    && simulator.board().clock().isRunning();
            Blinka blinka = paced ? inSimulatedTime(found.board(), opened) : found;
            List<Reading> readings;
            if (row != null) {
                requirePins(row, arguments, blinka);
                simulate(blinka, row, pins, console);
                readings = PinSensors.open(row, blinka, pins, reference, opened);
            } else if (serial) {
                readings = PinSensors.atPort(name, blinka, port(blinka, name, baud, arguments, console, opened));
            } else {
                I2C bus = bus(blinka, name, address, arguments, console, opened);
                readings = Sensors.onI2c(name, blinka, bus, address, reference);
            }
            readings = channel(name, readings, arguments.option("--channel", ""));
            print(arguments, console, blinka, readings, every, count, paced);
        } finally {
            // The last one first: a pin is on a board.
            for (int i = opened.size() - 1; i >= 0; i--) {
                opened.get(i).close();
            }
        }
        return OK;
    }

    /**
     * The same simulated board, on a clock that does not follow real time: on a busy machine the pulses of a DHT or HX711, which are
     * microseconds long, would come too late.
     */
    private static Blinka inSimulatedTime(BoardDefinition definition, List<AutoCloseable> opened) {
        SimBoard board = SimBoard.open(definition);
        opened.add(board);
        opened.add(Blinka.Scope.ofThread(board.blinka()));
        ServiceLoader.load(Breadboard.class).forEach(each -> each.attachTo(board));
        return board.blinka();
    }

    private static void list(Console console) {
        console.line(console.folded("On I2C: " + String.join(" ", Sensors.I2C_NAMES), 8));
        console.line("");
        console.line("On pins, with --pin if they are others:");
        for (PinSensors.Row row : PinSensors.ALL) {
            console.line("  %-9s %s %s".formatted(row.name(), row.roles(), row.usual()));
        }
        console.line("");
        console.line("On a serial port, with --uart if it is not the board's: " + String.join(" ", PinSensors.SERIAL));
    }

    private static void requireFitting(Arguments arguments, String name, boolean fits, String... options) {
        for (String option : options) {
            if (!fits && arguments.has(option)) {
                throw new UsageException("%s has no %s".formatted(name, option));
            }
        }
    }

    private static List<String> pins(PinSensors.Row row, Arguments arguments) {
        List<String> pins = List.of(arguments.option("--pin", row.usual()).split(",", -1));
        int roles = row.roles().split(",", -1).length;
        if (pins.size() != roles || pins.contains("")) {
            throw new UsageException("--pin '%s' is not possible: %s needs %s, such as --pin %s"
                    .formatted(String.join(",", pins), row.name(), row.roles(), row.usual()));
        }
        return pins;
    }

    /** The usual pins are those of a Raspberry Pi and many others, but not of all boards. */
    private static void requirePins(PinSensors.Row row, Arguments arguments, Blinka blinka) {
        // On a machine that is not a known board, opening the pin says more.
        boolean given = arguments.has("--pin") || Console.isGeneric(blinka.board());
        for (String pin : given ? new String[0] : row.usual().split(",", -1)) {
            if (!blinka.board().pins().containsKey(pin)) {
                throw new UsageException("%s has no pin %s. Say with --pin where %s is connected: %s"
                        .formatted(blinka.board().name(), pin, row.name(), row.roles()));
            }
        }
    }

    /** The readings of one input: those whose name is this channel, or ends with it. */
    private static List<Reading> channel(String name, List<Reading> readings, String channel) {
        if (channel.isEmpty()) {
            return readings;
        }
        List<Reading> found = readings.stream()
                .filter(each -> each.name().matches("(?i)(.*[^0-9])?" + Pattern.quote(channel)))
                .toList();
        if (found.isEmpty()) {
            throw new UsageException("--channel '%s' is not possible: %s measures %s"
                    .formatted(
                            channel, name, readings.stream().map(Reading::name).collect(Collectors.joining(", "))));
        }
        return found;
    }

    private static I2C bus(
            Blinka blinka, String name, int address, Arguments arguments, Console console, List<AutoCloseable> opened) {
        String bus = arguments.option("--bus", "");
        if (bus.isEmpty()) {
            simulate(blinka, name, "", address, console);
            return blinka.i2c();
        }
        boolean number = bus.matches("\\d{1,6}");
        I2C other = number ? new I2C(Integer.parseInt(bus)) : new I2C(bus);
        opened.add(other);
        simulate(blinka, name, number ? "i2c" + bus : bus, address, console);
        return other;
    }

    private static UART port(
            Blinka blinka, String name, int baud, Arguments arguments, Console console, List<AutoCloseable> opened) {
        String port = arguments.option("--uart", "");
        if (blinka.provider() instanceof SimProvider simulator) {
            SimBoard board = simulator.board();
            SimulatedChips.send(name, board, port.isEmpty() ? board.uart() : board.uart(port));
            console.note("Simulated: %s at the serial port.".formatted(name));
        }
        UART uart = port.isEmpty() ? blinka.uart() : new UART(port, baud);
        opened.add(uart);
        uart.baudrate(baud);
        return uart;
    }

    /** The first values. Some sensors measure for seconds before they have one. A value that does not come is NaN. */
    static double[] first(Blinka blinka, List<Reading> readings) {
        double began = Time.monotonic(blinka);
        double[] values = new double[readings.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = readings.get(i).value().getAsDouble();
            while (Double.isNaN(values[i]) && Time.monotonic(blinka) - began < FIRST_SECONDS) {
                Time.sleep(blinka, 0.1);
                values[i] = readings.get(i).value().getAsDouble();
            }
        }
        return values;
    }

    /**
     * On a simulated board without this chip, attaches one.
     *
     * @param device the bus; empty for the board's default one
     */
    private static void simulate(Blinka blinka, String name, String device, int address, Console console) {
        SimulatedChips.Known known = SimulatedChips.find(name);
        if (blinka.provider() instanceof SimProvider simulator && known != null) {
            SimBoard board = simulator.board();
            SimI2CBus bus = device.isEmpty() ? board.i2c() : board.i2c(device);
            int at = address < 0 ? known.address() : address;
            if (!bus.attached().containsKey(at)) {
                bus.attach(at, known.make());
                console.note("Simulated: %s at 0x%02x.".formatted(known.name(), at));
            }
        }
    }

    /** On a simulated board with nothing on these pins, connects the sensor. */
    private static void simulate(Blinka blinka, PinSensors.Row row, List<String> pins, Console console) {
        if (blinka.provider() instanceof SimProvider simulator
                && SimulatedChips.connect(row, simulator.board(), pins)) {
            console.note("Simulated: %s on %s.".formatted(row.name(), String.join(", ", pins)));
        }
    }

    /** @param paced true if a person watches a board whose time does not pass by itself */
    private static void print(
            Arguments arguments,
            Console console,
            Blinka blinka,
            List<Reading> readings,
            double every,
            int count,
            boolean paced)
            throws InterruptedException {
        if (arguments.has("--csv")) {
            console.line("seconds," + readings.stream().map(ReadSensor::heading).collect(Collectors.joining(",")));
        }
        print(arguments, console, 0, readings, first(blinka, readings));
        double began = Time.monotonic(blinka);
        for (int i = 1; i < count; i++) {
            double pause = Math.max(1e-6, began + i * every - Time.monotonic(blinka));
            Time.sleep(blinka, pause);
            if (paced) {
                Thread.sleep(Math.round(1000 * pause));
            }
            double seconds = Time.monotonic(blinka) - began;
            try {
                double[] values = readings.stream()
                        .mapToDouble(each -> each.value().getAsDouble())
                        .toArray();
                print(arguments, console, seconds, readings, values);
            } catch (HardwareException e) {
                // One failed reading of many does not end a recording.
                console.note(String.valueOf(e.getMessage()));
            }
        }
    }

    private static void print(
            Arguments arguments, Console console, double seconds, List<Reading> readings, double[] values) {
        List<String> parts = new ArrayList<>();
        if (arguments.has("--json")) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("seconds", Math.round(seconds * 1000) / 1000.0);
            for (int i = 0; i < values.length; i++) {
                json.put(heading(readings.get(i)), values[i]);
            }
            console.line(Json.of(json));
        } else if (arguments.has("--csv")) {
            parts.add(number(seconds, 3));
            for (int i = 0; i < values.length; i++) {
                parts.add(number(values[i], readings.get(i).decimals()));
            }
            console.line(String.join(",", parts));
        } else {
            for (int i = 0; i < values.length; i++) {
                Reading each = readings.get(i);
                parts.add("%s %s %s"
                        .formatted(each.name(), number(values[i], each.decimals()), each.unit())
                        .strip());
            }
            console.line(String.join(", ", parts));
        }
    }

    private static String heading(Reading reading) {
        return reading.unit().isEmpty() ? reading.name() : "%s (%s)".formatted(reading.name(), reading.unit());
    }

    private static String number(double value, int most) {
        return String.format(Locale.ROOT, "%." + most + "f", value).replaceFirst("\\.?0+$", "");
    }
}
