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
 * A board and the provider that reaches it. {@link #current()} is the one that {@code Board} speaks of; {@link #open}
 * gives another, so that a program can use two boards at once, and tests can run side by side:
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
     * What {@code Board} speaks of: the machine the program runs on, recognised on first use, or what {@link #use} has
     * set.
     *
     * @throws blinka4j.NotAvailableException if the machine is no known board, or no provider can reach it; the message
     *     lists what was tried
     */
    public static Blinka current() {
        return new Blinka(CurrentBoard.get());
    }

    /** An independent board. Close it to close all its pins and buses. */
    public static Blinka open(BoardDefinition board, Provider provider) {
        return new Blinka(Hardware.open(board, provider));
    }

    /** Makes {@code Board} speak of {@code blinka}, in all threads, until the scope is closed. */
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

    /** Ends a {@link #use}. Closing again does nothing. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** A pin of this board by its name, by the name the kernel has for the line, or as {@code label:offset}. */
    public Pin pin(String name) {
        return new Pin(name, hardware);
    }

    /** The default I2C bus: the same object until it is closed, so that drivers share it. */
    public I2C i2c() {
        return (I2C) hardware.shared("i2c", () -> new I2C(hardware), bus -> ((I2C) bus).isClosed());
    }

    /** The default SPI bus: the same object until it is closed, so that drivers share it. */
    public SPI spi() {
        return (SPI) hardware.shared("spi", () -> new SPI(hardware), bus -> ((SPI) bus).isClosed());
    }

    /** The default serial port, at 9600 baud: the same object until it is closed. */
    public UART uart() {
        return (UART) hardware.shared("uart", () -> new UART(hardware), port -> ((UART) port).isClosed());
    }

    public BoardDefinition board() {
        return hardware.board();
    }

    public Provider provider() {
        return hardware.provider();
    }

    /** What decided which board this is, such as {@code /proc/device-tree/compatible says raspberrypi,4-model-b}. */
    public String evidence() {
        return hardware.evidence();
    }

    /**
     * What the program has opened on this board and not closed, each with the place where it was opened, in that order. Not
     * among them are {@link #i2c()}, {@link #spi()} and {@link #uart()}, which belong to the board.
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
