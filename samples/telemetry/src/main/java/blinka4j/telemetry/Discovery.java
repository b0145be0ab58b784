// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The message by which Home Assistant learns of a device and all that it has, in the format of <a
 * href="https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload">device discovery</a> (since Home Assistant 2024.11).
 */
final class Discovery {
    static final String ONLINE = "online";
    static final String OFFLINE = "offline";

    private final String device;
    private final String base;
    private final Map<String, Map<String, Object>> components = new LinkedHashMap<>();

    /** @param base the topic that all topics of the device begin with */
    Discovery(String device, String base) {
        this.device = device;
        this.base = base;
    }

    static String topic(String device) {
        return "homeassistant/device/%s/config".formatted(device);
    }

    static String availability(String base) {
        return base + "/status";
    }

    /** @param expireAfter Home Assistant shows the value as unavailable if none came for so many seconds */
    void sensor(String id, String name, Values.Value value, int expireAfter) {
        Map<String, Object> component = component(value.kind(), id, name);
        if (!value.unit().isEmpty()) {
            component.put("unit_of_measurement", value.unit());
        }
        if (!value.deviceClass().isEmpty()) {
            component.put("device_class", value.deviceClass());
        }
        if (value.kind().equals("sensor")) {
            component.put("state_class", "measurement");
        }
        component.put("expire_after", expireAfter);
    }

    void output(String id, String name, Output output) {
        component(output.platform(), id, name).putAll(output.options(base + "/" + id));
    }

    private static Map<String, Object> ordered(String first, Object firstValue, String second, Object secondValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, firstValue);
        map.put(second, secondValue);
        return map;
    }

    private Map<String, Object> component(String platform, String id, String name) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("platform", platform);
        component.put("unique_id", device + "_" + id);
        component.put("name", name);
        component.put("state_topic", base + "/" + id);
        components.put(id, component);
        return component;
    }

    boolean has(String id) {
        return components.containsKey(id);
    }

    Message message() {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("device", ordered("identifiers", List.of("blinka4j_" + device), "name", device));
        payload.put("origin", ordered("name", "Blinka4J", "support_url", "https://github.com/blinka4j/blinka4j"));
        payload.put("availability_topic", availability(base));
        payload.put("components", components);
        return new Message(topic(device), Json.of(payload), true);
    }
}
