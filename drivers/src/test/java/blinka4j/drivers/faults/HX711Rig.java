// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.hx711.AnalogIn;
import blinka4j.drivers.hx711.HX711;
import blinka4j.drivers.hx711.HX711.ChanGain;
import blinka4j.sim.chips.SimHX711;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An HX711, whose bits have no checksum. The contact of its data breaks. */
final class HX711Rig extends FaultRig {
    private static final String CLOCK = "D5";
    private static final int MOST = (1 << 23) - 1;

    private final SimHX711 chip = new SimHX711();
    private final HX711 adc;
    private long rose;
    private double a;
    private double b;

    static List<FaultRig> all(Random random) {
        return List.of(new HX711Rig(random, new FaultyWire(random)));
    }

    private HX711Rig(Random random, FaultyWire wire) {
        super("HX711", random, wire.faults, wire.board.clock(), false);
        chip.attachTo(wire.board, FaultyWire.CHIP, CLOCK);
        wire.board.pin(FaultyWire.PROGRAM).resistor(Pull.UP);
        wire.board.pin(CLOCK).onLevel(high -> {
            // The first pulse of a frame.
            if (high && clock.nanos() - rose > 1_000_000) {
                wire.answers(Duration.ofNanos(40_000));
            }
            rose = high ? clock.nanos() : rose;
        });
        adc = new HX711(pin(wire, FaultyWire.PROGRAM), pin(wire, CLOCK));
        readings().forEach(this::add);
        add(() -> near(adc.readAverage(ChanGain.CHAN_A_GAIN_128, 3), steps(a, 128), 1, -MOST - 1, MOST));
        addChange(() -> adc.powerDown(true), () -> true);
        addChange(() -> adc.powerDown(false), () -> true);
    }

    private static DigitalInOut pin(FaultyWire wire, String name) {
        return new DigitalInOut(wire.board.blinka().pin(name));
    }

    private static double steps(double millivolts, int gain) {
        return millivolts * gain * (1 << 24) / 5000;
    }

    /** The filter settles. */
    @Override
    public void change() {
        a = uniform(-19, 19);
        b = uniform(-19, 19);
        chip.channelA(a).channelB(b);
        clock.advance(Duration.ofMillis(500));
    }

    /** Wrong bits, that nothing tells from right ones. */
    @Override
    public int leastOutcomes() {
        return 2;
    }

    @Override
    public List<Operation> readings() {
        List<Operation> readings = new ArrayList<>();
        AnalogIn half = new AnalogIn(adc, ChanGain.CHAN_A_GAIN_64);
        AnalogIn other = new AnalogIn(adc, ChanGain.CHAN_B_GAIN_32);
        readings.add(() -> near(half.value(), steps(a, 64), 1, -MOST - 1, MOST));
        readings.add(() -> near(other.value(), steps(b, 32), 1, -MOST - 1, MOST));
        readings.add(() -> near(adc.read(), steps(a, 128), 1, -MOST - 1, MOST));
        return readings;
    }
}
