// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** The chips of the file {@code chips.tsv}, which explains its columns. */
final class Chips {
    private static final int HEX = 16;

    private static final String CHECKED = "+crc";

    private static final Pattern OTHER_LETTERS = Pattern.compile("[^A-Z0-9]");

    private Chips() {}

    /**
     * A register that identifies a chip, or a command that returns its identification.
     *
     * @param number what is written first: a register's number, or a command
     * @param length of the number in bytes: 1, 2 for a command, 0 for a read without a question
     * @param bytes how many bytes to read, without a checksum
     * @param checked true if the CRC-8 of Sensirion's chips follows, which must be right
     */
    record IdRegister(int number, int length, int bytes, int value, int mask, boolean checked) {
        private static IdRegister parse(String text) {
            boolean checked = text.endsWith(CHECKED);
            String[] parts = (checked ? text.substring(0, text.length() - CHECKED.length()) : text).split("[:&]", -1);
            int bytes = parts[1].length() / 2;
            int all = (int) ((1L << (8 * bytes)) - 1);
            return new IdRegister(
                    parts[0].isEmpty() ? 0 : Integer.parseInt(parts[0], HEX),
                    parts[0].length() / 2,
                    bytes,
                    Integer.parseUnsignedInt(parts[1], HEX),
                    parts.length < 3 ? all : Integer.parseUnsignedInt(parts[2], HEX),
                    checked);
        }

        /** True if more than a register's number is written: to a chip with registers, the second byte would be a value. */
        boolean isCommand() {
            return length > 1;
        }

        /** What is written. */
        byte[] question() {
            byte[] question = new byte[length];
            for (int i = 0; i < length; i++) {
                question[i] = (byte) (number >> (8 * (length - 1 - i)));
            }
            return question;
        }

        boolean fits(int read) {
            return (read & mask) == value;
        }

        /** False for a value that many chips have: it only excludes the others. */
        boolean identifies() {
            return value != 0 || checked;
        }
    }

    /**
     * A chip.
     *
     * @param type its driver, such as {@code bme280.BME280}
     * @param acts the bytes that do something when one is written alone
     * @param creation the expression that makes the driver, with {@code ADDRESS} for the address
     * @param use a call of one of its methods
     */
    record Chip(
            String name,
            String type,
            BitSet addresses,
            BitSet acts,
            List<IdRegister> ids,
            String creation,
            String use,
            String about) {
        private static Chip parse(String line) {
            String[] columns = line.split("\t", -1);
            return new Chip(
                    columns[0],
                    columns[1],
                    numbers(columns[2]),
                    numbers(columns[3]),
                    columns[4].equals("-")
                            ? List.of()
                            : List.of(columns[4].split(" ", -1)).stream()
                                    .map(IdRegister::parse)
                                    .toList(),
                    columns[5],
                    columns[6],
                    columns[7]);
        }

        boolean isIdentifiable() {
            return ids.stream().anyMatch(IdRegister::identifies);
        }

        /** True if the chip takes commands of two bytes, and so never a byte for a register's number. */
        boolean takesCommands() {
            return ids.stream().anyMatch(IdRegister::isCommand);
        }

        /**
         * True if the chip does not acknowledge a read without a command before, as Sensirion's. The others, which have registers, memory
         * or outputs, always do.
         */
        boolean refusesReads() {
            return ids.stream().anyMatch(IdRegister::checked);
        }

        /** True if the question for an identification would be a command for this chip, or could be a value. */
        boolean minds(IdRegister id) {
            return id.isCommand() ? !takesCommands() : id.length() == 1 && acts.get(id.number());
        }

        /** The full name of the driver's class. */
        String driver() {
            return "blinka4j.drivers." + type;
        }

        /**
         * Three lines of Java that use the chip at an address.
         *
         * @param bus the expression for the bus, such as {@code Board.i2c()}
         */
        List<String> lines(int address, String bus) {
            String simple = type.substring(type.indexOf('.') + 1);
            return List.of(
                    "import %s;".formatted(driver()),
                    "var chip = %s;"
                            .formatted(creation.replace("i2c", bus).replace("ADDRESS", "0x%02x".formatted(address))),
                    "System.out.println(chip.%s); // %s".formatted(use, simple));
        }
    }

    /** Numbers in hexadecimal, as {@code 18-1f,48}; {@code *} for all bytes. */
    private static BitSet numbers(String text) {
        BitSet numbers = new BitSet();
        if (text.equals("*")) {
            numbers.set(0, 256);
        } else if (!text.equals("-")) {
            for (String each : text.split(",", -1)) {
                String[] ends = each.split("-", -1);
                numbers.set(Integer.parseInt(ends[0], HEX), Integer.parseInt(ends[ends.length - 1], HEX) + 1);
            }
        }
        return numbers;
    }

    static List<Chip> all() {
        List<Chip> chips = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Chips.class.getResourceAsStream("chips.tsv"), "chips.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    chips.add(Chip.parse(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chips;
    }

    /** The chips that can be at an address. */
    static List<Chip> at(int address, List<Chip> all) {
        return all.stream().filter(chip -> chip.addresses().get(address)).toList();
    }

    /** A name without the differences that users do not care about. */
    static String plain(String name) {
        return OTHER_LETTERS.matcher(name.toUpperCase(Locale.ROOT)).replaceAll("");
    }
}
