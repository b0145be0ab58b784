// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static blinka4j.time.Time.sleep;

import blinka4j.conformance.Commands;
import blinka4j.drivers.hid.ConsumerControl;
import blinka4j.drivers.hid.Keyboard;
import blinka4j.drivers.hid.KeyboardLayoutUS;
import blinka4j.drivers.hid.Mouse;
import blinka4j.usbhid.Device;
import blinka4j.usbhid.UsbHid;
import java.io.IOException;
import java.util.List;

/**
 * Executes commands for USB devices: {@code enable [BOOT]}, {@code connect SECONDS}, {@code type TEXT}, {@code move X Y WHEEL}, {@code
 * media CODE}, {@code leds VALUE} waits until the LEDs are so, {@code send COUNT} sends reports of the mouse, and {@code disable}.
 */
public final class UsbDevices {
    private UsbDevices() {}

    public static void main(String[] args) throws IOException {
        Commands.answer(words -> {
            switch (words[0]) {
                case "enable" -> {
                    if (words.length > 1) {
                        UsbHid.enable(List.of(Device.KEYBOARD, Device.MOUSE), Integer.parseInt(words[1]));
                    } else {
                        UsbHid.enable(List.of(Device.KEYBOARD, Device.MOUSE, Device.CONSUMER_CONTROL));
                    }
                }
                case "connect" -> {
                    return "keyboard "
                            + (new Keyboard(UsbHid.devices(), Double.parseDouble(words[1])).ledStatus() >= 0);
                }
                case "type" -> new KeyboardLayoutUS(new Keyboard(UsbHid.devices())).write(words[1]);
                case "move" ->
                    new Mouse(UsbHid.devices())
                            .move(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "media" -> new ConsumerControl(UsbHid.devices()).send(Integer.parseInt(words[1]));
                case "leds" -> {
                    Keyboard keyboard = new Keyboard(UsbHid.devices());
                    while (keyboard.ledStatus() != Integer.parseInt(words[1])) {
                        sleep(0.05);
                    }
                }
                case "send" -> {
                    for (int i = Integer.parseInt(words[1]); i > 0; i--) {
                        Device.MOUSE.sendReport(new byte[] {0, 1, 0, 0});
                    }
                }
                case "disable" -> UsbHid.disable();
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            }
            return "ok";
        });
    }
}
