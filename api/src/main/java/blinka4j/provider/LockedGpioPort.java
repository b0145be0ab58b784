// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * A port whose methods may all be called at any time, by several threads at once: it has one lock, which each call takes
 * itself. What stands above it needs none for {@link #write}, and takes the same one for what must not be interrupted.
 *
 * <p>Providers need not write one: {@link #of} makes one of any port. It pays where a level is changed in less time than
 * two locks take.
 */
public interface LockedGpioPort extends GpioPort {
    /** The port itself if it is one already, else one that locks it. */
    static LockedGpioPort of(GpioPort port) {
        return port instanceof LockedGpioPort locked ? locked : new LockingGpioPort(port);
    }

    /** The lock. To be held by who asks {@link #driven} and acts on the answer. */
    LineLock lock();

    /**
     * What reads and writes the level in the shortest way: this port, or one beneath it with the same lock, which refuses what
     * this one would refuse. To find out why it refuses, ask this one.
     */
    default LockedGpioPort shortest() {
        return this;
    }

    /** The level that an output was last made to drive. */
    boolean driven();

    /**
     * Drives an output.
     *
     * @throws IllegalStateException if the line is no output, or not any more; it is not driven then
     */
    @Override
    void write(boolean value);
}
