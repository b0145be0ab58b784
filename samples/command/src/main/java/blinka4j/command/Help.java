// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.command.Syntax.Option;
import java.util.List;

/** {@code blinka help}: explains a command. */
final class Help implements Command {
    @Override
    public Syntax syntax() {
        return new Syntax("help", "[COMMAND]", 0, 1, Syntax.Words.COMMANDS);
    }

    @Override
    public String help() {
        return "Lists the commands, or explains one. The same as blinka COMMAND --help.";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        if (arguments.operands().isEmpty()) {
            overview(console);
            return OK;
        }
        Commands.Row row = Commands.find(arguments.operand(0));
        if (row == null) {
            throw new UsageException("there is no command '%s'".formatted(arguments.operand(0)));
        }
        of(row.command(), console);
        return OK;
    }

    static void overview(Console console) {
        console.line("Usage: blinka COMMAND [ARGUMENT]...");
        console.line("");
        for (Commands.Row row : Commands.ALL) {
            console.line("  %-11s %s".formatted(row.name(), row.summary()));
        }
        console.line("");
        console.line("blinka help COMMAND explains one. blinka --version prints the version.");
        console.line("Without a board: BLINKA_PROVIDER=sim simulates one, BLINKA_FORCEBOARD=ID says which,");
        console.line("and BLINKA_CHIPS=\"BME280 MCP9808@0x19\" attaches chips to its I2C bus.");
        console.line("Exit codes: 0 all is well, 1 a problem or failure, 2 wrong arguments.");
    }

    static void of(Command command, Console console) {
        Syntax syntax = command.syntax();
        console.line(console.folded("Usage: " + syntax.usage(), Main.USAGE_INDENT));
        console.line("");
        command.help().lines().forEach(console::line);
        List<Option> options = syntax.options();
        if (!options.isEmpty()) {
            console.line("");
            for (Option option : options) {
                console.line("  %-18s %s".formatted(option.usage(), option.help()));
            }
        }
    }
}
