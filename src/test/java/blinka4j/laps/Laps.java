// SPDX-License-Identifier: MIT
package blinka4j.laps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the laps of one library, as {@code src/test/bench/floor.c} does those of C: {@code LIBRARY PIN write|read ROUNDS OPERATIONS},
 * {@code LIBRARY PIN edges FILE COUNT}, {@code LIBRARY PIN i2c ADDRESS ROUNDS OPERATIONS}, {@code LIBRARY PIN spi ROUNDS OPERATIONS} or {@code LIBRARY PIN first}. LIBRARY is
 * {@code blinka4j}, {@code diozero} or {@code pi4j}, PIN a name for the first and CHIP:LINE in numbers for the others. Prints a number
 * of nanoseconds for each round or edge.
 */
public final class Laps {
    private static final int REGISTER = 3;
    private static final long MILLISECOND = 1_000_000;

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final int WARM_UP_EDGES = 2000;

    /** An edge that has not come after that does not come. */
    private static final int LOST_MILLIS = 200;

    private Laps() {}

    public static void main(String[] args) throws InterruptedException {
        try (Library library = library(args[0], args[1])) {
            switch (args[2]) {
                case "write" -> {
                    library.output();
                    rounds(args[3], args[4], i -> library.write((i & 1) != 0));
                }
                case "read" -> {
                    library.input();
                    rounds(args[3], args[4], i -> library.read());
                }
                case "edges" -> {
                    library.input();
                    edges(library, Path.of(args[3]), Integer.parseInt(args[4]));
                }
                case "i2c" -> {
                    library.openI2c(Integer.decode(args[3]));
                    rounds(args[4], args[5], i -> library.register(REGISTER));
                }
                case "spi" -> {
                    library.openSpi();
                    rounds(args[3], args[4], i -> library.transfer());
                }
                case "first" -> {
                    library.output();
                    library.write(true);
                }
                default -> throw new IllegalArgumentException("no such laps: " + args[2]);
            }
        }
        // Some libraries leave threads that would keep the program alive.
        System.exit(0);
    }

    private static Library library(String name, String pin) {
        return switch (name) {
            case "blinka4j" -> new OfBlinka4J(pin);
            case "diozero" -> new OfDiozero(number(pin, 0), number(pin, 1));
            case "pi4j" -> new OfPi4J(number(pin, 1));
            default -> throw new IllegalArgumentException("no such library: " + name);
        };
    }

    private static int number(String pin, int index) {
        return Integer.parseInt(pin.split(":")[index]);
    }

    private interface Operation {
        void run(int index);
    }

    private static void rounds(String rounds, String operations, Operation operation) {
        int count = Integer.parseInt(operations);
        // An emulated processor takes seconds to compile what it runs.
        for (long end = System.nanoTime() + WARM_UP_NANOS; System.nanoTime() - end < 0; ) {
            for (int i = 0; i < count; i++) {
                operation.run(i);
            }
        }
        long[] nanos = new long[Integer.parseInt(rounds)];
        for (int round = 0; round < nanos.length; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                operation.run(i);
            }
            nanos[round] = System.nanoTime() - start;
        }
        for (long each : nanos) {
            System.out.printf(Locale.ROOT, "%.1f%n", (double) each / count);
        }
    }

    /**
     * From the change of the level, by the file of the kernel's simulator, to the listener. The changes are a millisecond apart,
     * but each waits for the edge of the one before, so that it is known which edge is whose; one that does not come at all is
     * left out.
     */
    private static void edges(Library library, Path file, int count) throws InterruptedException {
        int total = WARM_UP_EDGES + count;
        AtomicLongArray changed = new AtomicLongArray(total);
        AtomicLongArray late = new AtomicLongArray(total);
        AtomicInteger current = new AtomicInteger();
        library.watch(() -> {
            long now = System.nanoTime();
            int index = current.get();
            late.compareAndSet(index, 0, now - changed.get(index));
        });
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer up = ByteBuffer.wrap("pull-up".getBytes(StandardCharsets.US_ASCII));
            ByteBuffer down = ByteBuffer.wrap("pull-down".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < total; i++) {
                current.set(i);
                changed.set(i, System.nanoTime());
                channel.write((i % 2 == 0 ? up : down).rewind(), 0);
                for (int waited = 0; waited == 0 || late.get(i) == 0 && waited < LOST_MILLIS; waited++) {
                    LockSupport.parkNanos(MILLISECOND);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = WARM_UP_EDGES; i < total; i++) {
            if (late.get(i) != 0) {
                System.out.println(late.get(i));
            }
        }
    }
}
