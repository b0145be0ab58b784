// SPDX-License-Identifier: MIT
package blinka4j.usbhid;

import blinka4j.hardware.Arguments;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.hardware.Hold;
import blinka4j.provider.UsbHidPort;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The enabled devices of a board. */
final class Gadget implements AutoCloseable {
    private static final int MOST_DEVICES = 8;
    private static final int KEYBOARD = 0x06;
    private static final int MOUSE = 0x02;
    private static final int DESKTOP = 0x01;
    private static final List<Device> DEFAULT = List.of(Device.KEYBOARD, Device.MOUSE, Device.CONSUMER_CONTROL);

    private final Hardware hardware;
    /** The program has called enable or disable. */
    private boolean isDecided;

    private @Nullable Enabled enabled;

    private Gadget(Hardware hardware) {
        this.hardware = hardware;
    }

    static Gadget current() {
        Hardware hardware = CurrentBoard.get();
        return (Gadget) hardware.shared("usb_hid", () -> new Gadget(hardware), closed -> false);
    }

    /** Devices and the interfaces that they use. */
    private static final class Plan {
        private final List<Device> devices;
        private final List<UsbHidPort.Function> interfaces = new ArrayList<>();
        private final List<Boolean> hasIds = new ArrayList<>();
        private final Map<Device, Integer> indexes = new HashMap<>();

        Plan(List<Device> devices, int bootDevice) {
            this.devices = devices;
            List<Device> together = new ArrayList<>();
            int shared = 0;
            for (Device device : devices) {
                boolean isBoot = bootDevice != 0 && interfaces.isEmpty();
                if (isBoot || !device.hasReportIds()) {
                    indexes.put(device, interfaces.size());
                    hasIds.add(false);
                    // The reports of a boot interface have no ID. Without IDs in the descriptor they are the same in
                    // both protocols.
                    interfaces.add(new UsbHidPort.Function(
                            isBoot ? device.descriptorWithoutReportIds() : device.reportDescriptor(),
                            device.longestReport(),
                            isBoot ? bootDevice : 0));
                } else {
                    if (together.isEmpty()) {
                        shared = interfaces.size();
                        hasIds.add(true);
                        interfaces.add(new UsbHidPort.Function(new byte[0], 0, 0));
                    }
                    together.add(device);
                    indexes.put(device, shared);
                }
            }
            if (!together.isEmpty()) {
                interfaces.set(shared, joined(together));
            }
        }

        int index(Device device) {
            return Objects.requireNonNull(indexes.get(device));
        }

        private static UsbHidPort.Function joined(List<Device> together) {
            ByteArrayOutputStream descriptor = new ByteArrayOutputStream();
            together.forEach(device -> descriptor.writeBytes(device.reportDescriptor()));
            int longest =
                    together.stream().mapToInt(Device::longestReport).max().orElse(0);
            return new UsbHidPort.Function(descriptor.toByteArray(), 1 + longest, 0);
        }
    }

    private record Enabled(Plan plan, Hold hold, UsbHidPort port, Map<Integer, byte[]> received) {}

    synchronized List<Device> devices() {
        if (!isDecided) {
            open(DEFAULT, 0);
            isDecided = true;
        }
        Enabled now = enabled;
        return now == null || now.hold.isClosed() ? List.of() : now.plan.devices;
    }

    synchronized void enable(List<Device> devices, int bootDevice) {
        // Not List.copyOf: it does not say that a device is null.
        List<Device> wanted = Collections.unmodifiableList(new ArrayList<>(
                Arguments.required(devices, "UsbHid.enable needs devices", "List.of(Device.KEYBOARD, Device.MOUSE)")));
        wanted.forEach(each -> Arguments.required(each, "UsbHid.enable needs devices", "Device.KEYBOARD"));
        require(wanted, bootDevice);
        close();
        if (!wanted.isEmpty()) {
            open(wanted, bootDevice);
        }
    }

