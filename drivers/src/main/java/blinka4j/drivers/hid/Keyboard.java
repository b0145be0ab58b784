// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

import blinka4j.usbhid.Device;
import java.util.Arrays;
import java.util.List;

/**
 * A USB keyboard. Threads may share it. Keycodes are those of {@link Keycode}.
 *
 * <p><a href="https://usb.org/sites/default/files/hut1_21_0.pdf">Data sheet</a>: HID Usage Tables; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HID">Adafruit_CircuitPython_HID</a>.
 */
public final class Keyboard {
    public static final int LED_NUM_LOCK = 0x01;
    public static final int LED_CAPS_LOCK = 0x02;
    public static final int LED_SCROLL_LOCK = 0x04;
    public static final int LED_COMPOSE = 0x08;

    /** The modifiers have a byte, and an unused one follows. */
    private static final int FIRST_KEY = 2;

    private final Device device;
    private final byte[] report = new byte[8];
    private final byte[] before = new byte[report.length];
    private int leds;

    /** Uses the first keyboard among these devices. Waits until a computer is connected, however long that takes. */
    public Keyboard(List<Device> devices) {
        this(devices, Double.POSITIVE_INFINITY);
    }

    /**
     * Waits at most so long.
     *
     * @param timeout in s, 0 or more
     * @throws IllegalArgumentException if there is no keyboard among the devices
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer is connected by then
     */
    public Keyboard(List<Device> devices, double timeout) {
        device = Devices.find(devices, 0x01, 0x06, timeout);
    }

    /**
     * Presses keys together, besides those that are pressed already. The computer sees six keys and all modifiers: a seventh key
     * takes the place of the one that was pressed first, as in CircuitPython.
     *
     * @param keycodes 1 to 255
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes the report; the keys are not pressed then
     */
    public synchronized void press(int... keycodes) {
        require(keycodes);
        System.arraycopy(report, 0, before, 0, report.length);
        for (int keycode : keycodes) {
            int modifier = Keycode.modifierBit(keycode);
            report[0] |= (byte) modifier;
            if (modifier == 0) {
                add((byte) keycode);
            }
        }
        boolean isSent = false;
        try {
            device.sendReport(report);
            isSent = true;
        } finally {
            if (!isSent) {
                System.arraycopy(before, 0, report, 0, report.length);
            }
        }
    }

    private static void require(int... keycodes) {
        for (int keycode : keycodes) {
            if (keycode < 1 || keycode > 0xFF) {
                throw new IllegalArgumentException(
                        "%s is no keycode. It must be 1 to 255, such as Keycode.A.".formatted(keycode));
            }
        }
    }

    /** The keys that are pressed come first, without gaps. */
    private void add(byte keycode) {
        int at = FIRST_KEY;
        while (at < report.length && report[at] != 0 && report[at] != keycode) {
            at++;
        }
        if (at == report.length) {
            at--;
            System.arraycopy(report, FIRST_KEY + 1, report, FIRST_KEY, at - FIRST_KEY);
        }
        report[at] = keycode;
    }

    /**
     * Releases keys. Those that are not pressed do not matter.
     *
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes the report; the next report releases the keys then
     */
    public synchronized void release(int... keycodes) {
        require(keycodes);
        for (int keycode : keycodes) {
            report[0] &= (byte) ~Keycode.modifierBit(keycode);
            int to = FIRST_KEY;
            for (int from = FIRST_KEY; from < report.length; from++) {
                byte key = report[from];
                report[from] = 0;
                if (key != (byte) keycode) {
                    report[to++] = key;
                }
            }
        }
        device.sendReport(report);
    }

    /** Releases all keys. Errors are those of {@link #release}. */
    public synchronized void releaseAll() {
        Arrays.fill(report, (byte) 0);
        device.sendReport(report);
    }

    /** Presses keys together, and then releases all keys. Errors are those of {@link #press} and {@link #release}. */
    public synchronized void send(int... keycodes) {
        press(keycodes);
        releaseAll();
    }

    /** The LEDs that the computer has switched on: a bit for each, such as {@link #LED_CAPS_LOCK}. 0 before the computer has set them. */
    public synchronized int ledStatus() {
        byte[] last = device.lastReceivedReport();
        if (last != null) {
            leds = last[0] & 0xFF;
        }
        return leds;
    }

    /** True if the computer has switched on this LED, such as {@link #LED_CAPS_LOCK}. */
    public boolean ledOn(int led) {
        return (ledStatus() & led) != 0;
    }
}
