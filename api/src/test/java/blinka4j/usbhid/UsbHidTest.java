// SPDX-License-Identifier: MIT
package blinka4j.usbhid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.provider.UsbHidPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The descriptors are those of CircuitPython's {@code shared-module/usb_hid/report_descriptors.c}, and of HID Usage Tables. */
class UsbHidTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private static final String KEYBOARD_BEFORE_ID = "05 01 09 06 a1 01";
    private static final String KEYBOARD_AFTER_ID =
            "05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 01 95 05 75 01 05 08 19 01 29 05 91 02 95 01 75 03 91 01 95 06 75 08 15 00 26 ff 00 05 07 19 00 2a ff 00 81 00 c0";
    private static final String MOUSE_BEFORE_ID = "05 01 09 02 a1 01 09 01 a1 00";
    private static final String MOUSE_AFTER_ID =
            "05 09 19 01 29 05 15 00 25 01 95 05 75 01 81 02 95 01 75 03 81 01 05 01 09 30 09 31 15 81 25 7f 75 08 95 02 81 06 09 38 15 81 25 7f 75 08 95 01 81 06 c0 c0";
    private static final String CONSUMER_CONTROL =
            "05 0c 09 01 a1 01 85 03 75 10 95 01 15 01 26 8c 02 19 01 2a 8c 02 81 00 c0";

    /** Without report ID: the game pad of a macro controller. */
    private static final Device PAD =
            new Device(HEX.parseHex("05 01 09 05 a1 01 c0"), 0x01, 0x05, new int[] {0}, new int[] {9}, new int[] {2});

    /** The example of CircuitPython's documentation. */
    private static final Device TWO_IDS = new Device(
            HEX.parseHex("06 00 ff 09 01 a1 01 85 04 85 05 c0"),
            0xFF00,
            0x01,
            new int[] {4, 5},
            new int[] {5, 2},
            new int[] {6, 0});

    private final List<String> calls = new ArrayList<>();
    private final List<Deque<byte[]>> fromHost = new ArrayList<>();
    private RuntimeException refusal;
    private boolean isConnected = true;
    private Hardware hardware;
    private Hardware before;

    private final class Port implements UsbHidPort {
        @Override
        public boolean isConnected() {
            return isConnected;
        }

        @Override
        public void send(int index, int reportId, byte[] report) {
            calls.add("send %s %s [%s]".formatted(index, reportId, HEX.formatHex(report)));
        }

        @Override
        public byte[] receive(int index) {
            return fromHost.get(index).poll();
        }

        @Override
        public String name() {
            return "usb_hid";
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @BeforeEach
    void use() {
        hardware = Hardware.open(FakeProvider.BOARD, new FakeProvider() {
            @Override
            public UsbHidPort openUsbHid(List<UsbHidPort.Function> interfaces) {
                if (refusal != null) {
                    throw refusal;
                }
                fromHost.clear();
                interfaces.forEach(each -> {
                    fromHost.add(new ArrayDeque<>());
                    calls.add("open %s %s %s"
                            .formatted(each.protocol(), each.reportLength(), HEX.formatHex(each.descriptor())));
                });
                return new Port();
            }
        });
        before = CurrentBoard.use(hardware);
    }

    @AfterEach
    void restore() {
        CurrentBoard.use(before);
        hardware.close();
    }

    private void fromHost(int index, String report) {
        fromHost.get(index).add(HEX.parseHex(report));
    }

    @Test
    void theDevicesOfCircuitPythonAreThereUnlessTheProgramDecides() {
        assertThat(UsbHid.devices()).containsExactly(Device.KEYBOARD, Device.MOUSE, Device.CONSUMER_CONTROL);
        assertThat(UsbHid.devices()).hasSize(3);
        assertThat(calls)
                .containsExactly("open 0 9 %s 85 01 %s %s 85 02 %s %s"
                        .formatted(
                                KEYBOARD_BEFORE_ID,
                                KEYBOARD_AFTER_ID,
                                MOUSE_BEFORE_ID,
                                MOUSE_AFTER_ID,
                                CONSUMER_CONTROL));
        assertThat(hardware.stillOpen()).isEmpty();
    }

    @Test
    void theUsagesAreThoseOfTheUsageTables() {
        assertThat(Device.KEYBOARD.usagePage()).isEqualTo(0x01);
        assertThat(Device.KEYBOARD.usage()).isEqualTo(0x06);
        assertThat(Device.MOUSE.usagePage()).isEqualTo(0x01);
        assertThat(Device.MOUSE.usage()).isEqualTo(0x02);
        assertThat(Device.CONSUMER_CONTROL.usagePage()).isEqualTo(0x0C);
        assertThat(Device.CONSUMER_CONTROL.usage()).isEqualTo(0x01);
        assertThat(Device.KEYBOARD).hasToString("Device(usagePage=0x01, usage=0x06)");
    }

    @Test
    void aProgramThatDisablesHasNoDevices() {
        UsbHid.disable();
        assertThat(UsbHid.devices()).isEmpty();
        assertThat(UsbHid.usbConnected()).isFalse();
        assertThat(calls).isEmpty();
        UsbHid.enable(List.of());
        assertThat(UsbHid.devices()).isEmpty();
        assertThatThrownBy(() -> Device.MOUSE.sendReport(new byte[4]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("usage=0x02", "not enabled", "UsbHid.enable");
    }

    @Test
    void enablingAgainReplacesTheDevicesAndDisablingClosesThem() {
        UsbHid.enable(List.of(Device.CONSUMER_CONTROL));
        assertThat(UsbHid.usbConnected()).isTrue();
        isConnected = false;
        assertThat(UsbHid.usbConnected()).isFalse();
        UsbHid.enable(List.of(PAD));
        assertThat(UsbHid.devices()).containsExactly(PAD);
        UsbHid.disable();
        UsbHid.disable();
        assertThat(calls)
                .containsExactly("open 0 3 " + CONSUMER_CONTROL, "close", "open 0 9 05 01 09 05 a1 01 c0", "close");
    }

    @Test
    void theBoardClosesTheDevices() {
        UsbHid.enable(List.of(Device.CONSUMER_CONTROL));
        hardware.close();
        assertThat(calls).endsWith("close");
        assertThatThrownBy(() -> Device.CONSUMER_CONTROL.sendReport(new byte[2]))
                .isInstanceOf(IllegalStateException.class);
    }

    /** The reports of a device without ID begin with data, so it has an interface for itself. */
    @Test
    void reportsHaveTheirIdIfTheirInterfaceHasIds() {
        UsbHid.enable(List.of(PAD, Device.KEYBOARD, TWO_IDS));
        calls.clear();
        PAD.sendReport(HEX.parseHex("01 02 03 04 05 06 07 08 09"));
        Device.KEYBOARD.sendReport(HEX.parseHex("02 00 04 00 00 00 00 00"));
        TWO_IDS.sendReport(HEX.parseHex("aa bb"), 5);
        assertThat(calls)
                .containsExactly(
                        "send 0 0 [01 02 03 04 05 06 07 08 09]",
                        "send 1 1 [02 00 04 00 00 00 00 00]",
                        "send 1 5 [aa bb]");
    }

    /** Blinka has these descriptors, too: {@code Device.BOOT_KEYBOARD} and {@code BOOT_MOUSE}. */
    @Test
    void theBootDeviceHasTheFirstInterfaceAndReportsWithoutId() {
        UsbHid.enable(List.of(Device.KEYBOARD, Device.CONSUMER_CONTROL), 1);
        Device.KEYBOARD.sendReport(new byte[8]);
        Device.CONSUMER_CONTROL.sendReport(new byte[2]);
        fromHost(0, "02");
        assertThat(Device.KEYBOARD.lastReceivedReport()).containsExactly(2);
        UsbHid.enable(List.of(Device.MOUSE), 2);
        assertThat(calls)
                .containsExactly(
                        "open 1 8 " + KEYBOARD_BEFORE_ID + " " + KEYBOARD_AFTER_ID,
                        "open 0 3 " + CONSUMER_CONTROL,
                        "send 0 0 [00 00 00 00 00 00 00 00]",
                        "send 1 3 [00 00]",
                        "close",
                        "open 2 4 " + MOUSE_BEFORE_ID + " " + MOUSE_AFTER_ID);
    }

    /** A long item, of the prefix 0xFE, has its size in the next byte: HID 1.11, section 6.2.2.3. */
    @Test
    void onlyItemsThatAreReportIdsAreLeftOutForABootDevice() {
        Device odd = new Device(
                HEX.parseHex("05 01 09 06 a1 01 fe 02 10 85 85 85 07 27 85 01 85 02 c0 85"),
                0x01,
                0x06,
                new int[] {7},
                new int[] {8},
                new int[] {1});
        UsbHid.enable(List.of(odd), 1);
        assertThat(calls).containsExactly("open 1 8 05 01 09 06 a1 01 fe 02 10 85 85 27 85 01 85 02 c0");
    }

    @Test
    void theLastReportOfEachIdIsReturnedOnce() {
        UsbHid.enable(List.of(TWO_IDS, Device.KEYBOARD));
        assertThat(Device.KEYBOARD.lastReceivedReport()).isNull();
        fromHost(0, "01 01");
        fromHost(0, "04 01 02 03 04 05 06");
        fromHost(0, "01 03");
        fromHost(0, "09 00");
        assertThat(Device.KEYBOARD.lastReceivedReport()).containsExactly(3);
        assertThat(Device.KEYBOARD.lastReceivedReport(1)).isNull();
        assertThat(TWO_IDS.lastReceivedReport(4)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(TWO_IDS.lastReceivedReport(4)).isNull();
        assertThat(TWO_IDS.lastReceivedReport(5)).isNull();
    }

    /** CircuitPython ignores a report of another length. */
    @Test
    void aReportOfAnotherLengthIsIgnored() {
        UsbHid.enable(List.of(Device.KEYBOARD));
        fromHost(0, "01 01 02");
        fromHost(0, "01");
        assertThat(Device.KEYBOARD.lastReceivedReport()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9})
    void aReportMustHaveItsLength(int length) {
        UsbHid.enable(List.of(Device.KEYBOARD));
        calls.clear();
        assertThatThrownBy(() -> Device.KEYBOARD.sendReport(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(String.valueOf(length), "usage=0x06", "8 bytes");
        assertThat(calls).isEmpty();
    }

    @Test
    void aReportIdMustBeOneOfTheDevice() {
        UsbHid.enable(List.of(TWO_IDS));
        calls.clear();
        assertThatThrownBy(() -> TWO_IDS.sendReport(new byte[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4, 5]");
        assertThatThrownBy(() -> TWO_IDS.sendReport(new byte[5], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("report ID 1", "[4, 5]");
        assertThatThrownBy(() -> TWO_IDS.lastReceivedReport())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4, 5]");
        assertThatThrownBy(() -> TWO_IDS.lastReceivedReport(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(calls).isEmpty();
    }

    /** The limits are those of CircuitPython's {@code shared-bindings/usb_hid/Device.c}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 1 | 1 | 8 | 1 | 1 | reportDescriptor",
                "1 | 0 | 1 | 8 | 1 | 1 | usagePage",
                "1 | 65536 | 1 | 8 | 1 | 1 | usagePage",
                "1 | 1 | -1 | 8 | 1 | 1 | usage",
                "1 | 1 | 65536 | 8 | 1 | 1 | usage",
                "1 | 1 | 1 | 256 | 1 | 1 | inReportLengths[0]",
                "1 | 1 | 1 | -1 | 1 | 1 | inReportLengths[0]",
                "1 | 1 | 1 | 8 | 256 | 1 | outReportLengths[0]",
                "1 | 1 | 1 | 8 | 1 | 256 | reportIds[0]",
                "1 | 1 | 1 | 8 | 1 | -1 | reportIds[0]"
            })
    void aDeviceIsRefusedWithTheNameOfTheArgument(
            int descriptor, int page, int usage, int in, int out, int id, String name) {
        assertThatThrownBy(() ->
                        new Device(new byte[descriptor], page, usage, new int[] {id}, new int[] {in}, new int[] {out}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(name, " to ");
    }

    @Test
    void aDeviceHasOneLengthForEachReportIdAndNoIdIsAlone() {
        byte[] descriptor = {1};
        int[] two = {1, 2};
        assertThatThrownBy(() -> new Device(descriptor, 1, 1, two, new int[1], two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("inReportLengths", "2");
        assertThatThrownBy(() -> new Device(descriptor, 1, 1, two, two, new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("outReportLengths", "2");
        assertThatThrownBy(() -> new Device(descriptor, 1, 1, new int[0], new int[0], new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reportIds");
        assertThatThrownBy(() -> new Device(descriptor, 1, 1, new int[7], new int[7], new int[7]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("reportIds", "1 to 6");
        assertThatThrownBy(() -> new Device(descriptor, 1, 1, new int[] {1, 0}, two, two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("reportIds[1]", "1 to 255");
    }

    @Test
    void impossibleDevicesAreRefusedAndThoseBeforeThemStay() {
        UsbHid.enable(List.of(Device.MOUSE));
        calls.clear();
        Device sameId = new Device(new byte[] {1}, 1, 1, new int[] {1}, new int[] {1}, new int[] {1});
        assertThatThrownBy(() -> UsbHid.enable(List.of(Device.KEYBOARD, sameId)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("report ID 1");
        assertThatThrownBy(() -> UsbHid.enable(List.of(PAD, PAD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> UsbHid.enable(Collections.nCopies(9, PAD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("9 devices", "8");
        assertThatThrownBy(() -> UsbHid.enable(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UsbHid.enable(Arrays.asList(PAD, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("UsbHid.enable", "null", "Device.KEYBOARD");
        assertThat(calls).isEmpty();
        assertThat(UsbHid.devices()).containsExactly(Device.MOUSE);
    }

    @Test
    void theBootDeviceMustBeTheFirstDevice() {
        List<Device> devices = List.of(Device.MOUSE, Device.KEYBOARD);
        for (int bad : new int[] {-1, 3}) {
            assertThatThrownBy(() -> UsbHid.enable(devices, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("bootDevice", String.valueOf(bad));
        }
        assertThatThrownBy(() -> UsbHid.enable(devices, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bootDevice 1", "keyboard");
        assertThatThrownBy(() -> UsbHid.enable(List.of(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bootDevice 2", "mouse");
        assertThat(calls).isEmpty();
    }

    @Test
    void afterAFailureNoDeviceIsEnabledAndTheNextAttemptWorks() {
        refusal = new NotAvailableException("no USB device controller");
        assertThatThrownBy(UsbHid::devices).isSameAs(refusal);
        assertThatThrownBy(() -> UsbHid.enable(List.of(PAD))).isSameAs(refusal);
        assertThat(UsbHid.devices()).isEmpty();
        assertThat(UsbHid.usbConnected()).isFalse();
        refusal = null;
        UsbHid.enable(List.of(PAD));
        assertThat(UsbHid.devices()).containsExactly(PAD);
    }

    @Test
    void aProviderWithoutUsbIsNamed() {
        CurrentBoard.use(Hardware.open(FakeProvider.BOARD, new FakeProvider()));
        assertThatThrownBy(UsbHid::devices)
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("USB HID", "BLINKA_PROVIDER");
    }
}
