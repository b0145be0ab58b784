// SPDX-License-Identifier: MIT
package blinka4j.drivers.hid;

import static blinka4j.time.Time.monotonic;
import static blinka4j.time.Time.sleep;

import blinka4j.BusException;
import blinka4j.usbhid.Device;
import blinka4j.usbhid.UsbHid;
import java.util.List;

/** Finds devices. */
final class Devices {
    private static final double POLL_SECONDS = 0.1;

    private Devices() {}

    /**
     * Returns the first device of this kind, when a computer is connected.
     *
     * @param timeout the longest wait for a computer in s, 0 or more
     */
    static Device find(List<Device> devices, int usagePage, int usage, double timeout) {
        if (!(timeout >= 0)) {
            throw new IllegalArgumentException(
                    "a timeout of %s s is not possible. It must be 0 s or more.".formatted(timeout));
        }
        Device found = devices.stream()
                .filter(device -> device.usagePage() == usagePage && device.usage() == usage)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Could not find matching HID device: usage page 0x%02x, usage 0x%02x. Devices: %s. Enable it with UsbHid.enable(...)."
                                .formatted(usagePage, usage, devices)));
        double end = monotonic() + timeout;
        while (!UsbHid.usbConnected()) {
            if (monotonic() >= end) {
                throw new BusException(
                        BusException.Kind.TIMEOUT,
                        "Failed to initialize HID device: no computer was there within %s s. Is USB connected?"
                                .formatted(timeout));
            }
            sleep(POLL_SECONDS);
        }
        return found;
    }
}
