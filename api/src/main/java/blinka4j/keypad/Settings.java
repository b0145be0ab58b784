// SPDX-License-Identifier: MIT
package blinka4j.keypad;

/** The arguments that all kinds of keys have. */
record Settings(long intervalNanos, int maxEvents, int debounceThreshold) {
    static final double INTERVAL = 0.02;
    static final int MAX_EVENTS = 64;
    static final int DEBOUNCE_THRESHOLD = 1;

    private static final double LONGEST_INTERVAL = 60;
    private static final int MOST_EVENTS = 65_536;
    private static final int HIGHEST_THRESHOLD = 127;
    private static final int MOST_KEYS = 32_768;

    /** @param interval in s */
    static Settings of(double interval, int maxEvents, int debounceThreshold) {
        if (!(interval > 0 && interval <= LONGEST_INTERVAL)) {
            throw new IllegalArgumentException(
                    "an interval of %s s is not possible. It must be more than 0, at most %s s."
                            .formatted(interval, (int) LONGEST_INTERVAL));
        }
        require("maxEvents", maxEvents, MOST_EVENTS);
        require("debounceThreshold", debounceThreshold, HIGHEST_THRESHOLD);
        return new Settings(Math.max(1, Math.round(interval * 1e9)), maxEvents, debounceThreshold);
    }

    static int keyCount(int keyCount) {
        require("keyCount", keyCount, MOST_KEYS);
        return keyCount;
    }

    private static void require(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "a %s of %s is not possible. It must be 1 to %s.".formatted(name, value, most));
        }
    }
}
