// SPDX-License-Identifier: MIT
package blinka4j.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.fake.FakeI2C;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistersTest {
    private enum Speed {
        SLOW,
        FAST
    }

    private static final @Nullable Speed[] BY_CODE = {null, Speed.SLOW, Speed.FAST, Speed.FAST};

    private final FakeI2C port = new FakeI2C();
    private final byte[] memory = port.device(0x18);
    private final I2CDevice device = new I2CDevice(new I2C(port), 0x18, false);
    private final Registers chip = new Registers(device);

    @Test
    void requireAcceptsTheExpectedId() {
        memory[6] = 0x54;
        chip.u8(6).require(0x54, "MCP9808");
        chip.u8(6).require(0xf0, 0x50, "MCP9808");
        assertThat(port.calls).hasSize(4);
    }

    @Test
    void requireNamesTheChipAndBothIds() {
        memory[6] = 0x54;
        assertThatThrownBy(() -> chip.u16be(6).require(0x0054, "MCP9808"))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("MCP9808", "0x18", "0x5400", "register 0x06", "expected 0x0054");
        assertThatThrownBy(() -> chip.u8(6).require(0xf0, 0x40, "MCP9808"))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContainingAll("0x54", "expected 0x40", "in the bits 0xf0");
    }

    @ParameterizedTest
    @CsvSource({"-256, 1000", "-0.25, 1ffc", "0, 0000", "25.3, 0194", "255.75, 0ffc"})
    void scaledRoundsToItsStep(double value, String hex) {
        Scaled limit = chip.u16be(2).bits(2, 11).signed().alone().scaled(0.25, "upperTemperature", "°C");
        limit.set(value);
        assertThat(port.calls).containsExactly("18 write 02" + hex, "released");
        assertThat(limit.get()).isEqualTo(Math.round(value * 4) / 4.0).isEqualTo(limit.rounded(value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-256.01, 256, Double.NaN, Double.POSITIVE_INFINITY})
    void scaledRefusesWhatDoesNotFitAndNamesTheProperty(double value) {
        Scaled limit = chip.u16be(2).bits(2, 11).signed().scaled(0.25, "upperTemperature", "°C");
        assertThatThrownBy(() -> limit.set(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("upperTemperature", "-256 to 255.75 °C")
                .hasMessageNotContaining("register");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void aFieldThatFillsItsRegisterIsWrittenWithoutReading() {
        chip.u16be(2).bits(0, 16).set(0x1234);
        assertThat(port.calls).containsExactly("18 write 021234", "released");
    }

    @Test
    void aFieldAloneIsWrittenWithoutReadingAndClearsTheOtherBits() {
        memory[2] = (byte) 0xff;
        chip.u8(2).bits(1, 2).alone().signed().set(-1);
        assertThat(port.calls).containsExactly("18 write 0206", "released");
    }

    @Test
    void choiceReadsAndWritesConstants() {
        Choice<Speed> speed = chip.u8(3).bits(4, 2).choice(BY_CODE);
        speed.set(Speed.FAST);
        assertThat(memory[3]).isEqualTo((byte) 0x20);
        assertThat(speed.get()).isEqualTo(Speed.FAST);
        memory[3] = 0x30;
        assertThat(speed.get()).isEqualTo(Speed.FAST);
        assertThat(speed.of(1)).isEqualTo(Speed.SLOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7})
    void choiceReportsAValueThatStandsForNothing(int code) {
        Choice<Speed> speed = chip.u8(3).bits(0, 3).choice(BY_CODE);
        memory[3] = (byte) code;
        assertThatThrownBy(speed::get)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind)
                .satisfies(e -> assertThat(e).hasMessageContainingAll("register 0x03", "value " + code));
    }

    @Test
    void choiceRefusesAConstantThatTheDeviceDoesNotHave() {
        Choice<Speed> speed = chip.u8(3).bit(0).choice(new Speed[] {Speed.SLOW});
        assertThatThrownBy(() -> speed.set(Speed.FAST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FAST");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void awaitClearReturnsAtOnceIfTheBitIsClear() {
        chip.u8(3).bit(0).awaitClear(Duration.ofMillis(10));
        assertThat(port.slept).isEmpty();
    }

    @Test
    void awaitClearWaitsThroughTheBusUntilTheTimeout() {
        memory[3] = 0x08;
        assertThatThrownBy(() -> chip.u8(3).bit(3).awaitClear(Duration.ofMillis(10)))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind)
                .satisfies(e -> assertThat(e).hasMessageContainingAll("10 ms", "bit 3 of register 0x03"));
        assertThat(port.slept.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void queryWritesWaitsAndReadsWithTheBusLocked() {
        memory[0xAC] = 0x1c;
        assertThat(device.query(Duration.ofMillis(80), 1, 0xAC)).hasSize(1);
        assertThat(port.calls).containsExactly("18 write ac", "18 read 1", "released");
        assertThat(port.slept).containsExactly(Duration.ofMillis(80));
    }

    @Test
    void aQueryWithoutReplyReadsNothing() {
        assertThat(device.query(Duration.ofMillis(1), 0, 0xBA)).isEmpty();
        assertThat(port.calls).containsExactly("18 write ba", "released");
    }
}
