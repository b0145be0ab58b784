// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static blinka4j.telemetry.Telemetry.every;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a broker. */
class TelemetryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "mqtt://broker, mqtt://broker:1883",
        "mqtts://broker, mqtts://broker:8883",
        "MQTTS://broker:1234/, mqtts://broker:1234",
        "mqtt://192.168.1.5, mqtt://192.168.1.5:1883",
        "mqtt://[::1]:99, mqtt://::1:99"
    })
    void takesTheAddressOfABroker(String url, String address) {
        assertThat(Telemetry.mqtt(url)).hasToString("Telemetry(" + address + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "broker",
                "http://broker",
                "mqtt:broker",
                "mqtt://",
                "mqtt://a b",
                "mqtt://broker/topic",
                "mqtt://b?x"
            })
    void refusesWhatIsNoAddress(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telemetry.mqtt(url))
                .withMessageContaining("mqtts://broker.example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt://ada:secret@broker",
                "mqtts://secret@broker",
                "mqtt://ada:secret@b_r:1",
                "mqtt://ada:se cret@b"
            })
    void aPasswordInTheAddressIsRefusedAndNotRepeated(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telemetry.mqtt(url))
                .satisfies(failure -> {
                    for (Throwable each = failure; each != null; each = each.getCause()) {
                        assertThat(each.toString()).doesNotContain("ada", "cret");
                    }
                });
    }

    @Test
    void doesNotShowTheLogin() {
        Telemetry telemetry =
                Telemetry.mqtt("mqtt://broker").login("ada", "secret").homeAssistant("room");

        assertThat(telemetry).hasToString("Telemetry(mqtt://broker:1883, blinka/room)");
    }

    @Test
    void aPeriodIsInSeconds() {
        assertThat(every(0.25)).isEqualTo(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.009, 86_401, Double.NaN})
    void aPeriodHasLimits(double seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> every(seconds))
                .withMessageContainingAll("0.01", "86,400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "green house", "gewächshaus", "a/b"})
    void aDeviceHasAPlainName(String device) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telemetry.mqtt("mqtt://broker").homeAssistant(device))
                .withMessageContaining("'" + device + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "#", "/a", "a/", "a\nb"})
    void aTopicHasNoWildcards(String topic) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telemetry.mqtt("mqtt://broker").topic(topic))
                .withMessageContaining("no topic");
    }

    @Test
    void aDriverThatItDoesNotKnowNeedsNames() throws IOException {
        try (Telemetry telemetry = telemetry()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.homeAssistant("room").publish(new StringBuilder(), every(1)))
                    .withMessageContainingAll("StringBuilder", "publish(\"StringBuilder\", values ->");
        }
    }

    @Test
    void aNameIsForOne() throws IOException {
        try (Telemetry telemetry = telemetry().topic("room")) {
            telemetry.publish("Soil 1", values -> {}, every(1));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.publish("soil-1", values -> {}, every(1)))
                    .withMessageContaining("'soil-1'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.number("status", "", 0, 1, 1, 0, value -> {}))
                    .withMessageContaining("'status'");
        }
    }

    @Test
    void sensorsNeedADevice() throws IOException {
        try (Telemetry telemetry = telemetry()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> telemetry.publish("soil", values -> {}, every(1)))
                    .withMessageContainingAll("homeAssistant(", "topic(");
        }
    }

    @Test
    void settingsComeFirst() throws IOException {
        try (Telemetry telemetry = telemetry().send("a", "b", false)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> telemetry.login("a", "b"))
                    .withMessageContaining("first");
            assertThatIllegalStateException().isThrownBy(() -> telemetry.homeAssistant("room"));
        }
    }

    @Test
    void keepsMessagesWhileThereIsNoBroker() throws IOException {
        try (Telemetry telemetry = telemetry()) {
            telemetry.send("a", "1", false).send("a", "2", true);

            assertThat(telemetry.waiting()).isEqualTo(2);
            assertThat(telemetry.flush(Duration.ofMillis(1))).isFalse();
            assertThat(telemetry.dropped()).isZero();
        }
        try (Journal journal = new Journal(folder, 1 << 16)) {
            assertThat(journal.size()).isEqualTo(2);
        }
    }

    /** The buffer could not keep it. */
    @Test
    void aPayloadHasALimit() throws IOException {
        try (Telemetry telemetry = telemetry()) {
            telemetry.send("a", "x".repeat(65_535), false);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.send("a", "é".repeat(32_768), false))
                    .withMessageContainingAll("65536", "65535");
            assertThat(telemetry.waiting()).isEqualTo(1);
        }
        try (Journal journal = new Journal(folder, 1 << 20)) {
            assertThat(journal.size()).isEqualTo(1);
        }
    }

    @Test
    void takesNothingAfterItsEnd() throws IOException {
        Telemetry telemetry = telemetry();
        telemetry.close();
        telemetry.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> telemetry.send("a", "b", false))
                .withMessageContaining("closed");
    }

    @Test
    void saysWhereMessagesCannotBeKept() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (Telemetry telemetry = Telemetry.mqtt("mqtt://127.0.0.1:1").buffer(file, 1 << 20)) {
            assertThatThrownBy(() -> telemetry.send("a", "b", false))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContainingAll(file.toString(), "buffer(");
        }
    }

    @Test
    void aBufferHasASize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telemetry.mqtt("mqtt://broker").buffer(folder, 1000))
                .withMessageContaining("1000");
    }

    @Test
    void certificatesAreReadAtTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        try (Telemetry telemetry =
                Telemetry.mqtt("mqtts://127.0.0.1:1").buffer(folder, 1 << 20).trust(file)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.send("a", "b", false))
                    .withMessageContainingAll(file.toString(), "PEM");
        }
    }

    @Test
    void aNumberHasLimits() throws IOException {
        try (Telemetry telemetry = telemetry().topic("room")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.number("target", "", 5, 5, 1, 5, value -> {}))
                    .withMessageContaining("'target'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.number("target", "", 5, 6, 0, 5, value -> {}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> telemetry.number("target", "", 5, 6, 1, 7, value -> {}));
        }
    }

    @Test
    void aSensorNamesAQuantityOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Values().temperature(1).temperature(2))
                .withMessageContaining("'temperature'");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "22.600000381, 22.6",
        "1013.2512, 1013.25",
        "-40, -40",
        "123456.7, 123457",
        "1e-7, 0.0000001",
        "12000000, 12000000"
    })
    void numbersHaveSixDigitsAndNoExponent(double value, String text) {
        assertThat(Values.text(value)).isEqualTo(text);
    }

    /** Nothing listens there: the port was free a moment ago. */
    private Telemetry telemetry() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Telemetry.mqtt("mqtt://127.0.0.1:" + socket.getLocalPort()).buffer(folder, 1 << 20);
        }
    }
}
