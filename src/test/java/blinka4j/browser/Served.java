// SPDX-License-Identifier: MIT
package blinka4j.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program on the bench, in its own virtual machine, as {@code samples/run} starts it. */
final class Served implements AutoCloseable {
    /** A test ends by this if something never happens. No machine is that slow. */
    static final long LIMIT_SECONDS = 120;

    private static final String ADDRESS = "bench: ";
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final Process process;
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final List<String> printed = new ArrayList<>();

    private Served(Process process) {
        this.process = process;
        read(process.getInputStream(), this::note);
        read(process.getErrorStream(), line -> {
            if (line.startsWith(ADDRESS)) {
                address.complete(URI.create(line.substring(ADDRESS.length())));
            } else {
                System.err.println(line);
            }
        });
    }

    /** Runs {@code samples/run --bench NAME}. */
    static Served sample(String name) throws IOException {
        return program("blinka4j.samples.launcher.Launcher", "--bench", name);
    }

    /** Runs a main class of this virtual machine's class path. */
    static Served program(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("BLINKA_") || name.startsWith("JAVA_TOOL"));
        return new Served(builder.start());
    }

    /** A tool of the JDK that runs the tests. */
    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static void read(InputStream stream, Line action) {
        Thread thread = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    action.read(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Line {
        void read(String line);
    }

    private synchronized void note(String line) {
        printed.add(line);
        notifyAll();
    }

    String address() throws Exception {
        return address.get(LIMIT_SECONDS, TimeUnit.SECONDS).toString();
    }

    /** Waits for a line of the standard output that the program prints after this call, or has printed before the first call. */
    synchronized String await(Predicate<String> passes) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            while (!printed.isEmpty()) {
                String line = printed.remove(0);
                if (passes.test(line)) {
                    return line;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("the program has printed no such line");
            }
            wait(left);
        }
    }

    /** Waits for the next line that the program prints from now on, with a beginning. */
    synchronized String next(String beginning) throws InterruptedException {
        printed.clear();
        return await(line -> line.startsWith(beginning));
    }

    /** The bytes of the objects that are in use, after a garbage collection. */
    long heapBytes() throws IOException {
        Process jcmd = new ProcessBuilder(tool("jcmd"), String.valueOf(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new AssertionError("no total in " + histogram);
        }
        return Long.parseLong(total.group(1));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
