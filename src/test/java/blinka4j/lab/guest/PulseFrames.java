// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import blinka4j.board.Board;
import blinka4j.provider.EdgeThread;
import blinka4j.pulseio.PulseIn;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Records frames of pulses that it drives itself, into a line of the kernel's GPIO simulator that is high when idle. The arguments are the
 * pin, the line's folder in sysfs, the length of a trigger in µs (0 for none), and the pulses in µs, the first one low.
 *
 * <p>This process may be late on a busy machine. So it measures when it has driven each edge, and repeats the frame until it has driven
 * one in time. For each frame it prints a line {@code late: PULSES} or {@code in time: PULSES}, with the recorded pulses.
 */
public final class PulseFrames {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MOST_FRAMES = 60;
    /** As a part of each pulse. */
    private static final double TOLERANCE = 0.15;

    private static final long SPIN_NANOS = 300_000;

    private final Path folder;
    private final FileChannel pull;
    private final int[] frame;

    private PulseFrames(Path folder, int[] frame) throws IOException {
        this.folder = folder;
        this.frame = frame;
        pull = FileChannel.open(folder.resolve("pull"), StandardOpenOption.WRITE);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int[] frame = Arrays.stream(args).skip(3).mapToInt(Integer::parseInt).toArray();
        new PulseFrames(Path.of(args[1]), frame).run(args[0], Integer.parseInt(args[2]));
    }

    private void run(String pin, int trigger) throws InterruptedException {
        drive(true);
        try (PulseIn pulses = new PulseIn(Board.pin(pin), frame.length + 10, true)) {
            boolean inTime = false;
            for (int i = 0; i < MOST_FRAMES && !inTime; i++) {
                pulses.pause();
                pulses.clear();
                boolean[] driven = new boolean[1];
                if (trigger > 0) {
                    Thread device = new Thread(() -> driven[0] = answer());
                    device.start();
                    pulses.resume(trigger);
                    device.join();
                } else {
                    pulses.resume();
                    driven[0] = play();
                }
                TimeUnit.MILLISECONDS.sleep(100);
                inTime = driven[0] && pulses.length() >= frame.length;
                System.out.println((inTime ? "in time: " : "late: ") + all(pulses));
            }
            rest();
        }
        System.out.println("threads after close: " + edgeThreads().size());
    }

    private static String all(PulseIn pulses) {
        return IntStream.range(0, pulses.length())
                .mapToObj(i -> String.valueOf(pulses.get(i)))
                .collect(Collectors.joining(" "));
    }

    /** Waits until the program pulls the line low and lets it go, then plays the frame at once. */
    private boolean answer() {
        while (level()) {
            Thread.onSpinWait();
        }
        // An output does not follow the pull; an input follows the next change of it.
        do {
            drive(true);
        } while (!level());
        return play();
    }

    /** Returns true if all edges were driven in time. */
    private boolean play() {
        boolean level = true;
        long due = System.nanoTime();
        long before = 0;
        boolean inTime = true;
        for (int i = 0; i <= frame.length; i++) {
            await(due);
            level = !level;
            drive(level);
            long now = System.nanoTime();
            inTime &= i == 0 || Math.abs(now - before - frame[i - 1] * 1000L) <= TOLERANCE * frame[i - 1] * 1000;
            before = now;
            due += i < frame.length ? frame[i] * 1000L : 0;
        }
        return inTime;
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void drive(boolean high) {
        try {
            pull.write(ByteBuffer.wrap((high ? "pull-up" : "pull-down").getBytes(US_ASCII)), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean level() {
        try {
            return Files.readString(folder.resolve("value")).startsWith("1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing happens on the line: the thread that waits for its edges uses no processor time. */
    private static void rest() throws InterruptedException {
        List<Thread> threads = edgeThreads();
        long before = used(threads);
        TimeUnit.SECONDS.sleep(2);
        System.out.println("threads at rest: %s used %s ns".formatted(threads.size(), used(threads) - before));
    }

    private static long used(List<Thread> threads) {
        return threads.stream()
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getId()))
                .sum();
    }

    /** A thread that has been told to end may take a moment. */
    private static List<Thread> edgeThreads() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500);
        List<Thread> found = new ArrayList<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(EdgeThread.class::isInstance)
                .forEach(found::add);
        return found;
    }
}
