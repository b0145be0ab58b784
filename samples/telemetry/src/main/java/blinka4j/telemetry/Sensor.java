// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

/**
 * Reads what is measured together, at one time.
 *
 * <pre>{@code
 * Sensor soil = values -> values.temperature(probe.celsius()).value("moisture", "%", "moisture", probe.percent());
 * }</pre>
 */
@FunctionalInterface
public interface Sensor {
    /**
     * Reads the sensor once.
     *
     * @param values takes the values. A quantity has the same name and unit each time
     */
    void read(Values values);
}
