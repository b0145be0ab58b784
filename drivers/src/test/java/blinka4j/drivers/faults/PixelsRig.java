// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.SPI;
import blinka4j.drivers.dotstar.DotStar;
import blinka4j.drivers.neopixel.NeoPixel;
import blinka4j.drivers.neopixelspi.NeoPixel_SPI;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.pixelbuf.PixelBuf;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.chips.SimDotStar;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimNeoPixel.Model;
import blinka4j.testing.FaultRig;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** Strips of NeoPixels, with two drivers, and of DotStars. They send nothing back, so that no reply can be wrong. */
final class PixelsRig extends FaultRig {
    private static final int COUNT = 7;
    /** Longer than a frame and the reset after it. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final PixelBuf pixels;
    /** The color that a pixel shows. */
    private final IntUnaryOperator strip;

    private final int[] colors = new int[COUNT];
    private double brightness = 1;

    static List<FaultRig> all(Random random) {
        SimNeoPixel neopixel = new SimNeoPixel(Model.WS2812B, COUNT, 3);
        SimNeoPixel onSpi = new SimNeoPixel(Model.WS2812B_V5, COUNT, 3);
        SimDotStar dotstar = new SimDotStar(COUNT);
        return List.of(
                of(
                        "NeoPixel",
                        random,
                        neopixel,
                        neopixel::color,
                        spi -> new NeoPixel(new NeoPixelOut(spi), COUNT, 1, true, "GRB")),
                of("NeoPixel_SPI", random, onSpi, onSpi::color, spi -> new NeoPixel_SPI(spi, COUNT)),
                of("DotStar", random, dotstar, dotstar::color, spi -> new DotStar(spi, COUNT)));
    }

    private static FaultRig of(
            String name, Random random, SimSpiDevice strip, IntUnaryOperator color, Function<SPI, PixelBuf> driver) {
        FaultySpi bus = new FaultySpi(strip, random);
        return new PixelsRig(name, random, bus, color, driver.apply(new SPI(bus)));
    }

    private PixelsRig(String name, Random random, FaultySpi bus, IntUnaryOperator strip, PixelBuf pixels) {
        super(name, random, bus.faults(), bus.bus().clock(), false);
        this.pixels = pixels;
        this.strip = strip;
        readings().forEach(this::add);
        add(() -> {
            int index = random.nextInt(COUNT);
            colors[index] = random.nextInt(0x1000000);
            pixels.set(index, colors[index]);
            return isShown();
        });
        add(() -> {
            int color = random.nextInt(0x1000000);
            Arrays.fill(colors, color);
            pixels.fill(color);
            return isShown();
        });
        add(() -> {
            brightness = random.nextInt(257) / 256.0;
            pixels.brightness(brightness);
            return isShown();
        });
    }

    @Override
    public List<Operation> readings() {
        return List.of(() -> {
            pixels.show();
            return isShown();
        });
    }

    private boolean isShown() {
        clock.advance(PAUSE);
        for (int i = 0; i < COUNT; i++) {
            int dimmed = dimmed(colors[i] >> 16) << 16 | dimmed(colors[i] >> 8) << 8 | dimmed(colors[i]);
            if (strip.applyAsInt(i) != dimmed) {
                throw new AssertionError("pixel %s is 0x%06x, not 0x%06x".formatted(i, strip.applyAsInt(i), dimmed));
            }
        }
        return true;
    }

    private int dimmed(int part) {
        return (int) ((part & 0xff) * brightness);
    }

    /** Time passes, so that the strip shows what has arrived of a frame. */
    @Override
    public void change() {
        clock.advance(PAUSE);
    }
}
