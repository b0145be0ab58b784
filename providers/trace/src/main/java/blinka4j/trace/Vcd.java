// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.NotAvailableException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trace as a value change dump of IEEE 1364, which GTKWave shows, and PulseView (see {@link #writeWires}):
 *
 * <pre>{@code
 * java -cp 'lib/*' blinka4j.trace.Vcd bme280.trace bme280.vcd
 * }</pre>
 *
 * <p>A pin is a wire in a module with the name of its user ({@code blinka4j}). Its level is unknown ({@code x}) until the trace has it, and
 * while it is an input that nobody reads or watches. It changes at the kernel's time of an edge, or at the start of a call that
 * writes or reads it.
 *
 * <p>A bus is a module with the wire {@code active}, which is 1 during a transfer, the wire {@code error}, which is 1 after a transfer
 * that failed, and the vectors {@code address} (I2C only), {@code write} and {@code read}. These have one byte after the other, in equal parts
 * of the transfer's time, because a trace has no times of single bytes. A serial port has {@code tx} and {@code rx}: sent bytes from the
 * start of the call, received ones up to its end, each as long as ten bits. PWM outputs are
 * the real numbers {@code frequency} in Hz and {@code duty_cycle} from 0 to 1, analog inputs and outputs vectors of 16 bits. Other devices
 * are not in the file.
 *
 * <p>Names have only letters, digits and underscores: {@code /dev/i2c-1} is {@code i2c_1}. If two names become the same, the second one
 * ends with {@code _2}.
 */
public final class Vcd {
    private static final int FIRST_CODE = '!';
    private static final int CODES = '~' - '!' + 1;
    private static final int BITS_OF_BYTE = 10;
    private static final Set<String> BUSES = Set.of("i2c", "spi", "onewire");

    private final boolean onlyWires;
    private final Map<String, Signal> signals = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, String> users = new HashMap<>();
    private final Map<String, Boolean> watched = new HashMap<>();
    private final Map<String, String> levels = new HashMap<>();
    private final Map<String, Long> byteTimes = new HashMap<>();

    private Vcd(boolean onlyWires) {
        this.onlyWires = onlyWires;
    }

    /** @param arguments the trace, and the file to write; before them {@code --wires} for {@link #writeWires} */
    public static void main(String[] arguments) {
        boolean onlyWires = arguments.length == 3 && arguments[0].equals("--wires");
        if (!onlyWires && arguments.length != 2) {
            throw new IllegalArgumentException(
                    "%s arguments. Use: java -cp ... blinka4j.trace.Vcd [--wires] IN.trace OUT.vcd"
                            .formatted(arguments.length));
        }
        int first = onlyWires ? 1 : 0;
        write(Trace.read(Path.of(arguments[first])), Path.of(arguments[first + 1]), onlyWires);
    }

    /**
     * Writes a trace. An older file of that name is overwritten.
     *
     * @throws NotAvailableException if the file cannot be written
     */
    public static void write(Trace trace, Path file) {
        write(trace, file, false);
    }

    /**
     * Writes only the wires of a trace: pins, and {@code active} and {@code error} of buses, with the name of the bus in front. For PulseView
     * with libsigrok 0.5, which stops at the first vector.
     *
     * @throws NotAvailableException if the file cannot be written
     */
    public static void writeWires(Trace trace, Path file) {
        write(trace, file, true);
    }

