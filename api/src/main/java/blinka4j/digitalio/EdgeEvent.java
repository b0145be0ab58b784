// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

/**
 * An input changed its level.
 *
 * @param pin the input
 * @param edge {@link Edge#RISING} or {@link Edge#FALLING}
 * @param timestamp the time of the edge, in nanoseconds of the board's clock, as in {@code Time.monotonicNanos()}. The kernel takes
 *     it, so it is right even if the listener is called late
 * @param lost the number of edges of this pin just before this one that were lost because they came too fast
 */
public record EdgeEvent(DigitalInOut pin, Edge edge, long timestamp, long lost) {
    /** True if the level went from low to high. */
    public boolean rising() {
        return edge == Edge.RISING;
    }
}
