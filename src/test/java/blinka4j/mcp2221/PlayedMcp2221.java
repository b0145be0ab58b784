// SPDX-License-Identifier: MIT
package blinka4j.mcp2221;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.sim.SimI2CBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MCP2221A, which answers reports as chapter 3.1 of its data sheet (DS20005292) says, with simulated chips on its I2C bus. What the
 * data sheet leaves open is as users of the chip have seen it: the states of the I2C engine, that a write to an absent address is taken,
 * and that to cancel nothing makes the engine busy until a reset.
 */
public final class PlayedMcp2221 {
    private static final int REPORT = 64;
    private static final int PINS = 4;
    private static final int PART = 60;
    /** The simulated bus takes no more at once. */
    private static final int LONGEST_OF_BUS = 8192;

    private static final double SUPPLY = 3.3;

    /** The functions of the pins: the LEDs of the UART, USB and I2C. */
    private static final int[] FACTORY = {2, 3, 1, 1};

    // States of the I2C engine.
    private static final int IDLE = 0x00;
    private static final int ADDRESS_TIMEOUT = 0x23;
    private static final int ADDRESS_REFUSED = 0x25;
    private static final int WRITING = 0x40;
    private static final int WANTS_BYTES = 0x41;
    private static final int WRITE_TIMEOUT = 0x44;
    private static final int WRITTEN_NO_STOP = 0x45;
    private static final int READING = 0x50;
    private static final int PART_IS_READ = 0x54;
    private static final int ALL_IS_READ = 0x55;
    private static final int STOP_TIMEOUT = 0x62;

    private final SimI2CBus bus = new SimI2CBus();

    // All that follows is guarded by this object's monitor.
    private final Pin[] pins = {new Pin(), new Pin(), new Pin(), new Pin()};
    private int clockSettings = 0x12;
    private int dacReference;
    private int dacValue;
    private int adcReference;
    /** A change of the pins has switched the internal reference off. */
    private boolean referenceIsOff;

    private int divider;
    private int state;
    private boolean wedged;
    private boolean refused;
    private int address;
    private int code;
    private int length;
    private byte[] buffer = {};
    private int filled;
    private int taken;
    /** How many commands come before the engine has done its work. */
    private int slowness;

    private int busyFor;
    private int commands;
    private int cancels;
    private boolean sclIsLow;

    private static final class Pin {
        private int function;
        private boolean input;
        private boolean high;
        /** What GET_SRAM shows: SET_GPIO does not change it. */
        private int inSram;

        private @Nullable Boolean outside;
        private double volts;
        private boolean level;
        private final List<Boolean> changes = new ArrayList<>();

        boolean isDriven() {
            return function == 0 && !input;
        }

        void settle() {
            boolean now = isDriven() ? high : outside != null ? outside : level;
            if (now != level) {
                level = now;
                changes.add(now);
            }
        }
    }

    public PlayedMcp2221() {
        reset();
    }

    /** The bus, for chips. */
    public SimI2CBus bus() {
        return bus;
    }

    /** Makes each transfer last for a number of commands. */
    public synchronized PlayedMcp2221 slowness(int those) {
        slowness = those;
        return this;
    }

    /** Sets the reference of the analog inputs that the chip has when it is switched on: 0 for the supply, 3, 5 and 7 for 1.024, 2.048 and 4.096 V. */
    public synchronized PlayedMcp2221 reference(int setting) {
        adcReference = setting;
        dacReference = setting;
        return this;
    }

    /** Answers a command. Returns null if the command has no answer. */
    public synchronized byte @Nullable [] answer(byte[] report) {
        byte[] command = Arrays.copyOf(report, REPORT);
        byte[] answer = new byte[REPORT];
        answer[0] = command[0];
        commands++;
        // A frame of USB.
        bus.clock().advance(Duration.ofMillis(1));
        work();
        switch (command[0] & 0xFF) {
            case 0x10 -> status(command, answer);
            case 0x40 -> data(answer);
            case 0x50 -> setGpio(command, answer);
            case 0x51 -> gpio(answer);
            case 0x60 -> setSram(command);
            case 0x61 -> sram(answer);
            case 0x70 -> {
                reset();
                return null;
            }
            case 0x90, 0x94 -> write(command, answer);
            case 0x91, 0x93 -> read(command, answer);
            case 0xB0 -> answer[2] = 10;
            default -> answer[1] = 1;
        }
        return answer;
    }

    /** Begins anew, as after the command for it or without power. */
    public synchronized void reset() {
        for (int i = 0; i < PINS; i++) {
            pins[i].function = FACTORY[i];
            pins[i].inSram = FACTORY[i];
            pins[i].input = false;
            pins[i].high = false;
        }
        dacValue = 8;
        referenceIsOff = false;
        divider = 0x75;
        state = IDLE;
        wedged = false;
        refused = false;
        busyFor = 0;
    }

