// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.fake.FakeI2C;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class I2CDeviceTest {
    private final FakeI2C port = new FakeI2C();
    private final I2C i2c = new I2C(port);
    private final byte[] registers = port.device(0x76);
    private final I2CDevice device = new I2CDevice(i2c, 0x76, false);

    @Test
    void aDeviceIsProbedWithAnEmptyWrite() {
        new I2CDevice(i2c, 0x76);

        assertThat(port.calls).containsExactly("76", "released");
    }

    @Test
    void aDeviceThatDoesNotAnswerIsAskedForAByteBeforeItCountsAsAbsent() {
        assertThatThrownBy(() -> new I2CDevice(i2c, 0x77))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessage(
                        "no I2C device at address 0x77 of I2C(/dev/i2c-1). Check its power, the wiring of SDA and SCL, and its address. i2c.scan() lists the addresses that answer.");
        assertThat(port.calls).containsExactly("77", "77 read 1", "released");
        assertThat(i2c.tryLock()).isTrue();
    }

    @Test
    void aDeviceThatAnswersOnlyToAReadIsFound() {
        port.fail(new BusException(Kind.NO_ACKNOWLEDGE, "no empty writes"));

        assertThat(new I2CDevice(i2c, 0x76).address()).isEqualTo(0x76);
    }

    @Test
    void withoutProbingTheBusIsLeftAlone() {
        assertThat(new I2CDevice(i2c, 0x20, false).i2c()).isSameAs(i2c);
        assertThat(port.calls).isEmpty();
    }

    @Test
    void aDeviceThatFailsLaterIsABusError() {
        assertThatThrownBy(() -> new I2CDevice(i2c, 0x20, false).write(1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE));
    }

    /** A sensor that measures does not acknowledge. */
    @Test
    void aDeviceThatIsBusyIsAskedAgain() {
        byte[] in = new byte[1];
        registers[0] = 42;
        port.fail(new BusException(Kind.NO_ACKNOWLEDGE, "busy"));
        device.readInto(in, Duration.ofMillis(50));

        assertThat(in).containsExactly(42);
        assertThat(port.calls).containsExactly("76 read 1", "76 read 1", "released");
        assertThat(port.slept).containsExactly(Duration.ofNanos(2_500_000));
    }

    @Test
    void aDeviceThatStaysBusyIsATimeout() {
        I2CDevice absent = new I2CDevice(i2c, 0x20, false);
        assertThatThrownBy(() -> absent.readInto(new byte[1], Duration.ofMillis(50)))
                .hasMessageContainingAll("0x20", "50 ms")
                .hasCauseInstanceOf(BusException.class)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
        assertThat(port.slept.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofMillis(50));
        assertThat(i2c.tryLock()).isTrue();
    }

    @Test
    void anotherErrorIsNotTriedAgain() {
        port.fail(new BusException(Kind.BUSY, "another driver has it"));
        assertThatThrownBy(() -> device.readInto(new byte[1], Duration.ofMillis(50)))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
        assertThat(port.slept).isEmpty();
    }

    @Test
    void bytesAreWrittenAsInts() {
        device.write(0xf4, 0x00, 255, 128);

        assertThat(port.calls).containsExactly("76 write f400ff80", "released");
    }

    @Test
    void intsThatAreNoBytesAreRefused() {
        assertThatThrownBy(() -> device.write(0x10, 0x100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256, number 1 to write, is not a byte");
        assertThatThrownBy(() -> device.write(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1, number 0 to write, is not a byte")
                .hasMessageContaining("0 to 255");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void javasOwnBytesNeedNoConversion() {
        byte minusOne = -1;
        device.write(minusOne);
        device.write((byte) 0xf4, (byte) 0x80);

        assertThat(port.calls).containsExactly("76 write ff", "released", "76 write f480", "released");
    }

    @Test
    void slicesAreWrittenAndRead() {
        registers[0] = 1;
        registers[1] = 2;
        byte[] in = {9, 9, 9, 9};

        device.write(new byte[] {0x20, 0x21, 0x22}, 1, -1);
        device.readInto(in, 1, 3);
        device.readInto(in);

        assertThat(in).containsExactly(1, 2, 0, 0);
        assertThat(port.calls)
                .containsExactly("76 write 21", "released", "76 read 2", "released", "76 read 4", "released");
    }

    @Test
    void aWriteThenReadIsOneTransaction() {
        registers[0xd0] = 0x60;

        assertThat(device.writeThenRead(new byte[] {(byte) 0xd0}, 1)).containsExactly(0x60);
        byte[] in = new byte[2];
        device.writeThenReadInto(new byte[] {(byte) 0xd0}, in);
        assertThat(in).containsExactly(0x60, 0);
        byte[] both = {(byte) 0xd0, 0, 0};
        device.writeThenReadInto(both, 0, 1, both, 1, 2);
        assertThat(both).containsExactly(0xd0, 0x60, 0);

        assertThat(port.calls)
                .containsExactly(
                        "76 write d0 read 1",
                        "released",
                        "76 write d0 read 2",
                        "released",
                        "76 write d0 read 1",
                        "released");
    }

    @Test
    void bytesAreReadIntoANewArray() {
        registers[0] = 7;

        assertThat(device.read(3)).containsExactly(7, 0, 0);
    }

    @Test
    void anEmptyReadIsRefusedAndOneOfLessThanNothingToo() {
        assertThatThrownBy(() -> device.read(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.read(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot read -1 bytes. The number must be 0 or more.");
        assertThatThrownBy(() -> device.writeThenRead(new byte[1], -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot read -1 bytes. The number must be 0 or more.");
        assertThat(port.calls).isEmpty();
    }

    @Test
    void theBusIsHeldOverSeveralCalls() {
        device.exclusively(() -> {
            device.write(1);
            device.write(2);
        });
        int sum = device.exclusively(() -> device.read(1)[0] + device.read(1)[0]);
        device.lock();
        device.write(3);
        device.unlock();

        assertThat(sum).isEqualTo(0);
        assertThat(port.calls)
                .containsExactly(
                        "76 write 01",
                        "76 write 02",
                        "released",
                        "76 read 1",
                        "76 read 1",
                        "released",
                        "76 write 03",
                        "released");
    }

    @Test
    void waitingIsThatOfTheBus() {
        device.sleep(Duration.ofMillis(3));

        assertThat(port.slept).containsExactly(Duration.ofMillis(3));
    }
}
