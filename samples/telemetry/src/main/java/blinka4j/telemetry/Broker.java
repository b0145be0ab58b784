// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to an MQTT broker that comes back by itself. Its texts contain neither the user name nor the password. */
final class Broker {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final long LONGEST_DELAY_MILLIS = 30_000;
    private static final int KEEP_ALIVE_SECONDS = 20;

    static {
        // Netty would make the Java virtual machine warn. It is as fast without for a few messages.
        if (Runtime.version().feature() >= 24 && System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
    }

    private final Address address;
    private final Mqtt5AsyncClient client;
    private final Listener listener;
    private volatile String problem = "";
    private volatile boolean connected;
    private volatile boolean closing;
    /** The time until the next attempt to connect. */
    private volatile CompletableFuture<Void> pause = CompletableFuture.completedFuture(null);

    /** What a user can set. */
    static final class Settings {
        String user = "";
        String password = "";

        @Nullable Path certificates;
    }

    /** What the owner of the connection does. Its methods return soon. */
    interface Listener {
        void connected();

        void disconnected();
    }

    /** The address of a broker: all of its URL that may be shown. */
    record Address(boolean encrypted, String host, int port) {
        /** @throws IllegalArgumentException if it is not such a URL, without repeating it, because it can contain a password */
        static Address of(String url) {
            URI uri;
            try {
                uri = new URI(url);
            } catch (URISyntaxException e) {
                throw wrong("it is no URL");
            }
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("mqtt") && !scheme.equals("mqtts")) {
                throw wrong("it does not begin with mqtt:// or mqtts://");
            }
            if (uri.getRawUserInfo() != null
                    || (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@"))) {
                throw new IllegalArgumentException(
                        "the address of the broker contains a user name or password, which would be shown in logs. Set BLINKA_MQTT_USER and BLINKA_MQTT_PASSWORD, or call login(user, password).");
            }
            if (uri.getHost() == null
                    || uri.getRawQuery() != null
                    || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))) {
                throw wrong("it is not a host with or without a port");
            }
            boolean encrypted = scheme.equals("mqtts");
            String host = uri.getHost().startsWith("[")
                    ? uri.getHost().substring(1, uri.getHost().length() - 1)
                    : uri.getHost();
            return new Address(encrypted, host, uri.getPort() >= 0 ? uri.getPort() : encrypted ? 8883 : 1883);
        }

        private static IllegalArgumentException wrong(String reason) {
            return new IllegalArgumentException(
                    "the address of the broker is wrong: %s. Expected mqtts://broker.example.org or mqtt://192.168.1.5:1883."
                            .formatted(reason));
        }

