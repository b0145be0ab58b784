// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.boards.Boards;
import blinka4j.command.Syntax.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code blinka completion}: the completion for a shell, made from the table of commands. */
final class Completion implements Command {
    @Override
    public Syntax syntax() {
        return new Syntax("completion", "bash|zsh|fish", 1, 1, Syntax.Words.SHELLS);
    }

    @Override
    public String help() {
        return """
                Prints the completion for a shell:

                source <(blinka completion bash)       in ~/.bashrc
                source <(blinka completion zsh)        in ~/.zshrc, after compinit
                blinka completion fish | source        in ~/.config/fish/config.fish""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String shell = arguments.operand(0).toLowerCase(Locale.ROOT);
        switch (shell) {
            case "bash" -> bash().forEach(console::line);
            case "zsh" -> zsh().forEach(console::line);
            case "fish" -> fish().forEach(console::line);
            default -> throw new UsageException("'%s' is not bash, zsh or fish".formatted(arguments.operand(0)));
        }
        return OK;
    }

    /** The words that an argument of a command can be. */
    private static List<String> words(Syntax syntax) {
        return switch (syntax.words()) {
            case BOARDS -> Boards.ids();
            case SENSORS -> Sensors.names();
            case COMMANDS -> Commands.names();
            default -> syntax.fixedWords();
        };
    }

    private static List<String> bash() {
        List<String> lines = new ArrayList<>(List.of(
                "_blinka() {",
                "    local current=${COMP_WORDS[COMP_CWORD]} words",
                "    if ((COMP_CWORD == 1)); then",
                "        words='%s --version --help'".formatted(String.join(" ", Commands.names())),
                "    else",
                "        case ${COMP_WORDS[1]} in"));
        for (Commands.Row row : Commands.ALL) {
            Syntax syntax = row.command().syntax();
            List<String> words = new ArrayList<>(words(syntax));
            syntax.options().forEach(option -> words.add(option.name()));
            words.add("--help");
            lines.add("            %s) words='%s' ;;".formatted(row.name(), String.join(" ", words)));
        }
        lines.addAll(List.of(
                "        esac",
                "    fi",
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))",
                "}",
                "complete -o default -F _blinka blinka"));
        return lines;
    }

    private static List<String> zsh() {
        List<String> lines = new ArrayList<>(List.of(
                "#compdef blinka", "_blinka() {", "    if ((CURRENT == 2)); then", "        local -a commands=("));
        for (Commands.Row row : Commands.ALL) {
            lines.add("            '%s:%s'".formatted(row.name(), row.summary().replace("'", "")));
        }
        lines.addAll(List.of(
                "        )",
                "        _describe command commands",
                "        return",
                "    fi",
                "    case ${words[2]} in"));
        for (Commands.Row row : Commands.ALL) {
            Syntax syntax = row.command().syntax();
            String options = Stream.concat(
                            syntax.options().stream(), Stream.of(new Option("--help", "", "prints this help")))
                    .map(option -> "'%s[%s]%s'"
                            .formatted(
                                    option.name(),
                                    option.help()
                                            .replace("'", "")
                                            .replace("[", "")
                                            .replace("]", ""),
                                    option.value().isEmpty()
                                            ? ""
                                            : ":" + option.value().replace('|', ' ') + ":"))
                    .collect(Collectors.joining(" "));
            List<String> words = words(syntax);
            String operands = words.isEmpty() ? "'*:file:_files'" : "'*:word:(%s)'".formatted(String.join(" ", words));
            lines.add("        %s) shift words; ((CURRENT--)); _arguments %s %s ;;"
                    .formatted(row.name(), options, operands));
        }
        lines.addAll(List.of("    esac", "}", "compdef _blinka blinka"));
        return lines;
    }

    private static List<String> fish() {
        List<String> lines = new ArrayList<>();
        for (Commands.Row row : Commands.ALL) {
            Syntax syntax = row.command().syntax();
            lines.add("complete -c blinka -n __fish_use_subcommand -f -a %s -d '%s'"
                    .formatted(row.name(), row.summary().replace("'", "")));
            String within = "complete -c blinka -n '__fish_seen_subcommand_from %s'".formatted(row.name());
            for (Option option : syntax.options()) {
                lines.add("%s -l %s%s -d '%s'"
                        .formatted(
                                within,
                                option.name().substring(2),
                                option.value().isEmpty() ? "" : " -x",
                                option.help().replace("'", "")));
            }
            List<String> words = words(syntax);
            if (!words.isEmpty()) {
                lines.add("%s -f -a '%s'".formatted(within, String.join(" ", words)));
            }
        }
        return lines;
    }
}
