// SPDX-License-Identifier: MIT
package blinka4j.trace;

import blinka4j.provider.EdgeThread;
import blinka4j.provider.LinesPort;
import blinka4j.sim.SimClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls from a trace. The clock jumps to the times of the trace: to the start of a call, which makes the edges before it
 * happen, then to its end.
 */
final class Player implements Script {
    private static final int MOST_LEFT = 5;

    /** The time of a poll that does not wait. Otherwise a program that polls would never see later bytes. */
    private static final long POLL_NANOS = 100_000;

    private final Trace trace;
    private final boolean strict;
    private final SimClock clock = new SimClock();

    /** The edges that follow a call which begins a watch. */
    private final Map<TraceEvent, List<TraceEvent>> edges = new HashMap<>();

    // Guarded by this.
    /** For each subject the calls to come; tolerant: all its calls. */
    private final Map<String, Deque<TraceEvent>> calls = new LinkedHashMap<>();
    /** Tolerant: the answers to come for each call of a subject. The last one stays. */
    private final Map<String, Deque<TraceEvent>> answers = new HashMap<>();
    /** Tolerant: the bytes to come at each serial port. */
    private final Map<String, Deque<Bytes>> received = new HashMap<>();

    private final Set<TraceEvent> watched = new HashSet<>();
    private final Map<String, Watch> watches = new HashMap<>();
    private @Nullable String mismatch;

    Player(Trace trace, boolean strict) {
        this.trace = trace;
        this.strict = strict;
        Map<String, TraceEvent> watching = new HashMap<>();
        Map<String, Long> quiet = new HashMap<>();
        for (TraceEvent event : trace.events()) {
            String subject = event.subject();
            if (event.isEdge()) {
                TraceEvent watch = watching.get(subject);
                if (watch != null) {
                    edges.computeIfAbsent(watch, key -> new ArrayList<>()).add(event);
                }
                continue;
            }
            if (event.error() == null) {
                if (beginsWatch(event.call())) {
                    watching.put(subject, event);
                } else if (endsWatch(event.call())) {
                    watching.remove(subject);
                }
            }
            calls.computeIfAbsent(subject, key -> new ArrayDeque<>()).add(event);
            answers.computeIfAbsent(subject + " " + event.call(), key -> new ArrayDeque<>())
                    .add(event);
            String result = event.result();
            if (isReceive(subject, event.call()) && result != null && !result.equals(Tokens.NONE)) {
                received.computeIfAbsent(subject, key -> new ArrayDeque<>())
                        .add(new Bytes(quiet.getOrDefault(subject, 0L), result));
            }
            if (!event.call().equals("available") || "0".equals(result)) {
                quiet.put(subject, event.end());
            }
        }
    }

    /** Bytes that a serial port has received. They may have come as soon as the call before, which did not have them, had ended. */
    private record Bytes(long time, String hex) {}

    private static boolean beginsWatch(String call) {
        return call.startsWith("watch ") || call.endsWith(" watch");
    }

    private static boolean endsWatch(String call) {
        return call.equals("unwatch") || call.equals("close") || call.startsWith("output ");
    }

    private static boolean isReceive(String subject, String call) {
        return subject.startsWith("uart ") && call.startsWith("read ");
    }

    @Override
    public SimClock clock() {
        return clock;
    }

    @Override
    public String play(String subject, String call, Supplier<String> action) {
        if (!strict && subject.startsWith("uart ") && call.equals("available")) {
            Bytes bytes = arrived(subject, 0);
            return String.valueOf(bytes == null ? 0 : bytes.hex.length() / 2);
        }
        TraceEvent event = find(subject, call);
        if (event == null) {
            end(subject, call);
            return "";
        }
        jumpTo(event.end());
        if (event.error() != null) {
            throw Failures.parse(event.error());
        }
        end(subject, call);
        String result = event.result();
        return result == null ? "" : result;
    }

