// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.command.Syntax.Option;
import java.util.ArrayList;
import java.util.List;

/** {@code blinka man}: the manual page, made from the table of commands. */
final class ManPage implements Command {
    @Override
    public Syntax syntax() {
        return new Syntax("man", "", 0, 0, Syntax.Words.NONE);
    }

    @Override
    public String help() {
        return """
                Prints the manual page: blinka man | man -l -""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        lines().forEach(console::line);
        return OK;
    }

    static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                ".\\\" SPDX-License-Identifier: MIT",
                ".TH BLINKA 1 \"\" \"Blinka4J\" \"User Commands\"",
                ".SH NAME",
                "blinka \\- find a board and its devices, read sensors, run programs",
                ".SH SYNOPSIS",
                ".B blinka",
                ".I COMMAND",
                ".RI [ ARGUMENT ]...",
                ".SH COMMANDS"));
        for (Commands.Row row : Commands.ALL) {
            Command command = row.command();
            Syntax syntax = command.syntax();
            lines.add(".SS " + escaped(syntax.usage()));
            lines.add(".nf");
            command.help().lines().map(ManPage::escaped).forEach(lines::add);
            lines.add(".fi");
            for (Option option : syntax.options()) {
                lines.add(".TP");
                lines.add(".B " + escaped(option.usage()));
                lines.add(escaped(option.help()));
            }
        }
        lines.addAll(List.of(
                ".SH ENVIRONMENT",
                ".TP",
                ".B BLINKA_PROVIDER",
                "the provider; sim simulates a board",
                ".TP",
                ".B BLINKA_FORCEBOARD",
                "the id of the board; by default it is detected",
                ".TP",
                ".B BLINKA_CHIPS",
                "chips to attach to a simulated board, such as BME280 MCP9808@0x19 DHT22@D4",
                ".TP",
                ".B NO_COLOR",
                "no colours if it is set",
                ".SH EXIT STATUS",
                "0 if all is well, 1 if a problem was found or the command failed, 2 for wrong arguments."));
        return lines;
    }

    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\\\").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
