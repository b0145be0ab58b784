// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.PinException;
import blinka4j.provider.Clock;
import blinka4j.provider.UsbHidPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The computer at the USB port of a {@link SimBoard}. It notes what the program types, how it moves the mouse, and the media keys.
 *
 * <pre>{@code
 * layout.write("Hello\n");
 * assertThat(board.usbHost().typed()).isEqualTo("Hello\n");
 * }</pre>
 *
 * <p>It finds keyboards, mice and media keys by the report descriptor, and expects CircuitPython's formats of their reports. {@link #reports}
 * has those of all devices. A test may use it from any thread.
 */
public final class SimUsbHost {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int KEYBOARD = 0x01_0006;
    private static final int MOUSE = 0x01_0002;
    private static final int CONSUMER_CONTROL = 0x0C_0001;

    /** The keys of a US keyboard from keycode 4 on, without and with shift: HID Usage Tables, section 10. */
    private static final String[] KEYS = {
        "abcdefghijklmnopqrstuvwxyz1234567890\n\u001b\b\t -=[]\\#;'`,./",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\n\u001b\b\t _+{}|~:\"~<>?"
    };

    private static final int FIRST_KEY = 0x04;
    private static final int FIRST_MODIFIER = 0xE0;
    /** The byte with the modifiers comes first in a report, and a computer takes it first. */
    private static final Comparator<Integer> MODIFIERS_FIRST = (one, other) -> {
        int order = Boolean.compare(one < FIRST_MODIFIER, other < FIRST_MODIFIER);
        return order != 0 ? order : Integer.compare(one, other);
    };

    private static final int SHIFTS = 0x22;
    private static final int FORWARD_DELETE = 0x4C;

    /**
     * A key of the keyboard was pressed or released.
     *
     * @param keycode as in {@code Keycode}; 0xE0 to 0xE7 for modifiers
     * @param time in the time of the board
     */
    public record Key(int keycode, boolean pressed, Duration time) {}

    /** A report of the mouse: movements, and a bit for each pressed button. */
    public record Move(int x, int y, int wheel, int buttons) {}

    /** A report from a device, with its ID; 0 if the device has none. */
    public record Report(int id, List<Integer> bytes) {}

    private final Clock clock;
    private final List<Key> keys = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Integer> mediaKeys = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final StringBuilder typed = new StringBuilder();
    private final Set<Integer> pressed = new TreeSet<>(MODIFIERS_FIRST);
    private Consumer<String> typedListener = text -> {};
    private boolean isPlugged = true;
    private @Nullable Port port;

    SimUsbHost(Clock clock) {
        this.clock = clock;
    }

    /** True if the cable is plugged in and the program has enabled devices. */
    public synchronized boolean isConnected() {
        return isPlugged && port != null;
    }

    /** Plugs the cable in, as it is at first, or out. Without it no report arrives. */
    public synchronized SimUsbHost plugged(boolean plugged) {
        isPlugged = plugged;
        pressed.clear();
        return this;
    }

    /** The text that was typed, as on a US keyboard. Keys without a character are left out. Control, alt and GUI are ignored. */
    public synchronized String typed() {
        return typed.toString();
    }

    /** Calls a listener with what is added to {@link #typed}. */
    public synchronized SimUsbHost onTyped(Consumer<String> listener) {
        typedListener = listener;
        return this;
    }

    /** All key strokes, in their order. Of one report, first the releases, and the modifiers before the other keys. */
    public synchronized List<Key> keys() {
        return List.copyOf(keys);
    }

    /** The keycodes of the keys that are pressed now. */
    public synchronized Set<Integer> pressed() {
        return Set.copyOf(pressed);
    }

    /** All reports of the mouse, in their order. */
    public synchronized List<Move> moves() {
        return List.copyOf(moves);
    }

    /** The codes of the media keys that were pressed, in their order. */
    public synchronized List<Integer> mediaKeys() {
        return List.copyOf(mediaKeys);
    }

    /** All reports of all devices, in their order. */
    public synchronized List<Report> reports() {
        return List.copyOf(reports);
    }

    /** Switches the LEDs of the keyboard: a bit for each, such as 2 for caps lock. */
    public synchronized SimUsbHost leds(int bits) {
        Port on = requirePort();
        on.kinds.forEach((key, kind) -> {
            if (kind == KEYBOARD) {
                on.arrive(key >> 8, key & 0xFF, bits);
            }
        });
        return this;
    }

    /** Sends a report with this ID to the program; 0 to the devices without ID. */
    public synchronized SimUsbHost send(int reportId, int... bytes) {
        Port on = requirePort();
        on.kinds.keySet().stream()
                .filter(key -> (key & 0xFF) == reportId)
                .forEach(key -> on.arrive(key >> 8, reportId, bytes));
        return this;
    }

    private Port requirePort() {
        Port on = port;
        if (on == null || !isPlugged) {
            throw new IllegalStateException(
                    "no devices are connected to the simulated USB host. Enable them with UsbHid.enable(...) first.");
        }
        return on;
    }

    synchronized UsbHidPort open(List<UsbHidPort.Function> interfaces) {
        if (port != null) {
            throw new PinException("usb_hid is in use. Call UsbHid.disable() first.");
        }
        Port opened = new Port(interfaces);
        port = opened;
        return opened;
    }

