// SPDX-License-Identifier: MIT
package blinka4j.drivers.tca9548a;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimTCA9548A;
import blinka4j.testing.FaultyI2C;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TCA9548ATest {
    private final SimI2CBus bus = new SimI2CBus();
    private final SimTCA9548A chip = new SimTCA9548A(bus.clock());
    private final I2C i2c = new I2C(bus.attach(0x70, chip));

    private static Registers8 device(int value) {
        return new Registers8().register(0x00, value);
    }

    private static int read(I2C i2c, int address) {
        byte[] in = new byte[1];
        i2c.writeToThenReadFrom(address, new byte[] {0}, in);
        return in[0];
    }

    @Test
    void aChannelIsOnForATransferOnly() {
        try (I2CPlayback played = I2CPlayback.at(0x70)
                .writes(0x00)
                .writes(0x08)
                .then(0x18)
                .writes(0x00)
                .thenReads(42)
                .then(0x70)
                .writes(0x00)
                .writes(0x80)
                .then(0x18)
                .writes(0x01, 0x02)
                .then(0x70)
                .writes(0x00)) {
            TCA9548A mux = new TCA9548A(new I2C(played));
            assertThat(read(mux.get(3), 0x18)).isEqualTo(42);
            mux.get(7).writeTo(0x18, new byte[] {1, 2});
        }
    }

    @Test
    void aHeldChannelStaysOn() {
        try (I2CPlayback played = I2CPlayback.at(0x70)
                .writes(0x00)
                .writes(0x01)
                .then(0x18)
                .writes(1)
                .reads(7)
                .sleeps(3)
                .writes(2)
                .then(0x70)
                .writes(0x00)) {
            I2C channel = new TCA9548A(new I2C(played)).get(0);
            byte[] in = new byte[1];
            channel.exclusively(() -> {
                channel.writeTo(0x18, new byte[] {1});
                channel.readFromInto(0x18, in);
                channel.sleep(Duration.ofMillis(3));
                channel.writeTo(0x18, new byte[] {2});
            });
            assertThat(in).containsExactly(7);
        }
    }

    @Test
    void aLockWithoutATransferSwitchesNothing() {
        try (I2CPlayback played = I2CPlayback.at(0x70).writes(0x00)) {
            I2C channel = new TCA9548A(new I2C(played)).get(0);
            assertThat(channel.tryLock()).isTrue();
            channel.unlock();
        }
    }

    @Test
    void devicesWithOneAddressDoNotMix() {
        chip.channel(0).attach(0x18, device(10));
        chip.channel(5).attach(0x18, device(15));
        TCA9548A mux = new TCA9548A(i2c);
        assertThat(read(mux.get(0), 0x18)).isEqualTo(10);
        assertThat(read(mux.get(5), 0x18)).isEqualTo(15);
        assertThat(read(mux.get(0), 0x18)).isEqualTo(10);
        assertThat(chip.control()).isZero();
    }

    @Test
    void channelsHeldAtOnceTakeTurns() {
        chip.channel(0).attach(0x18, device(10));
        chip.channel(5).attach(0x18, device(15));
        TCA9548A mux = new TCA9548A(i2c);
        mux.get(0).exclusively(() -> {
            assertThat(read(mux.get(0), 0x18)).isEqualTo(10);
            assertThat(read(mux.get(5), 0x18)).isEqualTo(15);
            assertThat(read(mux.get(0), 0x18)).isEqualTo(10);
            mux.get(5).exclusively(() -> {
                assertThat(read(mux.get(5), 0x18)).isEqualTo(15);
                assertThat(read(mux.get(0), 0x18)).isEqualTo(10);
                assertThat(read(mux.get(5), 0x18)).isEqualTo(15);
            });
            assertThat(read(mux.get(0), 0x18)).isEqualTo(10);
        });
        assertThat(chip.control()).isZero();
    }

    @Test
    void aDeviceIsFoundOnItsChannelAlone() {
        chip.channel(3).attach(0x48, device(1));
        TCA9548A mux = new TCA9548A(i2c);
        assertThat(mux.get(3).scan()).containsExactly(0x48, 0x70);
        assertThat(mux.get(2).scan()).containsExactly(0x70);
        assertThat(i2c.scan()).containsExactly(0x70);
        assertThat(mux.get(3).probe(0x48)).isTrue();
        assertThat(mux.get(2).probe(0x48)).isFalse();
        assertThat(chip.control()).isZero();
    }

    @Test
    void twoMultiplexersOnOneBusDoNotMix() {
        SimTCA9548A other = new SimTCA9548A(bus.clock());
        bus.attach(0x77, other);
        chip.channel(0).attach(0x18, device(1));
        other.channel(0).attach(0x18, device(2));
        TCA9548A first = new TCA9548A(i2c);
        TCA9548A second = new TCA9548A(i2c, 0x77);
        assertThat(read(first.get(0), 0x18)).isEqualTo(1);
        assertThat(read(second.get(0), 0x18)).isEqualTo(2);
        assertThat(read(first.get(0), 0x18)).isEqualTo(1);
    }

    @Test
    void aMultiplexerMayBeBehindAnother() {
        SimTCA9548A inner = new SimTCA9548A(bus.clock());
        chip.channel(2).attach(0x71, inner);
        inner.channel(6).attach(0x18, device(26));
        TCA9548A outer = new TCA9548A(i2c);
        I2C channel = new TCA9548A(outer.get(2), 0x71).get(6);
        assertThat(read(channel, 0x18)).isEqualTo(26);
        assertThat(inner.control()).isZero();
        assertThat(chip.control()).isZero();
    }

    @Test
    void channelsThatAnotherProgramLeftOnAreSwitchedOff() {
        i2c.writeTo(0x70, new byte[] {(byte) 0xFF});
        assertThat(chip.control()).isEqualTo(0xFF);
        new TCA9548A(i2c);
        assertThat(chip.control()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 8, Integer.MAX_VALUE})
    void aChannelThatDoesNotExistIsRefused(int channel) {
        TCA9548A mux = new TCA9548A(i2c);
        assertThat(mux.length()).isEqualTo(8);
        assertThatThrownBy(() -> mux.get(channel))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("channel %s of TCA9548A at address 0x70 of I2C(simulated I2C): expected 0 to 7", channel);
    }

    @Test
    void aPca9546aHasFourChannels() {
        SimTCA9548A four = new SimTCA9548A(bus.clock(), 4);
        bus.attach(0x74, four);
        four.channel(3).attach(0x18, device(3));
        PCA9546A mux = new PCA9546A(i2c, 0x74);
        assertThat(mux.length()).isEqualTo(4);
        assertThat(read(mux.get(3), 0x18)).isEqualTo(3);
        assertThatThrownBy(() -> mux.get(4))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("channel 4 of PCA9546A at address 0x74 of I2C(simulated I2C): expected 0 to 3");
        assertThat(mux).hasToString("PCA9546A at address 0x74 of I2C(simulated I2C)");
    }

    @Test
    void theMultiplexersOwnAddressIsRefusedOnAChannel() {
        I2C channel = new TCA9548A(i2c).get(1);
        assertThatThrownBy(() -> channel.writeTo(0x70, new byte[] {0x0F}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0x70 is the address of TCA9548A", "all its channels", "another address");
        assertThatThrownBy(() -> channel.readFromInto(0x70, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.control()).isZero();
        assertFree(i2c);
    }

    @Test
    void aFailedTransferSwitchesTheChannelOff() {
        chip.channel(4).attach(0x18, device(4));
        I2C channel = new TCA9548A(i2c).get(4);
        assertThatThrownBy(() -> read(channel, 0x19)).isInstanceOf(BusException.class);
        assertThat(chip.control()).isZero();
        assertFree(i2c);
        assertFree(channel);
        assertThat(read(channel, 0x18)).isEqualTo(4);
    }

    @Test
    void whatFailedFirstComesOutWhenSwitchingOffFailsToo() {
        chip.channel(4).attach(0x18, device(4));
        I2C channel = new TCA9548A(i2c).get(4);
        IllegalStateException first = new IllegalStateException("the program's own");
        assertThatThrownBy(() -> channel.exclusively(() -> {
                    read(channel, 0x18);
                    bus.failNext(0x70, Kind.TIMEOUT);
                    throw first;
                }))
                .isSameAs(first)
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .asInstanceOf(type(BusException.class))
                        .returns(Kind.TIMEOUT, BusException::kind));
        assertFree(i2c);
        assertThat(read(channel, 0x18)).isEqualTo(4);
    }

    /** Each call of a driver holds the bus, and gives it back however it ends. */
    @Test
    void theErrorOfADriverComesOutWhenSwitchingOffFailsToo() {
        chip.channel(4).attach(0x18, device(4));
        FaultyI2C faulty = new FaultyI2C(bus);
        I2C channel = new TCA9548A(new I2C(faulty)).get(4);
        I2CDevice device = new I2CDevice(channel, 0x18);
        Register register = new Registers(device).u8(0x00);
        for (Executable call : List.<Executable>of(
                () -> register.get(),
                () -> register.set(1),
                () -> register.bit(0).set(true),
                () -> new Registers(device).u16be(0).array(2).get(1),
                () -> device.readInto(new byte[1]),
                () -> device.exclusively(() -> device.read(1)))) {
            // The channel is switched on, something is transferred, the channel is switched off.
            faulty.next(1, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
            faulty.next(2, FaultyI2C.Fault.NO_ACKNOWLEDGE);
            assertThatThrownBy(call::execute)
                    .asInstanceOf(type(BusException.class))
                    .returns(Kind.TIMEOUT, BusException::kind)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertFree(channel);
        }
    }

    @Test
    void aMultiplexerThatFailsOnceIsSwitchedAnew() {
        chip.channel(4).attach(0x18, device(4));
        I2C channel = new TCA9548A(i2c).get(4);
        bus.failNext(0x70, Kind.ARBITRATION_LOST);
        assertThatThrownBy(() -> read(channel, 0x18)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(chip.control()).isZero();
        assertThat(read(channel, 0x18)).isEqualTo(4);
    }

    /** Whether the failed write had its effect, nobody knows. */
    @Test
    void afterAFailedSwitchTheChannelIsSwitchedOff() {
        try (I2CPlayback played = I2CPlayback.at(0x70)
                .writes(0x00)
                .fails(Kind.TIMEOUT)
                .writes(0x00)
                .writes(0x10)
                .then(0x18)
                .writes(0x00)
                .thenReads(4)
                .then(0x70)
                .writes(0x00)) {
            I2C channel = new TCA9548A(new I2C(played)).get(4);
            assertThatThrownBy(() -> read(channel, 0x18)).isInstanceOf(BusException.class);
            assertThat(read(channel, 0x18)).isEqualTo(4);
        }
    }

    @Test
    void aChannelIsClosedWithTheBusThatItIsAPartOf() {
        I2C channel = new TCA9548A(i2c).get(1);
        channel.exclusively(() -> {
            channel.probe(0x18);
            i2c.close();
        });
        assertThat(channel.isClosed()).isTrue();
        assertThatThrownBy(channel::lock).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChannelIsOneBusUntilItIsClosed() {
        chip.channel(1).attach(0x18, device(1));
        TCA9548A mux = new TCA9548A(i2c);
        I2C channel = mux.get(1);
        assertThat(mux.get(1)).isSameAs(channel);
        assertThat(channel).hasToString("I2C(channel 1 of TCA9548A at address 0x70 of I2C(simulated I2C))");
        channel.close();
        assertThatThrownBy(() -> read(channel, 0x18)).isInstanceOf(IllegalStateException.class);
        assertThat(read(mux.get(1), 0x18)).isEqualTo(1);
        assertThat(i2c.isClosed()).isFalse();
    }

    @Test
    void threadsOnTwoChannelsDoNotMix() {
        chip.channel(0).attach(0x18, device(10));
        chip.channel(1).attach(0x18, device(11));
        TCA9548A mux = new TCA9548A(i2c);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 2000; i++) {
                assertThat(read(mux.get(1), 0x18)).isEqualTo(11);
            }
        });
        for (int i = 0; i < 2000; i++) {
            assertThat(read(mux.get(0), 0x18)).isEqualTo(10);
        }
        other.join();
        assertThat(chip.control()).isZero();
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new TCA9548A(i2c, 0x71))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageStartingWith("no I2C device at address 0x71");
    }
}
