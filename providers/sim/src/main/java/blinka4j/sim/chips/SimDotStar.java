// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.SimChip;
import blinka4j.sim.SimSpiDevice;
import java.util.Arrays;

/**
 * A strip of APA Electronic APA102, with its inputs at the clock and MOSI. A frame begins after 32 zeros. Each pixel takes 32 bits:
 * three ones, 5 bits of brightness, blue, green and red. It passes the data on half a clock later, so that the last pixel needs
 * more clocks than there are bits.
 */
public final class SimDotStar extends SimChip {
    private static final int ZERO_BYTES_OF_START = 4;
    private static final int START = 0b111;

    private final int[] shown;
    private final int[] received;
    private int zeros = ZERO_BYTES_OF_START;
    private boolean started;
    private int bytes;

    public SimDotStar(int pixels) {
        shown = new int[pixels];
        received = new int[pixels];
        shows(pixels, 1, (pixel, row) -> color(pixel));
        onSpi(new SimSpiDevice() {
            @Override
            public int exchange(int out) {
                take(out);
                return 0xFF;
            }
        });
    }

    /** The color that a pixel shows, as 0xRRGGBB. */
    public synchronized int color(int pixel) {
        int frame = shown[pixel];
        return (frame & 0xFF) << 16 | (frame & 0xFF00) | (frame >> 16 & 0xFF);
    }

    /** The brightness of a pixel, 0 to 31. */
    public synchronized int brightness(int pixel) {
        return shown[pixel] >> 24 & 0x1F;
    }

    @Override
    protected void powerOn() {
        Arrays.fill(shown, 0);
        started = false;
    }

    private void take(int out) {
        if (zeros >= ZERO_BYTES_OF_START && out != 0) {
            started = true;
            bytes = 0;
        }
        zeros = out == 0 ? zeros + 1 : 0;
        if (started) {
            int pixel = bytes / 4;
            if (pixel < received.length) {
                received[pixel] = received[pixel] << 8 | out;
            }
            bytes++;
            show();
        }
    }

    /** Pixel k has its 32 bits after k / 2 clocks more. */
    private void show() {
        for (int pixel = 0; pixel < shown.length; pixel++) {
            boolean isComplete = 8 * bytes >= 32 * (pixel + 1) + (pixel + 1) / 2;
            if (isComplete && received[pixel] >>> 29 == START) {
                shown[pixel] = received[pixel];
            }
        }
    }
}
