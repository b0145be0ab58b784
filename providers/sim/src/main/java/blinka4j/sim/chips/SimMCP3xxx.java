// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimSpiDevice;

/**
 * Microchip MCP3002, MCP3004, MCP3008, MCP3202, MCP3204 or MCP3208: voltages of 2 to 8 inputs; SPI. Data sheets: DS21294, DS21295,
 * DS21034, DS21298.
 *
 * <p>After the start bit, the chip takes the bit SGL/DIFF, then ODD/SIGN and MSBF, or three address bits and one clock for the
 * sample. Then it sends a 0, the value with its highest bit first, and zeros. MSBF is taken as 1.
 */
public final class SimMCP3xxx extends SimChip {
    /** The chip. */
    public enum Model {
        MCP3002(10, 2),
        MCP3004(10, 4),
        MCP3008(10, 8),
        MCP3202(12, 2),
        MCP3204(12, 4),
        MCP3208(12, 8);

        private final int bits;
        private final int inputs;

        Model(int bits, int inputs) {
            this.bits = bits;
            this.inputs = inputs;
        }
    }

    private final Model model;
    private final double reference;
    private final Quantity[] inputs;

    public SimMCP3xxx(Model model) {
        this(model, 3.3);
    }

    public SimMCP3xxx(Model model, double reference) {
        this.model = model;
        this.reference = reference;
        inputs = new Quantity[model.inputs];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = measures("CH" + i, 0, 5.5, "V", reference * i / 8);
        }
        onSpi(new Converter());
    }

    /** Sets the voltage of an input, 0 to 5.5 V. */
    public SimMCP3xxx volts(int input, double volts) {
        inputs[input].value(volts);
        return this;
    }

    private int measure(boolean single, int input) {
        double volts =
                inputs[input % inputs.length].value() - (single ? 0 : inputs[(input % inputs.length) ^ 1].value());
        int codes = 1 << model.bits;
        return (int) Math.max(0, Math.min(codes - 1, Math.floor(volts * codes / reference)));
    }

    private final class Converter implements SimSpiDevice {
        private int clocks;
        private int command;
        private int value;

        @Override
        public void selected() {
            clocks = 0;
            command = 0;
        }

        @Override
        public int exchange(int out) {
            int in = 0;
            for (int bit = 7; bit >= 0; bit--) {
                in = (in << 1) | exchangeBit(out >> bit & 1);
            }
            return in;
        }

        private int exchangeBit(int out) {
            boolean two = model.inputs == 2;
            int commandBits = two ? 3 : 4;
            int shown = clocks - commandBits - (two ? 1 : 2);
            int in = shown < 0 ? 1 : shown == 0 || shown > model.bits ? 0 : value >> (model.bits - shown) & 1;
            if (clocks > 0 || out == 1) {
                clocks++;
                command = (command << 1) | out;
                if (clocks == commandBits + 1) {
                    value = measure((command & (1 << (commandBits - 1))) != 0, two ? command >> 1 & 1 : command & 7);
                }
            }
            return in;
        }
    }
}
