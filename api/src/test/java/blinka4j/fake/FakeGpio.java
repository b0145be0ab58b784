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

    /** What happens in each {@link #write}. */
    public Runnable whenWritten = () -> {};

    private RuntimeException failure;
    private boolean output;

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
    public synchronized void input(Bias bias) {
        call("input(" + bias + ")");
        output = false;
    }

    @Override
    public synchronized void output(boolean value, boolean openDrain) {
        call("output(%s, openDrain=%s)".formatted(value, openDrain));
        level = value;
        output = true;
        listener = null;
    }

    @Override
    public synchronized boolean read() {
        if (closed) {
            throw new IllegalStateException("the line is closed");
        }
        return level;
    }

    @Override
    public synchronized void write(boolean value) {
        // A write that the line refuses is not noted: nothing has happened to the line.
        requireOutput();
        call("write(" + value + ")");
        level = value;
        whenWritten.run();
    }

    /** Noted with the level that it keeps. */
    @Override
    public synchronized void drive(boolean openDrain) {
        call("drive(openDrain=%s) at %s".formatted(openDrain, level));
        requireOutput();
    }

    private void requireOutput() {
        if (!output) {
            throw new IllegalStateException("the line is not an output");
        }
    }

    @Override
    public synchronized void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener edges) {
        call("watch(rising=%s, falling=%s, %s ns)".formatted(rising, falling, debounceNanos));
        listener = edges;
    }

    @Override
    public void unwatch() {
        call("unwatch()");
        listener = null;
    }

    @Override
    public synchronized void close() {
        calls.add("close()");
        closed = true;
        output = false;
        listener = null;
    }

    @Override
    public String toString() {
        return "P7 of the expander";
    }
}
