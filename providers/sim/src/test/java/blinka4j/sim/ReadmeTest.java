// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static blinka4j.time.Time.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.board.Board;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.provider.BoardDefinition;
import blinka4j.pwmio.PWMOut;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.parts.SimButton;
import blinka4j.sim.parts.SimServo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of README.md, which is checked to hold no other code than what runs here. */
class ReadmeTest {
    /** The program of the first example. */
    static final class Lamp {
        private Lamp() {}

        static void press() {
            try (var button = new DigitalInOut(Board.D4);
                    var lamp = new DigitalInOut(Board.D18)) {
                button.switchToInput(Pull.UP);
                lamp.switchToOutput(!button.value());
                sleep(2);
                lamp.value(false);
            }
        }
    }

    private static final BoardDefinition BOARD = Boards.small();

    // README: your own program
    @Test
    void theLampShinesForTwoSeconds() {
        try (SimBoard board = SimBoard.start(BOARD)) {
            board.pin("D4").drive(false);

            Lamp.press();

            assertThat(board.pin("D18").history())
                    .containsExactly(
                            new SimPin.Change(Duration.ZERO, true), new SimPin.Change(Duration.ofSeconds(2), false));
        }
    }
    // end

    // README: parts
    /** Turns a barrier by hand: pressed is open. */
    static void barrier() {
        try (var button = new DigitalInOut(Board.D4);
                var motor = new PWMOut(Board.D18, 0, 50)) {
            button.switchToInput(Pull.UP);
            while (true) {
                motor.dutyCycle(button.value() ? 1638 : 4915); // 500 or 1500 of 20,000 us
                sleep(0.02);
            }
        }
    }

    @Test
    void theBarrierOpensInTime() {
        try (SimBoard board = SimBoard.start(BOARD)) {
            SimServo servo = new SimServo(board, "D18");
            SimButton button = new SimButton(board, "D4").bouncing(1);
            board.clock().after(Duration.ofSeconds(1), button::press);

            board.runUntil(ReadmeTest::barrier, () -> servo.angle() > 89);

            assertThat(board.clock().now()).isBetween(Duration.ofMillis(1148), Duration.ofMillis(1170));
        }
    }
    // end

    // README: a custom device
    /** A light sensor: one command byte starts a measurement, two bytes are its result. */
    static final class LightSensor implements SimI2CDevice {
        volatile int lux;
        private int command;
        private int position;

        @Override
        public boolean start(boolean read) {
            position = 0;
            return !read || command == 0x10; // nothing to read before a measurement
        }

        @Override
        public boolean write(int value) {
            command = value;
            return true;
        }

        @Override
        public int read() {
            return position++ == 0 ? lux >> 8 : lux;
        }
    }

    @Test
    void theSensorGivesWhatItSees() {
        SimI2CBus bus = new SimI2CBus();
        LightSensor sensor = new LightSensor();
        sensor.lux = 1234;
        bus.attach(0x23, sensor);

        I2CDevice device = new I2CDevice(new I2C(bus), 0x23);
        device.write(0x10);
        assertThat(device.read(2)).containsExactly(1234 >> 8, 1234);
    }
    // end

    // README: a script
    @Test
    void theDriverWaitsForItsMeasurement() {
        try (I2CPlayback bus = I2CPlayback.at(0x23).writes(0x10).sleeps(120).reads(0x04, 0xD2)) {
            I2CDevice device = new I2CDevice(bus.i2c(), 0x23);
            device.write(0x10);
            device.sleep(Duration.ofMillis(120));
            assertThat(device.read(2)).containsExactly(0x04, 0xD2);
        }
    }
    // end

    // README: a breadboard
    /** Named in META-INF/services/blinka4j.sim.Breadboard. */
    public static final class MyBreadboard implements Breadboard {
        @Override
        public void attachTo(SimBoard board) {
            SimMCP9808 sensor = new SimMCP9808();
            sensor.quantity("temperature").follow(seconds -> Math.min(21 + 0.1 * seconds, 30));
            board.i2c().attach(0x18, sensor);
        }
    }
    // end

    @Test
    void theSensorOnTheBreadboardWarmsUp() {
        try (SimBoard board = SimBoard.open(BOARD)) {
            new MyBreadboard().attachTo(board);
            board.clock().advance(Duration.ofSeconds(10));
            byte[] in = new byte[2];
            board.blinka().i2c().writeToThenReadFrom(0x18, new byte[] {5}, in);
            assertThat(((in[0] & 0x1F) << 8 | in[1] & 0xFF) / 16.0).isEqualTo(22.0);
        }
    }

    @Test
    void theReadmeHoldsTheCodeThatRunsHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/blinka4j/sim/ReadmeTest.java"));
        String readme = Files.readString(Path.of("README.md"));
        Matcher sections =
                Pattern.compile("// README: (.*)\\n((?s:.*?))\\n    // end").matcher(source);
        Matcher blocks = Pattern.compile("```java\\n((?s:.*?))\\n```").matcher(readme);
        int count = 0;
        while (sections.find()) {
            assertThat(blocks.find())
                    .as("README has an example: %s", sections.group(1))
                    .isTrue();
            assertThat(blocks.group(1)).isEqualToIgnoringWhitespace(sections.group(2));
            count++;
        }
        assertThat(count).isEqualTo(5);
        assertThat(blocks.find()).as("an example that does not run").isFalse();
    }
}
