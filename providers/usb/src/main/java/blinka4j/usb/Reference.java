// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.NotAvailableException;
import blinka4j.provider.Host;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reference voltage of the converters, as the user wants it: an internal one, or the supply.
 *
 * @param setting as the chip has it in its SRAM: bit 0 for the internal reference, bits 1 and 2 for its voltage
 * @param supply the voltage of the supply in V; NaN if it is not known
 */
record Reference(int setting, double supply) {
    static final String SETTING = "BLINKA_USB_REFERENCE";

    /** Operating voltages, from the data sheet's "Electrical characteristics". */
    private static final double LOWEST_SUPPLY = 3.0;

    private static final double HIGHEST_SUPPLY = 5.5;

    /** The setting of the user; null if there is none, so that the chip keeps what it has. */
    static @Nullable Reference of(Host host) {
        Optional<String> text = host.setting(SETTING);
        if (text.isEmpty()) {
            return null;
        }
        return switch (text.get()) {
            case "1.024" -> new Reference(3, Double.NaN);
            case "2.048" -> new Reference(5, Double.NaN);
            case "4.096" -> new Reference(7, Double.NaN);
            default -> new Reference(0, supply(text.get()));
        };
    }

    private static double supply(String text) {
        double volts;
        try {
            volts = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            volts = Double.NaN;
        }
        if (!(volts >= LOWEST_SUPPLY && volts <= HIGHEST_SUPPLY)) {
            throw new NotAvailableException(
                    "%s is '%s'. Expected 1.024, 2.048 or 4.096 for the chip's own reference in V, or the voltage of its supply, %s to %s."
                            .formatted(SETTING, text, LOWEST_SUPPLY, HIGHEST_SUPPLY));
        }
        return volts;
    }

    /**
     * Returns the voltage of a reference in V; NaN if it is a supply of unknown voltage.
     *
     * @param setting as in the chip
     * @param wanted the setting of the user, or null
     */
    static double volts(int setting, @Nullable Reference wanted) {
        if ((setting & 1) == 0) {
            return wanted == null ? Double.NaN : wanted.supply();
        }
        return switch (setting >> 1) {
            case 1 -> 1.024;
            case 2 -> 2.048;
            case 3 -> 4.096;
            // Off.
            default -> Double.NaN;
        };
    }
}
