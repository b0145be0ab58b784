// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.pm25.PM25;
import blinka4j.sim.chips.SimPM25;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** A PMSA003I. Its checksum is a sum: of two wrong bits one can hide the other. */
final class PM25Rig extends FaultRig {
    private final SimPM25 chip = new SimPM25();
    private PM25 sensor;

    static List<FaultRig> all(Random random) {
        return List.of(new PM25Rig(random, Parts.of(random)));
    }

    PM25Rig(Random random, Parts parts) {
        super("PM25", random, parts, false);
        parts.attach(PM25.DEFAULT_ADDRESS, chip);
        sensor = new PM25(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> sensor = new PM25(parts.i2c()), () -> true);
    }

    @Override
    public void change() {
        chip.quantities().forEach(quantity -> quantity.value(random.nextInt(65_536)));
    }

    private boolean is(int actual, String quantity) {
        return near(actual, chip.quantity(quantity).value(), 0, 0, 65_535);
    }

    @Override
    public List<Operation> readings() {
        return List.of(() -> {
            PM25.AqiReading air = sensor.read();
            return is(air.pm10Standard(), "pm10 standard")
                    & is(air.pm25Standard(), "pm25 standard")
                    & is(air.pm100Standard(), "pm100 standard")
                    & is(air.pm10Env(), "pm10 env")
                    & is(air.pm25Env(), "pm25 env")
                    & is(air.pm100Env(), "pm100 env")
                    & is(air.particles03um(), "particles 03um")
                    & is(air.particles05um(), "particles 05um")
                    & is(air.particles10um(), "particles 10um")
                    & is(air.particles25um(), "particles 25um")
                    & is(air.particles50um(), "particles 50um")
                    & is(air.particles100um(), "particles 100um");
        });
    }
}
