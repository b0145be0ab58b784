// SPDX-License-Identifier: MIT
package blinka4j.usb;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.kernel.Errno;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An open MCP2221A, for all ports on it. After an error of the device it stays unusable: a {@link Link} then opens a new one.
 * Thread-safe. The commands and their bytes are in chapter 3.1 of its data sheet (DS20005565; DS20005292 without A).
 */
final class Bridge {
    // Commands, the first byte of a report.
    static final int STATUS = 0x10;
    static final int GET_DATA = 0x40;
    static final int SET_GPIO = 0x50;
    static final int GET_GPIO = 0x51;
    static final int SET_SRAM = 0x60;
    static final int GET_SRAM = 0x61;
    static final int WRITE = 0x90;
    static final int READ = 0x91;
    static final int READ_REPEATED_START = 0x93;
    static final int WRITE_NO_STOP = 0x94;

    /** The second byte of an answer: the command was carried out. */
    static final int DONE = 0;

    // STATUS.
    static final int CANCEL_AT = 2;
    static final int CANCEL = 0x10;
    static final int STATE_AT = 8;
    static final int FIRST_ADC_AT = 50;

    // GP settings in SRAM: the level in bit 4, the direction in bit 3, the function in bits 0 to 2.
    private static final int HIGH = 1 << 4;
    private static final int INPUT = 1 << 3;
    private static final int FUNCTION = 7;
    private static final int GPIO = 0;
    private static final int ADC = 2;
    private static final int DAC = 3;

    // SET_SRAM. The top bit of a field says that it is to be changed.
    private static final int CHANGE = 0x80;
    private static final int DAC_REFERENCE_AT = 3;
    private static final int DAC_VALUE_AT = 4;
    private static final int ADC_REFERENCE_AT = 5;
    private static final int CHANGE_PINS_AT = 7;
    private static final int PINS_AT = 8;

    // GET_SRAM.
    private static final int DAC_SETTINGS_AT = 6;
    private static final int ADC_SETTINGS_AT = 7;
    private static final int PIN_SETTINGS_AT = 22;

    /** In an answer to SET_GPIO or GET_GPIO, for the level of a pin with another function. */
    private static final int NOT_GPIO = 0xEE;

    static final int PINS = 4;

    /** A chip answers within milliseconds. The kernel's driver waits for as long. */
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(4);

    private static final int CANCEL_ATTEMPTS = 10;

    /** A chip that is busy refuses a command for a moment. The kernel's driver tries as often. */
    private static final int ATTEMPTS = 5;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final HidDevice device;

    // All that follows is guarded by this object's monitor.
    private final byte[] command = new byte[HidDevice.REPORT];
    private final byte[] answer = new byte[HidDevice.REPORT];
    /** What the chip has in SRAM, with the changes by SET_GPIO, which the chip does not show there. */
    private final int[] pins = new int[PINS];
    /** As in SET_SRAM: bit 0 for the internal reference, bits 1 and 2 for its voltage. */
    private int dacReference;

    private int adcReference;
    private @Nullable BusException gone;
    private boolean closed;

    private Bridge(HidDevice device) {
        this.device = device;
    }

    /** Reads the settings, and ends a transfer that a killed program has left. Closes the device if that fails. */
    static Bridge open(HidDevice device) {
        Bridge bridge = new Bridge(device);
        try {
            bridge.begin();
            return bridge;
        } catch (RuntimeException | Error e) {
            device.close();
            throw e;
        }
    }

    private synchronized void begin() {
        ask(GET_SRAM);
        dacReference = answer[DAC_SETTINGS_AT] >> 5 & 7;
        adcReference = answer[ADC_SETTINGS_AT] >> 2 & 7;
        for (int i = 0; i < PINS; i++) {
            pins[i] = answer[PIN_SETTINGS_AT + i] & (HIGH | INPUT | FUNCTION);
        }
        ask(GET_GPIO);
        for (int i = 0; i < PINS; i++) {
            int level = answer[2 + 2 * i] & 0xFF;
            if ((pins[i] & FUNCTION) == GPIO && level != NOT_GPIO) {
                pins[i] = (level == 0 ? 0 : HIGH) | (answer[3 + 2 * i] == 0 ? 0 : INPUT) | GPIO;
            }
        }
        ask(STATUS);
        if (answer[STATE_AT] != 0) {
            cancel(command, answer);
        }
    }

    String name() {
        return device.name();
    }

    /** Sends a command without arguments. Called with the monitor. */
    private void ask(int code) {
        clear(command, code);
        carryOut();
    }

