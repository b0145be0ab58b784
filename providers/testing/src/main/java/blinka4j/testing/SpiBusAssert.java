// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SimSpiBus.Transfer;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about the transfers on a simulated SPI bus. The bus must record them: {@code SimSpiBus.record()} before the program runs,
 * which a {@link Simulated} test does for a bus that is its parameter.
 */
public final class SpiBusAssert extends AbstractAssert<SpiBusAssert, SimSpiBus> {
    SpiBusAssert(SimSpiBus actual) {
        super(actual, SpiBusAssert.class);
    }

    /** In one transfer the program sent these bytes, and nothing else. */
    public SpiBusAssert wrote(int... bytes) {
        return has(
                transfer -> transfer.written().equals(Transfers.list(bytes)),
                "a write of [%s]".formatted(Transfers.text(bytes)));
    }

    /** In one transfer the program received these bytes. */
    public SpiBusAssert read(int... bytes) {
        return has(
                transfer -> transfer.read().equals(Transfers.list(bytes)),
                "a read of [%s]".formatted(Transfers.text(bytes)));
    }

    /** There were so many transfers. */
    public SpiBusAssert hasTransfers(int count) {
        List<Transfer> transfers = transfers();
        if (transfers.size() != count) {
            failWithMessage("%s", Transfers.unlike(actual, "%s transfers".formatted(count), transfers));
        }
        return this;
    }

    /** There was no transfer. */
    public SpiBusAssert hasNoTransfers() {
        return hasTransfers(0);
    }

    private SpiBusAssert has(Predicate<Transfer> wanted, String what) {
        List<Transfer> transfers = transfers();
        if (transfers.stream().noneMatch(wanted)) {
            failWithMessage("%s", Transfers.unlike(actual, what, transfers));
        }
        return this;
    }

    private List<Transfer> transfers() {
        isNotNull();
        Transfers.requireRecording(actual, actual.isRecording());
        return actual.transfers();
    }
}
