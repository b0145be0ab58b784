// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.busio.SPI;
import blinka4j.drivers.dotstar.DotStar;
import blinka4j.drivers.neopixel.NeoPixel;
import blinka4j.drivers.neopixelspi.NeoPixel_SPI;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimNeoPixel.Model;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Vectors of strips of pixels, which name in words what to show. */
final class PixelFunctions {
    private static final Pattern ON_SPI = Pattern.compile("NeoPixel_SPI\\(spi, ?1\\)\\[0\\] ?= ?(0x\\w+).*");
    private static final Pattern DOTSTARS = Pattern.compile("PBGR frame body for (\\d+) pixels.*");

    private PixelFunctions() {}

    /** False if the vector is about something else. */
    static boolean check(JsonObject vector) {
        String words = Json.text(vector, "function");
        Function<JsonElement, List<Integer>> function = function(words);
        if (function == null) {
            return false;
        }
        List<JsonObject> cases = Json.objects(vector, "cases");
        assertThat(cases).as("cases").isNotEmpty();
        for (JsonObject each : cases) {
            List<Integer> expected = new ArrayList<>();
            flatten(each.get("out"), expected);
            assertThat(function.apply(each.get("in")))
                    .as("%s for %s", words, each.get("in"))
                    .isEqualTo(expected);
        }
        return true;
    }

    private static void flatten(JsonElement value, List<Integer> numbers) {
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(each -> flatten(each, numbers));
        } else {
            numbers.add(value.getAsInt());
        }
    }

    private static Function<JsonElement, List<Integer>> function(String words) {
        Matcher onSpi = ON_SPI.matcher(words);
        Matcher dotstars = DOTSTARS.matcher(words);
        if (words.startsWith("[byteorder, color, brightness] -> bytes on the wire")) {
            return in -> onTheWire(in.getAsJsonArray());
        }
        if (onSpi.matches()) {
            return in -> onSpi(Integer.decode(onSpi.group(1)));
        }
        return dotstars.matches() ? in -> ramp(Integer.parseInt(dotstars.group(1))) : null;
    }

    /** The bytes that the strip has received. */
    private static List<Integer> onTheWire(JsonArray in) {
        String order = in.get(0).getAsString();
        SimNeoPixel strip = new SimNeoPixel(Model.WS2812B, 1, order.length());
        NeoPixel pixels = new NeoPixel(
                new NeoPixelOut(new SPI(new SimSpiBus().attach(strip))),
                1,
                in.get(2).getAsDouble(),
                false,
                order);
        if (in.get(1).isJsonArray()) {
            pixels.set(0, Json.numbers(in.get(1)));
        } else {
            pixels.set(0, in.get(1).getAsInt());
        }
        pixels.show();
        int color = strip.color(0);
        List<Integer> bytes = new ArrayList<>(List.of(color >> 8 & 0xff, color >> 16 & 0xff, color & 0xff));
        if (order.length() == 4) {
            bytes.add(color >>> 24);
        }
        return bytes;
    }

    /** How many bytes there are on the bus, and those that are not 0. */
    private static List<Integer> onSpi(int color) {
        List<Integer> sent = new ArrayList<>();
        new NeoPixel_SPI(recorder(sent), 1).set(0, color);
        List<Integer> result = new ArrayList<>(List.of(sent.size()));
        sent.stream().filter(each -> each != 0).forEach(result::add);
        return result;
    }

    /** Red, green and blue of the pixels are 0, 4, 8, 12 and so on. */
    private static List<Integer> ramp(int count) {
        List<Integer> sent = new ArrayList<>();
        DotStar pixels = new DotStar(recorder(sent), count, 1, false, DotStar.BGR, 4_000_000);
        for (int i = 0; i < count; i++) {
            pixels.set(i, 12 * i, 12 * i + 4, 12 * i + 8);
        }
        pixels.show();
        return sent.subList(DotStar.START_HEADER_SIZE, DotStar.START_HEADER_SIZE + 4 * count);
    }

    private static SPI recorder(List<Integer> sent) {
        SimSpiDevice device = out -> {
            sent.add(out);
            return 0xff;
        };
        return new SPI(new SimSpiBus().attach(device));
    }
}
