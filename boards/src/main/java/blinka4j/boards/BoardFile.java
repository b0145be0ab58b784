// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A board as its file describes it. The format is described in {@code boards/README.md}.
 *
 * @param recognition what the file itself says, not those that it includes
 * @param soc the device tree's string for the processor; empty if the file does not say
 * @param aliases further ids, from the file itself
 */
record BoardFile(BoardDefinition definition, Recognition recognition, String soc, List<String> aliases) {
    /** A file to read: what messages call it, and what it says. */
    record Source(String file, String text) {}

    private static final Set<String> PLAIN_KEYS = Set.of(
            "name",
            "include",
            "provider",
            "soc",
            "aliases",
            "enable",
            "chip",
            "i2c",
            "spi",
            "uart",
            "pwm",
            "analog",
            "header");
    private static final Set<String> RECOGNITION_KEYS = Set.of(
            "recognise.compatible",
            "recognise.model",
            "recognise.armbian",
            "recognise.beaglebone",
            "recognise.cpuinfo",
            "recognise.dmi",
            "recognise.pynq",
            "recognise.raspberry-pi.type",
            "recognise.raspberry-pi.code");
    private static final Map<String, List<String>> BUS_KEYS = Map.of(
            "i2c", List.of("device", "scl", "sda", "enable"),
            "spi", List.of("device", "clock", "mosi", "miso", "chip-selects", "enable"),
            "uart", List.of("device", "tx", "rx", "enable"));
    private static final Pattern BUS_KEY = Pattern.compile("(i2c|spi|uart)\\.([A-Za-z0-9_-]+)\\.([a-z-]+)");
    private static final Pattern CHIP_KEY = Pattern.compile("chip\\.([A-Za-z][A-Za-z0-9_]*)");
    private static final Pattern PIN_KEY =
            Pattern.compile("pin\\.(?:([A-Za-z][A-Za-z0-9_]*)\\.)?(\\d{1,4})(?:-(\\d{1,4}))?");
    /** Names that no line has; what the chip of their lines is called. */
    private static final String NO_LINE = "pin." + Line.NONE;

    private static final Pattern PWM_KEY = Pattern.compile("pwm\\.([^.\\s]+)(\\.enable)?");
    private static final Pattern ANALOG_KEY = Pattern.compile("analog\\.([^.\\s]+)");
    private static final Pattern HEADER_KEY = Pattern.compile("header\\.([A-Za-z0-9_-]+)(\\.columns)?");
    /** What a connector has beside pins. */
    private static final Pattern POWER = Pattern.compile("3V3|5V|GND|1V8|12V|VIN|AGND|-|\\([^\\s()]+\\)");

    private static final Pattern PWM_OUTPUT = Pattern.compile("(?:([^\\s:]+):)?(\\d{1,4})");
    private static final Pattern PWM_CONTROLLER = Pattern.compile("/sys/class/pwm/pwmchip\\d+|[^\\s/:]+");
    private static final String BAR = "\\s+\\|\\s+";
    private static final Pattern RANGE_OF_NAMES = Pattern.compile("(.*?)(\\d{1,4})-\\1(\\d{1,4})");
    private static final Pattern DEVICE = Pattern.compile("/dev/\\S+|alias:[a-z][a-z0-9-]*|[^\\s/:]+\\.[^\\s/]+");

    /**
     * Reads a board.
     *
     * @param included finds a file to include by its name; null if there is none
     * @throws NotAvailableException naming file, line, key and what was expected, if a file is wrong
     */
    static BoardFile read(String id, Source source, Function<String, @Nullable Source> included) {
        Map<String, Entry> own = parse(source);
        Map<String, Entry> all = new LinkedHashMap<>();
        include(own, included, new LinkedHashSet<>(Set.of(source.file())), all);
        return new Reader(source.file(), own, all).read(id);
    }

    private static Map<String, Entry> parse(Source source) {
        Map<String, Entry> entries = BoardText.parse(source.file(), source.text());
        entries.values().forEach(BoardFile::requireKnown);
        return entries;
    }

