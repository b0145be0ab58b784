// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.checksum.Crc8;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    private final SimI2CBus bus = new SimI2CBus();
    private final I2C i2c = new I2C(bus);
    private final Commands device = new Commands();

    CommandsTest() {
        bus.attach(0x38, device);
    }

    private void write(int... bytes) {
        i2c.writeTo(0x38, Bytes.of(bytes));
    }

    private byte[] read(int count) {
        byte[] in = new byte[count];
        i2c.readFromInto(0x38, in);
        return in;
    }

    @Test
    void theLongestCommandThatFitsCounts() {
        device.on(0xE0).replies(1);
        device.on(0xE0, 0x02).replies(2);
        write(0xE0, 0x02, 0x99);
        assertThat(read(1)).containsExactly(2);
        write(0xE0, 0x03);
        assertThat(read(1)).containsExactly(1);
    }

    /** A heater: 0x30 0x6D is on, 0x30 0x66 is off. */
    @Test
    void aCommandDoesSomethingAtItsEndAndOnlyIfItIsComplete() {
        List<String> done = new ArrayList<>();
        device.on(0x30, 0x6D).does(written -> done.add(HexFormat.of().formatHex(written)));
        write(0x30);
        assertThat(done).isEmpty();
        write(0x30, 0x6D);
        write(0x30, 0x6D, 0x01);
        assertThat(done).containsExactly("306d", "306d01");
    }

    @Test
    void aCommandIsUnknownWhileItsConditionIsFalse() {
        AtomicBoolean awake = new AtomicBoolean();
        device.on(0x35, 0x17).does(written -> awake.set(true));
        device.on(0x78, 0x66).when(awake::get).replies(1);
        assertThatThrownBy(() -> write(0x78, 0x66)).isInstanceOf(BusException.class);
        write(0x35, 0x17);
        write(0x78, 0x66);
        assertThat(read(1)).containsExactly(1);
    }

    @Test
    void aReadWithoutAnAnswerIsNotAcknowledged() {
        device.on(0xE0, 0x00).answers(written -> null);
        write(0xE0, 0x00);
        assertThatThrownBy(() -> read(1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.NO_ACKNOWLEDGE));
    }

    /** Data sheet of the SCD4x, 3.6.1: 5.4 °C is 0x07e6, with the checksum 0x48. */
    @ParameterizedTest
    @CsvSource({"241D07E648, 2022", "241D07E649, -1", "241D07E6, -1", "241D, -1", "241D07E64800, -1"})
    void anArgumentHasAChecksum(String written, int argument) {
        assertThat(Commands.argument(Crc8.SENSIRION, HexFormat.of().parseHex(written)))
                .isEqualTo(argument);
    }

    @Test
    void repliesFollowEachOtherAndTheLastOneRepeats() {
        device.on(0xAC).replies(24).replies(25, 26);
        write(0xAC);
        assertThat(read(2)).containsExactly(24, 0xFF);
        assertThat(read(2)).containsExactly(25, 26);
        assertThat(read(2)).containsExactly(25, 26);
    }

    @Test
    void whatIsReadWithoutACommandIsThePlainReply() {
        device.on().replies(0x18);
        device.on(0xAC).replies(0x19);
        device.on(0xBA);
        assertThat(read(1)).containsExactly(0x18);
        write(0xBA);
        assertThat(read(1)).containsExactly(0x18);
        write(0xAC);
        assertThat(read(1)).containsExactly(0x19);
    }

    /** Sensirion SHT4x, 4.4: a command that the chip does not know is not acknowledged. */
    @Test
    void aCommandThatTheDeviceDoesNotKnowIsRefused() {
        device.on().replies(0x18);
        device.on(0xE0, 0x02).replies(2);
        assertThatThrownBy(() -> write(0xFD))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("0x38", "did not acknowledge", "byte 1 of 1", "0xfd");
        assertThatThrownBy(() -> write(0xE0, 0x03, 0x04))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("did not acknowledge", "byte 2 of 3", "0x03");
        write(0xE0, 0x02, 0x03);
        assertThat(read(1)).containsExactly(2);
    }

    @Test
    void aRefusedCommandLeavesNothingToRead() {
        device.on(0xFD).replies(1);
        write(0xFD);
        assertThatThrownBy(() -> write(0xFE)).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> read(1)).isInstanceOf(BusException.class);
    }

    @Test
    void aDeviceCanAcknowledgeWhatItDoesNotKnow() {
        device.acceptsUnknown().on().replies(0x18);
        device.on(0xAC).replies(0x19);
        write(0xAC);
        write(0xFD, 0x01);
        assertThat(read(1)).containsExactly(0x18);
    }

    @Test
    void withoutAReplyThereIsNoAcknowledge() {
        device.on(0x94);
        assertThatThrownBy(() -> read(1)).isInstanceOf(BusException.class);
        write(0x94);
        assertThatThrownBy(() -> read(1)).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> write(0x95)).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> read(1)).isInstanceOf(BusException.class);
    }

    @Test
    void whoReadsTooEarlyGetsNoAcknowledge() {
        device.on(0xFD).replies(1, 2, 3).takes(Duration.ofMillis(10));
        write(0xFD);
        i2c.sleep(Duration.ofMillis(9));
        assertThatThrownBy(() -> read(3)).isInstanceOf(BusException.class).hasMessageContaining("no device answers");
        i2c.sleep(Duration.ofMillis(1));
        assertThat(read(3)).containsExactly(1, 2, 3);
    }

    @Test
    void aDeviceCanReplyThatItIsBusy() {
        device.whileBusy(written -> new byte[] {(byte) 0x98}).on().replies(0x18);
        device.on(0xAC).replies(0x18, 2).takes(Duration.ofMillis(80));
        device.on(0xBA).takes(Duration.ofMillis(20));
        write(0xAC);
        i2c.sleep(Duration.ofMillis(79));
        assertThat(read(2)).containsExactly(0x98, 0xFF);
        i2c.sleep(Duration.ofMillis(1));
        assertThat(read(2)).containsExactly(0x18, 2);
        write(0xBA);
        assertThat(read(1)).containsExactly(0x98);
        i2c.sleep(Duration.ofMillis(20));
        assertThat(read(1)).containsExactly(0x18);
    }

    @Test
    void anAnswerSeesTheArguments() {
        device.on(0x24).answers(written -> new byte[] {(byte) written.length, written[2]});
        write(0x24, 0x07, 0x08);
        assertThat(read(2)).containsExactly(3, 8);
    }

    @Test
    void aRepeatedStartReadsTheReplyToo() {
        device.on(0x89).replies(5, 6);
        byte[] in = new byte[2];
        i2c.writeToThenReadFrom(0x38, new byte[] {(byte) 0x89}, in);
        assertThat(in).containsExactly(5, 6);
    }

    @Test
    void theSameBytesAreTheSameCommand() {
        device.on(0x89).replies(5);
        device.on(0x89).replies(6);
        write(0x89);
        assertThat(read(1)).containsExactly(5);
        assertThat(read(1)).containsExactly(6);
    }
}
