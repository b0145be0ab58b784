// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.BoardDefinition.Encoder;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Line;
import blinka4j.provider.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A board, read from its file. {@code boards/README.md} describes the format.
 *
 * @param recognition the rules in the file itself, without those of included files
 * @param soc the device tree's string for the processor; empty if the file has none
 * @param aliases further ids, from the file itself
 */
record BoardFile(BoardDefinition definition, Recognition recognition, String soc, List<String> aliases) {
    /** A file to read: its name in messages, and its content. */
    record Source(String file, Supplier<String> content) {
        Source(String file, String text) {
            this(file, () -> text);
        }
    }

    /** What a board file can refer to. */
    interface Surroundings {
        /**
         * A file to include; null if no file has this name.
         *
         * @param from the including file's name in messages
         */
        @Nullable Source find(String from, String name);

        /** True if this is the device tree's string for a processor. Several boards may have it. */
        boolean isProcessor(String compatible);

        /** The names of the providers that a board may prefer. */
        Set<String> providers();
    }

    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_+.-]*");

    private static final int MOST_FILES = 64;
    private static final int DEEPEST = 16;
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_NAME = 64;
    private static final int MOST_NAMES = 10_000;

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
            "encoder",
            "pwm",
            "analog",
            "analog-out",
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
            "uart", List.of("device", "tx", "rx", "enable"),
            "encoder", List.of("device", "a", "b"));
    private static final Pattern BUS_KEY = Pattern.compile("(i2c|spi|uart|encoder)\\.([A-Za-z0-9_-]+)\\.([a-z-]+)");
    private static final Pattern CHIP_KEY = Pattern.compile("chip\\.([A-Za-z][A-Za-z0-9_]*)");
    private static final Pattern PIN_KEY =
            Pattern.compile("pin\\.(?:([A-Za-z][A-Za-z0-9_]*)\\.)?(\\d{1,4})(?:-(\\d{1,4}))?");
    /** The key of pins without a GPIO line. */
    private static final String NO_LINE = "pin." + Line.NONE;

    private static final Pattern PWM_KEY = Pattern.compile("pwm\\.([^.\\s]+)(\\.enable)?");
    private static final Pattern ANALOG_KEY = Pattern.compile("(analog|analog-out)\\.([^.\\s]+)");
    private static final Pattern HEADER_KEY = Pattern.compile("header\\.([A-Za-z0-9_-]+)(\\.columns)?");
    /** Words for the positions of a connector that are not pins. */
    private static final Pattern POWER = Pattern.compile("3V3|5V|GND|1V8|12V|VIN|AGND|-|\\([^\\s()]+\\)");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final Pattern CHIP = Pattern.compile("[^\\s\\[\\]()\"]+");
    private static final String CONVERTER = "[^\\s/]+|/sys/bus/iio/devices/iio:device\\d{1,4}";
    private static final Pattern VOLTAGE = Pattern.compile("(?:(\\S+):)?(\\d{1,4})");
    private static final Pattern PWM_OUTPUT = Pattern.compile("(?:([^\\s:]+):)?(\\d{1,4})");
    private static final Pattern PWM_CONTROLLER = Pattern.compile("/sys/class/pwm/pwmchip\\d{1,4}|[^\\s/:]+");
    /** Separates texts. A bar without spaces around it is part of a text. */
    private static final String BAR = "(?<= |^)\\|(?= |$)";

    private static final String SPACES = " +";
    private static final Pattern RANGE_OF_NAMES = Pattern.compile("(.*?)(\\d{1,4})-\\1(\\d{1,4})");
    /** A controller's device, as opposed to an alias or a device file. */
    private static final String CONTROLLER = "[^\\s/:]+\\.[^\\s/]+";

    private static final Map<String, Pattern> DEVICES = Map.of(
            "i2c", Pattern.compile("/dev/i2c-\\d{1,4}|alias:i2c\\d{1,4}|" + CONTROLLER),
            "spi", Pattern.compile("/dev/spidev\\d{1,4}|alias:spi\\d{1,4}|" + CONTROLLER),
            "uart", Pattern.compile("/dev/(?!i2c-|spidev|gpio)\\S+|alias:(serial|uart)\\d{1,4}|" + CONTROLLER),
            "encoder", Pattern.compile("/sys/bus/counter/devices/counter\\d{1,4}|" + CONTROLLER));

    /**
     * Reads a board.
     *
     * @throws NotAvailableException if a file has a mistake; the message names the file, the line and the key
     */
    static BoardFile read(String id, Source source, Surroundings surroundings) {
        Map<String, Entry> own = parse(source);
        Includes includes = new Includes(surroundings);
        includes.add(source.file(), own);
        return new Reader(id, source.file(), own, includes.all, surroundings).read();
    }

    /**
     * Reads only the rules of a file with mistakes, as far as possible. They show whether the mistakes matter on this machine.
     */
    static BoardFile rulesOnly(String id, Source source, Surroundings surroundings) {
        StringBuilder rules = new StringBuilder();
        boolean isRule = false;
        boolean isContinued = false;
        for (String line : source.content().get().split("\\R", -1)) {
            String text = line.strip();
            isRule = isContinued ? isRule : text.startsWith("recognise.");
            isContinued = text.endsWith("\\");
            if (isRule) {
                rules.append(text).append('\n');
            }
        }
        Map<String, Entry> entries = BoardText.parse(source.file(), rules.toString());
        return new BoardFile(
                new BoardDefinition(id, id, Map.of(), List.of(), List.of(), List.of(), List.of(), null),
                new Reader(id, source.file(), entries, entries, surroundings).recognition(),
                "",
                List.of());
    }

    private static Map<String, Entry> parse(Source source) {
        Map<String, Entry> entries =
                BoardText.parse(source.file(), source.content().get());
        entries.values().forEach(BoardFile::requireKnown);
        return entries;
    }

    /**
     * Collects the keys of a file and of the files that it includes. The file's own keys replace included ones. Each file is
     * read once, where it is named first.
     */
    private static final class Includes {
        private final Surroundings surroundings;
        private final Map<String, Entry> all = new LinkedHashMap<>();
        private final Set<String> read = new HashSet<>();
        private final Set<String> chain = new LinkedHashSet<>();

        Includes(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        void add(String file, Map<String, Entry> entries) {
            chain.add(file);
            read.add(file);
            Entry include = entries.get("include");
            if (include != null) {
                for (String name : include.distinctWords()) {
                    include(include, name);
                }
            }
            chain.remove(file);
            all.putAll(entries);
        }

        private void include(Entry include, String name) {
            if (!ID.matcher(name).matches() || name.endsWith(BoardFiles.SUFFIX)) {
                throw include.wrong(
                        "'%s' is not the name of a board file. Write the id of a board or the name of a family, without folder and without .properties."
                                .formatted(name));
            }
            Source source = surroundings.find(include.file(), name);
            if (source == null) {
                throw include.wrong("there is no board file called '%s'%s."
                        .formatted(name, chain.size() == 1 ? "" : " (include path: " + trail(name) + ")"));
            }
            if (source.file().equals(include.file())) {
                throw include.wrong("the file includes itself. Name another file, or remove the key.");
            }
            if (chain.contains(source.file())) {
                throw include.wrong("files include each other. Remove one of these includes: " + trail(source.file()));
            }
            if (!read.add(source.file())) {
                return;
            }
            if (read.size() > MOST_FILES) {
                throw include.wrong(
                        "a board can include at most %s files, and '%s' exceeds that. Merge some of the files."
                                .formatted(MOST_FILES, name));
            }
            if (chain.size() == DEEPEST) {
                throw include.wrong("includes are nested more than %s deep. Include fewer levels: %s"
                        .formatted(DEEPEST, trail(name)));
            }
            add(source.file(), parse(include, source));
        }

        private static Map<String, Entry> parse(Entry include, Source source) {
            String text;
            try {
                text = source.content().get();
            } catch (NotAvailableException e) {
                throw include.wrong(String.valueOf(e.getMessage()));
            }
            return BoardFile.parse(new Source(source.file(), text));
        }

        private String trail(String last) {
            return String.join(" → ", chain) + " → " + last;
        }
    }

    private static void requireKnown(Entry entry) {
        String key = entry.key();
        if (key.startsWith("pin.") && !PIN_KEY.matcher(key).matches() && !key.equals(NO_LINE)) {
            throw entry.wrong(
                    "the key is not a line. Write pin.OFFSET, pin.FIRST-LAST or pin.CHIP.OFFSET, such as pin.18 = D18.");
        }
        if (!isKnown(key)) {
            throw entry.wrong("unknown key. Did you mean %s?"
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

    /** The keys that the author may have meant: those that begin with the same word, or else all. */
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
            keys.add("analog-out" + rest);
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

    /** Makes a board from the entries. All their keys are known. */
    private static final class Reader {
        private final String id;
        private final String file;
        private final Map<String, Entry> own;
        private final Map<String, Entry> all;
        private final Surroundings surroundings;
        private final Map<String, Line> pins = new LinkedHashMap<>();
        private final Map<String, Entry> named = new LinkedHashMap<>();

        Reader(String id, String file, Map<String, Entry> own, Map<String, Entry> all, Surroundings surroundings) {
            this.id = id;
            this.file = file;
            this.own = own;
            this.all = all;
            this.surroundings = surroundings;
        }

        BoardFile read() {
            Entry name = all.get("name");
            if (name == null) {
                throw missing("name", "the board's name as its maker writes it");
            }
            if (name.value().isEmpty()) {
                throw name.wrong("the name is empty. Write the board's name as its maker does.");
            }
            requireTexts();
            all.values().stream()
                    .filter(entry -> entry.key().equals("chip") || entry.key().startsWith("chip."))
                    .forEach(Reader::requireChip);
            all.values().stream()
                    .filter(entry -> entry.key().startsWith("pin."))
                    .forEach(this::readPins);
            nameAnalogs();
            BoardDefinition definition = new BoardDefinition(
                    id,
                    name.value(),
                    pins,
                    buses("i2c").stream().map(this::i2c).toList(),
                    buses("spi").stream().map(this::spi).toList(),
                    buses("uart").stream().map(this::uart).toList(),
                    pwms(),
                    voltages("analog", "an analog-to-digital converter", "an analog input", AnalogInput::new),
                    voltages("analog-out", "a digital-to-analog converter", "an analog output", AnalogOutput::new),
                    buses("encoder").stream().map(this::encoder).toList(),
                    headers(),
                    provider());
            return new BoardFile(definition, recognition(), soc(), aliases());
        }

        /** Checks the length of texts, which messages show. */
        private void requireTexts() {
            for (Entry entry : all.values()) {
                boolean text = entry.key().equals("name")
                        || entry.key().equals("enable")
                        || entry.key().endsWith(".enable");
                if (text && entry.value().length() > LONGEST_TEXT) {
                    throw entry.wrong("'%s' is too long. Use at most %s characters."
                            .formatted(Entry.shown(entry.value()), LONGEST_TEXT));
                }
            }
        }

        private @Nullable String provider() {
            Entry entry = all.get("provider");
            if (entry == null || entry.value().isEmpty()) {
                return null;
            }
            String name = entry.word("one provider, such as linux");
            if (name.equals("sim")) {
                throw entry.wrong("a board cannot prefer simulated hardware. Set BLINKA_PROVIDER=sim instead.");
            }
            Set<String> known = surroundings.providers();
            if (!known.contains(name)) {
                throw entry.wrong("there is no provider '%s'. Did you mean %s?"
                        .formatted(name, Nearest.to(name, known, 1).get(0)));
            }
            return name;
        }

        private String soc() {
            Entry entry = all.get("soc");
            return entry == null
                    ? ""
                    : entry.word("the device tree's string for the processor, such as rockchip,rk3588");
        }

        /** The value of a key; empty without it. */
        private String value(String key) {
            Entry entry = all.get(key);
            return entry == null ? "" : entry.value();
        }

        private List<String> aliases() {
            Entry entry = own.get("aliases");
            List<String> aliases = entry == null ? List.of() : entry.distinctWords();
            for (String alias : aliases) {
                if (entry != null && !ID.matcher(alias).matches()) {
                    throw entry.wrong("'%s' cannot be the id of a board. Use capital letters, digits, _, - and +."
                            .formatted(alias));
                }
                if (entry != null && alias.equals(id)) {
                    throw entry.wrong("'%s' is already the board's own name. Write only other names.".formatted(alias));
                }
            }
            return aliases;
        }

        private NotAvailableException missing(String key, String expected) {
            return new NotAvailableException("%s: there is no key %s. Add it with %s.".formatted(file, key, expected));
        }

        private void readPins(Entry entry) {
            if (entry.value().isEmpty()) {
                return;
            }
            Matcher key = PIN_KEY.matcher(entry.key());
            if (!key.matches()) {
                int offset = 0;
                for (String name : entry.words()) {
                    name(entry, name, new Line(Line.NONE, offset++));
                }
                return;
            }
            Entry chip = chip(entry, key.group(1));
            int first = Integer.parseInt(key.group(2));
            if (key.group(3) == null) {
                for (String name : entry.words()) {
                    name(entry, name, new Line(chip.value(), first));
                }
                return;
            }
            int last = Integer.parseInt(key.group(3));
            if (last <= first) {
                throw entry.wrong("the range runs downwards. Write the lower line first, such as pin.0-27 = D0-D27.");
            }
            for (String word : entry.words()) {
                // The pattern takes time with the square of the length.
                Matcher names = RANGE_OF_NAMES.matcher(word.length() > 2 * LONGEST_NAME + 1 ? "" : word);
                if (!names.matches()
                        || Integer.parseInt(names.group(3)) - Integer.parseInt(names.group(2)) != last - first) {
                    throw entry.wrong("'%s' is not a range of %s names. Write a range such as %s."
                            .formatted(Entry.shown(word), last - first + 1, "D" + first + "-D" + last));
                }
                int number = Integer.parseInt(names.group(2));
                for (int offset = first; offset <= last; offset++, number++) {
                    name(entry, names.group(1) + number, new Line(chip.value(), offset));
                }
            }
        }

        /** Adds a pin without a line for each analog input or output whose name is not a pin yet. Names of one share the pin. */
        private void nameAnalogs() {
            Map<String, Line> voltages = new HashMap<>();
            int offset =
                    (int) pins.values().stream().filter(line -> !line.isGpio()).count();
            for (Entry entry : all.values()) {
                Matcher key = ANALOG_KEY.matcher(entry.key());
                if (key.matches() && !entry.value().isEmpty() && !pins.containsKey(key.group(2))) {
                    requireName(entry, key.group(2));
                    String voltage = key.group(1) + " " + entry.value();
                    Line line = voltages.get(voltage);
                    if (line == null) {
                        line = new Line(Line.NONE, offset++);
                        voltages.put(voltage, line);
                    }
                    pins.put(key.group(2), line);
                }
            }
        }

        private Entry chip(Entry pin, @Nullable String name) {
            String key = name == null ? "chip" : "chip." + name;
            Entry chip = all.get(key);
            if (chip == null || chip.value().isEmpty()) {
                throw pin.wrong(
                        "there is no key %s for the GPIO controller. Add it with the controller's label, as gpiodetect prints it."
                                .formatted(key));
            }
            return chip;
        }

        private static void requireChip(Entry chip) {
            String label = chip.word("one label, as gpiodetect prints it in brackets");
            if (!label.isEmpty() && (!CHIP.matcher(label).matches() || label.equals(Line.NONE))) {
                throw chip.wrong(
                        "'%s' is not the label of a GPIO controller. Write the label that gpiodetect prints in brackets."
                                .formatted(label));
            }
        }

        private void requireName(Entry entry, String name) {
            if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME || name.endsWith("-")) {
                throw entry.wrong(
                        "'%s' cannot be the name of a pin. Use letters, digits, _ and - (no dot), at most %s characters."
                                .formatted(Entry.shown(name), LONGEST_NAME));
            }
            if (POWER.matcher(name).matches()) {
                throw entry.wrong(
                        "'%s' cannot be the name of a pin, because on a connector it means power or ground. Use another name."
                                .formatted(name));
            }
        }

        private void name(Entry entry, String name, Line line) {
            requireName(entry, name);
            if (named.size() >= MOST_NAMES) {
                throw entry.wrong("a board can have at most %s pin names. Remove some.".formatted(MOST_NAMES));
            }
            Entry before = named.putIfAbsent(name, entry);
            if (before != null) {
                throw entry.wrong("the name %s is already used at %s, line %s, key %s. Use another name."
                        .formatted(name, before.file(), before.line(), before.key()));
            }
            pins.put(name, line);
        }

        /** The board's buses of a kind, default first. */
        private List<Bus> buses(String kind) {
            Entry list = all.get(kind);
            Set<String> names = list == null ? Set.of() : new LinkedHashSet<>(list.distinctWords());
            for (Entry entry : own.values()) {
                Matcher key = BUS_KEY.matcher(entry.key());
                if (key.matches() && key.group(1).equals(kind) && !names.contains(key.group(2))) {
                    throw entry.wrong(
                            "there is no such bus. Add '%2$s' to the key %1$s, which lists the buses with the default bus first."
                                    .formatted(kind, key.group(2)));
                }
            }
            List<Bus> buses = new ArrayList<>();
            for (String name : names) {
                Entry device = all.get(kind + "." + name + ".device");
                if (list != null && device == null) {
                    throw list.wrong("there is no key %s.%s.device for bus '%s'. Add it with the bus's device."
                            .formatted(kind, name, name));
                }
                if (device != null) {
                    buses.add(new Bus(kind + "." + name + ".", device));
                }
            }
            return buses;
        }

        private I2CBus i2c(Bus bus) {
            Set<Line> taken = new HashSet<>();
            return new I2CBus(
                    device("i2c", bus, "/dev/i2c-1 or alias:i2c1"),
                    pin(bus, "scl", taken),
                    pin(bus, "sda", taken),
                    enable(bus));
        }

        private SpiBus spi(Bus bus) {
            if (bus.device().value().matches("/dev/spidev\\d+\\.\\d+")) {
                throw bus.device()
                        .wrong("the device has a chip select. Write the controller alone, such as /dev/spidev0.");
            }
            String device = device("spi", bus, "/dev/spidev0 or alias:spi0");
            Set<Line> taken = new HashSet<>();
            String clock = pin(bus, "clock", taken);
            String mosi = pin(bus, "mosi", taken);
            String miso = pin(bus, "miso", taken);
            Entry selects = all.get(bus.prefix() + "chip-selects");
            List<String> chipSelects = new ArrayList<>();
            if (selects != null) {
                for (String name : selects.words()) {
                    chipSelects.add(name.equals("-") ? "" : requirePin(selects, name, taken));
                }
            }
            return new SpiBus(device, clock, mosi, miso, chipSelects, enable(bus));
        }

        private Uart uart(Bus bus) {
            Set<Line> taken = new HashSet<>();
            return new Uart(
                    device("uart", bus, "/dev/ttyS1 or alias:serial0"),
                    pin(bus, "tx", taken),
                    pin(bus, "rx", taken),
                    enable(bus));
        }

        private Encoder encoder(Bus bus) {
            String such = "48300180.counter";
            bus.device().word("one device, such as " + such);
            Set<Line> taken = new HashSet<>();
            return new Encoder(device("encoder", bus, such), 0, pin(bus, "a", taken), pin(bus, "b", taken));
        }

        private String device(String kind, Bus bus, String such) {
            List<String> devices = bus.device().distinctWords();
            if (devices.isEmpty()) {
                throw bus.device().wrong("a device is missing. Write one such as " + such + ".");
            }
            for (String device : devices) {
                if (!Objects.requireNonNull(DEVICES.get(kind)).matcher(device).matches()) {
                    throw bus.device()
                            .wrong(
                                    "'%s' is not a device. Write one such as %s, or the controller's device, such as 1c2ac00.i2c."
                                            .formatted(device, such));
                }
            }
            return String.join(" ", devices);
        }

        private String enable(Bus bus) {
            return enable(bus.prefix() + "enable");
        }

        /** How to enable something: the value of its key, or else the board's default. */
        private String enable(String key) {
            return all.containsKey(key) ? value(key) : value("enable");
        }

        private @Nullable String pin(Bus bus, String key, Set<Line> taken) {
            Entry entry = all.get(bus.prefix() + key);
            return entry == null || entry.value().isEmpty()
                    ? null
                    : requirePin(entry, entry.word("the name of one pin"), taken);
        }

        /** Returns the name after checking that the bus does not use the pin for another signal. */
        private String requirePin(Entry entry, String name, Set<Line> taken) {
            if (!taken.add(pins.get(requirePin(entry, name)))) {
                throw entry.wrong("%s is used twice for this bus. Each signal needs a different pin.".formatted(name));
            }
            return name;
        }

        private String requirePin(Entry entry, String name) {
            if (!pins.containsKey(name)) {
                throw entry.wrong("the board has no pin '%s'. Similar names: %s."
                        .formatted(Entry.shown(name), String.join(", ", Nearest.to(name, pins.keySet(), 3))));
            }
            return name;
        }

        /** The PWM outputs that come out on pins. */
        private List<PwmChannel> pwms() {
            List<PwmChannel> channels = new ArrayList<>();
            Entry common = all.get("pwm");
            if (common != null && !common.value().isEmpty()) {
                controller(common, common.value());
            }
            for (Entry entry : all.values()) {
                Matcher key = PWM_KEY.matcher(entry.key());
                if (!key.matches()) {
                    continue;
                }
                String pin = key.group(1);
                Entry output = all.get("pwm." + pin);
                if (key.group(2) != null && output == null) {
                    throw entry.wrong("there is no key pwm.%s for the output on that pin. Add it.".formatted(pin));
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
                        "'%s' is not a PWM output. Write its number, such as 0, or controller and number, such as fe20c000.pwm:0."
                                .formatted(Entry.shown(entry.value())));
            }
            String controller = output.group(1);
            if (controller == null) {
                Entry common = all.get("pwm");
                if (common == null || common.value().isEmpty()) {
                    throw entry.wrong(
                            "there is no key pwm for the controller. Write the name of its device, such as fe20c000.pwm, there or before the number.");
                }
                controller = controller(common, common.value());
            }
            return new PwmChannel(controller(entry, controller), Integer.parseInt(output.group(2)), pin, enable);
        }

        private static String controller(Entry entry, String name) {
            if (!PWM_CONTROLLER.matcher(name).matches()) {
                throw entry.wrong(
                        "'%s' is not a PWM controller. Write the name of its device, such as fe20c000.pwm, or /sys/class/pwm/pwmchip0."
                                .formatted(Entry.shown(name)));
            }
            return name;
        }

        /**
         * The analog inputs, or the outputs.
         *
         * @param kind the key of the default converter, with which the other keys begin
         * @param converter what the converters are, for messages
         * @param channel what the channels are, for messages
         */
        private <R> List<R> voltages(String kind, String converter, String channel, Voltage<R> voltage) {
            List<R> voltages = new ArrayList<>();
            Entry common = all.get(kind);
            if (common != null && !common.value().isEmpty() && !common.value().matches(CONVERTER)) {
                throw common.wrong(
                        "'%s' is not %s. Write the name of its device, such as fe720000.saradc, or its IIO name."
                                .formatted(Entry.shown(common.value()), converter));
            }
            for (Entry entry : all.values()) {
                Matcher key = ANALOG_KEY.matcher(entry.key());
                if (!key.matches()
                        || !key.group(1).equals(kind)
                        || entry.value().isEmpty()) {
                    continue;
                }
                Matcher found = VOLTAGE.matcher(entry.value());
                String device = found.matches() && found.group(1) != null ? found.group(1) : value(kind);
                if (!found.matches() || !device.matches(CONVERTER)) {
                    throw entry.wrong(
                            "'%s' is not %s. Write converter and channel, such as fe720000.saradc:0, or write the channel here and the converter in the key %s."
                                    .formatted(Entry.shown(entry.value()), channel, kind));
                }
                voltages.add(voltage.of(device, Integer.parseInt(found.group(2)), key.group(2)));
            }
            return voltages;
        }

        private List<Header> headers() {
            Entry list = all.get("header");
            Set<String> names = list == null ? Set.of() : new LinkedHashSet<>(list.distinctWords());
            for (Entry entry : own.values()) {
                Matcher key = HEADER_KEY.matcher(entry.key());
                if (key.matches() && !names.contains(key.group(1))) {
                    throw entry.wrong(
                            "there is no such connector. Add '%s' to the key header.".formatted(key.group(1)));
                }
            }
            List<Header> headers = new ArrayList<>();
            for (String name : names) {
                Entry positions = all.get("header." + name);
                if (list != null && positions == null) {
                    throw list.wrong("there is no key header.%s for connector '%s'. Add it with the names of its pins."
                            .formatted(name, name));
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
                throw columns.wrong(
                        "'%s' is not a number of columns. Write 1 or 2.".formatted(Entry.shown(columns.value())));
            }
            return columns == null ? 2 : Integer.parseInt(columns.value());
        }

        private List<String> positions(Entry entry) {
            List<String> positions = entry.words();
            if (positions.isEmpty()) {
                throw entry.wrong(
                        "the connector is empty. Write the name of each of its pins, or remove the connector.");
            }
            for (String word : positions) {
                if (!POWER.matcher(word).matches() && !pins.containsKey(word)) {
                    throw entry.wrong(
                            "'%s' is not a pin of the board. Similar names: %s. For anything else write 3V3, 5V, 1V8, 12V, VIN, GND, AGND, - for nothing, or a word in parentheses, such as (RESET)."
                                    .formatted(word, String.join(", ", Nearest.to(word, pins.keySet(), 3))));
                }
            }
            return positions;
        }

        private Recognition recognition() {
            return new Recognition(
                    compatible(),
                    recognised("recognise.model", BAR),
                    armbian(),
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
            List<String> values = separator.equals(SPACES) && !entry.value().isEmpty()
                    ? entry.words()
                    : Stream.of(entry.value().split(separator, -1))
                            .map(String::strip)
                            .toList();
            if (values.contains("")) {
                throw entry.wrong(
                        "the value is missing, so it would match machines without one. Write a value, or remove the key.");
            }
            for (String value : values) {
                if (value.length() > LONGEST_TEXT) {
                    throw entry.wrong(
                            "'%s' is too long. Use at most %s characters.".formatted(Entry.shown(value), LONGEST_TEXT));
                }
                if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
                    throw entry.wrong("the quotation marks would be part of the value. Remove them.");
                }
            }
            entry.requireDistinct(values);
            return values;
        }

        /** Rejects strings that many boards have. */
        private List<String> compatible() {
            List<String> rules = recognised("recognise.compatible", SPACES);
            Entry entry = own.get("recognise.compatible");
            for (String rule : rules) {
                List<String> strings = Arrays.asList(rule.split("&", -1));
                if (entry != null && strings.contains("")) {
                    throw entry.wrong(
                            "'%s' has an & without a string beside it. Write both strings, such as acme,one&acme,soc."
                                    .formatted(rule));
                }
                if (entry != null && strings.stream().allMatch(this::isProcessor)) {
                    throw entry.wrong(
                            "'%s' is the processor, and other boards have it too. Write a string that only this board has, such as the first of /proc/device-tree/compatible."
                                    .formatted(rule));
                }
                if (entry != null) {
                    entry.requireDistinct(strings);
                }
            }
            return rules;
        }

        private boolean isProcessor(String compatible) {
            return compatible.equals(value("soc")) || surroundings.isProcessor(compatible);
        }

        private List<String> armbian() {
            List<String> names = recognised("recognise.armbian", SPACES);
            Entry entry = own.get("recognise.armbian");
            for (String name : names) {
                if (entry != null && name.contains("=")) {
                    throw entry.wrong(
                            "'%s' has an =. Write only the text after BOARD= in /etc/armbian-release.".formatted(name));
                }
            }
            return names;
        }

        private List<String> beaglebone() {
            List<String> ids = recognised("recognise.beaglebone", SPACES);
            Entry entry = own.get("recognise.beaglebone");
            for (String id : ids) {
                if (entry != null && id.startsWith("0x") && (id.length() % 2 != 0 || !id.matches("0x[0-9a-f]+"))) {
                    throw entry.wrong(
                            "'%s' is not a hexadecimal id. Write 0x and pairs of digits 0 to f.".formatted(id));
                }
            }
            return ids;
        }

        private List<Integer> hexadecimal(String key, int most) {
            Entry entry = own.get(key);
            List<Integer> numbers = new ArrayList<>();
            for (String word : recognised(key, SPACES)) {
                if (entry != null && (!word.matches("[0-9a-fA-F]{1,6}") || Integer.parseInt(word, 16) > most)) {
                    throw entry.wrong(
                            "'%s' is not a hexadecimal number from 0 to %x. Correct it.".formatted(word, most));
                }
                numbers.add(Integer.parseInt(word, 16));
            }
            return numbers;
        }
    }

    /** Makes an analog input or output. */
    private interface Voltage<R> {
        R of(String device, int channel, String name);
    }

    /** The prefix of a bus's keys, such as {@code i2c.1.}, and its device. */
    private record Bus(String prefix, Entry device) {}
}
