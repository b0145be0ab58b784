// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/**
 * An input changed its level.
 *
 * @param pin the input
 * @param edge {@link Edge#RISING} or {@link Edge#FALLING}
 * @param timestamp when the edge came, in nanoseconds of the board's clock, as in {@code Time.monotonicNanos()}; taken by the
 *     kernel, so right also when the listener is called late
 * @param lost how many edges of this pin, just before this one, came too fast to be kept; 0 as a rule
 */
public record EdgeEvent(DigitalInOut pin, Edge edge, long timestamp, long lost) {
    /** Whether the level went from low to high. */
    public boolean rising() {
        return edge == Edge.RISING;
    }
}
