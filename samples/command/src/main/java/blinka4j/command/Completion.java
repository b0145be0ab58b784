// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.NotAvailableException;
import blinka4j.boards.Boards;
import blinka4j.command.Syntax.Option;
import blinka4j.command.Syntax.Words;
import blinka4j.provider.BoardDefinition;
import blinka4j.runtime.Blinka;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * {@code blinka completion}: the completion for a shell, made from the table of commands.
 *
 * <p>Commands, options and sensors are in the script. The shell finds buses and ports in {@code /dev}. Boards and pins take a start of
 * Java: the script asks for them when they are first needed, and keeps them until the shell ends.
 */
final class Completion implements Command {
    private static final String BUSES = "/dev/i2c-*";
    private static final String PORTS = "/dev/serial[0-9] /dev/ttyUSB* /dev/ttyACM* /dev/ttyAMA* /dev/ttyS*";

    @Override
    public Syntax syntax() {
        return new Syntax("completion", "bash|zsh|fish", 1, 1, Words.SHELLS);
    }

    @Override
    public String help() {
        return """
                Prints the completion for a shell:

                source <(blinka completion bash)       in ~/.bashrc
                source <(blinka completion zsh)        in ~/.zshrc, after compinit
                blinka completion fish | source        in ~/.config/fish/config.fish

                It completes commands, options, sensors, boards, buses, and the pins of this machine. For
                boards and pins it calls blinka completion boards and blinka completion pins, once in each
                shell.""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> lines = switch (arguments.operand(0).toLowerCase(Locale.ROOT)) {
            case "bash" -> bash();
            case "zsh" -> zsh();
            case "fish" -> fish();
            case "boards" -> Boards.ids();
            case "pins" -> pins();
            default -> throw new UsageException("'%s' is not bash, zsh or fish".formatted(arguments.operand(0)));
        };
        lines.forEach(console::line);
        return OK;
    }

    /** The names of the GPIO pins; none where no board is known. */
    private static List<String> pins() {
        try {
            BoardDefinition board = Blinka.current().board();
            return board.pins().entrySet().stream()
                    .filter(pin -> pin.getValue().isGpio())
                    .map(pin -> pin.getKey())
                    .toList();
        } catch (NotAvailableException e) {
            return List.of();
        }
    }

    /** The words of an operand that are in the script. */
    private static List<String> fixed(Syntax syntax) {
        return switch (syntax.words()) {
            case SENSORS -> Sensors.names();
            case COMMANDS -> Commands.names();
            default -> syntax.fixedWords();
        };
    }

    private static List<Option> options(Syntax syntax) {
        return syntax.with("--help", "", "print this help").options();
    }

    private static String spaced(Collection<String> words) {
        return String.join(" ", words);
    }

    private static List<String> bash() {
        List<String> lines = new ArrayList<>(List.of(
                "declare -gA _blinka_known",
                "_blinka_ask() {",
                "    [[ -v _blinka_known[$2] ]] || _blinka_known[$2]=$(\"$1\" completion \"$2\" 2>/dev/null)",
                "    words=${_blinka_known[$2]}",
                "}",
                "_blinka_devices() {",
                "    words=$(for pattern; do compgen -G \"$pattern\"; done)",
                "}",
                "_blinka() {",
                "    local words=",
                "    if ((COMP_CWORD == 1)); then",
                "        words='%s --version --help'".formatted(spaced(Commands.names())),
                "    else",
                "        case ${COMP_WORDS[1]} in"));
        for (Commands.Row row : Commands.ALL) {
            Syntax syntax = row.command().syntax();
            lines.add("        %s)".formatted(row.name()));
            lines.add("            case $3,$2 in");
            for (Option option : syntax.options()) {
                if (!option.value().isEmpty()) {
                    String words = bash(option.words(), option.fixedWords());
                    lines.add("            %s,*) %s ;;"
                            .formatted(option.name(), words.isEmpty() ? "compopt +o default" : words));
                }
            }
            lines.add("            *,-*) words='%s' ;;"
                    .formatted(spaced(options(syntax).stream().map(Option::name).toList())));
            if (syntax.words() == Words.GPIO) {
                lines.add("            =,*) words='0 1' ;;");
            }
            lines.add("            *) %s ;;".formatted(bash(syntax.words(), fixed(syntax))));
            lines.add("            esac");
            lines.add("            ;;");
        }
        lines.addAll(List.of(
                "        esac",
                "    fi",
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$2\"))",
                "}",
                "complete -o default -F _blinka blinka"));
        return lines;
    }

    /** The command that sets the words; empty if there are none. */
    private static String bash(Words words, List<String> fixed) {
        return switch (words) {
            case BOARDS -> "_blinka_ask \"$1\" boards";
            case PINS -> "_blinka_ask \"$1\" pins";
            case GPIO ->
                "if ((COMP_CWORD == 2)); then words='%s'; else _blinka_ask \"$1\" pins; fi".formatted(spaced(fixed));
            case BUSES -> "_blinka_devices '%s'".formatted(BUSES);
            case PORTS -> "_blinka_devices '%s'".formatted(PORTS.replace(" ", "' '"));
            default -> fixed.isEmpty() ? "" : "words='%s'".formatted(spaced(fixed));
        };
    }

    private static List<String> zsh() {
        List<String> lines = new ArrayList<>(List.of(
                "#compdef blinka",
                "typeset -gA _blinka_known",
                "_blinka_ask() {",
                "    (( ${+_blinka_known[$1]} )) || _blinka_known[$1]=$($blinka completion $1 2>/dev/null)",
                "    compadd -- ${(f)_blinka_known[$1]}",
                "}",
                "_blinka_devices() {",
                "    local pattern",
                "    for pattern; do",
                "        compadd -- ${~pattern}(N)",
                "    done",
                "}",
                "_blinka() {",
                "    local blinka=$words[1]",
                "    if ((CURRENT == 2)); then",
                "        local -a commands=("));
        for (Commands.Row row : Commands.ALL) {
            lines.add("            '%s:%s'".formatted(row.name(), plain(row.summary())));
        }
        lines.addAll(List.of(
                "        )",
                "        _describe command commands",
                "        return",
                "    fi",
                "    shift words; ((CURRENT--))",
                "    case $words[1] in"));
        for (Commands.Row row : Commands.ALL) {
            Syntax syntax = row.command().syntax();
            StringBuilder arguments = new StringBuilder("_arguments");
            for (Option option : options(syntax)) {
                arguments.append(" '%s[%s]".formatted(option.name(), plain(option.help())));
                if (!option.value().isEmpty()) {
                    arguments.append(
                            ":%s:%s".formatted(plain(option.value()), zsh(option.words(), option.fixedWords(), " ")));
                }
                arguments.append('\'');
            }
            if (syntax.words() == Words.GPIO) {
                arguments.append(" '1:word:(%s)'".formatted(spaced(fixed(syntax))));
            }
            arguments.append(" '*:word:%s'".formatted(zsh(syntax.words(), fixed(syntax), "_files")));
            lines.add("    %s) %s ;;".formatted(row.name(), arguments));
        }
        lines.addAll(List.of(
                "    esac",
                "}",
                "# As a file in the folder of completions this is the function's body, else it is sourced.",
                "if [[ ${funcstack[1]} == _blinka ]]; then _blinka \"$@\"; else compdef _blinka blinka; fi"));
        return lines;
    }

    /** What offers the words. A function after a space is called without zsh's own arguments. */
    private static String zsh(Words words, List<String> fixed, String otherwise) {
        return switch (words) {
            case BOARDS -> " _blinka_ask boards";
            case PINS, GPIO -> " _blinka_ask pins";
            case BUSES -> " _blinka_devices " + BUSES;
            case PORTS -> " _blinka_devices " + PORTS;
            default -> fixed.isEmpty() ? otherwise : "(%s)".formatted(spaced(fixed));
        };
    }

    /** Without what has a meaning in zsh's descriptions. */
    private static String plain(String text) {
        return text.replaceAll("['\\[\\]]", "").replace('|', ' ').replace(":", ",");
    }

    private static List<String> fish() {
        List<String> lines = new ArrayList<>(List.of(
                "function __blinka_ask",
                "    set -l blinka (commandline -opc)[1]",
                "    set -q __blinka_$argv[1]; or set -g __blinka_$argv[1] ($blinka completion $argv[1] 2>/dev/null)",
                "    set -l name __blinka_$argv[1]",
                "    printf '%s\\n' $$name",
                "end"));
        for (Commands.Row row : Commands.ALL) {
            Syntax syntax = row.command().syntax();
            lines.add("complete -c blinka -n __fish_use_subcommand -f -a %s -d '%s'"
                    .formatted(row.name(), row.summary().replace("'", "")));
            String seen = "__fish_seen_subcommand_from " + row.name();
            for (Option option : options(syntax)) {
                String words = fish(option.words(), option.fixedWords());
                lines.add("complete -c blinka -n '%s' -l %s%s%s -d '%s'"
                        .formatted(
                                seen,
                                option.name().substring(2),
                                option.value().isEmpty() ? "" : " -x",
                                words.isEmpty() ? "" : " -a '%s'".formatted(words),
                                option.help().replace("'", "")));
            }
            if (syntax.words() == Words.GPIO) {
                String actions = spaced(fixed(syntax));
                String chosen = "__fish_seen_subcommand_from " + actions;
                lines.add("complete -c blinka -n '%s; and not %s' -f -a '%s'".formatted(seen, chosen, actions));
                lines.add("complete -c blinka -n '%s; and %s' -f -a '(__blinka_ask pins)'".formatted(seen, chosen));
            } else {
                String words = fish(syntax.words(), fixed(syntax));
                if (!words.isEmpty()) {
                    lines.add("complete -c blinka -n '%s' -f -a '%s'".formatted(seen, words));
                }
            }
        }
        return lines;
    }

    /** The list of the words; empty if there are none. */
    private static String fish(Words words, List<String> fixed) {
        return switch (words) {
            case BOARDS -> "(__blinka_ask boards)";
            case PINS, GPIO -> "(__blinka_ask pins)";
            // Fish warns of a pattern that fits no file, unless it is in "set".
            case BUSES -> "(set -l found %s; string join \\n $found)".formatted(BUSES);
            case PORTS -> "(set -l found %s; string join \\n $found)".formatted(PORTS.replace("[0-9]", "?"));
            default -> spaced(fixed);
        };
    }
}
