// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * QEMU's monitor: reads and sets the properties of devices, such as the temperature that a sensor measures. Each answer is a
 * line of JSON: {@code {"return": VALUE}} or {@code {"error": {... "desc": "TEXT"}}}.
 */
final class Qmp implements Consumer<byte[]> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ERROR = Pattern.compile("\"desc\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern RETURN = Pattern.compile("\\{\"return\": (.*)}\\s*");

    private @Nullable Wire wire;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Lines lines = new Lines(line -> {
        String text = new String(line, UTF_8);
        if (text.startsWith("{\"return\"") || text.startsWith("{\"error\"")) {
            answers.add(text);
        }
    });

    void wire(Wire wire) {
        this.wire = wire;
    }

    @Override
    public void accept(byte[] bytes) {
        lines.accept(bytes);
    }

    /** Sets a property of a device to a number, for example {@code temperature} in m°C. */
    void set(String path, String property, long value) {
        execute(
                "qom-set",
                "\"path\": %s, \"property\": %s, \"value\": %s".formatted(quote(path), quote(property), value));
    }

    /** Returns a property of a device that is a number. */
    long get(String path, String property) {
        return Long.parseLong(
                execute("qom-get", "\"path\": %s, \"property\": %s".formatted(quote(path), quote(property))));
    }

    /**
     * Executes a command.
     *
     * @param arguments the members of its JSON object of arguments; may be empty
     * @return the result, as JSON
     */
    synchronized String execute(String command, String arguments) {
        answers.clear();
        requireNonNull(wire)
                .write("{\"execute\": %s, \"arguments\": {%s}}\n"
                        .formatted(quote(command), arguments)
                        .getBytes(UTF_8));
        String answer;
        try {
            answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for QEMU's monitor", e);
        }
        if (answer == null) {
            throw new LabException("QEMU's monitor did not answer " + command + " " + arguments);
        }
        Matcher value = RETURN.matcher(answer);
        if (value.matches()) {
            return value.group(1);
        }
        Matcher error = ERROR.matcher(answer);
        throw new IllegalArgumentException(command + " " + arguments + ": " + (error.find() ? error.group(1) : answer));
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
