// SPDX-License-Identifier: MIT
package blinka4j.browser;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.neopixel.NeoPixel;
import blinka4j.drivers.ssd1306.SSD1306_I2C;
import blinka4j.pwmio.PWMOut;
import blinka4j.samples.launcher.Launcher;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimCharacterLCD;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.sim.chips.SimMatrixKeypad;
import blinka4j.sim.chips.SimNeoPixel;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.sim.chips.SimTM1637;
import blinka4j.sim.parts.SimButton;
import blinka4j.sim.parts.SimDcMotor;
import blinka4j.sim.parts.SimLed;
import blinka4j.sim.parts.SimRgbLed;
import blinka4j.sim.parts.SimServo;
import blinka4j.sim.parts.SimSwitch;
import java.util.List;
import java.util.Random;

/** A program and a board with one of each kind of part that the page shows. An LED on D18 is lit while the button on D4 is pressed. */
public final class Everything extends Sample {
    /** What the program shows on the NeoPixels, as in its source. */
    static final List<String> COLORS =
            List.of("#ff0000", "#00ff00", "#0000ff", "#0c2238", "#000000", "#ffffff", "#010203", "#80ff10");

    static final int WIDTH = 128;
    static final int HEIGHT = 32;
    static final String FRAME_BUFFER = "frame buffer: ";

    public Everything() {
        super("everything", "one of each kind of part", Everything::program);
    }

    public static void main(String[] args) {
        System.setProperty("blinka.shutdown.hook", "off");
        System.exit(Launcher.run(new Everything(), "--bench"));
    }

    private static void program(String[] args) {
        try (I2C i2c = Board.i2c();
                NeoPixel pixels = new NeoPixel(Board.MOSI, COLORS.size(), 1.0, false, NeoPixel.GRB);
                UART uart = new UART(Board.TX, Board.RX);
                PWMOut servo = new PWMOut(Board.D12, 0x1000, 50);
                DigitalInOut led = new DigitalInOut(Board.D18);
                DigitalInOut button = new DigitalInOut(Board.D4)) {
            System.out.println(FRAME_BUFFER + draw(new SSD1306_I2C(WIDTH, HEIGHT, i2c)));
            for (int i = 0; i < COLORS.size(); i++) {
                pixels.set(i, Integer.decode(COLORS.get(i)));
            }
            pixels.show();
            uart.write(new byte[] {'h', 'i', '\n'});
            servo.dutyCycle(0x1400);
            led.switchToOutput(false);
            button.switchToInput(Pull.UP);
            while (true) {
                led.value(!button.value());
                sleep(0.01);
            }
        }
    }

    /** @return the pixels of the frame buffer, a digit each, row by row */
    private static String draw(SSD1306_I2C oled) {
        Random random = new Random(1);
        oled.fill(0);
        oled.text("Blinka", 2, 2, 1);
        StringBuilder bits = new StringBuilder();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (x >= WIDTH / 2 && random.nextInt(3) == 0) {
                    oled.pixel(x, y, 1);
                }
                bits.append(oled.pixel(x, y));
            }
        }
        oled.show();
        return bits.toString();
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(0x77, new SimBME280().temperature(21.5));
        board.i2c().attach(0x3C, new SimSSD1306(WIDTH, HEIGHT));
        board.i2c().attach(0x70, new SimHT16K33());
        board.i2c().attach(0x40, new SimPCA9685());
        board.spi().attach(new SimNeoPixel(SimNeoPixel.Model.WS2812B, COLORS.size(), 3));
        new SimCharacterLCD(16).attachTo(board, List.of("D26", "D19", "D25", "D24", "D22", "D27"));
        new SimTM1637().attachTo(board, "D5", "D6");
        new SimLed(board, "D18");
        new SimButton(board, "D4");
        new SimSwitch(board, "D17");
        new SimServo(board, "D12");
        new SimRgbLed(board, "D13", "D16", "D20");
        new SimDcMotor(board, "D21", "D23");
        new SimMatrixKeypad(board, List.of("D0"), List.of("D1"));
    }
}
