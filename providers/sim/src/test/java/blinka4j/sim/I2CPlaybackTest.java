// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busio.BusClock;
import blinka4j.busio.I2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class I2CPlaybackTest {
    private static byte[] read(I2C i2c, int address, int count) {
        byte[] in = new byte[count];
        i2c.readFromInto(address, in);
        return in;
    }

    @Test
    void playsTheWholeConversation() {
        try (I2CPlayback bus = I2CPlayback.at(0x44)
                .writes(0xFD)
                .sleeps(10)
                .reads(0x66, 0xF4)
                .then(0x70)
                .writes(0x04)
                .then(0x44)
                .register(0xD0, 0x60)
                .writes(1, 2)
                .thenReads(3, 4, 5)
                .sleeps(Duration.ofNanos(1500))) {
            I2C i2c = bus.i2c();
            i2c.writeTo(0x44, new byte[] {0, (byte) 0xFD, 0}, 1, 2);
            i2c.sleep(Duration.ofMillis(10));
            assertThat(read(i2c, 0x44, 2)).containsExactly(0x66, 0xF4);
            i2c.writeTo(0x70, new byte[] {4});
            byte[] buffer = {(byte) 0xD0, 0, 9};
            i2c.writeToThenReadFrom(0x44, buffer, 0, 1, buffer, 1, 2);
            assertThat(buffer).containsExactly(0xD0, 0x60, 9);
            byte[] three = new byte[3];
            i2c.writeToThenReadFrom(0x44, new byte[] {1, 2}, three);
            assertThat(three).containsExactly(3, 4, 5);
            i2c.sleep(Duration.ofNanos(1500));
            assertThat(new BusClock(i2c).nanos()).isEqualTo(10_001_500);
        }
    }

    @Test
    void anotherTransferNamesStepExpectedAndGot() {
        I2CPlayback bus = I2CPlayback.at(0x44).writes(1).writes(0xFD);
        I2C i2c = bus.i2c();
        i2c.writeTo(0x44, new byte[] {1});
        assertThatThrownBy(() -> i2c.writeTo(0x44, new byte[] {(byte) 0xF6}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("step 2 of 2", "expected writing [0xFD]", "got: writing [0xF6]", "0x44");
    }

    @Test
    void otherAddressLengthDirectionAndSleepAreMismatches() {
        assertThatThrownBy(() -> new I2C(I2CPlayback.at(0x44).writes(1)).writeTo(0x45, new byte[] {1}))
                .hasMessageContaining("with 0x45");
        assertThatThrownBy(() -> read(new I2C(I2CPlayback.at(0x44).reads(1)), 0x44, 2))
                .hasMessageContaining("reading 2");
        assertThatThrownBy(() -> read(new I2C(I2CPlayback.at(0x44).register(1, 1)), 0x44, 1))
                .hasMessageContainingAll("expected writing [0x01]", "reading 1", "0x44");
        assertThatThrownBy(() -> new I2C(I2CPlayback.at(0x44).sleeps(10)).sleep(Duration.ofMillis(9)))
                .hasMessageContaining("PT0.01S")
                .hasMessageContaining("PT0.009S");
        assertThatThrownBy(() -> read(new I2C(I2CPlayback.at(0x44)), 0x44, 1)).hasMessageContaining("nothing more");
    }

    @Test
    void anUnfinishedScriptFailsWhenItIsClosedAndListsTheRest() {
        I2CPlayback bus = I2CPlayback.at(0x44).writes(0xFD).sleeps(10);
        assertThatThrownBy(bus::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("0 of 2", "writing [0xFD] with 0x44", "sleeping PT0.01S");
    }

    @Test
    void aSwallowedMismatchIsReportedAtTheEnd() {
        I2CPlayback bus = I2CPlayback.at(0x44).writes(1);
        I2C i2c = bus.i2c();
        assertThatThrownBy(() -> i2c.writeTo(0x44, new byte[] {2})).isInstanceOf(AssertionError.class);
        i2c.writeTo(0x44, new byte[] {1});
        assertThatThrownBy(bus::close).hasMessageContainingAll("script failed", "step 1");
    }

    @Test
    void aScriptedFailureIsABusExceptionOfItsKind() {
        try (I2CPlayback bus = I2CPlayback.at(0x44).fails(Kind.NO_ACKNOWLEDGE).reads(7)) {
            I2C i2c = bus.i2c();
            assertThatThrownBy(() -> read(i2c, 0x44, 1))
                    .asInstanceOf(type(BusException.class))
                    .extracting(BusException::kind)
                    .isEqualTo(Kind.NO_ACKNOWLEDGE);
            assertThat(read(i2c, 0x44, 1)).containsExactly(7);
        }
    }

    @Test
    void onlyTheAddressesOfTheScriptAnswer() {
        I2CPlayback bus = I2CPlayback.at(0x44).writes(1).then(0x70);
        I2C i2c = bus.i2c();
        assertThat(i2c.scan()).containsExactly(0x44, 0x70);
        i2c.writeTo(0x44, new byte[0]);
        assertThatThrownBy(() -> i2c.writeTo(0x45, new byte[0])).isInstanceOf(BusException.class);
    }

    @Test
    void thenReadsNeedsAWriteBeforeIt() {
        assertThatThrownBy(() -> I2CPlayback.at(0x44).thenReads(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> I2CPlayback.at(0x44).sleeps(1).thenReads(1)).isInstanceOf(IllegalStateException.class);
    }
}
