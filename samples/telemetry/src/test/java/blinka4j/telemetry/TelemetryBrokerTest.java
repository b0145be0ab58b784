// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static blinka4j.telemetry.Telemetry.every;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.bme280.BME280;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME280;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Debian's Mosquitto. */
class TelemetryBrokerTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofMillis(10);

    @TempDir
    Path folder;

    private Mosquitto broker;

    @AfterEach
    void end() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void publishesASensorInOneLine() throws Exception {
        broker = Mosquitto.plain(folder).start();
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                Subscriber subscriber = Subscriber.of(broker, "#")) {
            SimBME280 chip = new SimBME280().temperature(-3.25).humidity(44.8).pressure(1002.3);
            board.i2c().attach(0x77, chip);
            BME280 bme280 = new BME280(board.blinka().i2c());
            try (Telemetry telemetry = telemetry().homeAssistant("greenhouse").publish(bme280, every(0.05))) {
                awaitTemperature(subscriber, -3.25);
                awaitPayload(subscriber, "blinka/greenhouse/status", "online");
                chip.temperature(21.5);
                awaitTemperature(subscriber, 21.5);
                assertThat(telemetry).hasToString("Telemetry(" + broker.url() + ", blinka/greenhouse)");
            }
            awaitPayload(subscriber, "blinka/greenhouse/status", "offline");
            assertThat(subscriber.payloads("blinka/greenhouse/bme280_humidity"))
                    .allSatisfy(each -> assertThat(Double.parseDouble(each)).isBetween(44.7, 44.9));
            assertThat(subscriber.payloads("blinka/greenhouse/bme280_pressure"))
                    .allSatisfy(each -> assertThat(Double.parseDouble(each)).isBetween(1002.2, 1002.4));
            assertThat(subscriber.payloads("homeassistant/device/greenhouse/config"))
                    .last()
                    .satisfies(DiscoverySchema::check)
                    .asString()
                    .contains("bme280_temperature", "bme280_humidity", "bme280_pressure");
        }
    }

    /** Home Assistant starts later, or again. */
    @Test
    void aLateSubscriberGetsTheRetainedState() throws Exception {
        broker = Mosquitto.plain(folder).start();
        try (Telemetry telemetry = telemetry()
                .homeAssistant("shed")
                .publish("soil", values -> values.value("moisture", "%", "moisture", 31), every(3600))) {
            telemetry.awaitConnection(LIMIT);
            await().atMost(LIMIT).until(() -> telemetry.waiting() == 0);
            try (Subscriber subscriber = Subscriber.of(broker, "#")) {
                awaitPayload(subscriber, "blinka/shed/soil_moisture", "31");
                awaitPayload(subscriber, "blinka/shed/status", "online");
                await().atMost(LIMIT)
                        .until(() -> subscriber
                                .payloads("homeassistant/device/shed/config")
                                .anyMatch(each -> each.contains("soil_moisture")));
                assertThat(subscriber.received())
                        .allSatisfy(each -> assertThat(each.retained()).isTrue());
            }
        }
    }

    @Test
    void theBrokerSaysThatAKilledProgramIsOffline() throws Exception {
        broker = Mosquitto.plain(folder).start();
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        broker.url(),
                        folder.resolve("child").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.out").toFile())
                .start();
        try (Subscriber subscriber = Subscriber.of(broker, "blinka/#")) {
            awaitPayload(subscriber, "blinka/endless/status", "online");
            program.destroyForcibly().waitFor();

            awaitPayload(subscriber, "blinka/endless/status", "offline");
        } finally {
            program.destroyForcibly();
        }
    }

    /** A program of its own, to be killed. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) {
            Telemetry.mqtt(args[0])
                    .buffer(Path.of(args[1]), 1 << 20)
                    .homeAssistant("endless")
                    .publish("clock", values -> values.value("time", "s", 1), every(1));
        }
    }

    @Test
    void commandsReachOutputs() throws Exception {
        broker = Mosquitto.plain(folder).start();
        AtomicReference<Double> target = new AtomicReference<>();
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                Subscriber subscriber = Subscriber.of(broker, "blinka/#");
                DigitalInOut fan = new DigitalInOut(board.blinka().pin("D17"));
                PWMOut lamp = new PWMOut(board.blinka().pin("D18"));
                Telemetry telemetry = telemetry().homeAssistant("room")) {
            fan.switchToOutput();
            // A command of another day.
            subscriber.send("blinka/room/fan/set", "ON", true);
            telemetry
                    .output("Fan", fan)
                    .output("Lamp", lamp)
                    .number("Target", "°C", 5, 30, 0.5, 20, target::set)
                    .awaitConnection(LIMIT);
            awaitPayload(subscriber, "blinka/room/fan", "OFF");
            awaitPayload(subscriber, "blinka/room/lamp", "OFF");
            awaitPayload(subscriber, "blinka/room/target", "20");

            until(
                    subscriber,
                    "blinka/room/target/set",
                    "21.5",
                    () -> Double.valueOf(21.5).equals(target.get()));
            awaitPayload(subscriber, "blinka/room/target", "21.5");
            // The retained command would have come before that.
            assertThat(subscriber.payloads("blinka/room/fan")).containsOnly("OFF");

            until(
                    subscriber,
                    "blinka/room/fan/set",
                    "ON",
                    () -> board.pin("D17").level());
            awaitPayload(subscriber, "blinka/room/fan", "ON");
            until(
                    subscriber,
                    "blinka/room/fan/set",
                    "OFF",
                    () -> !board.pin("D17").level());
            until(subscriber, "blinka/room/lamp/brightness/set", "128", () -> lamp.dutyCycle() == 32896);
            awaitPayload(subscriber, "blinka/room/lamp/brightness", "128");
            awaitPayload(subscriber, "blinka/room/lamp", "ON");
            until(subscriber, "blinka/room/lamp/set", "OFF", () -> lamp.dutyCycle() == 0);
            until(subscriber, "blinka/room/lamp/set", "ON", () -> lamp.dutyCycle() == 32896);

            long before = subscriber.payloads("blinka/room/target").count();
            subscriber.send("blinka/room/target/set", "300", false);
            subscriber.send("blinka/room/fan/set", "perhaps", false);
            await().atMost(LIMIT)
                    .until(() -> subscriber.payloads("blinka/room/target").count() > before);
            assertThat(subscriber.payloads("blinka/room/target")).last().isEqualTo("21.5");
            assertThat(target).hasValue(21.5);

            // Changed by the program.
            fan.value(true);
            await().atMost(LIMIT)
                    .until(() -> subscriber
                            .payloads("blinka/room/fan")
                            .reduce((first, second) -> second)
                            .filter("ON"::equals)
                            .isPresent());
        }
    }

    @Test
    void commandsReachOutputsAfterTheBrokerWasAway() throws Exception {
        broker = Mosquitto.plain(folder).start();
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut fan = new DigitalInOut(board.blinka().pin("D17"));
                Telemetry telemetry = telemetry().homeAssistant("room")) {
            fan.switchToOutput();
            telemetry.output("fan", fan).awaitConnection(LIMIT);
            assertThat(telemetry.flush(LIMIT)).isTrue();
            broker.kill();
            broker.start();
            try (Subscriber subscriber = Subscriber.of(broker, "#")) {
                // It has forgotten all.
                awaitPayload(subscriber, "blinka/room/status", "online");
                awaitPayload(subscriber, "blinka/room/fan", "OFF");
                await().atMost(LIMIT)
                        .until(() -> subscriber
                                .payloads("homeassistant/device/room/config")
                                .anyMatch(each -> each.contains("fan")));
                until(
                        subscriber,
                        "blinka/room/fan/set",
                        "ON",
                        () -> board.pin("D17").level());
            }
        }
    }

    @Test
    void losesNothingWhenTheBrokerIsKilled() throws Exception {
        broker = Mosquitto.durable(folder);
        BrokerOutage.Result result = BrokerOutage.run(broker, folder.resolve("buffer"), 1000, 5, 1);

        assertThat(result.lost()).isZero();
        assertThat(result.outOfOrder()).isZero();
        assertThat(result.received()).isEqualTo(1000 + result.doubled());
    }

    @Test
    void sendsWhatAnEarlierProgramLeft() throws Exception {
        broker = Mosquitto.plain(folder);
        try (Telemetry telemetry = telemetry()) {
            for (int i = 1; i <= 100; i++) {
                telemetry.send("count", Integer.toString(i), false);
            }
            assertThat(telemetry.waiting()).isEqualTo(100);
        }
        broker.start();
        try (Subscriber subscriber = Subscriber.of(broker, "count");
                Telemetry telemetry = telemetry().send("count", "101", false)) {
            assertThat(telemetry.flush(LIMIT)).isTrue();
            await().atMost(LIMIT).until(() -> subscriber.received().size() >= 101);
            assertThat(subscriber.payloads("count")).isEqualTo(JournalTest.numbers(1, 101));
        }
    }

    @Test
    void aSensorThatFailsDoesNotStopTheOthers() throws Exception {
        broker = Mosquitto.plain(folder).start();
        AtomicInteger readings = new AtomicInteger();
        try (Subscriber subscriber = Subscriber.of(broker, "blinka/#");
                Telemetry telemetry = telemetry().homeAssistant("room")) {
            telemetry
                    .publish(
                            "first",
                            values -> {
                                if (readings.incrementAndGet() < 3) {
                                    throw new IllegalStateException("unplugged");
                                }
                                values.temperature(1);
                            },
                            every(0.01))
                    .publish("second", values -> values.temperature(2).value("noise", "", Double.NaN), every(0.01));

            awaitPayload(subscriber, "blinka/room/second_temperature", "2");
            awaitPayload(subscriber, "blinka/room/first_temperature", "1");
            assertThat(subscriber.payloads("blinka/room/second_noise")).isEmpty();
        }
    }

    @Test
    void takesAPassword() throws Exception {
        broker = Mosquitto.withPassword(folder).start();
        try (Telemetry telemetry = telemetry().login(Mosquitto.USER, Mosquitto.PASSWORD)) {
            telemetry.awaitConnection(LIMIT).send("a", "b", false);

            assertThat(telemetry.flush(LIMIT)).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        broker = Mosquitto.withPassword(folder).start();
        try (Telemetry telemetry = telemetry().login(Mosquitto.USER, "wrong " + Mosquitto.PASSWORD)) {
            Throwable failure = awaitProblem(telemetry, "user name and password");

            assertThat(failure).hasMessageContainingAll(broker.url(), "BLINKA_MQTT_PASSWORD");
            for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain(Mosquitto.USER, Mosquitto.PASSWORD);
            }
        }
    }

    /** Of all that the program and its libraries can log. */
    @Test
    void noLogHasThePassword() throws Exception {
        broker = Mosquitto.withPassword(folder).start();
        Path printed = folder.resolve("child.out");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        broker.url(),
                        folder.resolve("child").toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment()
                .putAll(Map.of("BLINKA_MQTT_USER", Mosquitto.USER, "BLINKA_MQTT_PASSWORD", "x" + Mosquitto.PASSWORD));
        Process program = builder.start();
        try {
            await().atMost(LIMIT).until(() -> Files.readString(printed).contains("does not accept"));
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(printed))
                .contains("DEBUG")
                .doesNotContain(Mosquitto.PASSWORD)
                .doesNotContainPattern("\\b" + Mosquitto.USER + "\\b");
    }

    @Test
    void checksTheCertificate() throws Exception {
        broker = Mosquitto.encrypted(folder, "127.0.0.1").start();
        try (Telemetry telemetry = telemetry()) {
            assertThat(awaitProblem(telemetry, "certificate")).hasMessageContaining("BLINKA_MQTT_CA");
        }
    }

    @Test
    void trustsACertificateThatTheUserNames() throws Exception {
        broker = Mosquitto.encrypted(folder, "127.0.0.1").start();
        try (Telemetry telemetry = telemetry().trust(broker.certificate())) {
            telemetry.awaitConnection(LIMIT).send("a", "b", false);

            assertThat(telemetry.flush(LIMIT)).isTrue();
        }
    }

    @Test
    void checksTheNameInTheCertificate() throws Exception {
        broker = Mosquitto.encrypted(folder, "broker.example.org").start();
        try (Telemetry telemetry = telemetry().trust(broker.certificate())) {
            awaitProblem(telemetry, "certificate");
        }
    }

    @Test
    void saysThatNothingAnswers() throws Exception {
        broker = Mosquitto.plain(folder);
        try (Telemetry telemetry = telemetry()) {
            awaitProblem(telemetry, "nothing answers");
        }
    }

    private Telemetry telemetry() {
        return Telemetry.mqtt(broker.url()).buffer(folder.resolve("buffer"), 1 << 20);
    }

    private static Throwable awaitProblem(Telemetry telemetry, String problem) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThatIllegalStateException()
                        .isThrownBy(() -> telemetry.awaitConnection(SOON))
                        .withMessageContaining(problem)
                        .satisfies(failure::set));
        return failure.get();
    }

    /** What the chip measures is not exactly what it is set to. */
    private static void awaitTemperature(Subscriber subscriber, double celsius) {
        await().atMost(LIMIT)
                .until(() -> subscriber
                        .payloads("blinka/greenhouse/bme280_temperature")
                        .anyMatch(each -> Math.abs(Double.parseDouble(each) - celsius) < 0.01));
    }

    private static void awaitPayload(Subscriber subscriber, String topic, String payload) {
        await().atMost(LIMIT)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(subscriber.payloads(topic)).contains(payload));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Sends a command, again if the program did not listen yet, until it shows. */
    private static void until(Subscriber subscriber, String topic, String payload, Condition condition) {
        await().atMost(LIMIT).pollInterval(50, TimeUnit.MILLISECONDS).until(() -> {
            subscriber.send(topic, payload, false);
            return condition.holds();
        });
    }
}
