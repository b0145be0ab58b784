// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

import blinka4j.usbhid.Device;
import java.util.List;

/**
 * A USB mouse. Threads may share it.
 *
 * <p><a href="https://usb.org/sites/default/files/hut1_21_0.pdf">Data sheet</a>: HID Usage Tables; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HID">Adafruit_CircuitPython_HID</a>.
 */
public final class Mouse {
    public static final int LEFT_BUTTON = 1;
    public static final int RIGHT_BUTTON = 2;
    public static final int MIDDLE_BUTTON = 4;
    public static final int BACK_BUTTON = 8;
    public static final int FORWARD_BUTTON = 16;

    private static final int ALL_BUTTONS = 0x1F;
    private static final int FARTHEST = 127;

    private final Device device;
    /** Buttons, x, y, wheel. */
    private final byte[] report = new byte[4];

    /** Uses the first mouse among these devices. Waits until a computer is connected, however long that takes. */
    public Mouse(List<Device> devices) {
        this(devices, Double.POSITIVE_INFINITY);
    }

    /**
     * Waits at most so long.
     *
     * @param timeout in s, 0 or more
     * @throws IllegalArgumentException if there is no mouse among the devices
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer is connected by then
     */
    public Mouse(List<Device> devices, double timeout) {
        device = Devices.find(devices, 0x01, 0x02, timeout);
    }

    /**
     * Presses buttons, besides those that are pressed already.
     *
     * @param buttons a bit for each, such as {@code LEFT_BUTTON | RIGHT_BUTTON}, 0 to 31
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes the report; the buttons are not pressed then
     */
    public synchronized void press(int buttons) {
        require(buttons);
        byte before = report[0];
        report[0] |= (byte) buttons;
        boolean isSent = false;
        try {
            send(0, 0, 0);
            isSent = true;
        } finally {
            if (!isSent) {
                report[0] = before;
            }
        }
    }

    /**
     * Releases buttons.
     *
     * @param buttons as in {@link #press}
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes the report; the next report releases the buttons then
     */
    public synchronized void release(int buttons) {
        require(buttons);
        report[0] &= (byte) ~buttons;
        send(0, 0, 0);
    }

    /** Releases all buttons. Errors are those of {@link #release}. */
    public synchronized void releaseAll() {
        release(ALL_BUTTONS);
    }

    /** Presses and releases buttons. Errors are those of {@link #press} and {@link #release}. */
    public synchronized void click(int buttons) {
        press(buttons);
        release(buttons);
    }

    private static void require(int buttons) {
        if (buttons < 0 || buttons > ALL_BUTTONS) {
            throw new IllegalArgumentException(
                    "buttons %s are not possible. They must be 0 to 31, such as Mouse.LEFT_BUTTON.".formatted(buttons));
        }
    }

    /** The same as {@code move(x, y, 0)}. */
    public void move(int x, int y) {
        move(x, y, 0);
    }

    /**
     * Moves the mouse and turns its wheel. A report moves by up to 127, so long ways take several reports.
     *
     * @param x positive to the right
     * @param y positive is down
     * @param wheel positive away from the user
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes a report; the rest of the way is not moved
     */
    public synchronized void move(int x, int y, int wheel) {
        int leftX = x;
        int leftY = y;
        int leftWheel = wheel;
        while (leftX != 0 || leftY != 0 || leftWheel != 0) {
            int stepX = step(leftX);
            int stepY = step(leftY);
            int stepWheel = step(leftWheel);
            send(stepX, stepY, stepWheel);
            leftX -= stepX;
            leftY -= stepY;
            leftWheel -= stepWheel;
        }
    }

    private static int step(int way) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, way));
    }

    private void send(int x, int y, int wheel) {
        report[1] = (byte) x;
        report[2] = (byte) y;
        report[3] = (byte) wheel;
        device.sendReport(report);
    }
}
