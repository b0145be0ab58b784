// SPDX-License-Identifier: MIT
package blinka4j.linux;

/** The bit of a GPIO line in its controller's registers. Use it only while the line is requested. */
final class MappedLine {
    /**
     * The place of a line: three register offsets and a mask.
     *
     * @param set the register that drives lines high; zero bits change nothing
     * @param clear the register that drives lines low; zero bits change nothing
     * @param level the register with the levels of the pins
     */
    record Place(int set, int clear, int level, int mask) {}

    private final Registers registers;
    private final int set;
    private final int clear;
    private final int level;
    private final int mask;

    MappedLine(Registers registers, Place place) {
        this.registers = registers;
        set = place.set();
        clear = place.clear();
        level = place.level();
        mask = place.mask();
    }

    boolean read() {
        return (registers.read(level) & mask) != 0;
    }

    void write(boolean value) {
        registers.write(value ? set : clear, mask);
    }
}
