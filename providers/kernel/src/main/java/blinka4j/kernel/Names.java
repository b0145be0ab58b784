// SPDX-License-Identifier: MIT
package blinka4j.kernel;

import java.util.Comparator;

/**
 * The kernel's names of devices, such as {@code gpiochip0}. Without patterns and lambdas: a program looks at these names before its first
 * pin, and has little other use for those classes.
 */
final class Names {
    /** Numbers are in their order: {@code gpiochip2} before {@code gpiochip10}. */
    static final Comparator<String> BY_NUMBER = new ByNumber();

    private Names() {}

    private static final class ByNumber implements Comparator<String> {
        @Override
        public int compare(String one, String other) {
            int order = Integer.compare(one.length(), other.length());
            return order != 0 ? order : one.compareTo(other);
        }
    }

    /** True if the name is this beginning and a number. */
    static boolean isNumbered(String name, String beginning) {
        return name.startsWith(beginning) && isNumber(name, beginning.length(), name.length());
    }

    /** True for {@code spidev0.1}. */
    static boolean isSpi(String name) {
        String beginning = "spidev";
        int dot = name.indexOf('.');
        return dot > 0
                && name.startsWith(beginning)
                && isNumber(name, beginning.length(), dot)
                && isNumber(name, dot + 1, name.length());
    }

    /** True for {@code ttyS0} and {@code ttyAMA0}, not for {@code tty1}, which is a screen. */
    static boolean isSerialPort(String name) {
        String beginning = "tty";
        if (!name.startsWith(beginning) || name.length() == beginning.length()) {
            return isNumbered(name, "rfcomm");
        }
        for (int i = beginning.length(); i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!isLetter && (i == beginning.length() || !(isDigit(c) || c == '_'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String name, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(name.charAt(i))) {
                return false;
            }
        }
        return from < to;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
