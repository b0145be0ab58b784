// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * What the vectors leave out or have wrong, from the data sheets: {@code amendments.json}. A value that the vectors have
 * from the original's formula is corrected by a factor. A value that others have measured or a data sheet states is not.
 */
final class Amendments {
    private final JsonObject amendments;

    Amendments(JsonObject amendments) {
        this.amendments = amendments;
    }

    /** The vector, changed. */
    JsonObject amend(JsonObject vector) {
        identify(vector);
        JsonObject known = amendments.getAsJsonObject("transactions");
        JsonElement transactions = known == null ? null : known.get(Json.text(vector, "id"));
        if (transactions != null && !vector.has("transactions")) {
            vector.add("transactions", transactions);
        }
        for (JsonObject correction : Json.objects(amendments, "corrections")) {
            if (isFor(vector, correction)) {
                Json.objects(vector, "expect").stream()
                        .filter(each -> Json.text(each, "python").equals(Json.text(correction, "python")))
                        .forEach(each -> each.add(
                                "value",
                                times(
                                        each.get("value"),
                                        correction.get("factor").getAsDouble())));
            }
        }
        return vector;
    }

    private void identify(JsonObject vector) {
        JsonElement known = amendments.getAsJsonObject("identification").get(Json.text(vector, "driver"));
        JsonElement device = vector.get("device");
        if (known == null || device == null || !device.getAsJsonObject().has("registers")) {
            return;
        }
        JsonObject registers = device.getAsJsonObject().getAsJsonObject("registers");
        known.getAsJsonObject().getAsJsonObject("registers").entrySet().stream()
                .filter(each -> !registers.has(each.getKey()))
                .forEach(each -> registers.add(each.getKey(), each.getValue()));
    }

    private static boolean isFor(JsonObject vector, JsonObject correction) {
        String independence = Json.text(vector, "independence");
        return Json.text(vector, "driver").equals(Json.text(correction, "driver"))
                && !independence.startsWith("third-party-value")
                && !independence.startsWith("datasheet-checked")
                && Json.text(vector, "construct").replaceFirst(" *#.*", "").matches(Json.text(correction, "construct"));
    }

    private static JsonElement times(JsonElement value, double factor) {
        if (!value.isJsonArray()) {
            return new JsonPrimitive(value.getAsDouble() * factor);
        }
        JsonArray all = new JsonArray();
        value.getAsJsonArray().forEach(each -> all.add(times(each, factor)));
        return all;
    }
}
