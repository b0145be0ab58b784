// SPDX-License-Identifier: MIT
package blinka4j.conformance;

/** The long counts of {@code src/test/run --soak}. The normal run has shorter ones. */
public final class Soak {
    /** True under {@code src/test/run --soak}. */
    public static final boolean ON = Boolean.getBoolean("soak");

    private Soak() {}

    /** Returns how often to repeat something: the first number in a normal run, the second with {@code --soak}. */
    public static int count(int normal, int soaking) {
        return ON ? soaking : normal;
    }
}
