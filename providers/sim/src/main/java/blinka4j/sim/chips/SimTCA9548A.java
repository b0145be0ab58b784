// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * TI TCA9548A: a multiplexer of eight I2C buses; address 0x70 to 0x77. Also NXP's PCA9546A, which has four.
 *
 * <p>One register says which channels are connected, from the stop on that ends its writing. Devices are attached to a
 * {@link #channel}; a device that answers at the same address on two connected buses is an error of the bus.
 *
 * <pre>{@code
 * SimTCA9548A multiplexer = new SimTCA9548A(bus.clock());
 * multiplexer.channel(3).attach(0x18, new SimMCP9808());
 * bus.attach(0x70, multiplexer);
 * }</pre>
 *
 * <p>Data sheet: TI SCPS207.
 */
public final class SimTCA9548A implements SimI2CDevice {
    private final List<SimI2CBus> channels = new ArrayList<>();
    private final List<SimI2CBus> connected = new ArrayList<>();
    private int control;
    private int written;

    /**
     * With eight channels, none connected.
     *
     * @param clock that of the bus it is going to be attached to
     */
    public SimTCA9548A(SimClock clock) {
        this(clock, 8);
    }

    /**
     * With as many channels, none connected.
     *
     * @param count 4 for a PCA9546A, 8 for a TCA9548A
     */
    public SimTCA9548A(SimClock clock, int count) {
        if (count < 1 || count > 8) {
            throw new IllegalArgumentException("%s channels: expected 1 to 8".formatted(count));
        }
        for (int i = 0; i < count; i++) {
            channels.add(new SimI2CBus("channel %s".formatted(i), clock));
        }
    }

    /** The bus behind this channel, from 0. */
    public SimI2CBus channel(int number) {
        return channels.get(number);
    }

    /** The control register: bit 0 is set while channel 0 is connected, and so on. */
    public synchronized int control() {
        return control;
    }

    /** The pin RESET goes low for a moment: no channel is connected. */
    public synchronized void reset() {
        written = 0;
        connect();
    }

    @Override
    public synchronized boolean write(int value) {
        written = value & ((1 << channels.size()) - 1);
        return true;
    }

    @Override
    public synchronized int read() {
        return control;
    }

    @Override
    public synchronized void stop() {
        if (written != control) {
            connect();
        }
    }

    @Override
    public synchronized List<SimI2CBus> channels() {
        return connected;
    }

    @Override
    public String toString() {
        return "SimTCA9548A";
    }

    private void connect() {
        control = written;
        connected.clear();
        for (int i = 0; i < channels.size(); i++) {
            if ((control & (1 << i)) != 0) {
                connected.add(channels.get(i));
            }
        }
    }
}
