// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimI2CDevice;

/**
 * Infineon TLV493D-A1B6: magnetic field along three axes, and temperature; I2C, address 0x5E. Data sheet: its user manual v1.03.
 *
 * <p>In low-power mode a measurement of 1 ms begins each 12 ms, in ultra low-power mode each 100 ms. In master-controlled mode a read
 * begins the next one. Fast mode, interrupts, parity and the address bits are not simulated.
 */
public final class SimTLV493D extends SimChip {
    private final Quantity x = measures("magnetic x", -130_000, 130_000, "µT", 98);
    private final Quantity y = measures("magnetic y", -130_000, 130_000, "µT", -196);
    private final Quantity z = measures("magnetic z", -130_000, 130_000, "µT", 980);
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 25);
    /** What is read. The last three bytes are the factory's. */
    private final byte[] values = {0, 0, 0, 0, 0, 0x10, 0, (byte) 0x81, 0x04, 0x60};

    private byte[] settings = new byte[4];
    private long begunAt;
    private int at;

    public SimTLV493D() {
        onI2c(new Bytes());
    }

    @Override
    protected void powerOn() {
        System.arraycopy(new byte[] {0, 0, 0, 0, 0, 0x10, 0}, 0, values, 0, 7);
        settings = new byte[4];
    }

    private final class Bytes implements SimI2CDevice {
        private boolean reading;

        @Override
        public boolean start(boolean read) {
            at = 0;
            reading = read;
            update();
            return true;
        }

        @Override
        public boolean write(int value) {
            settings[at++ % 4] = (byte) value;
            return true;
        }

        @Override
        public int read() {
            return at < values.length ? values[at++] : 0xFF;
        }

        @Override
        public void stop() {
            begunAt = reading ? begunAt : clock().nanos();
            if (reading && (settings[1] & 3) == 3) {
                measure();
            }
        }
    }

    public byte[] values() {
        return values;
    }

    public byte[] settings() {
        return settings.clone();
    }

    private void update() {
        long period = 1_000_000L * ((settings[3] & 0x40) != 0 ? 12 : 100);
        long since = clock().nanos() - begunAt;
        if ((settings[1] & 3) == 1 && since >= 1_000_000) {
            boolean measuring = since % period < 1_000_000;
            measure();
            values[3] = (byte) ((values[3] & 0xF0) | (since / period & 3) << 2 | (measuring ? since / 300_000 & 3 : 0));
            values[5] = (byte) ((values[5] & ~0x10) | (measuring ? 0 : 0x10));
        }
    }

    private void measure() {
        int[] raw = {steps(x, 98), steps(y, 98), steps(z, 98), steps(temperature, 1.1) - 23 + 340};
        for (int i = 0; i < 3; i++) {
            values[i] = (byte) (raw[i] >> 4);
        }
        values[3] = (byte) ((values[3] & 0x0F) | (raw[3] >> 4 & 0xF0));
        values[4] = (byte) ((raw[0] & 0xF) << 4 | (raw[1] & 0xF));
        values[5] = (byte) ((values[5] & 0xF0) | (raw[2] & 0xF));
        values[6] = (byte) raw[3];
    }

    private static int steps(Quantity value, double step) {
        return (int) Math.round(value.value() / step);
    }
}
