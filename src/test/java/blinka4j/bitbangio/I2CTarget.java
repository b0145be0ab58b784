// SPDX-License-Identifier: MIT
package blinka4j.bitbangio;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An I2C target that works on the levels of two simulated wires, written from the I2C-bus specification (NXP UM10204): 3.1.4 START and
 * STOP, 3.1.5 byte format, 3.1.6 ACK and NACK, 3.1.9 clock stretching, 3.1.10 address and R/W bit. It has 256 registers: the first byte
 * of a write is the number of the register.
 */
final class I2CTarget {
    /** What the target expects next. */
    private enum State {
        IDLE,
        ADDRESS,
        WRITTEN,
        READ
    }

    private final SimBoard board;
    private final SimPin scl;
    private final SimPin sda;
    private final int address;
    final byte[] registers = new byte[256];
    /** What was seen: {@code S} start, {@code P} stop, and each byte with {@code +} for ACK and {@code -} for NACK. */
    final List<String> seen = new ArrayList<>();

    private State state = State.IDLE;
    private int bits;
    private int shift;
    private boolean acknowledging;
    private boolean reading;
    private int bytes;
    private int register;

    /** How many bytes of a write, with the address, are acknowledged. */
    int accepts = Integer.MAX_VALUE;
    /** True if a register has two bytes. */
    boolean wide;
    /** How long the clock is held low after each acknowledge. */
    Duration stretch = Duration.ZERO;
    /** The target stops after so many clocks and holds the wires as they are, like one whose controller has died. */
    int clocks = Integer.MAX_VALUE;

    I2CTarget(SimBoard board, String scl, String sda, int address) {
        this.board = board;
        this.scl = board.pin(scl);
        this.sda = board.pin(sda);
        this.address = address;
        this.scl.onLevel(this::clock);
        this.sda.onLevel(this::data);
    }

    /** A change of SDA while SCL is high is a START or a STOP. */
    private void data(boolean high) {
        if (!scl.level()) {
            return;
        }
        seen.add(high ? "P" : "S");
        state = high ? State.IDLE : State.ADDRESS;
        bits = 0;
        shift = 0;
        bytes = 0;
        acknowledging = false;
    }

    private void clock(boolean high) {
        if (clocks <= 0) {
            return;
        }
        if (high) {
            rising();
        } else {
            falling();
        }
    }

    /** A bit is valid while SCL is high. */
    private void rising() {
        if (state == State.IDLE) {
            return;
        }
        if (acknowledging) {
            if (state == State.READ) {
                boolean more = !sda.level();
                seen.add("%02x%s".formatted(registers[register++ & 0xFF], more ? "+" : "-"));
                reading = more;
            }
            return;
        }
        shift = shift << 1 | (sda.level() ? 1 : 0);
        bits++;
    }

    /** Data changes while SCL is low. */
    private void falling() {
        clocks--;
        if (state == State.IDLE) {
            return;
        }
        if (bits == 8 && !acknowledging) {
            acknowledging = true;
            acknowledge();
        } else if (acknowledging) {
            acknowledging = false;
            bits = 0;
            shift = 0;
            if (state == State.ADDRESS) {
                state = reading ? State.READ : State.WRITTEN;
            }
            next();
            hold();
        } else if (state == State.READ) {
            next();
        }
    }

    private void acknowledge() {
        if (state == State.READ) {
            // The controller acknowledges.
            sda.release();
            return;
        }
        boolean mine = state == State.WRITTEN || shift >> 1 == address;
        boolean accepted = mine && bytes < accepts;
        seen.add("%02x%s".formatted(shift, accepted ? "+" : "-"));
        if (state == State.ADDRESS) {
            reading = (shift & 1) != 0;
        } else if (bytes == 1) {
            register = wide ? 2 * shift : shift;
        } else {
            registers[register++ & 0xFF] = (byte) shift;
        }
        bytes++;
        if (accepted) {
            sda.drive(false);
        } else {
            state = State.IDLE;
        }
    }

    /** Puts the next bit on SDA, or releases it. */
    private void next() {
        if (state == State.READ && reading && (registers[register & 0xFF] >> (7 - bits) & 1) == 0) {
            sda.drive(false);
        } else {
            sda.release();
        }
    }

    private void hold() {
        if (!stretch.isZero()) {
            scl.drive(false);
            board.clock().after(stretch, scl::release);
        }
    }
}
