// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.Clock;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when somebody waits; notes for what. */
public final class FakeClock implements Clock {
    public final List<String> waits = new ArrayList<>();
    public long nanos;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(long time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        waits.add("sleep " + time);
        nanos += time;
    }

    @Override
    public void delay(long time) {
        waits.add("delay " + time);
        nanos += time;
    }
}