    /** Collects {@code entries} and, before them, those of the files that they include: what comes later counts. */
    private static void include(
            Map<String, Entry> entries,
            Function<String, @Nullable Source> included,
            Set<String> within,
            Map<String, Entry> all) {
        Entry include = entries.get("include");
        if (include != null) {
            for (String name : words(include)) {
                Source source = included.apply(name);
                if (source == null) {
                    throw include.wrong("there is no board file called '" + name + "'");
                }
                if (!within.add(source.file())) {
                    throw include.wrong(
                            "files include each other: %s → %s".formatted(String.join(" → ", within), source.file()));
                }
                include(parse(source), included, within, all);
                within.remove(source.file());
            }
        }
        all.putAll(entries);
    }

    private static void requireKnown(Entry entry) {
        String key = entry.key();
        if (key.startsWith("pin.") && !PIN_KEY.matcher(key).matches() && !key.equals(NO_LINE)) {
            throw entry.wrong("expected pin.OFFSET, pin.FIRST-LAST or pin.CHIP.OFFSET, such as pin.18 = D18");
        }
        if (!isKnown(key)) {
            throw entry.wrong("unknown key; did you mean %s?"
                    .formatted(Nearest.to(key, keysLike(key), 1).get(0)));
        }
    }

    private static boolean isKnown(String key) {
        Matcher bus = BUS_KEY.matcher(key);
        return bus.matches()
                ? BUS_KEYS.getOrDefault(bus.group(1), List.of()).contains(bus.group(3))
                : PLAIN_KEYS.contains(key)
                        || RECOGNITION_KEYS.contains(key)
                        || CHIP_KEY.matcher(key).matches()
                        || PWM_KEY.matcher(key).matches()
                        || ANALOG_KEY.matcher(key).matches()
                        || HEADER_KEY.matcher(key).matches()
                        || key.equals(NO_LINE)
                        || PIN_KEY.matcher(key).matches();
    }

    /** The keys that a wrong one can have been meant to be: those that begin with the same word, if any do. */
    private static List<String> keysLike(String key) {
        List<String> keys = new ArrayList<>(PLAIN_KEYS);
        keys.addAll(RECOGNITION_KEYS);
        int dot = key.indexOf('.');
        if (dot >= 0) {
            String rest = key.substring(dot);
            keys.add("pin" + rest);
            keys.add("chip" + rest);
            keys.add("pwm" + rest);
            keys.add("analog" + rest);
            keys.add("header" + rest);
            String bus = rest.substring(0, rest.lastIndexOf('.') + 1);
            keys.add("pwm" + bus + "enable");
            BUS_KEYS.forEach((kind, each) -> each.forEach(last -> keys.add(kind + bus + last)));
        }
        keys.removeIf(each -> !isKnown(each));
        List<String> alike = keys.stream()
                .filter(each -> dot >= 0 && each.startsWith(key.substring(0, dot + 1)))
                .toList();
        return alike.isEmpty() ? keys : alike;
    }

    private static List<String> words(Entry entry) {
        return entry.value().isEmpty() ? List.of() : Arrays.asList(entry.value().split("\\s+", -1));
    }

    /** Makes a board of the entries, which are known keys. */
    private static final class Reader {
        private final String file;
        private final Map<String, Entry> own;
        private final Map<String, Entry> all;
        private final Map<String, Line> pins = new LinkedHashMap<>();
        private final Map<String, Entry> named = new LinkedHashMap<>();

        Reader(String file, Map<String, Entry> own, Map<String, Entry> all) {
            this.file = file;
            this.own = own;
            this.all = all;
        }

        BoardFile read(String id) {
            Entry name = all.get("name");
            if (name == null || name.value().isEmpty()) {
                throw missing("name", "the board's name as its maker writes it");
            }
            all.values().stream()
                    .filter(entry -> entry.key().startsWith("pin."))
                    .forEach(this::readPins);
            nameAnalogs();
            Entry provider = all.get("provider");
            BoardDefinition definition = new BoardDefinition(
                    id,
                    name.value(),
                    pins,
                    buses("i2c").stream().map(this::i2c).toList(),
                    buses("spi").stream().map(this::spi).toList(),
                    buses("uart").stream().map(this::uart).toList(),
                    pwms(),
                    analogs(),
                    headers(),
                    provider == null || provider.value().isEmpty() ? null : provider.value());
            return new BoardFile(definition, recognition(), value("soc"), aliases());
        }

