// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.drv2605.DRV2605;
import blinka4j.drivers.drv2605.DRV2605.Library;
import blinka4j.drivers.drv2605.DRV2605.Mode;
import blinka4j.drivers.drv2605.DRV2605.Slot;
import blinka4j.drivers.drv2605.Effect;
import blinka4j.drivers.drv2605.Pause;
import blinka4j.sim.chips.SimDRV2605;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A DRV2605L. */
final class DRV2605Rig extends FaultRig {
    private final SimDRV2605 chip = new SimDRV2605();
    private DRV2605 drv;

    static List<FaultRig> all(Random random) {
        return List.of(new DRV2605Rig(random, Parts.of(random)));
    }

    DRV2605Rig(Random random, Parts parts) {
        super("DRV2605", random, parts, false);
        parts.attach(DRV2605.DEFAULT_ADDRESS, chip);
        drv = new DRV2605(parts.i2c());
        readings().forEach(this::add);
        addChange(
                () -> drv = new DRV2605(parts.i2c()),
                () -> register(0x01) == 0
                        && register(0x02) == 0
                        && register(0x03) == 1
                        && register(0x04) == 1
                        && register(0x05) == 0
                        && register(0x1A) == 0x36
                        && register(0x1D) == 0xA0);
        add(() -> {
            Mode mode = one(Mode.values());
            drv.mode(mode);
            return register(0x01) == mode.ordinal();
        });
        add(() -> {
            Library library = one(Library.values());
            drv.library(library);
            return register(0x03) == library.ordinal();
        });
        add(() -> {
            int value = random.nextInt(383) - 127;
            drv.realtimeValue(value);
            return register(0x02) == (value & 0xFF);
        });
        add(() -> {
            int slot = random.nextInt(8);
            int effect = random.nextInt(124);
            drv.setWaveform(effect, slot);
            return register(0x04 + slot) == effect;
        });
        add(() -> {
            int slot = random.nextInt(8);
            Slot content = random.nextBoolean() ? new Effect(random.nextInt(124)) : new Pause(uniform(0, 1.27));
            drv.sequence().set(slot, content);
            return register(0x04 + slot) == content.rawValue();
        });
        addChange(() -> drv.useERM(), () -> register(0x1A) == 0x36);
        addChange(() -> drv.useLRM(), () -> register(0x1A) == 0xB6);
        addChange(() -> drv.stop(), () -> !chip.isPlaying());
        addChange(
                () -> drv.play(),
                () -> chip.isPlaying()
                        || register(0x01) != 0
                        || register(0x03) == 0
                        || register(0x04) == 0
                        || register(0x04) == 0x80);
    }

    private int register(int address) {
        return chip.registers().register(address);
    }

    @Override
    public void change() {
        clock.advance(Duration.ofSeconds(20));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> drv.mode().ordinal() == register(0x01),
                () -> drv.library().ordinal() == register(0x03),
                () -> near(drv.realtimeValue(), register(0x02), 0, 0, 255),
                () -> {
                    int slot = random.nextInt(8);
                    return isSlot(drv.sequence().get(slot), slot);
                },
                () -> {
                    boolean right = true;
                    int slot = 0;
                    for (Slot each : drv.sequence()) {
                        right &= isSlot(each, slot++);
                    }
                    return right;
                });
    }

    private boolean isSlot(Slot content, int slot) {
        double most = content instanceof Pause ? 255 : 123;
        return near(content.rawValue(), register(0x04 + slot), 0, content instanceof Pause ? 128 : 0, most);
    }
}
