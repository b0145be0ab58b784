// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rules by which Home Assistant accepts a discovery message of a device. They are those of its sources, github.com/home-assistant/core:
 *
 * <ul>
 *   <li>{@code homeassistant/components/mqtt/schemas.py}: DEVICE_DISCOVERY_SCHEMA, MQTT_ENTITY_DEVICE_INFO_SCHEMA, MQTT_ORIGIN_INFO_SCHEMA,
 *       MQTT_AVAILABILITY_SCHEMA, COMPONENT_CONFIG_SCHEMA, MQTT_ENTITY_COMMON_SCHEMA (a key that is not there is an error)
 *   <li>{@code mqtt/util.py}: valid_topic, valid_publish_topic, validate_sensor_state_and_device_class_config; {@code mqtt/discovery.py}:
 *       TOPIC_MATCHER; {@code mqtt/config.py}: MQTT_RO_SCHEMA, MQTT_RW_SCHEMA
 *   <li>{@code mqtt/sensor.py, binary_sensor.py, switch.py, number.py, light/schema_basic.py}: PLATFORM_SCHEMA. A key that is not there is
 *       ignored by Home Assistant, and an error here
 *   <li>{@code sensor/const.py}: SensorDeviceClass, DEVICE_CLASS_UNITS, DEVICE_CLASS_STATE_CLASSES
 *   <li>the documentation of each platform: "unique_id: Required when used with device-based discovery"
 * </ul>
 */
final class DiscoverySchema {
    /** DEVICE_CLASS_UNITS of the classes that a telemetry uses by itself, and some more. */
    static final Map<String, Set<String>> UNITS = Map.ofEntries(
            entry("atmospheric_pressure", Set.of("cbar", "bar", "hPa", "mmHg", "inHg", "kPa", "mbar", "Pa", "psi")),
            entry("battery", Set.of("%")),
            entry("carbon_dioxide", Set.of("ppm")),
            entry("current", Set.of("A", "mA")),
            entry("distance", Set.of("mm", "cm", "m", "km", "in", "ft", "yd", "mi", "nmi")),
            entry("frequency", Set.of("Hz", "kHz", "MHz", "GHz")),
            entry("humidity", Set.of("%")),
            entry("illuminance", Set.of("lx")),
            entry("moisture", Set.of("%")),
            entry("power", Set.of("W", "kW", "MW", "GW", "TW")),
            entry("speed", Set.of("mm/d", "mm/h", "mm/s", "m/s", "km/h", "in/d", "in/h", "in/s", "ft/s", "mph", "kn")),
            entry("temperature", Set.of("°C", "°F", "K")),
            entry("volatile_organic_compounds_parts", Set.of("ppb", "ppm")),
            entry("voltage", Set.of("V", "mV")),
            entry("weight", Set.of("kg", "g", "mg", "µg", "oz", "lb", "st")));

    private static final Set<String> ROOT = Set.of(
            "availability",
            "availability_mode",
            "availability_template",
            "availability_topic",
            "payload_available",
            "payload_not_available",
            "device",
            "components",
            "origin",
            "state_topic",
            "command_topic",
            "qos",
            "encoding");

    private static final Set<String> DEVICE = Set.of(
            "identifiers",
            "connections",
            "manufacturer",
            "model",
            "model_id",
            "name",
            "hw_version",
            "serial_number",
            "sw_version",
            "via_device",
            "suggested_area",
            "configuration_url");

    /** MQTT_ENTITY_COMMON_SCHEMA, MQTT_BASE_SCHEMA and the platform, without those that nobody uses here. */
    private static final Set<String> ALL =
            Set.of("platform", "unique_id", "name", "qos", "encoding", "icon", "entity_category", "value_template");

    private static final Map<String, Set<String>> PLATFORMS = Map.of(
            "sensor",
            Set.of(
                    "state_topic",
                    "device_class",
                    "expire_after",
                    "force_update",
                    "options",
                    "state_class",
                    "suggested_display_precision",
                    "unit_of_measurement"),
            "binary_sensor",
            Set.of(
                    "state_topic",
                    "device_class",
                    "expire_after",
                    "force_update",
                    "off_delay",
                    "payload_off",
                    "payload_on"),
            "switch",
            Set.of(
                    "state_topic",
                    "command_topic",
                    "retain",
                    "optimistic",
                    "device_class",
                    "payload_off",
                    "payload_on",
                    "state_off",
                    "state_on"),
            "light",
            Set.of(
                    "state_topic",
                    "command_topic",
                    "retain",
                    "optimistic",
                    "brightness_command_topic",
                    "brightness_scale",
                    "brightness_state_topic",
                    "on_command_type",
                    "payload_off",
                    "payload_on"),
            "number",
            Set.of(
                    "state_topic",
                    "command_topic",
                    "retain",
                    "optimistic",
                    "device_class",
                    "min",
                    "max",
                    "mode",
                    "step",
                    "unit_of_measurement"));

