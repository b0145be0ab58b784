// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import java.util.Arrays;

/**
 * STMicroelectronics VL53L0X: distance; I2C, address 0x29. Data sheet: ST DS11555; the registers that it lacks: ST's API.
 *
 * <p>A measurement takes as long as the timeout of the final range, and 4 ms. Beyond 2 m it gives 8190. Signal rate, ambient light and
 * the pin are not simulated.
 */
public final class SimVL53L0X extends SimChip {
    private final Registers8[] pages = new Registers8[8];
    private final Quantity distance = measures("distance", 0, 4000, "mm", 300);
    private int page;
    private boolean isContinuous;
    private long readyAt = Long.MAX_VALUE;
    private long foundAt = Long.MAX_VALUE;

    public SimVL53L0X() {
        Arrays.setAll(pages, each -> new Registers8());
        for (Registers8 each : pages) {
            each.onRead(register -> update());
            each.onWrite((register, value) -> page = register == 0xFF ? value & 7 : page);
        }
        registers().register(0xC0, 0xEE, 0xAA, 0x10).register(0xB0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
        registers().register(0x84, 0x11).readOnlyRange(0xC0, 0xC2).readOnlyRange(0x13, 0x1F);
        registers().onWrite((register, value) -> {
            if (register == 0x00) {
                begin(value);
            } else if (register == 0x0B && (value & 1) != 0) {
                registers().register(0x13, 0);
            } else if (register == 0x8A) {
                moveTo(value & 0x7F);
            }
        });
        pages[1].register(0x91, 0x3C);
        pages[7].onWrite((register, value) -> {
            if (register == 0x83) {
                foundAt = value == 0 ? clock().nanos() + 1_000_000 : Long.MAX_VALUE;
            }
        });
        onI2c(registers());
    }

    /** The register 0xFF selects the others. */
    @Override
    public synchronized boolean start(boolean read) {
        onI2c(pages[page]);
        return super.start(read);
    }

    /** Sets the distance, 0 to 4000 mm. */
    public SimVL53L0X distance(double millimetres) {
        distance.value(millimetres);
        return this;
    }

    /** The registers of page 0, to make the chip another one or a broken one. */
    public Registers8 registers() {
        return pages[0];
    }

    @Override
    protected void powerOn() {
        Arrays.stream(pages).forEach(Registers8::powerOn);
        page = 0;
        isContinuous = false;
        readyAt = foundAt = Long.MAX_VALUE;
    }

    private void begin(int mode) {
        boolean isStop = isContinuous && mode == 1;
        isContinuous = (mode & 2) != 0;
        if (!isStop && mode != 0) {
            Registers8 settings = registers();
            long periods = ((long) settings.register(0x72) << settings.register(0x71)) + 1;
            readyAt = clock().nanos() + 4_000_000 + periods * 2304 * (settings.register(0x70) + 1) * 331 / 100;
        }
    }

    private void update() {
        if (clock().nanos() >= foundAt) {
            // Six light sensors with apertures, in the memory's word 0x6B.
            pages[7].register(0x83, 0x10).register(0x92, pages[7].register(0x94) == 0x6B ? 0x86 : 0);
        }
        // It starts at once: the start bit is 0 again.
        registers().register(0x00, registers().register(0x00) & ~1);
        if (clock().nanos() >= readyAt) {
            boolean isFound = distance.value() <= 2000;
            readyAt = Long.MAX_VALUE;
            begin(isContinuous ? 2 : 0);
            registers().register(0x13, 0x04).register(0x14, isFound ? 0x58 : 0x20);
            registers().u16be(0x1E, isFound ? (int) Math.round(distance.value()) : 8190);
        }
    }
}