    private void end(String subject, String call) {
        if (endsWatch(call)) {
            replaceWatch(subject, null);
        } else if (!strict && call.startsWith("sleep ")) {
            clock.advance(Duration.ofNanos(Long.parseLong(call.substring("sleep ".length()))));
        }
    }

    @Override
    public void watch(
            String subject, String call, LinesPort.EdgeListener listener, Consumer<LinesPort.EdgeListener> action) {
        TraceEvent event = find(subject, call);
        if (event == null) {
            throw new IllegalStateException(call);
        }
        if (event.error() != null) {
            jumpTo(event.end());
            throw Failures.parse(event.error());
        }
        Watch watch = new Watch(listener);
        replaceWatch(subject, watch);
        boolean first;
        synchronized (this) {
            first = watched.add(event);
        }
        if (first) {
            for (TraceEvent edge : edges.getOrDefault(event, List.of())) {
                watch.coming.add(clock.after(
                        Duration.ofNanos(Math.max(0, edge.start() - clock.nanos())), () -> watch.tell(edge)));
            }
        }
        jumpTo(event.end());
    }

    private void replaceWatch(String subject, @Nullable Watch by) {
        Watch before;
        synchronized (this) {
            before = by == null ? watches.remove(subject) : watches.put(subject, by);
        }
        if (before != null) {
            before.end();
        }
    }

    /** Returns the line for a call; null if it needs none. */
    private @Nullable TraceEvent find(String subject, String call) {
        return strict ? next(subject, call) : known(subject, call);
    }

    /** Returns the next line of a subject, which must be for this call. */
    private @Nullable TraceEvent next(String subject, String call) {
        while (true) {
            long start;
            synchronized (this) {
                Deque<TraceEvent> all = calls.get(subject);
                TraceEvent next = all == null ? null : all.peek();
                if (next == null || next.start() <= clock.nanos()) {
                    if (all != null && next != null && next.call().equals(call)) {
                        return all.remove();
                    }
                    if (call.equals("close")) {
                        // What is left is reported at the end; the reason may be the error that closes this.
                        return null;
                    }
                    throw mismatch(
                            next != null
                                    ? "%s, line %s: expected '%s %s', but got '%s %s'."
                                            .formatted(trace, next.line(), subject, next.call(), subject, call)
                                    : all != null
                                            ? "%s: expected nothing more for '%s', but got '%s %s'."
                                                    .formatted(trace, subject, subject, call)
                                            : unknown(subject, call));
                }
                start = next.start();
            }
            // Listeners of the edges until then may make calls, too.
            jumpTo(start);
        }
    }

    /** Returns the next answer for this call, or else the last one. */
    private synchronized @Nullable TraceEvent known(String subject, String call) {
        Deque<TraceEvent> all = answers.get(subject + " " + call);
        if (call.startsWith("sleep ") || (all == null && (endsWatch(call) || call.equals("reset-input")))) {
            return null;
        }
        if (all == null) {
            throw mismatch(unknown(subject, call));
        }
        return all.size() > 1 ? all.remove() : all.element();
    }

    private String unknown(String subject, String call) {
        Deque<TraceEvent> all = calls.get(subject);
        if (all == null) {
            return "%s has no line for '%s', but got '%s %s'. It has: %s. Its board is %s."
                    .formatted(trace, subject, subject, call, String.join(", ", calls.keySet()), trace.board());
        }
        TraceEvent nearest = all.element();
        for (TraceEvent each : all) {
            if (common(each.call(), call) > common(nearest.call(), call)) {
                nearest = each;
            }
        }
        return "%s has no line '%s %s'. The nearest one is line %s: '%s %s'."
                .formatted(trace, subject, call, nearest.line(), subject, nearest.call());
    }

    /** The number of letters at the beginning that are the same. */
    private static int common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    private AssertionError mismatch(String message) {
        if (mismatch == null) {
            mismatch = message;
        }
        return new AssertionError(message);
    }

