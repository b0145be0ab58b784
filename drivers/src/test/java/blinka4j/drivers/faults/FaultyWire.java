// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.drivers.PinBoard;
import blinka4j.sim.SimBoard;
import blinka4j.testing.Faults;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Random;

/** A wire between a pin of the program and one of a simulated chip. Its contact breaks for a while, as ordered or by chance. */
final class FaultyWire {
    static final String PROGRAM = "D4";
    static final String CHIP = "D17";

    final SimBoard board = PinBoard.open();
    final Faults faults;
    private final Random random;

    FaultyWire(Random random) {
        this.random = random;
        faults = new Faults(random);
        board.wire(PROGRAM, CHIP);
    }

    /** The chip begins to answer. The contact may break within this time, for up to as long. */
    void answers(Duration time) {
        if (faults.next(true) != null) {
            faults.corrupt(FaultyI2C.Fault.FLIPPED, new byte[1], new byte[1], 0, 1);
            long from = random.nextInt((int) time.toNanos());
            long to = from + random.nextInt((int) time.toNanos());
            board.clock().after(Duration.ofNanos(from), () -> board.unwire(PROGRAM));
            board.clock().after(Duration.ofNanos(to), () -> board.wire(PROGRAM, CHIP));
        }
    }
}
