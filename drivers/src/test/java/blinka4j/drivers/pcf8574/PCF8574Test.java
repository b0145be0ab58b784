// SPDX-License-Identifier: MIT
package blinka4j.drivers.pcf8574;

import static blinka4j.drivers.BusAssert.assertFree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.DeviceNotFoundException;
import blinka4j.NotAvailableException;
import blinka4j.busio.I2C;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Edge;
import blinka4j.digitalio.Pull;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.chips.SimPCF8574;
import blinka4j.testing.FaultyI2C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PCF8574Test {
    private final SimPCF8574 chip = new SimPCF8574();
    private final SimI2CBus bus = new SimI2CBus().attach(0x20, chip);
    private final FaultyI2C faulty = new FaultyI2C(bus);
    private final I2C i2c = new I2C(faulty);
    private final PCF8574 pcf = new PCF8574(i2c);

    /** Data sheet, 8.1 and 8.2: all pins are high after power-on; a byte that is written is the pins, as is one that is read. */
    @Test
    void theBytesAreThoseOfTheDataSheet() {
        try (I2CPlayback played = I2CPlayback.at(0x20)
                .writes(0xFE)
                .writes(0x7E)
                .writes(0x7F)
                .reads(0x81)
                .reads(0x80)
                .reads(0x80)
                .writes(0x00)
                .writes(0xFF)
                .writes(0x40)) {
            PCF8574 expander = new PCF8574(new I2C(played));
            DigitalInOut last = expander.getPin(7);
            assertThat(last.direction()).isEqualTo(Direction.INPUT);
            expander.writePin(0, false);
            last.switchToOutput();
            expander.getPin(0).switchToInput();
            assertThat(expander.readGpio()).isEqualTo(0x81);
            assertThat(expander.readPin(7)).isTrue();
            assertThat(expander.getPin(6).value()).isFalse();
            expander.writeGpio(0);
            expander.writeGpio(0x1FF);
            expander.writeGpio(0x40);
        }
    }

    /** The original begins with 0, so that the first write pulls all other pins low. */
    @Test
    void theFirstWriteKeepsTheOtherPinsHigh() {
        pcf.getPin(3).switchToOutput();
        assertThat(chip.latch()).isEqualTo(0xF7);
        pcf.getPin(3).switchToOutput(true);
        assertThat(chip.latch()).isEqualTo(0xFF);
    }

    /** Data sheet, 8.1: an input has to be high before it is read. A pin that is driven low is low. */
    @Test
    void theValueOfAPinIsItsLevel() {
        chip.connect(0, -1).connect(1, 1).connect(7, -1);
        assertThat(pcf.readGpio()).isEqualTo(0x7E);
        pcf.writeGpio(0x3D);
        assertThat(pcf.readGpio()).isEqualTo(0x3C);
        assertThat(pcf.getPin(0).value()).isFalse();
        assertThat(pcf.getPin(1).value()).isFalse();
        assertThat(pcf.getPin(2).value()).isTrue();
        DigitalInOut high = pcf.getPin(7);
        high.switchToOutput(true);
        assertThat(high.value()).as("held low from outside").isFalse();
    }

    @Test
    void aPinHasDirectionPullAndValue() {
        DigitalInOut pin = pcf.getPin(5);
        pin.direction(Direction.OUTPUT);
        assertThat(pin.direction()).isEqualTo(Direction.OUTPUT);
        assertThat(chip.latch()).isEqualTo(0xDF);
        pin.value(true);
        assertThat(chip.latch()).isEqualTo(0xFF);
        pin.value(false);
        pin.direction(Direction.INPUT);
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);
        assertThat(chip.latch()).isEqualTo(0xFF);
        assertThat(pin.pull()).isEqualTo(Pull.UP);
        pin.switchToOutput();
        pin.switchToInput(Pull.UP);
        assertThat(chip.latch()).isEqualTo(0xFF);
        pin.switchToOutput();
        assertThatThrownBy(() -> pin.switchToInput(Pull.DOWN)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(chip.latch()).as("refused before the write").isEqualTo(0xDF);
        assertThat(pin.direction()).isEqualTo(Direction.OUTPUT);
        pin.pull(null);
        assertThat(chip.latch()).isEqualTo(0xFF);
    }

    /** Data sheet, 8.3: INT is low from a change until a read. */
    @Test
    void aReadEndsTheInterrupt() {
        assertThat(chip.interrupt()).isFalse();
        chip.connect(2, -1);
        assertThat(chip.interrupt()).isTrue();
        assertThat(pcf.readPin(2)).isFalse();
        assertThat(chip.interrupt()).isFalse();
    }

    @Test
    void aPinIsAPortOfDigitalio() {
        DigitalInOut port = pcf.getPin(4);
        var pin = new blinka4j.digitalio.DigitalInOut(port);
        pin.switchToInput(Pull.UP);
        chip.connect(4, -1);
        assertThat(pin.value()).isFalse();
        assertThatThrownBy(() -> pin.switchToInput(Pull.DOWN)).isInstanceOf(NotAvailableException.class);
        assertThatThrownBy(() -> pin.onEdge(Edge.BOTH, event -> {}))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("INT");
        assertThatThrownBy(() -> pin.value(true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.write(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("input");
        assertThatThrownBy(() -> port.drive(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("input");
        pin.stopEdges();
        chip.connect(4, 0);
        pin.switchToOutput(true);
        assertThat(pin.value()).isTrue();
        pin.value(false);
        pin.driveMode(DriveMode.OPEN_DRAIN);
        assertThat(chip.latch()).isEqualTo(0xEF);
        assertThat(pin.toString()).contains("P4", "0x20", "output");
        pin.close();
        assertThat(chip.latch()).isEqualTo(0xFF);
        assertThatThrownBy(port::value).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.drive(false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(port::unwatch)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("P4");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 8})
    void aPinThatTheChipDoesNotHaveIsRefused(int pin) {
        assertThatThrownBy(() -> pcf.getPin(pin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 7");
        assertThatThrownBy(() -> pcf.readPin(pin)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pcf.writePin(pin, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DigitalInOut(pin, pcf)).isInstanceOf(IllegalArgumentException.class);
        assertThat(chip.latch()).isEqualTo(0xFF);
    }

    @Test
    void aWriteThatFailedIsNotSetAfterwards() {
        DigitalInOut pin = pcf.getPin(1);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(pin::switchToOutput).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);
        faulty.next(0, FaultyI2C.Fault.TIMEOUT_AFTERWARDS);
        assertThatThrownBy(pin::switchToOutput).isInstanceOf(BusException.class);
        assertThat(chip.latch()).isEqualTo(0xFD);
        pcf.writePin(0, false);
        assertThat(chip.latch()).isEqualTo(0xFE);
        bus.failNext(Kind.NO_ACKNOWLEDGE);
        assertThatThrownBy(pcf::readGpio).isInstanceOf(BusException.class);
        assertFree(i2c);
        assertThat(pcf.readGpio()).isEqualTo(0xFE);
    }

    @Test
    void anAbsentChipIsNotFound() {
        assertThatThrownBy(() -> new PCF8574(i2c, 0x38)).isInstanceOf(DeviceNotFoundException.class);
    }
}
