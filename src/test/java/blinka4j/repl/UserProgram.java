// SPDX-License-Identifier: MIT
package blinka4j.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program of this class path in its own virtual machine, as a user starts it. */
public final class UserProgram {
    private UserProgram() {}

    /**
     * @param port the serial port of the board, for the provider {@code micropython}
     * @param folder where the file {@code errors} is written, with the program's error output
     */
    static Process start(String provider, String port, Path folder, String main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djna.nosys=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dblinka.provider=" + provider,
                "-Dblinka.micropython.port=" + port,
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(folder.resolve("errors").toFile());
        return builder.start();
    }

    /** Runs the sample {@code bme280}, and returns its first reading. */
    public static String sample(String provider, String port, Path folder) throws IOException, InterruptedException {
        Process program = start(provider, port, folder, "blinka4j.samples.launcher.Launcher", "--lines", "5", "bme280");
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        return printed;
    }
}
