// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.hcsr04.HCSR04;
import blinka4j.sim.chips.SimHCSR04;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An HC-SR04. A pulse has no checksum. */
final class HCSR04Rig extends FaultRig {
    private static final String TRIGGER = "D5";

    private final FaultyWire wire;
    private final SimHCSR04 chip = new SimHCSR04();
    private HCSR04 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new HCSR04Rig(random, new FaultyWire(random)));
    }

    private HCSR04Rig(Random random, FaultyWire wire) {
        super("HCSR04", random, wire.faults, wire.board.clock(), false);
        this.wire = wire;
        chip.attachTo(wire.board, TRIGGER, FaultyWire.CHIP);
        wire.board.pin(TRIGGER).onLevel(high -> {
            if (high) {
                wire.answers(Duration.ofMillis(15));
            }
        });
        sensor = open();
        readings().forEach(this::add);
        addChange(
                () -> {
                    sensor.close();
                    sensor = open();
                },
                () -> true);
    }

    private HCSR04 open() {
        return new HCSR04(wire.board.blinka().pin(TRIGGER), wire.board.blinka().pin(FaultyWire.PROGRAM));
    }

    /** The echoes of the last measurement fade. */
    @Override
    public void change() {
        clock.advance(Duration.ofMillis(100));
        chip.distance(uniform(2, 400));
    }

    /** Most wrong pulses give a wrong distance. Few give a timeout. */
    @Override
    public int leastOutcomes() {
        return 2;
    }

    @Override
    public List<Operation> readings() {
        return List.of(() -> {
            clock.advance(Duration.ofMillis(60));
            return near(sensor.distance(), chip.distance(), 0.01, 0, 629);
        });
    }
}
