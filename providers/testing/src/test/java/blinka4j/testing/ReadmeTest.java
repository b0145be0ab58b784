// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.assertThatThrownBy;
import static blinka4j.testing.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import blinka4j.BusException;
import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.provider.I2CPort;
import blinka4j.pwmio.PWMOut;
import blinka4j.runtime.Blinka;
import blinka4j.sim.I2CPlayback;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimPin;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.sim.parts.SimButton;
import blinka4j.sim.parts.SimLed;
import blinka4j.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** The examples of README.md, which is checked to hold no other code than what runs here. */
@Simulated
class ReadmeTest {
    // README: the program
    static final class Fan {
        /** Runs the fan while it is warmer than 30 °C. Looks once a minute. */
        static void run(int minutes) {
            try (DigitalInOut fan = new DigitalInOut(Board.D18)) {
                fan.switchToOutput(false);
                Thermometer thermometer = new Thermometer(Board.i2c());
                for (int i = 0; i < minutes; i++) {
                    fan.value(thermometer.temperature() > 30);
                    Time.sleep(60);
                }
            }
        }
    }
    // end

    // README: a whole board
    @Test
    void theFanRunsWhileItIsWarm(SimBoard board, SimMCP9808 sensor, @On("D18") SimPin fan) {
        sensor.temperature(25);
        board.clock().after(Duration.ofMinutes(10), () -> sensor.temperature(35));
        board.clock().after(Duration.ofMinutes(15), () -> sensor.temperature(25));

        Fan.run(60);

        assertThat(fan).pulsed(1, Duration.ofMinutes(5)).isLow().isFree();
        assertThat(Board.i2c()).isUnlocked();
    }
    // end

    // README: a program that does not end
    static final class Lamp {
        /** Shines while somebody presses the button. */
        static void main(String... args) {
            try (PWMOut lamp = new PWMOut(Board.D18);
                    DigitalInOut button = new DigitalInOut(Board.D4)) {
                button.switchToInput(Pull.UP);
                while (true) {
                    lamp.dutyCycle(button.value() ? 0 : 32768);
                    System.out.println(button.value() ? "off" : "on");
                    Time.sleep(0.5);
                }
            }
        }
    }

    @Test
    void theLampShinesWhileTheButtonIsPressed(SimBoard board, Printed printed) {
        SimLed lamp = new SimLed(board, "D18");
        SimButton button = new SimButton(board, "D4").bouncing(1);
        board.clock().after(Duration.ofMillis(1_200), () -> button.press(Duration.ofSeconds(1)));
        board.clock().after(Duration.ofSeconds(2), () -> assertThat(lamp.isOn()).isTrue());

        board.runFor(Lamp::main, Duration.ofSeconds(3));

        assertThat(lamp.isOn()).isFalse();
        assertThat(printed.lines()).containsExactly("off", "off", "off", "on", "on", "off");
    }
    // end

    // README: a chip
    @Test
    void readsNegativeTemperatures() {
        SimMCP9808 chip = new SimMCP9808().temperature(-10.25);
        Thermometer thermometer = new Thermometer(new I2C(new SimI2CBus().attach(0x18, chip)));

        assertThat(thermometer.temperature()).isEqualTo(-10.25, within(0.01));
    }
    // end

    // README: a playback
    @Test
    void theAlarmIsOneWrite() {
        try (I2CPlayback bus = I2CPlayback.at(0x18).register(0x06, 0x00, 0x54).writes(0x02, 0x01, 0xE0)) {
            new Thermometer(bus.i2c()).alarm(30);
        }
    }
    // end

    // README: a mock of a port
    @Test
    void aTimeoutOfTheControllerReachesTheProgram() {
        I2CPort port = mock(I2CPort.class);
        when(port.name()).thenReturn("a mock");
        when(port.probe(0x18)).thenReturn(true);
        doAnswer(call -> {
                    byte[] in = call.getArgument(4);
                    int start = call.getArgument(5);
                    in[start] = 0x00;
                    in[start + 1] = 0x54;
                    return null;
                })
                .doThrow(new BusException(BusException.Kind.TIMEOUT, "the clock is held low"))
                .when(port)
                .transfer(eq(0x18), any(), anyInt(), anyInt(), any(), anyInt(), anyInt());
        Thermometer thermometer = new Thermometer(new I2C(port));

        assertThatThrownBy(thermometer::temperature).hasMessageContaining("held low");
    }
    // end

    // README: a mock of a front class
    static final class Morse {
        /** Sends the letter S. */
        static void s(DigitalInOut led) {
            for (int i = 0; i < 3; i++) {
                led.value(true);
                led.value(false);
            }
        }
    }

    @Test
    void sIsThreeTimesShort() {
        DigitalInOut led = mock(DigitalInOut.class);

        Morse.s(led);

        InOrder order = inOrder(led);
        for (int i = 0; i < 3; i++) {
            order.verify(led).value(true);
            order.verify(led).value(false);
        }
        order.verifyNoMoreInteractions();
    }
    // end

