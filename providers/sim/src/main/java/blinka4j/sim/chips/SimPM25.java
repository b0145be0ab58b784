// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimUart;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Plantower PMSA003I, I2C, address 0x12; or PMS5003, serial: particles in the air. Data sheet: Plantower PMS5003 2.3, appendix I.
 *
 * <p>Its quantities are in the order of the frame, with the names of CircuitPython. On I2C it measures at each reading.
 */
public final class SimPM25 extends SimChip {
    private static final int LENGTH = 32;

    public SimPM25() {
        String[] sizes = {"pm10", "pm25", "pm100"};
        int[] concentrations = {5, 12, 15, 6, 13, 16};
        for (int i = 0; i < concentrations.length; i++) {
            measures(sizes[i % 3] + (i < 3 ? " standard" : " env"), 0, 65_535, "µg/m³", concentrations[i]);
        }
        String[] diameters = {"03", "05", "10", "25", "50", "100"};
        int[] counts = {900, 270, 80, 10, 4, 1};
        for (int i = 0; i < counts.length; i++) {
            measures("particles %sum".formatted(diameters[i]), 0, 65_535, "in 0.1 l", counts[i]);
        }
        Commands commands = new Commands().acceptsUnknown();
        commands.on().answers(sent -> frame());
        onI2c(commands);
    }

    /** Makes it send a frame every {@code interval} while the port is open. */
    public void sendTo(SimUart uart, SimClock clock, Duration interval) {
        clock.after(interval, () -> {
            if (uart.isOpen()) {
                uart.outside().write(frame());
            }
            sendTo(uart, clock, interval);
        });
    }

    /** What it sends: 32 bytes. */
    public synchronized byte[] frame() {
        ByteBuffer frame = ByteBuffer.allocate(LENGTH).putInt(0x424D_001C);
        for (Quantity quantity : quantities()) {
            frame.putShort((short) Math.round(quantity.value()));
        }
        // The version; the code of an error.
        frame.put((byte) 0x97).put((byte) 0);
        int sum = 0;
        for (byte b : frame.array()) {
            sum += b & 0xFF;
        }
        return frame.putShort((short) sum).array();
    }
}
