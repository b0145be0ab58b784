// SPDX-License-Identifier: MIT
package blinka4j.sim;

/**
 * Ends a program that has reached its {@linkplain SimClock#limit limit of time}, or the condition of {@link SimBoard#runUntil}. It is an {@code Error}, so that a program that catches exceptions and goes on ends
 * too. The message has the line at which the program was.
 */
public final class TimeLimitError extends AssertionError {
    private static final long serialVersionUID = 1;

    TimeLimitError(String message) {
        super(message);
    }
}
