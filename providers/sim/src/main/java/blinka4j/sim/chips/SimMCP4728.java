// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CDevice;
import java.util.Arrays;

/**
 * Microchip MCP4728: four analog outputs of 12 bits; I2C, address 0x60 to 0x67. Data sheet: DS22187.
 *
 * <p>Writing the memory takes 50 ms. Until then RDY is 0 and writes are ignored. Writes change the outputs at once, as with LDAC at
 * ground. A word has the reference in bit 15, power-down in bits 14 to 13, the gain in bit 12, and the value in bits 11 to 0.
 */
public final class SimMCP4728 extends SimChip {
    private final int[] outputs = new int[4];
    private final int[] eeprom = {0x8000, 0x8000, 0x8000, 0x8000};
    private final int[] bytes = new int[9];
    private int count;
    private int position;
    private long ready;

    public SimMCP4728() {
        onI2c(new Registers8(0));
    }

    @Override
    protected void powerOn() {
        System.arraycopy(eeprom, 0, outputs, 0, 4);
    }

    /** The word of an output. */
    public synchronized int output(int channel) {
        return outputs[channel];
    }

    /** Sets the word of an output, as another controller could. */
    public synchronized void output(int channel, int to) {
        outputs[channel] = to;
    }

    /** The word that the memory has for an output. */
    public synchronized int eeprom(int channel) {
        return eeprom[channel];
    }

    /** The chip at address 0x00, where it takes reset and wake-up. */
    public SimI2CDevice generalCall() {
        return new Registers8(0).onWrite((register, command) -> {
            if (command == 0x06) {
                powerOn();
            } else if (command == 0x09) {
                Arrays.setAll(outputs, i -> outputs[i] & ~0x6000);
            }
        });
    }

    @Override
    public synchronized boolean start(boolean read) {
        count = 0;
        position = 0;
        return true;
    }

    @Override
    public synchronized boolean write(int value) {
        bytes[count++] = value;
        int command = bytes[0];
        if (clock().nanos() < ready) {
            count = 0;
        } else if (command >= 0x80) {
            int bit = command < 0xC0 ? 15 : 12;
            Arrays.setAll(outputs, i -> (outputs[i] & ~(1 << bit)) | ((value >> (3 - i) & 1) << bit));
        } else if (command < 0x40 && count % 2 == 0) {
            int high = bytes[count - 2];
            int i = count / 2 - 1;
            outputs[i] = (outputs[i] & 0x9000) | ((high & 0x30) << 9) | ((high & 0x0F) << 8) | value;
        } else if (command >= 0x40 && count >= 3 && count % 2 == 1) {
            int i = (command >> 1 & 3) + (count - 3) / 2;
            outputs[i] = (bytes[count - 2] << 8) | value;
            boolean sequence = (command & 0x18) == 0x10;
            if ((command & 0x18) != 0) {
                eeprom[i] = outputs[i];
                ready = i == 3 || !sequence ? clock().nanos() + 50_000_000 : ready;
            }
            count = sequence ? count : 0;
        }
        return true;
    }

    @Override
    public synchronized int read() {
        int at = position++;
        int channel = at / 6 & 3;
        int word = at % 6 < 3 ? outputs[channel] : eeprom[channel];
        int header = (clock().nanos() < ready ? 0 : 0x80) | 0x40 | (channel << 4);
        return at % 3 == 0 ? header : at % 3 == 1 ? word >> 8 : word & 0xFF;
    }
}
