// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Another client, as Home Assistant is one. The broker keeps its session while it is away. */
final class Subscriber implements AutoCloseable {
    private static final long HOUR = 3600;

    private final Mqtt5AsyncClient client;

    record Received(String topic, String payload, boolean retained) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();

    Subscriber(Mosquitto broker) {
        client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("subscriber")
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .addDisconnectedListener(context -> context.getReconnector()
                        .reconnect(true)
                        .resubscribeIfSessionExpired(true)
                        .delay(50, TimeUnit.MILLISECONDS))
                .buildAsync();
    }

    /** Keeps what it receives. */
    static Subscriber of(Mosquitto broker, String filter) {
        Subscriber subscriber = new Subscriber(broker);
        subscriber.subscribe(filter, subscriber.received::add);
        return subscriber;
    }

    private static Received of(Mqtt5Publish publish) {
        return new Received(
                publish.getTopic().toString(),
                new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8),
                publish.isRetain());
    }

    /** @param listener is called in one thread */
    void subscribe(String filter, Consumer<Received> listener) {
        subscribe(filter, MqttQos.AT_LEAST_ONCE, listener);
    }

    void subscribe(String filter, MqttQos qos, Consumer<Received> listener) {
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> listener.accept(of(publish)));
        client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(HOUR)
                .send()
                .join();
        client.subscribeWith().topicFilter(filter).qos(qos).send().join();
    }

    List<Received> received() {
        return received;
    }

    Stream<String> payloads(String topic) {
        return received.stream().filter(each -> each.topic().equals(topic)).map(Received::payload);
    }

    void send(String topic, String payload, boolean retained) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retained)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send()
                .join();
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
