// SPDX-License-Identifier: MIT
package blinka4j.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps that a playback expects, in order. The caller synchronizes. */
final class Script<S> {
    private final List<S> steps = new ArrayList<>();
    private int played;
    private @Nullable String mismatch;
    private boolean finished;

    void add(S step) {
        steps.add(step);
    }

    /** The last step; null if there is none. */
    @Nullable S last() {
        return steps.isEmpty() ? null : steps.get(steps.size() - 1);
    }

    void replaceLast(S step) {
        steps.set(steps.size() - 1, step);
    }

    /** The next step; null at the end. */
    @Nullable S next() {
        return played < steps.size() ? steps.get(played) : null;
    }

    /** The next step happened. */
    void played() {
        played++;
    }

    /** This step happened, and must be the next one. */
    void play(S step) {
        if (!step.equals(next())) {
            throw mismatch(step.toString());
        }
        played();
    }

    /** The error for something other than {@link #next}. */
    AssertionError mismatch(String got) {
        S expected = next();
        mismatch = "step %s of %s: expected %s, but got: %s"
                .formatted(played + 1, steps.size(), expected == null ? "nothing more" : expected, got);
        return new AssertionError(mismatch);
    }

    /** Fails if steps are left, or if there was a mismatch, which the driver may have caught. The second call does nothing. */
    void finish() {
        if (finished) {
            return;
        }
        finished = true;
        if (mismatch != null) {
            throw new AssertionError("the script failed at " + mismatch);
        }
        if (played < steps.size()) {
            StringBuilder left = new StringBuilder();
            for (S step : steps.subList(played, steps.size())) {
                left.append("\n  ").append(step);
            }
            throw new AssertionError(
                    "only %s of %s steps were played; still expected:%s".formatted(played, steps.size(), left));
        }
    }
}
