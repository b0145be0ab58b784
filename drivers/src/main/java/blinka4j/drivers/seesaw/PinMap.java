// SPDX-License-Identifier: MIT
package blinka4j.drivers.seesaw;

import java.util.List;

/**
 * Which pins of a board have which functions: {@link Seesaw#pinMapping}. The numbers are those of the firmware.
 *
 * @param analogPins the pins with an analog input
 * @param pwmWidth the bits of a duty cycle, 8 or 16
 * @param pwmPins the pins with a PWM output
 * @param touchPins the pins with a touch pad
 */
public record PinMap(List<Integer> analogPins, int pwmWidth, List<Integer> pwmPins, List<Integer> touchPins) {
    /** Boards with an ATtiny807, ATtiny817 or ATtiny1617. */
    public static final PinMap ATTINY8X7 =
            new PinMap(List.of(0, 1, 2, 3, 6, 7, 18, 19, 20), 16, List.of(0, 1, 9, 12, 13, 6, 7, 8), List.of());

    /** Boards with an ATtiny416, ATtiny806, ATtiny816 or ATtiny1616. */
    public static final PinMap ATTINYX16 =
            new PinMap(List.of(0, 1, 2, 3, 4, 5, 14, 15, 16), 16, List.of(0, 1, 7, 11, 16, 4, 5, 6), List.of());

    /** Boards with an ATSAMD09. */
    public static final PinMap SAMD09 = new PinMap(List.of(2, 3, 4, 5), 8, List.of(4, 5, 6, 7), List.of());

    /** Adafruit Crickit. */
    public static final PinMap CRICKIT = new PinMap(
            List.of(2, 3, 40, 41, 11, 10, 9, 8),
            16,
            List.of(14, 15, 16, 17, 18, 19, 22, 23, 42, 43, 12, 13),
            List.of(4, 5, 6, 7));

    /** Robo HAT MM1. */
    public static final PinMap MM1 =
            new PinMap(List.of(35, 34), 16, List.of(16, 17, 18, 19, 11, 10, 9, 8, 40, 41, 42, 43), List.of(7, 6, 5, 4));
}