    private static void write(Trace trace, Path file, boolean onlyWires) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            Vcd vcd = new Vcd(onlyWires);
            trace.events().forEach(event -> trace.understand(event, () -> vcd.add(event)));
            vcd.write(trace, out);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "cannot write %s: %s. Name a file in a folder that exists and that you may write to."
                            .formatted(file, e),
                    e);
        }
    }

    private void add(TraceEvent event) {
        List<String> words = List.of(event.call().split(" ", -1));
        String kind = event.kind();
        if (kind.equals("gpio") || kind.equals("lines")) {
            if (event.error() == null) {
                pins(event, words);
            }
        } else if (BUSES.contains(kind)) {
            if (words.get(0).equals("transfer")) {
                transfer(event, words);
            }
        } else if (kind.equals("uart")) {
            serial(event, words);
        } else if (event.error() == null && (kind.equals("pwm") || kind.equals("softpwm"))) {
            pulses(event, words);
        } else if (event.error() == null && (kind.equals("adc") || kind.equals("dac"))) {
            String value =
                    words.get(0).equals("write") ? words.get(1) : words.get(0).equals("read") ? event.result() : null;
            if (value != null) {
                change(event.start(), vector(kind, event.name(), 16), binary(Integer.parseInt(value)));
            }
        }
    }

    private void pins(TraceEvent event, List<String> words) {
        String[] pins = event.name().split(",", -1);
        String subject = event.subject();
        boolean single = event.kind().equals("gpio");
        String first = words.size() > 1 ? words.get(1) : "";
        switch (words.get(0)) {
            case "open" -> {
                for (String pin : pins) {
                    users.putIfAbsent(pin, Tokens.text(first));
                    level(event.start(), pin, "x");
                }
            }
            case "output" -> {
                watched.remove(subject);
                levels(event.start(), pins, bits(first), -1);
            }
            case "write" -> levels(event.start(), pins, bits(first), single ? -1 : bits(words.get(2)));
            case "read" -> {
                for (int i = 0; i < pins.length; i++) {
                    // Edges are more exact than a read, which may have begun before them.
                    if (!watched.getOrDefault(subject, false) || "x".equals(levels.get(pins[i]))) {
                        level(event.start(), pins[i], bit(bits(String.valueOf(event.result())), i));
                    }
                }
            }
            case "edge" -> {
                int last = words.size() - 1;
                String pin = single ? pins[0] : pins[Integer.parseInt(first)];
                long time = Math.max(0, Long.parseLong(words.get(last - 1)));
                level(time, pin, words.get(last - 2).equals("rising") ? "1" : "0");
            }
            case "watch" -> watched.put(subject, first.equals("both"));
            case "unwatch" -> watched.remove(subject);
            case "input", "close" -> {
                if (words.size() > 2) {
                    watched.put(subject, true);
                } else if (words.get(0).equals("close")) {
                    watched.remove(subject);
                }
                if (!watched.containsKey(subject)) {
                    for (String pin : pins) {
                        level(event.start(), pin, "x");
                    }
                }
            }
            default -> {
                // A change of the drive mode is no change of level.
            }
        }
    }

    private static long bits(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    private static String bit(long levels, int index) {
        return (levels >> index & 1) == 0 ? "0" : "1";
    }

    private void levels(long time, String[] pins, long levels, long mask) {
        for (int i = 0; i < pins.length; i++) {
            if ((mask >> i & 1) != 0) {
                level(time, pins[i], bit(levels, i));
            }
        }
    }

    private void level(long time, String pin, String level) {
        levels.put(pin, level);
        change(time, signal(users.getOrDefault(pin, "blinka4j"), pin, "wire", 1), level);
    }

    private void transfer(TraceEvent event, List<String> words) {
        String name = event.name();
        String kind = event.kind();
        byte[] out = bytes(Trace.argument(words, "write"));
        String result = event.result();
        byte[] in = bytes(result == null ? null : result.substring(result.indexOf(' ') + 1));
        boolean together = kind.equals("spi");
        boolean addressed = kind.equals("i2c");
        int begin = addressed ? 1 : 0;
        int slots = Math.max(1, begin + (together ? Math.max(out.length, in.length) : out.length + in.length));
        String prefix = onlyWires ? bus(kind, name) + "_" : "";
        Signal active = signal(bus(kind, name), prefix + "active", "wire", 1);
        Signal error = signal(bus(kind, name), prefix + "error", "wire", 1);
        Signal write = vector(bus(kind, name), "write", 8);
        Signal read = vector(bus(kind, name), "read", 8);
        change(event.start(), active, "1");
        change(event.start(), error, "0");
        if (addressed) {
            change(event.start(), vector(bus(kind, name), "address", 7), binary(Integer.decode(words.get(1))));
        }
        spread(event, write, out, begin, slots);
        spread(event, read, in, together ? begin : begin + out.length, slots);
        long end = Math.max(event.end(), event.start() + slots);
        change(end, active, "0");
        change(end, write, "bx");
        change(end, read, "bx");
        if (event.error() != null) {
            change(end, error, "1");
        }
    }

    private static String bus(String kind, String name) {
        String plain = identifier(name);
        return plain.contains(kind) ? plain : "%s_%s".formatted(kind, plain);
    }

    private void serial(TraceEvent event, List<String> words) {
        boolean writes = words.get(0).equals("write");
        if (words.size() > 2) {
            byteTimes.put(event.name(), BITS_OF_BYTE * 1_000_000_000L / Integer.parseInt(words.get(1)));
        }
        if (event.error() != null || !(writes || words.get(0).equals("read"))) {
            return;
        }
        byte[] bytes = bytes(writes ? words.get(1) : event.result());
        if (bytes.length > 0) {
            Signal signal = vector(bus("uart", event.name()), writes ? "tx" : "rx", 8);
            long each = byteTimes.getOrDefault(event.name(), 1L);
            long time = writes ? event.start() : Math.max(event.start(), event.end() - bytes.length * each);
            for (byte one : bytes) {
                change(time, signal, binary(one & 0xFF));
                time += each;
            }
            change(time, signal, "bx");
        }
    }

    private static byte[] bytes(@Nullable String hex) {
        return hex == null ? new byte[0] : Tokens.bytes(hex);
    }

    /** Gives each byte an equal part of the time, at least 1 ns. */
    private void spread(TraceEvent event, Signal signal, byte[] bytes, int from, int slots) {
        long time = Math.max(event.duration(), slots);
        for (int i = 0; i < bytes.length; i++) {
            change(event.start() + time / slots * (from + i), signal, binary(bytes[i] & 0xFF));
        }
    }

    private void pulses(TraceEvent event, List<String> words) {
        String module = event.name() + "_pwm";
        if (words.get(0).equals("set")) {
            double period = Long.parseLong(words.get(1));
            change(event.start(), signal(module, "frequency", "real", 64), "r" + 1e9 / period);
            change(
                    event.start(),
                    signal(module, "duty_cycle", "real", 64),
                    "r" + Long.parseLong(words.get(2)) / period);
        } else if (words.get(0).equals("close")) {
            change(event.start(), signal(module, "duty_cycle", "real", 64), "r0.0");
        }
    }

    private static String binary(int value) {
        return "b" + Integer.toBinaryString(value);
    }

    private Signal vector(String module, String name, int width) {
        return signal(module, name, "reg", width);
    }

    private Signal signal(String module, String name, String type, int width) {
        return signals.computeIfAbsent(
                module + " " + name,
                key -> new Signal(
                        identifier(module),
                        free(identifier(module), identifier(name)),
                        type,
                        width,
                        code(signals.size())));
    }

    /** Two names may have become one identifier. */
    private String free(String module, String name) {
        String free = name;
        for (int i = 2; !names.add(module + " " + free); i++) {
            free = "%s_%s".formatted(name, i);
        }
        return free;
    }

    /** A simple identifier. Devices lose what all of them begin with. */
    private static String identifier(String name) {
        String plain = name.replaceFirst("^(alias:|/dev/)", "").replaceAll("[^A-Za-z0-9_]", "_");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    /** The short name of a signal in the file: printable letters. */
    private static String code(int index) {
        StringBuilder code = new StringBuilder();
        int left = index;
        do {
            code.append((char) (FIRST_CODE + left % CODES));
            left /= CODES;
        } while (left > 0);
        return code.toString();
    }

    private void change(long time, Signal signal, String value) {
        if (!onlyWires || signal.type.equals("wire")) {
            changes.add(new Change(time, signal, value));
        }
    }

    private void write(Trace trace, Writer out) throws IOException {
        out.write("$comment made from a trace of Blinka4J $end\n$timescale 1 ns $end\n");
        out.write("$scope module %s $end\n".formatted(identifier(trace.board())));
        if (onlyWires) {
            signals.values().removeIf(signal -> !signal.type.equals("wire"));
        }
        String module = "";
        for (Signal signal : signals.values().stream()
                .sorted(Comparator.comparing(Signal::module))
                .toList()) {
            if (!signal.module.equals(module)) {
                out.write(module.isEmpty() ? "" : "$upscope $end\n");
                module = signal.module;
                out.write("$scope module %s $end\n".formatted(module));
            }
            out.write("$var %s %s %s %s%s $end\n"
                    .formatted(
                            signal.type,
                            signal.width,
                            signal.code,
                            signal.name,
                            signal.type.equals("reg") ? " [%s:0]".formatted(signal.width - 1) : ""));
        }
        out.write(module.isEmpty() ? "" : "$upscope $end\n");
        out.write("$upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n");
        Map<Signal, String> present = new HashMap<>();
        for (Signal signal : signals.values()) {
            write(out, signal, signal.unknown());
            present.put(signal, signal.unknown());
        }
        out.write("$end\n");
        long time = 0;
        changes.sort(Comparator.comparingLong(Change::time));
        for (Change change : changes) {
            if (change.value.equals(present.put(change.signal, change.value))) {
                continue;
            }
            if (change.time != time) {
                time = change.time;
                out.write("#%s\n".formatted(time));
            }
            write(out, change.signal, change.value);
        }
        long end = trace.events().stream().mapToLong(TraceEvent::end).max().orElse(0);
        out.write(end > time ? "#%s\n".formatted(end) : "");
    }

    private static void write(Writer out, Signal signal, String value) throws IOException {
        out.write("%s%s%s\n".formatted(value, signal.type.equals("wire") ? "" : " ", signal.code));
    }

    private record Change(long time, Signal signal, String value) {}

    private record Signal(String module, String name, String type, int width, String code) {
        private String unknown() {
            return type.equals("real") ? "r0.0" : type.equals("reg") ? "bx" : "x";
        }
    }
}
