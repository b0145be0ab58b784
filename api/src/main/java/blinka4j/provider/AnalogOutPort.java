// SPDX-License-Identifier: MIT
package blinka4j.provider;

import java.util.function.IntConsumer;

/**
 * One output of a digital-to-analog converter. A provider opens it, or a driver offers it for a converter on a bus. Programs then use
 * {@code new AnalogOut(port)} in both cases. A new port leaves the output as it was until {@link #write}.
 */
public interface AnalogOutPort extends Port {
    /**
     * Sets the voltage. It stays after {@link #close}.
     *
     * @param value 0 for 0 V to 65535 for the highest voltage of the converter, whatever its resolution is
     * @throws blinka4j.HardwareException if the converter does not answer, or was removed
     */
    void write(int value);

    /** The voltage of 65535 in V; NaN if it is not known. */
    double referenceVoltage();

    /**
     * Returns the output of a driver. Closing it leaves the driver as it is.
     *
     * @param set sets the output, 0 to 65535
     */
    static AnalogOutPort of(String name, double referenceVoltage, IntConsumer set) {
        return new DriversOutput(name, referenceVoltage, set);
    }
}
