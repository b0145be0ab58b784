// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import blinka4j.BusException.Kind;
import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.Line;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ports make of answers that a board should not give. */
class ConnectionTest {
    private static final String BANNER = "raw REPL; CTRL-B to exit\r\n>";
    private static final String WHO_IS = "\u0004=micropython|Raspberry Pi Pico with RP2040\r\n\u0004\u0004>";

    private final ScriptedPort port = new ScriptedPort();
    private final Link link = new Link(() -> port);

    /** A board up to the moment when its functions have been sent. */
    private void connects() throws Exception {
        connects(WHO_IS);
    }

    private void connects(String identity) throws Exception {
        port.on("\r\u0003\u0003", "").on("\r\u0001", BANNER).on("\u0004", "OK\r\nMPY: soft reboot\r\n" + BANNER);
        pasted(
                "import sys\ntry:\n m=sys.implementation._machine\nexcept AttributeError:\n import os\n"
                        + " m=os.uname().machine\nprint('='+sys.implementation.name+'|'+m)\n",
                identity);
        pasted(functions(), "\u0004=ready\r\n\u0004\u0004>");
    }

    private void pasted(String code, String answer) {
        if (code.length() <= 128) {
            port.on(code + "\u0004", "OK" + answer.substring(1));
        } else {
            // A window that is larger than the code.
            port.on("\u0005A\u0001", "R\u0001\u0000\u0040\u0001").on(code + "\u0004", answer);
        }
    }

    private static String functions() throws Exception {
        return text("shared.py") + text("micropython.py");
    }

    private static String text(String file) throws Exception {
        try (var stream = ConnectionTest.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n", "", "\n"));
        }
    }

    private void answers(String code, String result) {
        port.on(code + "\u0004", "OK" + result + "\r\n\u0004\u0004>");
    }

    private void raises(String code, String error) {
        port.on(code + "\u0004", "OK\u0004Traceback (most recent call last):\r\n" + error + "\r\n\u0004>");
    }

