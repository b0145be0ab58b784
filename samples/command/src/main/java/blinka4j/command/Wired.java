// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.provider.Host;
import blinka4j.provider.Nearest;
import blinka4j.sim.Breadboard;
import blinka4j.sim.SimBoard;

/** Attaches the chips that the setting {@code BLINKA_CHIPS} names to the I2C bus of a simulated board: {@code BME280 MCP9808@0x19}. */
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
        for (String each : chips.split("[ ,]+", -1)) {
            String[] parts = each.split("@", 2);
            SimulatedChips.Known known = SimulatedChips.find(parts[0]);
            if (known == null) {
                throw new IllegalArgumentException(unknown(parts[0]));
            }
            int address;
            try {
                address = parts.length < 2 ? known.address() : Integer.decode(parts[1]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "%s names '%s', whose address is not a number. Write it as MCP9808@0x19."
                                .formatted(SETTING, each),
                        e);
            }
            board.i2c().attach(address, known.make());
        }
    }

    private static String unknown(String name) {
        String likely = Nearest.likely(name, SimulatedChips.names());
        return "%s names '%s', which is no simulated chip on I2C. %sThere are %s."
                .formatted(
                        SETTING,
                        name,
                        likely.isEmpty() ? "" : "Did you mean %s? ".formatted(likely),
                        String.join(", ", SimulatedChips.names()));
    }
}
