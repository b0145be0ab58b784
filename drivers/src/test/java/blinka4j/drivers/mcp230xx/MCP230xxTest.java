// SPDX-License-Identifier: MIT
package blinka4j.drivers.mcp230xx;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.NotAvailableException;
import blinka4j.boards.Boards;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.Registers8;
import blinka4j.sim.SPIPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimMCP230xx;
import blinka4j.testing.FaultyI2C;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MCP230xxTest {
    private final SimMCP230xx chip = new SimMCP230xx("MCP23017", 0);
    private final SimI2CBus bus = new SimI2CBus().attach(0x20, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final MCP23017 mcp = new MCP23017(i2c);

    /** DS20001952C, table 3-1: addresses with IOCON.BANK = 0. Port A is the lower byte. */
    @Test
    void theAddressesOfTheMCP23017AreThoseOfTheDataSheet() {
        try (I2CPlayback played = I2CPlayback.at(0x20)
                .writes(0x00, 0xFF, 0xFF)
                .writes(0x0C, 0, 0)
                .writes(0x02, 0, 0)
                .register(0x00, 0xFF, 0xFF)
                .register(0x02, 0, 0)
                .register(0x12, 0x34, 0x12)
                .writes(0x12, 0x78, 0x56)
                .writes(0x00, 0x0F, 0xF0)
                .writes(0x0C, 0x01, 0x80)
                .writes(0x02, 0x02, 0x40)
                .writes(0x04, 0x03, 0x30)
                .writes(0x06, 0x04, 0x20)
                .writes(0x08, 0x05, 0x10)
                .writes(0x0A, 0x44)
                .register(0x0E, 0x81, 0x01)
                .register(0x10, 0x01, 0x80)
                .register(0x10, 0, 0)
                .register(0x12, 0xA1)
                .register(0x13, 0xB1)
                .register(0x00, 0xA2)
                .register(0x01, 0xB2)
                .register(0x02, 0xA3)
                .register(0x03, 0xB3)
                .register(0x0C, 0xA4)
                .register(0x0D, 0xB4)
                .register(0x0E, 0x81)
                .register(0x0F, 0x81)
                .register(0x10, 0x01)
                .register(0x11, 0x80)
                .register(0x10, 0)
                .register(0x11, 0)
                .writes(0x12, 1)
                .writes(0x13, 2)
                .writes(0x00, 3)
                .writes(0x01, 4)
                .writes(0x0C, 5)
                .writes(0x0D, 6)
                .writes(0x02, 7)
                .writes(0x03, 8)) {
            MCP23017 sixteen = new MCP23017(new I2C(played));
            assertThat(sixteen.gpio()).isEqualTo(0x1234);
            sixteen.gpio(0x5678);
            sixteen.iodir(0xF00F);
            sixteen.gppu(0x8001);
            sixteen.ipol(0x4002);
            sixteen.interruptEnable(0x3003);
            sixteen.defaultValue(0x2004);
            sixteen.interruptConfiguration(0x1005);
            sixteen.ioControl(0xC4);
            assertThat(sixteen.intFlag()).containsExactly(0, 7, 8);
            assertThat(sixteen.intCap()).hasSize(16).startsWith(true, false).endsWith(false, true);
            sixteen.clearInts();
            assertThat(List.of(sixteen.gpioa(), sixteen.gpiob(), sixteen.iodira(), sixteen.iodirb()))
                    .containsExactly(0xA1, 0xB1, 0xA2, 0xB2);
            assertThat(List.of(sixteen.ipola(), sixteen.ipolb(), sixteen.gppua(), sixteen.gppub()))
                    .containsExactly(0xA3, 0xB3, 0xA4, 0xB4);
            assertThat(sixteen.intFlaga()).containsExactly(0, 7);
            assertThat(sixteen.intFlagb()).containsExactly(8, 15);
            assertThat(sixteen.intCapa()).hasSize(8).startsWith(true).endsWith(false);
            assertThat(sixteen.intCapb()).hasSize(8).startsWith(false).endsWith(true);
            sixteen.clearInta();
            sixteen.clearIntb();
            sixteen.gpioa(1);
            sixteen.gpiob(2);
            sixteen.iodira(3);
            sixteen.iodirb(4);
            sixteen.gppua(5);
            sixteen.gppub(6);
            sixteen.ipola(7);
            sixteen.ipolb(8);
        }
    }

    /** DS20001919F, table 1-3. */
    @Test
    void theAddressesOfTheMCP23008AreThoseOfTheDataSheet() {
        try (I2CPlayback played = I2CPlayback.at(0x21)
                .writes(0x00, 0xFF)
                .writes(0x06, 0)
                .writes(0x01, 0)
                .register(0x00, 0xFF)
                .register(0x01, 0)
                .register(0x09, 0x35)
                .writes(0x09, 0x53)
                .writes(0x02, 1)
                .writes(0x03, 2)
                .writes(0x04, 3)
                .writes(0x05, 4)
                .writes(0x06, 5)
                .register(0x05, 4)
                .register(0x07, 0x80)
                .register(0x08, 0x81)
                .register(0x08, 0)) {
            MCP23008 eight = new MCP23008(new I2C(played), 0x21);
            assertThat(eight.gpio()).isEqualTo(0x35);
            eight.gpio(0x53);
            eight.interruptEnable(1);
            eight.defaultValue(2);
            eight.interruptConfiguration(3);
            eight.ioControl(4);
            eight.gppu(5);
            assertThat(eight.ioControl()).isEqualTo(4);
            assertThat(eight.intFlag()).containsExactly(7);
            assertThat(eight.intCap()).containsExactly(true, false, false, false, false, false, false, true);
            eight.clearInts();
        }
    }

    /** DS20090C, table 1-3. The chip has no pull-ups. */
    @Test
    void theAddressesOfTheMCP23016AreThoseOfTheDataSheet() {
        try (I2CPlayback played = I2CPlayback.at(0x20)
                .writes(0x06, 0xFF, 0xFF)
                .writes(0x04, 0, 0)
                .register(0x06, 0xFF, 0xFF)
                .register(0x04, 0, 0)
                .register(0x00, 0x34, 0x12)
                .register(0x02, 0x00, 0x00)
                .writes(0x00, 0x02, 0x00)
                .register(0x08, 0)
                .register(0x09, 0)
                .writes(0x00, 1)
                .writes(0x01, 2)
                .writes(0x06, 3)
                .writes(0x07, 4)) {
            MCP23016 sixteen = new MCP23016(new I2C(played));
            assertThat(sixteen.gpio()).isEqualTo(0x1234);
            sixteen.getPin(1).value(true);
            sixteen.clearInta();
            sixteen.clearIntb();
            sixteen.gpioa(1);
            sixteen.gpiob(2);
            sixteen.iodira(3);
            sixteen.iodirb(4);
        }
    }

    /** DS20001952C, figure 3-6: 0100, A2 to A0, R/W; then the register. */
    @Test
    void theOpcodeOnSpiIsThatOfTheDataSheet() {
        try (SPIPlayback played = SPIPlayback.script()
                .writes(0x40, 0x0A, 0x08)
                .writes(0x48, 0x0A, 0x08)
                .writes(0x4A, 0x00, 0xFF, 0xFF)
                .writes(0x4A, 0x0C, 0, 0)
                .writes(0x4A, 0x02, 0, 0)
                .exchanges(new int[] {0x4B, 0x00, 0, 0}, new int[] {0xFF, 0xFF, 0xFF, 0xFF})
                .exchanges(new int[] {0x4B, 0x02, 0, 0}, new int[] {0xFF, 0xFF, 0, 0})
                .exchanges(new int[] {0x4B, 0x12, 0, 0}, new int[] {0, 0, 0x34, 0x12})
                .writes(0x4A, 0x0A, 0x4C)) {
            MCP23S17 sixteen = new MCP23S17(new SPIDevice(new SPI(played)), 0x25, true);
            assertThat(sixteen.gpio()).isEqualTo(0x1234);
            sixteen.ioControl(0x44);
        }
    }

    /** DS20001952C, 3.5.1: 1 is an input; 3.5.10: a write of GPIO is one of OLAT. */
    @Test
    void aPinHasDirectionPullPolarityAndValue() {
        DigitalInOut pin = mcp.getPin(11);
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);
        assertThat(pin.pull()).isNull();
        assertThat(pin.value()).isFalse();
        pin.switchToInput(Pull.UP);
        assertThat(pin.pull()).isEqualTo(Pull.UP);
        assertThat(pin.value()).isTrue();
        chip.connect(11, -1);
        assertThat(pin.value()).isFalse();
        pin.invertPolarity(true);
        assertThat(pin.invertPolarity()).isTrue();
        assertThat(pin.value()).isTrue();
        assertThat(chip.get('P')).isEqualTo(0x0800);
        pin.switchToInput(null, true);
        assertThat(chip.get('U')).isZero();
        pin.switchToInput();
        assertThat(chip.get('P')).isZero();
        pin.switchToOutput(true);
        assertThat(pin.direction()).isEqualTo(Direction.OUTPUT);
        assertThat(chip.get('D')).isEqualTo(0xF7FF);
        assertThat(chip.levels() & 0x0800).isEqualTo(0x0800);
        pin.value(false);
        assertThat(chip.get('L')).isZero();
        pin.direction(Direction.INPUT);
        assertThat(chip.get('D')).isEqualTo(0xFFFF);
    }

    /** The original writes the levels that it has read, so that what an input has becomes what it drives later. */
    @Test
    void anOutputDoesNotTakeTheLevelsOfOtherPins() {
        chip.connect(1, 1);
        mcp.getPin(0).switchToOutput(true);
        assertThat(chip.get('L')).isEqualTo(0x0001);
        mcp.getPin(1).direction(Direction.OUTPUT);
        assertThat(chip.levels() & 2).isZero();
    }

    /** An output must not be low first. */
    @Test
    void anOutputHasItsValueFromTheFirstMoment() {
        chip.connect(3, 1);
        DigitalInOut pin = mcp.getPin(3);
        // A reading and a write of the latch; then the reading of the direction fails.
        faulty.next(2, FaultyI2C.Fault.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> pin.switchToOutput(true)).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(chip.get('L')).isEqualTo(0x0008);
        assertThat(chip.get('D')).isEqualTo(0xFFFF);
        pin.switchToOutput(true);
        assertThat(chip.get('D')).isEqualTo(0xFFF7);
    }

    /** DS20001952C, 3.6: on a change, or on another level than DEFVAL; until INTCAP or GPIO is read. */
    @Test
    void interruptsHaveFlagsAndLevels() {
        mcp.gppu(0xFFFF);
        mcp.interruptEnable(0x8001);
        mcp.clearInts();
        assertThat(mcp.intFlag()).isEmpty();
        chip.connect(1, -1);
        assertThat(mcp.intFlag()).as("not enabled").isEmpty();
        chip.connect(0, -1).connect(15, -1);
        assertThat(chip.get('F')).isEqualTo(0x8001);
        chip.connect(0, 0);
        assertThat(mcp.intFlag()).containsExactly(0, 15);
        assertThat(mcp.intCap()[0]).as("at the interrupt").isFalse();
        assertThat(mcp.intCap()[15]).isFalse();
        mcp.gpio();
        assertThat(chip.get('F')).isZero();
        mcp.defaultValue(0x8000);
        mcp.interruptConfiguration(0x8000);
        assertThat(mcp.intFlagb()).containsExactly(15);
        mcp.clearIntb();
        assertThat(mcp.intFlagb()).as("still another level").containsExactly(15);
        chip.connect(15, 0);
        mcp.clearIntb();
        assertThat(mcp.intFlagb()).isEmpty();
    }

    @Test
    void aPinIsAPortOfDigitalio() {
        DigitalInOut port = mcp.getPin(4);
        var pin = new blinka4j.digitalio.DigitalInOut(port);
        pin.switchToInput(Pull.UP);
        assertThat(pin.value()).isTrue();
        assertThatThrownBy(() -> pin.switchToInput(Pull.DOWN))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("GP4");
        assertThatThrownBy(() -> pin.onEdge(Edge.BOTH, event -> {}))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("INT");
        pin.stopEdges();
        assertThatThrownBy(() -> pin.value(true)).isInstanceOf(IllegalStateException.class);
        port.invertPolarity(true);
        pin.switchToOutput(true);
        assertThat(pin.value()).isTrue();
        pin.value(false);
        assertThat(chip.levels() & 0x10).isZero();
        assertThatThrownBy(() -> pin.driveMode(DriveMode.OPEN_DRAIN)).isInstanceOf(NotAvailableException.class);
        assertThatThrownBy(() -> pin.switchToOutput(true, DriveMode.OPEN_DRAIN))
                .isInstanceOf(NotAvailableException.class);
        pin.driveMode(DriveMode.PUSH_PULL);
        pin.switchToInput();
        assertThatThrownBy(() -> pin.value(true)).isInstanceOf(IllegalStateException.class);
        pin.switchToOutput(false);
        pin.close();
        assertThat(chip.get('D')).isEqualTo(0xFFFF);
        assertThatThrownBy(port::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GP4");
        assertThatThrownBy(port::unwatch).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.drive(false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPinWhoseDirectionAloneWasChangedIsAnOutputForDigitalioToo() {
        DigitalInOut port = mcp.getPin(3);
        assertThatThrownBy(() -> port.write(true)).isInstanceOf(IllegalStateException.class);
        port.direction(Direction.OUTPUT);
        port.write(true);
        assertThat(chip.levels() & 0x08).isEqualTo(0x08);
        port.direction(Direction.INPUT);
        assertThatThrownBy(() -> port.write(false)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 16})
    void aPinThatTheChipDoesNotHaveIsRefused(int pin) {
        assertThatThrownBy(() -> mcp.getPin(pin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pin " + pin, "0 to 15");
    }

    @Test
    void whatTheChipDoesNotHaveIsRefused() {
        MCP23008 eight = new MCP23008(new I2C(new SimI2CBus().attach(0x20, new SimMCP230xx("MCP23008", 0))));
        assertThatThrownBy(() -> eight.getPin(8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 7");
        assertThatThrownBy(() -> eight.gpio(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mcp.iodir(0x10000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mcp.getPin(0).pull(Pull.DOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DOWN");
        assertThatThrownBy(() -> mcp.getPin(0).switchToInput(Pull.DOWN)).isInstanceOf(IllegalArgumentException.class);
        MCP23016 old = new MCP23016(new I2C(new SimI2CBus().attach(0x20, new SimMCP230xx("MCP23016", 0))));
        DigitalInOut pin = old.getPin(15);
        assertThatThrownBy(() -> pin.pull(Pull.UP)).isInstanceOf(IllegalArgumentException.class);
        pin.switchToInput();
        assertThat(pin.pull()).isNull();
        SPIDevice device = new SPIDevice(new SPI(new SimSpiBus().attach(new SimMCP230xx("MCP23S17", 0))));
        assertThatThrownBy(() -> new MCP23S17(device, 0x28, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x20 to 0x27");
        assertThatThrownBy(() -> new MCP23S17(device, 0x1F, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutAResetTheChipStaysAsItIs() {
        mcp.gppu(0x00FF);
        mcp.iodir(0xFF00);
        MCP23017 again = new MCP23017(i2c, 0x20, false);
        assertThat(again.iodir()).isEqualTo(0xFF00);
        assertThat(again.gppu()).isEqualTo(0x00FF);
        assertThat(new MCP23017(i2c).iodir()).isEqualTo(0xFFFF);
        assertThat(chip.get('U')).isZero();
    }

    /** DS20001952C, 3.3.2: with IOCON.HAEN the chips of one chip select have addresses. */
    @Test
    void severalChipsShareAChipSelect() {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                var cs = new blinka4j.digitalio.DigitalInOut(board.blinka().pin("D5"))) {
            SimMCP230xx own = new SimMCP230xx("MCP23S08", 3);
            board.spi().attach(board.pin("D5"), own);
            MCP23S08 spi = new MCP23S08(board.blinka().spi(), cs, 0x23);
            assertThat(own.get('O')).isEqualTo(0x08);
            spi.ioControl(0x04);
            assertThat(own.get('O')).isEqualTo(0x0C);
            spi.getPin(7).switchToOutput(true);
            assertThat(own.levels()).isEqualTo(0x80);
            assertThatThrownBy(() -> new MCP23S08(board.blinka().spi(), cs, 0x22))
                    .isInstanceOf(DeviceNotFoundException.class);
        }
    }

    /** Microchip's errata 80311A: without IOCON.HAEN the MCP23S17 compares A2. */
    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x23, 0x24, 0x27})
    void aChipWithEachLevelOfA2IsFound(int address) {
        try (SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                var cs = new blinka4j.digitalio.DigitalInOut(board.blinka().pin("D5"))) {
            SimMCP230xx own = new SimMCP230xx("MCP23S17", address & 7);
            board.spi().attach(board.pin("D5"), own);
            MCP23S17 sixteen = new MCP23S17(board.blinka().spi(), cs, address);
            sixteen.getPin(9).switchToOutput(true);
            assertThat(own.levels()).isEqualTo(0x0200);
        }
    }

    @Test
    void anotherChipOrNoneIsNotFound() {
        assertThatThrownBy(() -> new MCP23017(i2c, 0x27)).isInstanceOf(DeviceNotFoundException.class);
        I2C other = new I2C(new SimI2CBus().attach(0x20, new Registers8(0)));
        assertThatThrownBy(() -> new MCP23017(other))
                .isInstanceOf(DeviceNotFoundException.class)
                .hasMessageContaining("MCP23017");
        assertFree(other);
        for (int wire : new int[] {0x00, 0xFF}) {
            SPI nothing = new SPI(new SimSpiBus().attach(out -> wire));
            assertThatThrownBy(() -> new MCP23S17(new SPIDevice(nothing), 0x20, true))
                    .isInstanceOf(DeviceNotFoundException.class);
            assertFree(nothing);
        }
    }

    @Test
    void afterAWriteThatFailedTheNextOneWorks() {
        DigitalInOut pin = mcp.getPin(8);
        pin.switchToOutput(true);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(() -> pin.value(false)).isInstanceOf(BusException.class);
        assertFree(i2c);
        faulty.next(1, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(() -> pin.value(false)).isInstanceOf(BusException.class);
        assertThat(pin.value()).isFalse();
        pin.value(true);
        assertThat(chip.get('L')).isEqualTo(0x0100);
    }

    /** As in the original. What another program has written since is read until it is steady. */
    @Test
    void aChangeOfAPinTakesAReadingAndAWrite() {
        try (I2CPlayback played = I2CPlayback.at(0x20)
                .writes(0x00, 0xFF, 0xFF)
                .writes(0x0C, 0, 0)
                .writes(0x02, 0, 0)
                .register(0x00, 0xFF, 0xFF)
                .register(0x02, 0, 0)
                .register(0x14, 0, 0)
                .writes(0x12, 0x01, 0)
                .register(0x00, 0xFF, 0xFF)
                .writes(0x00, 0xFE, 0xFF)
                .writes(0x13, 0x80)
                .register(0x14, 0x01, 0x80)
                .writes(0x12, 0x00, 0x80)
                .register(0x14, 0x00, 0x82)
                .register(0x14, 0x00, 0x82)
                .register(0x14, 0x00, 0x82)
                .register(0x14, 0x00, 0x82)
                .writes(0x12, 0x01, 0x82)
                .register(0x14, 0x01, 0x82)
                .writes(0x12, 0x01, 0x02)) {
            MCP23017 sixteen = new MCP23017(new I2C(played));
            sixteen.getPin(0).switchToOutput(true);
            sixteen.gpiob(0x80);
            sixteen.getPin(0).value(false);
            sixteen.getPin(0).value(true);
            sixteen.getPin(15).value(false);
        }
    }

    /** A wrong bit of one reading must not become what other outputs drive. */
    @Test
    void aWrongBitDoesNotChangeTheOtherOutputs() {
        mcp.iodir(0);
        faulty.flipNext(0, 3);
        mcp.getPin(0).value(true);
        assertThat(chip.levels()).isEqualTo(1);
    }
}
