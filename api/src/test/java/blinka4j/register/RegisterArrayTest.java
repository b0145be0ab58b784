// SPDX-License-Identifier: MIT
package blinka4j.register;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.fake.FakeI2C;
import blinka4j.fake.FakeSpi;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterArrayTest {
    private final FakeI2C port = new FakeI2C();
    private final byte[] memory = port.device(0x1e);
    private final Registers registers = new Registers(new I2CDevice(new I2C(port), 0x1e, false));

    @Test
    void allRegistersAreReadInOneTransfer() {
        byte[] axes = {0, 1, (byte) 0xff, (byte) 0xfe, (byte) 0x80, 0};
        System.arraycopy(axes, 0, memory, 3, 6);
        long[] values = new long[3];

        registers.u16be(3).signed().array(3).readInto(values);
        assertThat(values).containsExactly(1, -2, -32768);
        registers.u16be(3).array(3).readInto(values);
        assertThat(values).containsExactly(1, 0xfffe, 0x8000);
        registers.u16le(3).signed().array(3).readInto(values);
        assertThat(values).containsExactly(0x0100, -257, 0x80);

        assertThat(port.calls)
                .containsExactly(
                        "1e write 03 read 6",
                        "released",
                        "1e write 03 read 6",
                        "released",
                        "1e write 03 read 6",
                        "released");
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4"})
    void oneRegisterIsReadAndWrittenForItself(int width) {
        RegisterArray array =
                registers.register(0x10, width, BIG_ENDIAN).signed().array(3);
        Arrays.fill(memory, (byte) 0x55);

        array.set(1, -2);

        assertThat(array.get(1)).isEqualTo(-2);
        assertThat(array.length()).isEqualTo(3);
        byte[] expected = new byte[256];
        Arrays.fill(expected, (byte) 0x55);
        Arrays.fill(expected, 0x10 + width, 0x10 + 2 * width, (byte) 0xff);
        expected[0x10 + 2 * width - 1] = (byte) 0xfe;
        assertThat(memory).containsExactly(expected);
        assertThat(port.calls.get(2)).isEqualTo("1e write %02x read %s", 0x10 + width, width);
    }

    @Test
    void overSpiAllRegistersAreReadInOneTransfer() {
        FakeSpi spi = new FakeSpi();
        SPIDevice device = new SPIDevice(new SPI(spi));
        spi.answer(0, 1, 0, 2, 0);
        long[] values = new long[2];

        new Registers(device).u16le(0x28).array(2).readInto(values);

        assertThat(values).containsExactly(1, 2);
        assertThat(spi.calls).endsWith("send a800000000 receive");
    }

    @Test
    void anIndexOutsideIsRefused() {
        RegisterArray array = registers.u16be(0x10).array(3);

        assertThatThrownBy(() -> array.get(3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll("0x10", "0x1e", "expected 0 to 2");
        assertThatThrownBy(() -> array.set(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(port.calls).isEmpty();
    }

    @Test
    void aValueThatDoesNotFitIsRefused() {
        RegisterArray array = registers.u16be(0x10).array(3);

        assertThatThrownBy(() -> array.set(0, 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "65536 does not fit in 16 bits of registers from 0x10 at address 0x1e of I2C(/dev/i2c-1): expected 0 to 65535");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void roomForAnotherNumberOfValuesIsRefused() {
        RegisterArray array = registers.u16be(0x10).array(3);

        assertThatThrownBy(() -> array.readInto(new long[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 values for 3 registers");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0 bytes", "5, 1, 5 bytes", "1, 0, 0 registers"})
    void aShapeThatMakesNoSenseIsRefused(int width, int count, String what) {
        assertThatThrownBy(() -> registers.register(0, width, BIG_ENDIAN).array(count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(what, "expected 1");
    }
}
