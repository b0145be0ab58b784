// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc8;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.WordRegisters;

/**
 * Melexis MLX90614: temperature of an object and of itself, in steps of 0.02 °C; I2C (SMBus), address 0x5A. Data sheet: MLX90614 Rev 008.
 *
 * <p>Each reply ends in its checksum. The EEPROM, the second zone, sleep and PWM are not
 * simulated.
 */
public final class SimMLX90614 extends SimChip {
    private static final int AMBIENT = 0x06;
    private static final int OBJECT = 0x07;

    private final WordRegisters registers = new WordRegisters();
    private final Quantity ambient = measures("ambient", -40, 125, "°C", 22.5);
    private final Quantity object = measures("object", -70, 380, "°C", 36.6);
    private volatile int error;

    public SimMLX90614() {
        registers.readOnly(AMBIENT, OBJECT).onRead(register -> {
            if (register == AMBIENT || register == OBJECT) {
                int code = (int) Math.round(((register == AMBIENT ? ambient : object).value() + 273.15) * 50) | error;
                byte[] sent = {(byte) 0xB4, (byte) register, (byte) 0xB5, (byte) code, (byte) (code >> 8)};
                registers.bytes(register, code & 0xFF, code >> 8, Crc8.SMBUS.of(sent));
            }
        });
        onI2c(registers);
    }

    /** Sets the temperature of the object, -70 to 380 °C. */
    public SimMLX90614 object(double celsius) {
        object.value(celsius);
        return this;
    }

    /** Sets the temperature of the sensor, -40 to 125 °C. */
    public SimMLX90614 ambient(double celsius) {
        ambient.value(celsius);
        return this;
    }

    /** Sets or clears the error flag, bit 15 of each temperature. */
    public void fails(boolean fails) {
        error = fails ? 0x8000 : 0;
    }
}