        /** The value of a key; empty without it. */
        private String value(String key) {
            Entry entry = all.get(key);
            return entry == null ? "" : entry.value();
        }

        private List<String> aliases() {
            Entry entry = own.get("aliases");
            return entry == null ? List.of() : words(entry);
        }

        private NotAvailableException missing(String key, String expected) {
            return new NotAvailableException("%s: no key %s; expected %s".formatted(file, key, expected));
        }

        private void readPins(Entry entry) {
            if (entry.value().isEmpty()) {
                return;
            }
            Matcher key = PIN_KEY.matcher(entry.key());
            if (!key.matches()) {
                int offset = 0;
                for (String name : words(entry)) {
                    name(entry, name, new Line(Line.NONE, offset++));
                }
                return;
            }
            Entry chip = chip(entry, key.group(1));
            int first = Integer.parseInt(key.group(2));
            if (key.group(3) == null) {
                for (String name : words(entry)) {
                    name(entry, name, new Line(chip.value(), first));
                }
                return;
            }
            int last = Integer.parseInt(key.group(3));
            if (last <= first) {
                throw entry.wrong("a range of lines goes upwards, such as pin.0-27 = D0-D27");
            }
            for (String word : words(entry)) {
                Matcher names = RANGE_OF_NAMES.matcher(word);
                if (!names.matches()
                        || Integer.parseInt(names.group(3)) - Integer.parseInt(names.group(2)) != last - first) {
                    throw entry.wrong("'%s' is no range of %s names; expected one such as %s"
                            .formatted(word, last - first + 1, "D" + first + "-D" + last));
                }
                int number = Integer.parseInt(names.group(2));
                for (int offset = first; offset <= last; offset++, number++) {
                    name(entry, names.group(1) + number, new Line(chip.value(), offset));
                }
            }
        }

        /** An analog input that is no pin of that name yet is one without a line. */
        private void nameAnalogs() {
            int offset =
                    (int) pins.values().stream().filter(line -> !line.isGpio()).count();
            for (Entry entry : all.values()) {
                Matcher key = ANALOG_KEY.matcher(entry.key());
                if (key.matches() && !entry.value().isEmpty() && !pins.containsKey(key.group(1))) {
                    pins.put(key.group(1), new Line(Line.NONE, offset++));
                }
            }
        }

        private Entry chip(Entry pin, @Nullable String name) {
            String key = name == null ? "chip" : "chip." + name;
            Entry chip = all.get(key);
            if (chip == null || chip.value().isEmpty()) {
                throw pin.wrong(
                        "no key %s says which GPIO controller that is; expected its label, as gpiodetect prints it"
                                .formatted(key));
            }
            return chip;
        }

        private void name(Entry entry, String name, Line line) {
            Entry before = named.putIfAbsent(name, entry);
            if (before != null) {
                throw entry.wrong("the name %s is taken: %s, line %s, key %s has it"
                        .formatted(name, before.file(), before.line(), before.key()));
            }
            pins.put(name, line);
        }

        /** The buses of a kind that the board has, default first: each by the key that lists it and its own name. */
        private List<Bus> buses(String kind) {
            Entry list = all.get(kind);
            List<String> names = list == null ? List.of() : words(list);
            for (Entry entry : own.values()) {
                Matcher key = BUS_KEY.matcher(entry.key());
                if (key.matches() && key.group(1).equals(kind) && !names.contains(key.group(2))) {
                    throw entry.wrong("no such bus; the key %s must list '%s', the default bus first"
                            .formatted(kind, key.group(2)));
                }
            }
            List<Bus> buses = new ArrayList<>();
            for (String name : names) {
                if (list != null && names.indexOf(name) != buses.size()) {
                    throw list.wrong("bus '%s' is listed twice".formatted(name));
                }
                Entry device = all.get(kind + "." + name + ".device");
                if (list != null && device == null) {
                    throw list.wrong("no key %s.%s.device says which device bus '%s' is".formatted(kind, name, name));
                }
                if (device != null) {
                    buses.add(new Bus(kind + "." + name + ".", device));
                }
            }
            return buses;
        }

        private I2CBus i2c(Bus bus) {
            return new I2CBus(device(bus, "/dev/i2c-1 or alias:i2c1"), pin(bus, "scl"), pin(bus, "sda"), enable(bus));
        }

