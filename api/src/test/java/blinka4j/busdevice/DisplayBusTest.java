// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeSpi;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayBusTest {
    private final List<String> sent = new ArrayList<>();
    private final List<BusException> failures = new ArrayList<>();
    private int longest = 10_000;
    private int errno;
    private final I2C i2c = new I2C(new I2CPort() {
        @Override
        public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            if (address != 0x3C) {
                throw new BusException(Kind.NO_ACKNOWLEDGE, "nobody");
            }
            if (outEnd - outStart > longest) {
                throw new BusException(Kind.OTHER, errno, "too long");
            }
            if (outEnd > outStart) {
                if (!failures.isEmpty()) {
                    throw failures.remove(0);
                }
                sent.add(HexFormat.of().formatHex(out, outStart, outEnd));
            }
        }

        @Override
        public void sleep(Duration time) {
            sent.add(time.toString());
        }

        @Override
        public String name() {
            return "bus";
        }

        @Override
        public void close() {}
    });
    private final DisplayBus bus = new DisplayBus(i2c, 0x3C);

    /** SSD1306 rev. 1.5, 8.1.5.2: Co is bit 7, D/C bit 6. */
    @Test
    void onI2cAControlByteTellsCommandsFromPixels() {
        bus.command(0xAF);
        bus.commands((byte) 0xB2, (byte) 0x02);
        bus.pixels(new byte[] {1, 2, 3, 4}, 1, 3);
        bus.pixels(new byte[] {1, 2, 3, 4}, 2, 2);
        bus.sleep(Duration.ofMillis(10));
        assertThat(sent).containsExactly("80af", "80b28002", "400203", "PT0.01S");
        assertThat(bus).hasToString("address 0x3c of I2C(bus)");
        assertThat(i2c.tryLock()).isTrue();
    }

    @Test
    void onSpiThePinDcTellsCommandsFromPixels() {
        FakeGpio line = new FakeGpio();
        List<String> levels = new ArrayList<>();
        FakeSpi port = new FakeSpi() {
            @Override
            public void transfer(byte[] out, int outStart, byte[] in, int inStart, int length, boolean keep) {
                levels.add(line.read() + " " + HexFormat.of().formatHex(out, outStart, outStart + length));
            }
        };
        DisplayBus spi = new DisplayBus(new SPIDevice(new SPI(port)), new DigitalInOut(line));
        spi.command(0xAF);
        spi.pixels(new byte[] {1, 2, 3, 4}, 1, 3);
        spi.commands((byte) 0xB2, (byte) 0x02);
        assertThat(levels).containsExactly("false af", "true 0203", "false b202");
        assertThatThrownBy(() -> new DisplayBus(new SPIDevice(new SPI(port)), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("D/C");
    }

    @ParameterizedTest
    @CsvSource({"95, 33, 32", "22, 61, 32", "95, 513, 512", "95, 17, 16"})
    void pixelsThatAreTooLongForATransferAreSentInParts(int error, int most, int part) {
        longest = most;
        errno = error;
        byte[] pixels = new byte[1024];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        for (int picture = 0; picture < 2; picture++) {
            sent.clear();
            bus.pixels(pixels, 0, 1024);
            assertThat(sent).hasSize(1024 / part).allMatch(each -> each.startsWith("40"));
            assertThat(String.join(
                            "", sent.stream().map(each -> each.substring(2)).toList()))
                    .isEqualTo(HexFormat.of().formatHex(pixels));
        }
    }

    @Test
    void otherErrorsAreNotForTheLength() {
        longest = 33;
        errno = 5;
        assertThatThrownBy(() -> bus.pixels(new byte[1024], 0, 1024))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.errno()).isEqualTo(5));
        longest = 8;
        errno = 95;
        assertThatThrownBy(() -> bus.pixels(new byte[1024], 0, 1024)).isInstanceOf(BusException.class);
        assertThat(sent).isEmpty();
        longest = 10_000;
        bus.pixels(new byte[1024], 0, 1024);
        assertThat(sent).hasSize(1);
        assertThat(i2c.tryLock()).isTrue();
    }

    /** Up to six arguments may be missing: those of SSD1306's command 0x26. 0xE3 does nothing. */
    @Test
    void afterACommandThatFailedArgumentsThatAreMissingAreFilled() {
        failures.add(new BusException(Kind.NO_ACKNOWLEDGE, "first"));
        failures.add(new BusException(Kind.TIMEOUT, "second"));
        assertThatThrownBy(() -> bus.command(0x81)).hasMessage("first");
        assertThatThrownBy(() -> bus.command(0xAF)).hasMessage("second");
        bus.pixels(new byte[] {5}, 0, 1);
        bus.command(0xAE);
        assertThat(sent).containsExactly("80e3".repeat(6), "4005", "80ae");
        assertThat(i2c.tryLock()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MIN_VALUE})
    void aCommandIsAByte(int value) {
        assertThatThrownBy(() -> bus.command(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("" + value, "0 to 0xff");
        assertThat(sent).isEmpty();
    }

    @Test
    void aDisplayThatDoesNotAnswerIsNotFound() {
        assertThatThrownBy(() -> new DisplayBus(i2c, 0x3D)).isInstanceOf(DeviceNotFoundException.class);
        assertThat(i2c.tryLock()).isTrue();
    }
}
