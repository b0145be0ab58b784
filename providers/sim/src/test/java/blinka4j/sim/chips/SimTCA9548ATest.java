// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimClock;
import org.junit.jupiter.api.Test;

class SimTCA9548ATest extends ChipTest {
    private final SimTCA9548A chip = new SimTCA9548A(bus.clock());

    SimTCA9548ATest() {
        super(0x70);
        bus.attach(0x70, chip);
        chip.channel(2).attach(0x18, new Registers8().register(0, 2));
        chip.channel(3).attach(0x18, new Registers8().register(0, 3));
        bus.attach(0x40, new Registers8());
    }

    private byte[] readBehind() {
        byte[] in = new byte[1];
        i2c.writeToThenReadFrom(0x18, bytes(0), in);
        return in;
    }

    @Test
    void aDeviceIsThereWhileItsChannelIsConnected() {
        assertThat(i2c.scan()).containsExactly(0x40, 0x70);
        write(1 << 3);
        assertThat(i2c.scan()).containsExactly(0x18, 0x40, 0x70);
        assertThat(readBehind()).containsExactly(3);
        write(1 << 2);
        assertThat(readBehind()).containsExactly(2);
        write(0);
        assertThatThrownBy(this::readBehind).isInstanceOf(BusException.class);
    }

    @Test
    void theControlRegisterCanBeRead() {
        write(0xA5);
        assertThat(read(1)).containsExactly(0xA5);
        assertThat(chip.control()).isEqualTo(0xA5);
    }

    @Test
    void twoDevicesThatAnswerAtOnceAreAnErrorThatNamesTheirChannels() {
        write(1 << 2 | 1 << 3);
        assertThatThrownBy(this::readBehind)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("0x18", "channel 3");
    }

    @Test
    void aDeviceBesideTheMultiplexerCollidesWithOneBehindIt() {
        bus.attach(0x18, new Registers8());
        assertThat(readBehind()).containsExactly(0);
        write(1 << 2);
        assertThatThrownBy(this::readBehind)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("channel 2");
    }

    @Test
    void aResetDisconnectsAll() {
        write(0xFF);
        chip.reset();
        assertThat(read(1)).containsExactly(0);
        assertThat(i2c.scan()).doesNotContain(0x18);
    }

    @Test
    void multiplexersCanFollowEachOther() {
        SimTCA9548A second = new SimTCA9548A(bus.clock());
        second.channel(7).attach(0x29, new Registers8().register(0, 9));
        chip.channel(0).attach(0x71, second);
        write(1);
        i2c.writeTo(0x71, bytes(0x80));
        assertThat(i2c.scan()).containsExactly(0x29, 0x40, 0x70, 0x71);
        write(0);
        assertThat(i2c.scan()).containsExactly(0x40, 0x70);
    }

    @Test
    void aPca9546aHasFourChannels() {
        SimTCA9548A four = new SimTCA9548A(bus.clock(), 4);
        four.write(0xFF);
        four.stop();
        assertThat(four.control()).isEqualTo(0x0F);
        assertThatThrownBy(() -> four.channel(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new SimTCA9548A(new SimClock(), 9)).isInstanceOf(IllegalArgumentException.class);
    }
}
