// SPDX-License-Identifier: MIT
package blinka4j.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.GpioPort.Bias;
import blinka4j.provider.Host;
import blinka4j.provider.Line;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of the commands and answers, from tables of chapter 3.1 of the data sheet DS20005292 of the MCP2221. */
class ReportsTest {
    private static final I2CBus BUS = new I2CBus("mcp2221.i2c", "SCL", "SDA", "");

    private final ScriptedDevice device = ScriptedDevice.factory();
    private final Link link = new Link(() -> device);

    @AfterEach
    void allStepsWereTaken() {
        assertThat(device.left()).isZero();
    }

    private UsbGpio g1() {
        return UsbGpio.open(link, new Line("MCP2221", 1));
    }

    /** "Set SRAM settings" for the functions of all pins, then "Set GPIO output values" for level and direction of one. */
    @Test
    void aPinBecomesAnOutputWithItsLevelInOneCommandAndThenIsSet() {
        UsbGpio pin = g1();
        device.on("60 00 00 00 00 00 00 80 02 10 01 01", "60")
                .on("50 00 00 00 00 00 01 00 01 00", "50 00 00 00 00 00 01 00 01 00")
                .on("51", "51 00 ee ef 01 00 ee ef ee ef")
                .on("50 00 00 00 00 00 01 00 01 01", "50 00 00 00 00 00 01 00 01 01");
        pin.output(true, false);
        pin.write(false);
        assertThat(pin.read()).as("the level of the wire").isTrue();
        pin.close();
        pin.close();
        assertThat(device.isClosed()).isTrue();
        assertThatThrownBy(pin::read).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void anOpenDrainOutputLetsGoAsAnInput() {
        UsbGpio pin = g1();
        device.on("60 00 00 00 00 00 00 80 02 08 01 01", "60")
                .on("50 00 00 00 00 00 01 00 01 00", "50")
                .on("50 00 00 00 00 00 01 00 01 01", "50")
                .on("50 00 00 00 00 00 01 01 01 00", "50");
        pin.output(true, true);
        pin.write(false);
        pin.write(true);
        pin.drive(false);
    }

    @Test
    void aPinThatAnotherProgramHasTakenIsAnErrorAndIsTakenBack() {
        UsbGpio pin = g1();
        device.on("60 00 00 00 00 00 00 80 02 08 01 01", "60")
                .on("51", "51 00 ee ef ee ef ee ef ee ef")
                .on("50 00 00 00 00 00 01 00 01 01", "50 00 ee ee ee ee ee ee ee ee")
                .on("60 00 00 00 00 00 00 80 02 08 01 01", "60");
        pin.input(Bias.DISABLED);
        assertThatThrownBy(pin::read)
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("MCP2221:1", "another program");
        pin.input(Bias.DISABLED);
    }

    /** Byte 1 of an answer is 0 if the command was carried out. The kernel's driver tries again. */
    @Test
    void aCommandThatTheChipRefusesIsSentAgain() {
        UsbGpio pin = g1();
        device.on("60 00 00 00 00 00 00 80 02 10 01 01", "60 01")
                .on("60 00 00 00 00 00 00 80 02 10 01 01", "60 01")
                .on("60 00 00 00 00 00 00 80 02 10 01 01", "60");
        pin.output(true, false);
    }

    @Test
    void aCommandThatTheChipRefusesEachTimeIsAnErrorAndIsNotRemembered() {
        UsbGpio pin = g1();
        for (int i = 0; i < 5; i++) {
            device.on("60 00 00 00 00 00 00 80 02 10 01 01", "60 01");
        }
        assertThatThrownBy(() -> pin.output(true, false))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                .hasMessageContainingAll("/dev/hidraw7", "refuses the command 0x60", "0x01");
        device.on("60 00 00 00 00 00 00 80 02 10 01 01", "60");
        pin.output(true, false);
    }

    @Test
    void settingsThatTheChipDoesNotTellAreNotTakenAsRead() {
        ScriptedDevice busy = new ScriptedDevice();
        for (int i = 0; i < 5; i++) {
            busy.on("61", "61 01");
        }
        assertThatThrownBy(() -> UsbGpio.open(new Link(() -> busy), new Line("MCP2221", 1)))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                .hasMessageContaining("refuses the command 0x61");
        assertThat(busy.isClosed()).isTrue();
        link.leave(link.join());
    }

    @Test
    void aPullIsRefusedWithoutACommand() {
        UsbGpio pin = g1();
        for (Bias bias : new Bias[] {Bias.PULL_UP, Bias.PULL_DOWN}) {
            assertThatThrownBy(() -> pin.input(bias))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("MCP2221:1", "pull-", "10 kOhm");
        }
    }

    @ParameterizedTest
    @CsvSource({"MCP2221,4", "pinctrl-bcm2711,1", "GPIO,1"})
    void otherLinesAreNoPinsOfTheBridge(String chip, int offset) {
        assertThatThrownBy(() -> UsbGpio.open(new Link(ScriptedDevice::factory), new Line(chip, offset)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll(chip, "G0 to G3");
        link.leave(link.join());
    }

    /** Table 3-1: 12 MHz / clock - 2, and never faster than the program asked for. */
    @ParameterizedTest
    @CsvSource({"400000,1c", "1000000,1c", "100000,76", "99999,77", "46693,ff"})
    void theClockIsSetByItsDivider(int frequency, String divider) {
        device.on("10 00 00 20 " + divider, "10 00 00 20 " + divider);
        UsbI2C.open(link, BUS, frequency, 0);
    }

    @Test
    void aClockThatIsTooSlowIsRefused() {
        link.join();
        assertThatThrownBy(() -> UsbI2C.open(link, BUS, 46_692, 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("46692 Hz", "46693 to 400000 Hz");
    }

    @Test
    void aBusThatIsBusyFromTheStartIsAnErrorThatNamesTheWire() {
        device.on("10 00 00 20 76", "10 00 00 21 76 00 00 00 62 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00");
        assertThatThrownBy(() -> UsbI2C.open(link, BUS, 100_000, 0))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                .hasMessageContainingAll("0x62", "SDA is low")
                .hasMessageNotContaining("SCL is low");
        assertThat(device.isClosed()).isTrue();
    }

    private UsbI2C bus() {
        device.on("10 00 00 20 76", "10 00 00 20 76");
        return UsbI2C.open(link, BUS, 100_000, 0);
    }

    /** "I2C write data no stop", after which the engine is in state 0x45, and "I2C read data repeated-start". */
    @Test
    void aRegisterIsReadWithARepeatedStart() {
        UsbI2C bus = bus();
        device.on("94 01 00 ee d0", "94")
                .on("10", "10 00 00 00 00 00 00 00 45")
                .on("93 02 00 ef", "93")
                .on("40", "40 00 55 02 60 01");
        byte[] buffer = {(byte) 0xD0, 0, 0};
        bus.transfer(0x77, buffer, 0, 1, buffer, 1, 3);
        assertThat(buffer).containsExactly(0xD0, 0x60, 0x01);
    }

    /** A report carries 60 bytes. The engine refuses the next ones until it has sent them, and reads on after they were fetched. */
    @Test
    void longTransfersAreCutIntoReports() {
        UsbI2C bus = bus();
        byte[] bytes = new byte[61];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        String first = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, 60);
        device.on("90 3d 00 a0 " + first, "90 00 40")
                .on("90 3d 00 a0 3d", "90 01 40")
                .on("10", "10 00 00 00 00 00 00 00 42")
                .on("90 3d 00 a0 3d", "90 00 41")
                .on("10", "10 00 00 00 00 00 00 00 60")
                .on("10", "10");
        bus.transfer(0x50, bytes, 0, 61, bytes, 0, 0);

        device.on("91 3d 00 a1", "91")
                .on("40", "40 41 50 7f")
                .on("40", "40 00 54 3c " + first)
                .on("40", "40 41 50 7f")
                .on("40", "40 00 55 01 3d");
        byte[] in = new byte[61];
        bus.transfer(0x50, bytes, 0, 0, in, 0, 61);
        assertThat(in).isEqualTo(bytes);
    }

    /** The command is taken. Then the engine is in state 0x25, with bit 6 of byte 20, until the transfer is cancelled. */
    @Test
    void anAddressThatDoesNotAnswerIsFreedForTheNextTransfer() {
        UsbI2C bus = bus();
        String refused = "10 00 00 00 00 00 00 00 25 01 00 00 00 00 76 00 6c 00 00 00 40 00 01 01";
        device.on("90 01 00 6c 00", "90")
                .on("10", refused)
                .on("10", refused)
                .on("10 00 10", "10 00 10")
                .on("10", "10");
        assertThatThrownBy(() -> bus.transfer(0x36, new byte[1], 0, 1, new byte[0], 0, 0))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE))
                .hasMessageContainingAll("0x36", "wiring");

        device.on("91 01 00 6d", "91")
                .on("40", "40 41 25 7f")
                .on("10", refused)
                .on("10 00 10", "10 00 10")
                .on("10", "10");
        assertThatThrownBy(() -> bus.transfer(0x36, new byte[0], 0, 0, new byte[1], 0, 1))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE));
    }

