// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CDevice;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/**
 * Microchip MCP4728: four analog outputs of 12 bits; I2C, address 0x60 to 0x67. Data sheet: DS22187.
 *
 * <p>Writing the memory takes 50 ms. Until then the bit RDY is 0 and other writes are ignored. {@link #generalCall()} is a device
 * for address 0x00, where the chip takes reset and wake-up. All writes change the outputs at once, as with LDAC at ground.
 */
public final class SimMCP4728 extends SimChip {
    private static final Duration EEPROM_WRITE = Duration.ofMillis(50);

    /** For each channel: reference in bit 15, power-down in bits 14 to 13, gain in bit 12, value in bits 11 to 0. */
    private final int[] outputs = new int[4];

    private final int[] eeprom = {0x8000, 0x8000, 0x8000, 0x8000};
    private final int[] bytes = new int[9];
    private int count;
    private int position;
    private long ready;

    public SimMCP4728() {
        onI2c(device(this::take, () -> reply(position++)));
    }

    @Override
    protected void powerOn() {
        System.arraycopy(eeprom, 0, outputs, 0, 4);
    }

    /** An output: reference in bit 15, power-down in bits 14 to 13, gain in bit 12, value in bits 11 to 0. */
    public synchronized int output(int channel) {
        return outputs[channel];
    }

    /** Sets an output as a program could have done. */
    public synchronized void output(int channel, int to) {
        outputs[channel] = to;
    }

    /** What the memory has for an output. */
    public synchronized int eeprom(int channel) {
        return eeprom[channel];
    }

    /** What answers at address 0x00. */
    public SimI2CDevice generalCall() {
        return device(this::called, () -> 0xFF);
    }

    private boolean take(int value) {
        bytes[count++] = value;
        int command = bytes[0];
        if (clock().nanos() < ready) {
            count = 0;
        } else if (command >= 0x80) {
            int bit = command < 0xC0 ? 15 : 12;
            for (int i = 0; i < 4; i++) {
                outputs[i] = (outputs[i] & ~(1 << bit)) | ((value >> (3 - i) & 1) << bit);
            }
        } else if (command < 0x40 && count % 2 == 0) {
            int i = count / 2 - 1;
            int high = bytes[count - 2];
            outputs[i] = (outputs[i] & 0x9000) | ((high & 0x30) << 9) | ((high & 0x0F) << 8) | value;
        } else if (command >= 0x40 && count >= 3 && count % 2 == 1) {
            int i = (command >> 1 & 3) + (count - 3) / 2;
            outputs[i] = (bytes[count - 2] << 8) | value;
            boolean sequence = (command & 0x18) == 0x10;
            if ((command & 0x18) != 0) {
                eeprom[i] = outputs[i];
                ready = i == 3 || !sequence ? clock().nanos() + EEPROM_WRITE.toNanos() : ready;
            }
            count = sequence ? count : 0;
        }
        return true;
    }

    private boolean called(int command) {
        if (command == 0x06) {
            powerOn();
        } else if (command == 0x09) {
            Arrays.setAll(outputs, i -> outputs[i] & ~0x6000);
        }
        return command == 0x06 || command == 0x08 || command == 0x09;
    }

    private int reply(int at) {
        int channel = at / 6 & 3;
        int word = at % 6 < 3 ? outputs[channel] : eeprom[channel];
        int header = (clock().nanos() < ready ? 0 : 0x80) | 0x40 | (channel << 4);
        return at % 3 == 0 ? header : at % 3 == 1 ? word >> 8 : word & 0xFF;
    }

    private SimI2CDevice device(IntPredicate write, IntSupplier read) {
        return new SimI2CDevice() {
            @Override
            public boolean start(boolean reads) {
                count = 0;
                position = 0;
                return true;
            }

            @Override
            public boolean write(int value) {
                return write.test(value);
            }

            @Override
            public int read() {
                return read.getAsInt();
            }
        };
    }
}
