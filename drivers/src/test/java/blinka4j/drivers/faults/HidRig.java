// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.PinBoard;
import blinka4j.drivers.hid.ConsumerControl;
import blinka4j.drivers.hid.Keyboard;
import blinka4j.drivers.hid.KeyboardLayoutUS;
import blinka4j.drivers.hid.Keycode;
import blinka4j.drivers.hid.Mouse;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimUsbHost;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.usbhid.UsbHid;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A keyboard, a mouse and media keys, whose cable is unplugged for a while. */
final class HidRig extends FaultRig {
    private final SimBoard board;
    private final SimUsbHost host;
    private final Keyboard keyboard;
    private final KeyboardLayoutUS layout;
    private final Mouse mouse;
    private final ConsumerControl control;

    static List<FaultRig> all(Random random) {
        SimBoard board = PinBoard.open();
        Blinka.Scope scope = Blinka.use(board.blinka());
        try (scope) {
            return List.of(new HidRig(random, board, new Faults(random)));
        }
    }

    private HidRig(Random random, SimBoard board, Faults faults) {
        super("HID", random, faults, board.clock(), false);
        this.board = board;
        host = board.usbHost();
        keyboard = new Keyboard(UsbHid.devices());
        layout = new KeyboardLayoutUS(keyboard);
        mouse = new Mouse(UsbHid.devices());
        control = new ConsumerControl(UsbHid.devices());
        readings().forEach(this::add);
    }

    /** Each call may find the cable unplugged. */
    private Operation plugged(Operation operation) {
        return () -> {
            host.plugged(faults.next(false) == null);
            Blinka.Scope scope = Blinka.use(board.blinka());
            try (scope) {
                return operation.isRight();
            } finally {
                host.plugged(true);
            }
        };
    }

    /** Either all arrives, or nothing with an error. */
    @Override
    public int leastOutcomes() {
        return 2;
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                plugged(() -> {
                    int before = host.typed().length();
                    layout.write("Hi!");
                    return host.typed().substring(before).equals("Hi!")
                            && host.pressed().isEmpty();
                }),
                plugged(() -> {
                    keyboard.press(Keycode.SHIFT, Keycode.A);
                    boolean arePressed = host.pressed().equals(Set.of(Keycode.SHIFT, Keycode.A));
                    keyboard.releaseAll();
                    return arePressed && host.pressed().isEmpty();
                }),
                plugged(() -> {
                    int before = host.moves().size();
                    mouse.click(Mouse.LEFT_BUTTON);
                    mouse.move(200, -3, 1);
                    return host.moves()
                            .subList(before, host.moves().size())
                            .equals(List.of(
                                    new SimUsbHost.Move(0, 0, 0, 1),
                                    new SimUsbHost.Move(0, 0, 0, 0),
                                    new SimUsbHost.Move(127, -3, 1, 0),
                                    new SimUsbHost.Move(73, 0, 0, 0)));
                }),
                plugged(() -> {
                    int before = host.mediaKeys().size();
                    control.send(0xE9);
                    return host.mediaKeys()
                            .subList(before, host.mediaKeys().size())
                            .equals(List.of(0xE9));
                }));
    }
}
