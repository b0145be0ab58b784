// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimPart;

/** A display of characters at an expander with I2C, such as Adafruit's backpack or RGB LCD Pi plate. */
public final class SimLCDBackpack extends SimPart implements SimI2CDevice {
    private final SimMCP230xx mcp;
    private final SimCharacterLCD lcd;
    private final int[] pins;
    private SimClock clock = new SimClock();

    /** @param pins those for RS, E, D4, D5, D6 and D7: 1 to 6 of the backpack; 15, 13, 12, 11, 10 and 9 of the plate */
    public SimLCDBackpack(SimMCP230xx mcp, SimCharacterLCD lcd, int... pins) {
        this.mcp = mcp;
        this.lcd = lcd;
        this.pins = pins.clone();
    }

    /** The display. */
    public SimCharacterLCD lcd() {
        return lcd;
    }

    @Override
    public void attached(SimI2CBus bus) {
        clock = bus.clock();
        mcp.attached(bus);
    }

    @Override
    public boolean start(boolean read) {
        return mcp.start(read);
    }

    @Override
    public boolean write(int value) {
        boolean acknowledged = mcp.write(value);
        int levels = mcp.levels();
        lcd.levels(i -> (levels >> pins[i] & 1) != 0, clock.nanos());
        return acknowledged;
    }

    @Override
    public int read() {
        return mcp.read();
    }

    @Override
    public void stop() {
        mcp.stop();
    }
}