    private static final int LONGEST_TOPIC = 65535;

    private DiscoverySchema() {}

    static void checkTopic(String topic) {
        assertThat(topic).matches("homeassistant/device/(?:[a-zA-Z0-9_-]+/)?[a-zA-Z0-9_-]+/config");
    }

    static void check(String payload) {
        JsonObject root = JsonParser.parseString(payload).getAsJsonObject();
        assertThat(root.keySet()).isSubsetOf(ROOT).contains("device", "components", "origin");
        assertThat(root.has("availability") && root.has("availability_topic"))
                .as("both are exclusive")
                .isFalse();
        checkTopics(root);
        checkQos(root);

        JsonObject device = root.getAsJsonObject("device");
        assertThat(device.keySet()).isSubsetOf(DEVICE);
        assertThat(device.has("identifiers") || device.has("connections")).isTrue();
        if (device.has("identifiers")) {
            assertThat(device.getAsJsonArray("identifiers")).isNotEmpty().allSatisfy(DiscoverySchema::checkText);
        }

        JsonObject origin = root.getAsJsonObject("origin");
        assertThat(origin.keySet())
                .isSubsetOf("name", "sw_version", "support_url")
                .contains("name");
        if (origin.has("support_url")) {
            assertThat(origin.get("support_url").getAsString()).matches("https?://.+");
        }

        Set<String> ids = new HashSet<>();
        for (Map.Entry<String, JsonElement> each :
                root.getAsJsonObject("components").entrySet()) {
            JsonObject component = each.getValue().getAsJsonObject();
            assertThat(component.keySet()).as(each.getKey()).contains("platform", "unique_id");
            assertThat(ids.add(component.get("unique_id").getAsString()))
                    .as("unique")
                    .isTrue();
            checkComponent(component);
        }
    }

    private static void checkComponent(JsonObject component) {
        String platform = component.get("platform").getAsString();
        assertThat(PLATFORMS).containsKey(platform);
        Set<String> allowed = new HashSet<>(ALL);
        allowed.addAll(PLATFORMS.get(platform));
        assertThat(component.keySet()).isSubsetOf(allowed);
        checkTopics(component);
        checkQos(component);
        switch (platform) {
            case "sensor", "binary_sensor" ->
                assertThat(component.has("state_topic")).isTrue();
            default -> assertThat(component.has("command_topic")).isTrue();
        }
        if (component.has("expire_after")) {
            assertThat(component.get("expire_after").getAsInt()).isNotNegative();
        }
        if (platform.equals("sensor") && component.has("device_class")) {
            String deviceClass = component.get("device_class").getAsString();
            assertThat(UNITS).containsKey(deviceClass);
            assertThat(UNITS.get(deviceClass))
                    .contains(component.get("unit_of_measurement").getAsString());
        }
        if (component.has("state_class")) {
            assertThat(component.get("state_class").getAsString()).isEqualTo("measurement");
        }
        if (component.has("on_command_type")) {
            assertThat(component.get("on_command_type").getAsString()).isIn("first", "last", "brightness");
        }
        if (platform.equals("number")) {
            assertThat(component.get("min").getAsDouble())
                    .isLessThan(component.get("max").getAsDouble());
            assertThat(component.get("step").getAsDouble()).isGreaterThanOrEqualTo(0.001);
        }
    }

    private static void checkQos(JsonObject object) {
        if (object.has("qos")) {
            assertThat(object.get("qos").getAsInt()).isBetween(0, 2);
        }
    }

    private static void checkText(JsonElement element) {
        assertThat(element.getAsJsonPrimitive().isString()).isTrue();
        assertThat(element.getAsString()).isNotEmpty();
    }

    private static void checkTopics(JsonObject object) {
        for (Map.Entry<String, JsonElement> each : object.entrySet()) {
            if (each.getKey().endsWith("_topic")) {
                String topic = each.getValue().getAsString();
                assertThat(topic)
                        .as(each.getKey())
                        .isNotEmpty()
                        .doesNotContain("+", "#")
                        .doesNotContainPattern("\\p{Cntrl}");
                assertThat(topic.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(LONGEST_TOPIC);
            }
        }
    }
}
