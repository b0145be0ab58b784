// SPDX-License-Identifier: MIT
package blinka4j.provider;

/**
 * One input of an analog-to-digital converter. A provider opens it, or a driver offers it for a converter on a bus: a class that
 * implements this interface and reads the chip's register in {@link #read()}. Programs then use {@code new AnalogIn(port)} in both
 * cases.
 */
public interface AnalogPort extends Port {
    /**
     * Measures and allocates nothing.
     *
     * @return 0 for 0 V, 65535 for the highest reading of the converter, and steps of equal size between, whatever the resolution of the
     *     converter is. A voltage out of range is 0 or 65535
     * @throws blinka4j.HardwareException if the converter does not answer, or was removed
     */
    int read();

    /** The voltage of the highest reading in V; NaN if it is not known. */
    double referenceVoltage();
}