    private void status(byte[] command, byte[] answer) {
        if (command[2] == 0x10) {
            cancels++;
            if (state == IDLE) {
                wedged = true;
                state = STOP_TIMEOUT;
                answer[2] = 0x11;
            } else {
                answer[2] = 0x10;
                if (!wedged) {
                    state = IDLE;
                    busyFor = 0;
                }
            }
        }
        if (command[3] == 0x20) {
            answer[3] = state == IDLE ? (byte) 0x20 : 0x21;
            if (state == IDLE) {
                divider = command[4] & 0xFF;
                answer[4] = command[4];
            }
        }
        answer[8] = (byte) state;
        answer[9] = (byte) length;
        answer[10] = (byte) (length >> 8);
        answer[11] = (byte) filled;
        answer[12] = (byte) (filled >> 8);
        answer[14] = (byte) divider;
        answer[16] = (byte) address;
        answer[20] = (byte) (refused ? 1 << 6 : 0);
        answer[22] = (byte) (sclIsLow ? 0 : 1);
        answer[23] = 1;
        answer[46] = 'A';
        answer[47] = '6';
        answer[48] = '1';
        answer[49] = '2';
        for (int i = 1; i < PINS; i++) {
            int value = pins[i].function == 2 ? converted(pins[i].volts) : 0x155;
            answer[48 + 2 * i] = (byte) value;
            answer[49 + 2 * i] = (byte) (value >> 8);
        }
    }

    private int converted(double volts) {
        double reference = volts(adcReference);
        return reference == 0 ? 0 : (int) Math.max(0, Math.min(1023, volts / reference * 1024));
    }

    private double volts(int reference) {
        if ((reference & 1) == 0) {
            return SUPPLY;
        }
        return referenceIsOff || reference >> 1 == 0 ? 0 : 0.512 * (1 << (reference >> 1));
    }

    private void setGpio(byte[] command, byte[] answer) {
        for (int i = 0; i < PINS; i++) {
            int at = 2 + 4 * i;
            if (pins[i].function != 0) {
                Arrays.fill(answer, at, at + 4, (byte) 0xEE);
            } else {
                System.arraycopy(command, at, answer, at, 4);
                if (command[at] != 0) {
                    pins[i].high = command[at + 1] != 0;
                }
                if (command[at + 2] != 0) {
                    pins[i].input = command[at + 3] != 0;
                }
                pins[i].settle();
            }
        }
    }

    private void gpio(byte[] answer) {
        for (int i = 0; i < PINS; i++) {
            boolean gpio = pins[i].function == 0;
            answer[2 + 2 * i] = (byte) (gpio ? pins[i].level ? 1 : 0 : 0xEE);
            answer[3 + 2 * i] = (byte) (gpio ? pins[i].input ? 1 : 0 : 0xEF);
        }
    }

    private void setSram(byte[] command) {
        if (command[2] < 0) {
            clockSettings = command[2] & 0x1F;
        }
        if (command[7] < 0) {
            referenceIsOff = true;
            for (int i = 0; i < PINS; i++) {
                pins[i].inSram = command[8 + i] & 0x1F;
                pins[i].function = command[8 + i] & 7;
                pins[i].input = (command[8 + i] & 8) != 0;
                pins[i].high = (command[8 + i] & 16) != 0;
                pins[i].settle();
            }
        }
        if (command[3] < 0) {
            dacReference = command[3] & 7;
            referenceIsOff &= command[7] < 0;
        }
        if (command[4] < 0) {
            dacValue = command[4] & 0x1F;
        }
        if (command[5] < 0) {
            adcReference = command[5] & 7;
            referenceIsOff &= command[7] < 0;
        }
    }

    private void sram(byte[] answer) {
        answer[2] = 18;
        answer[3] = 4;
        answer[5] = (byte) clockSettings;
        answer[6] = (byte) (dacReference << 5 | dacValue);
        answer[7] = (byte) (adcReference << 2);
        for (int i = 0; i < PINS; i++) {
            answer[22 + i] = (byte) pins[i].inSram;
        }
    }

    private boolean busy(byte[] answer, boolean ready) {
        if (!ready) {
            answer[1] = 1;
            answer[2] = (byte) state;
        }
        return !ready;
    }

    private void write(byte[] command, byte[] answer) {
        boolean goesOn = state == WANTS_BYTES && command[0] == (byte) code;
        if (busy(answer, state == IDLE || goesOn)) {
            return;
        }
        if (!goesOn) {
            begin(command);
            require((command[3] & 1) == 0, "a write has an even address");
        }
        int part = Math.min(PART, length - filled);
        System.arraycopy(command, 4, buffer, filled, part);
        filled += part;
        state = WRITING;
        busyFor = slowness;
        workNow();
    }

