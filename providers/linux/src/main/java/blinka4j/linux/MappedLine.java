// SPDX-License-Identifier: MIT
package blinka4j.linux;

/** The bit of a GPIO line in its controller's registers. Whoever holds the line may use it, until it gives it back. */
final class MappedLine {
    /**
     * Where a line is.
     *
     * @param set writing the mask here drives it high; zero bits change nothing
     * @param clear writing the mask here drives it low; zero bits change nothing
     * @param level has the level of the pin
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
