// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of all commands. The help, the completion and the man page are made from it. */
final class Commands {
    /**
     * A line of the table. The command's class is loaded only if it is asked for.
     *
     * @param name as the user writes it
     * @param summary what it does, in a few words
     */
    record Row(String name, String summary) {
        Command command() {
            return switch (name) {
                case "detect" -> new Detect();
                case "doctor" -> new Doctor();
                case "pinout" -> new Pinout();
                case "i2c" -> new I2cBus();
                case "gpio" -> new Gpio();
                case "pwm" -> new Pwm();
                case "uart" -> new Uart();
                case "sensor" -> new ReadSensor();
                case "plot" -> new Plot();
                case "run" -> new Run();
                case "repl" -> new Repl();
                case "new" -> new NewProject();
                case "completion" -> new Completion();
                case "man" -> new ManPage();
                case "help" -> new Help();
                default -> throw new IllegalArgumentException("there is no command " + name);
            };
        }
    }

    static final List<Row> ALL = List.of(
            new Row("detect", "says which board this is, and why"),
            new Row("doctor", "checks providers, buses and permissions, and says what cures each problem"),
            new Row("pinout", "shows the connectors of a board, with --live also what its pins do"),
            new Row("i2c", "finds the chips on the I2C buses and names them"),
            new Row("gpio", "reads, drives or watches pins"),
            new Row("pwm", "makes pulses on a pin"),
            new Row("uart", "talks to a serial port"),
            new Row("sensor", "reads a sensor"),
            new Row("plot", "draws the numbers on its standard input"),
            new Row("run", "compiles and runs a Java file, with --watch again after each change"),
            new Row("repl", "starts jshell with the board and its imports"),
            new Row("new", "makes a Maven project with a test"),
            new Row("completion", "prints the completion for a shell"),
            new Row("man", "prints the manual page"),
            new Row("help", "explains a command"));

    private Commands() {}

    static @Nullable Row find(String name) {
        for (Row row : ALL) {
            if (row.name.equals(name)) {
                return row;
            }
        }
        return null;
    }

    static List<String> names() {
        return ALL.stream().map(Row::name).toList();
    }
}
