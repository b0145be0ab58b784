// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.digitalio.Pull;
import blinka4j.drivers.dht.DHT22;
import blinka4j.sim.chips.SimDHT22;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A DHT22. Its checksum is a sum: of two wrong bits one can hide the other. */
final class DHTRig extends FaultRig {
    private final FaultyWire wire;
    private final SimDHT22 chip = new SimDHT22();
    private DHT22 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new DHTRig(random, new FaultyWire(random)));
    }

    private DHTRig(Random random, FaultyWire wire) {
        super("DHT", random, wire.faults, wire.board.clock(), false);
        this.wire = wire;
        chip.attachTo(wire.board, FaultyWire.CHIP);
        wire.board.pin(FaultyWire.PROGRAM).resistor(Pull.UP).onLevel(this::level);
        sensor = open();
        readings().forEach(this::add);
        addChange(
                () -> {
                    sensor.close();
                    sensor = open();
                },
                () -> true);
    }

    private DHT22 open() {
        return new DHT22(wire.board.blinka().pin(FaultyWire.PROGRAM));
    }

    private void level(boolean high) {
        if (!high && wire.board.pin(FaultyWire.PROGRAM).isOutput()) {
            wire.answers(Duration.ofMillis(6));
        }
    }

    @Override
    public void change() {
        clock.advance(Duration.ofSeconds(2));
        chip.temperature(random.nextInt(-400, 801) / 10.0).humidity(random.nextInt(0, 1001) / 10.0);
    }

    @Override
    public List<Operation> readings() {
        return List.of(
                () -> near(sensor.temperature(), chip.temperature(), 1e-9, -40, 80),
                () -> near(sensor.humidity(), chip.humidity(), 1e-9, 0, 100));
    }
}
