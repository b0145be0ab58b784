// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimChip;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SimSpiDevice;
import java.util.Objects;

/**
 * A strip of Worldsemi WS2812B or WS2812B-V5, with its data input at MOSI. It measures the pulses on the wire at the clock of the bus,
 * and refuses those that the data sheet does not allow with an {@link IllegalStateException}. Between transfers the wire is low.
 */
public final class SimNeoPixel extends SimChip {
    /** The chip: how long its pulses are in ns, and for how long the wire is low at the end of a frame. */
    public enum Model {
        WS2812B(250, 550, 650, 950, 80_000),
        WS2812B_V5(220, 380, 580, 1000, 280_000);

        final double leastOf0;
        final double mostOf0;
        final double leastOf1;
        final double mostOf1;
        final double reset;

        Model(double leastOf0, double mostOf0, double leastOf1, double mostOf1, double reset) {
            this.leastOf0 = leastOf0;
            this.mostOf0 = mostOf0;
            this.leastOf1 = leastOf1;
            this.mostOf1 = mostOf1;
            this.reset = reset;
        }
    }

    private final PulseBits wire;
    private final byte[] shown;
    private final int bytesPerPixel;
    private int frames;
    private double now;
    private SimSpiBus bus = new SimSpiBus();

    /** @param bytesPerPixel 3 for green, red and blue, 4 with white */
    public SimNeoPixel(Model model, int pixels, int bytesPerPixel) {
        this.bytesPerPixel = bytesPerPixel;
        shown = new byte[pixels * bytesPerPixel];
        wire = new PulseBits(model, shown.length, this::show);
        shows(pixels, 1, (pixel, row) -> color(pixel) & 0xFFFFFF);
        onSpi(new SimSpiDevice() {
            @Override
            public void attached(SimSpiBus to) {
                bus = to;
            }

            @Override
            public int exchange(int out) {
                idle();
                double nanos = 1e9 / Objects.requireNonNull(bus.settings()).baudrate();
                for (int bit = 7; bit >= 0; bit--) {
                    wire.level((out >> bit & 1) != 0, nanos);
                    now += nanos;
                }
                return 0xFF;
            }
        });
    }

    /** The color that a pixel shows: 0xRRGGBB, or 0xWWRRGGBB. */
    public synchronized int color(int pixel) {
        idle();
        int at = pixel * bytesPerPixel;
        int white = bytesPerPixel == 4 ? shown[at + 3] << 24 : 0;
        return white | (shown[at + 1] & 0xFF) << 16 | (shown[at] & 0xFF) << 8 | (shown[at + 2] & 0xFF);
    }

    /** How many frames have been shown. */
    public synchronized int frames() {
        idle();
        return frames;
    }

    private void idle() {
        double time = Math.max(0, bus.nanos() - now);
        if (time > 0) {
            wire.level(false, time);
            now += time;
        }
    }

    /** Only whole pixels change. */
    private void show(byte[] received, int bytes) {
        System.arraycopy(received, 0, shown, 0, bytes / bytesPerPixel * bytesPerPixel);
        frames++;
    }
}
