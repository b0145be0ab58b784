// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Registers8Test {
    private final SimI2CBus bus = new SimI2CBus();
    private final I2C i2c = new I2C(bus);

    private Registers8 attached(Registers8 device) {
        bus.attach(0x40, device);
        return device;
    }

    private void write(int... bytes) {
        i2c.writeTo(0x40, Bytes.of(bytes));
    }

    private byte[] read(int count, int... pointer) {
        byte[] in = new byte[count];
        i2c.writeToThenReadFrom(0x40, Bytes.of(pointer), in);
        return in;
    }

    @Test
    void thePointerCountsUpWhileReadingAndWriting() {
        Registers8 device = attached(new Registers8());
        write(0x10, 1, 2, 0xFF);
        assertThat(device.registers(0x10, 3)).containsExactly(1, 2, -1);
        assertThat(device.register(0x12)).isEqualTo(255);
        assertThat(read(3, 0x10)).containsExactly(1, 2, -1);
    }

    @Test
    void readingGoesOnWhereThePointerStandsAlsoAfterAStop() {
        attached(new Registers8().register(0x20, 5, 6, 7));
        write(0x20);
        assertThat(read(1)).containsExactly(5);
        assertThat(read(2)).containsExactly(6, 7);
    }

    @Test
    void thePointerGoesAroundWithinItsMask() {
        Registers8 device = attached(new Registers8().pointerMask(0x7F));
        device.register(0x7F, 1).register(0x00, 2);
        assertThat(read(2, 0xFF)).containsExactly(1, 2);
    }

    @Test
    void withAnIncrementBitThePointerStaysUnlessTheBitIsSet() {
        Registers8 device = attached(new Registers8().incrementBit(0x80).register(0x20, 1, 2, 3));
        assertThat(read(3, 0x20)).containsExactly(1, 1, 1);
        assertThat(read(3, 0xA0)).containsExactly(1, 2, 3);
        write(0xA1, 8, 9);
        write(0x20, 6, 7);
        assertThat(device.registers(0x20, 3)).containsExactly(7, 8, 9);
    }

    @Test
    void overSpiTheIncrementBitIsBesideTheDirection() {
        SpiRegisters device = new SpiRegisters(new Registers8().register(0x28, 1, 2), 0x40);
        int[] commands = {0xE8, 0, 0, 0xA8, 0, 0};
        int[] replies = new int[6];
        for (int i = 0; i < commands.length; i++) {
            if (i % 3 == 0) {
                device.selected();
            }
            replies[i] = device.exchange(commands[i]);
        }
        assertThat(replies).containsExactly(0xFF, 1, 2, 0xFF, 1, 1);
    }

    @Test
    void thePointerStaysAtAPort() {
        Registers8 device = attached(new Registers8().port(0x74).register(0x73, 5, 0, 7));
        device.onRead(register -> device.register(0x74, device.register(0x74) + 1));
        assertThat(read(4, 0x73)).containsExactly(5, 2, 3, 4);
    }

    @Test
    void aPointerOfTwoBytesHasItsHighByteFirst() {
        attached(new Registers8(2).register(0x0F34, 0xAB, 0xCD, 0xEF));
        assertThat(read(3, 0x0F, 0x34)).containsExactly(0xAB, 0xCD, 0xEF);
    }

    @Test
    void readOnlyRegistersIgnoreWritesButThePointerMovesOn() {
        Registers8 device = attached(
                new Registers8().register(0x10, 1, 2, 3, 4).readOnly(0x10).readOnlyRange(0x12, 0x13));
        write(0x10, 9, 9, 9, 9);
        assertThat(device.registers(0x10, 4)).containsExactly(1, 9, 3, 4);
    }

    @Test
    void anAliasIsTheSameRegister() {
        Registers8 device = attached(new Registers8().alias(0x12, 0x14));
        write(0x12, 0x55);
        assertThat(device.register(0x14)).isEqualTo(0x55);
        assertThat(read(1, 0x12)).containsExactly(0x55);
    }

    @Test
    void selfClearingBitsReadZeroAgain() {
        Registers8 device = attached(new Registers8().selfClearing(0x24, 0x80));
        write(0x24, 0x88);
        assertThat(device.register(0x24)).isEqualTo(0x08);
    }

    @Test
    void aRefusedRegisterStoresButDoesNotAcknowledge() {
        Registers8 device = attached(new Registers8().nackOnWrite(0xFE));
        assertThatThrownBy(() -> write(0xFE, 0x54, 0x00)).isInstanceOf(BusException.class);
        assertThat(device.register(0xFE)).isEqualTo(0x54);
        write(0xFE);
    }

    @Test
    void writesInPairsAlternateRegisterAndValue() {
        Registers8 device = attached(new Registers8().writesInPairs());
        write(0xF2, 1, 0xF4, 0x27);
        assertThat(device.register(0xF2)).isEqualTo(1);
        assertThat(device.register(0xF3)).isZero();
        assertThat(device.register(0xF4)).isEqualTo(0x27);
    }

    @Test
    void listenersSeeWhatTheProgramDoesAndNotWhatTheTestSets() {
        List<String> seen = new ArrayList<>();
        Registers8 device = attached(new Registers8().readOnly(1));
        device.onWrite((register, value) -> seen.add("write %s=%s".formatted(register, value)));
        device.onRead(register -> {
            seen.add("read " + register);
            device.register(register, 77);
        });
        device.register(2, 5);
        write(1, 200);
        assertThat(read(1, 2)).containsExactly(77);
        assertThat(seen).containsExactly("write 1=200", "read 2");
    }

    @Test
    void whatIsNoRegisterOrNoByteIsRefused() {
        Registers8 device = new Registers8();
        assertThatThrownBy(() -> device.register(0x100)).hasMessageContaining("0x100");
        assertThatThrownBy(() -> device.register(0xFF, 1, 2)).hasMessageContaining("0x100");
        assertThatThrownBy(() -> device.register(0, 256)).hasMessageContaining("256");
        assertThatThrownBy(() -> new Registers8(3)).isInstanceOf(IllegalArgumentException.class);
    }
}
