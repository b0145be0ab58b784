// SPDX-License-Identifier: MIT
package blinka4j.register;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.fake.FakeI2C;
import blinka4j.fake.FakeSpi;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterTest {
    private final FakeI2C port = new FakeI2C();
    private final I2C i2c = new I2C(port);
    private final byte[] memory = port.device(0x48);
    private final I2CDevice device = new I2CDevice(i2c, 0x48, false);
    private final RegisterAccessor accessor = new I2CRegisterAccessor(device);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static ByteOrder order(String name) {
        return name.equals("big") ? BIG_ENDIAN : LITTLE_ENDIAN;
    }

    /** The values are those of Python's {@code int.from_bytes(bytes.fromhex(...), order, signed=...)}. */
    @ParameterizedTest(name = "{0} {1} is {2}, signed {3}")
    @CsvSource({
        "00, big, 0, 0",
        "7f, big, 127, 127",
        "80, big, 128, -128",
        "ff, little, 255, -1",
        "1234, big, 4660, 4660",
        "1234, little, 13330, 13330",
        "8000, big, 32768, -32768",
        "8000, little, 128, 128",
        "ff7f, little, 32767, 32767",
        "123456, big, 1193046, 1193046",
        "123456, little, 5649426, 5649426",
        "800000, big, 8388608, -8388608",
        "ffffff, little, 16777215, -1",
        "12345678, big, 305419896, 305419896",
        "12345678, little, 2018915346, 2018915346",
        "80000000, big, 2147483648, -2147483648",
        "feffffff, little, 4294967294, -2"
    })
    void aRegisterIsReadAndWrittenInItsOrder(String hex, String order, long value, long signed) {
        byte[] raw = bytes(hex);
        Register register = new Register(accessor, 0x10, raw.length, order(order));
        System.arraycopy(raw, 0, memory, 0x10, raw.length);

        assertThat(register.get()).isEqualTo(value);
        assertThat(register.signed().get()).isEqualTo(signed);

        Arrays.fill(memory, (byte) 0x55);
        register.set(value);
        assertThat(Arrays.copyOfRange(memory, 0x10, 0x10 + raw.length)).containsExactly(raw);
        assertThat(memory[0x0f]).isEqualTo((byte) 0x55);
        assertThat(memory[0x10 + raw.length]).isEqualTo((byte) 0x55);

        Arrays.fill(memory, (byte) 0x55);
        register.signed().set(signed);
        assertThat(Arrays.copyOfRange(memory, 0x10, 0x10 + raw.length)).containsExactly(raw);
        assertThat(memory[0x10 + raw.length]).isEqualTo((byte) 0x55);
    }

    @Test
    void aRegisterIsReadInOneTransactionAndWrittenInOne() {
        Register register = new Registers(device).u16be(0x01);
        register.get();
        register.set(0x0a0b);

        assertThat(port.calls).containsExactly("48 write 01 read 2", "released", "48 write 010a0b", "released");
    }

    @Test
    void theNamedKindsHaveTheirWidthAndOrder() {
        new Registers(device).u8(1).set(0x12);
        new Registers(device).u16be(2).set(0x1234);
        new Registers(device).u16le(4).set(0x1234);
        new Registers(accessor).u8(6).set(0x56);
        new Registers(accessor).u16be(7).set(0x5678);
        new Registers(accessor).u16le(9).set(0x5678);

        assertThat(Arrays.copyOfRange(memory, 1, 11))
                .containsExactly(bytes("12" + "1234" + "3412" + "56" + "5678" + "7856"));
    }

    @ParameterizedTest(name = "{2} in {0} bytes, signed {1}")
    @CsvSource({
        "1, false, 256, 0 to 255",
        "1, false, -1, 0 to 255",
        "1, true, 128, -128 to 127",
        "1, true, -129, -128 to 127",
        "2, false, 65536, 0 to 65535",
        "2, true, 32768, -32768 to 32767",
        "3, false, 16777216, 0 to 16777215",
        "3, true, -8388609, -8388608 to 8388607",
        "4, false, 4294967296, 0 to 4294967295",
        "4, true, 2147483648, -2147483648 to 2147483647"
    })
    void aValueThatDoesNotFitIsRefused(int width, boolean signed, long value, String range) {
        Register plain = new Register(accessor, 0x10, width, BIG_ENDIAN);
        Register register = signed ? plain.signed() : plain;

        assertThatThrownBy(() -> register.set(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "%s does not fit in %s bits of register 0x10 at address 0x48 of I2C(/dev/i2c-1): expected %s",
                        value, 8 * width, range);
        assertThatThrownBy(() -> register.named("threshold").set(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold cannot be %s: expected %s", value, range);
        assertThat(port.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, -1})
    void aRegisterHasOneToFourBytes(int width) {
        assertThatThrownBy(() -> new Register(accessor, 0, width, BIG_ENDIAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a register of %s bytes: expected 1 to 4", width);
    }

    @Test
    void bitsAreCountedFromTheLowest() {
        memory[1] = (byte) 0b1011_0110;
        Register register = new Registers(device).u8(1);

        assertThat(register.bits(0, 3).get()).isEqualTo(0b110);
        assertThat(register.bits(4, 4).get()).isEqualTo(0b1011);
        assertThat(register.bits(0, 8).get()).isEqualTo(0b1011_0110);
        assertThat(register.bit(7).isSet()).isTrue();
        assertThat(register.bit(6).isSet()).isFalse();
    }

    @Test
    void settingBitsLeavesTheOthersAsTheyAre() {
        memory[1] = (byte) 0b1011_0110;
        Register register = new Registers(device).u8(1);

        register.bits(2, 3).set(0b010);
        assertThat(memory[1]).isEqualTo((byte) 0b1010_1010);
        register.bit(0).set(true);
        assertThat(memory[1]).isEqualTo((byte) 0b1010_1011);
        register.bit(7).set(false);
        assertThat(memory[1]).isEqualTo((byte) 0b0010_1011);
        register.bit(6).set(1);
        assertThat(memory[1]).isEqualTo((byte) 0b0110_1011);
    }

    @ParameterizedTest
    @CsvSource({"big, 12345678", "little, 78563412"})
    void bitsOfAWideRegisterCrossItsBytes(String order, String hex) {
        System.arraycopy(bytes(hex), 0, memory, 1, 4);
        Register register = new Register(accessor, 1, 4, order(order));

        assertThat(register.bits(4, 16).get()).isEqualTo(0x4567);
        register.bits(4, 16).set(0xabcd);
        assertThat(register.get()).isEqualTo(0x123abcd8L);
        register.bits(31, 1).set(1);
        assertThat(register.get()).isEqualTo(0x923abcd8L);
    }

    @Test
    void signedBitsAreTwosComplement() {
        Bits field = new Registers(device).u16be(1).bits(3, 5).signed();

        field.set(-16);
        assertThat(memory[2]).isEqualTo((byte) 0b1000_0000);
        assertThat(field.get()).isEqualTo(-16);
        field.set(15);
        assertThat(memory[2]).isEqualTo((byte) 0b0111_1000);
        assertThat(field.get()).isEqualTo(15);
        field.set(-1);
        assertThat(memory[1]).isZero();
        assertThat(memory[2]).isEqualTo((byte) 0b1111_1000);
        assertThat(field.get()).isEqualTo(-1);
    }

    @Test
    void aSignedBitIsSetAsMinusOne() {
        Bits bit = new Registers(device).u8(1).bit(2).signed();

        bit.set(true);

        assertThat(memory[1]).isEqualTo((byte) 0b100);
        assertThat(bit.get()).isEqualTo(-1);
        assertThat(bit.isSet()).isTrue();
    }

    @Test
    void allThirtyTwoBitsAreSetAndReadSigned() {
        Register register = new Register(accessor, 1, 4, BIG_ENDIAN);
        Bits all = register.bits(0, 32).signed();

        all.set(Integer.MIN_VALUE);

        assertThat(register.get()).isEqualTo(0x8000_0000L);
        assertThat(all.get()).isEqualTo(Integer.MIN_VALUE);
        register.set(0xffff_ffffL);
        assertThat(all.get()).isEqualTo(-1);
        assertThat(register.bits(1, 31).get()).isEqualTo(0x7fff_ffff);
    }

    @Test
    void bitsOfASignedRegisterAreThoseOfTheUnsignedOne() {
        memory[1] = (byte) 0x80;

        assertThat(new Registers(device).u8(1).signed().bits(4, 4).get()).isEqualTo(8);
        new Registers(device).u8(1).signed().bit(0).set(true);
        assertThat(memory[1]).isEqualTo((byte) 0x81);
    }

    @ParameterizedTest
    @CsvSource({
        "3, false, 8, 0 to 7",
        "3, false, -1, 0 to 7",
        "3, true, 4, -4 to 3",
        "3, true, -5, -4 to 3",
        "1, false, 2, 0 to 1"
    })
    void aValueThatDoesNotFitInItsBitsNeverSpillsIntoOthers(int count, boolean signed, int value, String range) {
        Bits plain = new Registers(device).u8(0x08).bits(2, count);
        Bits field = signed ? plain.signed() : plain;

        assertThatThrownBy(() -> field.set(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "%s does not fit in %s bits of register 0x08 at address 0x48 of I2C(/dev/i2c-1): expected %s",
                        value, count, range);
        assertThatThrownBy(() -> field.named("threshold").set(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold cannot be %s: expected %s", value, range);
        assertThat(port.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0", "0, 9", "8, 1", "7, 2"})
    void bitsOutsideTheRegisterAreRefused(int lowest, int count) {
        Register register = new Registers(device).u8(0x08);

        assertThatThrownBy(() -> register.bits(lowest, count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "%s bits from bit %s of register 0x08 at address 0x48 of I2C(/dev/i2c-1): expected bits 0 to 7",
                        count, lowest);
    }

    @Test
    void noValueIsKept() {
        Register register = new Registers(device).u8(1);
        assertThat(register.get()).isZero();
        memory[1] = 5;
        assertThat(register.get()).isEqualTo(5);
        register.bit(1).set(true);
        assertThat(memory[1]).isEqualTo((byte) 7);
    }

    @Test
    void readingAndWritingOfASetIsOneHoldOfTheBus() {
        new Registers(device).u8(1).bit(0).set(true);

        assertThat(port.calls).containsExactly("48 write 01 read 1", "48 write 0101", "released");
    }

    @Test
    void anotherThreadCannotComeBetweenReadingAndWriting() throws Exception {
        Register register = new Registers(device).u8(1);
        Thread[] threads = new Thread[2];
        CyclicBarrier start = new CyclicBarrier(2);
        // Each thread counts with four bits of one register: an update that is lost shows in the other's number.
        int[] right = new int[2];
        for (int t = 0; t < 2; t++) {
            int number = t;
            Bits mine =
                    t == 0 ? register.bits(0, 4) : new Registers(device).u8(1).bits(4, 4);
            threads[t] = new Thread(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                for (int i = 0; i < 5_000; i++) {
                    mine.set(i & 0xf);
                    if (mine.get() == (i & 0xf)) {
                        right[number]++;
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join(60_000);
        }

        assertThat(right).containsExactly(5_000, 5_000);
    }

    @Test
    void oneRegisterMayBeUsedByTwoThreads() throws Exception {
        Register register = new Register(accessor, 0x10, 4, BIG_ENDIAN);
        Thread[] threads = new Thread[2];
        CyclicBarrier start = new CyclicBarrier(2);
        int[] right = new int[2];
        for (int t = 0; t < 2; t++) {
            int number = t;
            threads[t] = new Thread(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                for (int i = 0; i < 5_000; i++) {
                    register.set(number == 0 ? 0L : 0xffff_ffffL);
                    long read = register.get();
                    if (read == 0 || read == 0xffff_ffffL) {
                        right[number]++;
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join(60_000);
        }

        assertThat(right).containsExactly(5_000, 5_000);
    }

    @Test
    void aFailedTransferLetsTheBusGo() throws Exception {
        Register absent = new Registers(new I2CDevice(i2c, 0x20, false)).u8(1);

        assertThatThrownBy(absent::get).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> absent.set(1)).isInstanceOf(BusException.class);
        assertThatThrownBy(() -> absent.bit(0).set(true)).isInstanceOf(BusException.class);

        boolean[] free = new boolean[1];
        Thread other = new Thread(() -> free[0] = i2c.tryLock());
        other.start();
        other.join();
        assertThat(free[0]).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"big, 1234", "little, 3412"})
    void anAddressMayHaveTwoBytes(String order, String address) {
        RegisterAccessor wide = new I2CRegisterAccessor(device, 2, order(order));
        Register register = new Registers(wide).u16be(0x1234);

        register.set(0xabcd);
        register.get();

        assertThat(port.calls.get(0)).isEqualTo("48 write " + address + "abcd");
        assertThat(port.calls.get(2)).isEqualTo("48 write " + address + " read 2");
    }

    @Test
    void anAddressThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Registers(device).u8(0x100).get())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("register address 0x100 does not fit in 1 bytes");
        assertThatThrownBy(() -> new Registers(device).u8(-1).set(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Registers(new I2CRegisterAccessor(device, 2, BIG_ENDIAN))
                        .u8(0x10000)
                        .get())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new I2CRegisterAccessor(device, 3, BIG_ENDIAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a register address of 3 bytes: expected 1 or 2");
        assertThat(i2c.tryLock()).isTrue();
    }

    @Test
    void theHighestAddressIsReached() {
        new Registers(device).u8(0xff).set(0x7e);

        assertThat(memory[0xff]).isEqualTo((byte) 0x7e);
    }

    /** As in the BME280's data sheet, section 6.3: bit 7 is the RW bit, 1 to read; the address's own bit 7 is not sent. */
    @Test
    void overSpiTheHighestBitOfTheAddressSaysWhetherToRead() {
        FakeSpi spiPort = new FakeSpi();
        SPIDevice spi = new SPIDevice(new SPI(spiPort));
        spiPort.calls.clear();
        spiPort.answer(0, 0x60);

        assertThat(new Registers(spi).u8(0xd0).get()).isEqualTo(0x60);
        new Registers(spi).u8(0xf4).set(0x27);

        assertThat(spiPort.calls).containsExactly("send d000 receive", "send 7427");
    }

    @Test
    void overSpiWideRegistersHaveTheirOrderToo() {
        FakeSpi spiPort = new FakeSpi();
        SPIDevice spi = new SPIDevice(new SPI(spiPort));
        spiPort.answer(0, 0x12, 0x34, 0, 0x12, 0x34, 0, 0, 0xff, 0xfe);

        assertThat(new Registers(spi).u16be(0x08).get()).isEqualTo(0x1234);
        assertThat(new Registers(spi).u16le(0x08).get()).isEqualTo(0x3412);
        Register wide = new Registers(new SPIRegisterAccessor(spi, 2, BIG_ENDIAN)).u16be(0x0123);
        assertThat(wide.signed().get()).isEqualTo(-2);
        wide.set(1);

        assertThat(spiPort.calls).endsWith("send 81230000 receive", "send 01230001");
    }

    @Test
    void overSpiReadingAndWritingOfASetIsOneHoldOfTheBus() throws Exception {
        Boolean[] free = new Boolean[1];
        SPI[] bus = new SPI[1];
        FakeSpi spiPort = new FakeSpi() {
            @Override
            public void transfer(byte[] out, int outStart, byte[] in, int inStart, int length, boolean keep) {
                super.transfer(out, outStart, in, inStart, length, keep);
                if (in == null) {
                    Thread other = new Thread(() -> free[0] = bus[0].tryLock());
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
        bus[0] = new SPI(spiPort);
        spiPort.answer(0, 0x80);

        new Registers(new SPIDevice(bus[0])).u8(1).bit(0).set(true);

        assertThat(spiPort.calls).endsWith("send 8100 receive", "send 0181");
        assertThat(free[0]).isFalse();
    }

    @Test
    void waitingIsThatOfTheBus() {
        accessor.sleep(Duration.ofMillis(4));

        assertThat(port.slept).containsExactly(Duration.ofMillis(4));
    }

    @Test
    void anErrorOfTheBusComesThrough() {
        port.fail(new BusException(Kind.TIMEOUT, 110, "the clock is held low"));

        assertThatThrownBy(() -> new Registers(device).u8(1).get()).hasMessage("the clock is held low");
    }

    @Test
    void aRegisterIsCalledByItsAddressAndDevice() {
        assertThat(new Registers(device).u8(8)).hasToString("register 0x08 at address 0x48 of I2C(/dev/i2c-1)");
    }
}
