// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Nearest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person connects to a simulated board: a {@link SimChip}, or a part such as a button or a servo. It declares the
 * {@linkplain #quantities quantities} that a test, a program or a slider sets. {@link SimBoard#parts} lists all parts of a board.
 */
public abstract class SimPart {
    private final List<Quantity> quantities = new ArrayList<>();
    private List<String> pins = List.of();
    private volatile SimClock clock = new SimClock();

    /** Makes the board list this part, and its clock the part's time. For a part that is not on a bus. */
    protected final void connected(SimBoard board, String... to) {
        pins = List.of(to);
        clock = board.clock();
        board.add(this);
    }

    /** The pins of the board that this is connected to; empty for a chip on a bus. */
    public final List<String> pinNames() {
        return pins;
    }

    /** All that can be set, in the order of its declarations. */
    public final List<Quantity> quantities() {
        return List.copyOf(quantities);
    }

    /**
     * The quantity of this name.
     *
     * @throws IllegalArgumentException if none has that name; the message lists the names
     */
    public final Quantity quantity(String name) {
        List<String> names = quantities.stream().map(Quantity::name).toList();
        if (!names.contains(name)) {
            String likely = Nearest.likely(name, names);
            throw new IllegalArgumentException("%s has no quantity '%s'.%s It has: %s."
                    .formatted(
                            this,
                            name,
                            likely.isEmpty() ? "" : " Did you mean '%s'?".formatted(likely),
                            names.isEmpty() ? "none" : String.join(", ", names)));
        }
        return quantities.get(names.indexOf(name));
    }

    /** Declares a quantity with its range, its unit and its first value. */
    protected final Quantity measures(String name, double least, double most, String unit, double first) {
        return declare(name, least, most, unit, first, null);
    }

    /**
     * Declares a quantity that takes effect when it is set, such as the position of a switch.
     *
     * @param changed called after each change, in the thread that sets the value
     */
    protected final Quantity reacts(
            String name, double least, double most, String unit, double first, Runnable changed) {
        return declare(name, least, most, unit, first, changed);
    }

    private Quantity declare(
            String name, double least, double most, String unit, double first, @Nullable Runnable changed) {
        Quantity quantity = new Quantity(this, name, least, most, unit, first, changed);
        quantities.add(quantity);
        return quantity;
    }

    /** The time of this part: the clock of its board or bus. */
    protected final SimClock clock() {
        return clock;
    }

    final void clock(SimClock of) {
        clock = of;
    }

    /** The class, and the pins. */
    @Override
    public String toString() {
        String type = getClass().getSimpleName();
        return pins.isEmpty() ? type : "%s(%s)".formatted(type, String.join(", ", pins));
    }
}
