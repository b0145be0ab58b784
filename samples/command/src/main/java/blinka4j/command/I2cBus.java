// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.BusException;
import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import blinka4j.command.Chips.Chip;
import blinka4j.command.Chips.IdRegister;
import blinka4j.command.Console.Style;
import blinka4j.kernel.DeviceNodes;
import blinka4j.provider.BoardDefinition;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimProvider;
import blinka4j.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code blinka i2c}: scans the buses and names the chips. */
final class I2cBus implements Command {
    private static final int FIRST_ADDRESS = 0x08;
    private static final int LAST_ADDRESS = 0x77;

    /** Longer than an address takes on a bus that works; shorter than the timeouts of controllers. */
    private static final double LONG_SECONDS = 0.1;

    /** Longer than the chips of the table need for their serial numbers: up to 1 ms, in their data sheets. */
    private static final Duration ANSWER = Duration.ofMillis(10);

    /** With more chips, their names alone are printed. */
    private static final int MOST_DETAILS = 4;

    @Override
    public Syntax syntax() {
        return new Syntax("i2c", "[BUS]", 0, 1, Syntax.Words.BUSES)
                .with("--ask", "ADDRESS", "also read the identification at this address")
                .with("--json", "", "print JSON");
    }

    @Override
    public String help() {
        return """
                Finds the chips on the board's I2C buses and names them by their address and their
                identification. BUS is a number, as in /dev/i2c-1, or a device file; by default all buses of the
                board that are switched on.

                To read a register, its number must be written first. That is the only byte that is
                written, and not to an address where it may do something: memories, displays, outputs and
                multiplexers are only read. A command of two bytes is written only where all known chips
                take such commands, or to a chip that refuses to be read, as only such chips do.
                --ask 0x48 allows both at one address.""";
    }

    /**
     * A bus that was scanned.
     *
     * @param file its device file, or its name on a simulated board
     * @param code the expression for the bus in Java
     */
    record Scanned(String file, String code, List<Found> found) {
        String name() {
            return "I2C(" + file + ")";
        }
    }

    /**
     * What was found at an address.
     *
     * @param named the chips whose identification fits
     * @param possible the others that can be there
     * @param note why it was not asked, or what else to know
     */
    record Found(int address, List<Chip> named, List<Chip> possible, String note) {
        /** What to print: the names, or what it may be. */
        String names() {
            List<Chip> chips = named.isEmpty() ? possible : named;
            String names = chips.stream().map(Chip::name).distinct().collect(Collectors.joining(" or "));
            return named.isEmpty() ? chips.isEmpty() ? "unknown" : "perhaps " + names : names;
        }
    }

    @Override
    public int run(Arguments arguments, Console console) {
        int asked = arguments.has("--ask") ? arguments.number("--ask", 0) : -1;
        if (arguments.has("--ask") && (asked < FIRST_ADDRESS || asked > LAST_ADDRESS)) {
            throw new UsageException(
                    "--ask '%s' is not an address from 0x08 to 0x77".formatted(arguments.option("--ask", "")));
        }
        Blinka blinka = console.board();
        String wanted = arguments.operand(0, "");
        List<Scanned> scanned;
        if (wanted.isEmpty()) {
            scanned = scanAll(blinka, console, asked);
        } else {
            boolean number = wanted.matches("\\d{1,6}");
            scanned = List.of(scan(
                    number ? new I2C(Integer.parseInt(wanted)) : new I2C(wanted),
                    "new I2C(%s)".formatted(number ? wanted : "\"" + wanted + "\""),
                    asked));
        }
        if (arguments.has("--json")) {
            console.line(Json.of(scanned.stream()
                    .flatMap(bus -> bus.found().stream().map(each -> json(bus, each)))
                    .toList()));
        } else {
            print(console, scanned, blinka.provider() instanceof SimProvider);
        }
        return scanned.stream().allMatch(bus -> bus.found().isEmpty()) ? FAILED : OK;
    }

    /** All buses of the board. Those that are not switched on are left out, if there is another one. */
    private static List<Scanned> scanAll(Blinka blinka, Console console, int asked) {
        List<Scanned> scanned = new ArrayList<>();
        List<HardwareException> failures = new ArrayList<>();
        List<BoardDefinition.I2CBus> buses = blinka.board().i2cBuses();
        for (int i = 0; i < Math.max(1, buses.size()); i++) {
            try {
                if (i == 0) {
                    scanned.add(scan(blinka.i2c(), "Board.i2c()", asked));
                } else {
                    scanned.add(scanAnother(blinka, console, buses.get(i), asked));
                }
            } catch (HardwareException e) {
                if (i == 0 || !(e instanceof NotAvailableException)) {
                    failures.add(e);
                }
            }
        }
        if (scanned.isEmpty()) {
            throw failures.get(0);
        }
        failures.forEach(each -> console.note(String.valueOf(each.getMessage())));
        return scanned;
    }