    /** A chip that refuses its last byte: the engine is idle again, and must not be cancelled. */
    @Test
    void aRefusedByteIsAnErrorWithoutACancel() {
        UsbI2C bus = bus();
        String refused = "10 00 00 00 00 00 00 00 00 01 00 00 00 00 76 00 a0 00 00 00 40 00 01 01";
        device.on("90 01 00 a0 07", "90").on("10", refused).on("10", refused);
        assertThatThrownBy(() -> bus.transfer(0x50, new byte[] {7}, 0, 1, new byte[0], 0, 0))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ACKNOWLEDGE));
    }

    @Test
    void anAddressAloneIsWritten() {
        UsbI2C bus = bus();
        device.on("90 00 00 ee", "90").on("10", "10");
        bus.transfer(0x77, new byte[0], 0, 0, new byte[0], 0, 0);
        // An engine that waits for bytes after the address.
        device.on("90 00 00 ee", "90");
        for (int i = 0; i < 8; i++) {
            device.on("10", "10 00 00 00 00 00 00 00 21");
        }
        device.on("10 00 10", "10 00 10").on("10", "10");
        bus.transfer(0x77, new byte[0], 0, 0, new byte[0], 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "17", "23", "44", "52", "62"})
    void aTimeoutOfTheEngineIsCancelledAndNamesTheWire(String state) {
        UsbI2C bus = bus();
        String status = "10 00 00 00 00 00 00 00 %s 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01".formatted(state);
        device.on("90 01 00 ee 00", "90")
                .on("10", status)
                .on("10", status)
                .on("10 00 10", "10 00 10")
                .on("10", "10");
        assertThatThrownBy(() -> bus.transfer(0x77, new byte[1], 0, 1, new byte[0], 0, 0))
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessageContainingAll("0x77", "0x" + state, "SCL is low", "pull-up")
                .hasMessageNotContaining("SDA is low");
    }

    /** Bytes 50 to 55 of the status. */
    @Test
    void theThreeConvertersAreRead() {
        device.on("60 00 00 00 00 00 00 80 02 0a 01 01", "60").on("60 00 00 00 00 00 00 80 02 0a 01 0a", "60");
        UsbAnalog first = UsbAnalog.open(link, new AnalogInput("mcp2221.adc", 1, "G1"), null);
        UsbAnalog last = UsbAnalog.open(link, new AnalogInput("mcp2221.adc", 3, "G3"), null);
        String zeros = " 00".repeat(48);
        device.on("10", "10 00" + zeros + " ff 03 00 00 00 00").on("10", "10 00" + zeros + " ff 03 00 00 00 02");
        assertThat(first.read()).as("1023").isEqualTo(65535);
        assertThat(last.read()).as("512 of 1023").isEqualTo(32800);
        assertThat(first.referenceVoltage()).as("a supply of unknown voltage").isNaN();
    }

    /** Bits 0 to 4 of byte 4 with bit 7. A new output changes nothing before its first value. */
    @Test
    void theAnalogOutputHasItsValueBeforeItComesOut() {
        UsbAnalogOut output = UsbAnalogOut.open(link, new AnalogOutput("mcp2221.dac", 0, "G3"), null);
        device.on("60 00 00 00 9f", "60")
                .on("60 00 00 00 00 00 00 80 02 03 01 0b", "60")
                .on("60 00 00 00 80", "60")
                .on("60 00 00 00 90", "60");
        output.write(65535);
        output.write(0);
        output.write(32768);
        output.close();
        assertThat(device.isClosed()).as("without a command").isTrue();
    }

    /** Section 1.8 of the data sheet: the internal reference is off after a change of the pins, unless it is set again. */
    @Test
    void theInternalReferenceIsSetAgainAfterAChangeOfThePins() {
        device.on("60 00 00 85 00 85", "60")
                .on("60 00 00 00 00 00 00 80 02 03 0a 01", "60")
                .on("60 00 00 85 00 85", "60");
        UsbAnalog input = UsbAnalog.open(
                link,
                new AnalogInput("mcp2221.adc", 2, "G2"),
                Reference.of(host(Map.of("BLINKA_USB_REFERENCE", "2.048"))));
        assertThat(input.referenceVoltage()).isEqualTo(2.048);
        device.on("60 00 00 00 00 00 00 80 10 03 0a 01", "60").on("60 00 00 85 00 85", "60");
        UsbGpio.open(link, new Line("MCP2221", 0)).output(true, false);
    }

    private static Host host(Map<String, String> environment) {
        return new Host(Path.of("/nowhere"), "Linux", environment);
    }

    @Test
    void theReferenceIsOneOfTheChipsOrTheVoltageOfTheSupply() {
        link.join();
        assertThat(Reference.of(host(Map.of()))).isNull();
        assertThat(Reference.of(host(Map.of("BLINKA_USB_REFERENCE", "1.024"))).setting())
                .isEqualTo(3);
        assertThat(Reference.of(host(Map.of("BLINKA_USB_REFERENCE", "4.096"))).setting())
                .isEqualTo(7);
        Reference supply = Reference.of(host(Map.of("BLINKA_USB_REFERENCE", "3.3")));
        assertThat(Reference.volts(supply.setting(), supply)).isEqualTo(3.3);
        for (String wrong : new String[] {"vdd", "2.9", "5.6", "NaN", "-3.3"}) {
            assertThatThrownBy(() -> Reference.of(host(Map.of("BLINKA_USB_REFERENCE", wrong))))
                    .isInstanceOf(NotAvailableException.class)
                    .hasMessageContainingAll("BLINKA_USB_REFERENCE", "'" + wrong + "'", "2.048", "3.0 to 5.5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/i2c-1", "1c2ac00.i2c", "machine.I2C(0)", "mcp2221.adc"})
    void aBusOfAnotherBoardIsNoBusOfTheBridge(String device) {
        link.join();
        assertThatThrownBy(() -> UsbI2C.open(link, new I2CBus(device, "SCL", "SDA", ""), 100_000, 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(device, "mcp2221.i2c", "BLINKA_FORCEBOARD");
    }

    /** What a killed program leaves: an output, and a write without its stop. */
    @Test
    void theSettingsOfTheChipAreTakenOverAndAnOldTransferIsEnded() {
        ScriptedDevice used = new ScriptedDevice()
                .on("61", "61 00 12 04 00 12 68 14 00 00 00 00 00 00 00 00 00 00 00 00 00 00 08 02 08 01")
                // GP0 was made a high output by SET_GPIO, which SRAM does not show.
                .on("51", "51 00 01 00 ee ef 00 01 ee ef")
                .on("10", "10 00 00 00 00 00 00 00 45")
                .on("10 00 10", "10 00 10")
                .on("10", "10");
        Bridge bridge = Bridge.open(used);
        assertThat(bridge.dacReference()).as("1.024 V").isEqualTo(3);
        assertThat(bridge.adcReference()).as("2.048 V").isEqualTo(5);
        used.on("60 00 00 00 00 00 00 80 10 02 08 0a", "60").on("60 00 00 83 00 85", "60");
        bridge.analog(3);
        assertThat(used.left()).isZero();
        link.join();
    }
}
