// SPDX-License-Identifier: MIT
package blinka4j.gpiozero;

/** Times that a program gives in seconds. */
final class Seconds {
    /** 31 years. With more, the sum of two times might overflow. */
    private static final double LONGEST = 1e9;

    private Seconds() {}

    /** Returns the nanoseconds. Refuses a time that is not more than 0. */
    static long positive(String what, double seconds) {
        if (!(seconds > 0 && seconds <= LONGEST)) {
            throw new IllegalArgumentException("%s of %s s is not possible. It must be more than 0 s and at most %s s."
                    .formatted(what, seconds, LONGEST));
        }
        return Math.max(1, Math.round(seconds * 1e9));
    }

    /** The same, but 0 is allowed. */
    static long orZero(String what, double seconds) {
        if (!(seconds >= 0 && seconds <= LONGEST)) {
            throw new IllegalArgumentException(
                    "%s of %s s is not possible. It must be 0 to %s s.".formatted(what, seconds, LONGEST));
        }
        return Math.round(seconds * 1e9);
    }
}