        private SpiBus spi(Bus bus) {
            String device = device(bus, "/dev/spidev0 or alias:spi0");
            if (device.startsWith("/dev/") && device.contains(".") && !device.contains(" ")) {
                throw bus.device().wrong("expected the controller without a chip select, such as /dev/spidev0");
            }
            Entry selects = all.get(bus.prefix() + "chip-selects");
            List<String> chipSelects = new ArrayList<>();
            if (selects != null) {
                for (String name : words(selects)) {
                    chipSelects.add(name.equals("-") ? "" : requirePin(selects, name));
                }
            }
            return new SpiBus(device, pin(bus, "clock"), pin(bus, "mosi"), pin(bus, "miso"), chipSelects, enable(bus));
        }

        private Uart uart(Bus bus) {
            return new Uart(device(bus, "/dev/ttyS1 or alias:serial0"), pin(bus, "tx"), pin(bus, "rx"), enable(bus));
        }

        private String device(Bus bus, String such) {
            for (String device : words(bus.device())) {
                if (!DEVICE.matcher(device).matches()) {
                    throw bus.device()
                            .wrong(
                                    "'%s' is no device; expected such as %s, or the controller's device, such as 1c2ac00.i2c"
                                            .formatted(device, such));
                }
            }
            return String.join(" ", words(bus.device()));
        }

        private String enable(Bus bus) {
            return enable(bus.prefix() + "enable");
        }

        /** How to switch something on: what the key says, or what counts for all that say nothing of their own. */
        private String enable(String key) {
            return all.containsKey(key) ? value(key) : value("enable");
        }

        private @Nullable String pin(Bus bus, String key) {
            Entry entry = all.get(bus.prefix() + key);
            return entry == null || entry.value().isEmpty() ? null : requirePin(entry, entry.value());
        }

        private String requirePin(Entry entry, String name) {
            if (!pins.containsKey(name)) {
                throw entry.wrong("the board has no pin '%s'; the nearest are %s"
                        .formatted(name, String.join(", ", Nearest.to(name, pins.keySet(), 3))));
            }
            return name;
        }

        /** The outputs of PWM controllers, each by the pin where it comes out. */
        private List<PwmChannel> pwms() {
            List<PwmChannel> channels = new ArrayList<>();
            for (Entry entry : all.values()) {
                Matcher key = PWM_KEY.matcher(entry.key());
                if (!key.matches()) {
                    continue;
                }
                String pin = key.group(1);
                Entry output = all.get("pwm." + pin);
                if (key.group(2) != null && output == null) {
                    throw entry.wrong("no key pwm.%s says which output comes out on that pin".formatted(pin));
                }
                if (key.group(2) == null && !entry.value().isEmpty()) {
                    channels.add(pwm(entry, requirePin(entry, pin), enable("pwm." + pin + ".enable")));
                }
            }
            return channels;
        }

        private PwmChannel pwm(Entry entry, String pin, String enable) {
            Matcher output = PWM_OUTPUT.matcher(entry.value());
            if (!output.matches()) {
                throw entry.wrong(
                        "'%s' is no PWM output; expected its number, such as 0, or controller and number, such as fe20c000.pwm:0"
                                .formatted(entry.value()));
            }
            String controller = output.group(1);
            if (controller == null) {
                Entry common = all.get("pwm");
                if (common == null || common.value().isEmpty()) {
                    throw entry.wrong(
                            "no key pwm says which controller that is; expected the name of its device, such as fe20c000.pwm, there or before the number");
                }
                controller = controller(common, common.value());
            }
            return new PwmChannel(controller(entry, controller), Integer.parseInt(output.group(2)), pin, enable);
        }

        private static String controller(Entry entry, String name) {
            if (!PWM_CONTROLLER.matcher(name).matches()) {
                throw entry.wrong(
                        "'%s' is no PWM controller; expected the name of its device, such as fe20c000.pwm, or /sys/class/pwm/pwmchip0"
                                .formatted(name));
            }
            return name;
        }

