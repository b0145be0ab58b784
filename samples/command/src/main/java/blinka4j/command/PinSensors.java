// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.UART;
import blinka4j.command.Sensors.Reading;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.dht.DHT;
import blinka4j.drivers.dht.DHT11;
import blinka4j.drivers.dht.DHT21;
import blinka4j.drivers.dht.DHT22;
import blinka4j.drivers.ds18x20.DS18X20;
import blinka4j.drivers.gps.GPS;
import blinka4j.drivers.hcsr04.HCSR04;
import blinka4j.drivers.hx711.HX711;
import blinka4j.drivers.max31855.MAX31855;
import blinka4j.drivers.max31865.MAX31865;
import blinka4j.drivers.mcp3xxx.AnalogIn;
import blinka4j.drivers.mcp3xxx.MCP3002;
import blinka4j.drivers.mcp3xxx.MCP3004;
import blinka4j.drivers.mcp3xxx.MCP3008;
import blinka4j.drivers.mcp3xxx.MCP3202;
import blinka4j.drivers.mcp3xxx.MCP3204;
import blinka4j.drivers.mcp3xxx.MCP3208;
import blinka4j.drivers.mcp3xxx.MCP3xxx;
import blinka4j.drivers.pm25.PM25;
import blinka4j.microcontroller.Pin;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.runtime.Blinka;
import blinka4j.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sensors that {@code blinka sensor} reads on pins, on the default SPI bus and at a serial port. */
final class PinSensors {
    /** What the pin of a sensor on SPI is. */
    private static final String SELECT = "chip select";

    private static final String DATA = "data";

    static final List<Row> ALL = List.of(
            new Row("DHT11", DATA, "D4"),
            new Row("DHT21", DATA, "D4"),
            new Row("DHT22", DATA, "D4"),
            new Row("DS18X20", DATA, "D4"),
            new Row("HCSR04", "trigger,echo", "D5,D6"),
            new Row("HX711", "data,clock", "D5,D6"),
            new Row("MAX31855", SELECT, "D5"),
            new Row("MAX31865", SELECT, "D5"),
            new Row("MCP3002", SELECT, "D5"),
            new Row("MCP3004", SELECT, "D5"),
            new Row("MCP3008", SELECT, "D5"),
            new Row("MCP3202", SELECT, "D5"),
            new Row("MCP3204", SELECT, "D5"),
            new Row("MCP3208", SELECT, "D5"));

    /** The sensors that send on a serial port. A PM25 can be on I2C, too. */
    static final List<String> SERIAL = List.of("GPS", "PM25");

    /** The family codes of DS18S20, DS1822 and DS18B20, in their data sheets. */
    private static final Set<Integer> THERMOMETERS = Set.of(0x10, 0x22, 0x28);

    /** A receiver sends every second. */
    private static final int FIRST_SENTENCE_SECONDS = 3;

    private PinSensors() {}

    /**
     * A sensor.
     *
     * @param roles what its pins are, separated by commas, in the order of {@code --pin}
     * @param usual the pins without {@code --pin}
     */
    record Row(String name, String roles, String usual) {
        boolean isOnSpi() {
            return roles.equals(SELECT);
        }
    }

    static @Nullable Row find(String name) {
        return ALL.stream().filter(row -> row.name.equals(name)).findFirst().orElse(null);
    }

