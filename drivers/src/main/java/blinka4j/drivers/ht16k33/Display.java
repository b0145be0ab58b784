// SPDX-License-Identifier: MIT
package blinka4j.drivers.ht16k33;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusClock;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * What all displays with the chip {@link HT16K33} have in common. The driver has an image of the chip's memory. A change that could not be
 * written is written with the next one. Safe to share between threads.
 */
public abstract sealed class Display permits HT16K33, Matrix, SegmentDisplay, Bicolor24 {
    /** With A0, A1 and A2 open. These select 0x70 to 0x77. */
    public static final int DEFAULT_ADDRESS = 0x70;

    /** The memory of a chip: its first address, and 16 bytes. */
    private static final int FRAME = 17;

    private final I2CDevice[] devices;
    private final BusClock clock;
    private final byte[] frames;
    private final byte[] command = new byte[1];
    private volatile boolean autoWrite;
    private volatile int blinkRate;
    private volatile double brightness;

    Display(I2C i2c, int[] addresses, boolean autoWrite, double brightness) {
        if (addresses.length == 0) {
            throw new IllegalArgumentException("a display needs an address: 0x70 to 0x77");
        }
        devices = IntStream.of(addresses)
                .mapToObj(address -> new I2CDevice(i2c, address))
                .toArray(I2CDevice[]::new);
        clock = new BusClock(i2c);
        frames = new byte[FRAME * devices.length];
        this.autoWrite = autoWrite;
        draw(() -> {});
        command(0x21); // The oscillator runs.
        blinkRate(0);
        brightness(brightness);
    }

    private void command(int value) {
        BusHold hold = lock();
        try (hold) {
            command[0] = (byte) value;
            for (I2CDevice device : devices) {
                device.write(command);
            }
        }
    }

    /** As it was set last without an error. */
    public int blinkRate() {
        return blinkRate;
    }

    /** @param rate 0 for steady, 1 for 2 Hz, 2 for 1 Hz, 3 for 0.5 Hz */
    public void blinkRate(int rate) {
        if (rate < 0 || rate > 3) {
            throw new IllegalArgumentException("blinkRate cannot be %s: expected 0 to 3".formatted(rate));
        }
        command(0x81 | rate << 1);
        blinkRate = rate;
    }

    /** As it was set last without an error. */
    public double brightness() {
        return brightness;
    }

    /** @param part 0 for 1/16 to 1 for full brightness, in 16 steps */
    public void brightness(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("brightness cannot be %s: expected 0 to 1".formatted(part));
        }
        command(0xE0 | (int) Math.rint(15 * part));
        brightness = part;
    }

    /** True if each change is shown at once, and not with {@link #show}. */
    public boolean autoWrite() {
        return autoWrite;
    }

    public void autoWrite(boolean atOnce) {
        autoWrite = atOnce;
    }

    /** Shows all changes. */
    public void show() {
        BusHold hold = lock();
        try (hold) {
            for (int i = 0; i < devices.length; i++) {
                devices[i].write(frames, i * FRAME, (i + 1) * FRAME);
            }
        }
    }

    final BusHold lock() {
        return devices[0].lock();
    }

    /** Changes the image, and shows it if each change is to be shown. */
    final void draw(Runnable change) {
        BusHold hold = lock();
        try (hold) {
            change.run();
            if (autoWrite) {
                show();
            }
        }
    }

    /** The number of chips. */
    final int chips() {
        return devices.length;
    }

    final void sleep(Duration time) {
        devices[0].sleep(time);
    }

    final long now() {
        return clock.nanos();
    }

    /** Byte 0 to 15 of a chip in the image. */
    final int memory(int chip, int index) {
        BusHold hold = lock();
        try (hold) {
            return frames[chip * FRAME + 1 + index] & 0xFF;
        }
    }

    final void memory(int chip, int index, int value) {
        frames[chip * FRAME + 1 + index] = (byte) value;
    }

    final void fillBytes(int even, int odd) {
        for (int i = 0; i < 16 * devices.length; i++) {
            memory(i / 16, i % 16, i % 2 == 0 ? even : odd);
        }
    }

    /** The LED at ROW x % 16 and COM y % 8. Greater numbers are those of the next chips. */
    final boolean lit(int x, int y) {
        return (memory(x / 16 + y / 8, index(x, y)) >> x % 8 & 1) != 0;
    }

    final void lit(int x, int y, boolean on) {
        int chip = x / 16 + y / 8;
        int now = memory(chip, index(x, y));
        memory(chip, index(x, y), on ? now | 1 << x % 8 : now & ~(1 << x % 8));
    }

    private static int index(int x, int y) {
        return 2 * (y % 8) + x % 16 / 8;
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(getClass().getSimpleName(), devices[0]);
    }
}