    private static Scanned scanAnother(Blinka blinka, Console console, BoardDefinition.I2CBus bus, int asked) {
        String scl = bus.scl();
        String sda = bus.sda();
        if (scl == null || sda == null) {
            String file = DeviceNodes.i2c(console.host(), bus);
            return scan(new I2C(file), "new I2C(\"%s\")".formatted(file), asked);
        }
        I2C i2c = new I2C(blinka.pin(scl), blinka.pin(sda));
        String code = "new I2C(Board.pin(\"%s\"), Board.pin(\"%s\"))".formatted(scl, sda);
        try {
            return new Scanned(
                    file(i2c), code, i2c.exclusively(() -> identify(i2c, answering(i2c, blinka), Chips.all(), asked)));
        } catch (BusException e) {
            String name = file(i2c);
            throw new BusException(
                    e.kind(),
                    "%s This bus was left out. To scan all of its addresses: blinka i2c %s"
                            .formatted(e.getMessage(), name.startsWith("/") ? name : bus.device()));
        } finally {
            i2c.close();
        }
    }

    /**
     * The addresses that answer on a bus that nobody asked for. It may have neither chips nor resistors: then each address takes a
     * second, and the whole bus minutes. So two long timeouts end the scan.
     *
     * @throws BusException after these, or if the bus has another fault
     */
    private static List<Integer> answering(I2C i2c, Blinka blinka) {
        List<Integer> found = new ArrayList<>();
        int slow = 0;
        for (int address = FIRST_ADDRESS; address <= LAST_ADDRESS; address++) {
            double began = Time.monotonic(blinka);
            try {
                if (i2c.probe(address)) {
                    found.add(address);
                }
            } catch (BusException e) {
                // Some controllers report a missing acknowledge as a timeout, but at once.
                boolean isSlow = Time.monotonic(blinka) - began > LONG_SECONDS;
                slow += isSlow ? 1 : 0;
                if (e.kind() != BusException.Kind.TIMEOUT || slow == 2) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static String file(I2C i2c) {
        return i2c.toString().replaceFirst("^I2C\\((.*)\\)$", "$1");
    }

    /** Closes the bus. */
    private static Scanned scan(I2C i2c, String code, int asked) {
        try {
            return new Scanned(file(i2c), code, i2c.exclusively(() -> scan(i2c, Chips.all(), asked)));
        } finally {
            i2c.close();
        }
    }

    /** @param asked an address that is asked in any case; -1 for none */
    static List<Found> scan(I2C i2c, List<Chip> all, int asked) {
        return identify(i2c, i2c.scan(), all, asked);
    }

    private static List<Found> identify(I2C i2c, List<Integer> addresses, List<Chip> all, int asked) {
        List<Found> found = new ArrayList<>();
        for (int address : addresses) {
            found.add(identify(i2c, address, Chips.at(address, all), address == asked));
        }
        return found;
    }

    private static Found identify(I2C i2c, int address, List<Chip> chips, boolean asked) {
        List<Chip> named = new ArrayList<>();
        List<Chip> possible = new ArrayList<>();
        String note = "";
        Map<List<Object>, Optional<Integer>> read = new HashMap<>();
        boolean refuses = false;
        // Commands last: a chip that is known by then gets none.
        List<Chip> ordered = Stream.concat(
                        chips.stream().filter(chip -> !chip.takesCommands()),
                        chips.stream().filter(Chip::takesCommands))
                .toList();
        for (Chip chip : ordered) {
            boolean fits = true;
            boolean identified = false;
            for (IdRegister id : chip.ids()) {
                if (id.isCommand() && !named.isEmpty()) {
                    continue;
                }
                List<Chip> minding = asked
                        ? List.of()
                        : chips.stream().filter(each -> each.minds(id)).toList();
                if (id.isCommand() && !minding.isEmpty()) {
                    refuses = refuses || refusesToBeRead(i2c, address);
                    minding = refuses
                            ? minding.stream()
                                    .filter(each ->
                                            each.refusesReads() && each.acts().get(id.question()[0] & 0xff))
                                    .toList()
                            : minding;
                }
                if (!minding.isEmpty()) {
                    note =
                            "Its identification was not read, because that could change a %s. If you are sure that it is none: blinka i2c --ask 0x%02x"
                                    .formatted(
                                            minding.stream().map(Chip::name).collect(Collectors.joining(" or ")),
                                            address);
                    continue;
                }
                try {
                    List<Object> question = List.of(id.number(), id.length(), id.bytes(), id.checked());
                    Optional<Integer> value = read.get(question);
                    if (value == null) {
                        value = read(i2c, address, id);
                        read.put(question, value);
                    }
                    fits &= value.filter(id::fits).isPresent();
                    identified |= id.identifies();
                } catch (BusException e) {
                    if (e.kind() == BusException.Kind.BUSY) {
                        return new Found(address, List.of(), chips, String.valueOf(e.getMessage()));
                    }
                    // A chip that measures, or sleeps, does not take a command.
                    fits &= id.isCommand();
                }
            }
            if (fits) {
                (identified ? named : possible).add(chip);
            }
        }
        return new Found(address, named, named.isEmpty() ? possible : List.of(), named.isEmpty() ? note : "");
    }

    /**
     * True if the chip does not acknowledge a read of which nothing was written before. Then it has no registers, memory or outputs, which
     * a command could change. Asks twice, because a disturbance can make a chip miss its address once.
     */
    private static boolean refusesToBeRead(I2C i2c, int address) {
        for (int i = 0; i < 2; i++) {
            try {
                i2c.readFromInto(address, new byte[1]);
                return false;
            } catch (BusException e) {
                if (e.kind() != BusException.Kind.NO_ACKNOWLEDGE) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Empty if the checksum is wrong. */
    private static Optional<Integer> read(I2C i2c, int address, IdRegister id) {
        byte[] in = new byte[id.bytes() + (id.checked() ? 1 : 0)];
        if (id.length() == 0) {
            i2c.readFromInto(address, in);
        } else if (id.checked()) {
            // The answer to a command takes a few milliseconds.
            i2c.writeTo(address, id.question());
            i2c.sleep(ANSWER);
            i2c.readFromInto(address, in);
        } else {
            i2c.writeToThenReadFrom(address, id.question(), in);
        }
        if (id.checked() && Crc8.SENSIRION.of(in, 0, id.bytes()) != (in[id.bytes()] & 0xff)) {
            return Optional.empty();
        }
        int value = 0;
        for (int i = 0; i < id.bytes(); i++) {
            value = (value << 8) | (in[i] & 0xff);
        }
        return Optional.of(value);
    }

    private static void print(Console console, List<Scanned> scanned, boolean simulated) {
        boolean first = true;
        for (Scanned bus : scanned) {
            if (!bus.found().isEmpty()) {
                if (!first) {
                    console.line("");
                }
                print(console, bus);
                first = false;
            }
        }
        String empty = scanned.stream()
                .filter(bus -> bus.found().isEmpty())
                .map(Scanned::name)
                .collect(Collectors.joining(", "));
        if (first) {
            console.line(console.folded(
                    "%s: no chip answers. %s"
                            .formatted(
                                    empty,
                                    simulated
                                            ? "To attach one to the simulated board: export BLINKA_CHIPS=BME280"
                                            : "Check power, ground, SDA and SCL, and that the chip is not in reset."),
                    0));
        } else if (!empty.isEmpty()) {
            console.line("");
            console.line(console.folded("%s: no chip answers.".formatted(empty), 0));
        }
    }

    private static void print(Console console, Scanned bus) {
        List<Found> found = bus.found();
        console.line("%s: %s".formatted(bus.name(), found.size() == 1 ? "1 chip" : found.size() + " chips"));
        for (Found each : found) {
            Chip chip = each.named().isEmpty()
                    ? each.possible().size() == 1 ? each.possible().get(0) : null
                    : each.named().get(0);
            console.line("");
            console.line("%s  %s%s"
                    .formatted(
                            console.style(Style.STRONG, "0x%02x".formatted(each.address())),
                            console.style(each.named().isEmpty() ? Style.WARNING : Style.GOOD, each.names()),
                            chip == null ? "" : ": " + chip.about()));
            if (!each.note().isEmpty()) {
                console.line(console.folded("      " + each.note(), 6));
            }
            if (chip == null && each.possible().size() <= MOST_DETAILS) {
                for (Chip possible : each.possible()) {
                    console.line("      %s: %s, %s".formatted(possible.name(), possible.about(), possible.driver()));
                }
            }
            if (chip != null) {
                for (String line : chip.lines(each.address(), bus.code())) {
                    console.line("      " + console.style(Style.DIM, line));
                }
            }
        }
    }

    private static Map<String, Object> json(Scanned bus, Found found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bus", bus.file());
        json.put("address", found.address());
        json.put("identified", found.named().stream().map(I2cBus::json).toList());
        json.put("possible", found.possible().stream().map(I2cBus::json).toList());
        json.put("note", found.note());
        return json;
    }

    private static Map<String, Object> json(Chip chip) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("chip", chip.name());
        json.put("driver", chip.driver());
        json.put("about", chip.about());
        return json;
    }
}
