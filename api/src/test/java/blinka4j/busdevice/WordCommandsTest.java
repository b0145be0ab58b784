// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busio.I2C;
import blinka4j.fake.FakeI2C;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of Sensirion's data sheets: the SCD4x's (3.5 to 3.9) and that of the SHT3x (table 20). */
class WordCommandsTest {
    private final FakeI2C port = new FakeI2C();
    private final byte[] memory = port.device(0x62);
    private final I2C i2c = new I2C(port);
    private final WordCommands chip = new WordCommands(new I2CDevice(i2c, 0x62, false));

    private void replies(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, memory, 0, bytes.length);
    }

    @Test
    void aCommandIsSentAndWaitedFor() {
        chip.send(Duration.ofMillis(500), 0x3f86);
        assertThat(port.calls).containsExactly("62 write 3f86", "released");
        assertThat(port.slept).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void anArgumentIsFollowedByItsChecksum() {
        chip.send(Duration.ZERO, 0x241d, 0x07e6);
        chip.send(Duration.ZERO, 0x362f, 0x01e0, 0xbeef);
        assertThat(port.calls)
                .containsExactly("62 write 241d07e648", "released", "62 write 362f01e0b4beef92", "released");
    }

    @Test
    void aReplyIsWordsWithoutTheirChecksums() {
        replies("f896319f07c23bbe89");
        assertThat(chip.query(Duration.ZERO, 3, 0x3682)).containsExactly(0xf896, 0x9f07, 0x3bbe);
        assertThat(i2c.tryLock()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"f896309f07c2", "f896319f07c3", "f896319f0700", "000000000000"})
    void aWrongChecksumIsAnError(String hex) {
        replies(hex);
        assertThatThrownBy(() -> chip.query(Duration.ZERO, 2, 0x3682))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CHECKSUM));
        assertThat(i2c.tryLock()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void anArgumentThatIsNoWordIsRefused(int argument) {
        assertThatThrownBy(() -> chip.send(Duration.ZERO, 0x2427, argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(Integer.toString(argument), "0x2427", "0 to 65535");
        assertThat(port.calls).isEmpty();
    }
}
