// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.GpioPort;
import blinka4j.provider.I2CPort;
import blinka4j.provider.SpiPort;
import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimMB85RC256V;
import blinka4j.sim.chips.SimMCP4728;
import blinka4j.sim.chips.SimTCA9548A;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Equal simulated chips on two buses, for {@code src/test/differential}: ours has the Java driver, theirs is CircuitPython's. Each
 * line of the standard input is a request. Each gets one line: {@code ok} and a value in JSON, or {@code raised} and the error. Python in
 * this virtual machine calls {@link #reply} instead, and uses {@link #theirI2c()} and the others.
 */
public final class Twins {
    private Side ours = new Side();
    private Side theirs = new Side();
    private final Map<String, Names> names = new HashMap<>();
    private @Nullable PythonProgram program;

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Twins twins = new Twins();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.print(twins.reply(line) + "\n");
            out.flush();
        }
    }

    /** The answer to a line, as a line. */
    public String reply(String line) {
        try {
            return "ok " + json(answer(line));
        } catch (Exception | AssertionError e) {
            return "raised " + e.toString().replace('\n', ' ');
        }
    }

    /** The bus of CircuitPython's driver, until the next request {@code new}. */
    public I2CPort theirI2c() {
        return theirs.i2c;
    }

    public SpiPort theirSpi() {
        return theirs.spi;
    }

    public GpioPort theirChipSelect() {
        return theirs.spi.chipSelect;
    }

    /** The driver that was constructed last. */
    Object device() throws Exception {
        return program.device();
    }

    @Nullable Object answer(String line) throws Exception {
        String[] words = line.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "new" -> {
                ours = new Side();
                theirs = new Side();
            }
            // chip ADDRESS SimMCP9808; chip 18@3 SimMCP9808 behind a multiplexer; chip spi SimBME280.
            case "chip" -> {
                theirs.attach(rest);
                return ours.attach(rest);
            }
            // set CHIP VALUE QUANTITY, with the chip's place in the order of its attachment.
            case "set" -> {
                String[] value = rest.split(" ", 3);
                for (Side side : List.of(ours, theirs)) {
                    SimChip chip = side.chips.get(Integer.parseInt(value[0]));
                    chip.quantity(value[2]).value(Double.parseDouble(value[1]));
                }
            }
            // Both sides wait until the same time.
            case "settle" -> {
                long until = Math.max(ours.nanos(), theirs.nanos()) + Long.parseLong(rest);
                ours.sleep(until - ours.nanos());
                theirs.sleep(until - theirs.nanos());
            }
            // construct PACKAGE PYTHON
            case "construct" -> {
                String[] python = rest.split(" ", 2);
                if (!names.containsKey(python[0])) {
                    names.put(python[0], Names.of(python[0]));
                }
                program = new PythonProgram(names.get(python[0]), ours.variables(), none -> {
                    throw new CannotRun(python[1] + " does not construct a driver");
                });
                program.run(Python.parse(python[1]));
            }
            case "run" -> {
                Object value = program.run(Python.parse(rest));
                if (value instanceof Values.Symbol) {
                    throw new CannotRun("nothing has the name " + rest);
                }
                return value;
            }
            // What has been on the buses since the last question.
            case "log" -> {
                return List.of(ours.takeLog(), theirs.takeLog());
            }
            case "time" -> {
                return theirs.nanos();
            }
            case "sleep" -> theirs.sleep(Long.parseLong(rest));
            // i2c ADDRESS OUT COUNT, with - for nothing to write.
            case "i2c" -> {
                String[] transfer = rest.split(" ");
                byte[] out = bytes(transfer[1]);
                byte[] in = new byte[Integer.parseInt(transfer[2])];
                theirs.i2c.transfer(Integer.parseInt(transfer[0], 16), out, 0, out.length, in, 0, in.length);
                return HexFormat.of().formatHex(in);
            }
            case "probe" -> {
                return theirs.i2c.probe(Integer.parseInt(rest, 16));
            }
            case "select" -> theirs.spi.select(rest.equals("1"));
            // spi OUT true|false: whether the received bytes count.
            case "spi" -> {
                String[] transfer = rest.split(" ");
                byte[] bytes = bytes(transfer[0]);
                byte[] in = transfer[1].equals("true") ? bytes : null;
                theirs.spi.transfer(bytes, 0, in, 0, bytes.length, true);
                return HexFormat.of().formatHex(bytes);
            }
            default -> throw new IllegalArgumentException("unknown request '%s'".formatted(line));
        }
        return null;
    }

    private static byte[] bytes(String hex) {
        return hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex);
    }

    /** A value in JSON. Constants of an enum have a name and a place. */
    private static String json(@Nullable Object value) throws ReflectiveOperationException {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        }
        if (value instanceof Enum<?> constant) {
            return "{\"enum\": \"%s\", \"at\": %s}".formatted(constant.name(), constant.ordinal());
        }
        if (value instanceof Duration time) {
            return String.valueOf(time.toNanos() / 1e9);
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.add("\"%s\": %s".formatted(entry.getKey(), json(entry.getValue())));
            }
            return "{" + String.join(", ", entries) + "}";
        }
        boolean isOne = !value.getClass().isArray()
                && !(value instanceof List || value instanceof LocalDateTime || value instanceof Record);
        if (isOne) {
            return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        List<Object> parts = Values.parts(value);
        List<String> texts = new ArrayList<>();
        for (Object part : parts) {
            texts.add(json(part));
        }
        return "[" + String.join(", ", texts) + "]";
    }

    /** {@code SimMCP9808()}, {@code SimAHTx0(AHT10)}, {@code SimTCA9548A(clock, 4)}. */
    static SimChip chip(String call, SimClock clock) throws ReflectiveOperationException {
        String[] parts = call.split("[(), ]+");
        Class<?> type = Class.forName("blinka4j.sim.chips." + parts[0]);
        Object[] values = Arrays.copyOfRange(parts, 1, parts.length, Object[].class);
        for (var constructor : type.getConstructors()) {
            Class<?>[] types = constructor.getParameterTypes();
            if (types.length == values.length) {
                for (int i = 0; i < types.length; i++) {
                    String text = values[i].toString();
                    values[i] = text.equals("clock") ? clock : argument(types[i], text);
                }
                return (SimChip) constructor.newInstance(values);
            }
        }
        throw new IllegalArgumentException("%s has no constructor for %s".formatted(type, call));
    }

    private static Object argument(Class<?> type, String text) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .filter(each -> ((Enum<?>) each).name().equals(text))
                        .findAny()
                        .orElseThrow()
                : type == String.class
                        ? text
                        : type == boolean.class ? (Object) Boolean.valueOf(text) : (Object) Integer.decode(text);
    }

    /** One of the two buses of each kind, with its chips. */
    private static final class Side {
        private final SimI2CBus bus = new SimI2CBus();
        private final List<SimChip> chips = new ArrayList<>();
        private final List<String> log = new ArrayList<>();
        private final Spi spi = new Spi(this);
        private final ForwardingI2C i2c = new ForwardingI2C(bus) {
            @Override
            public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
                // The two arrays may be one.
                String sent = hex(out, outStart, outEnd);
                super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
                if (outStart < outEnd || inStart < inEnd) {
                    log.add("%02x %s %s".formatted(address, sent, inEnd - inStart));
                }
            }
        };

        List<List<Object>> attach(String request) throws ReflectiveOperationException {
            String[] words = request.split(" ", 2);
            SimChip chip = chip(words[1], bus.clock());
            chips.add(chip);
            String[] place = words[0].split("@");
            if (place[0].equals("spi")) {
                spi.chip = chip;
                chip.attached(spi.bus);
            } else if (place.length > 1) {
                SimTCA9548A multiplexer = (SimTCA9548A) chips.get(0);
                multiplexer.channel(Integer.parseInt(place[1])).attach(Integer.parseInt(place[0], 16), chip);
            } else if (chip instanceof SimMB85RC256V memory) {
                memory.attachTo(bus, Integer.parseInt(place[0], 16));
            } else {
                bus.attach(Integer.parseInt(place[0], 16), chip);
                if (chip instanceof SimMCP4728 outputs) {
                    bus.attach(0, outputs.generalCall());
                }
            }
            return chip.quantities().stream()
                    .map(each -> List.<Object>of(each.name(), each.least(), each.most()))
                    .toList();
        }

        Map<String, Object> variables() {
            return Map.of("i2c", new I2C(i2c), "spi", new SPI(spi), "cs", new DigitalInOut(spi.chipSelect));
        }

        long nanos() {
            return bus.clock().nanos();
        }

        void sleep(long nanos) {
            bus.clock().advance(Duration.ofNanos(nanos));
        }

        List<Object> takeLog() {
            List<Object> taken = List.copyOf(log);
            log.clear();
            return taken;
        }

        static String hex(byte[] bytes, int start, int end) {
            return start < end ? HexFormat.of().formatHex(bytes, start, end) : "-";
        }
    }

    /** An SPI bus with one chip, and the pin that selects it. */
    private static final class Spi implements SpiPort {
        private final Side side;
        private final SimSpiBus bus;
        private @Nullable SimChip chip;
        private final StringBuilder sent = new StringBuilder();
        private int received;
        private boolean selected;

        Spi(Side side) {
            this.side = side;
            this.bus = new SimSpiBus("simulated SPI", side.bus.clock());
        }

        void select(boolean to) {
            if (to != selected && chip != null) {
                selected = to;
                if (to) {
                    chip.selected();
                } else {
                    chip.deselected();
                    logMessage();
                }
            }
        }

        private void logMessage() {
            if (sent.length() > 0) {
                side.log.add("spi %s %s".formatted(sent, received));
            }
            sent.setLength(0);
            received = 0;
        }

        @Override
        public int configure(Settings settings) {
            return settings.baudrate();
        }

        @Override
        public void transfer(
                byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keep) {
            if (chip == null) {
                throw new BusException(BusException.Kind.OTHER, "no chip on SPI");
            }
            for (int i = 0; i < length; i++) {
                int written = out == null ? 0 : out[outStart + i] & 0xFF;
                int read = chip.exchange(written);
                sent.append("%02x".formatted(written));
                if (in != null) {
                    in[inStart + i] = (byte) read;
                    received++;
                }
            }
            if (!selected) {
                // A strip of pixels has no chip select.
                logMessage();
            }
            side.sleep(length * 8000L);
        }

        @Override
        public String name() {
            return "simulated SPI";
        }

        @Override
        public void sleep(Duration time) {
            side.sleep(time.toNanos());
        }

        @Override
        public void close() {}

        private final GpioPort chipSelect = new GpioPort() {
            @Override
            public void input(Bias bias) {
                select(false);
            }

            @Override
            public void output(boolean value, boolean openDrain) {
                select(!value);
            }

            @Override
            public boolean read() {
                return !selected;
            }

            @Override
            public void write(boolean value) {
                select(!value);
            }

            @Override
            public void drive(boolean openDrain) {}

            @Override
            public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {}

            @Override
            public void unwatch() {}

            @Override
            public void close() {
                select(false);
            }
        };
    }
}
