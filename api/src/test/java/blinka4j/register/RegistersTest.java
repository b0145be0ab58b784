// SPDX-License-Identifier: MIT
package blinka4j.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.fake.FakeI2C;
import java.time.Duration;
import java.util.Arrays;
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

    /** As the user register of the Si7021: read with 0xe7, written with 0xe6. */
    @Test
    void aRegisterMayBeWrittenAtAnotherAddress() {
        memory[0xe7] = 0x3a;
        chip.u8(0xe7).writtenAt(0xe6).bit(2).set(true);
        chip.u8(0x11).writtenAt(0x51).steady().bits(0, 4).alone().set(15);
        chip.u8(0x11).signed().writtenAt(0x51).set(-1);
        assertThat(memory[0xe7]).isEqualTo((byte) 0x3a);
        assertThat(memory[0xe6]).isEqualTo((byte) 0x3e);
        assertThat(port.calls).contains("18 write 510f", "18 write 51ff").doesNotContain("18 write 110f");
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
        for (Speed wrong : new Speed[] {Speed.FAST, null}) {
            assertThatThrownBy(() -> speed.set(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(String.valueOf(wrong), "one of [SLOW]");
        }
        assertThat(port.calls).isEmpty();
    }

    /** The gains of the LSM303DLH: data sheet, table 75. */
    private enum Gain {
        LOW(0xE0),
        HIGH(0x20);

        private final int code;

        Gain(int code) {
            this.code = code;
        }
    }

    @Test
    void aChoiceMayHaveItsCodesInTheEnum() {
        Choice<Gain> gain = chip.u8(3).bits(0, 8).choice(Gain.values(), constant -> constant.code);
        gain.set(Gain.LOW);
        assertThat(memory[3]).isEqualTo((byte) 0xE0);
        assertThat(gain.get()).isEqualTo(Gain.LOW);
        memory[3] = 0x20;
        assertThat(gain.get()).isEqualTo(Gain.HIGH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x1F, 0x21, 0x40, 0xE1, 0xFF})
    void aCodeThatNoConstantHasIsReported(int code) {
        Choice<Gain> gain = chip.u8(3).bits(0, 8).choice(Gain.values(), constant -> constant.code);
        memory[3] = (byte) code;
        assertThatThrownBy(gain::get)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("register 0x03", "value " + code);
    }

    @Test
    void aCalibrationIsReadTwice() {
        memory[0x88] = 0x10;
        memory[0x89] = 0x6E;
        assertThat(chip.u8(0x88).calibration(3)).containsExactly(0x10, 0x6E, 0);
        assertThat(port.calls).containsExactly("18 write 88 read 3", "released", "18 write 88 read 3", "released");
    }

    @Test
    void aCalibrationThatChangesWasReadWrong() {
        assertThatThrownBy(() -> new Registers(new Scripted("1 2")).u8(0x88).calibration(2))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind)
                .satisfies(e -> assertThat(e).hasMessageContainingAll("calibration", "read wrong"));
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 0x55, -1})
    void aConstantCalibrationWasReadWrong(byte value) {
        Arrays.fill(memory, value);
        assertThatThrownBy(() -> chip.u8(0x88).calibration(26))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("calibration", "0x18", "constant");
    }

    @Test
    void exclusivelyTakesACallWithoutAResult() {
        chip.exclusively(() -> {
            chip.u8(3).set(1);
            chip.u8(4).set(2);
        });
        assertThat(port.calls).containsExactly("18 write 0301", "18 write 0402", "released");
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
    void awaitSetWaitsThroughTheBusUntilAllBitsAreOne() {
        memory[3] = 0x10;
        assertThatThrownBy(() -> chip.u8(3).bits(3, 2).awaitSet(Duration.ofMillis(10)))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.TIMEOUT, BusException::kind)
                .satisfies(
                        e -> assertThat(e).hasMessageContainingAll("10 ms", "bits 3 to 4 of register 0x03", "not 3"));
        assertThat(port.slept.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofMillis(10));
        port.slept.clear();
        memory[3] = 0x18;
        chip.u8(3).bits(3, 2).signed().awaitSet(Duration.ofMillis(10));
        assertThat(port.slept).isEmpty();
    }

    @Test
    void queryWritesWaitsAndReadsWithTheBusLocked() {
        memory[0xAC] = 0x1c;
        assertThat(device.query(Duration.ofMillis(80), 1, 0xAC)).hasSize(1);
        assertThat(port.calls).containsExactly("18 write ac", "18 read 1", "released");
        assertThat(port.slept).containsExactly(Duration.ofMillis(80));
    }

    @Test
    void aQueryMayUseArraysOfTheCaller() {
        memory[0xAC] = 0x1c;
        byte[] reply = {1};
        device.query(Duration.ofMillis(80), new byte[] {(byte) 0xAC, 0x55}, reply);
        assertThat(port.calls).containsExactly("18 write ac55", "18 read 1", "released");
        assertThat(port.slept).containsExactly(Duration.ofMillis(80));
        assertThat(reply).containsExactly(memory[0]);
    }

    @Test
    void exclusivelyLocksTheBusForSeveralCalls() {
        memory[3] = 7;
        assertThat(chip.<Long>exclusively(() -> chip.u8(3).get() + chip.u8(3).get()))
                .isEqualTo(14);
        assertThat(port.calls).containsExactly("18 write 03 read 1", "18 write 03 read 1", "released");
    }

    @Test
    void aQueryWithoutReplyReadsNothing() {
        assertThat(device.query(Duration.ofMillis(1), 0, 0xBA)).isEmpty();
        assertThat(port.calls).containsExactly("18 write ba", "released");
    }

    @Test
    void aBlockIsReadOnceAndTakenApart() {
        memory[0x10] = 0x12;
        memory[0x11] = (byte) 0xf4;
        byte[] block = new byte[3];
        chip.readInto(0x0f, block);
        assertThat(chip.u16be(0x10).from(block, 0x0f)).isEqualTo(0x12f4);
        assertThat(chip.u16le(0x10).signed().from(block, 0x0f)).isEqualTo((short) 0xf412);
        assertThat(chip.u16be(0x10).bits(4, 8).from(block, 0x0f)).isEqualTo(0x2f);
        assertThat(chip.u8(0x11).bits(4, 4).signed().from(block, 0x0f)).isEqualTo(-1);
        assertThat(chip.u8(0x11).bits(2, 2).choice(BY_CODE).from(block, 0x0f)).isEqualTo(Speed.SLOW);
        assertThat(port.calls).containsExactly("18 write 0f read 3", "released");
    }

    @Test
    void aFieldIsPutIntoABlockWithoutItsNeighboursOrTheDevice() {
        byte[] block = {0x55, (byte) 0xff, 0x00, 0x55};
        chip.u16le(0x10).bits(4, 8).signed().into(block, 0x0f, -2);
        assertThat(block).containsExactly(0x55, 0xef, 0x0f, 0x55);
        chip.u8(0x0f).bits(4, 2).choice(BY_CODE).into(block, 0x0f, Speed.FAST);
        assertThat(block).containsExactly(0x65, 0xef, 0x0f, 0x55);
        assertThatThrownBy(() -> chip.u8(0x0f).bits(4, 2).into(block, 0x0f, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("register 0x0f", "0 to 3");
        assertThat(block).containsExactly(0x65, 0xef, 0x0f, 0x55);
        assertThat(port.calls).isEmpty();
    }

    /** Each number is one reading of the register. */
    @ParameterizedTest
    @CsvSource({"5 5 5, 5, 3", "4 5 5 5, 5, 4", "5 4 5 5 5, 5, 5", "1 2 3 4 5 6 7 7 7, 7, 9"})
    void aSteadyRegisterIsReadUntilThreeReadingsAreTheSame(String readings, int value, int count) {
        Scripted scripted = new Scripted(readings);
        assertThat(new Registers(scripted).u8(0).steady().get()).isEqualTo(value);
        assertThat(scripted.read).isEqualTo(count);
    }

    @Test
    void aRegisterThatIsNeverSteadyIsReportedAndNotWritten() {
        Scripted scripted = new Scripted("1 2 3 4 5 6 7 8 8 8");
        assertThatThrownBy(
                        () -> new Registers(scripted).u8(0x42).steady().bit(7).set(true))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind)
                .satisfies(e -> assertThat(e).hasMessageContainingAll("register 0x42", "another value"));
        assertThat(scripted.written).isNull();
    }

    @Test
    void aBitOfASteadyRegisterIsSetWithoutWhatWasReadWrongOnce() {
        Scripted scripted = new Scripted("13 5 5 5");
        new Registers(scripted).u8(0).signed().steady().bit(7).set(true);
        assertThat(scripted.written).containsExactly(0x85);
    }

    /** What is only read harms nobody. */
    @Test
    void aFieldOfASteadyRegisterIsReadOnceIfNothingIsWrittenBack() {
        Scripted scripted = new Scripted("1 3 3 3");
        Bits bits = new Registers(scripted).u8(0).steady().bits(0, 2);
        assertThat(bits.get()).isEqualTo(1);
        assertThat(scripted.read).isEqualTo(1);
    }

    @Test
    void aChoiceOfASteadyRegisterIsReadOnceOrUntilItIsSteady() {
        Scripted scripted = new Scripted("1 2 1 1 1");
        Choice<Speed> choice = new Registers(scripted).u8(0).steady().bits(0, 2).choice(BY_CODE);
        Speed first = choice.get();
        assertThat(scripted.read).isEqualTo(1);
        assertThat(choice.readSteadily()).isEqualTo(first);
        assertThat(scripted.read).isEqualTo(5);
    }

    /** Documented in {@link Bits}: a register that is not steady is read once. */
    @Test
    void aBitOfAnotherRegisterIsSetAfterOneReading() {
        Scripted scripted = new Scripted("13 5 5 5");
        new Registers(scripted).u8(0).bit(7).set(true);
        assertThat(scripted.written).containsExactly(0x8d);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, 0, 85, Double.NaN})
    void aPlausibleValueIsReturned(double value) {
        assertThat(chip.plausible(value, -40, 85, "°C")).isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40.01, 85.01, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void anImplausibleValueWasReadWrong(double value) {
        assertThatThrownBy(() -> chip.plausible(value, -40, 85, "°C"))
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(Kind.OTHER, BusException::kind)
                .satisfies(e -> assertThat(e)
                        .hasMessageContainingAll("0x18", value + " °C", "-40.0 to 85.0", "read wrong", "wiring"));
    }

    /** A device with one register, which has another value at each reading. */
    private static final class Scripted implements RegisterAccessor {
        private final String[] readings;
        private int read;
        private byte @Nullable [] written;

        Scripted(String readings) {
            this.readings = readings.split(" ");
        }

        @Override
        public void read(int address, byte[] buffer, int start, int end) {
            buffer[start] = Byte.parseByte(readings[read++]);
        }

        @Override
        public void write(int address, byte[] buffer, int start, int end) {
            written = Arrays.copyOfRange(buffer, start, end);
        }

        @Override
        public BusHold lock() {
            return () -> {};
        }

        @Override
        public void sleep(Duration time) {}
    }
}