    private synchronized void open(List<Device> devices, int bootDevice) {
        Plan plan = new Plan(devices, bootDevice);
        Hold hold = hardware.holdForAll("UsbHid", "usb_hid");
        UsbHidPort port = hold.open(() -> hardware.provider().openUsbHid(plan.interfaces));
        enabled = new Enabled(plan, hold, port, new HashMap<>());
    }

    private static void require(List<Device> devices, int bootDevice) {
        if (devices.size() > MOST_DEVICES) {
            throw new IllegalArgumentException("%s devices are too many for UsbHid.enable. It takes up to %s."
                    .formatted(devices.size(), MOST_DEVICES));
        }
        if (new HashSet<>(devices).size() < devices.size()) {
            throw new IllegalArgumentException(
                    "a device is twice in the devices of UsbHid.enable: %s. Pass each one once.".formatted(devices));
        }
        Set<Integer> ids = new HashSet<>();
        for (Device device : devices) {
            for (int id : device.reportIds()) {
                if (id != 0 && !ids.add(id)) {
                    throw new IllegalArgumentException(
                            "two devices of UsbHid.enable have the report ID %s: %s. Change the ID of one, in its descriptor too."
                                    .formatted(id, devices));
                }
            }
        }
        if (bootDevice < 0 || bootDevice > 2) {
            throw new IllegalArgumentException(
                    "bootDevice cannot be %s. It must be 0 for none, 1 for a keyboard or 2 for a mouse."
                            .formatted(bootDevice));
        }
        if (bootDevice > 0) {
            int usage = bootDevice == 1 ? KEYBOARD : MOUSE;
            if (devices.isEmpty() || !isBoot(devices.get(0), usage)) {
                throw new IllegalArgumentException(
                        "bootDevice %s needs a %s with one report ID as the first device, but the devices are %s."
                                .formatted(bootDevice, bootDevice == 1 ? "keyboard" : "mouse", devices));
            }
        }
    }

    private static boolean isBoot(Device device, int usage) {
        return device.usagePage() == DESKTOP && device.usage() == usage && device.reportIds().length == 1;
    }

    boolean isConnected() {
        Enabled now;
        synchronized (this) {
            now = enabled;
        }
        return now != null && !now.hold.isClosed() && now.port.isConnected();
    }

    void send(Device device, int reportId, byte[] report) {
        Enabled now = enabled(device);
        int index = now.plan.index(device);
        now.port.send(index, now.plan.hasIds.get(index) ? reportId : 0, report);
    }

    /** Keeps the last report of each ID, as CircuitPython does. Reports that no device knows are ignored. */
    byte @Nullable [] receive(Device device, int reportId) {
        Enabled now = enabled(device);
        int index = now.plan.index(device);
        boolean hasIds = now.plan.hasIds.get(index);
        synchronized (now.received) {
            for (byte[] all = now.port.receive(index); all != null; all = now.port.receive(index)) {
                if (hasIds && all.length > 0) {
                    now.received.put(key(index, all[0] & 0xFF), Arrays.copyOfRange(all, 1, all.length));
                } else if (!hasIds) {
                    now.received.put(key(index, 0), all);
                }
            }
            byte[] last = now.received.remove(key(index, hasIds ? reportId : 0));
            return last == null || last.length != device.outReportLength(reportId) ? null : last;
        }
    }

    private static int key(int index, int reportId) {
        return index << 8 | reportId;
    }

    private synchronized Enabled enabled(Device device) {
        List<Device> devices = devices();
        Enabled now = enabled;
        if (now == null || !devices.contains(device)) {
            throw new IllegalStateException(
                    "%s is not enabled. Call UsbHid.enable(List.of(device)) with it first. Enabled devices: %s."
                            .formatted(device, devices));
        }
        return now;
    }

    /** Also a decision: afterwards {@link #devices()} enables none. */
    @Override
    public synchronized void close() {
        isDecided = true;
        Enabled before = enabled;
        enabled = null;
        if (before != null) {
            before.hold.close();
        }
    }

    @Override
    public String toString() {
        return "UsbHid";
    }
}
