// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.checksum.Crc16;
import blinka4j.checksum.Crc8;
import blinka4j.drivers.hcsr04.HCSR04;
import blinka4j.drivers.irremote.IRMessage;
import blinka4j.drivers.irremote.IRRemote;
import blinka4j.onewire.OneWireBus;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.sim.SimBoard;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Vectors without a bus: a function that they name in words, and cases. */
final class Functions {
    private static final Pattern CRC_8 =
            Pattern.compile("CRC-8 poly 0x1?([0-9A-Fa-f]{2}),? init (?:0x)?([0-9A-Fa-f]+)");

    private Functions() {}

    static void check(JsonObject vector) {
        if (PixelFunctions.check(vector)) {
            return;
        }
        List<JsonObject> cases = Json.objects(vector, "cases");
        assertThat(cases).as("cases").isNotEmpty();
        if (Json.text(vector, "function").equals("echo pulse width in us -> distance in cm")) {
            for (JsonObject each : cases) {
                assertThat(distance(each.get("in").getAsInt()))
                        .as("distance of an echo of %s us", each.get("in"))
                        .isCloseTo(
                                each.get("out").getAsDouble(),
                                within(each.get("tolerance").getAsDouble()));
            }
            return;
        }
        if (Json.text(vector, "function").startsWith("decode_bits: ")) {
            for (JsonObject each : cases) {
                List<Integer> pulses =
                        Arrays.stream(Json.numbers(each.get("in"))).boxed().toList();
                assertThat(IRRemote.decodeBits(pulses))
                        .asInstanceOf(InstanceOfAssertFactories.type(IRMessage.class))
                        .extracting(IRMessage::code)
                        .isEqualTo(Arrays.stream(Json.numbers(each.get("out")))
                                .boxed()
                                .toList());
            }
            return;
        }
        if (MotorFunctions.check(Json.text(vector, "function"), cases)
                || PinFunctions.check(Json.text(vector, "function"), cases)) {
            return;
        }
        ToIntFunction<byte[]> function = function(Json.text(vector, "function"));
        for (JsonObject each : cases) {
            byte[] in = Json.bytes(each.get("in"));
            assertThat(function.applyAsInt(in))
                    .as("%s of %s", Json.text(vector, "function"), each.get("in"))
                    .isEqualTo(each.get("out").getAsInt());
        }
    }

    /** What the driver of the HC-SR04 makes of an echo of so many µs, which begins 250 µs after its trigger. */
    private static double distance(int micros) {
        SimBoard board = SimBoard.open(new BoardDefinition(
                "VECTORS",
                "Board for vectors",
                Map.of("D5", new Line("chip", 5), "D6", new Line("chip", 6)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null));
        board.pin("D5").onLevel(high -> {
            if (!high) {
                board.clock()
                        .after(Duration.ofNanos(250_000), () -> board.pin("D6").drive(true));
                board.clock()
                        .after(
                                Duration.ofNanos(250_000 + micros * 1000L),
                                () -> board.pin("D6").drive(false));
            }
        });
        try (board;
                HCSR04 sonar =
                        new HCSR04(board.blinka().pin("D5"), board.blinka().pin("D6"))) {
            return sonar.distance();
        }
    }

    private static ToIntFunction<byte[]> function(String words) {
        Matcher crc8 = CRC_8.matcher(words);
        if (crc8.find()) {
            int polynomial = Integer.parseInt(crc8.group(1), 16);
            int initial = Integer.parseInt(crc8.group(2), 16);
            return new Crc8(polynomial, initial, words.contains("reflected"), 0)::of;
        }
        if (words.contains("Dallas/Maxim CRC-8")) {
            return OneWireBus::crc8;
        }
        if (words.contains("MODBUS")) {
            return Crc16.MODBUS::of;
        }
        throw new CannotRun("no function for \"%s\"".formatted(words));
    }
}
