// SPDX-License-Identifier: MIT
package blinka4j.mcp2221;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.analogio.AnalogIn;
import blinka4j.analogio.AnalogOut;
import blinka4j.boards.Boards;
import blinka4j.busio.I2C;
import blinka4j.conformance.Site;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.drivers.bme280.BME280;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.usb.UsbProvider;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and a bridge, where the suites do not reach. */
class UsbBridgeTest {
    private final PlayedMcp2221 bridge = new PlayedMcp2221();
    private final Cable cable = new Cable(bridge);
    private final Blinka blinka = Blinka.open(Boards.board("MICROCHIP_MCP2221"), new UsbProvider(cable));

    @AfterEach
    void close() {
        blinka.close();
        blinka.close();
        assertThat(cable.open()).as("devices that are still open").isZero();
    }

    /** Stores all that is written, and reads it back from the beginning. */
    private static final class Memory implements SimI2CDevice {
        private final List<Integer> bytes = new ArrayList<>();
        private int at;

        @Override
        public boolean start(boolean read) {
            if (!read) {
                at = 0;
            }
            return true;
        }

        @Override
        public boolean write(int value) {
            bytes.add(value);
            return true;
        }

        @Override
        public int read() {
            return bytes.get(at++);
        }

        byte[] content() {
            byte[] content = new byte[bytes.size()];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) (int) bytes.get(i);
            }
            return content;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aDriverReadsItsChip(int slowness) {
        bridge.slowness(slowness)
                .bus()
                .attach(0x77, new SimBME280().temperature(22.6).humidity(44.8).pressure(1002.3));
        BME280 sensor = new BME280(blinka.i2c());
        assertThat(sensor.temperature()).isCloseTo(22.6, within(0.05));
        assertThat(sensor.relativeHumidity()).isCloseTo(44.8, within(0.1));
        assertThat(sensor.pressure()).isCloseTo(1002.3, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "59,0", "60,0", "61,1", "120,0", "121,2", "8192,0", "65535,0"})
    void transfersOfAllLengthsAreWhole(int length, int slowness) {
        Memory memory = new Memory();
        bridge.slowness(slowness).bus().attach(0x50, memory);
        byte[] content = Site.content(length);
        I2C i2c = blinka.i2c();
        i2c.writeTo(0x50, content);
        assertThat(memory.content()).isEqualTo(content);
        byte[] in = new byte[length];
        i2c.readFromInto(0x50, in);
        assertThat(in).isEqualTo(content);
        assertThat(bridge.isIdle()).isTrue();
        assertThat(bridge.cancels()).isZero();
    }

    @Test
    void whatIsTooLongIsRefused() {
        I2C i2c = blinka.i2c();
        assertThatThrownBy(() -> i2c.readFromInto(0x50, new byte[65536]))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("65536", "0x50", "65535");
    }

    /** A cancel of an idle engine would make it busy for ever. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aBusWithFewChipsIsScannedAndUsedAgain(int slowness) {
        bridge.slowness(slowness).bus().attach(0x37, new SimPCT2075());
        I2C i2c = blinka.i2c();
        assertThat(i2c.scan()).containsExactly(0x37);
        assertThatThrownBy(() -> i2c.writeTo(0x36, new byte[100]))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE))
                .hasMessageContaining("0x36");
        assertThat(i2c.scan()).containsExactly(0x37);
        assertThat(bridge.isIdle()).isTrue();
    }

    @Test
    void aTimeoutLeavesTheBusUsable() {
        bridge.bus().attach(0x37, new SimPCT2075());
        I2C i2c = blinka.i2c();
        bridge.holdScl(true);
        for (int read = 0; read < 2; read++) {
            bridge.bus().failNext(0x37, Kind.TIMEOUT);
            byte[] in = new byte[read];
            assertThatThrownBy(() -> {
                        if (in.length > 0) {
                            i2c.readFromInto(0x37, in);
                        } else {
                            i2c.writeTo(0x37, new byte[] {3});
                        }
                    })
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                    .hasMessageContainingAll("0x37", "SCL is low");
        }
        bridge.holdScl(false);
        assertThat(i2c.scan()).containsExactly(0x37);
    }

    @Test
    void theClockIsThatOfTheProgram() {
        try (I2C slow = new I2C(blinka.pin("SCL"), blinka.pin("SDA"), 50_000)) {
            assertThat(slow.probe(0x10)).isFalse();
            assertThat(bridge.frequency()).isEqualTo(50_000);
        }
        try (I2C fast = new I2C(blinka.pin("SCL"), blinka.pin("SDA"), 400_000)) {
            assertThat(fast.probe(0x10)).isFalse();
            assertThat(bridge.frequency()).isEqualTo(400_000);
        }
    }

    @Test
    void aTransferThatAKilledProgramHasLeftIsEnded() {
        bridge.bus().attach(0x37, new SimPCT2075());
        bridge.leaveTransfer();
        assertThat(blinka.i2c().scan()).containsExactly(0x37);
    }

    /** The functions of all pins are set by one command. */
    @Test
    void aPinKeepsItsLevelWhileOthersChangeTheirFunction() {
        try (DigitalInOut output = new DigitalInOut(blinka.pin("G0"));
                DigitalInOut drain = new DigitalInOut(blinka.pin("G1"))) {
            output.switchToOutput(false);
            output.value(true);
            drain.switchToOutput(false, DriveMode.OPEN_DRAIN);
            int before = bridge.changes(0).size();
            try (AnalogIn analog = new AnalogIn(blinka.pin("G2"));
                    AnalogOut converted = new AnalogOut(blinka.pin("G3"))) {
                converted.value(65535);
                assertThat(analog.value()).isZero();
            }
            assertThat(bridge.changes(0)).hasSize(before);
            assertThat(bridge.level(0)).isTrue();
            assertThat(bridge.isDriven(1)).isTrue();
        }
        assertThat(bridge.isDriven(0)).isFalse();
        assertThat(bridge.isDriven(1)).isFalse();
    }