    // README: a pool
    @Test
    void aPoolThatIsMadeInTheTestHasItsBoard(SimMCP9808 sensor, @On("D18") SimPin led) throws Exception {
        sensor.temperature(35);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        pool.submit(() -> Fan.run(1)).get();
        pool.shutdown();

        assertThat(led).pulsed(1, Duration.ofMinutes(1));
    }

    static final ExecutorService POOL_OF_ALL_TESTS = Executors.newFixedThreadPool(2);

    @Test
    void aTaskOfAnotherPoolEntersTheBoard(Blinka blinka, SimMCP9808 sensor, @On("D18") SimPin led) throws Exception {
        sensor.temperature(35);
        POOL_OF_ALL_TESTS
                .submit(() -> {
                    Blinka.Scope scope = Blinka.Scope.ofThread(blinka);
                    try (scope) {
                        Fan.run(1);
                    }
                })
                .get();

        assertThat(led).pulsed(1, Duration.ofMinutes(1));
    }
    // end

    // README: a display
    @Test
    void theDisplayShowsASquare(SimI2CBus bus) {
        SimSSD1306 oled = new SimSSD1306(128, 32);
        bus.attach(0x3C, oled);

        Square.show(Board.i2c());

        assertThat(oled).looksLike("square.png");
    }
    // end

    // README: faults
    @Test
    void survivesFaults() {
        FaultReport report = FaultRun.of(bus -> new Thermometer(bus))
                .chip(0x18, SimMCP9808::new)
                .reads("temperature", Thermometer::temperature, 0.1)
                .does(thermometer -> thermometer.alarm(30))
                .run();

        assertThat(report.runs()).isEqualTo(1_000);
        assertThat(report.faults()).isGreaterThan(1_000);
    }
    // end

    // README: one fault
    @Test
    void tellsThatTheSensorIsGone() {
        FaultyI2C bus = new FaultyI2C(new SimI2CBus().attach(0x18, new SimMCP9808()));
        Thermometer thermometer = new Thermometer(new I2C(bus));
        bus.next(0, FaultyI2C.Fault.NO_ACKNOWLEDGE);

        assertThatThrownBy(thermometer::temperature).isInstanceOf(BusException.class);
    }
    // end

    /** Draws without a driver, so that this module needs none. SSD1306 Rev. 1.5, table 9-1. */
    static final class Square {
        private Square() {}

        static void show(I2C i2c) {
            // Charge pump on, display on, segments and COM in the order of breakouts, 32 rows, horizontal addressing.
            int[] commands = {0x8D, 0x14, 0xA1, 0xC8, 0xA8, 31, 0xDA, 0x02, 0x20, 0x00, 0x21, 0, 127, 0x22, 0, 3, 0xAF};
            for (int command : commands) {
                i2c.writeTo(0x3C, new byte[] {(byte) 0x80, (byte) command});
            }
            byte[] data = new byte[1 + 4 * 128];
            data[0] = 0x40;
            for (int x = 8; x < 16; x++) {
                data[1 + 128 + x] = (byte) 0xFF;
            }
            i2c.writeTo(0x3C, data);
        }
    }

    /** The square is 8 pixels wide and high, at 8, 8. */
    @Test
    void thePictureOfTheExampleIsASquare(SimI2CBus bus) {
        SimSSD1306 oled = new SimSSD1306(128, 32);
        bus.attach(0x3C, oled);
        Square.show(Board.i2c());

        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 128; x++) {
                assertThat(oled.isLit(x, y)).isEqualTo(x >= 8 && x < 16 && y >= 8 && y < 16);
            }
        }
    }

    /** A mock of a front class can throw too. */
    @Test
    void frontClassesAreFinalAndCanBeMocked() {
        I2C i2c = mock(I2C.class);
        doThrow(new BusException(BusException.Kind.BUSY, "as told")).when(i2c).writeTo(anyInt(), any());

        assertThatThrownBy(() -> i2c.writeTo(0x18, new byte[1])).hasMessage("as told");
    }

    @Test
    void theReadmeHoldsTheCodeThatRunsHere() throws IOException {
        Matcher blocks = Pattern.compile("```java\\n((?s:.*?))\\n```").matcher(Files.readString(Path.of("README.md")));
        List<String> shown = new ArrayList<>();
        while (blocks.find()) {
            shown.add(blocks.group(1));
        }
        List<String> run = new ArrayList<>();
        for (String file : List.of("Thermometer", "ReadmeTest")) {
            String source = Files.readString(Path.of("src/test/java/blinka4j/testing/%s.java".formatted(file)));
            Matcher sections = Pattern.compile("(?m)^ *// README: .*\\n((?s:.*?))\\n *// end$")
                    .matcher(source);
            while (sections.find()) {
                run.add(sections.group(1));
            }
        }
        assertThat(run).hasSize(12);
        assertThat(shown.stream().map(ReadmeTest::plain))
                .containsExactlyInAnyOrderElementsOf(
                        run.stream().map(ReadmeTest::plain).toList());
    }

    private static String plain(String code) {
        return code.replaceAll("\\s+", " ").trim();
    }
}
