// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.provider.Host;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands that people call most, without output, so that Java can archive their classes for faster starts. The installed
 * command starts it with {@code BLINKA_PROVIDER=sim}: no pin of the machine changes.
 */
final class Training {
    private static final List<List<String>> CALLS = List.of(
            List.of("help"),
            List.of("detect"),
            List.of("doctor"),
            List.of("pinout"),
            List.of("i2c"),
            List.of("gpio", "get", "D18"),
            List.of("completion", "pins"),
            List.of("sensor", "BME280"));

    private Training() {}

    public static void main(String[] args) {
        Console silent = new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                true,
                Map.of("TERM", "xterm", "LANG", "C.UTF-8"),
                Host.local());
        CALLS.forEach(call -> Main.run(silent, call.toArray(String[]::new)));
    }
}
