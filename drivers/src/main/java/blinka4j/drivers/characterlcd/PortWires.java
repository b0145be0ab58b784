// SPDX-License-Identifier: MIT
package blinka4j.drivers.characterlcd;

import blinka4j.busio.I2C;
import blinka4j.drivers.mcp230xx.MCP23xxx;
import java.time.Duration;

/** An expander, all of whose pins change in one transfer. */
final class PortWires implements Wires {
    private final I2C i2c;
    private final MCP23xxx mcp;
    private final int reset;
    private final int enable;
    private final int[] data;
    /** The levels of the pins that are not for {@link #nibble}. */
    private int others;

    /**
     * Makes the pins outputs that drive low.
     *
     * @param inputs the pins that become inputs with pull-up, a bit for each
     * @param data the pins of D4 to D7
     */
    PortWires(I2C i2c, MCP23xxx mcp, int inputs, int reset, int enable, int... data) {
        this.i2c = i2c;
        this.mcp = mcp;
        this.reset = 1 << reset;
        this.enable = 1 << enable;
        this.data = data;
        mcp.gppu(inputs);
        mcp.gpio(0);
        mcp.iodir(inputs);
    }

    @Override
    public void nibble(int bits, boolean isCharacter) {
        int levels = others | (isCharacter ? reset : 0);
        for (int i = 0; i < data.length; i++) {
            levels |= (bits >> i & 1) << data[i];
        }
        mcp.gpio(levels);
        mcp.gpio(levels | enable);
        mcp.gpio(levels);
    }

    /** Sets another pin. */
    void level(int pin, boolean high) {
        int levels = high ? others | 1 << pin : others & ~(1 << pin);
        mcp.gpio(levels);
        others = levels;
    }

    @Override
    public void pause(Duration time) {
        i2c.sleep(time);
    }

    @Override
    public String toString() {
        return mcp.toString();
    }
}
