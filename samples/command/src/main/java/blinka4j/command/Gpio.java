// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.EdgeEvent;
import blinka4j.digitalio.Pull;
import blinka4j.runtime.Blinka;
import blinka4j.time.Time;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** {@code blinka gpio}: reads, drives or watches pins. */
final class Gpio implements Command {
    @Override
    public Syntax syntax() {
        return new Syntax("gpio", "get|set|watch PIN[=LEVEL]...", 2, Integer.MAX_VALUE - 1, Syntax.Words.GPIO)
                .with("--pull", "up|down", "switch on the resistor of an input")
                .with("--open-drain", "", "drive low only")
                .with("--for", "TIME", "end after this time, such as 2s")
                .with("--count", "N", "end after N edges");
    }

    @Override
    public String help() {
        return """
                blinka gpio get D18 D4        prints the level of each pin, 0 or 1
                blinka gpio set D18=1 D4=0    drives pins until Ctrl-C, or for the time of --for
                blinka gpio watch D4          prints the time and direction of each edge, until Ctrl-C

                A pin is named as on the board (D18, P9_12), by the kernel's name of its line, or by
                label:offset. A pin that this command drives is released when it ends.""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> pins = arguments.operands().subList(1, arguments.operands().size());
        Set<String> names = new HashSet<>();
        for (String pin : pins) {
            if (!names.add(pin.replaceFirst("=.*", ""))) {
                throw new UsageException("the pin %s is named twice".formatted(pin.replaceFirst("=.*", "")));
            }
        }
        return switch (arguments.operand(0)) {
            case "get" -> get(pins, pull(arguments), console);
            case "set" -> set(pins, arguments, console);
            case "watch" -> watch(pins, arguments, console);
            default -> throw new UsageException("'%s' is not get, set or watch".formatted(arguments.operand(0)));
        };
    }

    private static @Nullable Pull pull(Arguments arguments) {
        return switch (arguments.option("--pull", "")) {
            case "" -> null;
            case "up" -> Pull.UP;
            case "down" -> Pull.DOWN;
            default ->
                throw new UsageException("--pull '%s' is not up or down".formatted(arguments.option("--pull", "")));
        };
    }

    private static int get(List<String> pins, @Nullable Pull pull, Console console) {
        Blinka blinka = console.board();
        List<DigitalInOut> open = new ArrayList<>();
        try {
            for (String pin : pins) {
                DigitalInOut input = new DigitalInOut(blinka.pin(pin));
                open.add(input);
                input.switchToInput(pull);
            }
            for (int i = 0; i < pins.size(); i++) {
                String level = open.get(i).value() ? "1" : "0";
                console.line(pins.size() == 1 ? level : pins.get(i) + " " + level);
            }
        } finally {
            open.forEach(DigitalInOut::close);
        }
        return OK;
    }

    private static int set(List<String> pins, Arguments arguments, Console console) {
        double seconds = arguments.seconds("--for", 0);
        DriveMode mode = arguments.has("--open-drain") ? DriveMode.OPEN_DRAIN : DriveMode.PUSH_PULL;
        List<Boolean> levels = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String pin : pins) {
            int equals = pin.lastIndexOf('=');
            String level = equals < 0 ? "" : pin.substring(equals + 1).toLowerCase(Locale.ROOT);
            if (!level.matches("0|1|low|high|on|off")) {
                throw new UsageException("'%s' has no level: write %s=1 or %s=0"
                        .formatted(pin, pin.replaceFirst("=.*", ""), pin.replaceFirst("=.*", "")));
            }
            names.add(pin.substring(0, equals));
            levels.add(level.matches("1|high|on"));
        }
        Blinka blinka = console.board();
        List<DigitalInOut> open = new ArrayList<>();
        try {
            for (int i = 0; i < names.size(); i++) {
                DigitalInOut output = new DigitalInOut(blinka.pin(names.get(i)));
                open.add(output);
                output.switchToOutput(levels.get(i), mode);
            }
            if (seconds > 0) {
                Time.sleep(blinka, seconds);
            } else {
                console.note("%s. Press Ctrl-C to release.".formatted(String.join(", ", pins)));
                untilInterrupted(blinka);
            }
        } finally {
            open.forEach(DigitalInOut::close);
        }
        return OK;
    }

    private static int watch(List<String> pins, Arguments arguments, Console console) {
        double seconds = arguments.seconds("--for", 0);
        int count = arguments.positive("--count", Integer.MAX_VALUE);
        Pull pull = pull(arguments);
        Blinka blinka = console.board();
        List<DigitalInOut> open = new ArrayList<>();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try {
            long began = Time.monotonicNanos(blinka);
            for (String pin : pins) {
                DigitalInOut input = new DigitalInOut(blinka.pin(pin));
                open.add(input);
                input.switchToInput(pull);
                input.onEdge(Edge.BOTH, event -> lines.add(line(pin, event, began)));
            }
            int shown = 0;
            while (shown < count && (seconds == 0 || Time.monotonicNanos(blinka) - began < seconds * 1e9)) {
                String line = lines.poll();
                if (line == null) {
                    // Lets the time of a simulated board pass, too.
                    Time.sleep(blinka, 0.01);
                } else {
                    console.line(line);
                    shown++;
                }
            }
        } finally {
            open.forEach(DigitalInOut::close);
        }
        return OK;
    }

    private static String line(String pin, EdgeEvent event, long began) {
        return String.format(
                Locale.ROOT,
                "%12.6f s  %s %s",
                (event.timestamp() - began) / 1e9,
                pin,
                event.rising() ? "rises" : "falls");
    }

    static void untilInterrupted(Blinka blinka) {
        while (true) {
            Time.sleep(blinka, 3600);
        }
    }
}
