// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.PwmPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An output that notes what is asked of it, and fails when told to. */
public class FakePwm implements PwmPort {
    /** Every call, such as {@code set(2000000, 1000000)}. */
    public final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    public volatile boolean closed;

    private final String name;
    private RuntimeException failure;

    public FakePwm() {
        this("channel 7 of the servo controller");
    }

    public FakePwm(String name) {
        this.name = name;
    }

    /** Makes the next change fail. */
    public void fail(RuntimeException with) {
        failure = with;
    }

    @Override
    public synchronized void set(long periodNanos, long highNanos) {
        if (closed) {
            throw new IllegalStateException("the output is closed");
        }
        calls.add("set(%s, %s)".formatted(periodNanos, highNanos));
        if (failure != null) {
            RuntimeException now = failure;
            failure = null;
            throw now;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        calls.add("close()");
        closed = true;
    }
}
