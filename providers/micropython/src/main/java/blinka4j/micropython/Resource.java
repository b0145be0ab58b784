// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import blinka4j.NotAvailableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The devices of a board file, as MicroPython's module {@code machine} calls them. */
final class Resource {
    private static final Pattern BUS = Pattern.compile("machine\\.(Soft)?(I2C|SPI|UART)(?:\\((\\d)\\))?");

    private Resource() {}

    /** Returns the number of a controller: 1 for {@code machine.I2C(1)}. Without a number, as in {@code machine.SoftI2C}, {@code None}. */
    static String bus(String kind, String device) {
        Matcher bus = BUS.matcher(device);
        if (!bus.matches() || !bus.group(2).equals(kind) || (bus.group(1) == null) != (bus.group(3) != null)) {
            throw notHere(kind + " bus", device, "machine.%s(0)".formatted(kind));
        }
        return bus.group(3) == null ? Literal.NONE : bus.group(3);
    }

    static void require(String what, String device, String expected) {
        if (!device.equals(expected)) {
            throw notHere(what, device, expected);
        }
    }

    private static NotAvailableException notHere(String what, String device, String expected) {
        return new NotAvailableException(
                "the %s %s is not on a MicroPython board: there it is called %s. Set BLINKA_FORCEBOARD to a board that runs MicroPython, such as RASPBERRY_PI_PICO, or unset it."
                        .formatted(what, device, expected));
    }

    /** Returns a pin as {@code machine.Pin} takes it. */
    static String pin(String of, String name) {
        String pin = Literal.pin(name);
        if (pin.isEmpty()) {
            throw new NotAvailableException(
                    "%s: '%s' is no name of a pin in MicroPython. Use names such as GP5, or those of machine.Pin.board, in the board's file."
                            .formatted(of, name));
        }
        return pin;
    }
}
