// SPDX-License-Identifier: MIT
package blinka4j.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.analogio.AnalogIn;
import blinka4j.analogio.AnalogOut;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusClock;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DigitalInOutGroup;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeI2C;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakeSpi;
import blinka4j.fake.FakeUart;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.onewire.OneWireBus;
import blinka4j.onewireio.OneWire;
import blinka4j.pixelbuf.PixelBuf;
import blinka4j.provider.AnalogOutPort;
import blinka4j.provider.AnalogPort;
import blinka4j.provider.BusPort;
import blinka4j.provider.GpioPort;
import blinka4j.provider.I2CPort;
import blinka4j.provider.LinesPort;
import blinka4j.provider.OneWirePort;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import blinka4j.provider.UartPort;
import blinka4j.pwmio.PWMOut;
import blinka4j.rotaryio.IncrementalEncoder;
import blinka4j.time.Time;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs pass null, and names that no file can have, where no tool checks them. */
@SuppressWarnings("NullAway") // Null is what is tested.
class MissingArgumentTest {
    private @Nullable Hardware before;

    @BeforeEach
    void useABoard() {
        before = CurrentBoard.use(Hardware.open(FakeProvider.BOARD, new FakeProvider()));
    }

    @AfterEach
    void useTheBoardBefore() {
        CurrentBoard.use(before);
    }

    private static void needs(String needed, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(needed);
    }

    @Test
    void aBusNeedsItsDeviceFile() {
        needs("I2C needs a device file, but it is null. Pass one such as /dev/i2c-1", () -> new I2C((String) null));
        needs(
                "UART needs a device file, but it is null. Pass one such as /dev/ttyUSB0",
                () -> new UART((String) null, 9600));
        needs("IncrementalEncoder needs a counter, but it is null", () -> new IncrementalEncoder((String) null, 0));
    }

    @Test
    void aClockNeedsItsBus() {
        needs("BusClock needs a bus, but it is null", () -> new BusClock((I2C) null));
        needs("BusClock needs a bus, but it is null", () -> new BusClock((SPI) null));
        needs("BusClock needs a serial port, but it is null", () -> new BusClock((UART) null));
        needs("BusClock needs a port, but it is null", () -> new BusClock((BusPort) null));
    }

    @Test
    void aDeviceNeedsItsBus() {
        needs("I2CDevice needs a bus, but it is null", () -> new I2CDevice(null, 3));
        needs("I2CDevice needs a bus, but it is null", () -> new I2CDevice(null, 3, false));
        Pin select = new Pin("D8");
        needs("SPIDevice needs a bus, but it is null", () -> new SPIDevice(null, select));
        needs("SPIDevice needs a bus, but it is null", () -> new SPIDevice(null));
        SPI spi = new SPI(new FakeSpi());
        needs("SPIDevice needs a chip select, but it is null", () -> new SPIDevice(spi, (Pin) null));
        needs("SPIDevice needs a chip select, but it is null", () -> new SPIDevice(spi, (DigitalInOut) null));
        DigitalInOut pin = new DigitalInOut(new FakeGpio());
        needs("SPIDevice needs a bus, but it is null", () -> new SPIDevice(null, pin));
    }

    static Stream<Arguments> nullPorts() {
        return Stream.of(
                Arguments.of("DigitalInOut", (ThrowingCallable) () -> new DigitalInOut((GpioPort) null)),
                Arguments.of("DigitalInOutGroup", (ThrowingCallable) () -> new DigitalInOutGroup((LinesPort) null)),
                Arguments.of("IncrementalEncoder", (ThrowingCallable) () -> new IncrementalEncoder((LinesPort) null)),
                Arguments.of("AnalogIn", (ThrowingCallable) () -> new AnalogIn((AnalogPort) null)),
                Arguments.of("AnalogOut", (ThrowingCallable) () -> new AnalogOut((AnalogOutPort) null)),
                Arguments.of("I2C", (ThrowingCallable) () -> new I2C((I2CPort) null)),
                Arguments.of("I2C", (ThrowingCallable) () -> new I2C((I2CPort) null, new I2C(new FakeI2C()))),
                Arguments.of("SPI", (ThrowingCallable) () -> new SPI((SpiPort) null)),
                Arguments.of("UART", (ThrowingCallable) () -> new UART((UartPort) null, UartPort.Settings.DEFAULT)),
                Arguments.of("OneWire", (ThrowingCallable) () -> new OneWire((OneWirePort) null)),
                Arguments.of("OneWireBus", (ThrowingCallable) () -> new OneWireBus((OneWirePort) null)),
                Arguments.of("PWMOut", (ThrowingCallable) () -> new PWMOut((PwmPort) null)),
                Arguments.of("PWMOut", (ThrowingCallable) () -> new PWMOut((PwmPort) null, 0, 500, true)),
                Arguments.of("PWMOut", (ThrowingCallable) () -> PWMOut.software((GpioPort) null, 0, 500, true)));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("nullPorts")
    void aFrontObjectNeedsItsPort(String front, ThrowingCallable call) {
        needs(
                front + " needs a port, but it is null. Pass an open port, or use pins of the board: new " + front
                        + "(",
                call);
    }

    @Test
    void aPartOfABusAndASerialPortNeedMoreThanAPort() {
        needs("needs the whole bus, but it is null", () -> new I2C(new FakeI2C(), null));
        needs("UART needs settings, but it is null", () -> new UART(new FakeUart(), null));
    }

    @Test
    void aStripNeedsItsPinItsBusAndItsOrder() {
        needs("the pin of NeoPixelOut is null", () -> new NeoPixelOut((Pin) null));
        needs("NeoPixelOut needs a bus, but it is null", () -> new NeoPixelOut((SPI) null));
        needs("a strip needs the order of its colors, but it is null", () -> PixelBuf.parseByteorder(null));
    }

    @Test
    void timeNeedsItsBoard() {
        needs("Time needs a board, but it is null", () -> Time.sleep(null, 0.5));
        needs("Time needs a board, but it is null", () -> Time.monotonic(null));
        needs("Time needs a board, but it is null", () -> Time.monotonicNanos(null));
    }

    @Test
    void aPinNeedsWhatItIsToDo() {
        DigitalInOut pin = new DigitalInOut(new FakeGpio());
        needs("onEdge needs a listener, but it is null", () -> pin.onEdge(Edge.BOTH, null));
        needs("onEdge needs an edge, but it is null", () -> pin.onEdge((Edge) null, event -> {}));
        needs("onEdge needs a debounce, but it is null", () -> pin.onEdge(Edge.BOTH, (Duration) null, event -> {}));
        needs("switchToOutput needs a drive mode, but it is null", () -> pin.switchToOutput(true, null));
        needs("direction needs a direction, but it is null", () -> pin.direction((Direction) null));
        pin.switchToOutput();
        needs("driveMode needs a drive mode, but it is null", () -> pin.driveMode((DriveMode) null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/tty\0USB0", "tty\0USB0"})
    void noDeviceFileHasANulInItsName(String name) {
        needs("cannot be the name of a device file", () -> new UART(name, 9600));
        needs("cannot be the name of a device file", () -> new I2C(name));
    }
}
