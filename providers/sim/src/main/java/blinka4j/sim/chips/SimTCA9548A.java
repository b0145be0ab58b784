// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Registers8;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import java.util.ArrayList;
import java.util.List;

/**
 * TI TCA9548A: a multiplexer of eight I2C buses; address 0x70 to 0x77. NXP's PCA9546A has four. Data sheet: TI SCPS207.
 *
 * <p>Attach devices to its channels: {@code multiplexer.channel(3).attach(0x18, new SimMCP9808())}. Two devices at one address on
 * connected channels are an error.
 */
public final class SimTCA9548A extends SimChip {
    private final Registers8 control = new Registers8(0);
    private final List<SimI2CBus> all = new ArrayList<>();
    private List<SimI2CBus> connected = List.of();

    /** Eight channels, none connected. The clock must be that of the bus to attach it to. */
    public SimTCA9548A(SimClock clock) {
        this(clock, 8);
    }

    /** As many channels, 1 to 8: 4 for a PCA9546A. */
    public SimTCA9548A(SimClock clock, int count) {
        if (count < 1 || count > 8) {
            throw new IllegalArgumentException("%s channels is out of range. Expected 1 to 8.".formatted(count));
        }
        for (int i = 0; i < count; i++) {
            all.add(new SimI2CBus("channel " + i, clock));
        }
        control.bits(0, (1 << count) - 1)
                .onPowerOn(() -> connected = List.of())
                .onWrite((register, value) -> connected = all.stream()
                        .filter(bus -> (value >> all.indexOf(bus) & 1) != 0)
                        .toList());
        onI2c(control);
    }

    /** The bus behind this channel, from 0. */
    public SimI2CBus channel(int number) {
        return all.get(number);
    }

    /** The control register: bit 0 is set while channel 0 is connected, and so on. */
    public int control() {
        return control.register(0);
    }

    /** Pulls the pin RESET low for a moment: no channel is connected. */
    public synchronized void reset() {
        control.register(0, 0);
        connected = List.of();
    }

    @Override
    public List<SimI2CBus> behind() {
        return List.copyOf(all);
    }

    @Override
    public synchronized List<SimI2CBus> channels() {
        return connected;
    }
}
