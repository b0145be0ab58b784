// SPDX-License-Identifier: MIT
package blinka4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The names that data sheets give to the registers and commands of chips, from the file {@code registers.txt}: a line with the class of a
 * simulated chip, then lines with the bytes in hexadecimal and the name. More bytes count more than fewer.
 */
final class RegisterNames {
    private static final String FILE = "registers.txt";
    private static final int LONGEST = 2;
    private static final Found NOTHING = new Found("", 0);

    /**
     * A register or command.
     *
     * @param name empty if it is not known
     * @param length the number of its bytes
     */
    record Found(String name, int length) {}

    private final Map<String, Map<String, String>> chips;

    private RegisterNames(Map<String, Map<String, String>> chips) {
        this.chips = chips;
    }

    static RegisterNames load() {
        Map<String, Map<String, String>> chips = new HashMap<>();
        try (InputStream stream = RegisterNames.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("the file %s is missing. Use the jar as it was made.".formatted(FILE));
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            Map<String, String> chip = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(" ")) {
                    for (String register : line.strip().split(", *", -1)) {
                        int space = register.indexOf(' ');
                        chip.put(register.substring(0, space), register.substring(space + 1));
                    }
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    chip = new HashMap<>();
                    for (String name : line.strip().split(" +", -1)) {
                        chips.put(name, chip);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RegisterNames(chips);
    }

    /** The chips with names. */
    Set<String> chips() {
        return chips.keySet();
    }

    /** Finds what the bytes that a program wrote begin with. */
    Found find(String chip, byte[] written) {
        Map<String, String> names = chips.get(chip);
        for (int length = LONGEST; names != null && length > 0; length--) {
            if (written.length >= length) {
                String name = names.get(HexFormat.of().withUpperCase().formatHex(written, 0, length));
                if (name != null) {
                    return new Found(name, length);
                }
            }
        }
        return NOTHING;
    }
}
