// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.gps.GPS_GtopI2C;
import blinka4j.sim.chips.SimPA1010D;
import blinka4j.testing.FaultRig;
import java.util.List;
import java.util.Random;

/** A PA1010D. Its checksum is an exclusive or: of two wrong bits one can hide the other. */
final class GPSRig extends FaultRig {
    /** Those of a second, those of the second before, an answer to a command, and lines that begin in the middle. */
    private static final int MOST_SENTENCES = 20;

    private final SimPA1010D chip = new SimPA1010D();
    private GPS_GtopI2C gps;

    static List<FaultRig> all(Random random) {
        return List.of(new GPSRig(random, Parts.of(random)));
    }

    GPSRig(Random random, Parts parts) {
        super("GPS", random, parts, false);
        parts.attach(GPS_GtopI2C.DEFAULT_ADDRESS, chip);
        gps = new GPS_GtopI2C(parts.i2c());
        readings().forEach(this::add);
        addChange(() -> gps = new GPS_GtopI2C(parts.i2c()), () -> true);
        addChange(() -> gps.sendCommand("PMTK220,1000"), () -> true);
    }

    @Override
    public void change() {
        chip.quantities().forEach(quantity -> quantity.value(uniform(quantity.least(), quantity.most())));
        chip.quantity("satellites").value(1 + random.nextInt(12));
    }

    private boolean is(double actual, String quantity, double tolerance) {
        return Math.abs(actual - chip.quantity(quantity).value()) <= tolerance;
    }

    @Override
    public List<Operation> readings() {
        return List.of(() -> {
            for (int i = 0; i < MOST_SENTENCES; i++) {
                gps.update();
                if (is(gps.latitude(), "latitude", 1e-6)
                        && is(gps.longitude(), "longitude", 1e-6)
                        && is(gps.altitudeM(), "altitude", 0.1)
                        && is(gps.speedKnots(), "speed", 0.01)
                        && is(gps.speedKmh() / 1.852, "speed", 0.01)
                        && is(gps.trackAngleDeg(), "angle", 0.01)
                        && is(gps.satellites(), "satellites", 0)) {
                    return gps.hasFix();
                }
            }
            return false;
        });
    }
}
