// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.time.Time.sleep;

import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.digitalio.Pull;
import blinka4j.drivers.ds18x20.DS18X20;
import blinka4j.drivers.ht16k33.HT16K33;
import blinka4j.drivers.ht16k33.Seg7x4;
import blinka4j.onewire.OneWireBus;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.sim.parts.SimSwitch;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Shows the time on four digits, or while a switch is on, the temperature in degrees Fahrenheit.
 * Port of <a href="https://github.com/adafruit/Adafruit_Learning_System_Guides/blob/main/Large-Pi-Based-Thermometer-Clock/thermo_clock.py">thermo_clock.py</a>.
 * The original shows 12:05 as 125, and the temperature beside the last digits of the time.
 *
 * <p>Wiring: the display of {@link Ht16k33SegmentsSimpleTest}; the DS18B20 of {@link Ds18x20SimpleTest}; a switch between D18 and ground.
 */
public final class ThermoClock extends Sample {
    final SimDS18B20 sensor = new SimDS18B20(0x070E41AC).temperature(22.5);

    public ThermoClock() {
        super("thermo-clock", "the time, or the temperature, on four digits", ThermoClock::main, 0);
    }

    public static void main(String[] args) {
        run(LocalDateTime::now);
    }

    static void run(Supplier<LocalDateTime> clock) {
        try (DigitalInOut switchPin = new DigitalInOut(Board.D18);
                OneWireBus bus = new OneWireBus(Board.D5)) {
            switchPin.direction(Direction.INPUT);
            switchPin.pull(Pull.UP);
            Seg7x4 display = new Seg7x4(Board.i2c());
            DS18X20 thermometer = new DS18X20(bus, bus.scan().get(0));
            display.fill(false);

            while (true) {
                if (!switchPin.value()) {
                    double celsius = thermometer.temperature();
                    display.fill(false);
                    display.print((int) (celsius * 9 / 5 + 32));
                } else {
                    LocalDateTime now = clock.get();
                    display.print(String.format(Locale.ROOT, "%02d%02d", now.getHour(), now.getMinute()));
                    display.print(now.getSecond() % 2 != 0 ? ":" : ";"); // the colon is on every other second
                }
                sleep(0.5);
            }
        }
    }

    @Override
    public void attachTo(SimBoard board) {
        board.i2c().attach(HT16K33.DEFAULT_ADDRESS, new SimHT16K33());
        board.oneWire("D5").attach(sensor);
        swing(board, sensor.quantity("temperature"), 5);
        swing(board, new SimSwitch(board, "D18").quantity("on"), 0.5);
    }
}
