// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.analogio.AnalogIn;
import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.drivers.mcp3xxx.MCP3008;
import blinka4j.drivers.mcp3xxx.MCP3xxx.Pin;
import blinka4j.pwmio.PWMOut;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP3xxx;
import java.util.Locale;

/**
 * Waters a plant with a pump on D6 while its soil is dry, and beeps.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/Buckaroo_Plant_Care_Bot">Buckaroo_Plant_Care_Bot</a>.
 * It prints what the original shows on the display of a CLUE.
 *
 * <p>Wiring: the MCP3008 of {@link Mcp3xxxSimpleTest}, with a soil moisture sensor at CH0; a transistor or MOSFET board for the motor of
 * the pump to D6; a passive piezo buzzer between D13 and ground.
 */
public final class PlantCareBot extends Sample {
    private static final double MOIST_LEVEL = 50; // adjust this value as needed for your plant

    final SimMCP3xxx converter = new SimMCP3xxx(SimMCP3xxx.Model.MCP3008).volts(0, 1.65);

    public PlantCareBot() {
        super("plant-care-bot", "waters a plant with a pump on D6 while its soil is dry", PlantCareBot::main);
    }

    public static void main(String[] args) {
        try (DigitalInOut motor = new DigitalInOut(Board.D6);
                PWMOut buzzer = new PWMOut(Board.D13, 0, 1000);
                DigitalInOut cs = new DigitalInOut(Board.D5);
                AnalogIn analog =
                        new AnalogIn(new blinka4j.drivers.mcp3xxx.AnalogIn(new MCP3008(Board.spi(), cs), Pin.P0))) {
            motor.direction(Direction.OUTPUT);
            sleep(5);

            while (true) {
                double value = readAndAverage(analog, 100, 0.01);
                double percent = value / 65535 * 100; // the value ranges from 0 to 65535
                System.out.println("Soil: " + (int) percent + " %");
                System.out.printf(Locale.ROOT, "(%s, %s)%n", value, percent);

                if (percent < MOIST_LEVEL) {
                    sleep(1);
                    motor.value(true);
                    System.out.println("Motor ON");
                    buzzer.dutyCycle(1 << 15);
                    sleep(0.5);
                }

                // always turn off quickly
                motor.value(false);
                System.out.println("Motor off");
                buzzer.dutyCycle(0);
            }
        }
    }

    private static double readAndAverage(AnalogIn in, int times, double wait) {
        double sum = 0;
        for (int i = 0; i < times; i++) {
            sum += in.value();
            sleep(wait);
        }
        return sum / times;
    }

    @Override
    public void attachTo(SimBoard board) {
        board.spi().attach(board.pin("D5"), converter);
        attachLed(board, "D6");
        swing(board, converter.quantity("CH0"), 0.5);
    }
}