    private MicroPythonGpio pin() throws Exception {
        connects();
        answers("_gn(1,5)", "=");
        return MicroPythonGpio.open(link, new Line("GPIO", 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=2", "=", "=True", "1", "=1\r\n=1", "a timer prints\r\n=1"})
    void aLevelIsZeroOrOne(String answer) throws Exception {
        MicroPythonGpio pin = pin();
        answers("_gr(1)", answer);
        assertThatThrownBy(pin::read)
                .isInstanceOfSatisfying(
                        BusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER))
                .hasMessageContainingAll("/dev/ttyACM9", "may still print");
    }

    @Test
    void aPinIsGivenBackWithThePrompt() throws Exception {
        MicroPythonGpio pin = pin();
        answers("_go(1,5,1,0)", "=");
        answers("_gw(1,0)", "=");
        answers("_go(1,5,0,1)", "=");
        answers("_cf(1,5)", "=");
        port.on("\r\u0002", "");
        pin.output(true, false);
        pin.write(false);
        pin.drive(true);
        pin.close();
        pin.close();
        assertThat(port.rest()).isEqualTo("||[]");
        assertThat(port.isClosed()).isTrue();
        assertThatThrownBy(pin::read).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void afterACallWithoutAnAnswerTheNextOneBeginsAnew() throws Exception {
        MicroPythonGpio pin = pin();
        // The board answers with rubbish, then it is interrupted.
        port.on("_gr(1)\u0004", "OK\u0004\u0004?").on("\r\u0003\u0003", "").on("\r\u0001", BANNER);
        answers("_z()", "=");
        answers("_gr(1)", "=1");
        assertThatThrownBy(pin::read).isInstanceOf(BusException.class).hasMessageContaining("0x3f");
        assertThat(pin.read()).isTrue();
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @Test
    void aBoardThatIsGoneStaysGoneForItsPorts() throws Exception {
        MicroPythonGpio pin = pin();
        port.fail(new BusException(Kind.OTHER, 5, "UART(/dev/ttyACM9) failed (EIO 5)"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(pin::read)
                    .isInstanceOfSatisfying(
                            PinException.class, e -> assertThat(e.isGone()).isTrue())
                    .hasMessageContainingAll("GPIO:5", "/dev/ttyACM9", "EIO 5", "cable", "Connect it");
        }
        pin.close();
        assertThat(port.isClosed()).isTrue();
    }

    @Test
    void aPinThatTheBoardLacksLeavesNothingOpen() throws Exception {
        connects();
        raises("_gn(1,99)", "ValueError: invalid pin");
        port.on("\r\u0002", "");
        assertThatThrownBy(() -> MicroPythonGpio.open(link, new Line("GPIO", 99)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll("GPIO:99", "invalid pin");
        assertThat(port.isClosed()).isTrue();
        assertThat(port.rest()).isEqualTo("||[]");
    }

    /** The label of a controller comes from a board file, and must not become code. */
    @ParameterizedTest
    @ValueSource(strings = {"'", "pinctrl-bcm2711", "/dev/gpiochip0", "x y", "ü"})
    void aControllerOfLinuxIsNoPinOfTheBoard(String chip) {
        assertThatThrownBy(() -> MicroPythonGpio.open(link, new Line(chip, 5)))
                .isInstanceOf(PinException.class)
                .hasMessageContainingAll(chip, "machine.Pin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/i2c-1",
                "1c2ac00.i2c",
                "machine.SPI(0)",
                "machine.I2C",
                "machine.I2C(0);x",
                "machine.SoftI2C(0)"
            })
    void aBusOfLinuxIsNoBusOfTheBoard(String device) {
        assertThatThrownBy(() -> MicroPythonI2C.open(link, new I2CBus(device, "GP5", "GP4", ""), 100_000, 0))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(device, "machine.I2C(0)", "BLINKA_FORCEBOARD");
    }

    @Test
    void anAnswerWithTooFewBytesIsAnErrorNotAShortRead() throws Exception {
        connects();
        answers("_ic(1,0,5,4,100000,0)", "=");
        answers("_it(1,55,'00',2)", "=12");
        MicroPythonI2C bus = MicroPythonI2C.open(link, new I2CBus("machine.I2C(0)", "GP5", "GP4", ""), 100_000, 0);
        byte[] in = new byte[2];
        assertThatThrownBy(() -> bus.transfer(55, new byte[1], 0, 1, in, 0, 2))
                .isInstanceOf(BusException.class)
                .hasMessageContainingAll("2 characters", "2 bytes");
        assertThat(in).containsOnly(0);
    }

    @Test
    void aSoftwareControllerHasNoNumber() throws Exception {
        connects();
        answers("_ic(1,None,'X9','X10',50000,99)", "=");
        MicroPythonI2C.open(link, new I2CBus("machine.SoftI2C", "X9", "X10", ""), 50_000, 99);
        assertThat(port.rest()).isEqualTo("||[]");
    }

    @Test
    void theReferenceOfAnotherBoardIsNotKnown() throws Exception {
        connects("\u0004=micropython|Generic ESP32 module with ESP32\r\n\u0004\u0004>");
        answers("_ac(1,34)", "=");
        answers("_ar(1)", "=65535");
        MicroPythonAnalog input = MicroPythonAnalog.open(link, new AnalogInput("machine.ADC", 34, "A0"));
        assertThat(input.read()).isEqualTo(65535);
        assertThat(input.referenceVoltage()).isNaN();
    }

    @Test
    void aBoardWithoutTheModuleIsNotAvailable() throws Exception {
        connects("\u0004\u0004Traceback (most recent call last):\r\nImportError: no module named 'sys'\r\n\u0004>");
        assertThatThrownBy(() -> MicroPythonGpio.open(link, new Line("GPIO", 5)))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("/dev/ttyACM9", "no module named");
        assertThat(port.isClosed()).isTrue();
    }
}
