// SPDX-License-Identifier: MIT
package blinka4j.drivers.pm25;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.pm25.PM25.AqiReading;
import blinka4j.provider.UartPort;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimUart;
import blinka4j.sim.chips.SimPM25;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PM25Test {
    private static final AqiReading READING = new AqiReading(5, 12, 15, 6, 13, 16, 900, 270, 80, 10, 4, 1);

    private final SimPM25 chip = new SimPM25();
    private final SimI2CBus bus = new SimI2CBus().attach(0x12, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final SimClock clock = new SimClock();
    private final SimUart wires = new SimUart("uart", clock);
    private final UART uart = new UART(wires.open(UartPort.Settings.DEFAULT), UartPort.Settings.DEFAULT);

    private void send(byte[]... parts) {
        for (byte[] part : parts) {
            wires.outside().write(part);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void assertKind(ThrowingCallable call, Kind kind) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(BusException.class))
                .returns(kind, BusException::kind);
    }

    /**
     * What a PMS5003 sent to a program that lost two bytes, from
     * https://forums.pimoroni.com/t/pms5003-sensor-appears-to-be-sending-truncated-messages/15841: the next frame begins too early.
     */
    @Test
    void aFrameThatLostBytesIsNoticed() {
        send(bytes("42 4D 001C 0004 0005 0005 0004 0005 0003 7E00 E200 1700 0200 0000 0097 0002 42 4D"));
        PM25 sensor = new PM25(uart);
        assertKind(sensor::read, Kind.CHECKSUM);
        send(chip.frame());
        assertThat(sensor.read()).isEqualTo(READING);
    }

    /** Data sheet PMS5003 2.3, appendix I: words without a sign. 0xFF 24 times and the header have the sum 0x1893. */
    @Test
    void theLeastAndTheGreatestValues() {
        send(bytes("42 4D 00 1C" + "00".repeat(26) + "00AB"));
        assertThat(new PM25(uart).read()).isEqualTo(new AqiReading(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        send(bytes("42 4D 00 1C" + "FF".repeat(24) + "0000" + "1893"));
        int most = 65535;
        assertThat(new PM25(uart).read())
                .isEqualTo(new AqiReading(most, most, most, most, most, most, most, most, most, most, most, most));
    }

    @Test
    void agreesWithTheSimulatedChipOnBothBuses() {
        assertThat(new PM25(i2c).read()).isEqualTo(READING);
        chip.sendTo(wires, clock, Duration.ofMillis(2300));
        PM25 serial = new PM25(uart);
        assertThat(serial.read()).isEqualTo(READING);
        chip.quantity("particles 100um").value(65_535);
        assertThat(serial.read().particles100um()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "42", "42 42", "4D 42 00", "00 17 02 42"})
    void whatComesBeforeAFrameIsSkipped(String before) {
        send(bytes(before), chip.frame());
        assertThat(new PM25(uart).read()).isEqualTo(READING);
    }

    /** Else a program that reads more seldom than the sensor sends would be hours behind. */
    @Test
    void ofSeveralFramesTheNewestCounts() {
        send(chip.frame(), chip.frame());
        chip.quantity("pm25 env").value(500);
        send(chip.frame(), bytes("42 4D 00"));
        PM25 sensor = new PM25(uart);
        assertThat(sensor.read().pm25Env()).isEqualTo(500);
        send(Arrays.copyOfRange(chip.frame(), 3, 32));
        assertThat(sensor.read().pm25Env()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 17, 27, 28, 29, 30, 31})
    void aChangedByteIsNoticed(int changed) {
        byte[] frame = chip.frame();
        frame[changed] ^= 0x10;
        send(frame);
        PM25 sensor = new PM25(uart);
        assertKind(sensor::read, Kind.CHECKSUM);
        send(chip.frame());
        assertThat(sensor.read()).isEqualTo(READING);
    }

    @Test
    void aSensorThatSendsNothingOrTooLittleIsATimeout() {
        PM25 sensor = new PM25(uart);
        assertKind(sensor::read, Kind.TIMEOUT);
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(3));
        send(Arrays.copyOf(chip.frame(), 31));
        assertThatThrownBy(sensor::read).hasMessageContaining("only 31 bytes");
        send(new byte[1000]);
        assertThatThrownBy(sensor::read).hasMessageContaining("no start");
        uart.resetInputBuffer();
        send(chip.frame());
        assertThat(sensor.read()).isEqualTo(READING);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 30, 31})
    void onI2cToo(int changed) {
        PM25 sensor = new PM25(i2c);
        faulty.flipNext(0, 8 * changed + 4);
        assertKind(sensor::read, Kind.CHECKSUM);
        assertFree(i2c);
        faulty.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertKind(sensor::read, Kind.NO_ACKNOWLEDGE);
        assertFree(i2c);
        assertThat(sensor.read()).isEqualTo(READING);
    }

    @Test
    void aSluggishChipIsWaitedForAndAnAbsentOneIsNotFound() {
        for (int probe = 0; probe < 4; probe++) {
            faulty.next(probe, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        }
        assertThat(new PM25(i2c).read()).isEqualTo(READING);
        SimI2CBus empty = new SimI2CBus();
        assertThatThrownBy(() -> new PM25(new I2C(empty)))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("0x12");
        assertThat(empty.clock().now()).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4100));
    }

    @Test
    void theResetPinIsLowForTenMilliseconds() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                DigitalInOut reset = new DigitalInOut(board.blinka().pin("D18"));
                DigitalInOut other = new DigitalInOut(board.blinka().pin("D17"))) {
            board.i2c().attach(0x12, chip);
            reset.switchToOutput(true);
            assertThat(new PM25(board.blinka().i2c(), reset).read()).isEqualTo(READING);
            assertThat(board.pin("D18").history())
                    .containsExactly(
                            new SimPin.Change(Duration.ZERO, true),
                            new SimPin.Change(Duration.ZERO, false),
                            new SimPin.Change(Duration.ofMillis(10), true));
            assertThat(board.clock().now()).isBetween(Duration.ofMillis(1010), Duration.ofMillis(1100));
            Duration before = board.clock().now();
            board.uart().outside().write(chip.frame());
            assertThat(new PM25(board.blinka().uart(), other).read()).isEqualTo(READING);
            assertThat(board.pin("D17").level()).isTrue();
            assertThat(board.clock().now().minus(before)).isBetween(Duration.ofMillis(1010), Duration.ofMillis(1100));
        }
    }
}
