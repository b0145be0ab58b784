// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.lis3dh.LIS3DH;
import blinka4j.drivers.lis3dh.LIS3DH.Acceleration;
import blinka4j.drivers.lis3dh.LIS3DH.DataRate;
import blinka4j.drivers.lis3dh.LIS3DH.Range;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimLIS3DH;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** An LIS3DH on I2C and one on SPI. */
final class LIS3DHRig extends FaultRig {
    private static final int[] STEP = {1, 2, 4, 12};

    private final SimLIS3DH chip;
    private LIS3DH sensor;
    private double x;
    private double y;
    private double z;
    private int adc;

    static List<FaultRig> all(Random random) {
        SimLIS3DH spiChip = new SimLIS3DH();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimLIS3DH i2cChip = new SimLIS3DH();
        Parts parts = Parts.of(random).attach(0x18, i2cChip);
        return List.of(
                new LIS3DHRig(
                        "LIS3DH",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        () -> new LIS3DH(parts.i2c())),
                new LIS3DHRig(
                        "LIS3DH (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        () -> new LIS3DH(new SPIDevice(spiBus), null)));
    }

    LIS3DHRig(String name, Random random, Faults faults, SimClock clock, SimLIS3DH chip, Supplier<LIS3DH> create) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        sensor = create.get();
        readings().forEach(this::add);
        add(this::measures);
        addStart(() -> sensor = create.get(), () -> register(0x20) == 0x77 && register(0x23) == 0x88);
        add(() -> {
            Range range = one(Range.values());
            sensor.range(range);
            return (register(0x23) >> 4 & 3) == range.ordinal() && (register(0x23) & 0xC7) == 0x80;
        });
        add(() -> {
            DataRate rate = one(DataRate.values());
            sensor.dataRate(rate);
            boolean lowPower = rate.name().contains("LOWPOWER");
            return (register(0x20) & 0x0F) == (lowPower ? 0x0F : 0x07) && (register(0x23) & 8) == (lowPower ? 0 : 8);
        });
        add(() -> {
            int tap = random.nextInt(3);
            sensor.setTap(tap, 60);
            sensor.tapped();
            chip.tap(2);
            return register(0x38) == new int[] {0, 0x15, 0x2A}[tap] && sensor.tapped() == (tap == 2);
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    @Override
    public void change() {
        x = uniform(-150, 150);
        y = uniform(-150, 150);
        z = uniform(-150, 150);
        chip.acceleration(x, y, z);
        adc = random.nextInt(65536) - 32768;
        chip.registers().u16le(0x08, adc, adc, adc);
        clock.advance(Duration.ofMillis(1100));
    }

    private boolean measures() {
        return isRightOrOff(
                () -> {
                    Acceleration now = sensor.acceleration();
                    return is(now.x(), x) & is(now.y(), y) & is(now.z(), z);
                },
                register(0x20) >> 4 == 0);
    }

    private boolean is(double actual, double expected) {
        double step = STEP[register(0x23) >> 4 & 3] * 0.00980665;
        double shown = Math.max(-2048 * step, Math.min(2047 * step, expected));
        double tolerance =
                (register(0x20) & 8) != 0 ? 16.1 * step : (register(0x23) & 8) != 0 ? 0.51 * step : 4.1 * step;
        // Switched off, it has the last one.
        return near(actual, register(0x20) >> 4 == 0 ? actual : shown, tolerance, -241.1, 241.1);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                this::measures,
                () -> sensor.range().ordinal() == (register(0x23) >> 4 & 3),
                () -> sensor.dataRate() != DataRate.DATARATE_POWERDOWN || register(0x20) >> 4 == 0,
                () -> near(sensor.readAdcRaw(1 + random.nextInt(3)), adc, 0, -32768, 32767),
                () -> near(sensor.readAdcMv(2), 1350 - 450.0 * adc / 32512, 1e-6, 890, 1810),
                () -> {
                    boolean on = register(0x20) >> 4 != 0;
                    chip.acceleration(9.8, 0, 0);
                    clock.advance(Duration.ofMillis(1100));
                    return isRightOrOff(() -> !(sensor.shake() && on), !on);
                },
                () -> {
                    sensor.tapped();
                    chip.tap(1);
                    return sensor.tapped() == ((register(0x38) & 0x15) != 0);
                });
    }
}
