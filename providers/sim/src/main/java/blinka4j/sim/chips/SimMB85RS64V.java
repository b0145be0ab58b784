// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimChip;
import blinka4j.sim.SimSpiDevice;
import java.util.Arrays;

/**
 * Fujitsu MB85RS64V: a memory of 8192 bytes; SPI, mode 0 or 3. Data sheet: Fujitsu DS501-00015. With another size it is another
 * chip of Fujitsu's, such as the MB85RS2MTA of 262,144 bytes; those of more than 65,536 bytes have addresses of three bytes.
 *
 * <p>Reads and writes go on at 0 after the last address. A new chip is full of zeros, and nothing is protected.
 */
public final class SimMB85RS64V extends SimChip {
    private static final int WEL = 0x02;
    private final byte[] memory;
    private volatile int status;
    private volatile boolean wpLow;

    /** 8192 bytes. */
    public SimMB85RS64V() {
        this(8192);
    }

    /** @param size bytes, a power of 2 from 2048 */
    public SimMB85RS64V(int size) {
        memory = new byte[size];
        onSpi(new Commands());
    }

    /** The bytes from {@code start} to before {@code end}. */
    public synchronized byte[] bytes(int start, int end) {
        return Arrays.copyOfRange(memory, start, end);
    }

    /** Puts bytes into the memory. */
    public synchronized SimMB85RS64V bytes(int start, byte[] values) {
        System.arraycopy(values, 0, memory, start, values.length);
        return this;
    }

    /** The status register: WPEN 0x80, BP1 0x08, BP0 0x04, WEL 0x02. */
    public int status() {
        return status;
    }

    /** Connects the pin WP to ground: with WPEN, the status cannot be written. */
    public SimMB85RS64V wpLow(boolean low) {
        wpLow = low;
        return this;
    }

    @Override
    protected void powerOn() {
        status = status & ~WEL;
    }

    private final class Commands implements SimSpiDevice {
        private int command;
        private int count;
        private int address;

        @Override
        public void selected() {
            count = 0;
        }

        @Override
        public int exchange(int out) {
            int at = count++;
            if (at == 0) {
                command = out;
                status = command == 0x06 ? status | WEL : command == 0x04 ? status & ~WEL : status;
            } else if (command == 0x05) {
                return status;
            } else if (command == 0x9F) {
                int[] id = {0x04, 0x7F, Integer.numberOfTrailingZeros(memory.length / 1024), 0x02};
                return at > 4 ? 0xFF : id[at - 1];
            } else if (command == 0x01 && at == 1 && (status & WEL) != 0 && !(wpLow && (status & 0x80) != 0)) {
                status = (out & 0x8C) | WEL;
            } else if ((command == 0x02 || command == 0x03) && at <= (memory.length > 0x10000 ? 3 : 2)) {
                address = address << 8 | out;
            } else if (command == 0x02 || command == 0x03) {
                int here = address++ & (memory.length - 1);
                // BP1 and BP0 protect nothing, the last quarter, the last half, or all.
                int open = memory.length / 4 * new int[] {4, 3, 2, 0}[status >> 2 & 3];
                if (command == 0x02 && (status & WEL) != 0 && here < open) {
                    memory[here] = (byte) out;
                }
                return command == 0x03 ? memory[here] : 0xFF;
            }
            return 0xFF;
        }

        @Override
        public void deselected() {
            status = command == 0x01 || command == 0x02 ? status & ~WEL : status;
        }
    }
}
