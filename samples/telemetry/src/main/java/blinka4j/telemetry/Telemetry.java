// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import blinka4j.SleepInterruptedException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.Host;
import blinka4j.pwmio.PWMOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what sensors measure to an MQTT broker, tells Home Assistant what there is, and gives its commands to outputs.
 *
 * <pre>{@code
 * Telemetry.mqtt("mqtts://broker.example.org").homeAssistant("greenhouse")
 *         .publish(new BME280(Board.i2c()), every(10))
 *         .output("fan", fan);
 * }</pre>
 *
 * <p>First come the settings, then what is published. The first call of {@code publish}, {@code output}, {@code number} or {@code send}
 * connects, in the background; while the broker is away, messages are kept on disk. Sensors are read, and commands done, in one thread
 * that keeps the program running until {@link #close}. Each message is sent until the broker has it (QoS 1): it can arrive twice, but
 * not after a later one of its topic has arrived for the first time. Safe to share between threads.
 */
public final class Telemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration LOOK_AT_OUTPUTS = Duration.ofSeconds(1);
    private static final long SMALLEST_BUFFER = 1 << 20;
    private static final int LONGEST = 65_535;

    private final Broker.Address address;
    private final Broker.Settings settings = new Broker.Settings();
    private final CountDownLatch wasConnected = new CountDownLatch(1);
    /** The last payload of each retained topic. Used in the telemetry's thread. */
    private final Map<String, String> last = new LinkedHashMap<>();

    /** Used in the telemetry's thread. The client subscribes again by itself. */
    private boolean subscribed;

    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>(Set.of("status"));
    private String device = "";
    private String base = "";
    private @Nullable Path folder;
    private long bytes = 16 << 20;
    private @Nullable Running running;
    private boolean closed;

    /** What there is from the first publication on. */
    private record Running(
            Broker broker,
            Outbox outbox,
            ScheduledThreadPoolExecutor thread,
            @Nullable Discovery discovery) {}

    private Telemetry(Broker.Address address) {
        this.address = address;
    }

    /**
     * Names the broker. User name, password and a certificate authority are those of {@code BLINKA_MQTT_USER}, {@code
     * BLINKA_MQTT_PASSWORD} and {@code BLINKA_MQTT_CA}, if they are set.
     *
     * @param url {@code mqtts://host}, encrypted, its certificate and host name checked; or {@code mqtt://host}, not encrypted. A port can
     *     follow; the default is 8883 or 1883
     * @throws IllegalArgumentException if it is no such URL, or has a user name in it
     */
    public static Telemetry mqtt(String url) {
        Telemetry telemetry = new Telemetry(Broker.Address.of(url));
        Host host = Host.local();
        telemetry.settings.user = host.setting("BLINKA_MQTT_USER").orElse("");
        telemetry.settings.password = host.setting("BLINKA_MQTT_PASSWORD").orElse("");
        telemetry.settings.certificates =
                host.setting("BLINKA_MQTT_CA").map(Path::of).orElse(null);
        return telemetry;
    }

    /** A period, for {@link #publish}: 0.01 to 86,400 seconds. */
    public static Duration every(double seconds) {
        if (!(seconds >= 0.01 && seconds <= 86_400)) {
            throw new IllegalArgumentException(
                    "cannot publish every %s s. The period must be 0.01 to 86,400 s.".formatted(seconds));
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Sets the user name and password, instead of those of the environment. */
    public synchronized Telemetry login(String user, String password) {
        requireSettings();
        settings.user = user;
        settings.password = password;
        return this;
    }

    /** Trusts the certificates in a PEM file, and no others. For a broker with an own certificate authority. */
    public synchronized Telemetry trust(Path certificates) {
        requireSettings();
        settings.certificates = certificates;
        return this;
    }

    /**
     * Sets where messages are kept while the broker is away. The default is 16 MiB in {@code blinka4j/telemetry} below {@code
     * XDG_STATE_HOME}, or {@code ~/.local/state}. If the space is used up, the oldest messages are dropped, an eighth of the space at a
     * time.
     *
     * @param folder of this telemetry alone
     * @param bytes 1 MiB or more
     */
    public synchronized Telemetry buffer(Path folder, long bytes) {
        requireSettings();
        if (bytes < SMALLEST_BUFFER) {
            throw new IllegalArgumentException(
                    "a buffer of %s bytes is too small. It must have at least %s.".formatted(bytes, SMALLEST_BUFFER));
        }
        this.folder = folder;
        this.bytes = bytes;
        return this;
    }

    /**
     * Makes this program a device of Home Assistant, with all that it publishes.
     *
     * @param device its name: letters, digits, {@code _} and {@code -}. No other device has it. Its topics begin with {@code blinka/NAME},
     *     unless {@link #topic} sets another
     */
    public synchronized Telemetry homeAssistant(String device) {
        requireSettings();
        if (!device.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "'%s' cannot be a device of Home Assistant. Its name must have letters from A to Z, digits, _ and - only."
                            .formatted(device));
        }
        this.device = device;
        if (base.isEmpty()) {
            base = "blinka/" + device;
        }
        return this;
    }

    /** Sets what topics begin with, such as {@code house/greenhouse}. Needed without {@link #homeAssistant}. */
    public synchronized Telemetry topic(String base) {
        requireSettings();
        requireTopic(base);
        this.base = base;
        return this;
    }

    /**
     * Reads a sensor again and again, and publishes its values, under the name of its driver.
     *
     * @param driver one of the drivers that the README of the module lists
     * @throws IllegalArgumentException if this module does not know what it measures; see {@link #publish(String, Sensor, Duration)}
     */
    public Telemetry publish(Object driver, Duration every) {
        return publish(driver.getClass().getSimpleName(), driver, every);
    }

    /** Does the same under another name, for several sensors of one kind. */
    public Telemetry publish(String name, Object driver, Duration every) {
        return publish(name, driver instanceof Sensor sensor ? sensor : KnownSensors.of(driver), every);
    }

    /**
     * Reads a sensor again and again, and publishes its values. A quantity's topic is that of the device, and the name of the sensor and of
     * the quantity: {@code blinka/greenhouse/soil_moisture}. If a reading fails, the log says so, and the next is tried.
     *
     * @param name no other sensor or output of this telemetry has it
     */
    public synchronized Telemetry publish(String name, Sensor sensor, Duration every) {
        take(name);
        Running here = start();
        Reader reader = new Reader(name, sensor, every);
        var unused = here.thread.scheduleAtFixedRate(() -> reader.read(here), 0, every.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    /** Lets Home Assistant switch an output. Publishes its level, also when the program changes it, within a second. */
    public Telemetry output(String name, DigitalInOut pin) {
        return output(name, Output.of(pin));
    }

    /** Lets Home Assistant dim a light, from 1 to 255, and switch it. Publishes its state, as for a switch. */
    public Telemetry output(String name, PWMOut light) {
        return output(name, Output.of(light));
    }

    /**
     * Lets Home Assistant set a number.
     *
     * @param unit empty if it has none
     * @param step at least 0.001
     * @param value the number at first, from {@code least} to {@code most}
     * @param target gets each new number, in the telemetry's thread
     */
    public Telemetry number(
            String name, String unit, double least, double most, double step, double value, DoubleConsumer target) {
        if (!(least < most) || !(step >= 0.001) || !(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "'%s' cannot be from %s to %s in steps of %s, and %s at first. The limits must be in order, the step at least 0.001, and the first number within the limits."
                            .formatted(name, least, most, step, value));
        }
        return output(name, Output.number(unit, least, most, step, value, target));
    }

    private synchronized Telemetry output(String name, Output output) {
        take(name);
        Running here = start();
        boolean first = outputs.isEmpty();
        outputs.put(id(name), output);
        if (first) {
            var unused = here.thread.scheduleWithFixedDelay(
                    this::publishOutputs,
                    LOOK_AT_OUTPUTS.toMillis(),
                    LOOK_AT_OUTPUTS.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        if (here.discovery != null) {
            here.discovery.output(id(name), name, output);
        }
        here.thread.execute(() -> {
            subscribe(here);
            announce(here);
            publishOutputs();
        });
        return this;
    }

    /**
     * Sends any message. Returns at once.
     *
     * @param payload at most 65,535 bytes in UTF-8
     * @param retained true if the broker keeps it for clients that subscribe later
     */
    public synchronized Telemetry send(String topic, String payload, boolean retained) {
        requireTopic(topic);
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST) {
            throw new IllegalArgumentException(
                    "a payload of %s bytes is too long. It must have at most %s.".formatted(bytes, LONGEST));
        }
        start().outbox.add(new Message(topic, payload, retained));
        return this;
    }

    /**
     * Waits until the broker has accepted the connection for the first time.
     *
     * @throws IllegalStateException if it has not within the limit; the message says why. The telemetry keeps trying
     */
    public Telemetry awaitConnection(Duration limit) {
        Running here;
        synchronized (this) {
            here = start();
        }
        try {
            if (!wasConnected.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                String problem = here.broker.problem();
                throw new IllegalStateException("not connected to %s after %s s: %s"
                        .formatted(
                                address,
                                Values.text(limit.toMillis() / 1e3),
                                problem.isEmpty()
                                        ? "it does not answer. Check the address and the network."
                                        : problem));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return this;
    }

    /** Waits until the broker has all messages. Returns false if it has not within the limit. */
    public boolean flush(Duration limit) {
        Running here = running();
        try {
            return here == null || here.outbox.awaitEmpty(limit);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns the number of messages that the broker does not have yet. */
    public long waiting() {
        Running here = running();
        return here == null ? 0 : here.outbox.size();
    }

    /** Returns the number of messages that were lost: the buffer was full, the disk failed, or the broker refused them. */
    public long dropped() {
        Running here = running();
        return here == null ? 0 : here.outbox.dropped();
    }

    private synchronized @Nullable Running running() {
        return running;
    }

    private static SleepInterruptedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SleepInterruptedException("interrupted while waiting for the broker", e);
    }

    private void requireSettings() {
        if (running != null || closed) {
            throw new IllegalStateException(
                    "settings come first: call this before publish, output, number, send and awaitConnection.");
        }
    }

    private static void requireTopic(String topic) {
        if (topic.isEmpty()
                || topic.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || topic.matches("(?s).*[+#\\p{Cntrl}].*")
                || topic.startsWith("/")
                || topic.endsWith("/")) {
            throw new IllegalArgumentException(
                    "'%s' is no topic to publish. It must not be empty, begin or end with /, or have + or # in it."
                            .formatted(topic));
        }
    }

    private void take(String name) {
        if (base.isEmpty()) {
            throw new IllegalStateException(
                    "the device has no name. Call homeAssistant(\"greenhouse\") first, or topic(\"house/greenhouse\") without Home Assistant.");
        }
        if (!names.add(id(name))) {
            throw new IllegalArgumentException(
                    "'%s' is published already. Give this one another name: publish(\"outside\", driver, every(10))."
                            .formatted(name));
        }
    }

    /** The part of topics, and of Home Assistant's ids, for a name. */
    static String id(String name) {
        String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
        if (id.isEmpty()) {
            throw new IllegalArgumentException(
                    "'%s' is no name. It must have a letter from A to Z or a digit.".formatted(name));
        }
        return id;
    }

    private Running start() {
        if (closed) {
            throw new IllegalStateException(this + " is closed.");
        }
        if (running == null) {
            String own = base.isEmpty() ? address.host() + "_" + address.port() : base;
            Path place = folder != null ? folder : Folders.standard().resolve(own.replaceAll("[^A-Za-z0-9_.-]", "_"));
            Journal journal;
            try {
                journal = new Journal(place, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "telemetry cannot keep messages in %s (%s). Choose another folder: buffer(folder, bytes)."
                                .formatted(place, e.getMessage()),
                        e);
            }
            ScheduledThreadPoolExecutor thread =
                    new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "telemetry " + own));
            thread.setRemoveOnCancelPolicy(true);
            Message will = base.isEmpty() ? null : new Message(Discovery.availability(base), Discovery.OFFLINE, true);
            String client = "blinka_" + own.replaceAll("[^A-Za-z0-9]", "_")
                    // Without a name, several programs may send.
                    + (base.isEmpty() ? "_" + ProcessHandle.current().pid() : "");
            Broker broker = new Broker(address, settings, client, will, new Broker.Listener() {
                @Override
                public void connected() {
                    Telemetry.this.connected();
                }

                @Override
                public void disconnected() {
                    Running here = running();
                    if (here != null) {
                        here.outbox.disconnected();
                    }
                }
            });
            Discovery discovery = device.isEmpty() ? null : new Discovery(device, base);
            running = new Running(broker, new Outbox(address.toString(), journal, broker::send), thread, discovery);
            broker.start();
        }
        return running;
    }

    private void connected() {
        Running here = running();
        if (here == null) {
            return;
        }
        boolean again = wasConnected.getCount() == 0;
        execute(here, () -> {
            subscribe(here);
            announce(here);
            if (again) {
                // A broker that keeps nothing on disk has lost them. After what is waiting, so that the order stays.
                last.forEach((topic, payload) -> here.outbox.add(new Message(topic, payload, true)));
            }
        });
        here.outbox.connected();
        wasConnected.countDown();
    }

    private static void execute(Running here, Runnable task) {
        try {
            here.thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile");
        }
    }

    /** Takes commands from now on, if there are outputs. In the telemetry's thread. */
    private void subscribe(Running here) {
        if (!subscribed && here.broker.connectedNow() && !outputs().isEmpty()) {
            subscribed = true;
            here.broker.subscribe(base + "/+/set", this::command);
            here.broker.subscribe(base + "/+/+/set", this::command);
        }
    }

    /** Tells Home Assistant what there is. Not through the outbox: when the broker is back, all is told again. */
    private void announce(Running here) {
        if (!base.isEmpty() && here.broker.connectedNow()) {
            if (here.discovery != null) {
                Message message;
                synchronized (this) {
                    message = here.discovery.message();
                }
                var unused = here.broker.send(message);
            }
            var unused = here.broker.send(new Message(Discovery.availability(base), Discovery.ONLINE, true));
        }
    }

    private void publishRetained(Running here, String topic, String payload) {
        last.put(topic, payload);
        here.outbox.add(new Message(topic, payload, true));
    }

    /** Publishes the states of outputs that have changed. */
    private void publishOutputs() {
        Running here = running();
        if (here == null) {
            return;
        }
        for (Map.Entry<String, Output> each : outputs().entrySet()) {
            try {
                each.getValue().state().forEach((part, payload) -> {
                    String topic = base + "/" + each.getKey() + part;
                    if (!payload.equals(last.get(topic))) {
                        publishRetained(here, topic, payload);
                    }
                });
            } catch (RuntimeException e) {
                LOG.debug("the state of {} cannot be read: {}", each.getKey(), e.toString());
            }
        }
    }

    private synchronized Map<String, Output> outputs() {
        return new LinkedHashMap<>(outputs);
    }

    private void command(String topic, String payload) {
        Running here = running();
        String path = topic.substring(base.length() + 1, topic.length() - "/set".length());
        int slash = path.indexOf('/');
        String id = slash < 0 ? path : path.substring(0, slash);
        Output output = outputs().get(id);
        if (here == null || output == null) {
            return;
        }
        execute(here, () -> {
            try {
                output.command(slash < 0 ? "" : path.substring(slash), payload);
            } catch (RuntimeException e) {
                LOG.warn("a command for {} was not done: {}", id, e.getMessage());
                // Home Assistant shows what it has sent until it gets the state.
                output.state().keySet().forEach(part -> last.remove(base + "/" + id + part));
            }
            publishOutputs();
        });
    }

    /** Reads one sensor, in the telemetry's thread. */
    private final class Reader {
        private final String name;
        private final Sensor sensor;
        private final int expireAfter;
        private boolean failed;

        Reader(String name, Sensor sensor, Duration every) {
            this.name = name;
            this.sensor = sensor;
            expireAfter = (int) Math.max(30, every.toSeconds() * 3);
        }

        void read(Running here) {
            try {
                Values values = new Values();
                sensor.read(values);
                boolean known = true;
                for (Values.Value value : values.all()) {
                    known &= register(here, value);
                }
                if (!known) {
                    announce(here);
                }
                for (Values.Value value : values.all()) {
                    publishRetained(here, base + "/" + id(name + " " + value.name()), value.payload());
                }
                if (failed) {
                    failed = false;
                    LOG.info("{} can be read again", name);
                }
            } catch (RuntimeException e) {
                if (!failed) {
                    failed = true;
                    LOG.warn("{} cannot be read: {}", name, e.getMessage() == null ? e.toString() : e.getMessage());
                }
            }
        }

        /** @return false if Home Assistant must be told */
        private boolean register(Running here, Values.Value value) {
            synchronized (Telemetry.this) {
                String full = name + " " + value.name();
                if (here.discovery == null || here.discovery.has(id(full))) {
                    return true;
                }
                here.discovery.sensor(id(full), full, value, expireAfter);
                return false;
            }
        }
    }

    /** Tells Home Assistant that the device is off, and ends the connection. What the broker has not got by then stays on the disk. */
    @Override
    public void close() {
        Running here;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            here = running;
        }
        if (here == null) {
            return;
        }
        here.thread.shutdown();
        try {
            here.thread.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            if (here.broker.connectedNow()) {
                here.outbox.awaitEmpty(FAREWELL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            // Before the end of the connection, which would look as if the broker did not take what is on its way.
            here.outbox.close();
        } catch (IOException e) {
            LOG.warn("the buffer of {} was not closed properly: {}", address, e.toString());
        }
        here.broker.close(FAREWELL);
    }

    /** Returns the broker and the device. */
    @Override
    public String toString() {
        return base.isEmpty() ? "Telemetry(%s)".formatted(address) : "Telemetry(%s, %s)".formatted(address, base);
    }
}