        /** The inputs of converters, each by what the board calls it. */
        private List<AnalogInput> analogs() {
            List<AnalogInput> inputs = new ArrayList<>();
            for (Entry entry : all.values()) {
                Matcher key = ANALOG_KEY.matcher(entry.key());
                if (!key.matches() || entry.value().isEmpty()) {
                    continue;
                }
                Matcher input = PWM_OUTPUT.matcher(entry.value());
                String device = input.matches() && input.group(1) != null ? input.group(1) : value("analog");
                if (!input.matches() || device.isEmpty()) {
                    throw entry.wrong(
                            "'%s' is no analog input; expected converter and channel, such as fe720000.saradc:0, or the channel alone, and the converter by the key analog"
                                    .formatted(entry.value()));
                }
                inputs.add(new AnalogInput(device, Integer.parseInt(input.group(2)), key.group(1)));
            }
            return inputs;
        }

        private List<Header> headers() {
            Entry list = all.get("header");
            List<String> names = list == null ? List.of() : words(list);
            for (Entry entry : own.values()) {
                Matcher key = HEADER_KEY.matcher(entry.key());
                if (key.matches() && !names.contains(key.group(1))) {
                    throw entry.wrong("no such connector; the key header must list '%s'".formatted(key.group(1)));
                }
            }
            List<Header> headers = new ArrayList<>();
            for (String name : names) {
                Entry positions = all.get("header." + name);
                if (list != null && positions == null) {
                    throw list.wrong("no key header.%s says what is on connector '%s'".formatted(name, name));
                }
                if (positions != null) {
                    headers.add(new Header(name, columns(name), positions(positions)));
                }
            }
            return headers;
        }

        private int columns(String header) {
            Entry columns = all.get("header." + header + ".columns");
            if (columns != null && !columns.value().matches("[12]")) {
                throw columns.wrong("'%s' is no number of columns; expected 1 or 2".formatted(columns.value()));
            }
            return columns == null ? 2 : Integer.parseInt(columns.value());
        }

        private List<String> positions(Entry entry) {
            List<String> positions = words(entry);
            for (String word : positions) {
                if (!POWER.matcher(word).matches() && !pins.containsKey(word)) {
                    throw entry.wrong(
                            "'%s' is no pin of the board, the nearest being %s; what is no pin is 3V3, 5V, 1V8, 12V, VIN, GND, AGND, - for nothing, or any word in parentheses, such as (RESET)"
                                    .formatted(word, String.join(", ", Nearest.to(word, pins.keySet(), 3))));
                }
            }
            return positions;
        }

        private Recognition recognition() {
            return new Recognition(
                    recognised("recognise.compatible", "\\s+"),
                    recognised("recognise.model", BAR),
                    recognised("recognise.armbian", "\\s+"),
                    beaglebone(),
                    recognised("recognise.cpuinfo", BAR),
                    recognised("recognise.dmi", BAR),
                    recognised("recognise.pynq", BAR),
                    hexadecimal("recognise.raspberry-pi.type", 0xff),
                    hexadecimal("recognise.raspberry-pi.code", 0xffff));
        }

        private List<String> recognised(String key, String separator) {
            Entry entry = own.get(key);
            if (entry == null) {
                return List.of();
            }
            List<String> values = Arrays.asList(entry.value().split(separator, -1));
            if (values.contains("")) {
                throw entry.wrong("a value is missing; it would match machines that say nothing");
            }
            return values;
        }

        private List<String> beaglebone() {
            List<String> ids = recognised("recognise.beaglebone", "\\s+");
            Entry entry = own.get("recognise.beaglebone");
            for (String id : ids) {
                if (entry != null && id.startsWith("0x") && !id.matches("0x([0-9a-f]{2})+")) {
                    throw entry.wrong(
                            "'%s' is no hexadecimal id; expected 0x and pairs of digits 0 to f".formatted(id));
                }
            }
            return ids;
        }

        private List<Integer> hexadecimal(String key, int most) {
            Entry entry = own.get(key);
            List<Integer> numbers = new ArrayList<>();
            for (String word : recognised(key, "\\s+")) {
                if (entry != null && (!word.matches("[0-9a-fA-F]{1,6}") || Integer.parseInt(word, 16) > most)) {
                    throw entry.wrong("'%s' is no hexadecimal number from 0 to %x".formatted(word, most));
                }
                numbers.add(Integer.parseInt(word, 16));
            }
            return numbers;
        }
    }

    /** Where the keys of one bus begin, such as {@code i2c.1.}, and its device. */
    private record Bus(String prefix, Entry device) {}
}
