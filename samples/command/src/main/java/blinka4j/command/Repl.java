// SPDX-License-Identifier: MIT
package blinka4j.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code blinka repl}: jshell with the board ready. */
final class Repl implements Command {
    /** What jshell reads first. */
    static final List<String> STARTUP = List.of(
            "import blinka4j.board.Board;",
            "import blinka4j.runtime.Blinka;",
            "import blinka4j.microcontroller.Pin;",
            "import blinka4j.digitalio.*;",
            "import blinka4j.busio.*;",
            "import blinka4j.pwmio.PWMOut;",
            "import blinka4j.analogio.AnalogIn;",
            "import blinka4j.time.Time;",
            "import static blinka4j.time.Time.sleep;",
            "var board = Blinka.current();",
            "System.out.println(board + \". Board.D18, Board.i2c() and new DigitalInOut(Board.D18) are ready.\");");

    @Override
    public Syntax syntax() {
        return new Syntax("repl", "", 0, 0, Syntax.Words.NONE);
    }

    @Override
    public String help() {
        return """
                Starts jshell, Java's interactive prompt, with everything on the class path, the imports of a
                usual program, and the board. Needs a JDK. /exit ends it.""";
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException, InterruptedException {
        Path jshell = Path.of(System.getProperty("java.home", ""), "bin", "jshell");
        if (!Files.isExecutable(jshell)) {
            throw new IllegalStateException(
                    "this Java (%s) has no jshell: it is a JRE. Install a JDK, such as: sudo apt-get install openjdk-17-jdk-headless"
                            .formatted(System.getProperty("java.home", "")));
        }
        console.noteSimulated();
        Path folder = Files.createTempDirectory("blinka-repl");
        try {
            Path startup = Files.write(folder.resolve("startup.jsh"), STARTUP);
            List<String> command = new ArrayList<>(List.of(
                    jshell.toString(),
                    "--class-path",
                    Run.classPath(),
                    "--startup",
                    "DEFAULT",
                    "--startup",
                    startup.toString()));
            if (!keepsPreferences(Path.of(System.getProperty("user.home", "")))) {
                command.add("-J-Djava.util.prefs.userRoot=" + folder);
            }
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } finally {
            Run.delete(folder);
        }
    }

    /** jshell keeps its history below this folder. It prints exceptions if it cannot, as for a user without a home. */
    private static boolean keepsPreferences(Path home) {
        Path folder = home.resolve(".java");
        return Files.isWritable(Files.exists(folder) ? folder : home);
    }
}
