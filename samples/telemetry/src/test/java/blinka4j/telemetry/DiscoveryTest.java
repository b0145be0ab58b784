// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.bme280.BME280;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.SimBoard;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private final Discovery discovery = new Discovery("greenhouse", "blinka/greenhouse");

    @Test
    void isAsHomeAssistantWantsIt() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut fan = new DigitalInOut(board.blinka().pin("D17"));
                PWMOut lamp = new PWMOut(board.blinka().pin("D18"))) {
            sensors(new Values()
                    .temperature(21)
                    .humidity(40)
                    .pressure(1000)
                    .light(300)
                    .co2(500)
                    .value("gas", "Ω", 12_000)
                    .value("moisture", "%", "moisture", 30)
                    .value("wind \"gusts\"", "m/s", 3)
                    .state("door", true));
            discovery.output("fan", "Fan", Output.of(fan));
            discovery.output("lamp", "Lamp", Output.of(lamp));
            discovery.output("target", "Target", Output.number("°C", 5, 30, 0.5, 20, value -> {}));
        }
        Message message = discovery.message();

        DiscoverySchema.checkTopic(message.topic());
        DiscoverySchema.check(message.payload());
        assertThat(message.retained()).isTrue();
        assertThat(components().keySet()).hasSize(12);
    }

    @Test
    void describesASensor() {
        sensors(new Values().temperature(21));

        JsonObject component = components().getAsJsonObject("s_temperature");
        assertThat(component)
                .hasToString(
                        "{\"platform\":\"sensor\",\"unique_id\":\"greenhouse_s_temperature\",\"name\":\"s temperature\",\"state_topic\":\"blinka/greenhouse/s_temperature\",\"unit_of_measurement\":\"°C\",\"device_class\":\"temperature\",\"state_class\":\"measurement\",\"expire_after\":30}");
    }

    /** Else the schema would check nothing. */
    @Test
    void theSchemaRefusesMistakes() {
        sensors(new Values().temperature(21));
        discovery.output("target", "Target", Output.number("", 5, 30, 0.5, 20, value -> {}));
        String good = discovery.message().payload();
        DiscoverySchema.check(good);

        for (String[] change : new String[][] {
            {"\"device\":{", "\"devise\":{"},
            {"\"identifiers\":", "\"ids\":"},
            {"\"origin\":{\"", "\"origin\":{\"x\":\"y\",\""},
            {"\"components\":{", "\"comps\":{"},
            {"\"unique_id\":", "\"uniq\":"},
            {"\"platform\":\"sensor\"", "\"platform\":\"sensors\""},
            {"\"°C\"", "\"%\""},
            {"\"state_topic\":\"blinka", "\"state_topic\":\"+/blinka"},
            {"\"command_topic\"", "\"command\""},
            {"\"min\":5", "\"min\":30"},
            {"\"qos\":1", "\"qos\":3"},
            {"\"step\":0.5", "\"step\":0"},
        }) {
            String bad = good.replace(change[0], change[1]);
            assertThat(bad).as(change[0]).isNotEqualTo(good);
            assertThatThrownBy(() -> DiscoverySchema.check(bad)).as(bad).isNotNull();
        }
    }

    @Test
    void theClassesOfUnitsAreThoseOfHomeAssistant() {
        assertThat(Values.CLASSES)
                .isNotEmpty()
                .allSatisfy((unit, deviceClass) -> assertThat(DiscoverySchema.UNITS)
                        .hasEntrySatisfying(
                                deviceClass, units -> assertThat(units).contains(unit)));
    }

    @Test
    void knowsAllQuantitiesOfADriver() {
        BME280 bme280 = mock(BME280.class);
        when(bme280.measurements()).thenReturn(new BME280.Measurements(21.04, 1002.3, Double.NaN));
        Values values = new Values();
        KnownSensors.of(bme280).read(values);

        assertThat(values.all())
                .containsExactly(
                        new Values.Value("sensor", "temperature", "°C", "temperature", "21.04"),
                        new Values.Value("sensor", "pressure", "hPa", "atmospheric_pressure", "1002.3"));
    }

    private void sensors(Values values) {
        for (Values.Value each : values.all()) {
            discovery.sensor(Telemetry.id("s " + each.name()), "s " + each.name(), each, 30);
        }
    }

    private JsonObject components() {
        return JsonParser.parseString(discovery.message().payload())
                .getAsJsonObject()
                .getAsJsonObject("components");
    }
}