        @Override
        public String toString() {
            return "%s://%s:%s".formatted(encrypted ? "mqtts" : "mqtt", host, port);
        }
    }

    /** @param will what the broker sends for this client when the connection breaks; null for nothing */
    Broker(Address address, Settings settings, String clientId, @Nullable Message will, Listener listener) {
        this.address = address;
        this.listener = listener;
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost(address.host())
                .serverPort(address.port())
                .addConnectedListener(context -> isConnected())
                .addDisconnectedListener(this::isDisconnected);
        if (address.encrypted()) {
            builder = builder.sslConfig(encryption(settings.certificates));
        }
        if (!settings.user.isEmpty()) {
            if (!address.encrypted() && !address.host().matches("localhost|127\\..*|::1")) {
                LOG.warn("{} gets the password unencrypted. If it supports TLS, use mqtts://.", address);
            }
            builder = builder.simpleAuth()
                    .username(settings.user)
                    .password(settings.password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        if (will != null) {
            builder = builder.willPublish(publish(will));
        }
        client = builder.buildAsync();
    }

    /** Certificates and the host's name are always checked. */
    private static MqttClientSslConfig encryption(@Nullable Path certificates) {
        if (certificates == null) {
            return MqttClientSslConfig.builder().build();
        }
        try (InputStream in = Files.newInputStream(certificates)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("certificate" + trusted.size(), each);
            }
            if (trusted.size() == 0) {
                throw new GeneralSecurityException("it is empty");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return MqttClientSslConfig.builder().trustManagerFactory(factory).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "%s has no certificates to trust (%s). Name a PEM file, such as /etc/ssl/my-ca.pem."
                            .formatted(certificates, e.getMessage() == null ? e.toString() : e.getMessage()),
                    e);
        }
    }

    /** Begins to connect, in the background, again and again until it succeeds. */
    void start() {
        // Without a session at the broker: it keeps no commands for a board that is away, which could be late by hours.
        var unused = client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .send();
    }

    private void isConnected() {
        if (closing) {
            var unused = client.disconnect();
            return;
        }
        problem = "";
        connected = true;
        LOG.info("connected to {}", address);
        listener.connected();
    }

    private void isDisconnected(MqttClientDisconnectedContext context) {
        boolean was = connected;
        connected = false;
        if (closing || context.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        int attempts = Math.min(context.getReconnector().getAttempts(), 10);
        long most = Math.min(LONGEST_DELAY_MILLIS, 250L << attempts);
        // Of random length: many boards would otherwise all come at the same moment.
        long delay = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
        CompletableFuture<Void> over =
                new CompletableFuture<Void>().completeOnTimeout(null, delay, TimeUnit.MILLISECONDS);
        pause = over;
        var reconnector =
                context.getReconnector().republishIfSessionExpired(true).delay(0, TimeUnit.MILLISECONDS);
        reconnector.reconnectWhen(over, (result, failure) -> reconnector.reconnect(!closing));
        String reason = reason(context.getCause());
        if (!reason.equals(problem)) {
            problem = reason;
            LOG.warn("not connected to {}: {} Trying again.", address, reason);
        }
        if (was) {
            listener.disconnected();
        }
    }

    private String reason(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof Mqtt5ConnAckException refused) {
                return switch (refused.getMqttMessage().getReasonCode()) {
                    case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED ->
                        "it does not accept the user name and password. Check BLINKA_MQTT_USER and BLINKA_MQTT_PASSWORD, or login(user, password).";
                    default ->
                        "it refused the connection (%s). Its log says why."
                                .formatted(refused.getMqttMessage().getReasonCode());
                };
            }
            if (each instanceof UnknownHostException) {
                return "there is no host %s. Check the address and the network.".formatted(address.host());
            }
            if (each instanceof ConnectException) {
                return "nothing answers there. Check the address, and that the broker runs.";
            }
            if (each instanceof SSLException) {
                return "its certificate or encryption is not accepted (%s). Use the host's name that the certificate has. To trust an own certificate authority, set BLINKA_MQTT_CA to its PEM file."
                        .formatted(innermost(each));
            }
        }
        return innermost(cause).replaceFirst("\\.?$", ".");
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    boolean connectedNow() {
        return connected;
    }

    /** Why there is no connection; empty if there is one, or if it is not known yet. */
    String problem() {
        return problem;
    }

    Address address() {
        return address;
    }

    /** Sends a message; see {@link Outbox}. */
    CompletableFuture<Boolean> send(Message message) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        var unused = client.publish(publish(message))
                .whenComplete((result, failure) -> sent(message, result, failure, taken));
        return taken;
    }

    private void sent(
            Message message,
            @Nullable Mqtt5PublishResult result,
            @Nullable Throwable failure,
            CompletableFuture<Boolean> taken) {
        Throwable error = result == null ? failure : result.getError().orElse(null);
        if (error == null) {
            taken.complete(true);
        } else if (error instanceof Mqtt5PubAckException refused) {
            LOG.warn(
                    "{} refuses messages of the topic {} ({}). Check what this user may write.",
                    address,
                    message.topic(),
                    refused.getMqttMessage().getReasonCode());
            taken.complete(false);
        } else {
            taken.completeExceptionally(error);
        }
    }

    private static Mqtt5Publish publish(Message message) {
        return Mqtt5Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(message.retained())
                .payload(message.payload().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** Subscribes to topics, also after each reconnection. Retained messages are not taken: they are commands of another day. */
    void subscribe(String filter, BiConsumer<String, String> listener) {
        var unused = client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
                .callback(publish -> listener.accept(
                        publish.getTopic().toString(), new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .whenComplete((ack, failure) -> {
                    if (failure != null && !closing) {
                        LOG.warn(
                                "{} does not let this program take commands from {}: {}",
                                address,
                                filter,
                                innermost(failure));
                    }
                });
    }

    /** Ends the connection, in order if the broker answers within the limit. The broker sends the will. */
    void close(Duration limit) {
        closing = true;
        pause.complete(null);
        try {
            client.disconnectWith()
                    .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                    .send()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the connection to {} ended without a farewell: {}", address, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connected = false;
    }
}