    /**
     * The quantities of a sensor of the table.
     *
     * @param pins the names of its pins, as many as it has roles
     * @param reference the voltage of the greatest value of an MCP3xxx
     * @param opened gets what the caller must close
     */
    static List<Reading> open(Row row, Blinka blinka, List<String> pins, double reference, List<AutoCloseable> opened) {
        String pin = pins.get(0);
        return switch (row.name) {
            case "DHT11" -> dht(new DHT11(blinka.pin(pin)), opened);
            case "DHT21" -> dht(new DHT21(blinka.pin(pin)), opened);
            case "DHT22" -> dht(new DHT22(blinka.pin(pin)), opened);
            case "DS18X20" -> oneWire(new OneWireBus(blinka.pin(pin)), pin, opened);
            case "HCSR04" -> {
                HCSR04 chip = new HCSR04(blinka.pin(pin), blinka.pin(pins.get(1)));
                opened.add(chip);
                yield List.of(Reading.of("distance", "cm", chip::distance));
            }
            case "HX711" -> {
                DigitalInOut data = new DigitalInOut(blinka.pin(pin));
                opened.add(data);
                DigitalInOut clock = new DigitalInOut(blinka.pin(pins.get(1)));
                opened.add(clock);
                HX711 chip = new HX711(data, clock);
                yield List.of(
                        Reading.of("channel A", "counts", () -> chip.read(HX711.ChanGain.CHAN_A_GAIN_128)),
                        Reading.of("channel B", "counts", () -> chip.read(HX711.ChanGain.CHAN_B_GAIN_32)));
            }
            case "MAX31855" -> {
                MAX31855 chip = new MAX31855(device(blinka, pin, 100_000, 0, opened));
                yield List.of(
                        Reading.of("temperature", "°C", chip::temperature),
                        Reading.of("reference temperature", "°C", chip::referenceTemperature));
            }
            case "MAX31865" -> {
                MAX31865 chip = new MAX31865(device(blinka, pin, 500_000, 1, opened), 100, 430, 2, 60);
                yield List.of(
                        Reading.of("temperature", "°C", chip::temperature),
                        Reading.of("resistance", "Ω", chip::resistance));
            }
            default -> inputs(row.name, device(blinka, pin, 100_000, 0, opened), reference);
        };
    }

    private static List<Reading> dht(DHT chip, List<AutoCloseable> opened) {
        opened.add(chip);
        return List.of(Reading.of("temperature", "°C", chip::temperature), Reading.of("humidity", "%", chip::humidity));
    }

    /** All thermometers of a 1-Wire bus, with their addresses if there are several. */
    private static List<Reading> oneWire(OneWireBus bus, String pin, List<AutoCloseable> opened) {
        opened.add(bus);
        List<Reading> readings = new ArrayList<>();
        List<OneWireAddress> found = bus.scan();
        for (OneWireAddress address : found) {
            if (THERMOMETERS.contains(address.familyCode())) {
                DS18X20 chip = new DS18X20(bus, address);
                readings.add(Reading.of(
                        found.size() == 1 ? "temperature" : "temperature " + address, "°C", chip::temperature));
            }
        }
        if (readings.isEmpty()) {
            throw new DeviceNotFoundException(
                    "no DS18B20 or DS18S20 answers on %s. Check its wiring, and the resistor of 4.7 kOhm from the data wire to 3.3 V."
                            .formatted(pin));
        }
        return readings;
    }

    /** A chip on the default SPI bus. The controller drives its chip select if it can, else this process does. */
    private static SPIDevice device(Blinka blinka, String pin, int baudrate, int phase, List<AutoCloseable> opened) {
        Pin select = blinka.pin(pin);
        if (controllerSelect(blinka.board(), pin) >= 0) {
            return new SPIDevice(blinka.spi(), select, baudrate, 0, phase);
        }
        DigitalInOut output = new DigitalInOut(select);
        opened.add(output);
        return new SPIDevice(blinka.spi(), output, baudrate, 0, phase);
    }

    /** The number of a pin among the chip selects that the controller of the default SPI bus drives; -1 for another pin. */
    static int controllerSelect(BoardDefinition board, String pin) {
        Line line = board.pins().get(pin);
        if (line == null || board.spiBuses().isEmpty()) {
            return -1;
        }
        return board.spiBuses().get(0).chipSelects().stream()
                .map(board.pins()::get)
                .toList()
                .indexOf(line);
    }

