// SPDX-License-Identifier: MIT
package blinka4j.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of the bus log: who talked about what, and the bytes. */
final class Log {
    private static final int MOST_BYTES = 8;
    private static final String DIGITS = "0123456789ABCDEF";

    private final RegisterNames registers;
    /** The register that each device would read from, by its place. */
    private final Map<String, String> pointers = new HashMap<>();

    Log(RegisterNames registers) {
        this.registers = registers;
    }

    /** A transfer in JSON. */
    String line(Traffic.Transfer transfer, List<Part> parts) {
        List<Part> devices = parts.stream()
                .filter(part -> part.bus().equals(transfer.bus) && part.address() == transfer.address)
                .toList();
        String bytes = bytes(">", transfer.out, transfer.written) + bytes("<", transfer.in, transfer.read);
        Json json = new Json()
                .object()
                .member("t", transfer.nanos / 1e9)
                .member("bus", transfer.bus)
                .member("device", device(transfer, devices))
                .member("text", text(transfer, devices))
                .member("bytes", bytes.strip());
        if (transfer.failure != null) {
            json.member("failure", transfer.failure);
        }
        return json.endObject().toString();
    }

    private static String device(Traffic.Transfer transfer, List<Part> devices) {
        String name = devices.size() == 1 ? devices.get(0).name() : devices.isEmpty() ? "" : "?";
        if (transfer.bus.startsWith("i2c")) {
            return "%s 0x%02x".formatted(name.isEmpty() ? "nobody at" : name, transfer.address);
        }
        return transfer.bus.startsWith("spi") && transfer.address >= 0 && name.isEmpty()
                ? "CS" + transfer.address
                : name;
    }

    /** What the bytes mean; empty if nobody knows. */
    private String text(Traffic.Transfer transfer, List<Part> devices) {
        if (transfer.address == Traffic.Transfer.NONE && devices.isEmpty()) {
            return printable(transfer.written > 0 ? transfer.out : transfer.in);
        }
        if (devices.size() != 1) {
            return "";
        }
        Part device = devices.get(0);
        RegisterNames.Found found = registers.find(device.type(), transfer.out);
        String name = found.name();
        if (transfer.written > 0) {
            pointers.put(device.id(), name);
        } else if (transfer.read > 0) {
            name = pointers.getOrDefault(device.id(), "");
        }
        if (name.isEmpty()) {
            return "";
        }
        int length = found.length();
        if (transfer.read > 0 && !transfer.bus.startsWith("spi")) {
            return "%s: %s".formatted(name, value(transfer.in, 0));
        }
        return transfer.out.length > length ? "%s = %s".formatted(name, value(transfer.out, length)) : name;
    }

    /** The first bytes. All of them are in the next column. */
    private static String value(byte[] bytes, int from) {
        int to = Math.min(bytes.length, from + MOST_BYTES);
        return hex(Arrays.copyOf(bytes, to), from) + (to < bytes.length ? " ..." : "");
    }

    private static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append(each >= ' ' && each < 0x7F ? (char) each : each == '\n' ? '\u21B5' : '\u00B7');
        }
        return text.toString();
    }

    private static String bytes(String direction, byte[] bytes, int count) {
        String more = count > bytes.length && bytes.length > 0 ? " ... (%s)".formatted(count) : "";
        return bytes.length == 0 ? "" : "%s %s%s ".formatted(direction, hex(bytes, 0), more);
    }

    private static String hex(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < bytes.length; i++) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(DIGITS.charAt(bytes[i] >> 4 & 0xF))
                    .append(DIGITS.charAt(bytes[i] & 0xF));
        }
        return text.toString();
    }
}
