// SPDX-License-Identifier: MIT
package blinka4j.linux;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures how many bytes calls allocate on the heap. */
final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Longer than the compilers of a busy machine need. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private Allocations() {}

    /**
     * Returns the bytes that {@code calls} calls allocate: the minimum of many rounds. A call may allocate until the last
     * compiler has compiled it, which can take long on a busy machine. The rounds end when one allocates less than a byte
     * per call, which comes from the measurement, or after half a minute.
     */
    static long inRound(int calls, Runnable call) {
        long least = Long.MAX_VALUE;
        long begin = System.nanoTime();
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        } while (least >= calls && System.nanoTime() - begin < PATIENCE_NANOS);
        return least;
    }
}
