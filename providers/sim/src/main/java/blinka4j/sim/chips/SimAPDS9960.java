// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Broadcom APDS-9960: proximity, gestures and color; I2C, address 0x39. Data sheet: Broadcom AV02-4191EN.
 *
 * <p>A color measurement takes the integration time, proximity none. The pin INT and the persistence are not simulated.
 */
public final class SimAPDS9960 extends SimChip {
    private final Registers8 registers = new Registers8();
    private final Quantity proximity = measures("proximity", 0, 255, "", 20);
    private final List<Quantity> colors = List.of(
            measures("clear", 0, 1025, "counts in 2.78 ms", 200),
            measures("red", 0, 1025, "counts in 2.78 ms", 80),
            measures("green", 0, 1025, "counts in 2.78 ms", 70),
            measures("blue", 0, 1025, "counts in 2.78 ms", 60));
    private final Deque<Integer> fifo = new ArrayDeque<>();
    private Duration started = Duration.ZERO;
    private boolean isPointer;

    public SimAPDS9960() {
        registers.register(0x81, 0xFF).register(0x92, 0xAB);
        registers.readOnlyRange(0x92, 0x9C).readOnlyRange(0xAE, 0xAF);
        registers.bits(0x80, 0x7F).selfClearing(0xAB, 0x04);
        registers.onRead(this::measure).onPowerOn(fifo::clear);
        registers.onWrite((register, value) -> {
            if (register == 0xAB && (value & 4) != 0) {
                gestures();
            }
            started = clock().now();
        });
        onI2c(registers);
    }

    /** Puts readings of the diodes up, down, left and right into the FIFO, for those that are there. More than 32 are lost. */
    public synchronized SimAPDS9960 gestures(int[]... readings) {
        fifo.clear();
        Arrays.stream(readings).limit(32).flatMapToInt(Arrays::stream).forEach(fifo::add);
        registers.register(0xAF, readings.length > 32 ? 3 : 0);
        return this;
    }

    /** The registers, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return registers;
    }

    @Override
    public synchronized boolean start(boolean read) {
        isPointer = !read;
        return super.start(read);
    }

    @Override
    public synchronized boolean write(int value) {
        if (isPointer && value == 0xE7) {
            registers.register(0x93, registers.register(0x93) & 0x0F);
        }
        isPointer = false;
        return super.write(value);
    }

    private void measure(int register) {
        int on = registers.register(0x80);
        int status = registers.register(0x93) & ~4;
        int steps = 256 - registers.register(0x81);
        if ((on & 3) == 3 && clock().now().minus(started).toNanos() >= 2_780_000L * steps) {
            int times = steps * (1 << (2 * (registers.register(0x8F) & 3)));
            int most = Math.min(0xFFFF, 1025 * steps);
            for (int i = 0; i < 4; i++) {
                registers.u16le(0x94 + 2 * i, (int)
                        Math.min(most, Math.rint(colors.get(i).value() * times)));
            }
            status |= 1;
        }
        if ((on & 5) == 5) {
            int value = (int) proximity.value();
            registers.register(0x9C, value);
            status |= value < registers.register(0x89) || value > registers.register(0x8B) ? 0x22 : 0x02;
        }
        if (register == 0x94) {
            status &= ~1;
            started = clock().now();
        }
        if ((register < 0x7C || register >= 0xFC) && !fifo.isEmpty()) {
            registers.register(register, fifo.remove()); // After 0xFF the chip goes on with 0xFC, Registers8 with 0.
        }
        int filled = fifo.size() / 4 >= new int[] {1, 4, 8, 16}[registers.register(0xA2) >> 6] ? 4 : 0;
        registers.register(0x93, status | filled).register(0xAE, fifo.size() / 4);
    }
}
