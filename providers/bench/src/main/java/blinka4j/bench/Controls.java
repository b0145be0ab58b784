// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.PinException;
import blinka4j.digitalio.Pull;
import blinka4j.provider.BoardDefinition;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Does what people order on the page. */
final class Controls {
    private static final double LONGEST_STEP_SECONDS = 3600;
    private static final int LONGEST_TEXT = 1000;

    /** An order that is not possible. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        /** The status of HTTP. */
        final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    private record Now(SimBoard board, Map<String, String> driven) {}

    private volatile @Nullable Now now;
    private volatile @Nullable Runnable restart;

    void board(SimBoard board) {
        now = new Now(board, new ConcurrentHashMap<>());
    }

    void onRestart(Runnable action) {
        restart = action;
    }

    boolean canRestart() {
        return restart != null;
    }

    /** How the page drives a pin: {@code low}, {@code high}, or empty. */
    String drive(SimPin pin) {
        Now on = now;
        return on == null ? "" : on.driven.getOrDefault(pin.name(), "");
    }

    /**
     * Does an order.
     *
     * @param name the last part of the path
     * @throws Refused with 404 for an unknown order or thing, 400 for a wrong value, 409 if it is not possible at the moment
     */
    void run(String name, Map<String, String> form) throws Refused {
        Now on = now;
        if (on == null) {
            throw new Refused(409, "The board is not there yet. Try again.");
        }
        try {
            switch (name) {
                case "pin" -> drive(on, pin(on.board, value(form, "pin")), value(form, "to"));
                case "quantity" -> quantity(on.board, form);
                case "serial" -> serial(on.board, form);
                case "speed" -> on.board.clock().speed(number(form, "times"));
                case "step" -> step(on.board, number(form, "seconds"));
                case "restart" -> restart();
                default -> throw new Refused(404, "There is no order '%s'.".formatted(name));
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        } catch (PinException | IllegalStateException e) {
            throw new Refused(409, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Of a listener of the program, which this thread calls.
            throw new Refused(500, e.toString());
        }
    }

    /** A press connects the pin with ground, or with 3.3 V if the program pulls it down. */
    private static void drive(Now on, SimPin pin, String to) throws Refused {
        String level = switch (to) {
            case "low", "high", "release" -> to;
            case "press" -> pin.pull() == Pull.DOWN ? "high" : "low";
            default -> throw new Refused(400, "'%s' is no level. Expected low, high, press or release.".formatted(to));
        };
        if (level.equals("release")) {
            pin.release();
            on.driven.remove(pin.name());
        } else {
            pin.drive(level.equals("high"));
            on.driven.put(pin.name(), level);
        }
    }

    private static void quantity(SimBoard board, Map<String, String> form) throws Refused {
        String id = value(form, "part");
        String name = value(form, "name");
        double to = number(form, "value");
        if (id.startsWith("analog/")) {
            pin(board, id.substring("analog/".length())).voltage(to);
            return;
        }
        for (Part part : Part.on(board)) {
            if (part.id().equals(id) && part.device() instanceof SimPart device) {
                for (Quantity quantity : device.quantities()) {
                    if (quantity.name().equals(name)) {
                        quantity.value(to);
                        return;
                    }
                }
            }
        }
        throw new Refused(404, "There is no quantity '%s' of '%s'.".formatted(name, id));
    }

    private static void serial(SimBoard board, Map<String, String> form) throws Refused {
        String port = value(form, "port");
        String text = value(form, "text");
        if (text.length() > LONGEST_TEXT) {
            throw new Refused(400, "The text is too long. Expected at most %s characters.".formatted(LONGEST_TEXT));
        }
        for (BoardDefinition.Uart each : board.definition().uarts()) {
            if (Traffic.label(board.uart(each.device()).name()).equals(port)) {
                board.uart(each.device()).outside().write(text);
                return;
            }
        }
        throw new Refused(404, "There is no serial port '%s'.".formatted(port));
    }

    private static void step(SimBoard board, double seconds) throws Refused {
        if (!(seconds > 0 && seconds <= LONGEST_STEP_SECONDS)) {
            throw new Refused(
                    400,
                    "A step of %s s is out of range. Expected more than 0, at most %s s."
                            .formatted(seconds, LONGEST_STEP_SECONDS));
        }
        board.clock().advance(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    private void restart() throws Refused {
        Runnable action = restart;
        if (action == null) {
            throw new Refused(409, "This program cannot be restarted from here. End it and start it again.");
        }
        action.run();
    }

    private static SimPin pin(SimBoard board, String name) throws Refused {
        if (!board.definition().pins().containsKey(name)) {
            throw new Refused(
                    404, "%s has no pin '%s'.".formatted(board.definition().name(), name));
        }
        return board.pin(name);
    }

    private static String value(Map<String, String> form, String name) throws Refused {
        String value = form.get(name);
        if (value == null) {
            throw new Refused(400, "The order has no '%s'.".formatted(name));
        }
        return value;
    }

    private static double number(Map<String, String> form, String name) throws Refused {
        String text = value(form, name).toLowerCase(Locale.ROOT);
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number that is infinite.
        }
        throw new Refused(400, "'%s' of '%s' is no number.".formatted(text, name));
    }
}
