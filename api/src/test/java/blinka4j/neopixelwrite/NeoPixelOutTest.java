// SPDX-License-Identifier: MIT
package blinka4j.neopixelwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeSpi;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The data sheet of the WS2812B: a 0 is high for 0.4 µs, a 1 for 0.8 µs, each 0.15 µs more or less; a bit takes 1.25 µs, 0.6 µs more or
 * less; the reset is at least 80 µs for the slowest of its kind.
 */
class NeoPixelOutTest {
    private final FakeSpi bus = new FakeSpi();

    private String sent() {
        return bus.calls.get(bus.calls.size() - 1).replace("send ", "");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static String zeros(int count) {
        return "00".repeat(count);
    }

    /**
     * At 2.4 MHz a bit of SPI takes 0.417 µs. A 0 is 100 (0.417 µs high of 1.25 µs), a 1 is 110 (0.833 µs). So 0xA5, 1010 0101, is
     * 110 100 110 100 100 110 100 110 = 1101 0011 0100 1001 1010 0110 = D3 49 A6.
     */
    @Test
    void at2Point4MhzABitIsThreeBitsOfSpi() {
        NeoPixelOut out = new NeoPixelOut(new SPI(bus), 2_400_000);

        out.write(bytes(0xA5, 0x00, 0xFF, 0x80, 0x01));

        assertThat(sent())
                .startsWith("00" + "d349a6" + "924924" + "db6db6" + "d24924" + "924926")
                .endsWith(zeros(90));
        assertThat(sent()).hasSize(2 * (1 + 15 + 90));
        assertThat(bus.settings.baudrate()).isEqualTo(2_400_000);
    }

    /**
     * At 3.2 MHz a bit of SPI takes 0.3125 µs. A 0 is 1000 (0.3125 µs high of 1.25 µs), a 1 is 1110 (0.9375 µs). So 1010 0101 is
     * 1110 1000 1110 1000 1000 1110 1000 1110 = E8 E8 8E 8E.
     */
    @Test
    void at3Point2MhzABitIsFourBitsOfSpi() {
        NeoPixelOut out = new NeoPixelOut(new SPI(bus), 3_200_000);

        out.write(bytes(0xA5, 0x00, 0xFF, 0x80, 0x01));

        assertThat(sent())
                .startsWith("00" + "e8e88e8e" + "88888888" + "eeeeeeee" + "e8888888" + "8888888e")
                .endsWith(zeros(120));
        assertThat(sent()).hasSize(2 * (1 + 20 + 120));
    }

    /**
     * At 6.4 MHz a bit of SPI takes 0.15625 µs. A 0 is 1110 0000 (0.469 µs high of 1.25 µs; 0.3125 µs is further from 0.4), a 1 is
     * 1111 1000 (0.781 µs). So 1010 0101 is F8 E0 F8 E0 E0 F8 E0 F8.
     */
    @Test
    void at6Point4MhzABitIsEightBitsOfSpi() {
        NeoPixelOut out = new NeoPixelOut(new SPI(bus), 6_400_000);

        out.write(bytes(0xA5, 0x00, 0xFF));

        assertThat(sent())
                .startsWith("00" + "f8e0f8e0e0f8e0f8" + "e0e0e0e0e0e0e0e0" + "f8f8f8f8f8f8f8f8")
                .endsWith(zeros(240));
        assertThat(sent()).hasSize(2 * (1 + 24 + 240));
    }

    /** Decoded by time: high and low of each pulse, in ns, at the clock of the bus. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                2_105_264,
                2_300_000,
                2_400_000,
                2_500_000,
                3_000_000,
                3_158_000,
                3_200_000,
                4_000_000,
                4_390_000,
                5_000_000,
                6_000_000,
                6_250_000,
                6_400_000,
                8_000_000,
                12_500_000,
                50_000_000
            })
    void threeHundredPixelsArePulsesOfTheDataSheetAtAnyClock(int frequency) {
        byte[] colors = new byte[900];
        for (int i = 0; i < colors.length; i++) {
            colors[i] = (byte) (i * 37);
        }
        new NeoPixelOut(new SPI(bus), frequency).write(colors);

        String hex = sent();
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < hex.length(); i++) {
            String four = Integer.toBinaryString(Integer.parseInt(hex.substring(i, i + 1), 16));
            wire.append("0".repeat(4 - four.length())).append(four);
        }
        double nanos = 1e9 / frequency;
        String[] pulses = wire.toString().replaceFirst("^0+", "").split("(?<=0)(?=1)");
        assertThat(pulses).hasSize(7200);
        for (int i = 0; i < pulses.length; i++) {
            boolean isOne = (colors[i / 8] >> (7 - i % 8) & 1) != 0;
            double high = pulses[i].lastIndexOf('1') + 1;
            assertThat(high * nanos).as("high of bit %s", i).isBetween(isOne ? 650.0 : 250.0, isOne ? 950.0 : 550.0);
            if (i < pulses.length - 1) {
                assertThat(pulses[i].length() * nanos).as("bit %s", i).isBetween(650.0, 1850.0);
                assertThat((pulses[i].length() - high) * nanos)
                        .as("low of bit %s", i)
                        .isGreaterThan(299.0);
            } else {
                assertThat((pulses[i].length() - high) * nanos).as("reset").isGreaterThan(80_000);
            }
        }
    }

    /** At 3.125 MHz, two bits take 0.64 µs and three 0.96 µs; both are out of 0.8 µs ± 0.15 µs. */
    @ParameterizedTest
    @CsvSource({"1, 400", "100000, 400", "1000000, 400", "2100000, 800", "3125000, 800"})
    void aClockWithoutValidPulsesIsRefused(int frequency, int nanos) {
        SPI spi = new SPI(bus);

        assertThatThrownBy(() -> new NeoPixelOut(spi, frequency))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(
                        "SPI(/dev/spidev0)", frequency + " Hz", nanos + " ns", "150 ns", "2,400,000 Hz");
        assertThat(bus.calls).noneMatch(call -> call.startsWith("send"));
        // The bus is free.
        assertThat(spi.tryLock()).isTrue();
    }

    @Test
    void aClockThatTakesTooManyBitsIsRefused() {
        assertThatThrownBy(() -> new NeoPixelOut(new SPI(bus), 60_000_000))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("60000000 Hz", "too fast");
    }

    @Test
    void thePulsesAreThoseOfTheClockThatTheBusReallyHas() {
        bus.fastest = 2_500_000;
        NeoPixelOut out = new NeoPixelOut(new SPI(bus), 6_400_000);

        out.write(bytes(0xA5));

        assertThat(sent()).isEqualTo("00" + "d349a6" + zeros(94));
    }

    /** 6.4 MHz would need more bytes. */
    @Test
    void theSlowestClockThatSuitsIsUsed() {
        NeoPixelOut out = new NeoPixelOut(new SPI(bus));
        out.write(bytes(0));
        assertThat(bus.settings.baudrate()).isEqualTo(2_400_000);

        FakeSpi slow = new FakeSpi();
        slow.fastest = 1_500_000;
        assertThatThrownBy(() -> new NeoPixelOut(new SPI(slow)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("1500000 Hz", "choose another bus");
        assertThat(slow.calls).anyMatch(call -> call.startsWith("configure 6400000"));
    }

    /** Adafruit_CircuitPython_NeoPixel_SPI: 80 µs at 6.4 MHz are 64 bytes, before and after. */
    @Test
    void thePulsesCanBeChosen() {
        NeoPixelOut out = new NeoPixelOut(new SPI(bus), 6_400_000, 80e-6, 0xC0, 0xF0);

        out.write(bytes(0x81));

        assertThat(sent()).isEqualTo(zeros(64) + "f0c0c0c0c0c0c0f0" + zeros(64));
    }

    @Test
    void pulsesThatCannotBeAreRefused() {
        SPI spi = new SPI(bus);
        assertThatThrownBy(() -> new NeoPixelOut(spi, 6_400_000, 80e-6, 256, 0xF0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0x100", "0 to 255");
        assertThatThrownBy(() -> new NeoPixelOut(spi, 6_400_000, 80e-6, 0, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NeoPixelOut(spi, 6_400_000, Double.NaN, 0xC0, 0xF0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("NaN", "0 to 1 s");
        assertThatThrownBy(() -> new NeoPixelOut(spi, 0, 80e-6, 0xC0, 0xF0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baudrate 0");
        bus.fastest = 5_700_000;
        assertThatThrownBy(() -> new NeoPixelOut(spi, 6_400_000, 80e-6, 0xC0, 0xF0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("5700000 Hz", "6400000 Hz");
    }

    @Test
    void aShorterFrameEndsWithItsOwnReset() {
        NeoPixelOut out = new NeoPixelOut(new SPI(bus));
        out.write(bytes(0xFF, 0xFF, 0xFF));
        out.write(bytes(0xFF));
        assertThat(sent()).isEqualTo("00" + "db6db6" + zeros(90));
    }

    /** With spidev's limit of 4096 bytes: (4096 - 1 - 90) / 3 = 1335 bytes. */
    @Test
    void aFrameThatDoesNotFitIntoOneTransferIsRefusedWithTheCure() {
        bus.longest = 4096;
        NeoPixelOut out = new NeoPixelOut(new SPI(bus));

        out.reserve(1335);
        out.write(new byte[1335]);
        assertThat(sent()).hasSize(2 * 4096);
        assertThatThrownBy(() -> out.reserve(1336))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("1336 bytes", "4099", "4096", "1335 bytes", "spidev.bufsiz=65536");
        int calls = bus.calls.size();
        assertThatThrownBy(() -> out.write(new byte[1336])).isInstanceOf(NotAvailableException.class);
        assertThat(bus.calls).hasSize(calls);
        out.write(bytes(0));
        assertThat(bus.calls).hasSize(calls + 1);
    }

    private final FakeProvider provider = new FakeProvider();
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);

    @ParameterizedTest
    @ValueSource(strings = {"MOSI", "D10", "pinctrl:10"})
    void aPinStandsForTheBusWhoseMosiItIs(String pin) {
        try (NeoPixelOut out = new NeoPixelOut(new Pin(pin, hardware))) {
            out.write(bytes(0xA5));

            assertThat(provider.opened).containsExactly("SPI /dev/spidev0");
            assertThat(provider.spis.get(0).calls).contains("send 00d349a6" + zeros(90));
            assertThat(out).hasToString("NeoPixelOut(" + pin + ")");
            // Data and clock are busy.
            for (String busy : List.of("D10", "SCLK")) {
                assertThatThrownBy(() -> new DigitalInOut(new Pin(busy, hardware)))
                        .isInstanceOf(PinException.class)
                        .hasMessageContaining("already open as SPI");
            }
        }
        assertThat(provider.spis.get(0).closed).isTrue();
        new NeoPixelOut(new Pin(pin, hardware)).close();
    }

    @Test
    void anotherPinIsRefusedWithThePinsThatCan() {
        assertThatThrownBy(() -> new NeoPixelOut(new Pin("D18", hardware)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("D18", "MOSI pin", "Fake Board", "MOSI.");
        assertThatThrownBy(() -> new NeoPixelOut(new Pin("SCLK", hardware))).isInstanceOf(PinException.class);
        assertThatThrownBy(() -> new NeoPixelOut(new Pin("D99", hardware)))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("no pin 'D99'");
        assertThat(provider.opened).isEmpty();
    }

    @Test
    void aBusThatCannotBeOpenedFreesThePins() {
        provider.failure = new NotAvailableException("not switched on");
        assertThatThrownBy(() -> new NeoPixelOut(new Pin("MOSI", hardware))).isSameAs(provider.failure);
        provider.failure = null;
        new NeoPixelOut(new Pin("MOSI", hardware)).close();
    }

    @Test
    void aClosedOutputSaysSo() {
        NeoPixelOut out = new NeoPixelOut(new Pin("MOSI", hardware));
        assertThat(out.isClosed()).isFalse();
        out.close();
        out.close();
        assertThat(out.isClosed()).isTrue();
        assertThatThrownBy(() -> out.write(bytes(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("NeoPixelOut(MOSI) is closed", "new NeoPixelOut");
        assertThatThrownBy(() -> out.reserve(3)).isInstanceOf(IllegalStateException.class);
        assertThat(provider.spis.get(0).calls).filteredOn("close"::equals).hasSize(1);
    }

    @Test
    void anOutputOnABusOfTheProgramLeavesItOpen() {
        SPI spi = new SPI(bus);
        NeoPixelOut out = new NeoPixelOut(spi);
        out.close();
        assertThat(spi.isClosed()).isFalse();
        NeoPixelOut other = new NeoPixelOut(spi);
        spi.close();
        assertThat(other.isClosed()).isTrue();
        assertThatThrownBy(() -> other.write(bytes(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void afterAFailedTransferTheBusIsFreeAndTheNextFrameIsWhole() {
        SPI spi = new SPI(bus);
        NeoPixelOut out = new NeoPixelOut(spi);
        bus.failures.add(new BusException(Kind.OTHER, "failed"));
        assertThatThrownBy(() -> out.write(bytes(1))).isInstanceOf(BusException.class);
        assertThat(spi.tryLock()).isTrue();
        spi.unlock();
        out.write(bytes(0xA5));
        assertThat(sent()).isEqualTo("00d349a6" + zeros(90));
    }

    @Test
    void framesOfTwoThreadsAreNotMixed() throws InterruptedException {
        NeoPixelOut out = new NeoPixelOut(new SPI(bus));
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = List.of(writer(out, 0x00, begin), writer(out, 0xFF, begin));
        begin.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(1));
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(bus.calls)
                .filteredOn(call -> call.startsWith("send"))
                .hasSize(400)
                .allMatch(call -> call.matches("send 00(924924){30}(00){90}|send 00(db6db6){30}(00){90}"));
    }

    private static Thread writer(NeoPixelOut out, int value, CountDownLatch begin) {
        byte[] colors = new byte[30];
        Arrays.fill(colors, (byte) value);
        Thread thread = new Thread(() -> {
            try {
                begin.await();
            } catch (InterruptedException e) {
                return;
            }
            for (int i = 0; i < 200; i++) {
                out.write(colors);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void aStripCanBeWrittenOnce() {
        NeoPixelWrite.neopixelWrite(new Pin("MOSI", hardware), bytes(0xA5));
        assertThat(provider.spis.get(0).calls).contains("send 00d349a6" + zeros(90));
        assertThat(provider.spis.get(0).closed).isTrue();

        SPI spi = new SPI(bus);
        NeoPixelWrite.neopixelWrite(spi, bytes(0xA5));
        assertThat(sent()).isEqualTo("00d349a6" + zeros(90));
        assertThat(spi.isClosed()).isFalse();
    }
}
