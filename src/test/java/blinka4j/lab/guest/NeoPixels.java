// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.NotAvailableException;
import blinka4j.board.Board;
import blinka4j.drivers.neopixel.NeoPixel;
import blinka4j.rainbowio.RainbowIO;
import blinka4j.time.Time;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Moves a rainbow along a strip at MOSI, 60 times a second. Prints how much of the processors it took: the process alone, and all of
 * the machine, which includes the kernel's threads. Arguments: the number of pixels, the number of frames, and a number of pixels that
 * is too great for one transfer.
 */
public final class NeoPixels {
    private static final double FRAMES_PER_SECOND = 60;
    private static final int WARM_UP = 120;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private NeoPixels() {}

    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[0]);
        int frames = Integer.parseInt(args[1]);
        try (NeoPixel pixels = new NeoPixel(Board.MOSI, count, 0.2, false, NeoPixel.GRB)) {
            for (int frame = 0; frame < WARM_UP; frame++) {
                show(pixels, frame);
            }
            long began = System.nanoTime();
            for (int frame = 0; frame < frames; frame++) {
                show(pixels, frame);
            }
            System.out.printf("greatest rate: %.0f frames a second%n", frames * 1e9 / (System.nanoTime() - began));
            animate(pixels, frames);
        }
        try (NeoPixel pixels = new NeoPixel(Board.MOSI, Integer.parseInt(args[2]))) {
            System.out.println("not refused: " + pixels.n());
        } catch (NotAvailableException e) {
            System.out.println("refused: " + e.getMessage());
        }
        // Refused, and the bus is free again.
        new NeoPixel(Board.MOSI, count).close();
        System.out.println("done");
    }

    private static void animate(NeoPixel pixels, int frames) throws IOException {
        long[] machineBefore = ticks();
        long processBefore = SYSTEM.getProcessCpuTime();
        double began = Time.monotonic();
        for (int frame = 0; frame < frames; frame++) {
            show(pixels, frame);
            double rest = began + (frame + 1) / FRAMES_PER_SECOND - Time.monotonic();
            if (rest > 0) {
                Time.sleep(rest);
            }
        }
        double seconds = Time.monotonic() - began;
        double process = (SYSTEM.getProcessCpuTime() - processBefore) / 1e9;
        long[] machine = ticks();
        System.out.printf("frames: %s at %.1f a second%n", frames, frames / seconds);
        System.out.printf("processor: %.1f %% of one for the process%n", 100 * process / seconds);
        System.out.printf(
                "machine: %.1f %% of all processors busy%n",
                100.0 * (machine[0] - machineBefore[0]) / (machine[1] - machineBefore[1]));
    }

    private static void show(NeoPixel pixels, int frame) {
        for (int i = 0; i < pixels.n(); i++) {
            pixels.set(i, RainbowIO.colorwheel(i + frame));
        }
        pixels.show();
    }

    /** The busy ticks and all ticks of the machine, from /proc/stat: user, nice, system, idle, iowait and others. */
    private static long[] ticks() throws IOException {
        List<String> all = List.of(Files.readAllLines(Path.of("/proc/stat"))
                .get(0)
                .replaceFirst("cpu +", "")
                .split(" "));
        long sum = 0;
        for (String each : all) {
            sum += Long.parseLong(each);
        }
        return new long[] {sum - Long.parseLong(all.get(3)) - Long.parseLong(all.get(4)), sum};
    }
}
