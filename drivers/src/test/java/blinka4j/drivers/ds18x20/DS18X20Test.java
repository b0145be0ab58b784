// SPDX-License-Identifier: MIT
package blinka4j.drivers.ds18x20;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.checksum.Crc8;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.sim.RomCommands;
import blinka4j.sim.SimOneWireBus;
import blinka4j.sim.SimOneWireDevice;
import blinka4j.sim.chips.SimDS18B20;
import java.time.Duration;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DS18X20Test {
    private final SimDS18B20 chip = new SimDS18B20(0x070E41AC);
    private final SimOneWireBus wire = new SimOneWireBus().attach(chip);
    private final OneWireBus bus = new OneWireBus(wire);
    private final DS18X20 sensor = new DS18X20(bus, new OneWireAddress(chip.rom()));

    /** A chip with such a scratchpad, whose measurement never ends, or has ended at once. */
    private static final class Chip implements RomCommands.Functions {
        final byte[] scratchpad;
        boolean isReady = true;
        private int command = -1;
        private int sent;

        Chip(String hex) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            scratchpad = java.util.Arrays.copyOf(bytes, 9);
            scratchpad[8] = (byte) Crc8.ONE_WIRE.of(scratchpad, 0, 8);
        }

        @Override
        public void selected() {
            command = -1;
            sent = 0;
        }

        @Override
        public void write(int value) {
            command = value;
        }

        @Override
        public int next() {
            return command == 0xBE
                    ? scratchpad[Math.min(8, sent++)] & 0xFF
                    : command == 0x44 ? (isReady ? 0xFF : 0) : -1;
        }
    }

    private static DS18X20 sensor(int family, Chip chip) {
        RomCommands rom = new RomCommands(family, 0x010203040506L, chip);
        return new DS18X20(new OneWireBus(new SimOneWireBus().attach(rom)), new OneWireAddress(rom.rom()));
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    /** DS18B20, 19-7487 rev 6, table 1; the ends of the range. */
    @ParameterizedTest
    @CsvSource({
        "D007, 125",
        "5005, 85",
        "9101, 25.0625",
        "A200, 10.125",
        "0800, 0.5",
        "0000, 0",
        "F8FF, -0.5",
        "5EFF, -10.125",
        "6FFE, -25.0625",
        "90FC, -55"
    })
    void theTemperatureIsInSixteenths(String bytes, double celsius) {
        assertThat(sensor(0x28, new Chip(bytes + "4B467FFF0010")).temperature()).isEqualTo(celsius);
    }

    /** DS18S20, 19-5474, table 1 and figure 3: temperature register, COUNT REMAIN and COUNT PER °C. */
    @ParameterizedTest
    @CsvSource({
        "AA00, 0C, 85",
        "3200, 0C, 25",
        "0100, 0C, 0",
        "0000, 0C, 0",
        "FFFF, 0C, -1",
        "CEFF, 0C, -25",
        "92FF, 0C, -55",
        "3200, 01, 25.6875",
        "3200, 10, 24.75"
    })
    void theOlderChipHasARemainder(String bytes, String remain, double celsius) {
        assertThat(sensor(0x10, new Chip(bytes + "4B46FFFF" + remain + "10")).temperature())
                .isEqualTo(celsius);
    }

    /** Table 2, and "bits that are undefined". */
    @ParameterizedTest
    @CsvSource({"1F, 9, 0.09375, 25.5", "3F, 10, 0.1875, 25.75", "5F, 11, 0.375, 25.875", "7F, 12, 0.75, 25.9375"})
    void theResolutionIsThatOfTheConfiguration(String configuration, int bits, double seconds, double celsius) {
        DS18X20 it = sensor(0x28, new Chip("9F014B46" + configuration + "FF0110"));
        assertThat(it.resolution()).isEqualTo(bits);
        assertThat(it.startTemperatureRead()).isEqualTo(seconds);
        assertThat(it.temperature()).isEqualTo(celsius);
    }

    @Test
    void theResolutionIsSetAndTheLimitsStay() {
        for (int bits = 9; bits <= 12; bits++) {
            sensor.resolution(bits);
            assertThat(sensor.resolution()).isEqualTo(bits);
            assertThat(chip.scratchpad()).startsWith(0x50, 0x05, 0x4B, 0x46);
        }
        for (int bits : new int[] {8, 13, -1}) {
            assertThatThrownBy(() -> sensor.resolution(bits))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(bits + " bits", "9 to 12");
        }
        assertThatThrownBy(() -> sensor(0x10, new Chip("AA004B46FFFF0C10")).resolution(9))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("DS18S20");
        assertFails(Kind.OTHER, () -> sensor(0x28, new Chip("A2004B461FFF0E10")).resolution(12));
    }

    @Test
    void aMeasurementTakesTheTimeOfItsResolution() {
        chip.temperature(-10.125);
        assertThat(sensor.temperature()).isEqualTo(-10.125);
        assertThat(wire.clock().now()).isBetween(Duration.ofMillis(750), Duration.ofMillis(820));
        sensor.resolution(9);
        long before = wire.clock().nanos();
        assertThat(sensor.temperature()).isEqualTo(-10.5);
        assertThat(wire.clock().nanos() - before).isBetween(94_000_000L, 160_000_000L);
    }

    @Test
    void severalSensorsMeasureAtOnce() {
        SimDS18B20 other = new SimDS18B20(0x070E41AD).temperature(-3.5);
        wire.attach(other);
        chip.temperature(41.25);
        assertThat(bus.scan()).hasSize(2).contains(sensor.address());
        DS18X20 second = new DS18X20(bus, new OneWireAddress(other.rom()));
        second.startTemperatureRead();
        bus.sleep(Duration.ofNanos((long) (sensor.startTemperatureRead() * 1e9)));
        assertThat(sensor.readTemperature()).isEqualTo(41.25);
        assertThat(second.readTemperature()).isEqualTo(-3.5);
        assertThat(wire.clock().now()).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void aSensorThatHasMeasuredNothingIsAnError() {
        assertThatThrownBy(sensor::readTemperature)
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("28-0000070e41ac", "has not measured");
        chip.temperature(85);
        assertThat(sensor.temperature()).isEqualTo(85);
        assertThat(sensor.readTemperature()).isEqualTo(85);
    }

    @Test
    void aMissingSensorIsNamed() {
        SimOneWireDevice other = new SimDS18B20(7);
        wire.attach(other).detach(chip);
        assertFails(Kind.NO_ACKNOWLEDGE, sensor::temperature);
        assertThatThrownBy(sensor::resolution).hasMessageContainingAll("28-0000070e41ac", "wiring");
        wire.detach(other);
        assertFails(Kind.NO_ACKNOWLEDGE, sensor::temperature);
        wire.attach(chip);
        assertThat(sensor.temperature()).isEqualTo(22.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFailedTransferIsReportedAndTheNextReadingIsRight(int after) {
        chip.temperature(30.5);
        int[] transfers = {0};
        OneWireBus counted = new OneWireBus(new SimOneWireBusAround(wire, transfers, after));
        DS18X20 it = new DS18X20(counted, sensor.address());
        assertFails(Kind.TIMEOUT, it::temperature);
        assertThat(transfers[0]).isEqualTo(after + 1);
        assertThat(it.temperature()).isEqualTo(30.5);
        assertThat(transfers[0]).as("four transfers a reading").isEqualTo(after + 5);
    }

    /** Lets one transfer fail. */
    private record SimOneWireBusAround(SimOneWireBus wire, int[] transfers, int failing)
            implements blinka4j.provider.OneWirePort {
        @Override
        public boolean transfer(
                boolean reset, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            if (transfers[0]++ == failing) {
                wire.failNext(Kind.TIMEOUT);
            }
            return wire.transfer(reset, out, outStart, outEnd, in, inStart, inEnd);
        }

        @Override
        public java.util.List<byte[]> search() {
            return wire.search();
        }

        @Override
        public blinka4j.provider.Clock clock() {
            return wire.clock();
        }

        @Override
        public String name() {
            return wire.name();
        }

        @Override
        public void close() {}
    }

    @Test
    void wrongBytesAreErrors() {
        Chip wrong = new Chip("A2004B467FFF0E10");
        wrong.scratchpad[0] ^= 4;
        assertFails(Kind.CHECKSUM, () -> sensor(0x28, wrong).temperature());
        assertThatThrownBy(() -> sensor(0x28, new Chip("0000000000000000")).temperature())
                .isInstanceOf(BusException.class)
                .hasMessageContaining("only zeros");
    }

    @Test
    void aMeasurementThatDoesNotEndIsATimeout() {
        Chip busy = new Chip("A2004B467FFF0E10");
        busy.isReady = false;
        DS18X20 it = sensor(0x28, busy);
        assertFails(Kind.TIMEOUT, it::temperature);
        busy.isReady = true;
        assertThat(it.temperature()).isEqualTo(10.125);
    }

    @Test
    void anotherKindOfDeviceIsRefused() {
        RomCommands rom = new RomCommands(0x2D, 1, new Chip("0000000000000000"));
        assertThatThrownBy(() -> new DS18X20(bus, new OneWireAddress(rom.rom())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2d-000000000001", "28 or 10");
    }
}
