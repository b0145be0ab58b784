// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.drivers.mcp3xxx.AnalogIn;
import blinka4j.drivers.mcp3xxx.MCP3002;
import blinka4j.drivers.mcp3xxx.MCP3004;
import blinka4j.drivers.mcp3xxx.MCP3008;
import blinka4j.drivers.mcp3xxx.MCP3202;
import blinka4j.drivers.mcp3xxx.MCP3204;
import blinka4j.drivers.mcp3xxx.MCP3208;
import blinka4j.drivers.mcp3xxx.MCP3xxx;
import blinka4j.drivers.mcp3xxx.MCP3xxx.Pin;
import blinka4j.sim.chips.SimMCP3xxx;
import blinka4j.testing.FaultRig;
import blinka4j.testing.FaultySpi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Each chip of the family. */
final class MCP3xxxRig extends FaultRig {
    private static final double REFERENCE = 3.3;

    private final SimMCP3xxx chip;
    private final int bits;
    private final double[] volts;
    private MCP3xxx adc;

    static List<FaultRig> all(Random random) {
        return Arrays.stream(SimMCP3xxx.Model.values())
                .<FaultRig>map(model -> {
                    SimMCP3xxx chip = new SimMCP3xxx(model);
                    return new MCP3xxxRig(model, chip, random, new FaultySpi(chip, random));
                })
                .toList();
    }

    private MCP3xxxRig(SimMCP3xxx.Model model, SimMCP3xxx chip, Random random, FaultySpi spi) {
        super(model.toString(), random, spi.faults(), spi.bus().clock(), false);
        this.chip = chip;
        bits = model.compareTo(SimMCP3xxx.Model.MCP3202) < 0 ? 10 : 12;
        volts = new double[chip.quantities().size()];
        change();
        SPIDevice device = new SPIDevice(new SPI(spi));
        adc = create(model, device);
        readings().forEach(this::add);
        addChange(() -> adc = create(model, device), () -> true);
    }

    private static MCP3xxx create(SimMCP3xxx.Model model, SPIDevice device) {
        return switch (model) {
            case MCP3002 -> new MCP3002(device, REFERENCE);
            case MCP3004 -> new MCP3004(device, REFERENCE);
            case MCP3008 -> new MCP3008(device, REFERENCE);
            case MCP3202 -> new MCP3202(device, REFERENCE);
            case MCP3204 -> new MCP3204(device, REFERENCE);
            case MCP3208 -> new MCP3208(device, REFERENCE);
        };
    }

    @Override
    public void change() {
        for (int i = 0; i < volts.length; i++) {
            volts[i] = uniform(0, 3.5);
            chip.volts(i, volts[i]);
        }
    }

    /** The chip rounds down; the greatest value is 3.3 V less a step, and read as 3.3 V. */
    private boolean measures(double measured, double expected) {
        return near(measured, Math.max(0, Math.min(expected, REFERENCE)), 1.01 * REFERENCE / (1 << bits), 0, REFERENCE);
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        for (int i = 0; i < volts.length; i++) {
            int input = i;
            Pin pin = Pin.values()[i];
            Pin partner = Pin.values()[i ^ 1];
            readings.add(() -> measures(new AnalogIn(adc, pin).voltage(), volts[input]));
            readings.add(() -> measures(new AnalogIn(adc, pin, partner).voltage(), volts[input] - volts[input ^ 1]));
            readings.add(() -> measures(adc.read(pin) * REFERENCE / (1 << bits), volts[input]));
        }
        return readings;
    }
}
