// SPDX-License-Identifier: MIT
package blinka4j.provider;

/** A counter of the hardware for an incremental encoder. It counts while the port is open. */
public interface EncoderPort extends Port {
    /**
     * Returns the steps since the port was opened, without allocating: one for each edge of A or B. The number grows while A changes
     * before B.
     *
     * @throws blinka4j.HardwareException if the counter does not answer, or was removed
     */
    long steps();
}