    private void read(byte[] command, byte[] answer) {
        boolean repeated = command[0] == (byte) 0x93;
        if (busy(answer, state == (repeated ? WRITTEN_NO_STOP : IDLE))) {
            return;
        }
        byte[] written = repeated ? Arrays.copyOf(buffer, filled) : new byte[0];
        int same = address;
        begin(command);
        require((command[3] & 1) == 1, "a read has an odd address");
        require(!repeated || same == address, "a repeated start is for the same address");
        require(length > 0, "a read of no bytes locks the bus, as the chip answers with a bit");
        state = READING;
        busyFor = slowness;
        perform(written, buffer);
        filled = 0;
        workNow();
    }

    private void begin(byte[] command) {
        code = command[0] & 0xFF;
        length = (command[1] & 0xFF) | (command[2] & 0xFF) << 8;
        address = (command[3] & 0xFF) >> 1;
        buffer = new byte[length];
        filled = 0;
        taken = 0;
        refused = false;
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new AssertionError(rule);
        }
    }

    private void workNow() {
        if (busyFor == 0) {
            work();
        }
    }

    /** Goes on with the transfer. */
    private void work() {
        if (busyFor > 0) {
            busyFor--;
            return;
        }
        if (state == WRITING) {
            if (!bus.attached().containsKey(address)) {
                refused = true;
                state = ADDRESS_REFUSED;
            } else if (filled < length) {
                state = WANTS_BYTES;
            } else if (code == 0x94) {
                state = WRITTEN_NO_STOP;
            } else {
                state = IDLE;
                perform(buffer, new byte[0]);
            }
        } else if (state == READING) {
            filled = Math.min(length, taken + PART);
            state = filled < length ? PART_IS_READ : ALL_IS_READ;
        }
    }

    private void perform(byte[] written, byte[] into) {
        try {
            int first = Math.min(LONGEST_OF_BUS, into.length);
            bus.transfer(address, written, 0, Math.min(LONGEST_OF_BUS, written.length), into, 0, first);
            for (int at = LONGEST_OF_BUS; at < written.length; at += LONGEST_OF_BUS) {
                bus.transfer(address, written, at, Math.min(at + LONGEST_OF_BUS, written.length), into, 0, 0);
            }
            for (int at = first; at < into.length; at += LONGEST_OF_BUS) {
                bus.transfer(address, written, 0, 0, into, at, Math.min(at + LONGEST_OF_BUS, into.length));
            }
        } catch (BusException e) {
            refused = e.kind() == Kind.NO_ACKNOWLEDGE;
            state = refused ? ADDRESS_REFUSED : into.length > 0 ? ADDRESS_TIMEOUT : WRITE_TIMEOUT;
            busyFor = 0;
        }
    }

    private void data(byte[] answer) {
        answer[2] = (byte) state;
        if (state != PART_IS_READ && state != ALL_IS_READ) {
            answer[1] = 0x41;
            answer[3] = 127;
            return;
        }
        int count = filled - taken;
        answer[3] = (byte) count;
        System.arraycopy(buffer, taken, answer, 4, count);
        taken = filled;
        if (state == ALL_IS_READ) {
            state = IDLE;
        } else {
            state = READING;
            busyFor = slowness;
            workNow();
        }
    }

    /** Leaves a write without its stop, as a program does that is killed. */
    public synchronized void leaveTransfer() {
        state = WRITTEN_NO_STOP;
    }

    /** Holds SCL low. */
    public synchronized void holdScl(boolean low) {
        sclIsLow = low;
    }

    /** Drives a pin from outside; null for nothing. */
    public synchronized void drive(int pin, @Nullable Boolean high) {
        pins[pin].outside = high;
        pins[pin].settle();
    }

    public synchronized boolean level(int pin) {
        return pins[pin].level;
    }

    /** The changes of the level of a pin's wire. */
    public synchronized List<Boolean> changes(int pin) {
        return List.copyOf(pins[pin].changes);
    }

    /** True if the chip drives the pin as a digital output. */
    public synchronized boolean isDriven(int pin) {
        return pins[pin].isDriven();
    }

    /** 0 for a digital pin, 2 for an analog input, 3 for the analog output at G2 and G3. */
    public synchronized int function(int pin) {
        return pins[pin].function;
    }

    /** Gives a pin another function, as another program does. */
    public synchronized void function(int pin, int function) {
        pins[pin].function = function;
    }

    /** Puts a voltage on a pin. */
    public synchronized void volts(int pin, double volts) {
        pins[pin].volts = volts;
    }

    /** The voltage of the analog output in V. */
    public synchronized double output() {
        return volts(dacReference) * dacValue / 32;
    }

    /** The clock of the I2C bus, as the data sheet has it: 12 MHz / (divider + 2). */
    public synchronized int frequency() {
        return 12_000_000 / (divider + 2);
    }

    public synchronized boolean isIdle() {
        return state == IDLE;
    }

    /** How many commands have come. */
    public synchronized int commands() {
        return commands;
    }

    /** How many of them were to cancel a transfer. */
    public synchronized int cancels() {
        return cancels;
    }
}
