// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Kills a broker while messages are on their way, and counts what another client receives. {@code samples/telemetry/measure outage} runs
 * it.
 */
final class BrokerOutage {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** Nothing comes any more. */
    private static final long QUIET_NANOS = 120_000_000_000L;

    private final Map<Integer, BitSet> seen = new HashMap<>();
    private final Map<Integer, Integer> highest = new HashMap<>();
    private int received;
    private int different;
    private int doubled;
    private int outOfOrder;
    private long latest;

    /**
     * @param received all, also a second time
     * @param outOfOrder came for the first time after a later one of their topic
     */
    record Result(int sent, int received, int lost, int doubled, int outOfOrder, int kills, double seconds) {}

    private BrokerOutage() {}

    /** @param args messages, topics, kills */
    public static void main(String[] args) throws Exception {
        int messages = Integer.parseInt(args[0]);
        int topics = Integer.parseInt(args[1]);
        int kills = Integer.parseInt(args[2]);
        // In memory if possible: a process that is killed loses nothing that it has written, and a disk would only make
        // it slower.
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "outage")
                : Files.createTempDirectory("outage");
        try (Mosquitto broker = Mosquitto.durable(folder)) {
            Result result = run(broker, folder.resolve("buffer"), messages, topics, kills);
            System.out.printf(
                    Locale.ROOT,
                    "%s messages at QoS 1 on %s topics, broker killed (kill -9) and restarted %s times: sent %s, received %s, lost %s, doubled %s, out of order %s, %.1f s (%.0f messages/s)%n",
                    messages,
                    topics,
                    result.kills,
                    result.sent,
                    result.received,
                    result.lost,
                    result.doubled,
                    result.outOfOrder,
                    result.seconds,
                    messages / result.seconds);
        } finally {
            Mosquitto.delete(folder);
        }
        System.exit(0);
    }

    /**
     * Sends messages in {@code kills + 1} parts. The broker is killed when half of a part has arrived, and comes back when half of the next
     * one was sent.
     */
    static Result run(Mosquitto broker, Path buffer, int messages, int topics, int kills)
            throws IOException, InterruptedException {
        return new BrokerOutage().count(broker, buffer, messages, topics, kills);
    }

    private Result count(Mosquitto broker, Path buffer, int messages, int topics, int kills)
            throws IOException, InterruptedException {
        broker.start();
        long began = System.nanoTime();
        try (Subscriber subscriber = new Subscriber(broker);
                Telemetry telemetry = Telemetry.mqtt(broker.url()).buffer(buffer, 256 << 20)) {
            subscriber.subscribe("outage/+", this::received);
            int sent = 0;
            for (int part = 1; part <= kills + 1; part++) {
                int end = (int) ((long) messages * part / (kills + 1));
                int middle = (sent + end) / 2;
                if (part > 1) {
                    sent = send(telemetry, sent, middle, topics);
                    broker.start();
                }
                sent = send(telemetry, sent, end, topics);
                if (part <= kills) {
                    await(middle);
                    broker.kill();
                }
            }
            if (!telemetry.flush(LIMIT)) {
                throw new IllegalStateException(telemetry.waiting() + " messages were not sent");
            }
            await(messages);
            synchronized (this) {
                return new Result(
                        messages,
                        received,
                        messages - different,
                        doubled,
                        outOfOrder,
                        kills,
                        (System.nanoTime() - began) / 1e9);
            }
        }
    }

    private static int send(Telemetry telemetry, int from, int to, int topics) {
        for (int i = from; i < to; i++) {
            telemetry.send("outage/" + i % topics, Integer.toString(i / topics), false);
        }
        return to;
    }

    private synchronized void received(Subscriber.Received message) {
        int topic = Integer.parseInt(message.topic().substring("outage/".length()));
        int number = Integer.parseInt(message.payload());
        latest = System.nanoTime();
        received++;
        BitSet known = seen.computeIfAbsent(topic, key -> new BitSet());
        if (known.get(number)) {
            doubled++;
        } else {
            known.set(number);
            different++;
            if (number < highest.getOrDefault(topic, -1)) {
                outOfOrder++;
            }
            highest.merge(topic, number, Math::max);
        }
        notifyAll();
    }

    /** Waits for so many messages, or until none comes any more. */
    private synchronized void await(int messages) throws InterruptedException {
        latest = System.nanoTime();
        while (different < messages && System.nanoTime() - latest < QUIET_NANOS) {
            wait(100);
        }
    }
}
