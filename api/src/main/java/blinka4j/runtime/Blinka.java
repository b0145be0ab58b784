// SPDX-License-Identifier: MIT
package blinka4j.runtime;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Provider;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A board and the provider that reaches it. {@link #current()} is the board that {@code Board} means. {@link #open} returns an
 * independent one, so that a program can use two boards at once, and tests can run side by side:
 *
 * <pre>{@code
 * try (var blinka = Blinka.open(definition, provider);
 *         var led = new DigitalInOut(blinka.pin("D18"))) {
 *     led.switchToOutput(true);
 * }
 * }</pre>
 */
public final class Blinka implements AutoCloseable {
    private final Hardware hardware;

    private Blinka(Hardware hardware) {
        this.hardware = hardware;
    }

    /**
     * Returns the board that {@code Board} means: the one of this thread's {@link Scope#ofThread scope}, otherwise the one that
     * {@link #use} has set, otherwise this machine, which is recognised on first use.
     *
     * @throws blinka4j.NotAvailableException if the machine is not a known board, or no provider can reach it; the message
     *     lists the providers that were tried
     */
    public static Blinka current() {
        return new Blinka(CurrentBoard.get());
    }

    /** Opens an independent board. Close it to close all its pins and buses. */
    public static Blinka open(BoardDefinition board, Provider provider) {
        return new Blinka(Hardware.open(board, provider));
    }

    /**
     * Makes {@code Board} mean {@code blinka}, in all threads, until the scope is closed. Threads of a {@link Scope#ofThread} keep their
     * board.
     */
    public static Scope use(Blinka blinka) {
        Hardware before = CurrentBoard.use(blinka.hardware);
        return new Scope() {
            private boolean ended;

            @Override
            public void close() {
                if (!ended) {
                    ended = true;
                    CurrentBoard.use(before);
                }
            }
        };
    }

    /** Ends a {@link #use}, or what {@link #ofThread} has begun. Closing again does nothing. */
    public interface Scope extends AutoCloseable {
        /**
         * Makes {@code Board} mean {@code blinka} in this thread, and in threads that it starts, until the scope is closed. Other threads
         * keep their board, so that tests can run side by side in one virtual machine. Within the scope {@link #use} has no effect.
         *
         * <p>A thread belongs to the scope in which it was made. So does a thread of a pool, whatever task it runs later: make the pool
         * within the scope, or call this at the beginning of each task. The threads of {@code ForkJoinPool.commonPool()}, which parallel
         * streams and {@code CompletableFuture} use, are made once for the whole virtual machine; in their tasks, take pins and buses
         * from {@code blinka}. Virtual threads belong to the scope of the thread that starts them. When the scope is closed, its threads
         * have the board that the others have.
         */
        static Scope ofThread(Blinka blinka) {
            return CurrentBoard.useInThread(blinka.hardware)::end;
        }

        @Override
        void close();
    }

    /** Returns a pin of this board by its name, by the kernel's name of the line, or by {@code label:offset}. */
    public Pin pin(String name) {
        return new Pin(name, hardware);
    }

    /** Returns the default I2C bus: the same object until it is closed, so that drivers share it. */
    public I2C i2c() {
        return (I2C) hardware.shared("i2c", () -> new I2C(hardware), bus -> ((I2C) bus).isClosed());
    }

    /** Returns the default SPI bus: the same object until it is closed, so that drivers share it. */
    public SPI spi() {
        return (SPI) hardware.shared("spi", () -> new SPI(hardware), bus -> ((SPI) bus).isClosed());
    }

    /** Returns the default serial port, at 9600 baud: the same object until it is closed. */
    public UART uart() {
        return (UART) hardware.shared("uart", () -> new UART(hardware), port -> ((UART) port).isClosed());
    }

    public BoardDefinition board() {
        return hardware.board();
    }

    public Provider provider() {
        return hardware.provider();
    }

    /** Returns why this board was chosen, such as {@code /proc/device-tree/compatible says raspberrypi,4-model-b}. */
    public String evidence() {
        return hardware.evidence();
    }

    /**
     * Lists the objects that the program has opened on this board and not closed, in that order, each with the place where it
     * was opened. {@link #i2c()}, {@link #spi()} and {@link #uart()} belong to the board. The first two are in the list only if a thread
     * has locked them and does not unlock them within a second.
     */
    public List<String> stillOpen() {
        return hardware.stillOpen();
    }

    /** Closes every pin and bus of this board that is still open. Closing again does nothing. */
    @Override
    public void close() {
        hardware.close();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Blinka blinka && hardware == blinka.hardware;
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(hardware);
    }

    @Override
    public String toString() {
        return hardware.toString();
    }
}
