// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that the broker has not acknowledged, in their order. While it is connected, they are in memory and it gets a few at a time.
 * When the connection breaks, and when messages come faster than the broker takes them, all go to the journal on disk, until it has
 * acknowledged the last of them.
 */
final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    /** Messages on their way. Mosquitto takes 20 at a time. */
    static final int WINDOW = 64;

    private static final int ATTEMPTS = 5;
    /** More in memory go to the journal. */
    static final int MEMORY = 1000;

    private final String name;
    private final Journal journal;
    private final Function<Message, ? extends CompletionStage<Boolean>> sender;
    /** Those that the sender has. */
    private final Deque<Sent> sent = new ArrayDeque<>();
    /** Those that wait in memory. Empty if messages are in the journal. */
    private final Deque<Message> waiting = new ArrayDeque<>();

    private boolean connected;
    private boolean closed;
    private long dropped;
    private boolean full;

    private static final class Sent {
        /** Its number in the journal; 0 if it is in memory only. */
        long number;

        final Message message;
        boolean done;
        int failures;

        Sent(long number, Message message) {
            this.number = number;
            this.message = message;
        }
    }

    /**
     * @param name for messages to the user
     * @param sender sends a message. What it returns is completed when the broker has the message, or normally with false if the broker
     *     will never take it. It sends messages again by itself after a reconnection. After an exception it gets the message again
     */
    Outbox(String name, Journal journal, Function<Message, ? extends CompletionStage<Boolean>> sender) {
        this.name = name;
        this.journal = journal;
        this.sender = sender;
    }

    /** Adds a message at the end. Does not wait for the broker. */
    synchronized void add(Message message) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        if (journal.isEmpty() && connected) {
            waiting.add(message);
            fill();
            if (waiting.size() > MEMORY) {
                spill();
            }
        } else {
            append(message);
            fill();
        }
    }

    /** The broker is there: from now on it gets messages. */
    synchronized void connected() {
        connected = true;
        if (dropped > 0 && full) {
            LOG.warn(
                    "{} has dropped {} messages until now, the oldest first, because its buffer was full. A larger one: buffer(folder, bytes).",
                    name,
                    dropped);
        }
        full = false;
        fill();
    }

    /** The broker is away. The sender keeps what it has, but would lose it with the program. */
    synchronized void disconnected() {
        connected = false;
        spill();
    }

    /** How many messages the broker has not acknowledged. */
    synchronized long size() {
        return journal.isEmpty() ? sent.size() + waiting.size() : journal.size();
    }

    /** How many messages were lost because the buffer was full, or the disk failed, or the broker refused them. */
    synchronized long dropped() {
        return dropped;
    }

    /** Waits until the broker has all messages. Returns false if it has not within the limit. */
    synchronized boolean awaitEmpty(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (size() > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }

    /** Moves all messages from memory to the journal, which is empty, or does nothing if they are there. */
    private void spill() {
        if (!journal.isEmpty() || (sent.isEmpty() && waiting.isEmpty())) {
            return;
        }
        int written = 0;
        for (Sent each : sent) {
            each.number = append(each.message);
            written += each.number > 0 ? 1 : 0;
        }
        journal.skip(written);
        waiting.forEach(this::append);
        waiting.clear();
        acknowledge();
    }

    /** @return the number of the message in the journal; 0 if it is not there */
    private long append(Message message) {
        try {
            long lost = journal.append(message);
            if (lost > 0) {
                dropped += lost;
                if (!full) {
                    full = true;
                    LOG.warn(
                            "The buffer of {} is full. The oldest messages are dropped until the broker is back.",
                            name);
                }
            }
            return journal.last();
        } catch (IOException e) {
            dropped++;
            LOG.warn("{} cannot write a message to its buffer, and drops it: {}", name, e.toString());
            return 0;
        }
    }

    private void fill() {
        while (connected && !closed && sent.size() < WINDOW) {
            Sent next = next();
            if (next == null) {
                return;
            }
            sent.add(next);
            send(next);
        }
    }

    private @Nullable Sent next() {
        Message message = waiting.poll();
        if (message != null) {
            return new Sent(0, message);
        }
        try {
            Journal.Entry entry = journal.next();
            return entry == null ? null : new Sent(entry.number(), entry.message());
        } catch (IOException e) {
            LOG.warn("{} cannot read its buffer: {}", name, e.toString());
            return null;
        }
    }

    private void send(Sent one) {
        sender.apply(one.message).whenComplete((taken, failure) -> {
            if (failure == null) {
                done(one, taken);
            } else {
                failed(one, failure);
            }
        });
    }

    /** Does not happen, as far as the client's documentation says: it sends again by itself. */
    private synchronized void failed(Sent one, Throwable failure) {
        if (closed) {
            return;
        }
        one.failures++;
        if (one.failures < ATTEMPTS) {
            send(one);
        } else {
            LOG.warn("{} drops a message of the topic {}: {}", name, one.message.topic(), failure.toString());
            done(one, false);
        }
    }

    private synchronized void done(Sent one, boolean taken) {
        one.done = true;
        if (!taken) {
            dropped++;
        }
        if (!closed) {
            acknowledge();
            fill();
        }
        notifyAll();
    }

    /** Removes what is acknowledged. The first of all must be acknowledged before the second is forgotten. */
    private void acknowledge() {
        long number = 0;
        while (!sent.isEmpty() && sent.getFirst().done) {
            number = Math.max(number, sent.removeFirst().number);
        }
        if (number > 0) {
            try {
                journal.acknowledge(number);
            } catch (IOException e) {
                LOG.warn("{} cannot delete a file of its buffer: {}", name, e.toString());
            }
        }
    }

    /** Writes what the broker has not acknowledged to the disk, for the next program. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            spill();
            closed = true;
            journal.close();
        }
    }
}
