// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.busio.I2C;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimMCP9808;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimChipTest {
    private final SimBME280 chip = new SimBME280();

    @Test
    void aChipListsItsQuantitiesWithUnitAndRange() {
        assertThat(chip.quantities()).extracting(Quantity::name).containsExactly("temperature", "pressure", "humidity");
        Quantity pressure = chip.quantity("pressure");
        assertThat(pressure.unit()).isEqualTo("hPa");
        assertThat(pressure.least()).isEqualTo(300);
        assertThat(pressure.most()).isEqualTo(1100);
        assertThat(pressure.value()).isEqualTo(1013.25);
        assertThat(pressure).hasToString("pressure 1013.25 hPa");
    }

    @Test
    void aQuantityAndTheTypedCallsAreTheSameValue() {
        chip.quantity("temperature").value(85);
        assertThat(chip.temperature()).isEqualTo(85);
        chip.temperature(-40);
        assertThat(chip.quantity("temperature").value()).isEqualTo(-40);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40.1, 85.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aValueOutOfRangeIsRefusedWithNameRangeAndUnit(double celsius) {
        Quantity temperature = chip.quantity("temperature");
        assertThatThrownBy(() -> temperature.value(celsius))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("temperature", String.valueOf(celsius), "-40.0 to 85.0 °C");
        assertThat(temperature.value()).isEqualTo(22.5);
    }

    @Test
    void anUnknownQuantityIsAnsweredWithThoseThereAre() {
        assertThatThrownBy(() -> chip.quantity("light"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SimBME280", "light", "temperature, pressure, humidity")
                .hasMessageNotContaining("Did you mean");
        assertThatThrownBy(() -> chip.quantity("Temprature"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Did you mean 'temperature'?");
    }

    @Test
    void aChipOnTheWrongBusIsRefused() {
        SimSpiBus spi = new SimSpiBus();
        assertThatThrownBy(() -> spi.attach(0, new SimMCP9808()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SimMCP9808", "no SPI", "I2C bus");
        assertThatCode(() -> spi.attach(0, chip)).as("the place is free").doesNotThrowAnyException();
    }

    @Test
    void aChipStartsWhenItIsAttached() {
        SimI2CBus bus = new SimI2CBus();
        bus.clock().advance(Duration.ofSeconds(1));
        bus.attach(0x76, chip);
        byte[] status = new byte[1];
        I2C i2c = new I2C(bus);
        i2c.writeToThenReadFrom(0x76, new byte[] {(byte) 0xF3}, status);
        assertThat(status).as("copies its calibration").containsExactly(1);
        bus.clock().advance(Duration.ofMillis(2));
        i2c.writeToThenReadFrom(0x76, new byte[] {(byte) 0xF3}, status);
        assertThat(status).containsExactly(0);
    }
}
