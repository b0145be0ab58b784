// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

import blinka4j.usbhid.Device;
import java.util.List;

/**
 * The media keys of a USB keyboard: volume, brightness, play and others. One is pressed at a time. Threads may share it.
 *
 * <p><a href="https://usb.org/sites/default/files/hut1_21_0.pdf">Data sheet</a>: HID Usage Tables; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_HID">Adafruit_CircuitPython_HID</a>.
 */
public final class ConsumerControl {
    private final Device device;
    private final byte[] report = new byte[2];

    /** Uses the first such device among these. Waits until a computer is connected, however long that takes. */
    public ConsumerControl(List<Device> devices) {
        this(devices, Double.POSITIVE_INFINITY);
    }

    /**
     * Waits at most so long.
     *
     * @param timeout in s, 0 or more
     * @throws IllegalArgumentException if there is no such device
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer is connected by then
     */
    public ConsumerControl(List<Device> devices, double timeout) {
        device = Devices.find(devices, 0x0C, 0x01, timeout);
    }

    /** Presses and releases a key. Arguments and errors are those of {@link #press}. */
    public synchronized void send(int consumerCode) {
        press(consumerCode);
        release();
    }

    /**
     * Presses a key, and releases the one before.
     *
     * @param consumerCode a code of the consumer page, such as those of {@link ConsumerControlCode}: 0 to 0xFFFF, of which {@link
     *     Device#CONSUMER_CONTROL} has 1 to 652
     * @throws blinka4j.BusException of kind {@code TIMEOUT} if no computer takes the report
     */
    public synchronized void press(int consumerCode) {
        if (consumerCode < 0 || consumerCode > 0xFFFF) {
            throw new IllegalArgumentException(
                    "consumerCode %s is not possible. It must be 0 to 65535, such as ConsumerControlCode.MUTE."
                            .formatted(consumerCode));
        }
        report[0] = (byte) consumerCode;
        report[1] = (byte) (consumerCode >> 8);
        device.sendReport(report);
    }

    /** Releases the key. Errors are those of {@link #press}. */
    public void release() {
        press(0);
    }
}
