// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busio.I2C;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.drivers.tca9548a.PCA9546A;
import blinka4j.drivers.tca9548a.TCA9548A;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimTCA9548A;
import blinka4j.testing.FaultRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A TCA9548A and a PCA9546A, with a thermometer on each channel, all at one address. */
final class TCA9548ARig extends FaultRig {
    private final SimMCP9808[] chips;
    private MCP9808[] sensors;
    private IntFunction<I2C> multiplexer;

    static List<FaultRig> all(Random random) {
        return List.of(
                new TCA9548ARig("TCA9548A", 8, i2c -> new TCA9548A(i2c)::get, random, Parts.of(random)),
                new TCA9548ARig("PCA9546A", 4, i2c -> new PCA9546A(i2c)::get, random, Parts.of(random)));
    }

    TCA9548ARig(String name, int channels, Function<I2C, IntFunction<I2C>> create, Random random, Parts parts) {
        super(name, random, parts, false);
        SimTCA9548A chip = new SimTCA9548A(parts.bus().clock(), channels);
        parts.attach(0x70, chip);
        chips = new SimMCP9808[channels];
        for (int i = 0; i < channels; i++) {
            chips[i] = new SimMCP9808();
            chip.channel(i).attach(0x18, chips[i]);
        }
        multiplexer = create.apply(parts.i2c());
        sensors = sensors(multiplexer);
        readings().forEach(this::add);
        add(() -> {
            IntFunction<I2C> anew = create.apply(parts.i2c());
            sensors = sensors(anew);
            multiplexer = anew;
            return chip.control() == 0;
        });
        add(() -> {
            int channel = random.nextInt(channels);
            double limit = uniform(-60, 130);
            sensors[channel].upperTemperature(limit);
            return chips[channel].registers().word(0x02) << 19 >> 19 == Math.round(limit * 4) * 4
                    && chip.control() == 0;
        });
        add(() -> {
            int one = random.nextInt(channels);
            int other = random.nextInt(channels);
            return multiplexer.apply(one).exclusively(() -> is(one) & is(other) & is(one));
        });
    }

    private MCP9808[] sensors(IntFunction<I2C> channels) {
        return IntStream.range(0, chips.length)
                .mapToObj(i -> new MCP9808(channels.apply(i)))
                .toArray(MCP9808[]::new);
    }

    private boolean is(int channel) {
        return near(sensors[channel].temperature(), chips[channel].temperature(), 0.05, -256, 256);
    }

    @Override
    public void change() {
        for (SimMCP9808 chip : chips) {
            chip.temperature(uniform(-40, 125));
        }
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        for (int i = 0; i < chips.length; i++) {
            int channel = i;
            readings.add(() -> is(channel));
        }
        return readings;
    }
}