    private void take(int kind, int reportId, int[] bytes) {
        reports.add(new Report(reportId, IntStream.of(bytes).boxed().toList()));
        if (kind == KEYBOARD && bytes.length == 8) {
            takeKeys(bytes);
        } else if (kind == MOUSE && bytes.length == 4) {
            moves.add(new Move((byte) bytes[1], (byte) bytes[2], (byte) bytes[3], bytes[0]));
        } else if (kind == CONSUMER_CONTROL && bytes.length == 2 && (bytes[0] | bytes[1]) != 0) {
            mediaKeys.add(bytes[0] | bytes[1] << 8);
        }
    }

    private void takeKeys(int[] bytes) {
        Set<Integer> now = new TreeSet<>(MODIFIERS_FIRST);
        IntStream.range(0, 8).filter(bit -> (bytes[0] >> bit & 1) != 0).forEach(bit -> now.add(FIRST_MODIFIER + bit));
        IntStream.of(bytes).skip(2).filter(keycode -> keycode != 0).forEach(now::add);
        Duration time = Duration.ofNanos(clock.nanos());
        for (int keycode : pressed) {
            if (!now.contains(keycode)) {
                keys.add(new Key(keycode, false, time));
            }
        }
        for (int keycode : now) {
            if (!pressed.contains(keycode)) {
                keys.add(new Key(keycode, true, time));
                type(keycode, (bytes[0] & SHIFTS) != 0);
            }
        }
        pressed.clear();
        pressed.addAll(now);
    }

    private void type(int keycode, boolean shift) {
        String layer = KEYS[shift ? 1 : 0];
        int index = keycode - FIRST_KEY;
        String text = "";
        if (index >= 0 && index < layer.length()) {
            text = layer.substring(index, index + 1);
        } else if (keycode == FORWARD_DELETE) {
            text = "\u007f";
        }
        typed.append(text);
    }

    private final class Port implements UsbHidPort {
        /** Usage page and usage of each report, by the index of its interface, shifted by 8 bits, and its ID. */
        private final Map<Integer, Integer> kinds = new HashMap<>();

        private final List<Deque<byte[]>> arrived = new ArrayList<>();

        Port(List<Function> interfaces) {
            for (Function each : interfaces) {
                addKinds(arrived.size() << 8, each.descriptor());
                arrived.add(new ArrayDeque<>());
            }
        }

        /** Reads the items of a descriptor: Device Class Definition for HID 1.11, section 6.2.2. */
        private void addKinds(int index, byte[] descriptor) {
            int depth = 0;
            int page = 0;
            int usage = 0;
            int kind = 0;
            for (int at = 0; at < descriptor.length; ) {
                int prefix = descriptor[at] & 0xFF;
                int size = (prefix & 3) == 3 ? 4 : prefix & 3;
                int value = 0;
                for (int i = size; i > 0 && at + i < descriptor.length; i--) {
                    value = (value << 8) | (descriptor[at + i] & 0xFF);
                }
                at += 1 + size;
                switch (prefix & 0xFC) {
                    case 0x04 -> page = value;
                    case 0x08 -> usage = value;
                    case 0x84 -> {
                        kinds.remove(index);
                        kinds.put(index | value, kind);
                    }
                    case 0xA0 -> {
                        if (depth++ == 0) {
                            kind = page << 16 | usage;
                            if (kinds.keySet().stream().noneMatch(key -> key >> 8 == index >> 8)) {
                                kinds.put(index, kind);
                            }
                        }
                    }
                    case 0xC0 -> depth--;
                    default -> {}
                }
            }
        }

        private void arrive(int index, int reportId, int... bytes) {
            IntStream all = IntStream.of(bytes);
            byte[] report = new byte[bytes.length + (reportId == 0 ? 0 : 1)];
            int[] values = (reportId == 0 ? all : IntStream.concat(IntStream.of(reportId), all)).toArray();
            for (int i = 0; i < values.length; i++) {
                report[i] = (byte) values[i];
            }
            arrived.get(index).add(report);
        }

        private void requireOpen() {
            if (port != this) {
                throw new IllegalStateException("usb_hid is closed. Call UsbHid.enable(...) to use it again.");
            }
        }

        @Override
        public boolean isConnected() {
            synchronized (SimUsbHost.this) {
                requireOpen();
                return isPlugged;
            }
        }

        @Override
        public void send(int index, int reportId, byte[] report) {
            int[] bytes = new int[report.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = report[i] & 0xFF;
            }
            boolean isTaken;
            String text;
            Consumer<String> listener;
            synchronized (SimUsbHost.this) {
                requireOpen();
                int before = typed.length();
                isTaken = isPlugged;
                if (isTaken) {
                    take(kinds.getOrDefault(index << 8 | reportId, 0), reportId, bytes);
                }
                text = typed.substring(before);
                listener = typedListener;
            }
            if (!isTaken) {
                clock.pause(TIMEOUT, "USB");
                throw new BusException(
                        Kind.TIMEOUT,
                        "no computer took the report within %s ms: the simulated cable is not plugged in."
                                .formatted(TIMEOUT.toMillis()));
            }
            if (!text.isEmpty()) {
                listener.accept(text);
            }
        }

        @Override
        public byte @Nullable [] receive(int index) {
            synchronized (SimUsbHost.this) {
                requireOpen();
                return arrived.get(index).poll();
            }
        }

        @Override
        public String name() {
            return "usb_hid";
        }

        @Override
        public void close() {
            synchronized (SimUsbHost.this) {
                if (port == this) {
                    port = null;
                    pressed.clear();
                }
            }
        }
    }
}
