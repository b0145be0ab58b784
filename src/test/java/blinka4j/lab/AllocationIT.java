// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Allocation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Measures the allocation of the frequent calls, with the real provider. */
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
class AllocationIT {
    @Test
    void readingAndWritingPinsAndRegistersAllocatesNothing(Lab lab) {
        String output = lab.finish(lab.program(Allocation.class).start("GPIO5_IO26"), Lab.PATIENCE);
        for (String call : List.of("value()", "value(v)", "writeToThenReadFrom", "Register.get")) {
            assertThat(Lab.line(output, call + ":")).as(call).isEqualTo("0 bytes in 500 calls, 0 per call");
        }
        // The measure itself: two arrays of 16 bytes with a header of at least 8 each.
        assertThat(Lab.line(output, "new byte[16]:")).isEqualTo("16000 bytes in 500 calls, 32 per call");
    }
}
