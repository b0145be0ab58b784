// SPDX-License-Identifier: MIT
package blinka4j.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What the pages show, as server-sent events. One thread writes; each page reads what is newer than what it has. A page that is slow
 * skips what has been replaced meanwhile, so it costs no memory.
 */
final class Feed {
    /** Lines that a page gets when it opens. */
    private static final int MOST_LINES = 300;

    /** A state, which replaces the one before. */
    private record State(long version, String json) {}

    /** The newest lines of a list. */
    private record Lines(Queue<State> lines) {}

    /** Events, and the number to ask for the next ones with. */
    static final class Events {
        private final long from;
        private final long to;
        private final byte[] bytes;

        private Events(long from, long to, byte[] bytes) {
            this.from = from;
            this.to = to;
            this.bytes = bytes;
        }

        long to() {
            return to;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<String, Lines> lists = new LinkedHashMap<>();
    private long changes;
    private int readers;
    private boolean closed;
    private @Nullable Events latest;

    /** Sets a state. Nobody gets it if it is as it was. */
    synchronized void put(String name, String json) {
        State before = states.get(name);
        if (before == null || !before.json.equals(json)) {
            states.put(name, new State(++changes, json));
            notifyAll();
        }
    }

    /** Adds a line to a list. */
    synchronized void append(String name, String json) {
        Queue<State> lines = lists.computeIfAbsent(name, key -> new Lines(new ArrayDeque<>())).lines;
        lines.add(new State(++changes, json));
        if (lines.size() > MOST_LINES) {
            lines.remove();
        }
        notifyAll();
    }

    /** Forgets all. The next state should tell the pages to do the same. */
    synchronized void clear() {
        states.clear();
        lists.clear();
    }

    /** Counts a reader until {@link #leave}. */
    synchronized void join() {
        readers++;
        notifyAll();
    }

    synchronized void leave() {
        readers--;
    }

    synchronized int readers() {
        return readers;
    }

    /**
     * Waits until there is a reader.
     *
     * @return false if the feed was closed
     */
    synchronized boolean awaitReader() throws InterruptedException {
        while (readers == 0 && !closed) {
            wait();
        }
        return !closed;
    }

    /**
     * Waits for events.
     *
     * @param from what the reader has: 0 at first, then {@link Events#to}
     * @return all that is newer; null if the feed was closed
     */
    synchronized @Nullable Events next(long from) throws InterruptedException {
        while (changes <= from && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        // Most readers are at the same place.
        Events events = latest;
        if (events == null || events.from != from || events.to != changes) {
            events = new Events(from, changes, since(from));
            latest = events;
        }
        return events;
    }

    private byte[] since(long from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        states.forEach((name, state) -> {
            if (state.version > from) {
                event(bytes, name, state.json);
            }
        });
        lists.forEach((name, list) -> {
            StringBuilder array = new StringBuilder();
            for (State line : list.lines) {
                if (line.version > from) {
                    array.append(array.isEmpty() ? "[" : ",").append(line.json);
                }
            }
            if (!array.isEmpty()) {
                event(bytes, name, array.append(']').toString());
            }
        });
        return bytes.toByteArray();
    }

    private static void event(ByteArrayOutputStream to, String name, String json) {
        to.writeBytes("event: %s\ndata: %s\n\n".formatted(name, json).getBytes(StandardCharsets.UTF_8));
    }

    /** Ends all waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
