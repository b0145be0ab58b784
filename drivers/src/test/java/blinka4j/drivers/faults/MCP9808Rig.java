// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.drivers.mcp9808.MCP9808.Resolution;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** An MCP9808. */
final class MCP9808Rig extends FaultRig {
    private final SimMCP9808 chip = new SimMCP9808();
    private MCP9808 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new MCP9808Rig(random, Parts.of(random)));
    }

    MCP9808Rig(Random random, Parts parts) {
        super("MCP9808", random, parts, false);
        parts.attach(0x18, chip);
        sensor = new MCP9808(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new MCP9808(parts.i2c()), () -> true);
        add(() -> {
            double limit = uniform(-60, 130);
            sensor.upperTemperature(limit);
            return limit(0x02) == Math.round(limit * 4) / 4.0;
        });
        add(() -> {
            double limit = uniform(-60, 130);
            sensor.lowerTemperature(limit);
            return limit(0x03) == Math.round(limit * 4) / 4.0;
        });
        add(() -> {
            double limit = uniform(-60, 130);
            sensor.criticalTemperature(limit);
            return limit(0x04) == Math.round(limit * 4) / 4.0;
        });
        add(() -> {
            Resolution resolution = one(Resolution.values());
            sensor.resolution(resolution);
            return chip.registers().bytes(0x08)[0] == resolution.ordinal();
        });
    }

    private double limit(int register) {
        return (chip.registers().word(register) << 19 >> 19) / 16.0;
    }

    @Override
    public void change() {
        chip.temperature(uniform(-40, 125));
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.temperature(), chip.temperature(), 0.55, -256, 256),
                () -> near(sensor.upperTemperature(), limit(0x02), 0, -256, 256),
                () -> near(sensor.lowerTemperature(), limit(0x03), 0, -256, 256),
                () -> near(sensor.criticalTemperature(), limit(0x04), 0, -256, 256),
                () -> sensor.aboveUpper() == ((chip.registers().word(0x05) & 0x4000) != 0),
                () -> sensor.belowLower() == ((chip.registers().word(0x05) & 0x2000) != 0),
                () -> sensor.aboveCritical() == ((chip.registers().word(0x05) & 0x8000) != 0),
                () -> sensor.resolution().ordinal() == chip.registers().bytes(0x08)[0]);
    }
}
