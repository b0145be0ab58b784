// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.HardwareException;
import blinka4j.NotAvailableException;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.I2CPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimProvider;
import org.jspecify.annotations.Nullable;

/**
 * Runs any program on a simulated board that a page in the browser shows. {@code BLINKA_PROVIDER=bench} selects it. The board is that of
 * {@link SimProvider}. The page is served on 127.0.0.1, at the port {@code BLINKA_BENCH_PORT} or a free one; its address is printed on the
 * standard error. A transfer on a bus takes as long as its bits.
 */
public final class BenchProvider extends SimProvider {
    private static final String NAME = "bench";
    private static final String PORT = "BLINKA_BENCH_PORT";
    private static final int HIGHEST_PORT = 0xFFFF;

    private @Nullable Bench bench;

    /** For {@link java.util.ServiceLoader}. The page is served from the first use of the board on. */
    public BenchProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The page.
     *
     * @throws NotAvailableException if {@code BLINKA_BENCH_PORT} is in use or is no port
     */
    public synchronized Bench bench() {
        Bench running = bench;
        if (running == null) {
            running = Bench.open(port());
            bench = running;
        }
        return running;
    }

    @Override
    protected void made(SimBoard board) {
        bench().show(board);
    }

    /** Makes the next use of the board make another one, with new devices, on the same page. */
    public void newBoard() {
        startAgain();
    }

    @Override
    public I2CPort openI2c(BoardDefinition.I2CBus bus, int frequency, int timeoutMicros) {
        return watched().i2c(super.openI2c(bus, frequency, timeoutMicros), bus, frequency);
    }

    @Override
    public SpiPort openSpi(BoardDefinition.SpiBus bus) {
        return watched().spi(super.openSpi(bus), bus);
    }

    @Override
    public UartPort openUart(BoardDefinition.Uart uart, UartPort.Settings settings) {
        return watched().uart(super.openUart(uart, settings), uart);
    }

    private Traffic watched() {
        return bench().traffic(board());
    }

    private int port() throws HardwareException {
        String text = host().setting(PORT).orElse("0");
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The same error as for a number out of range.
        }
        throw new NotAvailableException(
                "%s is '%s', which is no port. Expected a number from 0 to %s; 0 takes a free port."
                        .formatted(PORT, text, HIGHEST_PORT));
    }
}
