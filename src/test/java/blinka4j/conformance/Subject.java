// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import blinka4j.BusException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.EdgeEvent;
import blinka4j.digitalio.Pull;
import blinka4j.provider.SpiPort;
import blinka4j.runtime.Blinka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The program that the suites run. It executes one command at a time with CircuitPython's API, and does not know the provider. An answer
 * is the result of the call, {@code ok}, or the exception.
 */
public final class Subject {
    /** Longer answers are replaced by their SHA-256. */
    private static final int LONGEST_IN_HEX = 64;

    private static final HexFormat HEX = HexFormat.of();

    private final Blinka blinka;
    private final Map<String, DigitalInOut> pins = new HashMap<>();
    private final Map<String, List<EdgeEvent>> edges = new HashMap<>();
    private final Map<String, Feature.Commands> commands = new HashMap<>();
    private @Nullable I2C i2c;
    private @Nullable SPI spi;
    private @Nullable UART uart;

    /** Listeners wait while this is closed. */
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public Subject(Blinka blinka) {
        this.blinka = blinka;
    }

    public static void main(String[] args) throws IOException {
        Subject program = new Subject(Blinka.current());
        Commands.answer(words -> program.answer(String.join(" ", words)));
    }

    public String answer(String line) {
        try {
            return run(line.split(" "));
        } catch (BusException e) {
            return "BusException " + e.kind() + ": " + e.getMessage();
        } catch (RuntimeException | IOException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private String run(String... words) throws IOException {
        return switch (words[0]) {
            case "where" -> blinka.provider().name() + " on " + blinka.board().id();
            case "gpio" -> gpio(words);
            case "i2c" -> i2c(words);
            case "spi" -> spi(words);
            case "uart" -> uart(words);
            case "hold-listeners" -> {
                gate = new CountDownLatch(1);
                yield "ok";
            }
            case "let-listeners-go" -> {
                gate.countDown();
                yield "ok";
            }
            case "holdings" -> holdings();
            // Milliseconds of processor time that the process has used.
            case "cpu" ->
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .map(String::valueOf)
                        .orElse("unknown");
            default -> commands(words[0]).run(words);
        };
    }

    /** The commands of a kind that is not one of the above. */
    private Feature.Commands commands(String word) {
        return commands.computeIfAbsent(
                word,
                each -> Stream.of(Feature.kinds())
                        .filter(kind -> kind.label().toLowerCase(Locale.ROOT).equals(each))
                        .map(kind -> kind.commands(this))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no such command: " + each)));
    }

    Blinka blinka() {
        return blinka;
    }

    private String gpio(String... words) throws IOException {
        String command = words[1];
        String name = words[2];
        if (command.equals("open")) {
            pins.put(name, new DigitalInOut(blinka.pin(name)));
            return "ok";
        }
        if (command.equals("cycles")) {
            return cycles(name, Integer.parseInt(words[3]), Boolean.parseBoolean(words[4]));
        }
        if (command.equals("edges")) {
            return edges(name);
        }
        DigitalInOut pin = pins.get(name);
        if (pin == null) {
            throw new IllegalArgumentException("the program has not opened " + name);
        }
        switch (command) {
            case "input" -> pin.switchToInput(words.length > 3 ? Pull.valueOf(words[3]) : null);
            case "output" ->
                pin.switchToOutput(
                        Boolean.parseBoolean(words[3]),
                        words.length > 4 ? DriveMode.valueOf(words[4]) : DriveMode.PUSH_PULL);
            case "set" -> pin.value(Boolean.parseBoolean(words[3]));
            case "get" -> {
                return String.valueOf(pin.value());
            }
            case "state" -> {
                return switch (pin.direction()) {
                    case INPUT -> "INPUT " + pin.pull();
                    case OUTPUT -> "OUTPUT " + pin.driveMode();
                };
            }
            case "watch" ->
                watch(
                        pin,
                        name,
                        Edge.valueOf(words[3]),
                        Duration.ofMillis(Long.parseLong(words[4])),
                        words.length > 5 ? words[5] : "");
            case "unwatch" -> pin.stopEdges();
            case "lost" -> {
                return String.valueOf(pin.lostEdges());
            }
            case "close" -> pin.close();
            default -> throw new IllegalArgumentException("no such command: gpio " + command);
        }
        return "ok";
    }

    private void watch(DigitalInOut pin, String name, Edge edge, Duration debounce, String how) {
        List<EdgeEvent> seen = new ArrayList<>();
        edges.put(name, seen);
        pin.onEdge(edge, debounce, event -> {
            if (!how.equals("free")) {
                await(gate);
            }
            synchronized (seen) {
                seen.add(event);
            }
            if (how.equals("throwing")) {
                throw new IllegalStateException("a listener that throws");
            }
        });
    }

    /** One line for each edge so far: its direction, its timestamp, and the number of edges lost before it. */
    private String edges(String name) {
        List<EdgeEvent> seen = edges.getOrDefault(name, List.of());
        synchronized (seen) {
            return Stream.concat(
                            Stream.of(seen.size() + " edges"),
                            seen.stream()
                                    .map(event -> "%s %s %s".formatted(event.edge(), event.timestamp(), event.lost())))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** Opens, flips and closes a pin many times. Returns the resources of the process before and after. */
    private String cycles(String name, int count, boolean watching) throws IOException {
        // The first use loads native code and opens files that stay open.
        cycle(name, watching);
        String before = holdings();
        for (int i = 0; i < count; i++) {
            cycle(name, watching);
        }
        return "before: %s\nafter: %s".formatted(before, holdings());
    }

    private void cycle(String name, boolean watching) {
        try (DigitalInOut pin = new DigitalInOut(blinka.pin(name))) {
            pin.switchToOutput(true);
            pin.value(false);
            pin.switchToInput();
            if (watching) {
                pin.onEdge(Edge.BOTH, event -> {});
            }
        }
    }

    private static String holdings() throws IOException {
        // Threads end a moment later. A leak of one per cycle stays.
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "%s files, %s threads".formatted(count("/proc/self/fd"), count("/proc/self/task"));
    }

    private static long count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        }
    }

    private String i2c(String... words) {
        if (words[1].equals("open")) {
            i2c = blinka.i2c();
            return "ok";
        }
        I2C bus = opened(i2c, "i2c");
        int address = words.length > 2 ? Integer.parseInt(words[2], 16) : 0;
        switch (words[1]) {
            case "scan" -> {
                return bus.scan().stream().map("%02x"::formatted).collect(Collectors.joining(" "));
            }
            case "probe" -> {
                return String.valueOf(bus.probe(address));
            }
            case "device" -> new I2CDevice(bus, address);
            case "write" -> bus.writeTo(address, words.length > 3 ? HEX.parseHex(words[3]) : new byte[0]);
            case "read" -> {
                byte[] in = new byte[Integer.parseInt(words[3])];
                bus.readFromInto(address, in);
                return show(in);
            }
            case "write-read" -> {
                byte[] in = new byte[Integer.parseInt(words[4])];
                bus.writeToThenReadFrom(address, HEX.parseHex(words[3]), in);
                return show(in);
            }
            // The idiom of adafruit_register: one buffer, the register's number first, its content behind it.
            case "register" -> {
                byte[] buffer = new byte[1 + Integer.parseInt(words[4])];
                buffer[0] = HEX.parseHex(words[3])[0];
                bus.writeToThenReadFrom(address, buffer, 0, 1, buffer, 1, buffer.length);
                return show(buffer);
            }
            // Pages of an EEPROM with 16-bit addresses, polled until each is written.
            case "fill" -> fill(bus, address, Integer.parseInt(words[3]), Integer.parseInt(words[4]));
            case "close" -> bus.close();
            default -> throw new IllegalArgumentException("no such command: i2c " + words[1]);
        }
        return "ok";
    }

    private static void fill(I2C bus, int address, int size, int page) {
        byte[] content = Site.content(size);
        byte[] write = new byte[2 + page];
        for (int at = 0; at < size; at += page) {
            write[0] = (byte) (at >> 8);
            write[1] = (byte) at;
            System.arraycopy(content, at, write, 2, page);
            bus.writeTo(address, write);
            while (!bus.probe(address)) {
                bus.sleep(Duration.ofMillis(1));
            }
        }
    }

    private String spi(String... words) {
        if (words[1].equals("open")) {
            spi = blinka.spi();
            return "ok";
        }
        SPI bus = opened(spi, "spi");
        switch (words[1]) {
            // spi transaction BAUD POLARITY PHASE HEX COUNT: with the chip select that the controller drives
            case "transaction" -> {
                SPIDevice device = new SPIDevice(
                        bus,
                        blinka.pin("CE0"),
                        Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]),
                        Integer.parseInt(words[4]));
                return show(device.writeThenRead(HEX.parseHex(words[5]), Integer.parseInt(words[6])));
            }
            // Both directions at once.
            case "exchange" -> {
                SPIDevice device = new SPIDevice(bus, blinka.pin("CE0"), Integer.parseInt(words[2]), 0, 0);
                byte[] buffer = HEX.parseHex(words[3]);
                device.writeReadInto(buffer, buffer);
                return show(buffer);
            }
            // A transaction of two transfers, the chip selected throughout.
            case "held" -> {
                SPIDevice device = new SPIDevice(bus, blinka.pin("CE0"), Integer.parseInt(words[2]), 0, 0);
                byte[] in = new byte[Integer.parseInt(words[4])];
                device.exclusively(each -> {
                    each.write(HEX.parseHex(words[3]));
                    each.readInto(in);
                });
                return show(in);
            }
            case "settings" -> {
                bus.exclusively(() -> bus.configure(new SpiPort.Settings(
                        Integer.parseInt(words[2]),
                        0,
                        0,
                        Integer.parseInt(words[3]),
                        Boolean.parseBoolean(words[4]),
                        Boolean.parseBoolean(words[5]),
                        words.length > 6 ? Integer.parseInt(words[6]) : 0)));
                return "ok";
            }
            case "close" -> bus.close();
            default -> throw new IllegalArgumentException("no such command: spi " + words[1]);
        }
        return "ok";
    }

    private String uart(String... words) {
        if (words[1].equals("open")) {
            uart = blinka.uart();
            return "ok";
        }
        UART port = opened(uart, "uart");
        switch (words[1]) {
            case "baudrate" -> port.baudrate(Integer.parseInt(words[2]));
            case "timeout" -> port.timeout(Double.parseDouble(words[2]));
            case "write" -> {
                return String.valueOf(port.write(HEX.parseHex(words[2])));
            }
            case "write-random" -> {
                return String.valueOf(port.write(Site.content(Integer.parseInt(words[2]))));
            }
            case "read" -> {
                return show(port.read(Integer.parseInt(words[2])));
            }
            case "line" -> {
                return show(port.readLine());
            }
            case "waiting" -> {
                return String.valueOf(port.inWaiting());
            }
            case "reset" -> port.resetInputBuffer();
            // Another thread closes the port while this one waits for bytes.
            case "close-while-reading" -> {
                Thread closer = new Thread(
                        () -> {
                            await(new CountDownLatch(1), Duration.ofMillis(300));
                            port.close();
                        },
                        "closer");
                closer.start();
                return show(port.read(1));
            }
            case "close" -> port.close();
            default -> throw new IllegalArgumentException("no such command: uart " + words[1]);
        }
        return "ok";
    }

    private static <T> T opened(@Nullable T bus, String kind) {
        if (bus == null) {
            throw new IllegalArgumentException("the program has not opened " + kind);
        }
        return bus;
    }

    private static String show(byte[] bytes) {
        return bytes.length > LONGEST_IN_HEX ? bytes.length + " bytes, " + sha256(bytes) : HEX.formatHex(bytes);
    }

    static String sha256(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch, Duration time) {
        try {
            if (latch.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody opens it");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
