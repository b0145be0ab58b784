// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CDevice;
import java.time.Duration;

/**
 * Microchip MCP4725: one analog output of 12 bits; I2C, address 0x60 to 0x67. Data sheet: DS22039.
 *
 * <p>Writing the memory takes 50 ms. Until then the bit RDY is 0 and other writes are ignored.
 */
public final class SimMCP4725 extends SimChip {
    private static final Duration EEPROM_WRITE = Duration.ofMillis(50);

    /** The power-down bits and the value, as in the memory: bits 14 to 13 and 11 to 0. */
    private int output;

    private int eeprom = 0x800;
    private long ready;

    public SimMCP4725() {
        onI2c(new Converter());
    }

    @Override
    protected void powerOn() {
        output = eeprom;
    }

    /** The value of the output, 0 to 4095. */
    public synchronized int value() {
        return output & 0xFFF;
    }

    /** How the output is switched off: 0 not at all; 1, 2 and 3 with 1, 100 and 500 kΩ to ground. */
    public synchronized int powerDown() {
        return output >> 13;
    }

    /** The contents of the memory: bits 14 to 13 for {@link #powerDown()}, bits 11 to 0 for {@link #value()}. */
    public synchronized int eeprom() {
        return eeprom;
    }

    /** Sets the output as a program could have done. */
    public synchronized SimMCP4725 output(int powerDown, int value) {
        output = (powerDown << 13) | value;
        return this;
    }

    private final class Converter implements SimI2CDevice {
        private final int[] written = new int[3];
        private int count;
        private int position;

        @Override
        public boolean start(boolean read) {
            count = 0;
            position = 0;
            return true;
        }

        @Override
        public boolean write(int value) {
            written[count++] = value;
            int command = written[0] >> 5;
            if (count < (command < 2 ? 2 : 3)) {
                return true;
            }
            count = 0;
            if (clock().nanos() < ready) {
                return true;
            }
            if (command < 2) {
                output = ((written[0] & 0x30) << 9) | ((written[0] & 0x0F) << 8) | value;
            } else {
                output = ((written[0] & 0x06) << 12) | (written[1] << 4) | (value >> 4);
            }
            if (command == 3) {
                eeprom = output;
                ready = clock().nanos() + EEPROM_WRITE.toNanos();
            }
            return true;
        }

        @Override
        public int read() {
            int status = (clock().nanos() < ready ? 0 : 0x80) | 0x40 | (output >> 12);
            int[] reply = {status, output >> 4 & 0xFF, output << 4 & 0xFF, eeprom >> 8, eeprom & 0xFF};
            return position < reply.length ? reply[position++] : 0xFF;
        }
    }
}
