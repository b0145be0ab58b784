// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.pwmio.PWMOut;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** Something that takes commands: what Home Assistant must know of it, its topics, and what a command does. */
abstract class Output {
    static final String ON = "ON";
    static final String OFF = "OFF";

    private final String platform;

    private Output(String platform) {
        this.platform = platform;
    }

    String platform() {
        return platform;
    }

    /** Home Assistant's options, besides those that all have. */
    Map<String, Object> options(String topic) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("command_topic", topic + "/set");
        options.put("qos", 1);
        return options;
    }

    /** The present state: payloads by what follows the topic of the output. */
    abstract Map<String, String> state();

    /**
     * Does what a command says.
     *
     * @param part what stands between the topic of the output and {@code /set}
     * @throws IllegalArgumentException if it is no such command
     */
    abstract void command(String part, String payload);

    static Output of(DigitalInOut pin) {
        return new Output("switch") {
            @Override
            Map<String, String> state() {
                return Map.of("", pin.value() ? ON : OFF);
            }

            @Override
            void command(String part, String payload) {
                pin.value(onOff(payload));
            }
        };
    }

    /** A light: brightness 0 to 255, and on and off. */
    static Output of(PWMOut pin) {
        return new Output("light") {
            private static final int FULL = 255;
            private static final int FULL_DUTY = 65535;
            /** What ON means. */
            private int last = FULL;

            @Override
            Map<String, Object> options(String topic) {
                Map<String, Object> options = super.options(topic);
                options.put("brightness_state_topic", topic + "/brightness");
                options.put("brightness_command_topic", topic + "/brightness/set");
                options.put("on_command_type", "brightness");
                return options;
            }

            @Override
            Map<String, String> state() {
                int brightness = brightness();
                return brightness == 0 ? Map.of("", OFF) : Map.of("", ON, "/brightness", Integer.toString(brightness));
            }

            private int brightness() {
                int duty = pin.dutyCycle();
                // A light that is hardly on is on.
                return duty == 0 ? 0 : Math.max(1, Math.round(duty * (float) FULL / FULL_DUTY));
            }

            @Override
            void command(String part, String payload) {
                int before = brightness();
                last = before == 0 ? last : before;
                int brightness =
                        part.isEmpty() ? (onOff(payload) ? last : 0) : (int) Math.round(parsed(payload, 0, FULL));
                pin.dutyCycle(Math.round(brightness * (float) FULL_DUTY / FULL));
            }
        };
    }

    static Output number(String unit, double least, double most, double step, double first, DoubleConsumer target) {
        return new Output("number") {
            private double value = first;

            @Override
            Map<String, Object> options(String topic) {
                Map<String, Object> options = super.options(topic);
                options.put("min", least);
                options.put("max", most);
                options.put("step", step);
                if (!unit.isEmpty()) {
                    options.put("unit_of_measurement", unit);
                }
                return options;
            }

            @Override
            Map<String, String> state() {
                return Map.of("", Values.text(value));
            }

            @Override
            void command(String part, String payload) {
                double wanted = parsed(payload, least, most);
                target.accept(wanted);
                value = wanted;
            }
        };
    }

    private static boolean onOff(String payload) {
        return switch (payload) {
            case ON -> true;
            case OFF -> false;
            default -> throw new IllegalArgumentException("'%s' is neither ON nor OFF".formatted(payload));
        };
    }

    private static double parsed(String payload, double least, double most) {
        double value;
        try {
            value = Double.parseDouble(payload.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is no number".formatted(payload), e);
        }
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s is not from %s to %s".formatted(payload, Values.text(least), Values.text(most)));
        }
        return value;
    }
}
