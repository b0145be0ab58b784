// SPDX-License-Identifier: MIT
package blinka4j.usbhid;

import java.util.List;

/**
 * Shows the board to a computer as a keyboard, a mouse or another human interface device (HID): CircuitPython's {@code usb_hid}.
 *
 * <pre>{@code
 * Keyboard keyboard = new Keyboard(UsbHid.devices());
 * keyboard.send(Keycode.CONTROL, Keycode.K);
 * }</pre>
 *
 * <p>A program that needs other devices calls {@link #enable(List)} first. The devices are there until {@link #disable()} or the end of
 * the program. They are those of the current board, which {@code Board} means.
 *
 * <p>On Linux the board needs a USB device controller, the kernel's module {@code libcomposite}, and root. An error says what is missing.
 *
 * <p>CircuitPython's {@code get_boot_device()} is missing. The kernel takes the computer's wish for a boot device ({@code SET_PROTOCOL} in
 * its {@code f_hid.c}), but tells it to no program: not by {@code /dev/hidgN}, nor by configfs. The program need not know it: the reports
 * of a boot device are the same with and without that wish.
 *
 * <p>Threads may call all methods. Source of the behaviour: CircuitPython's {@code usb_hid}.
 */
public final class UsbHid {
    private UsbHid() {}

    /**
     * Returns the enabled devices. If the program has called neither {@code enable} nor {@code disable}, this enables {@link
     * Device#KEYBOARD}, {@link Device#MOUSE} and {@link Device#CONSUMER_CONTROL}.
     *
     * @throws blinka4j.HardwareException as {@link #enable(List)} throws it
     */
    public static List<Device> devices() {
        return Gadget.current().devices();
    }

    /** The same as {@code enable(devices, 0)}. */
    public static void enable(List<Device> devices) {
        enable(devices, 0);
    }

    /**
     * Shows these devices to the computer, in this order, instead of those before. An empty list is {@link #disable()}.
     *
     * @param devices up to 8, no two with the same report ID except 0. They share one HID interface, except the boot device and
     *     each device with report ID 0. Linux allows 4 interfaces
     * @param bootDevice 1 if the first device is a keyboard that a BIOS can use, 2 if it is such a mouse, otherwise 0
     * @throws IllegalArgumentException if the devices or the boot device are not possible; nothing is changed
     * @throws blinka4j.NotAvailableException if something is missing; the message says what to do. No device is enabled then
     * @throws blinka4j.PinException if another program uses the USB device controller. No device is enabled then
     */
    public static void enable(List<Device> devices, int bootDevice) {
        Gadget.current().enable(devices, bootDevice);
    }

    /** Shows no device. For the computer this is as if the cable were unplugged. */
    public static void disable() {
        Gadget.current().close();
    }

    /** True if devices are enabled, and a computer has configured them and is awake: {@code supervisor.runtime.usb_connected}. */
    public static boolean usbConnected() {
        return Gadget.current().isConnected();
    }
}
