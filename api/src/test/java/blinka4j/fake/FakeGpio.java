// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.GpioPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A line that notes what is asked of it, and fails when told to. */
public class FakeGpio implements GpioPort {
    /** Every call but {@link #read}, such as {@code output(true, openDrain=false)}. */
    public final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    public volatile boolean level;
    public volatile EdgeListener listener;
    public volatile boolean closed;

    private RuntimeException failure;

    /** Makes the next call fail. */
    public void fail(RuntimeException with) {
        failure = with;
    }

    private void call(String what) {
        calls.add(what);
        if (closed) {
            throw new IllegalStateException("the line is closed");
        }
        if (failure != null) {
            RuntimeException now = failure;
            failure = null;
            throw now;
        }
    }

    @Override
    public void input(Bias bias) {
        call("input(" + bias + ")");
    }

    @Override
    public void output(boolean value, boolean openDrain) {
        call("output(%s, openDrain=%s)".formatted(value, openDrain));
        level = value;
        listener = null;
    }

    @Override
    public boolean read() {
        if (closed) {
            throw new IllegalStateException("the line is closed");
        }
        return level;
    }

    @Override
    public void write(boolean value) {
        call("write(" + value + ")");
        level = value;
    }

    @Override
    public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener edges) {
        call("watch(rising=%s, falling=%s, %s ns)".formatted(rising, falling, debounceNanos));
        listener = edges;
    }

    @Override
    public void unwatch() {
        call("unwatch()");
        listener = null;
    }

    @Override
    public void close() {
        calls.add("close()");
        closed = true;
        listener = null;
    }

    @Override
    public String toString() {
        return "P7 of the expander";
    }
}
