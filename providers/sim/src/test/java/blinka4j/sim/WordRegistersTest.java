// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.busio.I2C;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordRegistersTest {
    private final SimI2CBus bus = new SimI2CBus();
    private final I2C i2c = new I2C(bus);

    private void write(int... bytes) {
        i2c.writeTo(0x18, Bytes.of(bytes));
    }

    private byte[] read(int count, int... pointer) {
        byte[] in = new byte[count];
        i2c.writeToThenReadFrom(0x18, Bytes.of(pointer), in);
        return in;
    }

    @Test
    void aWordHasItsHighByteFirst() {
        bus.attach(0x18, new WordRegisters().word(5, 0x1F60));
        assertThat(read(2, 5)).containsExactly(0x1F, 0x60);
    }

    @Test
    void orItsLowByteFirst() {
        WordRegisters device = new WordRegisters(true).word(5, -2);
        bus.attach(0x18, device);
        assertThat(read(2, 5)).containsExactly(0xFE, 0xFF);
        write(5, 0x34, 0x12);
        assertThat(device.word(5)).isEqualTo(0x1234);
    }

    @Test
    void thereIsNoAutoIncrement() {
        bus.attach(0x18, new WordRegisters().word(5, 0x0102).word(6, 0x0304));
        assertThat(read(4, 5)).containsExactly(1, 2, 0xFF, 0xFF);
        assertThat(read(2)).containsExactly(1, 2);
    }

    @Test
    void registersHaveSizesOfTheirOwn() {
        WordRegisters device = new WordRegisters().bytes(8, 3).bytes(9, 1, 2, 3);
        bus.attach(0x18, device);
        write(8, 1);
        write(9, 7, 8, 9);
        assertThat(device.bytes(8)).containsExactly(1);
        assertThat(device.bytes(9)).containsExactly(7, 8, 9);
    }

    @Test
    void anIncompleteValueHasNoEffect() {
        WordRegisters device = new WordRegisters().word(2, 0x1234);
        bus.attach(0x18, device);
        write(2, 0x55);
        assertThat(device.word(2)).isEqualTo(0x1234);
    }

    @Test
    void aRegisterNobodyHasSetTakesWhatIsWrittenAndReadsZeroBefore() {
        WordRegisters device = new WordRegisters();
        bus.attach(0x18, device);
        assertThat(read(2, 1)).containsExactly(0, 0);
        write(1, 0xC3, 0x83);
        assertThat(device.word(1)).isEqualTo(0xC383);
    }

    @Test
    void readOnlyAndSelfClearingBitsAreRespected() {
        WordRegisters device =
                new WordRegisters().word(5, 100).readOnly(5).word(1, 0x0220).selfClearing(1, 0x0002);
        bus.attach(0x18, device);
        write(5, 0, 0);
        write(1, 0x0C, 0x22);
        assertThat(device.word(5)).isEqualTo(100);
        assertThat(device.word(1)).isEqualTo(0x0C20);
    }

    @Test
    void theListenersSeeTheProgramOnly() {
        List<String> seen = new ArrayList<>();
        WordRegisters device = new WordRegisters();
        device.onWrite((register, value) -> seen.add("write %s=%04x".formatted(register, value)));
        device.onRead(register -> {
            seen.add("read " + register);
            device.word(register, 0x4242);
        });
        bus.attach(0x18, device);
        device.word(1, 1);
        write(1, 0xAB, 0xCD);
        assertThat(read(2, 3)).containsExactly(0x42, 0x42);
        assertThat(seen).containsExactly("write 1=abcd", "read 3");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        WordRegisters device = new WordRegisters();
        assertThatThrownBy(() -> device.word(1, 0x10000)).hasMessageContaining("65536");
        assertThatThrownBy(() -> device.word(0x100, 1)).hasMessageContaining("0x100");
        assertThatThrownBy(() -> device.bytes(1, 1, 2, 3, 4, 5, 6, 7, 8, 9)).hasMessageContaining("9 bytes");
    }
}
