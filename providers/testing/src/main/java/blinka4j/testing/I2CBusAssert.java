// SPDX-License-Identifier: MIT
package blinka4j.testing;

import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CBus.Transfer;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about the transfers on a simulated I2C bus. The bus must record them: {@code SimI2CBus.record()} before the program runs,
 * which a {@link Simulated} test does for a bus that is its parameter.
 */
public final class I2CBusAssert extends AbstractAssert<I2CBusAssert, SimI2CBus> {
    I2CBusAssert(SimI2CBus actual) {
        super(actual, I2CBusAssert.class);
    }

    /** In one transfer the program wrote these bytes to the address, and nothing else; it may have read after that. */
    public I2CBusAssert wrote(int address, int... bytes) {
        return has(
                transfer -> transfer.address() == address && transfer.written().equals(Transfers.list(bytes)),
                "a write of [%s] to 0x%02x".formatted(Transfers.text(bytes), address));
    }

    /** In one transfer the program read these bytes from the address. */
    public I2CBusAssert read(int address, int... bytes) {
        return has(
                transfer -> transfer.address() == address && transfer.read().equals(Transfers.list(bytes)),
                "a read of [%s] from 0x%02x".formatted(Transfers.text(bytes), address));
    }

    /** There were so many transfers, probes and failed ones too. */
    public I2CBusAssert hasTransfers(int count) {
        List<Transfer> transfers = transfers();
        if (transfers.size() != count) {
            failWithMessage("%s", Transfers.unlike(actual, "%s transfers".formatted(count), transfers));
        }
        return this;
    }

    /** There was no transfer, and no probe. */
    public I2CBusAssert hasNoTransfers() {
        return hasTransfers(0);
    }

    /** No transfer with this address has failed. */
    public I2CBusAssert hasNoFailures() {
        List<Transfer> transfers = transfers();
        if (transfers.stream().anyMatch(transfer -> transfer.failure() != null)) {
            failWithMessage("%s", Transfers.unlike(actual, "no failed transfer", transfers));
        }
        return this;
    }

    private I2CBusAssert has(Predicate<Transfer> wanted, String what) {
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
