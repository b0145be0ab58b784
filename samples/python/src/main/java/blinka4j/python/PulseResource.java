// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.pulseio.PulseIn;

/** Behind {@code pulseio.PulseIn}. */
public final class PulseResource extends Resource {
    private final PulseIn in;

    PulseResource(Errors errors, PulseIn in) {
        super(errors, in, in::isClosed);
        this.in = in;
    }

    public int maxlen() {
        return get(in::maxlen);
    }

    public boolean paused() {
        return get(in::paused);
    }

    public void pause() {
        run(in::pause);
    }

    public void resume(int triggerDuration) {
        run(() -> in.resume(triggerDuration));
    }

    public int popleft() {
        return get(in::popleft);
    }

    public int item(int index) {
        return get(() -> in.get(index));
    }

    public int length() {
        return get(in::length);
    }

    public void clear() {
        run(in::clear);
    }
}
