// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.digitalio.Pull;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a pin, as seen from outside of the board. */
public final class PinAssert extends AbstractAssert<PinAssert, SimPin> {
    private static final int MOST_CHANGES = 20;

    PinAssert(SimPin actual) {
        super(actual, PinAssert.class);
    }

    /** The level is high. */
    public PinAssert isHigh() {
        return require(actual.level(), "to be high, but it is low");
    }

    /** The level is low. */
    public PinAssert isLow() {
        return require(!actual.level(), "to be low, but it is high");
    }

    /** The program has made the pin an output. */
    public PinAssert isOutput() {
        return require(actual.isOutput(), "to be an output, but it is " + kind());
    }

    /** The program has opened the pin, and not made it an output. */
    public PinAssert isInput() {
        return require(actual.isHeld() && !actual.isOutput(), "to be an input, but it is " + kind());
    }

    /** The program has made the pin an open-drain output. */
    public PinAssert isOpenDrain() {
        return require(actual.isOpenDrain(), "to be an open-drain output, but it is " + kind());
    }

    /** Nobody uses the pin: the program has closed it, or never opened it. */
    public PinAssert isFree() {
        return require(!actual.isHeld(), "to be free, but '%s' uses it".formatted(actual.holder()));
    }

    /** The program has switched this pull resistor on. */
    public PinAssert hasPull(Pull pull) {
        return require(actual.pull() == pull, "to have the pull %s, but it has %s".formatted(pull, actual.pull()));
    }

    /** The program has switched no pull resistor on. */
    public PinAssert hasNoPull() {
        return require(actual.pull() == null, "to have no pull, but it has %s".formatted(actual.pull()));
    }

    /**
     * The level has gone high and back to low so often, since the start or {@code SimPin.clearHistory()}. A pulse that has not ended
     * does not count. The history has the latest 65,536 changes.
     */
    public PinAssert pulsed(int times) {
        List<SimPin.Change> history = actual.history();
        long pulses = 0;
        for (int i = 1; i < history.size(); i++) {
            pulses += history.get(i - 1).level() && !history.get(i).level() ? 1 : 0;
        }
        return require(pulses == times, "to have pulsed %s times, but it has %s times".formatted(times, pulses));
    }

    /** The same as {@link #pulsed(int)}, and each of these pulses was so long, within 1 %: transfers on a bus take time. */
    public PinAssert pulsed(int times, Duration length) {
        pulsed(times);
        List<SimPin.Change> history = actual.history();
        for (int i = 1; i < history.size(); i++) {
            SimPin.Change before = history.get(i - 1);
            SimPin.Change now = history.get(i);
            if (before.level() && !now.level()) {
                Duration pulse = now.time().minus(before.time());
                long off = pulse.minus(length).abs().toNanos();
                require(off <= length.toNanos() / 100, "to have pulses of %s, but one has %s".formatted(length, pulse));
            }
        }
        return this;
    }

    /** The level has changed so often, since the start or {@code SimPin.clearHistory()}. */
    public PinAssert changed(int times) {
        int changes = actual.history().size();
        return require(changes == times, "to have changed %s times, but it has %s times".formatted(times, changes));
    }

    /** The level has not changed, since the start or {@code SimPin.clearHistory()}. */
    public PinAssert neverChanged() {
        return changed(0);
    }

    private PinAssert require(boolean isRight, String expectation) {
        if (!isRight) {
            failWithMessage("%s", "expected %s %s. %s".formatted(actual, expectation, history()));
        }
        return this;
    }

    private String kind() {
        return actual.isOpenDrain()
                ? "an open-drain output"
                : actual.isOutput() ? "an output" : actual.isHeld() ? "an input" : "not open";
    }

    private String history() {
        List<SimPin.Change> all = actual.history();
        if (all.isEmpty()) {
            return "Its level has never changed.";
        }
        int left = Math.max(0, all.size() - MOST_CHANGES);
        return all.stream()
                .skip(left)
                .map(change -> "%s at %s ms"
                        .formatted(
                                change.level() ? "high" : "low", change.time().toNanos() / 1_000_000.0))
                .collect(Collectors.joining(
                        ", ", left == 0 ? "Changes: " : "Latest of %s changes: ".formatted(all.size()), "."));
    }
}
