// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.digitalio.Pull;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import java.util.Arrays;
import java.util.List;

/** Titan Micro TM1637: 6 digits with 7 segments. Keys are not simulated. Data sheet: TM1637. */
public final class SimTM1637 extends SimPart {
    private static final int NONE = -1;

    private final int[] digits = new int[6];
    private int control;
    /** The address of the next byte; NONE if the next byte is a command. */
    private int address;
    /** Since the start; NONE before it. */
    private int bits = NONE;

    private int received;
    private boolean fixed;

    /** Connects the display to two pins of a board, with pull-up resistors. */
    public void attachTo(SimBoard board, String clock, String data) {
        connected(board, clock, data);
        SimPin dio = board.pin(data).resistor(Pull.UP);
        SimPin clk = board.pin(clock).resistor(Pull.UP).onLevel(high -> clocked(high, dio));
        dio.onLevel(high -> data(high, clk.level()));
    }

    /** The segments of the six digits: bits 0 to 6 for A to G, bit 7 for the dot. */
    public synchronized List<Integer> segments() {
        return Arrays.stream(digits).boxed().toList();
    }

    /** The brightness, 0 to 7; -1 if the display is off. */
    public synchronized int brightness() {
        return (control & 0x08) == 0 ? NONE : control & 0x07;
    }

    /** A change of the data while the clock is high begins or ends a transfer. */
    private synchronized void data(boolean high, boolean clock) {
        if (clock) {
            bits = high ? NONE : 0;
            address = NONE;
        }
    }

    private synchronized void clocked(boolean high, SimPin data) {
        if (bits == NONE) {
            data.release();
        } else if (high) {
            received = bits == 0 ? 0 : received;
            received |= bits < 8 && data.level() ? 1 << bits : 0;
            bits++;
        } else if (bits == 8) {
            data.drive(false);
            take(received);
        } else if (bits > 8) {
            data.release();
            bits = 0;
        }
    }

    private void take(int value) {
        if (address != NONE) {
            if (address < digits.length) {
                digits[address] = value;
            }
            address += fixed ? 0 : 1;
        } else if ((value & 0xC0) == 0xC0) {
            address = value & 0x0F;
        } else if ((value & 0xC0) == 0x80) {
            control = value;
        } else {
            fixed = (value & 0x04) != 0;
        }
    }
}
