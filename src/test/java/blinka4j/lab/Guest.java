// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running guest of the lab. Its console and a record of its commands are kept in {@code target/lab}. The message of each
 * failure contains the end of the console.
 */
final class Guest implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration COMMAND = Duration.ofMinutes(1);
    private static final Duration END = Duration.ofSeconds(15);
    private static final int CONSOLE_TAIL = 40;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;
    private final Path console;
    private final Path messages;
    private final Path transcript;
    private final List<Wire> wires = new ArrayList<>();
    private final Wire agent;
    private final Qmp qmp;
    private final Qtest qtest;
    private final Uart uart;
    private final Map<Integer, Job> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger lastJob = new AtomicInteger();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread hook = new Thread(this::discard, "lab-end");
    private @Nullable Process process;
    private @Nullable Shell shell;

    private Guest(String name) throws IOException {
        Path logs = Files.createDirectories(Machine.LAB.resolveSibling("target").resolve("lab"));
        console = logs.resolve(name + "-console.log");
        messages = logs.resolve(name + "-qemu.log");
        transcript = logs.resolve(name + "-commands.log");
        folder = Files.createTempDirectory("lab");
        Runtime.getRuntime().addShutdownHook(hook);
        agent = wire("agent", new Lines(this::answer));
        qmp = new Qmp();
        qmp.wire(wire("qmp", qmp));
        qtest = new Qtest();
        qtest.wire(wire("qtest", qtest));
        uart = new Uart();
        uart.wire(wire("uart", uart));
    }

    /** Boots a machine; returns when it takes commands. */
    static Guest boot(Machine machine, Overlay overlay) {
        Path image = machine.build();
        Guest guest;
        try {
            guest = new Guest(machine.name() + "-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            guest.start(machine, image, overlay);
            guest.awaitReady();
            return guest;
        } catch (IOException | RuntimeException e) {
            guest.discard();
            LabException failure = guest.failure(machine.name() + " did not boot: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private Wire wire(String name, Consumer<byte[]> reader) throws IOException {
        Wire wire = new Wire(folder, name, reader);
        wires.add(wire);
        return wire;
    }

    private void start(Machine machine, Path image, Overlay overlay) throws IOException {
        Path initrd = folder.resolve("initrd");
        Files.copy(image.resolve("root.cpio"), initrd);
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(initrd, StandardOpenOption.APPEND))) {
            overlay.write(stream);
        }
        for (Map.Entry<String, byte[]> file : machine.files().entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }

        List<String> command = machine.command(image, folder);
        for (String port : List.of("agent", "uart")) {
            command.addAll(List.of("-chardev", "socket,id=" + port + ",path=" + folder.resolve(port)));
        }
        command.addAll(List.of("-chardev", "file,id=console,path=" + console));
        command.addAll(List.of("-qmp", "unix:" + folder.resolve("qmp")));
        command.addAll(List.of("-qtest", "unix:" + folder.resolve("qtest"), "-qtest-log", "none"));
        process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        for (Wire wire : wires) {
            wire.connect(this::running, END);
        }
        qmp.execute("qmp_capabilities", "");
    }

    private void awaitReady() {
        try {
            for (long end = System.nanoTime() + BOOT.toNanos(); !ready.await(500, TimeUnit.MILLISECONDS); ) {
                if (!running() || System.nanoTime() - end > 0) {
                    throw failure("the guest did not boot within " + BOOT.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while the guest boots", e);
        }
    }

    /** Handles a line of the agent. {@code src/test/lab/guest/agent} lists the kinds of lines. */
    private void answer(byte[] line) {
        String start = new String(line, 0, Math.min(line.length, 20), US_ASCII);
        if (ready.getCount() > 0) {
            // A driver has sent the earlier bytes, to find out about its port.
            if (start.equals("ready")) {
                ready.countDown();
            }
            return;
        }
        int space = start.indexOf(' ');
        int number = Integer.parseInt(start.substring(0, space));
        Job job = jobs.get(number);
        if (job != null) {
            job.accept(start.charAt(space + 1), Arrays.copyOfRange(line, space + 3, line.length));
            if (!job.running()) {
                jobs.remove(number);
                record(number + " ended: " + job);
            }
        }
    }

    /** Runs a shell command to its end, for a minute at most. */
    Result run(String command) {
        return run(COMMAND, command);
    }

    /** Runs a shell command to its end; one that takes longer is killed, and fails the test. */
    Result run(Duration patience, String command) {
        return start(command).await(patience);
    }

    /** Runs a shell command that must succeed, and returns its standard output. */
    String output(String command) {
        Job job = start(command);
        Result result = job.await(COMMAND);
        if (result.exit() != 0) {
            throw failure("exit status " + result.exit() + " of " + job);
        }
        return result.out();
    }

    /** Starts a shell command. */
    Job start(String command) {
        Job job = new Job(this, command);
        int number = lastJob.incrementAndGet();
        jobs.put(number, job);
        record(number + " started: " + command);
        byte[] script = command.getBytes(UTF_8);
        agent.write(concat(("run " + number + " " + script.length + "\n").getBytes(US_ASCII), script));
        return job;
    }

    /** Returns a shell for short commands that are run often. */
    Shell shell() {
        // Another lock than this object's, which the thread that reads the answers takes.
        synchronized (wires) {
            if (shell == null) {
                shell = new Shell(this, SimChip.FUNCTIONS);
            }
            return shell;
        }
    }

    /** Writes a line into a named pipe. The guest does this when a program reads the pipe; there is no answer. */
    void say(String pipe, String line) {
        record("said to " + pipe + ": " + line);
        agent.write(("say " + pipe + " " + line + "\n").getBytes(UTF_8));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Adds to the record of the commands that were run. */
    private synchronized void record(String event) {
        try {
            Files.writeString(
                    transcript,
                    LocalTime.now() + " " + event + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(String name, int group) {
        agent.write(("signal " + name + " " + group + "\n").getBytes(US_ASCII));
    }

    /** Returns QEMU's monitor. */
    Qmp qmp() {
        return qmp;
    }

    /** Returns the outer side of the pins. */
    Qtest qtest() {
        return qtest;
    }

    /** Returns the far end of the UART that is there for the program under test, if the machine has one. */
    Uart uart() {
        return uart;
    }

    boolean running() {
        return process != null && process.isAlive();
    }

    /** Returns a failure whose message ends with the last lines of QEMU and of the guest's kernel. */
    LabException failure(String message) {
        return new LabException(message + "\n--- " + messages + "\n" + tail(messages) + "\n--- end of " + console + "\n"
                + tail(console));
    }

    private static String tail(Path file) {
        try {
            List<String> lines =
                    new String(Files.readAllBytes(file), UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - CONSOLE_TAIL), lines.size()));
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    /** Ends the guest in an orderly way; if it does not end, it is killed, and the test fails. */
    @Override
    public void close() {
        try {
            if (process != null && process.isAlive()) {
                agent.write("end\n".getBytes(US_ASCII));
                if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                    throw failure("the guest did not end by itself");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discard();
        }
    }

    private synchronized void discard() {
        if (process != null) {
            process.destroyForcibly();
        }
        if (Thread.currentThread() != hook) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        try {
            for (Wire wire : wires) {
                wire.close();
            }
            for (File file : requireNonNullElse(folder.toFile().listFiles(), new File[0])) {
                Files.delete(file.toPath());
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + folder, e);
        }
    }

    /** Waits a moment. */
    static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
