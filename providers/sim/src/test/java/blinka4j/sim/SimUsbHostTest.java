// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.boards.Boards;
import blinka4j.sim.SimUsbHost.Key;
import blinka4j.sim.SimUsbHost.Move;
import blinka4j.sim.SimUsbHost.Report;
import blinka4j.usbhid.Device;
import blinka4j.usbhid.UsbHid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keycodes are those of HID Usage Tables, section 10. */
class SimUsbHostTest {
    private SimBoard board;
    private SimUsbHost host;

    @BeforeEach
    void start() {
        board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"));
        host = board.usbHost();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private static void keys(String report) {
        Device.KEYBOARD.sendReport(HexFormat.ofDelimiter(" ").parseHex(report));
    }

    @Test
    void keysArePressedAndReleasedAndTypeText() {
        List<String> heard = new ArrayList<>();
        host.onTyped(heard::add);
        keys("02 00 04 00 00 00 00 00"); // shift, a
        board.clock().advance(Duration.ofMillis(5));
        keys("00 00 04 1f 00 00 00 00"); // a, 2
        assertThat(host.pressed()).containsExactlyInAnyOrder(0x04, 0x1F);
        keys("00 00 00 00 00 00 00 00");
        keys("20 00 4c 28 3a 00 00 00"); // right shift, delete, enter, F1
        assertThat(host.typed()).isEqualTo("A2\n\u007f");
        assertThat(heard).containsExactly("A", "2", "\n\u007f");
        assertThat(host.keys())
                .startsWith(
                        new Key(0xE1, true, Duration.ZERO),
                        new Key(0x04, true, Duration.ZERO),
                        new Key(0xE1, false, Duration.ofMillis(5)),
                        new Key(0x1F, true, Duration.ofMillis(5)),
                        new Key(0x04, false, Duration.ofMillis(5)),
                        new Key(0x1F, false, Duration.ofMillis(5)));
    }

    @Test
    void theMouseAndTheMediaKeysAreNoted() {
        Device.MOUSE.sendReport(new byte[] {1, 127, -127, -1});
        Device.CONSUMER_CONTROL.sendReport(new byte[] {(byte) 0xE9, 0});
        Device.CONSUMER_CONTROL.sendReport(new byte[] {0, 0});
        Device.CONSUMER_CONTROL.sendReport(new byte[] {(byte) 0x8C, 2});
        assertThat(host.moves()).containsExactly(new Move(127, -127, -1, 1));
        assertThat(host.mediaKeys()).containsExactly(0xE9, 0x28C);
        assertThat(host.reports())
                .containsExactly(
                        new Report(2, List.of(1, 127, 129, 255)),
                        new Report(3, List.of(0xE9, 0)),
                        new Report(3, List.of(0, 0)),
                        new Report(3, List.of(0x8C, 2)));
    }

    @Test
    void theLedsAndOtherReportsArriveInTheProgram() {
        assertThatThrownBy(() -> host.leds(1)).isInstanceOf(IllegalStateException.class);
        Device pad = new Device(
                HexFormat.of().parseHex("05010905a101c0"), 1, 5, new int[] {0}, new int[] {3}, new int[] {2});
        UsbHid.enable(List.of(Device.KEYBOARD, pad));
        host.leds(2).send(0, 7, 200);
        assertThat(Device.KEYBOARD.lastReceivedReport()).containsExactly(2);
        assertThat(pad.lastReceivedReport()).containsExactly(7, 200);
        assertThat(pad.lastReceivedReport()).isNull();
        pad.sendReport(new byte[] {1, 2, 3});
        assertThat(host.reports()).containsExactly(new Report(0, List.of(1, 2, 3)));
    }

    @Test
    void aBootKeyboardIsAKeyboard() {
        UsbHid.enable(List.of(Device.KEYBOARD, Device.MOUSE), 1);
        keys("00 00 05 00 00 00 00 00");
        Device.MOUSE.sendReport(new byte[] {0, 1, 0, 0});
        host.leds(4);
        assertThat(host.typed()).isEqualTo("b");
        assertThat(host.moves()).containsExactly(new Move(1, 0, 0, 0));
        assertThat(Device.KEYBOARD.lastReceivedReport()).containsExactly(4);
    }

    /** As without a cable: 2 s in simulated time. */
    @Test
    void withoutACableNoReportArrives() {
        assertThat(host.isConnected()).isFalse();
        UsbHid.enable(List.of(Device.MOUSE));
        assertThat(host.isConnected()).isTrue();
        assertThat(UsbHid.usbConnected()).isTrue();
        host.plugged(false);
        assertThat(UsbHid.usbConnected()).isFalse();
        long before = board.clock().nanos();
        assertThatThrownBy(() -> Device.MOUSE.sendReport(new byte[4]))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT))
                .hasMessageContaining("cable");
        assertThat(board.clock().nanos() - before).isEqualTo(2_000_000_000L);
        assertThat(host.plugged(true).moves()).isEmpty();
        Device.MOUSE.sendReport(new byte[4]);
        assertThat(host.moves()).hasSize(1);
        UsbHid.disable();
        assertThat(host.isConnected()).isFalse();
    }

    @Test
    void devicesOfOtherBoardsAreNotDisturbed() {
        UsbHid.enable(List.of(Device.MOUSE));
        try (SimBoard other = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            UsbHid.enable(List.of(Device.KEYBOARD));
            keys("00 00 05 00 00 00 00 00");
            assertThat(other.usbHost().typed()).isEqualTo("b");
        }
        Device.MOUSE.sendReport(new byte[4]);
        assertThat(host.moves()).hasSize(1);
        assertThat(host.typed()).isEmpty();
    }
}
