// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.checksum.Crc16;
import blinka4j.checksum.Crc8;
import blinka4j.onewire.OneWireBus;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Vectors without a bus: a function that they name in words, and cases. */
final class Functions {
    private static final Pattern CRC_8 =
            Pattern.compile("CRC-8 poly 0x1?([0-9A-Fa-f]{2}),? init (?:0x)?([0-9A-Fa-f]+)");

    private Functions() {}

    static void check(JsonObject vector) {
        List<JsonObject> cases = Json.objects(vector, "cases");
        assertThat(cases).as("cases").isNotEmpty();
        ToIntFunction<byte[]> function = function(Json.text(vector, "function"));
        for (JsonObject each : cases) {
            byte[] in = Json.bytes(each.get("in"));
            assertThat(function.applyAsInt(in))
                    .as("%s of %s", Json.text(vector, "function"), each.get("in"))
                    .isEqualTo(each.get("out").getAsInt());
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
