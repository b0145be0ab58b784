// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.mcp4728.Channel;
import blinka4j.drivers.mcp4728.MCP4728;
import blinka4j.drivers.mcp4728.MCP4728.Vref;
import blinka4j.sim.chips.SimMCP4728;
import blinka4j.testing.FaultRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** An MCP4728. */
final class MCP4728Rig extends FaultRig {
    private final SimMCP4728 chip = new SimMCP4728();
    private MCP4728 dac;

    static List<FaultRig> all(Random random) {
        return List.of(new MCP4728Rig(random, Parts.of(random)));
    }

    MCP4728Rig(Random random, Parts parts) {
        super("MCP4728", random, parts, false);
        parts.attach(MCP4728.DEFAULT_ADDRESS, chip);
        parts.attach(0x00, chip.generalCall());
        dac = new MCP4728(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> dac.reset(), () -> words(true).equals(words(false)));
        addChange(() -> dac.wakeup(), () -> words(false).stream().allMatch(word -> (word & 0x6000) == 0));
        addChange(() -> dac.softUpdate(), () -> true);
        add(() -> {
            List<Integer> before = words(false);
            dac.saveSettings();
            return words(true).equals(before) && words(false).equals(before);
        });
        for (int i = 0; i < 4; i++) {
            int index = i;
            add(() -> {
                int value = random.nextInt(4096);
                return changes(index, 0x0FFF, value, () -> channel(index).rawValue(value));
            });
            add(() -> {
                int value = random.nextInt(65536);
                return changes(index, 0x0FFF, value / 16, () -> channel(index).value(value));
            });
            add(() -> {
                int value = random.nextInt(4096);
                return changes(index, 0x0FFF, value, () -> channel(index).normalizedValue(value / 4095.0));
            });
            add(() -> {
                int gain = 1 + random.nextInt(2);
                return changes(
                        index, 0x1000, (gain - 1) << 12, () -> channel(index).gain(gain));
            });
            add(() -> {
                Vref vref = one(Vref.values());
                return changes(
                        index,
                        0x8000,
                        vref.ordinal() << 15,
                        () -> channel(index).vref(vref));
            });
        }
    }

    private List<Integer> words(boolean eeprom) {
        return IntStream.range(0, 4)
                .mapToObj(i -> eeprom ? chip.eeprom(i) : chip.output(i))
                .toList();
    }

    private Channel channel(int index) {
        return List.of(dac.channelA(), dac.channelB(), dac.channelC(), dac.channelD())
                .get(index);
    }

    /** Whether the chip has the change, and nothing else is changed. */
    private boolean changes(int index, int mask, int to, Runnable change) {
        List<Integer> expected = new ArrayList<>(words(false));
        expected.set(index, (expected.get(index) & ~mask) | to);
        change.run();
        return words(false).equals(expected);
    }

    /** Another controller switches an output off. */
    @Override
    public void change() {
        if (random.nextInt(10) == 0) {
            int index = random.nextInt(4);
            chip.output(index, chip.output(index) | (random.nextInt(4) << 13));
        }
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int index = i;
            readings.add(() -> near(channel(index).rawValue(), chip.output(index) & 0xFFF, 0, 0, 4095));
            readings.add(
                    () -> near(channel(index).value(), (chip.output(index) & 0xFFF) * 65535 / 4095.0, 1, 0, 65535));
            readings.add(
                    () -> near(channel(index).normalizedValue(), (chip.output(index) & 0xFFF) / 4095.0, 1e-9, 0, 1));
            readings.add(() -> near(channel(index).gain(), 1 + (chip.output(index) >> 12 & 1), 0, 1, 2));
            readings.add(() -> channel(index).vref().ordinal() == chip.output(index) >> 15);
        }
        return readings;
    }
}
