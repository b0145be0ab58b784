// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.UartPort.Parity;
import blinka4j.provider.UartPort.Settings;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Runs the commands that people call most, without output, so that Java can archive their classes for faster starts. The installed
 * command starts it with {@code BLINKA_PROVIDER=sim}: no pin of the machine changes. For the classes of the provider {@code linux} it opens
 * {@code /dev/null} in the place of buses and chips, which fails after the first system calls.
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

    private static final String NULL = "/dev/null";

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
        for (Provider provider : ServiceLoader.load(Provider.class)) {
            if (provider.name().equals("linux")) {
                List<Supplier<AutoCloseable>> opened = List.of(
                        () -> provider.openGpio(new Line(NULL, 0), "blinka"),
                        () -> provider.openI2c(new I2CBus(NULL, null, null, ""), 0, 0),
                        () -> provider.openUart(new Uart(NULL, null, null, ""), new Settings(9600, 8, Parity.NONE, 1)));
                opened.forEach(Training::fails);
            }
        }
    }

    private static void fails(Supplier<AutoCloseable> port) {
        try (AutoCloseable opened = port.get()) {
            throw new IllegalStateException(NULL + " is no " + opened);
        } catch (Exception | LinkageError e) {
            // As it should.
        }
    }
}