    private static List<Reading> inputs(String name, SPIDevice device, double reference) {
        MCP3xxx chip = switch (name) {
            case "MCP3002" -> new MCP3002(device, reference);
            case "MCP3004" -> new MCP3004(device, reference);
            case "MCP3008" -> new MCP3008(device, reference);
            case "MCP3202" -> new MCP3202(device, reference);
            case "MCP3204" -> new MCP3204(device, reference);
            case "MCP3208" -> new MCP3208(device, reference);
            default -> throw new IllegalArgumentException("there is no sensor " + name);
        };
        List<Reading> readings = new ArrayList<>();
        // The last digit of its name is the number of its inputs.
        for (int i = 0; i < Character.digit(name.charAt(name.length() - 1), 10); i++) {
            AnalogIn input = new AnalogIn(chip, MCP3xxx.Pin.valueOf("P" + i));
            readings.add(Reading.of("CH" + i, "V", input::voltage));
        }
        return readings;
    }

    /** A sensor of {@link #SERIAL}. The port is at the right speed. */
    static List<Reading> atPort(String name, Blinka blinka, UART port) {
        return name.equals("GPS") ? position(new GPS(port), blinka) : particles(new PM25(port));
    }

    /**
     * The quantities of a GPS receiver. They are NaN until it knows its position.
     *
     * @throws DeviceNotFoundException if nothing comes for 3 s
     */
    static List<Reading> position(GPS gps, Blinka blinka) {
        double began = Time.monotonic(blinka);
        while (gps.nmeaSentence() == null) {
            if (Time.monotonic(blinka) - began > FIRST_SENTENCE_SECONDS) {
                throw new DeviceNotFoundException(
                        "no sentence of NMEA 0183 came from %s in %s s. Check that TX of the receiver is connected to RX, and that --baud is its speed: 9600, 38400 or 115200."
                                .formatted(gps, FIRST_SENTENCE_SECONDS));
            }
            if (!gps.update()) {
                Time.sleep(blinka, 0.05);
            }
        }
        return List.of(
                new Reading("latitude", "°", 6, () -> newest(gps).latitude()),
                new Reading("longitude", "°", 6, () -> newest(gps).longitude()),
                Reading.of("altitude", "m", () -> newest(gps).altitudeM()),
                Reading.of("speed", "knots", () -> newest(gps).speedKnots()),
                Reading.of("angle", "°", () -> newest(gps).trackAngleDeg()),
                Reading.of("satellites", "in use", () -> newest(gps).satellites()));
    }

    /** Takes what has come since the last call. A sentence without values is no reason to stop. */
    private static GPS newest(GPS gps) {
        int idle = 0;
        while (idle < 3) {
            idle = gps.update() ? 0 : idle + 1;
        }
        return gps;
    }

    /** The quantities of one measurement: the first of them measures. */
    static List<Reading> particles(PM25 chip) {
        PM25.AqiReading[] air = {chip.read()};
        return List.of(
                Reading.of("pm10 standard", "µg/m³", () -> {
                    air[0] = chip.read();
                    return air[0].pm10Standard();
                }),
                Reading.of("pm25 standard", "µg/m³", () -> air[0].pm25Standard()),
                Reading.of("pm100 standard", "µg/m³", () -> air[0].pm100Standard()),
                Reading.of("pm10 env", "µg/m³", () -> air[0].pm10Env()),
                Reading.of("pm25 env", "µg/m³", () -> air[0].pm25Env()),
                Reading.of("pm100 env", "µg/m³", () -> air[0].pm100Env()),
                Reading.of("particles 03um", "in 0.1 l", () -> air[0].particles03um()),
                Reading.of("particles 05um", "in 0.1 l", () -> air[0].particles05um()),
                Reading.of("particles 10um", "in 0.1 l", () -> air[0].particles10um()),
                Reading.of("particles 25um", "in 0.1 l", () -> air[0].particles25um()),
                Reading.of("particles 50um", "in 0.1 l", () -> air[0].particles50um()),
                Reading.of("particles 100um", "in 0.1 l", () -> air[0].particles100um()));
    }
}
