// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.ahtx0.AHTx0;
import blinka4j.drivers.ssd1306.SSD1306_I2C;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimAHTx0;
import blinka4j.sim.chips.SimSSD1306;
import java.util.Locale;

/**
 * Shows the temperature and humidity from an AHT20 on an SSD1306 display.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/tree/main/AHT20_OLED">AHT20_OLED</a>.
 *
 * <p>Wiring: the AHT20 of {@link Ahtx0SimpleTest} and the display of {@link Ssd1306SimpleTest}.
 */
public final class Aht20Oled extends Sample {
    final SimAHTx0 sensor = new SimAHTx0().temperature(22.5).humidity(44.2);

    public Aht20Oled() {
        super("aht20-oled", "temperature and humidity from an AHT20 on an SSD1306 display", Aht20Oled::main);
    }

    public static void main(String[] args) {
        I2C i2c = Board.i2c();
        AHTx0 aht20 = new AHTx0(i2c);
        SSD1306_I2C display = new SSD1306_I2C(128, 32, i2c);

        while (true) {
            String text = String.format(
                    Locale.ROOT, "temp: %.1fC \nhumid: %.1f%%", aht20.temperature(), aht20.relativeHumidity());
            display.fill(0);
            display.text(text, 15, 0, 1);
            display.show();
            System.out.println(text);
            sleep(1);
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(AHTx0.DEFAULT_ADDRESS, sensor);
        board.i2c().attach(SSD1306_I2C.DEFAULT_ADDRESS, new SimSSD1306(128, 32));
        swing(board, sensor.quantity("temperature"), 0.5);
        swing(board, sensor.quantity("humidity"), 1.5);
    }
}
