// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.conformance.Commands;
import blinka4j.mcp2221.PlayedMcp2221;
import blinka4j.mcp2221.Uhid;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimPCT2075;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Plays a bridge behind the kernel's uhid. Executes commands: {@code plug}, {@code plug-for COMMANDS}, {@code unplug}, {@code
 * drive PIN LEVEL}, {@code volts PIN V}, and {@code state}.
 */
public final class Bridges {
    private static final PlayedMcp2221 BRIDGE = new PlayedMcp2221();
    private static @Nullable Uhid device;

    private Bridges() {}

    public static void main(String[] args) throws Exception {
        BRIDGE.bus()
                .attach(0x37, new SimPCT2075())
                .attach(0x50, new Sim24LC32())
                .attach(0x77, new SimBME280().temperature(22.6).humidity(44.8).pressure(1002.3));
        Commands.answer(words -> {
            switch (words[0]) {
                case "plug" -> plug(-1);
                case "plug-for" -> plug(Integer.parseInt(words[1]));
                case "unplug" -> {
                    if (device != null) {
                        device.close();
                    }
                    device = null;
                }
                case "drive" -> BRIDGE.drive(Integer.parseInt(words[1]), words[2].equals("1"));
                case "volts" -> BRIDGE.volts(Integer.parseInt(words[1]), Double.parseDouble(words[2]));
                case "state" -> {
                    StringBuilder state = new StringBuilder(BRIDGE.isIdle() ? "idle" : "busy");
                    for (int i = 0; i < 4; i++) {
                        state.append(' ').append(BRIDGE.isDriven(i) ? BRIDGE.level(i) ? "1" : "0" : "-");
                    }
                    return state.toString();
                }
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            }
            return "ok";
        });
    }

    private static void plug(int commands) throws IOException {
        BRIDGE.reset();
        device = new Uhid(BRIDGE, commands);
    }
}