    @Override
    public String receive(String subject, int most, long timeoutNanos, Supplier<String> action) {
        if (strict) {
            return play(subject, "read " + most, action);
        }
        Bytes bytes = arrived(subject, timeoutNanos);
        if (bytes == null || most == 0) {
            return Tokens.NONE;
        }
        String hex = bytes.hex;
        int length = Math.min(hex.length(), 2 * most);
        synchronized (this) {
            Deque<Bytes> all = received.getOrDefault(subject, new ArrayDeque<>());
            all.remove();
            if (length < hex.length()) {
                all.push(new Bytes(bytes.time, hex.substring(length)));
            }
        }
        return hex.substring(0, length);
    }

    /** Returns the next bytes if they come in time. Otherwise lets that time pass. */
    private @Nullable Bytes arrived(String subject, long timeoutNanos) {
        Bytes next;
        synchronized (this) {
            Deque<Bytes> all = received.get(subject);
            next = all == null ? null : all.peek();
        }
        long wait = next == null ? Long.MAX_VALUE : next.time - clock.nanos();
        if (next == null || (wait > 0 && wait >= timeoutNanos)) {
            clock.advance(Duration.ofNanos(Math.max(timeoutNanos, POLL_NANOS)));
            return null;
        }
        jumpTo(next.time);
        return next;
    }

    @Override
    public synchronized void leaveOut(String subject) {
        Deque<TraceEvent> all = calls.get(subject);
        TraceEvent left = strict && all != null ? all.poll() : null;
        while (left != null && !left.call().equals("close")) {
            left = calls.getOrDefault(subject, new ArrayDeque<>()).poll();
        }
    }

    private void jumpTo(long nanos) {
        long left = nanos - clock.nanos();
        if (left > 0) {
            clock.advance(Duration.ofNanos(left));
        }
    }

    /** @throws AssertionError if there was a mismatch, which the program may have caught, or if strict and lines are left */
    synchronized void finish() {
        if (mismatch != null) {
            throw new AssertionError("the replay failed: " + mismatch);
        }
        if (!strict) {
            return;
        }
        List<TraceEvent> left = calls.values().stream()
                .flatMap(Deque::stream)
                .filter(event -> !event.call().equals("close"))
                .sorted((one, other) -> Integer.compare(one.line(), other.line()))
                .toList();
        if (!left.isEmpty()) {
            throw new AssertionError("%s: the program ended before these %s lines:\n%s%s"
                    .formatted(
                            trace,
                            left.size(),
                            left.stream()
                                    .limit(MOST_LEFT)
                                    .map(event ->
                                            "  line %s: %s %s".formatted(event.line(), event.subject(), event.call()))
                                    .collect(Collectors.joining("\n")),
                            left.size() > MOST_LEFT ? "\n  ..." : ""));
        }
    }

    /** A listener and the edges that are to come. */
    private static final class Watch {
        private final LinesPort.EdgeListener listener;
        private final List<SimClock.Event> coming = new ArrayList<>();

        // Guarded by this.
        private boolean ended;
        private @Nullable Thread teller;

        private Watch(LinesPort.EdgeListener listener) {
            this.listener = listener;
        }

        /** The words are edge, the line if there are several, the direction, the kernel's time and the number. */
        private void tell(TraceEvent edge) {
            String[] words = edge.call().split(" ", -1);
            int last = words.length - 1;
            synchronized (this) {
                if (ended) {
                    return;
                }
                teller = Thread.currentThread();
            }
            try {
                listener.edge(
                        last > 3 ? Integer.parseInt(words[1]) : ONLY_LINE,
                        words[last - 2].equals("rising"),
                        Long.parseLong(words[last - 1]),
                        Long.parseLong(words[last]));
            } finally {
                synchronized (this) {
                    teller = null;
                    notifyAll();
                }
            }
        }

        private void end() {
            coming.forEach(SimClock.Event::cancel);
            synchronized (this) {
                ended = true;
                EdgeThread.awaitListener(this, () -> teller != null && teller != Thread.currentThread());
            }
        }
    }
}
