// SPDX-License-Identifier: MIT
package programs;

import blinka4j.busio.I2C;
import blinka4j.time.Time;
import java.time.Duration;

/** Waits for something that never happens. */
public final class Patient {
    public Patient(I2C i2c) {
        while (!i2c.probe(0x70)) {
            i2c.sleep(Duration.ofSeconds(1));
        }
    }

    /** A program as in CircuitPython. */
    public static void main() {
        while (true) {
            Time.sleep(1);
        }
    }
}
