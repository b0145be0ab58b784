// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.provider.Host;
import blinka4j.provider.Nearest;
import blinka4j.sim.Breadboard;
import blinka4j.sim.SimBoard;
import java.util.ArrayList;
import java.util.List;

/**
 * Attaches the chips that the setting {@code BLINKA_CHIPS} names to a simulated board: {@code BME280 MCP9808@0x19} to its I2C bus, {@code
 * DHT22@D4} to a pin, {@code HCSR04@D5,D6} to two.
 */
public final class Wired implements Breadboard {
    private static final String SETTING = "BLINKA_CHIPS";

    /** For {@link java.util.ServiceLoader}. */
    public Wired() {}

    @Override
    public void attachTo(SimBoard board) {
        String chips = Host.local().setting(SETTING).orElse("");
        if (!chips.isEmpty()) {
            attach(board, chips);
        }
    }

    static void attach(SimBoard board, String chips) {
        for (String each : words(board, chips)) {
            String[] parts = each.split("@", 2);
            SimulatedChips.Known known = SimulatedChips.find(parts[0]);
            if (known == null) {
                // The other names, such as AM2302 and SHT45.
                String name = Sensors.canonical(parts[0]);
                known = SimulatedChips.find(name);
                PinSensors.Row row = PinSensors.find(name);
                if (row != null) {
                    connect(board, row, parts.length < 2 ? row.usual() : parts[1]);
                    continue;
                }
                if (known == null) {
                    throw new IllegalArgumentException(unknown(parts[0]));
                }
            }
            attach(board, known, parts.length < 2 ? known.address() : address(each, parts[1]));
        }
    }

    /** The chips, each with what is behind its @: the second pin of {@code HCSR04@D5,D6} is no chip. */
    private static List<String> words(SimBoard board, String chips) {
        List<String> words = new ArrayList<>();
        for (String each : chips.split("[\\s,]+", -1)) {
            int last = words.size() - 1;
            if (last >= 0
                    && words.get(last).contains("@")
                    && board.definition().pins().containsKey(each)) {
                words.set(last, words.get(last) + "," + each);
            } else if (!each.isEmpty()) {
                words.add(each);
            }
        }
        return words;
    }

    private static int address(String word, String address) {
        int number;
        try {
            number = Integer.decode(address);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s names '%s', whose address is not a number. Write it as MCP9808@0x19.".formatted(SETTING, word),
                    e);
        }
        if (number < 0x08 || number > 0x77) {
            throw new IllegalArgumentException(
                    "%s names '%s', whose address is out of range. Expected 0x08 to 0x77, as in MCP9808@0x19."
                            .formatted(SETTING, word));
        }
        return number;
    }

    private static void attach(SimBoard board, SimulatedChips.Known known, int address) {
        if (board.i2c().attached().containsKey(address)) {
            String free = Chips.all().stream()
                    .filter(chip -> chip.type().endsWith("." + known.name())
                            || chip.name().equals(known.name()))
                    .flatMap(chip -> chip.addresses().stream().boxed())
                    .filter(each -> !board.i2c().attached().containsKey(each))
                    .findFirst()
                    .map(each -> "%s@0x%02x".formatted(known.name(), each))
                    .orElse("");
            throw new IllegalArgumentException("%s puts %s at the address 0x%02x, at which another chip is. %s"
                    .formatted(
                            SETTING,
                            known.name(),
                            address,
                            free.isEmpty()
                                    ? "Leave one of the two out."
                                    : "Give one of the two another address, as in " + free));
        }
        board.i2c().attach(address, known.make());
    }

    private static void connect(SimBoard board, PinSensors.Row row, String pins) {
        List<String> each = List.of(pins.split(",", -1));
        int roles = row.roles().split(",", -1).length;
        if (each.size() != roles || !board.definition().pins().keySet().containsAll(each)) {
            throw new IllegalArgumentException("%s connects %s to '%s', and %s needs %s on pins of %s, as in %s@%s"
                    .formatted(
                            SETTING,
                            row.name(),
                            pins,
                            row.name(),
                            row.roles(),
                            board.definition().name(),
                            row.name(),
                            row.usual()));
        }
        if (!SimulatedChips.connect(row, board, each)) {
            throw new IllegalArgumentException("%s connects %s to %s, where another part is. Choose other pins: %s@PIN"
                    .formatted(SETTING, row.name(), pins, row.name()));
        }
    }

    private static String unknown(String name) {
        if (name.equalsIgnoreCase("GPS")) {
            return "%s names 'GPS', which is on a serial port: blinka sensor GPS attaches it by itself. On I2C there is PA1010D."
                    .formatted(SETTING);
        }
        List<String> names = new ArrayList<>(SimulatedChips.names());
        PinSensors.ALL.forEach(row -> names.add(row.name()));
        String likely = Nearest.likely(name, names);
        return "%s names '%s', which is no simulated chip. %sThere are %s."
                .formatted(
                        SETTING,
                        name,
                        likely.isEmpty() ? "" : "Did you mean %s? ".formatted(likely),
                        String.join(", ", names));
    }
}
