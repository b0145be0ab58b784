// SPDX-License-Identifier: MIT
package blinka4j.linux;

/** The kernel's information about a GPIO line: {@code struct gpio_v2_line_info}. */
final class LineInfo {
    private static final int NAME = 0;
    private static final int CONSUMER = 32;
    private static final int OFFSET = 64;
    private static final int FLAGS = 72;
    private static final int SIZE = 256;
    private static final long FLAG_USED = 1;
    private static final long FLAG_OUTPUT = 8;

    private final SystemCalls sys;
    private final Block info = new Block(SIZE);

    LineInfo(SystemCalls sys) {
        this.sys = sys;
    }

    /** Asks an open controller. Returns the negated error number if that fails. */
    int read(int chip, int offset) {
        for (int i = 0; i < SIZE; i += Long.BYTES) {
            info.bytes.putLong(i, 0);
        }
        info.bytes.putInt(OFFSET, offset);
        return sys.ioctl(chip, Ioctl.GPIO_V2_GET_LINEINFO, info);
    }

    /** Returns the name of the line; empty if it has none. */
    String name() {
        return info.text(NAME, 32);
    }

    /** Returns the name that the user of the line gave; empty if it gave none, or the line is free. */
    String consumer() {
        return info.text(CONSUMER, 32);
    }

    /** Returns whether a driver, a pin multiplexer or a program uses the line. */
    boolean used() {
        return (info.bytes.getLong(FLAGS) & FLAG_USED) != 0;
    }

    /** Returns whether the line is an output. */
    boolean output() {
        return (info.bytes.getLong(FLAGS) & FLAG_OUTPUT) != 0;
    }
}
