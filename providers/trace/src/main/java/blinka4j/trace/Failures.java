// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.BusException;
import blinka4j.DeviceNotFoundException;
import blinka4j.NotAvailableException;
import blinka4j.PinException;

/** Exceptions as text at the end of a line: their type, for some of them more words, then the message. */
final class Failures {
    private Failures() {}

    static String text(Throwable e) {
        return "%s %s".formatted(type(e), message(e)).strip();
    }

    private static String type(Throwable e) {
        if (e instanceof BusException bus) {
            return "bus %s %s".formatted(bus.kind(), bus.errno());
        }
        if (e instanceof PinException pin) {
            return pin.isGone() ? "gone" : "pin";
        }
        if (e instanceof NotAvailableException missing) {
            return missing.isUnsupported() ? "unsupported" : "unavailable";
        }
        return e instanceof DeviceNotFoundException
                ? "device"
                : e instanceof IllegalArgumentException
                        ? "argument"
                        : e instanceof IllegalStateException
                                ? "state"
                                : "other " + e.getClass().getName();
    }

    /** The message in one line. */
    private static String message(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** The opposite of {@link #text}. The types that are not of this project become an {@link IllegalStateException}. */
    static RuntimeException parse(String text) {
        String[] words = text.split(" ", 2);
        String rest = words.length == 1 ? "" : words[1];
        return switch (words[0]) {
            case "bus" -> {
                String[] more = rest.split(" ", 3);
                yield new BusException(
                        BusException.Kind.valueOf(more[0]),
                        Integer.parseInt(more[1]),
                        more.length < 3 ? "" : unescaped(more[2]));
            }
            case "pin" -> new PinException(unescaped(rest));
            case "gone" -> PinException.gone(unescaped(rest));
            case "unavailable" -> new NotAvailableException(unescaped(rest));
            case "unsupported" -> NotAvailableException.unsupported(unescaped(rest));
            case "device" -> new DeviceNotFoundException(unescaped(rest));
            case "argument" -> new IllegalArgumentException(unescaped(rest));
            case "state", "other" -> new IllegalStateException(unescaped(rest));
            default ->
                throw new IllegalArgumentException(
                        "unknown error '%s'. Use bus, pin, gone, unavailable, unsupported, device, argument, state or other."
                                .formatted(words[0]));
        };
    }

    private static String unescaped(String message) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < message.length(); i++) {
            char each = message.charAt(i);
            if (each == '\\' && i + 1 < message.length()) {
                i++;
                char escaped = message.charAt(i);
                text.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                text.append(each);
            }
        }
        return text.toString();
    }
}
