// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.command.Chips.Chip;
import blinka4j.command.Chips.IdRegister;
import blinka4j.command.Console.Style;
import blinka4j.runtime.Blinka;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code blinka i2c}: scans a bus and names the chips. */
final class I2cBus implements Command {
    private static final int LAST_ADDRESS = 0x77;

    /** With more chips, their names alone are printed. */
    private static final int MOST_DETAILS = 4;

    @Override
    public Syntax syntax() {
        return new Syntax("i2c", "[BUS]", 0, 1, Syntax.Words.NONE)
                .with("--ask", "ADDRESS", "also read the identification at this address")
                .with("--json", "", "print JSON");
    }

    @Override
    public String help() {
        return """
                Finds the chips on an I2C bus and names them by their address and their identification
                register. BUS is a number, as in /dev/i2c-1, or a device file; by default the board's bus.

                To read a register, its number must be written first. That is the only byte that is
                written, and not to an address where it may do something: memories, displays, outputs and
                multiplexers are only read. --ask 0x48 allows it at one address.""";
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
        if (arguments.has("--ask") && (asked < 0x08 || asked > LAST_ADDRESS)) {
            throw new UsageException(
                    "--ask '%s' is not an address from 0x08 to 0x77".formatted(arguments.option("--ask", "")));
        }
        Blinka blinka = console.board();
        String wanted = arguments.operand(0, "");
        I2C i2c = open(blinka, wanted);
        List<Found> found;
        try {
            found = i2c.exclusively(() -> scan(i2c, Chips.all(), asked));
        } finally {
            i2c.close();
        }
        if (arguments.has("--json")) {
            console.line(Json.of(found.stream().map(I2cBus::json).toList()));
        } else {
            print(console, i2c.toString(), found);
        }
        return found.isEmpty() ? FAILED : OK;
    }

    private static I2C open(Blinka blinka, String bus) {
        if (bus.isEmpty()) {
            return blinka.i2c();
        }
        return bus.matches("\\d{1,6}") ? new I2C(Integer.parseInt(bus)) : new I2C(bus);
    }

    /** @param asked an address that is asked in any case; -1 for none */
    static List<Found> scan(I2C i2c, List<Chip> all, int asked) {
        List<Found> found = new ArrayList<>();
        for (int address : i2c.scan()) {
            found.add(identify(i2c, address, Chips.at(address, all), address == asked));
        }
        return found;
    }

    private static Found identify(I2C i2c, int address, List<Chip> chips, boolean asked) {
        BitSet acts = new BitSet();
        if (!asked) {
            chips.forEach(chip -> acts.or(chip.acts()));
        }
        List<Chip> named = new ArrayList<>();
        List<Chip> possible = new ArrayList<>();
        String note = "";
        Map<IdRegister, Integer> read = new TreeMap<>(Comparator.comparing(IdRegister::toString));
        for (Chip chip : chips) {
            boolean fits = true;
            boolean identified = false;
            for (IdRegister id : chip.ids()) {
                if (acts.get(id.number())) {
                    note =
                            "Not asked, because it may be one of %s, for which the question would be a command. If it is none of them, ask with --ask 0x%02x."
                                    .formatted(
                                            chips.stream()
                                                    .filter(each -> each.acts().get(id.number()))
                                                    .map(Chip::name)
                                                    .collect(Collectors.joining(", ")),
                                            address);
                    continue;
                }
                try {
                    Integer value = read.get(id);
                    if (value == null) {
                        value = read(i2c, address, id);
                        read.put(id, value);
                    }
                    fits &= id.fits(value);
                    identified |= id.identifies();
                } catch (BusException e) {
                    if (e.kind() == BusException.Kind.BUSY) {
                        return new Found(address, List.of(), chips, String.valueOf(e.getMessage()));
                    }
                    fits = false;
                }
            }
            if (fits) {
                (identified ? named : possible).add(chip);
            }
        }
        return new Found(address, named, named.isEmpty() ? possible : List.of(), named.isEmpty() ? note : "");
    }

    private static int read(I2C i2c, int address, IdRegister id) {
        byte[] in = new byte[id.bytes()];
        i2c.writeToThenReadFrom(address, new byte[] {(byte) id.number()}, in);
        int value = 0;
        for (byte each : in) {
            value = (value << 8) | (each & 0xff);
        }
        return value;
    }

    private static void print(Console console, String bus, List<Found> found) {
        if (found.isEmpty()) {
            console.line("%s: no chip answers. Check power, ground, SDA and SCL, and that the chip is not in reset."
                    .formatted(bus));
            return;
        }
        console.line("%s: %s".formatted(bus, found.size() == 1 ? "1 chip" : found.size() + " chips"));
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
                console.line("      " + each.note());
            }
            if (chip == null && each.possible().size() <= MOST_DETAILS) {
                for (Chip possible : each.possible()) {
                    console.line("      %s: %s, %s".formatted(possible.name(), possible.about(), possible.driver()));
                }
            }
            if (chip != null) {
                for (String line : chip.lines(each.address())) {
                    console.line("      " + console.style(Style.DIM, line));
                }
            }
        }
    }

    private static Map<String, Object> json(Found found) {
        Map<String, Object> json = new LinkedHashMap<>();
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
