// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the parts of a vector. A number may be text such as {@code 0x40}. */
final class Json {
    private Json() {}

    /** The text of a member; empty if there is none. */
    static String text(JsonObject object, String name) {
        return object.has(name) && object.get(name).isJsonPrimitive()
                ? object.get(name).getAsString()
                : "";
    }

    static int number(JsonElement value) {
        return value.getAsJsonPrimitive().isString() ? Integer.decode(value.getAsString()) : value.getAsInt();
    }

    /** A list of numbers, or one number. */
    static int[] numbers(JsonElement value) {
        return value.isJsonArray()
                ? value.getAsJsonArray().asList().stream()
                        .mapToInt(Json::number)
                        .toArray()
                : new int[] {number(value)};
    }

    static byte[] bytes(JsonElement array) {
        int[] numbers = numbers(array);
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    /** The numbers of a member; none if there is none. */
    static int[] numbers(JsonObject object, String name) {
        return object.has(name) ? numbers(object.get(name)) : new int[0];
    }

    static JsonArray array(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray array ? array : new JsonArray();
    }

    static List<JsonObject> objects(JsonObject object, String name) {
        List<JsonObject> objects = new ArrayList<>();
        array(object, name).forEach(each -> objects.add(each.getAsJsonObject()));
        return objects;
    }

    static List<String> texts(JsonObject object, String name) {
        List<String> texts = new ArrayList<>();
        array(object, name).forEach(each -> texts.add(each.getAsString()));
        return texts;
    }

    /** The members of a member by register. */
    static Map<Integer, JsonElement> registers(JsonObject object, String name) {
        Map<Integer, JsonElement> registers = new TreeMap<>();
        if (object.has(name)) {
            object.getAsJsonObject(name)
                    .entrySet()
                    .forEach(each -> registers.put(Integer.decode(each.getKey()), each.getValue()));
        }
        return registers;
    }

    /** @throws CannotRun if there are members that this runner does not know */
    static void requireOnly(JsonObject object, String what, Set<String> known) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new CannotRun("unknown \"%s\" in %s".formatted(name, what));
            }
        }
    }
}
