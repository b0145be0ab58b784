// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.cap1188.CAP1188;
import blinka4j.drivers.cap1188.CAP1188.Cycle;
import blinka4j.drivers.cap1188.CAP1188.Sample;
import blinka4j.sim.SimClock;
import blinka4j.sim.chips.SimCAP1188;
import blinka4j.testing.FaultRig;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultySpi;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A CAP1188 on I2C and one on SPI. */
final class CAP1188Rig extends FaultRig {
    private final SimCAP1188 chip;
    private CAP1188 sensor;

    static List<FaultRig> all(Random random) {
        SimCAP1188 spiChip = new SimCAP1188();
        FaultySpi spi = new FaultySpi(spiChip, random);
        SPI spiBus = new SPI(spi);
        SimCAP1188 i2cChip = new SimCAP1188();
        Parts parts = Parts.of(random).attach(CAP1188.DEFAULT_ADDRESS, i2cChip);
        return List.of(
                new CAP1188Rig(
                        "CAP1188",
                        random,
                        parts.port().faults(),
                        parts.bus().clock(),
                        i2cChip,
                        () -> new CAP1188(parts.i2c())),
                new CAP1188Rig(
                        "CAP1188 (SPI)",
                        random,
                        spi.faults(),
                        spi.bus().clock(),
                        spiChip,
                        () -> new CAP1188(new SPIDevice(spiBus))));
    }

    CAP1188Rig(String name, Random random, Faults faults, SimClock clock, SimCAP1188 chip, Supplier<CAP1188> create) {
        super(name, random, faults, clock, false);
        this.chip = chip;
        sensor = create.get();
        readings().forEach(this::add);
        addChange(
                () -> sensor = create.get(),
                () -> register(0x72) == 0xFF && register(0x2A) == 0 && register(0x2F) == 0x10);
        add(() -> {
            int code = random.nextInt(8);
            sensor.sensitivity(128 >> code);
            return register(0x1F) == (code << 4 | 0x0F);
        });
        add(() -> {
            int code = random.nextInt(8);
            sensor.averaging(1 << code);
            return register(0x24) >> 4 == code;
        });
        add(() -> {
            Sample sample = one(Sample.values());
            sensor.sample(sample);
            return (register(0x24) >> 2 & 3) == sample.ordinal();
        });
        add(() -> {
            Cycle cycle = one(Cycle.values());
            sensor.cycle(cycle);
            return (register(0x24) & 3) == cycle.ordinal();
        });
        add(() -> {
            int pin = 1 + random.nextInt(8);
            int threshold = random.nextInt(128);
            sensor.get(pin).threshold(threshold);
            return register(0x2F + pin) == threshold;
        });
        add(() -> {
            int threshold = random.nextInt(128);
            sensor.thresholds(threshold);
            boolean right = true;
            for (int i = 0; i < 8; i++) {
                right &= register(0x30 + i) == threshold;
            }
            return right;
        });
        addChange(() -> sensor.recalibrate(), () -> register(0x26) == 0xFF);
        addChange(() -> sensor.get(5).recalibrate(), () -> register(0x26) == 0x10);
        add(() -> {
            int mask = random.nextInt(256);
            sensor.recalibratePins(mask);
            return register(0x26) == mask;
        });
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    @Override
    public void change() {
        for (int pin = 1; pin <= 8; pin++) {
            chip.quantity("pad " + pin).value(random.nextBoolean() ? 0 : uniform(-0.5, 0.5));
        }
        clock.advance(Duration.ofSeconds(1));
    }

    /** By the quantity: 64 counts are 25 fF with the greatest sensitivity. */
    private int counts(int pin) {
        double counts = chip.quantity("pad " + pin).value() / 0.025 * 64 / (1 << (register(0x1F) >> 4));
        return (int) Math.rint(Math.max(-128, Math.min(127, counts)));
    }

    private int touched() {
        int touched = 0;
        for (int pin = 1; pin <= 8; pin++) {
            touched |= counts(pin) > register(0x2F + pin) ? 1 << (pin - 1) : 0;
        }
        return touched;
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                // The first one of a step also clears what was touched before it.
                () -> sensor.touched() == touched(),
                () -> {
                    boolean[] pins = sensor.touchedPins();
                    int found = 0;
                    for (int i = 0; i < 8; i++) {
                        found |= pins[i] ? 1 << i : 0;
                    }
                    return found == touched();
                },
                () -> {
                    int pin = 1 + random.nextInt(8);
                    return sensor.get(pin).value() == ((touched() >> (pin - 1) & 1) != 0);
                },
                () -> {
                    int pin = 1 + random.nextInt(8);
                    return near(sensor.get(pin).rawValue(), counts(pin), 0, -128, 127);
                },
                () -> near(sensor.sensitivity(), 128 >> (register(0x1F) >> 4), 0, 1, 128),
                () -> near(sensor.averaging(), 1 << (register(0x24) >> 4), 0, 1, 128),
                () -> sensor.sample().ordinal() == (register(0x24) >> 2 & 3),
                () -> sensor.cycle().ordinal() == (register(0x24) & 3),
                () -> {
                    int[] found = sensor.thresholdValues();
                    boolean right = true;
                    for (int i = 0; i < 8; i++) {
                        right &= near(found[i], register(0x30 + i), 0, 0, 127);
                    }
                    return right;
                },
                () -> near(sensor.get(8).threshold(), register(0x37), 0, 0, 127));
    }
}
