// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.boards.Boards;
import blinka4j.command.Console.Style;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.LineState;
import blinka4j.provider.Provider;
import blinka4j.runtime.Blinka;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code blinka pinout}: shows the connectors of a board. */
final class Pinout implements Command {
    private static final Pattern POWER =
            Pattern.compile("[0-9.]*[0-9]V[0-9]?|[0-9]V[0-9]|V(CC|DD|IN|SYS|BUS|DC)?|SYS_5V|VDD.*");
    private static final Pattern BUS = Pattern.compile("(SCL|SDA|SCLK|SCK|MOSI|MISO|CE|TXD?|RXD?)(_?\\d*)");

    /** As root, the kernel shows the levels of the lines in use. */
    private static final String DEBUG = "/sys/kernel/debug/gpio";

    private static final Pattern CHIP = Pattern.compile("gpiochip\\d+: .*?(\\d+)-\\d+,.*?([^ ,:]+)(?:, can sleep)?:");
    private static final Pattern USED = Pattern.compile(" *gpio-(\\d+) .*\\) (in|out) +(hi|lo)\\b.*");

    @Override
    public Syntax syntax() {
        return new Syntax("pinout", "[BOARD]", 0, 1, Syntax.Words.BOARDS)
                .with("--live", "", "show direction, level and user of each pin");
    }

    @Override
    public String help() {
        return """
                Shows the connectors of this board, or of the board with the id BOARD.

                With --live each pin has its direction, its level and the program that uses it, where the
                system tells: Linux tells the level of a pin in use to root only. No pin is changed.""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        boolean live = arguments.has("--live");
        String id = arguments.operand(0, "");
        BoardDefinition board;
        Provider provider = null;
        if (live) {
            Blinka blinka = console.board();
            board = blinka.board();
            provider = blinka.provider();
            if (!id.isEmpty() && !id.equalsIgnoreCase(board.id())) {
                throw new UsageException(
                        "--live shows the pins of this board, which is %s, not %s".formatted(board.id(), id));
            }
        } else {
            board = id.isEmpty() ? console.board().board() : named(id);
        }
        console.line(console.style(Style.STRONG, board.toString()));
        Map<Line, List<String>> names = names(board);
        Map<Line, String> states = provider == null ? Map.of() : states(board, provider, console.host());
        for (Header header : board.headers()) {
            console.line("");
            print(console, board, header, names, states);
        }
        if (board.headers().isEmpty()) {
            list(console, board, names, states);
        }
        return OK;
    }

    private static BoardDefinition named(String id) {
        try {
            return Boards.board(id);
        } catch (NotAvailableException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The names of each line: a pin is often called D2 and SDA. */
    private static Map<Line, List<String>> names(BoardDefinition board) {
        Map<Line, List<String>> names = new LinkedHashMap<>();
        board.pins()
                .forEach((name, line) ->
                        names.computeIfAbsent(line, key -> new ArrayList<>()).add(name));
        return names;
    }

    private static Map<Line, String> states(BoardDefinition board, Provider provider, Host host) {
        Map<String, Boolean> levels = levels(host);
        Map<Line, String> states = new LinkedHashMap<>();
        Set<Line> lines = new LinkedHashSet<>(board.pins().values());
        for (Line line : lines) {
            if (line.isGpio()) {
                String state;
                try {
                    Optional<LineState> found = provider.lineState(line);
                    state = found.map(each -> describe(each, levels.get(line.toString())))
                            .orElse("?");
                } catch (HardwareException e) {
                    state = "?";
                }
                states.put(line, state);
            }
        }
        return states;
    }

    private static String describe(LineState state, @Nullable Boolean debug) {
        Boolean level = state.level() == null ? debug : state.level();
        return (state.output() ? "out" : "in")
                + (level == null ? "" : level ? " 1" : " 0")
                + (state.consumer().isEmpty() ? "" : " '" + state.consumer() + "'");
    }

    /** The levels that {@code debugfs} shows, by label and offset; empty without root. */
    static Map<String, Boolean> levels(Host host) {
        Map<String, Boolean> levels = new LinkedHashMap<>();
        int first = 0;
        String label = "";
        for (String line : host.text(DEBUG).lines().toList()) {
            Matcher chip = CHIP.matcher(line);
            Matcher used = USED.matcher(line);
            if (chip.matches()) {
                first = Integer.parseInt(chip.group(1));
                label = chip.group(2);
            } else if (used.matches()) {
                levels.put(
                        label + ":" + (Integer.parseInt(used.group(1)) - first),
                        used.group(3).equals("hi"));
            }
        }
        return levels;
    }

    private static void print(
            Console console,
            BoardDefinition board,
            Header header,
            Map<Line, List<String>> names,
            Map<Line, String> states) {
        console.line(header.name());
        List<String> texts = header.positions().stream()
                .map(name -> text(board, name, names, states))
                .toList();
        int columns = header.columns();
        int widest = 0;
        for (int i = 0; i < texts.size(); i += columns) {
            widest = Math.max(widest, texts.get(i).length());
        }
        for (int i = 0; i < texts.size(); i += columns) {
            String left = texts.get(i);
            StringBuilder row = new StringBuilder(" ".repeat(widest - left.length()))
                    .append(colour(console, header.positions().get(i), left))
                    .append(" %2s |".formatted(i + 1));
            if (columns == 2 && i + 1 < texts.size()) {
                row.append(" %-2s ".formatted(i + 2))
                        .append(colour(console, header.positions().get(i + 1), texts.get(i + 1)));
            }
            console.line(row.toString().stripTrailing());
        }
    }

    /** The name at a position with the other names of its line and, if they are known, its state. */
    private static String text(
            BoardDefinition board, String name, Map<Line, List<String>> names, Map<Line, String> states) {
        Line line = board.pins().get(name);
        if (line == null) {
            return name;
        }
        StringBuilder text = new StringBuilder(name);
        for (String other : names.getOrDefault(line, List.of())) {
            if (!other.equals(name) && BUS.matcher(other).matches()) {
                text.append(' ').append(other);
            }
        }
        String state = states.get(line);
        return state == null
                ? text.toString()
                : text.append(" [").append(state).append(']').toString();
    }

    private static String colour(Console console, String name, String text) {
        if (name.equals("GND") || name.equals("-")) {
            return console.style(Style.GROUND, text);
        }
        if (POWER.matcher(name).matches()) {
            return console.style(Style.POWER, text);
        }
        return BUS.matcher(text.replaceFirst("^\\S+ (?=[A-Z])", "").replaceFirst("[ \\[].*", ""))
                        .matches()
                ? console.style(Style.BUS, text)
                : console.style(Style.GOOD, text);
    }

    private static void list(
            Console console, BoardDefinition board, Map<Line, List<String>> names, Map<Line, String> states) {
        if (board.pins().isEmpty()) {
            console.line(
                    Console.isGeneric(board)
                            ? "This machine is not a known board, so its pins have no names. gpioinfo lists the kernel's names of its lines. blinka detect says more."
                            : "The file of this board has no list of pins.");
        }
        names.forEach((line, all) -> console.line("%-28s %s%s"
                .formatted(
                        line.isGpio() ? line : "no GPIO line",
                        String.join(" ", all),
                        states.containsKey(line) ? " [" + states.get(line) + "]" : "")));
    }
}