    @Test
    void theAnalogOutputHasAllItsStepsAndStaysAsItIs() {
        try (AnalogOut output = new AnalogOut(blinka.pin("G3"))) {
            assertThat(bridge.function(3)).as("before the first value").isEqualTo(1);
            assertThat(output.referenceVoltage()).as("of an unknown supply").isNaN();
            for (int step = 0; step <= 31; step++) {
                output.value((step * 65535 + 15) / 31);
                assertThat(bridge.output()).isCloseTo(3.3 * step / 32, within(1e-9));
            }
            assertThat(bridge.function(3)).isEqualTo(3);
            assertThatThrownBy(() -> new AnalogOut(blinka.pin("G2")))
                    .as("there is one converter")
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("G2", "already open", "AnalogOut(G3)");
            assertThatThrownBy(() -> new DigitalInOut(blinka.pin("G3")))
                    .isInstanceOf(PinException.class)
                    .hasMessageContaining("AnalogOut(G3)");
        }
        assertThat(bridge.output()).isCloseTo(3.3 * 31 / 32, within(1e-9));
        assertThat(bridge.function(3)).isEqualTo(3);
    }

    /** Section 1.8 of the data sheet: a change of the pins switches the internal reference off. */
    @Test
    void theInternalReferenceSurvivesAChangeOfThePins() {
        bridge.reference(5);
        bridge.volts(1, 1.024);
        try (AnalogIn input = new AnalogIn(blinka.pin("G1"));
                AnalogOut output = new AnalogOut(blinka.pin("G2"))) {
            output.value(65535);
            assertThat(output.referenceVoltage()).isCloseTo(2.048 * 31 / 32, within(1e-9));
            assertThat(bridge.output()).isCloseTo(output.referenceVoltage(), within(1e-9));
            assertThat(input.value() * input.referenceVoltage() / 65535).isCloseTo(1.024, within(0.002));
        }
    }

    @Test
    void aCablePulledOutInATransferIsAClearErrorAndWorksAgainPluggedIn() {
        Memory memory = new Memory();
        bridge.bus().attach(0x50, memory);
        DigitalInOut pin = new DigitalInOut(blinka.pin("G0"));
        pin.switchToOutput(true);
        I2C i2c = blinka.i2c();
        cable.pullOutAfter(3);

        assertThatThrownBy(() -> i2c.writeTo(0x50, new byte[1000]))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.errno()).isEqualTo(5))
                .hasMessageContainingAll("/dev/hidraw7", "is gone", "cable", "Connect it");
        assertThatThrownBy(pin::value)
                .isInstanceOfSatisfying(
                        PinException.class, e -> assertThat(e.isGone()).isTrue())
                .hasMessageContainingAll("MCP2221:0", "cable", "Connect it");
        assertThatThrownBy(() -> new DigitalInOut(blinka.pin("G1")))
                .as("not plugged in yet")
                .isInstanceOf(NotAvailableException.class);

        cable.plugIn();
        assertThatThrownBy(pin::value).as("opened before").isInstanceOf(PinException.class);
        pin.close();
        pin.close();
        i2c.close();
        i2c.close();
        try (DigitalInOut again = new DigitalInOut(blinka.pin("G0"))) {
            again.switchToOutput(true);
            assertThat(again.value()).isTrue();
            assertThat(blinka.i2c().scan()).containsExactly(0x50);
        }
    }

    @Test
    void aBridgeThatDoesNotAnswerIsATimeout() {
        I2C i2c = blinka.i2c();
        cable.silent();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> i2c.scan())
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                    .hasMessageContainingAll("/dev/hidraw7", "did not answer", "Pull it out");
        }
    }

    @Test
    void aPinThatAnotherProgramHasChangedIsAnError() {
        try (DigitalInOut pin = new DigitalInOut(blinka.pin("G1"))) {
            bridge.function(1, 2);
            assertThatThrownBy(pin::value).isInstanceOf(PinException.class).hasMessageContaining("another program");
        }
        assertThat(bridge.function(1)).as("a closed pin is an input").isZero();
    }

    /** The least of some rounds: the virtual machine itself allocates now and then, as when it links a call site. */
    private static long allocated(Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                call.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** The played bridge would allocate. */
    @Test
    void valuesAndTransfersAllocateNothing() {
        FixedDevice device = new FixedDevice();
        try (Blinka fixed = Blinka.open(Boards.board("MICROCHIP_MCP2221"), new UsbProvider(() -> device));
                DigitalInOut pin = new DigitalInOut(fixed.pin("G0"));
                AnalogIn input = new AnalogIn(fixed.pin("G1"));
                I2C i2c = fixed.i2c()) {
            pin.switchToOutput();
            byte[] out = {1, 2};
            byte[] in = new byte[60];
            assertThat(allocated(() -> {
                        pin.value(true);
                        boolean unused = pin.value();
                        int unusedToo = input.value();
                        i2c.writeTo(0x50, out);
                        i2c.readFromInto(0x50, in);
                    }))
                    .as("bytes in 1000 rounds")
                    .isLessThan(100);
        }
    }
}
