// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.sim.chips.SimADS1x15;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimVL53L0X;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    /** Clocks with a battery keep their registers, and the MAX31865 is on SPI. */
    @ParameterizedTest
    @MethodSource("chipsWithRegisters")
    void aChipThatIsAttachedAgainHasTheRegistersOfPowerOn(SimChip chip) throws ReflectiveOperationException {
        SimI2CBus bus = new SimI2CBus().attach(0x10, chip);
        List<String> before = registers(chip);
        for (int register = 0; register < 0x100; register++) {
            try {
                new I2C(bus).writeTo(0x10, new byte[] {(byte) register, 0x5A, (byte) 0xA5});
            } catch (BusException e) {
                // Busy, or another address, which some registers set.
            }
        }
        assertThat(registers(chip)).isNotEqualTo(before);
        for (int address = 0; address < 0x80; address++) {
            bus.detach(address);
        }
        bus.attach(0x10, chip);
        assertThat(registers(chip)).isEqualTo(before);
    }

    static List<SimChip> chipsWithRegisters() throws IOException, ReflectiveOperationException {
        List<SimChip> chips = new ArrayList<>(List.of(new SimADS1x15(SimADS1x15.Model.ADS1115)));
        try (Stream<Path> files = Files.list(Path.of("src/main/java/blinka4j/sim/chips"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                Class<?> type = name.startsWith("package") ? Object.class : Class.forName("blinka4j.sim.chips." + name);
                boolean hasRegisters = Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals("registers") && method.getParameterCount() == 0);
                boolean isSimple = Arrays.stream(type.getConstructors())
                        .anyMatch(constructor -> constructor.getParameterCount() == 0);
                if (hasRegisters
                        && isSimple
                        && !Set.of("SimDS1307", "SimDS3231", "SimPCF8523", "SimMAX31865")
                                .contains(name)) {
                    chips.add((SimChip) type.getConstructor().newInstance());
                }
            }
        }
        assertThat(chips).hasSizeGreaterThan(25);
        return chips;
    }

    /** All of them in words. */
    private static List<String> registers(SimChip chip) throws ReflectiveOperationException {
        Object registers = chip.getClass().getMethod("registers").invoke(chip);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 0x100; i++) {
            if (registers instanceof WordRegisters words) {
                values.add("%02x %s".formatted(i, Arrays.toString(words.bytes(i))));
            } else {
                try {
                    values.add("%02x %02x".formatted(i, ((Registers8) registers).register(i)));
                } catch (IllegalArgumentException e) {
                    // The chip has fewer.
                }
            }
        }
        return values;
    }

    @Test
    void aChipWhoseAddressIsSetAnswersThereOnly() {
        SimI2CBus bus = new SimI2CBus();
        SimVL53L0X sensor = new SimVL53L0X();
        bus.attach(0x29, sensor).attach(0x31, new SimMCP9808());
        I2C i2c = new I2C(bus);
        i2c.writeTo(0x29, new byte[] {(byte) 0x8A, 0x30});
        assertThat(i2c.scan()).containsExactly(0x30, 0x31);
        assertThatThrownBy(() -> i2c.writeTo(0x30, new byte[] {(byte) 0x8A, 0x31}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("SimVL53L0X", "0x31", "SimMCP9808");
        assertThat(i2c.scan()).containsExactly(0x30, 0x31);
        bus.detach(0x30).attach(0x29, sensor);
        assertThat(i2c.scan()).containsExactly(0x29, 0x31);
        assertThat(sensor.registers().register(0x8A)).isZero();
    }
}
