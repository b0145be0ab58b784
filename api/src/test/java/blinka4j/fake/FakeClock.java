// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that passes when somebody waits, or a test says so. Notes for what. */
public final class FakeClock implements Clock {
    public final List<String> waits = new ArrayList<>();
    /** The tasks that are due, in the order in which they were given. */
    public final List<Due> tasks = new ArrayList<>();

    public long nanos;
    public int polls;

    /** A task and its time. */
    public record Due(long nanos, Runnable task) {}

    @Override
    public Alarm after(long delay, Runnable task) {
        Due due = new Due(nanos + delay, task);
        tasks.add(due);
        return () -> tasks.remove(due);
    }

    /** Lets time pass, and runs the tasks that are due. */
    public void advance(long time) {
        long end = nanos + time;
        for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
            tasks.remove(next.get());
            nanos = Math.max(nanos, next.get().nanos());
            next.get().task().run();
        }
        nanos = Math.max(nanos, end);
    }

    private Optional<Due> next(long end) {
        return tasks.stream().filter(due -> due.nanos() <= end).min(Comparator.comparingLong(Due::nanos));
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void polled() {
        polls++;
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
