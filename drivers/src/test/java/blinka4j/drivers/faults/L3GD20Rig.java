// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.l3gd20.L3GD20;
import blinka4j.drivers.l3gd20.L3GD20.Range;
import blinka4j.drivers.l3gd20.L3GD20.Rate;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimL3GD20;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** An L3GD20 on I2C and one on SPI. */
final class L3GD20Rig extends FaultRig {
    private final SimL3GD20 chip;
    private final BiFunction<Range, Rate, L3GD20> create;
    private L3GD20 sensor;
    private boolean constructing;
    private double x;
    private double y;
    private double z;

    static List<FaultRig> all(Random random) {
        SimL3GD20 spiChip = new SimL3GD20();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimL3GD20 i2cChip = new SimL3GD20();
        Parts parts = Parts.of(random).attach(0x6B, i2cChip);
        return List.of(
                new L3GD20Rig(
                        "L3GD20",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        (range, rate) -> new L3GD20(parts.i2c(), range, 0x6B, rate)),
                new L3GD20Rig(
                        "L3GD20 (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        (range, rate) -> new L3GD20(new SPIDevice(spiBus), range, rate)));
    }

    L3GD20Rig(
            String name,
            Random random,
            Faults faults,
            SimClock clock,
            SimL3GD20 chip,
            BiFunction<Range, Rate, L3GD20> create) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        this.create = create;
        sensor = create.apply(Range.L3DS20_RANGE_250DPS, Rate.L3DS20_RATE_100HZ);
        readings().forEach(this::add);
        add(this::measures);
        add(() -> {
            Range range = one(Range.values());
            Rate rate = one(Rate.values());
            constructing = true;
            sensor = create.apply(range, rate);
            constructing = false;
            return register(0x20) == (rate.ordinal() << 6 | 0x0F) && register(0x23) == (0x80 | range.ordinal() << 4);
        });
        add(() -> {
            int value = random.nextInt(128);
            sensor.writeRegister(0x32, value);
            return sensor.readRegister(0x32) == value;
        });
    }

    /** A program without a sensor tries again. */
    @Override
    protected void failed() {
        if (constructing) {
            sensor = create.apply(one(Range.values()), one(Rate.values()));
            constructing = false;
        }
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    @Override
    public void change() {
        x = uniform(-40, 40);
        y = uniform(-40, 40);
        z = uniform(-40, 40);
        chip.rotation(x, y, z);
        clock.advance(Duration.ofMillis(300));
    }

    private boolean measures() {
        L3GD20.Gyro now = sensor.gyro();
        return is(now.x(), x) & is(now.y(), y) & is(now.z(), z);
    }

    private boolean is(double actual, double expected) {
        double step = Math.toRadians(sensor.scale());
        double shown = Math.max(-32768 * step, Math.min(32767 * step, expected));
        return near(actual, shown, 0.51 * step, -32768 * step, 32767 * step);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                this::measures,
                () -> is(sensor.gyroRaw().z() * Math.toRadians(sensor.scale()), z),
                () -> sensor.readRegister(0x20) == register(0x20),
                () -> {
                    byte[] bytes = new byte[2];
                    sensor.readBytes(0x23, bytes);
                    return (bytes[0] & 0xFF) == register(0x23) && (bytes[1] & 0xFF) == register(0x24);
                });
    }
}
