// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.mcp4725.MCP4725;
import blinka4j.sim.chips.SimMCP4725;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** An MCP4725. */
final class MCP4725Rig extends FaultRig {
    private final SimMCP4725 chip = new SimMCP4725();
    private MCP4725 dac;

    static List<FaultRig> all(Random random) {
        return List.of(new MCP4725Rig(random, Parts.of(random)));
    }

    MCP4725Rig(Random random, Parts parts) {
        super("MCP4725", random, parts, false);
        parts.attach(MCP4725.DEFAULT_ADDRESS, chip);
        dac = new MCP4725(parts.i2c());
        readings().forEach(this::add);
        add(() -> {
            int value = random.nextInt(4096);
            dac.rawValue(value);
            return chip.value() == value && chip.powerDown() == 0;
        });
        add(() -> {
            int value = random.nextInt(65536);
            dac.value(value);
            return chip.value() == value / 16 && chip.powerDown() == 0;
        });
        add(() -> {
            int value = random.nextInt(4096);
            dac.normalizedValue(value / 4095.0);
            return chip.value() == value && chip.powerDown() == 0;
        });
        add(() -> {
            int powerDown = chip.powerDown();
            int value = chip.value();
            dac.saveToEeprom();
            return chip.eeprom() == ((powerDown << 13) | value) && chip.value() == value;
        });
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(dac.rawValue(), chip.value(), 0, 0, 4095),
                () -> near(dac.value(), chip.value() * 16, 0, 0, 65520),
                () -> near(dac.normalizedValue(), chip.value() / 4095.0, 1e-9, 0, 1));
    }
}