    /** Sends the command until the chip has carried it out. Its answer says whether it has. */
    private void carryOut() {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (i > 0) {
                LockSupport.parkNanos(PAUSE);
            }
            exchange(command, answer);
            if (answer[1] == DONE) {
                return;
            }
        }
        throw new BusException(
                Kind.BUSY,
                Errno.EBUSY,
                "the bridge at %s refuses the command 0x%02x (its answer is 0x%02x). Try again, or pull the bridge out and connect it again."
                        .formatted(device.name(), command[0], answer[1]));
    }

    /** Makes a command without arguments. */
    static void clear(byte[] command, int code) {
        Arrays.fill(command, (byte) 0);
        command[0] = (byte) code;
    }

    /**
     * Sends a command and gets its answer.
     *
     * @throws BusException if the bridge is gone or does not answer
     */
    synchronized void exchange(byte[] sent, byte[] received) {
        requireThere();
        try {
            if (!device.exchange(sent, received, TIMEOUT)) {
                throw lost(
                        Kind.TIMEOUT,
                        Errno.ETIMEDOUT,
                        "the bridge at %s did not answer within %s s. Pull it out and connect it again, close what was open on it, and open that again."
                                .formatted(device.name(), TimeUnit.NANOSECONDS.toSeconds(TIMEOUT)),
                        null);
            }
        } catch (IOException e) {
            throw lost(
                    Kind.OTHER,
                    Errno.EIO,
                    "the bridge at %s is gone (%s): its cable was pulled out, or it was reset. Connect it, close what was open on it, and open that again."
                            .formatted(device.name(), e.getMessage()),
                    e);
        }
    }

    private BusException lost(Kind kind, int errno, String message, @Nullable Throwable cause) {
        BusException error = new BusException(kind, errno, message, cause);
        gone = error;
        return error;
    }

    private void requireThere() {
        BusException before = gone;
        if (before != null) {
            throw new BusException(before.kind(), before.errno(), String.valueOf(before.getMessage()), before);
        }
        if (closed) {
            throw new IllegalStateException("the connection to %s is closed".formatted(device.name()));
        }
    }

    synchronized boolean isGone() {
        return gone != null;
    }

    /**
     * Ends the transfer of the I2C engine. Only for an engine that is not idle: it would then stay busy until a reset.
     *
     * @return false if it is still not idle
     */
    boolean cancel(byte[] out, byte[] in) {
        clear(out, STATUS);
        out[CANCEL_AT] = CANCEL;
        exchange(out, in);
        for (int i = 0; i < CANCEL_ATTEMPTS; i++) {
            // It takes some 100 µs, and an answer over USB longer than that.
            clear(out, STATUS);
            exchange(out, in);
            if (in[STATE_AT] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Makes a pin a digital input. */
    synchronized void input(int pin) {
        gpio(pin, (pins[pin] & HIGH) | INPUT);
    }

    /** Makes a pin a digital output that has its level from the first moment. */
    synchronized void output(int pin, boolean high) {
        gpio(pin, high ? HIGH : 0);
    }

    private void gpio(int pin, int setting) {
        if ((pins[pin] & FUNCTION) == GPIO && change(pin, setting)) {
            pins[pin] = setting | GPIO;
        } else {
            put(pin, setting | GPIO);
        }
    }

    /** Gives a pin settings. If the chip refuses them, they are not remembered. */
    private void put(int pin, int settings) {
        int before = pins[pin];
        pins[pin] = settings;
        try {
            sendPins();
        } catch (BusException e) {
            pins[pin] = before;
            throw e;
        }
    }

    /** Changes level and direction in one command. Returns false if another program has given the pin another function. */
    private boolean change(int pin, int setting) {
        clear(command, SET_GPIO);
        int at = 2 + 4 * pin;
        command[at] = 1;
        command[at + 1] = (byte) ((setting & HIGH) == 0 ? 0 : 1);
        command[at + 2] = 1;
        command[at + 3] = (byte) ((setting & INPUT) == 0 ? 0 : 1);
        carryOut();
        return (answer[at] & 0xFF) != NOT_GPIO && (answer[at + 1] & 0xFF) != NOT_GPIO;
    }

    /** Sets the functions of all pins: there is no command for one. */
    private void sendPins() {
        clear(command, SET_SRAM);
        command[CHANGE_PINS_AT] = (byte) CHANGE;
        for (int i = 0; i < PINS; i++) {
            command[PINS_AT + i] = (byte) pins[i];
        }
        carryOut();
        if (((dacReference | adcReference) & 1) != 0) {
            // The chip has switched the internal reference off: section 1.8 of the data sheet.
            clear(command, SET_SRAM);
            command[DAC_REFERENCE_AT] = (byte) (CHANGE | dacReference);
            command[ADC_REFERENCE_AT] = (byte) (CHANGE | adcReference);
            carryOut();
        }
    }

    /**
     * Reads a digital pin.
     *
     * @return 0, 1, or -1 if the pin has another function
     */
    synchronized int level(int pin) {
        ask(GET_GPIO);
        int level = answer[2 + 2 * pin] & 0xFF;
        return level == NOT_GPIO ? -1 : level == 0 ? 0 : 1;
    }

    /** Makes a pin an analog input. */
    synchronized void analog(int pin) {
        function(pin, ADC);
    }

    private void function(int pin, int function) {
        if ((pins[pin] & FUNCTION) != function) {
            put(pin, (pins[pin] & HIGH) | INPUT | function);
        }
    }

    /** Measures one of the pins 1 to 3: 0 to 1023. */
    synchronized int measure(int pin) {
        ask(STATUS);
        int at = FIRST_ADC_AT + 2 * (pin - 1);
        return (answer[at] & 0xFF) | (answer[at + 1] & 0xFF) << 8;
    }

    /** Sets the converter's output, 0 to 31, and then connects it to a pin. */
    synchronized void convert(int pin, int value) {
        clear(command, SET_SRAM);
        command[DAC_VALUE_AT] = (byte) (CHANGE | value);
        carryOut();
        function(pin, DAC);
    }

    /** Selects the reference of both converters, as in SET_SRAM. */
    synchronized void reference(int setting) {
        if (dacReference != setting || adcReference != setting) {
            clear(command, SET_SRAM);
            command[DAC_REFERENCE_AT] = (byte) (CHANGE | setting);
            command[ADC_REFERENCE_AT] = (byte) (CHANGE | setting);
            carryOut();
            dacReference = setting;
            adcReference = setting;
        }
    }

    synchronized int dacReference() {
        return dacReference;
    }

    synchronized int adcReference() {
        return adcReference;
    }

    synchronized void close() {
        closed = true;
        device.close();
    }
}
